"""What is charged by size: price, index and size are causes of their own, and nobody else's."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.causes import Cause, causes
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.tjanst import Tjanst

WHEN = {2023: date(2019, 12, 31), 2024: date(2020, 12, 31)}
STEPS = [
    {"under": 6_000, "belopp": 5_000},
    {"under": 20_000, "belopp": 10_000},
    {"belopp": 50_000},
]
PRICES = [{"till": 10_000, "pris": Decimal("1.5")}, {"pris": Decimal("0.75")}]
SPLITS = {
    "taxa": {"per_invanare": Decimal("42.25")},
    "fast": {"per_invanare": Decimal("2.17"), "fast": 7_896},
    "steg": {"trappa": STEPS},
    "marginal": {"trappa": PRICES, "marginal": True},
    "medel": {"per_invanare": 3, "medel_ar": 2},
}
every_split = pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
NEAREST = {"till": 1, "metod": "narmast"}


def period(year, split, when=None, **others):
    fixed = {"folkmangd": when or WHEN[year], "avrundning": NEAREST, "fordelning": split}
    return {"fran": year, **fixed, **others}


def allocated(data, *periods):
    """Allocate a service of two years, and say why each member pays another amount."""
    content = {"namn": "Prov", "kort": "Prov", "i_budget": False, "period": list(periods)}
    tjanst = Tjanst.model_validate(content)
    computed = compute(replace(data, tjanster={**data.tjanster, "prov": tjanst}), [2023, 2024])
    done = computed.outcome.done
    before, after = done[Node("prov", 2023)], done[Node("prov", 2024)]
    why = causes(before, after, (done, done))
    back = causes(after, before, (done, done))
    return before, after, why, back


def by_someone(why):
    return {cause for cause, effect in why.items() if any(effect.values())}


def adds_up(before, after, why, back):
    for who, amount in after.amounts.items():
        whole = sum(effect.get(who, 0) for effect in why.values())
        assert whole == amount - before.amounts.get(who, 0)
    for cause, effect in why.items():
        assert {who: -kr for who, kr in back[cause].items() if kr} == {
            who: kr for who, kr in effect.items() if kr
        }


@every_split
def test_another_population_is_a_cause_for_those_who_have_changed_and_for_nobody_else(data, split):
    before, after, why, back = allocated(data, period(2023, split), period(2024, split))

    adds_up(before, after, why, back)
    assert by_someone(why) <= {Cause.POPULATION, Cause.ROUNDING}
    held = {each.datum: each.invanare for each in data.kommuner.folkmangd}
    if "medel_ar" not in split:
        same = {
            code
            for code in data.kommuner.codes
            if held[WHEN[2023]][data.kommuner.ids[code]]
            == held[WHEN[2024]][data.kommuner.ids[code]]
        }
        assert all(not why.get(Cause.POPULATION, {}).get(code) for code in same)


@every_split
def test_another_price_is_a_matter_of_cost_and_an_index_of_index(data, split):
    same = WHEN[2023]
    dearer = {**split}
    if "trappa" in split:
        dearer["trappa"] = [
            {key: 2 * kr if key in ("belopp", "pris") else kr for key, kr in step.items()}
            for step in split["trappa"]
        ]
    else:
        dearer["per_invanare"] = 2 * split["per_invanare"]
    found = allocated(data, period(2023, split), period(2024, dearer, same))
    adds_up(*found)
    assert by_someone(found[2]) <= {Cause.COST, Cause.ROUNDING}

    rule = {"fran": 2023, "index": "PKV", "av": "pris"}
    found = allocated(data, period(2023, split), period(2024, split, same, uppraknas=rule))
    adds_up(*found)
    assert by_someone(found[2]) <= {Cause.INDEX, Cause.ROUNDING}
    assert by_someone(found[2]) & {Cause.INDEX}


@every_split
def test_a_factor_or_a_limit_is_a_change_of_model_and_who_joins_is_a_participant(data, split):
    same = WHEN[2023]
    for change in ({"faktor": {"boden": Decimal("0.5")}}, {"lagst": 20_000}, {"hogst": 9_000}):
        found = allocated(data, period(2023, split), period(2024, split, same, **change))
        adds_up(*found)
        assert by_someone(found[2]) <= {Cause.MODEL, Cause.ROUNDING}
    fewer = {"utom": ["boden"]}
    found = allocated(data, period(2023, split, deltagare=fewer), period(2024, split, same))
    adds_up(*found)
    assert by_someone(found[2]) <= {Cause.PARTICIPANTS, Cause.ROUNDING}
    boden = data.kommuner.resolve("boden")
    assert {who for who, kr in found[2][Cause.PARTICIPANTS].items() if kr} == {boden}


@given(
    st.sampled_from(sorted(SPLITS)),
    st.sampled_from(sorted(SPLITS)),
    st.sampled_from([date(2015, 12, 31), date(2023, 12, 31)]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([{}, {"faktor": {"kalix": Decimal("0.9")}}, {"lagst": 30_000}]),
)
def test_whatever_changes_the_causes_add_up_and_are_mirrored(data, one, two, when, part, up, how):
    members = {"deltagare": {"fran": {"boden": date(2023, 7, 1)}}} if part else {}
    before = period(2023, SPLITS[one], date(2011, 12, 31), **members)
    if "medel_ar" in SPLITS[two]:
        when = date(2015, 12, 31)
    after = period(2024, SPLITS[two], when, **how)
    if up:
        after["uppraknas"] = {"fran": 2023, "index": "PKV", "av": "pris"}

    adds_up(*allocated(data, before, after))


def test_what_is_mixed_with_a_cost_still_adds_up(data):
    posts = [
        {"namn": "Drift", "underlag": 100_000, "fordelning": "lika"},
        {"namn": "Taxa", "fordelning": {"per_invanare": 2}},
    ]
    common = {"avrundning": NEAREST, "kalla": "prov"}
    before = {"fran": 2023, "post": posts, "folkmangd": WHEN[2023], **common}
    after = {"fran": 2024, "post": posts, "folkmangd": WHEN[2024], **common}

    found = allocated(data, before, after)

    adds_up(*found)
    assert sum(found[2][Cause.POPULATION].values(), Fraction(0)) == 0
