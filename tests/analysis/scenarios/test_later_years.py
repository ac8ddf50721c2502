"""Scenarios over years: what they add is as their files say in each year, and nothing twice."""

import datetime as dt
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.compare.over_years import OverYears
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.analysis.scenarios.later import back
from enamnd_cost.analysis.scenarios.stand_ins import stand_ins
from enamnd_cost.analysis.scenarios.told import changes
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
LULEA, BODEN, MALA = "2580", "2582", "2418"
NEWCOMER = (
    '[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\ninvanare = { 2024-12-31 = 2_962 }\n'
)


def parsed(text, base):
    content = f'namn = "Prov"\nmotiv = "Prov."\nbas = {base}\n{text}'
    return Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))


def laid(text, at=None, base=2024, more=()):
    """Lay a scenario over a year, and others over it: an alternative, and what is wrong."""
    files = [ScenarioFile("ett.toml", parsed(text, base))]
    files += [ScenarioFile("mer.toml", parsed(each, '"ett.toml"')) for each in more]
    return of_scenario(DATA, Chain(base, tuple(files)), at)


def found(*given, **more):
    alternative, problems = laid(*given, **more)
    assert problems == []
    return alternative


def over(text, years, base=2024):
    before, _ = of_year(DATA, base)
    return OverYears(tuple(Comparison(before, found(text, year, base=base)) for year in years))


# What a scenario adds

FEE = """[ny.intrade]
namn = "Inträde"
kort = "Inträde"
[[ny.intrade.period]]
fran = 2024
deltagare = ["Malå"]
fordelning = { avgift = 200_000, start = { "Malå" = 2024-01-01 } }
"""
JOINING = f'folkmangd = 2024-12-31\n{NEWCOMER}[[intrade]]\nkommun = "Malå"\n'
JOINING += 'tjanster = ["e-arkiv", "soc-grund"]\n'


def test_a_fee_is_paid_once_and_what_follows_every_year():
    years = [found(JOINING + FEE, year).amounts()[MALA] for year in (2024, 2025, 2026)]

    assert years == [224_000, 24_000, 24_000]


EXTRA = '[ny.extra]\nnamn = "Extra"\nkort = "Extra"\n[[ny.extra.period]]\n{}\n'
SHARED = 'underlag = 140_000\nfordelning = "lika"'


@pytest.mark.parametrize(
    ("dates", "there"),
    [
        ("fran = 2024", [1, 1, 1]),
        ("fran = 2024\ntill = 2024", [1, 0, 0]),
        ("fran = 2025", [0, 1, 1]),
        ("fran = 2025\ntill = 2025", [0, 1, 0]),
        ("fran = 2022\ntill = 2025", [1, 1, 0]),
    ],
)
def test_a_new_service_is_there_in_its_own_years(dates, there):
    comparison = over(EXTRA.format(f"{dates}\n{SHARED}"), (2024, 2025, 2026))

    assert [sum(one.difference.values()) for one in comparison.each] == [140_000 * n for n in there]
    assert sum(comparison.difference.values()) == 140_000 * sum(there)
    assert comparison.causes.keys() <= {Cause.SERVICES}


# Every way to state what a service costs, in periods that begin, change and end.
STATED = {
    "lika": SHARED,
    "beslutad": 'belopp = 1_000_001\nfordelning = "50/50"\nfolkmangd = 2020-12-31',
    "vikter": "underlag = 90_001\nfordelning = { vikter = { boden = 2, lulea = 1 } }\n"
    'deltagare = ["boden", "lulea"]',
    "procent": "underlag = 7_777\nfordelning = { procent = { boden = 12.5, lulea = 87.5 } }\n"
    'deltagare = ["boden", "lulea"]',
    "avtalat": "fordelning = { belopp = { boden = 100_000, lulea = -500 } }\n"
    'deltagare = ["boden", "lulea"]',
    "avgift": "fordelning = { avgift = 40_000, start = { boden = 2023-05-01, "
    "lulea = 2024-01-01 } }\n"
    'deltagare = ["boden", "lulea"]',
    "delar av år": 'underlag = 120_000\nfordelning = "lika"\n'
    'deltagare = { bara = ["boden", "lulea", "kalix"], fran = { lulea = 2023-07-01 }, '
    "till = { kalix = 2024-02-29 } }",
    "avtalat till juni": "fordelning = { belopp = { boden = 100_000, lulea = 700 } }\ndeltagare = "
    '{ bara = ["boden", "lulea"], till = { boden = 2023-06-30 } }',
    "per månad": 'underlag = 100_000\nfordelning = "lika"\n'
    'avrundning = { till = 100, metod = "uppat", per = "manad" }\n'
    "deltagare = { utom = [], fran = { boden = 2023-10-01 } }",
    "poster": '[[ny.extra.period.post]]\nnamn = "Drift"\nunderlag = 10_000\nfordelning = "lika"\n'
    '[[ny.extra.period.post]]\nnamn = "Start"\nfordelning = { avgift = 5_000, '
    "start = { boden = 2024-01-01 } }\n"
    "deltagare = { bara = ['boden'], fran = { boden = 2024-01-01 } }",
    "uppmätt": 'fordelning = { matt = "e-arkiv-lagring", pris = 84 }\n'
    'deltagare = ["boden", "lulea", "pajala", "alvsbyn"]',
    "efter uppmätt": 'underlag = 7_495\nfordelning = { matt = "e-arkiv-lagring" }\n'
    'deltagare = ["boden", "lulea", "pajala", "alvsbyn"]',
    "uppräknat": 'underlag = 140_000\nfordelning = "lika"\n[[ny.extra.period]]\nfran = 2024\n'
    'uppraknas = { fran = 2023, index = "PKV" }\navrundning = { till = 100, metod = "uppat" }',
    "uppräknad kostnad": 'underlag = 140_000\nfordelning = "lika"\n'
    "[[ny.extra.period]]\nfran = 2024\n"
    'uppraknas = { fran = 2023, index = "PKV", av = "underlag" }\nfordelning = "lika"\n'
    'avrundning = { till = 100, metod = "uppat" }',
    "som förra året": 'underlag = 140_000\nfordelning = "50/50"\nfolkmangd = 2020-12-31\n'
    '[[ny.extra.period]]\nfran = 2024\nunderlag = 99_999\n'
    'fordelning = { som = "extra", ar = 2023 }',
}  # fmt: skip


@pytest.mark.parametrize("year", [2022, 2023, 2024])
@pytest.mark.parametrize("name", STATED)
def test_a_later_year_is_what_the_service_gives_in_that_year(name, year):
    text = EXTRA.format(f"fran = 2023\n{STATED[name]}")
    tjanst = Tjanst.model_validate(tomllib.loads(text, parse_float=Decimal)["ny"]["extra"])
    own = compute(replace(DATA, tjanster={**DATA.tjanster, "extra": tjanst}), [year])
    done = own.outcome.done.get(Node("extra", year))

    if name.endswith("uppmätt") and year == 2024:  # what is measured is of 2023 alone
        alternative, problems = laid(text, year, base=2022)
        assert (alternative, done) == (None, None)
        assert [(each.code, each.file) for each in problems] == [("EK206", "ett.toml")]
        return
    added = found(text, year, base=2022).result.by_id.get("extra")
    amounts = added.allocation.amounts if added else {}
    assert {who: kr for who, kr in amounts.items() if kr} == {
        who: kr for who, kr in (done.amounts if done else {}).items() if kr
    }


@given(st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31)), st.integers(0, 30))
def test_a_date_some_years_earlier_is_in_the_same_month(date, years):
    moved = back(date, years)

    assert (moved.year, moved.month) == (date.year - years, date.month)
    ends = [(each + dt.timedelta(1)).day == 1 for each in (date, moved)]
    assert ends[0] <= ends[1]
    assert (date.day == 1) == (moved.day == 1)


def test_what_a_later_scenario_changes_in_a_service_that_is_not_there_yet_waits_for_it():
    text = EXTRA.format(f"fran = 2025\n{SHARED}")
    more = ("[tjanst.extra]\nkostnad_procent = 100\n",)

    totals = [sum(found(text, y, more=more).amounts().values()) for y in (2024, 2025)]

    assert totals == [7_830_800, 7_830_800 + 280_000]


def test_dates_in_a_service_that_was_there_hold_year_by_year():
    text = "[tjanst.e-arkiv]\ndeltagare = { utom = [], till = { boden = 2025-06-30 } }\n"

    boden = [found(text, y).result.by_id["e-arkiv"].allocation.amounts.get(BODEN) for y in
             (2024, 2025, 2026)]  # fmt: skip

    assert boden[0] > boden[1] > 0
    assert boden[2] is None


# Years together


def test_the_sum_over_years_and_the_peak_are_those_of_the_years():
    comparison = over(JOINING + FEE + EXTRA.format(f"fran = 2025\n{SHARED}"), (2024, 2025, 2026))

    for code in comparison.names:
        paid = [one.paid_after[code] for one in comparison.each]
        assert comparison.paid_after[code] == sum(paid)
        peak = comparison.peak(code)
        assert peak.amount == max(paid) == paid[peak.year - 2024]
        assert peak.same == (len(set(paid)) == 1)
        effects = comparison.causes.values()
        assert sum(effect.get(code, 0) for effect in effects) == comparison.difference[code]
        whole = comparison.causes_in_kronor.values()
        assert sum(effect[code] for effect in whole) == comparison.difference[code]
    assert comparison.peak(MALA) == (2024, 224_000, False)
    for service, kronor in comparison.per_service.items():
        effects = comparison.causes_of(service).values() if any(kronor.values()) else ()
        for code, kr in kronor.items():
            assert sum(effect[code] for effect in effects) == kr


# A fee to enter


@settings(max_examples=40)
@given(
    st.integers(1, 10**7),
    st.sampled_from(["", '"ovriga"', '"namnden"', '["boden"]', '["Luleå", "2582", "kalix"]']),
    st.sampled_from([(None, 2024), ("2025-01-01", 2025), ("2026-07-01", 2026)]),
)
def test_a_fee_to_enter_is_paid_once_and_goes_to_those_who_are_to_have_it(fee, to, when):
    date, paid_in = when
    text = JOINING + f"avgift = {fee}\n"
    text += f"avgift_till = {to}\n" if to else ""
    text += f"datum = {date}\n" if date else ""
    without = text.replace(f"avgift = {fee}\n", "").replace(f"avgift_till = {to}\n", "")

    for year in (2024, 2025, 2026, 2027):
        paid, free = found(text, year).amounts(), found(without, year).amounts()
        moved = {code: paid[code] - free[code] for code in paid if paid[code] != free[code]}
        if year != paid_in:
            assert moved == {}
            continue
        assert moved.pop(MALA) == fee
        assert all(kr < 0 for kr in moved.values())
        assert sum(moved.values()) == (0 if to == '"namnden"' else -fee)
        if to.startswith("["):
            assert moved.keys() <= {"2582", "2580", "2514"}


def test_a_fee_to_enter_has_a_cause_of_its_own_and_nobody_may_be_unknown():
    text = JOINING + "avgift = 100_000\n"
    comparison = over(text, (2024, 2025))

    assert comparison.causes[Cause.FEES][MALA] == 100_000
    assert sum(comparison.causes[Cause.FEES].values()) == 0
    _, problems = laid(JOINING + 'avgift = 1\navgift_till = ["Bodne", "boden"]\n')
    assert [(p.code, p.path) for p in problems] == [("EK221", ("intrade", 0, "avgift_till", 0))]
    _, problems = laid(JOINING + 'avgift = 1\navgift_till = ["mala"]\n')
    assert [(p.code, p.path) for p in problems] == [("EK222", ("intrade", 0, "avgift"))]


# A newcomer's population


def test_a_newcomer_brings_its_own_date_and_forces_it_on_nobody():
    text = NEWCOMER + '[[intrade]]\nkommun = "Malå"\ntjanster = ["soc-grund"]\n'
    alternative = found(text)
    base, _ = of_year(DATA, 2024)

    differing = {
        service.id
        for service in alternative.result.services
        if service.allocation.amounts != base.result.by_id[service.id].allocation.amounts
    }
    assert differing == {"soc-grund"}
    step = alternative.result.by_id["soc-grund"].allocation.rows[MALA].steps[1]
    assert step.weight == 2_962
    (said,) = stand_ins(alternative)
    assert "Malå har ingen folkmängd för 2020-12-31" in said
    assert "2024-12-31" in said


# What is changed


def test_all_that_a_scenario_changes_is_told():
    text = (
        'upphor = ["raddningstjansten"]\nfolkmangd = 2024-12-31\n'
        + NEWCOMER
        + '[index]\nPKV = 6\n[tjanst.soc-grund]\nfordelning = "invanare"\n'
        "[tjanst.e-arkiv]\nunderlag = 400_000\n"
        "[tjanst.e-tjansteplattform]\nkostnad_procent = 10\n"
        '[tjanst.soc-forvaltning]\navrundning = { till = 1_000, metod = "uppat" }\n'
        '[[intrade]]\nkommun = "Malå"\ntjanster = ["e-arkiv"]\navgift = 9_000\n'
        '[[uttrade]]\nkommun = "Kalix"\ntjanster = ["e-arkiv"]\nkvar = [50, 25]\n'
        + EXTRA.format(f"fran = 2025\n{SHARED}")
        + "[infasning]\nhogst_procent = 50\n"
    )
    told = {each.what: (each.before, each.after) for each in changes([found(text, 2025)])}

    assert told["Tjänst som upphör"] == (DATA.tjanster["raddningstjansten"].namn, "")
    assert told["Ny tjänst"] == ("", "Extra, från 2025")
    assert told["Index PKV 2024"] == ("4,4 %", "6 %")
    assert told["Mätdatum för allt som delas efter folkmängd"][1] == "2024-12-31"
    key = told["SOC system, grund: nyckel"]
    assert key[0].startswith("50 % lika")
    assert key[1] == "efter folkmängd 2024-12-31"
    assert [cell.replace("\xa0", " ") for cell in told["E-arkiv: underlag"]] == [
        "313 000 kr", "400 000 kr",
    ]  # fmt: skip
    assert "9 000 kr en gång" in told["Går med"][1].replace("\xa0", " ")
    assert "50 %, 25 %" in told["Lämnar"][0]
    assert "+50 %" in told["Infasning"][1]
    assert {what.partition(":")[2] for what in told} >= {" summa", " avrundning"}
    assert changes([of_year(DATA, 2024)[0]]) == []


def test_who_leaves_in_the_year_leaves_what_it_had_agreed_to_those_who_stay():
    """A part of a year bears its part of the agreed amount; the rest is not lost but shared."""
    before = of_year(DATA, 2024)[0].result.by_id["raddningstjansten"].allocation
    text = '[[uttrade]]\nkommun = "Boden"\ndatum = 2026-06-30\n'
    text += '[[uttrade]]\nkommun = "Kiruna"\ndatum = 2026-09-30\n'
    after = found(text, 2026).result.by_id["raddningstjansten"].allocation
    assert after.cost == before.cost == 731_600
    assert after.rows[BODEN].exact == before.rows[BODEN].exact / 2
    # Boden's 10 800 kr a year: a quarter of it while Kiruna is there, a quarter after.
    left = [post for post in after.plan.items if post.name.startswith("Kvar efter")]
    assert [(post.name, post.cost, len(post.participation)) for post in left] == [
        ("Kvar efter Boden: Gemensam del", 2_700, 13),
        ("Kvar efter Boden och Kiruna: Gemensam del", 2_700, 12),
    ]
    compared = over(text, [2026])
    assert Cause.COST not in compared.causes
    assert Cause.MODEL not in compared.causes


@pytest.mark.parametrize("year", [2024, 2025])
def test_what_is_joined_must_be_there_in_the_years_before_as_well(year):
    text = JOINING.replace("soc-grund", "soc-grunden") + "datum = 2025-01-01\n"
    _, problems = laid(text, year)

    assert [(p.code, p.path) for p in problems] == [("EK221", ("intrade", 0, "tjanster", 1))]
