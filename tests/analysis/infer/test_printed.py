"""What a unit hides: printing after rounding, and the way back."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR, ORE, Printed
from enamnd_cost.engine.rounding import Method, round_shares

PRINTED = st.sampled_from(
    [IN_KRONOR, Printed(100), Printed(1_000), Printed(10_000), Printed(1, ORE), Printed(10, ORE)]
)
ALONE = [Method.UP, Method.NEAREST, Method.DOWN]


@given(
    printed=PRINTED,
    method=st.sampled_from(ALONE),
    monthly=st.booleans(),
    share=st.fractions(0, 30_000, max_denominator=40),
    data=st.data(),
)
def test_a_strip_holds_just_the_shares_that_are_printed_so(printed, method, monthly, share, data):
    unit = data.draw(st.sampled_from(printed.units())) * (12 if monthly else 1)
    amount = printed.nearest(round_shares({"2582": share}, unit, method)["2582"].amount)
    for other in {amount, max(amount - printed.step, 0), amount + max(unit, printed.step)}:
        band = printed.strip(other, unit, method)
        above = band.low < 2 * share or (band.low == 2 * share and not band.low_open)
        below = 2 * share < band.high or (band.high == 2 * share and not band.high_open)

        assert (above and below) == (other == amount)


@given(printed=PRINTED, monthly=st.booleans(), share=st.fractions(0, 30_000), data=st.data())
def test_without_a_method_a_strip_holds_what_any_gives(printed, monthly, share, data):
    unit = data.draw(st.sampled_from(printed.units())) * (12 if monthly else 1)
    for method in ALONE:
        made = printed.nearest(round_shares({"2582": share}, unit, method)["2582"].amount)
        band = printed.strip(made, unit, None)

        assert band.low <= 2 * share <= band.high


@given(printed=PRINTED, amount=st.integers(0, 10**6))
def test_what_lies_near_no_share_at_a_unit_does_so_at_no_smaller_one(printed, amount):
    bands = [
        printed.strip(amount, unit, None)
        for unit in sorted({unit * times for unit in printed.units() for times in (1, 12)})
        if printed.may_be(amount, unit)
    ]

    for finer, coarser in pairwise(bands):
        assert coarser.low <= finer.low <= finer.high <= coarser.high


@given(printed=PRINTED, units=st.integers(0, 500), data=st.data())
def test_what_may_be_printed_so_is_some_whole_number_of_units(printed, units, data):
    unit = data.draw(st.sampled_from(printed.units()))

    assert printed.may_be(printed.nearest(units * unit), unit)


@given(printed=PRINTED, exact=st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_a_printed_sum_is_no_farther_from_its_printed_rows_than_the_slack(printed, exact):
    rows = {str(n): printed.nearest(amount) for n, amount in enumerate(exact)}
    table = Observed("x", rows, printed.nearest(sum(exact)), False, None, printed, printed.step)

    assert table.added_up
    assert printed.exact is (table.slack == 0)


@given(amount=st.integers(0, 10**9))
def test_amounts_are_told_in_kronor(amount):
    assert Printed(1, ORE).kronor(amount) * ORE == amount
    assert IN_KRONOR.kronor(amount) == Fraction(amount)
