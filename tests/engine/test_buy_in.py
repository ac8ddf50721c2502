"""Buying in afterwards: money is conserved, and all stand as if everyone had been in."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.buy_in import Past, settle, worth
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Node, Part, Plan, SharedCost, Weights
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2505", "2582", "2523", "2583"]
NEWCOMER = "2580"


def shared(year, cost, weights, participation, unit=1):
    item = SharedCost("Projekt", Fraction(cost), (Part(Weights("vikt", weights)),), participation)
    node = Node("projekt", year)
    return allocate([Plan(node, (item,), Rounding(unit, Method.UP))]).done[node]


@st.composite
def histories(draw):
    """Some years' costs as they were paid, and as they would have been shared by one more."""
    weights = {code: draw(st.integers(1, 80_000)) for code in [*CODES, NEWCOMER]}
    past = []
    for year in range(2020, 2020 + draw(st.integers(1, 4))):
        members = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        months = dict.fromkeys(members, WHOLE_YEAR)
        for code in members[1:]:
            months[code] = Months(draw(st.integers(1, 12)), 12)
        cost, unit = draw(st.integers(1, 10**7)), draw(st.sampled_from([1, 100]))
        paid = shared(year, cost, weights, months, unit)
        as_if = shared(year, cost, weights, {**months, NEWCOMER: WHOLE_YEAR}, unit)
        first = draw(st.integers(1, 12))
        counted = Months(first, draw(st.integers(first, 12)))
        past.append(Past(paid, as_if, counted, worth(draw(st.integers(0, 80)), 60)))
    return past


@given(histories(), st.sampled_from([1, 10, 100]))
def test_payments_and_refunds_sum_to_zero(past, unit):
    settled = settle(past, unit)

    assert sum(each.pays for each in settled.values()) == 0
    assert all(each.pays % unit == 0 for each in settled.values())


@given(histories())
def test_all_end_as_if_everyone_had_been_in(past):
    for each in settle(past).values():
        assert abs(each.paid + each.pays - each.share) < 1


@given(histories())
def test_the_newcomer_never_gets_and_the_others_never_pay(past):
    settled = settle(past)

    assert settled[NEWCOMER].pays >= 0
    # Rounding up may have let somebody pay a unit less than its share of what was paid in all.
    slack = 100 * len(CODES) * len(past)
    assert all(each.pays <= slack for code, each in settled.items() if code != NEWCOMER)


@given(histories())
def test_what_was_shared_with_the_newcomer_already_needs_no_settling(past):
    same = [year._replace(paid=year.shared) for year in past]

    assert all(abs(each.pays) <= 100 * 6 * len(past) for each in settle(same).values())
    assert sum(each.pays for each in settle(same).values()) == 0


def test_by_hand():
    """Two shared 900 by 2 to 1; a third of weight 3 comes in: 300, 150 and 450 of it are theirs."""
    both, weights = dict.fromkeys(["2582", "2514"], WHOLE_YEAR), {"2582": 2, "2514": 1, "2580": 3}
    paid = shared(2023, 900, weights, both)
    as_if = shared(2023, 900, weights, {**both, "2580": WHOLE_YEAR})

    whole = settle([Past(paid, as_if, WHOLE_YEAR, Fraction(1))])
    half_worn = settle([Past(paid, as_if, WHOLE_YEAR, worth(30, 60))])
    a_quarter = settle([Past(paid, as_if, Months(1, 3), Fraction(1))])

    assert {code: each.pays for code, each in whole.items()} == {
        "2582": -300, "2514": -150, "2580": 450,
    }  # fmt: skip
    assert half_worn["2580"].pays == 225
    assert {code: each.pays for code, each in a_quarter.items()} == {
        "2582": -75, "2514": -38, "2580": 113,
    }  # fmt: skip


def test_what_is_worn_out_is_not_bought():
    assert worth(60, 60) == worth(100, 60) == 0
    assert worth(0, 60) == worth(500, None) == 1
