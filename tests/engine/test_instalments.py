"""A year's amount in parts: they add up to it, and follow the months that each takes part in."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.instalments import by_month, instalments
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Basis
from enamnd_cost.engine.result import ChargeStep, Row, ShareStep

AMOUNTS = st.integers(-(10**9), 10**9)
WEIGHTS = st.lists(st.fractions(0, 10**6), min_size=1, max_size=12).filter(sum)


@given(AMOUNTS, WEIGHTS)
def test_the_parts_are_the_whole_and_none_is_a_krona_from_its_share(amount, weights):
    parts = instalments(amount, weights)

    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - amount * weight / sum(weights)) < 1


@given(AMOUNTS, WEIGHTS)
def test_a_refund_mirrors_a_cost(amount, weights):
    assert instalments(-amount, weights) == tuple(-part for part in instalments(amount, weights))


@given(AMOUNTS, st.lists(st.integers(1, 1000), min_size=12, max_size=12))
def test_months_come_to_what_their_quarter_does(amount, weights):
    months = instalments(amount, weights)
    quarters = instalments(amount, [sum(weights[n : n + 3]) for n in range(0, 12, 3)])

    assert tuple(sum(months[n : n + 3]) for n in range(0, 12, 3)) == quarters


def share(months, exact):
    return ShareStep("Drift", "lika", Basis.STATED, months, Fraction(1), 1, 1, Fraction(exact), 1)


def row(amount, *steps):
    return Row(sum((step.exact for step in steps), Fraction(0)), amount, steps, ())


def test_who_takes_part_from_july_pays_from_july():
    found = by_month(row(600, share(Months(7, 12), 600)), {}, WHOLE_YEAR)

    assert found == (0,) * 6 + (100,) * 6


def test_a_share_that_others_come_in_on_is_lower_from_then():
    found = by_month(row(900, share(Months(1, 6), 600), share(Months(7, 12), 300)), {}, WHOLE_YEAR)

    assert found == (100,) * 6 + (50,) * 6


def test_what_is_paid_once_falls_on_its_month_in_full():
    half, by = (12, 1, 40_000, Fraction(20_000)), (Basis.STATED, (), 1, "")
    fees = [
        ChargeStep("Start", "avgift", months, *half, *by)
        for months in (Months(1, 6), Months(7, 12))
    ]
    found = by_month(row(40_120, share(WHOLE_YEAR, 120), *fees), {"Start": 4}, WHOLE_YEAR)

    assert found == (10, 10, 10, 40_010, 10, 10, 10, 10, 10, 10, 10, 10)


@pytest.mark.parametrize("months", [WHOLE_YEAR, Months(7, 12)])
def test_where_no_share_tells_the_months_of_the_service_count_the_same(months):
    found = by_month(row(120, share(months, 0)), {}, months)

    assert sum(found) == 120
    assert {part for n, part in enumerate(found, 1) if months.first <= n} == {120 // months.length}
    assert not any(found[: months.first - 1])
