"""Phasing in, as scenario files ask for it: the law of direction, who waits, what would help."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.waiting import notes
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile, read_chain
from enamnd_cost.model.scenario import Scenario

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
DISPUTE, _ = load(ROOT / "examples" / "tvist" / "data")
SHIPPED = [
    (data, path)
    for data, folder in ((DATA, "scenarier"), (DISPUTE, "tvist"))
    for path in sorted((ROOT / "examples" / folder).glob("*.toml"))
    if "[infasning]" in path.read_text(encoding="utf-8")
]
SERVICES = [service.id for service in of_year(DATA, 2024)[0].result.in_budget]


def chain_of(text, year=2024):
    content = f'namn = "Prov"\nmotiv = "Prov."\nbas = {year}\n{text}'
    parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
    return Chain(year, (ScenarioFile("prov.toml", parsed),))


def years(data, chain, most=30):
    """Give what was paid before and each year's alternative, until the new model is reached."""
    phasing = chain.files[-1].scenario.infasning
    paid = of_year(data, phasing.fran or chain.year)[0].amounts()
    for at in range(chain.year + (phasing.fran is None), chain.year + most):
        found, problems = of_scenario(data, chain, at)
        if found is None:
            assert {problem.code for problem in problems} == {"EK311"}
            return
        yield paid, found
        paid = found.amounts()
        if not any(found.held.values()):
            return


def assert_lawful(paid, found):
    target, amounts = found.result.per_municipality, found.amounts()
    same_sum = sum(paid.values()) == sum(target.values())
    someone_left = any(paid.get(code) and not kr for code, kr in target.items())
    for code, kr in amounts.items():
        before, wanted = paid.get(code, 0), target[code]
        if not wanted:
            assert kr == 0
        elif wanted >= before:
            assert kr >= before
        else:
            assert kr <= before
        if same_sum and not someone_left:
            assert min(before, wanted) <= kr <= max(before, wanted)
    assert sum(amounts.values()) == sum(target.values())
    told = [code for codes in found.waits for code in codes]
    assert sorted(told) == sorted(code for code in target if amounts[code] != target[code])


@pytest.mark.parametrize(("data", "path"), SHIPPED, ids=lambda each: getattr(each, "stem", ""))
def test_in_what_is_shipped_nobody_is_moved_past_its_old_amount_in_the_wrong_direction(data, path):
    chain, _ = read_chain(path)
    made = list(years(data, chain))

    assert len(made) > 1
    for paid, found in made:
        assert_lawful(paid, found)


CHANGES = {
    "nyckel": '[tjanst.{name}]\nfordelning = "invanare"\nfolkmangd = 2023-12-31\n',
    "dyrare": "[tjanst.{name}]\nkostnad_procent = 12\n",
    "billigare": "[tjanst.{name}]\nkostnad_procent = -30\n",
    "lamnar": '[[uttrade]]\nkommun = "kalix"\ntjanster = ["{name}"]\n',
    "lamnar allt": '[[uttrade]]\nkommun = "kalix"\nkvar = [60, 30]\n',
    "ny kommun": '[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\n'
    "invanare = {{ 2020-12-31 = 3_050, 2017-12-31 = 3_109 }}\n"
    '[[intrade]]\nkommun = "Malå"\ntjanster = ["soc-grund", "e-arkiv"]\n',
}
LIMITS = ["hogst_procent", "hogst_kr_per_invanare", "lagst_procent", "lagst_kr_per_invanare"]


@st.composite
def phasings(draw):
    names = draw(
        st.lists(st.sampled_from(LIMITS), min_size=1, max_size=2, unique_by=lambda n: n[0])
    )
    lines = [f"{name} = {draw(st.integers(2, 30))}" for name in names]
    lines.append(f"till = {draw(st.sampled_from([1, 1, 10, 100]))}")
    if draw(st.booleans()):
        lines.append("fran = 2023")
    change = draw(st.sampled_from(sorted(CHANGES)))
    text = CHANGES[change].format(name=draw(st.sampled_from(SERVICES)))
    # What is phased in must stand last: it is a table of its own.
    return f"{text}[infasning]\n" + "\n".join(lines) + "\n"


@settings(max_examples=25, phases=[Phase.generate], deadline=None)
@given(phasings())
def test_nor_in_any_other_phasing_in(text):
    try:
        chain = chain_of(text)
    except ValueError:
        return  # both limits say the same thing
    for paid, found in years(DATA, chain, most=5):
        assert_lawful(paid, found)


ASKED = (
    '[tjanst.e-tjansteplattform]\nfordelning = "invanare"\nfolkmangd = 2023-12-31\n'
    "[infasning]\nhogst_procent = 5\n"
)
GALLIVARE = "2523"


def test_who_is_to_pay_less_in_the_end_pays_more_for_a_while_only_where_the_file_asks_for_it():
    before = of_year(DATA, 2024)[0].amounts()[GALLIVARE]
    waits, _ = of_scenario(DATA, chain_of(ASKED), 2025)
    carries, _ = of_scenario(DATA, chain_of(f"{ASKED}aven_at_fel_hall = true\n"), 2025)
    target = waits.result.per_municipality[GALLIVARE]

    assert target < waits.amounts()[GALLIVARE] < before < carries.amounts()[GALLIVARE]
    assert GALLIVARE in waits.waits.waits
    assert GALLIVARE in carries.waits.carries


def test_notes_name_them_by_the_year():
    found, _ = of_scenario(DATA, chain_of(ASKED), 2025)

    held, waits = notes(found, [], "")

    assert held == "Hålls tillbaka av sin gräns 2025 (2): Luleå, Piteå."
    assert re.fullmatch(r"Väntar på de andra 2025 \(10\): Arjeplog, .*Övertorneå\.", waits)


DEARER = "[tjanst.soc-forvaltning]\nkostnad_procent = {}\n[infasning]\n"
EQUAL = '[tjanst.soc-grund]\nfordelning = "lika"\n[infasning]\n'


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (DEARER.format(50) + "hogst_procent = 3\n", 2025),
        (DEARER.format(-50) + "lagst_procent = 3\n", 2025),
        (DEARER.format(50) + "hogst_kr_per_invanare = 0.5\nlagst_procent = 5\n", 2025),
        (ASKED + "till = 1_000\n", 2025),
        (EQUAL + "hogst_procent = 0\n", 2025),
        (EQUAL + "hogst_procent = 0.01\ntill = 100\n", 2025),
        ("[infasning]\nfran = 2023\nhogst_procent = 1\n", 2024),
        ('[[uttrade]]\nkommun = "lulea"\n[infasning]\nhogst_procent = 4\n', 2025),
    ],
)
def test_each_remedy_helps_when_it_is_followed_to_the_letter(text, year):
    found, (problem,) = of_scenario(DATA, chain_of(text), year)
    assert (found, problem.code) == (None, "EK311")

    ways = problem.remedy.removeprefix("ändra infasningen: ").split(" eller ")

    assert ways[0] != problem.remedy
    for way in ways:
        key = way.split(" = ")[0]
        left = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(key))
        mended, problems = of_scenario(DATA, chain_of(f"{left}{way}\n"), year)
        assert problems == [], way
        assert mended.amounts() != of_year(DATA, year - 1 if "fran" in text else 2024)[0].amounts()


def test_where_the_unit_and_a_limit_are_both_in_the_way_each_is_told_in_its_turn():
    text = DEARER.format(3) + "hogst_procent = 1\ntill = 1_000\n"
    said = []
    for _ in range(2):
        _, (problem,) = of_scenario(DATA, chain_of(text), 2025)
        said.append(problem.remedy)
        key, value = said[-1].removeprefix("ändra infasningen: ").split(" eller ")[0].split(" = ")
        text = re.sub(rf"{key} = \S+", f"{key} = {value}", text)

    assert said == ["ändra infasningen: till = 100", "ändra infasningen: hogst_procent = 2"]
    assert of_scenario(DATA, chain_of(text), 2025)[1] == []
