"""What a series uprates by: the laws of mixes, base years, every second year and limits."""

from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.model.index import Gap, Index, Serie

YEARS = range(2019, 2027)
percents = st.decimals(-20, 40, places=2)
levels = st.decimals("50", "900", places=2)
shares = st.integers(1, 99)
years = st.sampled_from(YEARS[3:])


def of_changes(name, values, **rules):
    return {
        "id": name, "namn": name, **rules,
        "varde": [
            {"ar": year, "procent": value, "status": "definitiv"} for year, value in values.items()
        ],
    }  # fmt: skip


def of_levels(name, values, **rules):
    return {
        "id": name, "namn": name, **rules,
        "tal": [{"ar": ar, "tal": value, "status": "definitiv"} for ar, value in values.items()],
    }  # fmt: skip


def mix(name, shares, **rules):
    return {"id": name, "namn": name, "av": {n: Decimal(s) for n, s in shares.items()}, **rules}


def each_year(values):
    return st.lists(values, min_size=len(YEARS), max_size=len(YEARS)).map(
        lambda drawn: dict(zip(YEARS, drawn, strict=True))
    )


def factor(index, series, year):
    found = index.reckoned(series, year)
    assert found.gaps == ()
    return found.factor


def chain(index, series, first, last):
    return prod((factor(index, series, year) for year in range(first + 1, last + 1)), start=1)


@given(each_year(percents), shares, years)
def test_a_mix_of_equal_series_is_the_series(values, share, year):
    parts = {"A": share, "B": 100 - share}
    index = Index(
        serie=[
            of_changes("A", values), of_changes("B", values),
            mix("M", parts), mix("F", parts, basar=2020), mix("ALONE", {"A": 100}),
        ]
    )  # fmt: skip

    assert {factor(index, name, year) for name in ("A", "M", "F", "ALONE")} == {
        1 + Fraction(values[year]) / 100
    }


@given(each_year(percents), each_year(levels), shares, years)
def test_a_mix_is_between_what_it_is_made_of_and_weighs_each_year_anew(a, b, share, year):
    parts = {"A": share, "B": 100 - share}
    index = Index(serie=[of_changes("A", a), of_levels("B", b), mix("M", parts)])

    both = [factor(index, name, year) for name in "AB"]
    mixed = factor(index, "M", year)

    assert min(both) <= mixed <= max(both)
    assert mixed == both[0] * Fraction(share, 100) + both[1] * Fraction(100 - share, 100)


@given(each_year(levels), each_year(levels), shares, st.sampled_from(YEARS), years)
def test_a_base_year_holds_index_now_against_index_then(a, b, share, base, year):
    """The changes since the base, multiplied, are the value itself; before it, the inverse."""
    parts = {"A": share, "B": 100 - share}
    index = Index(
        serie=[of_levels("A", a, basar=base), of_levels("B", b), mix("M", parts, basar=base)]
    )
    value = sum(
        Fraction(part, 100) * Fraction(level[year]) / Fraction(level[base])
        for part, level in ((share, a), (100 - share, b))
    )

    first, last = sorted((base, year))
    grown = chain(index, "M", first, last)
    assert grown == (value if year >= base else 1 / value)
    assert chain(index, "A", first, last) == Fraction(a[last]) / Fraction(a[first])


@given(each_year(percents), each_year(levels), shares, st.booleans(), years)
def test_every_second_year_is_the_chain_of_two(a, b, share, based, year):
    parts = {"A": share, "B": 100 - share}
    rules = {"basar": 2020} if based else {}
    every = [of_changes("A", a), of_levels("B", b), mix("M", parts, **rules)]
    second = [
        of_changes("A2", a, vartannat_ar=2022), of_levels("B2", b, vartannat_ar=2022),
        mix("M2", parts, vartannat_ar=2022, **rules),
    ]  # fmt: skip
    index = Index(serie=[*every, *second])

    for name in "ABM":
        found = factor(index, f"{name}2", year)
        assert found == (1 if year % 2 else chain(index, name, year - 2, year))


@given(
    each_year(percents),
    st.tuples(percents, percents).map(sorted),
    st.sampled_from([None, 2021, 2022]),
    years,
)
def test_a_floor_and_a_ceiling_hold_each_uprating_and_nothing_else(values, limits, second, year):
    low, high = limits
    rules = {} if second is None else {"vartannat_ar": second}
    index = Index(
        serie=[
            of_changes("FREE", values, **rules),
            of_changes("HELD", values, golv=low, tak=high, **rules),
            mix("MIX", {"FREE": 100}, golv=low, tak=high, **rules),
        ]
    )
    free, held = factor(index, "FREE", year), factor(index, "HELD", year)
    bounds = [1 + Fraction(limit) / 100 for limit in limits]

    if second is not None and (year - second) % 2:
        assert held == factor(index, "MIX", year) == 1  # no uprating, so no floor either
    else:
        assert held == min(max(free, bounds[0]), bounds[1])
        assert bounds[0] <= factor(index, "MIX", year) <= bounds[1]


def test_rules_of_what_a_mix_is_made_of_hold_in_it():
    index = Index(
        serie=[
            of_changes("A", {2024: Decimal(9)}, tak=Decimal(5)),
            of_levels("B", {2023: Decimal(400), 2024: Decimal(404)}),
            mix("M", {"A": 50, "B": 50}, golv=Decimal("3.5")),
        ]
    )

    found = index.reckoned("M", 2024)

    assert found.factor == Fraction("1.035")
    assert [(step.series, step.text) for step in found.steps] == [
        ("M", "50 % A 5 % + 50 % B 1 % = 3 %; golvet ger 3,5 %"),
        ("A", "9 %; taket ger 5 %"),
        ("B", "404/400 = 1 %"),
    ]
    assert [step.path for step in found.steps] == [
        ("serie", 2, "golv"), ("serie", 0, "tak"), ("serie", 1, "tal", 1, "tal"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("series", "year", "gaps"),
    [
        ("A", 2026, [("A", 2026)]),
        ("B", 2024, [("B", 2024), ("B", 2023)]),
        ("B2", 2024, [("B2", 2024)]),
        ("A2", 2024, []),
        ("M", 2025, [("B", 2025), ("B", 2024)]),
        ("F", 2023, [("A", 2021), ("B", 2023), ("B", 2018)]),
        ("BASED", 2023, [("BASED", 2018)]),
        ("OLD", 2023, [("OLD", 2020), ("OLD", 2021)]),
    ],
)
def test_what_is_missing_is_told_and_nothing_that_is_not_needed(series, year, gaps):
    changes = {2022: Decimal(2), 2023: Decimal(2), 2024: Decimal(2), 2025: Decimal(2)}
    index = Index(
        serie=[
            of_changes("A", {2019: Decimal(1), 2020: Decimal(1), **changes}),
            of_changes("A2", changes, vartannat_ar=2022),
            of_levels("B", {2022: Decimal(300)}),
            of_levels("B2", {2022: Decimal(300)}, vartannat_ar=2022),
            of_levels("BASED", {2022: Decimal(300), 2023: Decimal(303)}, basar=2018),
            of_changes("OLD", changes, basar=2019),
            mix("M", {"A": 50, "B": 50}),
            mix("F", {"A": 50, "B": 50}, basar=2018),
        ]
    )

    assert {*index.reckoned(series, year).gaps} == {Gap(*gap) for gap in gaps}


@given(each_year(levels), percents, years)
def test_an_assumed_change_goes_on_from_the_last_level(levels_, assumed, year):
    last = year - 1
    known = {ar: level for ar, level in levels_.items() if ar <= last}
    index = Index(serie=[of_levels("B", known), mix("M", {"B": 100})])
    assert index.lacking("M", year) == [("B", year)]

    value = of_changes("x", {year: assumed})["varde"][0]
    longer, m = index.with_value("B", Serie(**of_changes("x", {year: assumed})).varde[0])

    assert (value["ar"], m) == (year, 0)
    assert factor(longer, "B", year) == factor(longer, "M", year) == 1 + Fraction(assumed) / 100
    assert factor(longer, "B", last) == factor(index, "B", last)


def test_levels_before_the_first_cannot_be_assumed_in_per_cent():
    index = Index(serie=[of_levels("B", {2024: Decimal(300)})])

    assert index.lacking("B", 2024) == []
    assert index.lacking("B", 2026) == [("B", 2025), ("B", 2026)]


def test_a_deep_and_wide_mix_is_reckoned_in_no_time():
    rows = [of_changes("A0", {year: Decimal(2) for year in range(1950, 2030)})]
    rows += [
        mix(f"A{n}", {f"A{n - 1}": 60, "A0": 40}, basar=1950 + n, vartannat_ar=2022)
        if n > 1
        else mix("A1", {"A0": 100}, basar=1951)
        for n in range(1, 11)
    ]

    assert Index(serie=rows).reckoned("A10", 2024).gaps == ()
