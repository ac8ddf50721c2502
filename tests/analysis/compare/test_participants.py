"""Who takes part is no model: whoever leaves or joins whatever, no effect is the model's."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.causes import Cause, causes
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Node,
    Part,
    Plan,
    SharedCost,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile, read_chain
from enamnd_cost.model.scenario import Scenario

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
BASES = {year: of_year(DATA, year)[0] for year in (2023, 2024)}
EVERYWHERE = [
    (year, service.id) for year, base in BASES.items() for service in base.result.services
]
LEAVE = '[[uttrade]]\nkommun = "{}"\ntjanster = ["{}"]\n'
JOIN = '[[intrade]]\nkommun = "{}"\ntjanster = ["{}"]\n'
LEAVING = {
    "hela kostnaden kvar": "",
    "under året": "datum = {}-05-31\n",
    "en del kvar": "kvar = 40\n",
    "bär det själv": 'kvar = 40\nbars_av = "den_som_lamnar"\n',
    "inget kvar": "kvar = 0\n",
}
JOINING = {"hela året": "", "under året": "datum = {}-05-01\n"}


def laid(year, *texts):
    """Lay scenarios over a year, one over the other; None where one of them cannot be."""
    files = []
    for n, text in enumerate(texts):
        content = f'namn = "Prov"\nmotiv = "Prov."\nbas = {year}\n{text}'
        parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
        files.append(ScenarioFile(f"prov-{n}.toml", parsed))
    return of_scenario(DATA, Chain(year, tuple(files)))[0]


def changes(year, name):
    """Give every way in which somebody could leave or join a service."""
    taking_part = BASES[year].result.by_id[name].allocation.rows
    for kommun in DATA.kommuner.kommun:
        leaving = kommun.kod in taking_part
        head, ways = (LEAVE, LEAVING) if leaving else (JOIN, JOINING)
        for way, text in ways.items():
            yield kommun, way, head.format(kommun.id, name) + text.format(year)


def sums(effects):
    return {cause: sum(effect.values(), Fraction(0)) for cause, effect in effects.items()}


@pytest.mark.parametrize(("year", "name"), EVERYWHERE)
def test_whoever_leaves_or_joins_a_service_changes_no_model(year, name):
    """Every municipality, every service, every way: only those who take part, and what it costs."""
    tried = 0
    for kommun, way, text in changes(year, name):
        after = laid(year, text)
        if after is None:
            continue
        tried += 1
        comparison = Comparison(BASES[year], after, (name,))
        found = comparison.causes

        assert found.keys() <= {Cause.PARTICIPANTS, Cause.COST, Cause.ROUNDING}, (kommun.id, way)
        assert sums(found).get(Cause.PARTICIPANTS, 0) == 0
        if way == "hela kostnaden kvar" and after.result.by_id[name].allocation.costs:
            assert Cause.COST not in found, kommun.id
        for code in comparison.names:
            parts = (effect.get(code, Fraction(0)) for effect in found.values())
            assert sum(parts, Fraction(0)) == comparison.difference[code]
    assert tried or name in ("projekt", "e-arkiv-tillagg")


@pytest.mark.parametrize("example", ["boden-lamnar", "boden-lamnar-pa-sikt"])
@pytest.mark.parametrize("at", [2024, 2026, 2027, 2028, 2029])
def test_the_examples_where_somebody_leaves_change_no_model(example, at):
    chain, _ = read_chain(ROOT / "examples" / "scenarier" / f"{example}.toml")
    after, problems = of_scenario(DATA, chain, at)
    assert problems == []

    for pair in ((BASES[2024], after), (after, BASES[2024])):
        assert Cause.MODEL not in Comparison(*pair).causes


KEYS = ["lika", "invanare", "50/50", "{ lika = 3, invanare = 1 }"]


@pytest.mark.parametrize("name", [s.id for s in BASES[2024].result.in_budget])
@pytest.mark.parametrize("who", ["kiruna", "lulea"])
def test_leaving_what_has_another_key_already_changes_no_model(name, who):
    change = f'[tjanst.{name}]\nfordelning = "invanare"\nfolkmangd = 2023-12-31\n'
    before = laid(2024, change)
    if before is None:  # e-arkiv is by that key as it is; another date will do
        change = change.replace('fordelning = "invanare"\n', "")
        before = laid(2024, change)

    found = Comparison(before, laid(2024, change, LEAVE.format(who, name)), (name,)).causes

    assert found.keys() <= {Cause.PARTICIPANTS, Cause.ROUNDING}


@pytest.mark.parametrize("name", [s.id for s in BASES[2024].result.in_budget])
def test_one_leaving_against_another_leaving_changes_no_model(name):
    one, other = (laid(2024, LEAVE.format(who, name)) for who in ("kiruna", "boden"))

    assert Cause.MODEL not in Comparison(one, other, (name,)).causes


# Any plan

CODES = ["2506", "2505", "2582", "2523", "2580"]
NODE = Node("tjanst", 2024)
ROUNDINGS = st.builds(
    Rounding, st.sampled_from([1, 100]), st.sampled_from([Method.UP, Method.NEAREST])
)
EQUAL = Weights("lika delar", dict.fromkeys(CODES, 1), basis=Basis.EQUAL)
FOLK = Weights(
    "folkmängd", dict(zip(CODES, [2_600, 6_100, 28_000, 17_400, 79_000], strict=True)),
    basis=Basis.POPULATION,
)  # fmt: skip
LIST = Weights("vikter", dict(zip(CODES, [1, 2, 3, 5, 8], strict=True)))
MIXES = [(Part(EQUAL),), (Part(FOLK),), (Part(EQUAL), Part(FOLK, 2)), (Part(LIST),)]


@st.composite
def pairs(draw):
    """A service of some items, each with the same key on both sides, and other participants."""
    mixes = draw(st.lists(st.sampled_from(MIXES), min_size=1, max_size=3))
    agreed = {code: draw(st.integers(-900, 50_000)) for code in CODES}
    with_agreed = draw(st.booleans())
    sides = []
    for _ in range(2):
        who = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        months = dict.fromkeys(who, WHOLE_YEAR)
        if len(who) > 1 and draw(st.booleans()):
            months[who[-1]] = Months(draw(st.integers(2, 12)), 12)
        items = [
            SharedCost(f"Del {n}", Fraction(draw(st.integers(0, 10**6))), parts, months)
            for n, parts in enumerate(mixes)
        ]
        if with_agreed:
            charges = {code: Charge(1, agreed[code]) for code in who}
            items.append(Charges("Avtal", "avtalade belopp", charges, months, by_month=True))
        sides.append(Plan(NODE, tuple(items), draw(ROUNDINGS)))
    return sides


@settings(max_examples=300)
@given(pairs())
def test_the_same_keys_are_the_same_model_whoever_takes_part_and_whatever_it_costs(plans):
    done = [allocate([plan]).done for plan in plans]
    assume(all(NODE in known for known in done))
    before, after = (known[NODE] for known in done)
    there, back = (
        causes(before, after, (done[0], done[1])),
        causes(after, before, (done[1], done[0])),
    )

    assert not any(there.get(Cause.MODEL, {}).values())
    assert sums(there).get(Cause.PARTICIPANTS, 0) == 0
    for code in CODES:
        total = sum((effect.get(code, Fraction(0)) for effect in there.values()), Fraction(0))
        assert total == after.amounts.get(code, 0) - before.amounts.get(code, 0)
        for cause in Cause:
            mirrored = back.get(cause, {}).get(code, Fraction(0))
            assert there.get(cause, {}).get(code, Fraction(0)) == -mirrored
