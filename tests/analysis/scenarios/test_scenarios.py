"""Scenarios on the real budget: what each kind of change does, and that money is conserved."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.engine.rounding import Method
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile, read_chain
from enamnd_cost.model.scenario import Scenario

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples" / "scenarier").glob("*.toml"))
DATA, _ = load(ROOT / "data")
BASE = of_year(DATA, 2024)[0]
SERVICES = [service.id for service in BASE.result.in_budget]
NAMES = [kommun.id for kommun in DATA.kommuner.kommun]
BODEN = "2582"


def scenario(text, at=None):
    """Lay a scenario over 2024; text is what follows the base."""
    content = f'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n{text}'
    parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
    chain = Chain(2024, (ScenarioFile("prov.toml", parsed),))
    found, problems = of_scenario(DATA, chain, at)
    assert problems == []
    return found


def service(alternative, name):
    return next(s for s in alternative.result.services if s.id == name).allocation


def total(alternative):
    return sum(alternative.amounts().values())


# The examples


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request):
    chain, problems = read_chain(request.param)
    assert problems == []
    return of_scenario(DATA, chain)


def test_there_are_examples_of_everything_that_was_asked_for():
    assert len(EXAMPLES) >= 8


def test_every_example_works_and_its_causes_are_the_difference(example):
    found, problems = example
    assert problems == []

    for comparison in (Comparison(BASE, found), Comparison(found, BASE)):
        for code in comparison.names:
            effects = [effect.get(code, 0) for effect in comparison.causes.values()]
            assert sum(effects, Fraction(0)) == comparison.difference[code]
            whole = [effect[code] for effect in comparison.causes_in_kronor.values()]
            assert sum(whole) == comparison.difference[code]


def test_every_example_mirrors_and_differs_not_from_itself(example):
    found, _ = example
    there, back = Comparison(BASE, found), Comparison(found, BASE)

    assert {code: -kr for code, kr in there.difference.items()} == back.difference
    assert there.gainers == back.losers
    itself = Comparison(found, found)
    assert (itself.differs, itself.causes) == (False, {})


# A service changed


def test_another_key_shares_the_same_cost():
    found = scenario('[tjanst.soc-grund]\nfordelning = "invanare"')

    allocation = service(found, "soc-grund")
    assert allocation.cost == 508_300
    people = dict(DATA.kommuner.folkmangd[10].invanare)
    assert DATA.kommuner.folkmangd[10].datum.isoformat() == "2020-12-31"
    assert allocation.rows[BODEN].exact == Fraction(508_300 * people["boden"], 249_614)


@pytest.mark.parametrize("name", SERVICES)
def test_another_key_keeps_the_cost_or_the_total_that_was_decided(name):
    found = scenario(
        f"[tjanst.{name}]\nfordelning = {{ lika = 3, invanare = 1 }}\nfolkmangd = 2024-12-31"
    )

    before, after = service(BASE, name), service(found, name)
    if before.plan.rounding.method is Method.LARGEST_REMAINDER:
        assert after.total == before.total
    else:
        assert abs(after.cost - before.cost) <= before.total - before.cost


@pytest.mark.parametrize("name", SERVICES)
def test_a_dearer_service_costs_that_much_more_whatever_it_comes_from(name):
    found = scenario(f"[tjanst.{name}]\nkostnad_procent = 20")

    before, after = service(BASE, name), service(found, name)
    # Agreed amounts and rounded shares are each within their unit of 20 per cent.
    assert abs(after.total - before.total * Fraction(6, 5)) <= 14 * 1_000
    assert after.total > before.total
    for code, row in before.rows.items():
        assert abs(after.rows[code].amount - row.amount * Fraction(6, 5)) <= 1_000


def test_a_new_total_is_handed_out_exactly():
    found = scenario("[tjanst.e-arkiv]\nbelopp = 400_001")

    assert service(found, "e-arkiv").total == 400_001


def test_other_participants_share_it_all():
    found = scenario('[tjanst.grundfinansiering]\ndeltagare = ["boden", "kalix"]')

    # 1 176 588 kr, as uprated, shared by two and rounded up as before
    assert service(found, "grundfinansiering").amounts == {"2582": 588_300, "2514": 588_300}


def test_rounding_of_its_own():
    rule = '{ till = 1_000, metod = "uppat" }'
    found = scenario(f"[tjanst.e-arkiv]\navrundning = {rule}")

    assert service(found, "e-arkiv").total == 322_000


def test_items_take_the_place_of_a_key():
    found = scenario(
        "[[tjanst.e-arkiv.post]]\nnamn = 'Lika'\nunderlag = 140_000\nfordelning = 'lika'\n"
        "[[tjanst.e-arkiv.post]]\nnamn = 'Folk'\nunderlag = 60_000\nfordelning = 'invanare'\n"
    )

    assert service(found, "e-arkiv").cost == 200_000


def test_an_index_reaches_what_is_uprated_by_it():
    found = scenario("index = { PKV = 5.4 }")

    amounts = set(service(found, "grundfinansiering").amounts.values())
    assert amounts == {84_900}  # 80 500 * 1.054 = 84 847, up to whole hundreds


def test_a_population_date_for_all_reaches_what_earlier_years_were_shared_by():
    found = scenario("folkmangd = 2023-12-31")
    alone = scenario("[tjanst.soc-forvaltning]\nfolkmangd = 2023-12-31")

    assert service(found, "soc-forvaltning").amounts == service(alone, "soc-forvaltning").amounts
    assert service(found, "soc-forvaltning").amounts != service(BASE, "soc-forvaltning").amounts
    assert service(found, "soc-forvaltning").total == 3_015_700


def test_services_end_and_begin():
    found = scenario(
        'upphor = ["e-arkiv"]\n[ny.moln]\nnamn = "Moln"\nkort = "Moln"\n'
        '[[ny.moln.period]]\nfran = 2024\nbelopp = 140_000\nfordelning = "lika"\n'
    )

    assert total(found) == total(BASE) - 313_000 + 140_000
    effects = Comparison(BASE, found).causes
    assert [cause.value for cause in effects] == ["tjanster"]


# Joining and leaving


def test_the_order_in_which_leavers_are_named_never_matters():
    one = '[[uttrade]]\nkommun = "Boden"\nkvar = [80, 40]\n'
    other = '[[uttrade]]\nkommun = "2580"\nkvar = 60\nbars_av = "den_som_lamnar"\n'
    third = '[[uttrade]]\nkommun = "Pajala"\ntjanster = ["soc-grund"]\n'

    first = scenario(one + other + third).amounts()

    assert first == scenario(third + other + one).amounts()
    # A part is what is paid in the base, whoever else leaves.
    assert first["2580"] == BASE.amounts()["2580"] * 60 // 100


def test_what_remains_of_two_services_is_added_up():
    exits = "".join(
        f'[[uttrade]]\nkommun = "Boden"\ntjanster = ["{name}"]\nkvar = 50\n'
        'bars_av = "den_som_lamnar"\n'
        for name in ("e-arkiv", "soc-grund")
    )

    found = service(scenario(exits), "kvarstaende-kostnader")

    assert found.amounts == {BODEN: 35_000 // 2 + 46_800 // 2}


@pytest.mark.parametrize("name", NAMES)
def test_who_leaves_pays_nothing_and_the_others_pay_what_there_was_to_pay(name):
    found = scenario(f'[[uttrade]]\nkommun = "{name}"')
    code = DATA.kommuner.resolve(name)

    assert found.amounts()[code] == 0
    for each in SERVICES:
        before, after = service(BASE, each), service(found, each)
        assert code not in after.rows
        # What is rounded share by share costs the same; a total that is handed out is the same.
        if before.plan.rounding.method is Method.LARGEST_REMAINDER:
            assert after.total == before.total
        else:
            assert after.cost == before.cost
        assert all(after.rows[who].amount >= before.rows[who].amount for who in after.rows)


def test_what_remains_is_carried_year_by_year_by_the_others():
    text = '[[uttrade]]\nkommun = "Boden"\ndatum = 2025-12-31\nkvar = [75, 50]\n'
    years = {at: scenario(text, at) for at in range(2024, 2030)}
    left = BASE.amounts()[BODEN]

    assert years[2024].amounts() == years[2025].amounts() == BASE.amounts()
    assert all(years[at].amounts()[BODEN] == 0 for at in range(2026, 2030))
    assert years[2028].amounts() == years[2029].amounts()
    for at, kept in ((2026, 75), (2027, 50), (2028, 0)):
        expected = total(BASE) - left * (100 - kept) // 100
        # e-arkiv is in whole thousands, and soc-grund rounded up share by share
        assert abs(total(years[at]) - expected) <= 2_500, at


def test_what_remains_is_carried_by_the_one_that_leaves():
    """With agreed amounts the others then pay what they did; the dispute is such a case."""
    case = ROOT / "examples" / "tvist"
    data, _ = load(case / "data")
    chain, _ = read_chain(case / "lindvik-lamnar-och-betalar.toml")
    before = of_year(data, 2024)[0].amounts()
    lindvik = data.kommuner.resolve("Lindvik")

    for at, kept in ((2027, 100), (2028, 75), (2029, 50), (2030, 25), (2031, 0)):
        found, problems = of_scenario(data, chain, at)
        assert problems == []
        assert found.amounts() == {**before, lindvik: before[lindvik] * kept // 100}


def test_who_leaves_in_the_middle_of_a_year_pays_for_its_months():
    text = '[[uttrade]]\nkommun = "Boden"\ndatum = 2024-06-30\ntjanster = ["grundfinansiering"]\n'
    found = scenario(text)

    allocation = service(found, "grundfinansiering")
    assert allocation.rows[BODEN].exact == Fraction(84_042, 2)
    assert allocation.cost == 1_176_588


def test_notice_counts_from_its_day_to_the_end_of_the_month():
    text = '[[uttrade]]\nkommun = "Boden"\nuppsagd = 2024-12-10\nuppsagningstid = 24\n'

    assert scenario(text, 2026).amounts() == BASE.amounts()
    assert scenario(text, 2027).amounts()[BODEN] == 0


def test_who_joins_shares_from_its_first_month():
    head = (
        'folkmangd = 2024-12-31\n[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\n'
        "invanare = { 2024-12-31 = 2_962 }\n"
    )
    join = '[[intrade]]\nkommun = "Malå"\ntjanster = ["soc-grund"]\n'
    half = f"{join}datum = 2024-07-01\n"

    whole = service(scenario(head + join), "soc-grund").rows["2418"].exact
    people = sum(DATA.kommuner.folkmangd[-1].invanare.values()) + 2_962
    assert whole == Fraction(508_300, 2) * (Fraction(1, 15) + Fraction(2_962, people))
    assert service(scenario(head + half), "soc-grund").rows["2418"].exact == whole / 2
    assert "2418" not in service(scenario(head + join), "e-arkiv").rows


def test_a_newcomer_changes_who_takes_part_and_nothing_else():
    text = (
        '[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\n'
        "invanare = { 2020-12-31 = 3_050 }\n"
        '[[intrade]]\nkommun = "Malå"\ntjanster = ["soc-grund"]\n'
    )

    effects = Comparison(BASE, scenario(text)).causes

    assert {cause.value for cause in effects} == {"deltagare", "avrundning"}


def test_leaving_changes_who_takes_part_and_nothing_else():
    for name in SERVICES:
        text = f'[[uttrade]]\nkommun = "Boden"\ntjanster = ["{name}"]\n'
        effects = Comparison(BASE, scenario(text)).causes
        assert {cause.value for cause in effects} <= {"deltagare", "avrundning"}, name


def test_a_service_without_figures_is_taken_as_it_last_was():
    found = scenario("[tjanst.datacenter]\nunderlag = 1_300_000")

    assert service(found, "datacenter").cost == 1_300_000
    assert Comparison(BASE, found).outside == ["datacenter"]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_agreed_with_one_that_leaves_is_carried_by_the_others(name):
    text = f'[[uttrade]]\nkommun = "{name}"\ntjanster = ["raddningstjansten"]\n'

    assert service(scenario(text), "raddningstjansten").cost == 731_600


# Phasing in


@settings(max_examples=10, phases=[Phase.generate])
@given(
    st.sampled_from(SERVICES),
    st.integers(5, 12),
    st.none() | st.integers(5, 12),
    st.sampled_from([1, 100]),
)
def test_phasing_in_conserves_money_within_the_caps_until_it_is_done(name, cap, floor, unit):
    change = f"[tjanst.{name}]\nfordelning = {{ lika = 1, invanare = 3 }}\nfolkmangd = 2023-12-31\n"
    rules = f"[infasning]\nhogst_procent = {cap}\ntill = {unit}\n"
    rules += f"lagst_procent = {floor}\n" if floor else ""
    target = scenario(change)
    paid = BASE.amounts()
    for at in range(2025, 2045):
        found = scenario(change + rules, at)
        amounts = found.amounts()
        assert sum(amounts.values()) == total(target)
        assert sum(found.held.values()) == 0
        for code, kr in amounts.items():
            assert 100 * kr <= paid[code] * (100 + cap)
            assert not floor or 100 * kr >= paid[code] * (100 - floor)
        if not any(found.held.values()):
            break
        paid = amounts
    assert found.amounts() == target.amounts()


def test_a_cap_in_kronor_per_inhabitant():
    text = (
        "[tjanst.soc-forvaltning]\nfordelning = 'invanare'\n"
        "[infasning]\nhogst_kr_per_invanare = 1\n"
    )
    found = scenario(text, 2025)
    people = DATA.kommuner.folkmangd[-1].invanare

    for kommun in DATA.kommuner.kommun:
        rise = found.amounts()[kommun.kod] - BASE.amounts()[kommun.kod]
        assert rise <= people[kommun.id]
    assert found.amounts()["2580"] == BASE.amounts()["2580"] + people["lulea"]


def test_a_decided_budget_is_phased_in_from_the_year_before():
    text = "[infasning]\nfran = 2023\nhogst_procent = 3\n"
    found = scenario(text)
    before = of_year(DATA, 2023)[0].amounts()

    assert found.at == 2024
    assert sum(found.amounts().values()) == total(BASE)
    assert all(100 * kr <= before[code] * 103 for code, kr in found.amounts().items())
    assert any(found.held.values())


# Years, and random scenarios


def test_a_year_against_another_by_hand():
    comparison = Comparison(of_year(DATA, 2023)[0], BASE)

    assert comparison.difference[BODEN] == 697_700 - 679_400
    assert comparison.percent(BODEN) == Fraction(100 * 18_300, 679_400)
    assert comparison.per_head(BODEN) == Fraction(18_300, comparison.people[BODEN][1])
    assert {c.value for c in comparison.causes} == {"kostnad", "index", "avrundning"}
    assert (
        comparison.causes_in_kronor[next(c for c in comparison.causes if c.value == "index")][BODEN]
        == 3_542
    )  # 80 500 kr at 4,4 %


CHANGES = {
    "nyckel": lambda name: f'[tjanst.{name}]\nfordelning = "50/50"\nfolkmangd = 2024-12-31\n',
    "dyrare": lambda name: f"[tjanst.{name}]\nkostnad_procent = 7.5\n",
    "deltagare": lambda name: f'[tjanst.{name}]\ndeltagare = {{ utom = ["boden", "lulea"] }}\n',
    "slut": lambda name: f'upphor = ["{name}"]\n',
    "lamnar": lambda name: f'[[uttrade]]\nkommun = "pitea"\ntjanster = ["{name}"]\nkvar = 30\n',
    "avrundning": lambda name: (
        f'[tjanst.{name}]\navrundning = {{ till = 10_000, metod = "uppat" }}\n'
    ),
}


@settings(max_examples=60, phases=[Phase.generate])
@given(*[st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(SERVICES))] * 2)
def test_causes_are_the_difference_between_any_two_scenarios(one, other):
    found = [scenario(CHANGES[kind](name)) for kind, name in (one, other)]
    there, back = Comparison(*found), Comparison(*reversed(found))

    for code in there.names:
        effects = [effect.get(code, Fraction(0)) for effect in there.causes.values()]
        assert sum(effects, Fraction(0)) == there.difference[code]
        for cause, effect in there.causes.items():
            mirrored = back.causes[cause].get(code, Fraction(0))
            assert effect.get(code, Fraction(0)) == -mirrored


@pytest.mark.parametrize(
    "change",
    [
        "[tjanst.soc-grund]\nkostnad_procent = 7",
        '[[uttrade]]\nkommun = "Kiruna"\ntjanster = ["soc-grund"]',
        '[[intrade]]\nkommun = "Kiruna"\ntjanster = ["soc-grund"]',
    ],
)
def test_a_mistake_that_stops_a_service_is_not_told_as_a_service_without_figures(tmp_path, change):
    file = tmp_path / "prov.toml"
    text = f'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\nfolkmangd = 2022-12-31\n{change}\n'
    file.write_text(text, encoding="utf-8")
    chain, _ = read_chain(file)
    _, problems = of_scenario(DATA, chain)

    assert problems[0].text == "folkmängd för mätdatum 2022-12-31 finns inte"
    assert {problem.code for problem in problems} <= {"EK202", "EK306"}
