"""The way back from a rounded amount is exactly the way there, reversed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.infer.intervals import (
    deepest,
    exact_costs,
    factors_of_total,
    roundest,
    significant,
    strip,
    whole_costs,
)
from enamnd_cost.engine.rounding import Method, round_shares

UNITS = st.sampled_from([1, 10, 12, 100, 1_000, 1_200])
JUDGED = [Method.UP, Method.NEAREST, Method.DOWN]
SHARES = st.fractions(min_value=0, max_value=20_000, max_denominator=97)


def rounded(share, unit, method):
    return round_shares({"2582": share}, unit, method)["2582"].amount


@pytest.mark.parametrize("method", JUDGED)
@given(share=SHARES, unit=UNITS, units=st.integers(0, 50))
def test_a_share_lies_in_the_strip_of_an_amount_if_and_only_if_it_rounds_to_it(
    method, share, unit, units
):
    amount = units * unit
    band = strip(amount, unit, method)

    above = 2 * share > band.low if band.low_open else 2 * share >= band.low
    below = 2 * share < band.high if band.high_open else 2 * share <= band.high

    assert (above and below) == (rounded(share, unit, method) == amount)


@given(share=SHARES, unit=UNITS, smaller=UNITS, method=st.sampled_from(JUDGED))
def test_what_rounds_to_an_amount_is_near_it_at_that_unit_and_any_larger(
    share, unit, smaller, method
):
    smaller, unit = sorted((smaller, unit))
    band = strip(rounded(share, smaller, method), unit, None)

    assert band.low <= 2 * share <= band.high


@given(
    cost=st.integers(0, 10**6),
    weight=st.integers(1, 500),
    rest=st.integers(0, 5_000),
    unit=UNITS,
    method=st.sampled_from(JUDGED),
)
def test_the_whole_costs_of_an_amount_are_those_that_give_it_and_no_other(
    cost, weight, rest, unit, method
):
    total = weight + rest
    amount = rounded(Fraction(cost * weight, total), unit, method)

    low, high = whole_costs(strip(amount, unit, method), weight, total)

    assert low <= cost <= high
    for each, gives in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
        if each >= 0:
            assert (rounded(Fraction(each * weight, total), unit, method) == amount) == gives
    (least, opened), (most, closed) = exact_costs(strip(amount, unit, method), weight, total)
    assert low - 1 <= least <= low
    assert high <= most <= high + 1
    assert (least == low) <= (opened == 0)
    assert (most == high) <= (closed == 0)


def test_an_amount_that_is_no_multiple_of_the_unit_is_rounded_from_nothing():
    low, high = whole_costs(strip(150, 100, Method.UP), 1, 3)

    assert low > high


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(spans=SPANS)
def test_the_deepest_ranges_are_where_most_intervals_meet_and_nowhere_else(spans):
    def depth(x):
        return sum(1 for low, high in spans if low <= x <= high)

    found = deepest(spans)

    most = max(map(depth, range(31)))
    assert found.depth == most
    if most:
        covered = {x for low, high in found.ranges for x in range(low, high + 1)}
        assert covered == {x for x in range(31) if depth(x) == most}


@given(low=st.integers(1, 10**6), width=st.integers(0, 10**5))
def test_the_roundest_of_a_range_has_as_few_significant_digits_as_any(low, width):
    high = low + width

    found = roundest(low, high)

    assert low <= found <= high
    for step in (10**n for n in range(7)):
        if -(-low // step) * step <= high:
            first = step
    assert significant(found)[0] <= significant(-(-low // first) * first)[0] + 1


@given(
    bases=st.lists(st.integers(100, 5_000), min_size=1, max_size=5),
    factor=st.fractions(Fraction(1, 2), 2, max_denominator=1_000),
    unit=st.sampled_from([1, 10, 100]),
    method=st.sampled_from(JUDGED),
)
def test_the_factors_of_a_sum_are_those_that_give_it(bases, factor, unit, method):
    def added(by):
        return sum(rounded(base * by, unit, method) for base in bases)

    found = factors_of_total(bases, unit, method, added(factor))

    assert found is not None
    (low, low_open), (high, high_open) = found
    assert (low, low_open) <= (factor, 0) <= (high, high_open)
    assert added(low) == added(factor) or low_open
    assert added(high) == added(factor) or high_open
    step = Fraction(1, 10**9)
    assert added(low - step) != added(factor)
    assert added(high + step) != added(factor)


def test_the_index_of_2023_is_bounded_by_two_published_sums():
    equal = factors_of_total([76_100] * 14, 100, Method.UP, 1_127_000)
    bases = [40_000, 46_200, 85_200, 66_300, 52_300, 43_800, 63_400, 75_900, 174_500, 45_900]
    mixed = factors_of_total([*bases, 110_500, 49_500, 41_000, 42_700], 100, Method.UP, 991_800)

    low, high = max(equal[0], mixed[0]), min(equal[1], mixed[1])

    assert Fraction("1.05736") < low[0] < Fraction("1.05737")
    assert high == (Fraction("1.0575"), 0)


@pytest.mark.parametrize("round_one", [10, 50, 600, 5_000, 20_000])
def test_the_ends_of_a_range_are_among_what_may_be_roundest(round_one):
    assert roundest(round_one - round_one // 10 + 1, round_one) == round_one
    assert roundest(round_one, round_one + round_one // 10 - 1) == round_one


def test_an_interval_of_one_value_is_an_interval():
    assert deepest([(7, 7)]) == (1, ((7, 7),))
    assert deepest([(0, 7), (7, 7), (7, 9)]) == (3, ((7, 7),))
