"""Cutting the year: every month is in one span, and nobody comes or goes within one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months, spans
from enamnd_cost.engine.plan import Node, Part, Plan, SharedCost, Weights
from enamnd_cost.engine.rounding import Rounding

MONTHS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda ends: Months(*sorted(ends)))
PARTICIPATIONS = st.lists(st.dictionaries(st.sampled_from(["2506", "2582", "2580"]), MONTHS))


def taking_part(participations, month):
    """Who takes part in what in one month."""
    return {
        (n, who)
        for n, participation in enumerate(participations)
        for who, months in participation.items()
        if months.first <= month <= months.last
    }


@given(PARTICIPATIONS)
def test_spans_hold_every_month_once_and_are_cut_where_somebody_comes_or_goes(participations):
    found = spans(participations)

    assert [m for span in found for m in range(span.first, span.last + 1)] == list(range(1, 13))
    starts = {span.first for span in found}
    for month in range(2, 13):
        moved = taking_part(participations, month) != taking_part(participations, month - 1)
        assert month in starts if moved else True
    # A cut is made only at a month where a run begins or after one ends.
    runs = [months for participation in participations for months in participation.values()]
    assert starts <= {1} | {m.first for m in runs} | {m.last + 1 for m in runs}


def each_month(run):
    return set(range(run.first, run.last + 1)) if run else set()


@given(MONTHS, MONTHS)
def test_what_two_runs_have_in_common_is_the_months_that_are_in_both(one, two):
    assert each_month(one.common(two)) == each_month(one) & each_month(two)
    assert one.covers(two) == (each_month(one) >= each_month(two))
    assert one.length == len(each_month(one))


@pytest.mark.parametrize("month", range(1, 13))
def test_a_single_month_is_in_common_with_itself_and_has_its_own_name(month):
    alone = Months(month, month)

    assert alone.common(WHOLE_YEAR) == WHOLE_YEAR.common(alone) == alone
    assert "–" not in alone.name
    assert alone.name in WHOLE_YEAR.name or month not in {1, 12}


@pytest.mark.parametrize("first", range(2, 13))
def test_who_joins_in_any_month_pays_its_part_of_the_months_that_are_left(first):
    both = SharedCost(
        "Drift",
        Fraction(24_000),
        (Part(Weights("lika", {"2580": 1, "2582": 1})),),
        {"2580": WHOLE_YEAR, "2582": Months(first, 12)},
    )
    plan = Plan(Node("tjanst", 2024), (both,), Rounding(1))

    rows = allocate([plan]).done[plan.node].rows

    assert rows["2582"].exact == 1_000 * (13 - first)
    assert rows["2580"].exact == 24_000 - rows["2582"].exact


@pytest.mark.parametrize("last", range(1, 12))
def test_who_leaves_after_any_month_pays_its_part_of_the_months_before(last):
    both = SharedCost(
        "Drift",
        Fraction(24_000),
        (Part(Weights("lika", {"2580": 1, "2582": 1})),),
        {"2580": WHOLE_YEAR, "2582": Months(1, last)},
    )
    plan = Plan(Node("tjanst", 2024), (both,), Rounding(1))

    rows = allocate([plan]).done[plan.node].rows

    assert rows["2582"].exact == 1_000 * last
    assert rows["2580"].exact == 24_000 - rows["2582"].exact
