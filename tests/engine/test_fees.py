"""A fee that is paid once is paid in full, however the service is rounded."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Charge,
    Charges,
    Node,
    Part,
    Plan,
    SharedCost,
    Uprating,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2514", "2580", "2582"]
NODE = Node("drift", 2024)
UNITS = [1, 10, 50, 100, 500, 1_000]


def plan_of(cost, fees, rounding, months, node=NODE):
    taking_part = {"2506": WHOLE_YEAR, "2514": WHOLE_YEAR, "2580": WHOLE_YEAR, "2582": months}
    equal = Part(Weights("lika delar", dict.fromkeys(CODES, 1)))
    items = [SharedCost("Drift", Fraction(cost), (equal,), taking_part)] if cost else []
    charged = {who: Charge(1, fee) for who, fee in fees.items()}
    if fees:
        whole = dict.fromkeys(fees, WHOLE_YEAR)
        items.append(Charges("Start", "engångsavgift vid start", charged, whole, once=True))
    return Plan(node, tuple(items), rounding=rounding)


FEES = st.dictionaries(st.sampled_from(CODES), st.integers(1, 60_000), min_size=1)
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from(UNITS),
    st.sampled_from(list(Method)),
    monthly=st.booleans(),
    together=st.just(False),
)
MONTHS = st.builds(Months, st.integers(1, 12), st.just(12))


@given(cost=st.integers(-40, 40), fees=FEES, rounding=ROUNDINGS, months=MONTHS)
def test_what_is_paid_once_is_added_to_what_is_rounded(cost, fees, rounding, months):
    cost *= 12_000 * rounding.unit  # what every month can be handed out of
    with_fees = allocate([plan_of(cost, fees, rounding, months)])
    without = allocate([plan_of(cost, {}, rounding, months)]) if cost else None

    assert not with_fees.failures
    rows = with_fees.done[NODE].rows
    before = without.done[NODE].amounts if without else {}
    for who, row in rows.items():
        fee = fees.get(who, 0)
        assert row.exact == sum(step.exact for step in row.steps)
        assert row.amount == sum(step.amount for step in row.roundings)
        assert row.amount == before.get(who, 0) + fee
    assert with_fees.done[NODE].total == sum(before.values()) + sum(fees.values())


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("monthly", [False, True])
def test_a_fee_of_forty_thousand_is_forty_thousand(method, unit, monthly):
    rounding = Rounding(unit, method, monthly)

    done = allocate([plan_of(0, {"2582": 40_000}, rounding, WHOLE_YEAR)]).done[NODE]

    assert done.amounts == {"2582": 40_000}


@given(fees=FEES, cost=st.integers(-(10**6), 10**6), unit=st.sampled_from(UNITS))
def test_services_rounded_together_leave_fees_as_they_are(fees, cost, unit):
    rounding = Rounding(unit, together=True)
    other = Node("arkiv", 2024)
    plans = [
        plan_of(cost, fees, rounding, WHOLE_YEAR),
        plan_of(2 * cost + 1, {}, rounding, WHOLE_YEAR, other),
    ]
    bare = [
        plan_of(cost, {}, rounding, WHOLE_YEAR),
        plan_of(2 * cost + 1, {}, rounding, WHOLE_YEAR, other),
    ]

    done, before = allocate(plans).done, allocate(bare).done

    for who, amount in before[NODE].amounts.items():
        assert done[NODE].amounts[who] == amount + fees.get(who, 0)
    assert abs(done[NODE].total - done[NODE].cost) < unit


def test_a_service_that_is_all_fees_may_be_rounded_together():
    rounding = Rounding(100, together=True)
    plans = [
        plan_of(0, {"2582": 40_050}, rounding, WHOLE_YEAR),
        plan_of(1_001, {}, rounding, WHOLE_YEAR, Node("arkiv", 2024)),
    ]

    outcome = allocate(plans)

    assert not outcome.failures
    assert outcome.done[NODE].amounts == {"2582": 40_050}


@pytest.mark.parametrize("fee", [40_000, 40_050])
def test_a_fee_does_not_choose_who_has_the_unit_left_over(fee):
    rounding = Rounding(100, Method.LARGEST_REMAINDER)
    refund = plan_of(-1_000, {"2582": fee}, rounding, WHOLE_YEAR)

    # -250 each; the two hundreds left over go to the lowest codes.
    assert allocate([refund]).done[NODE].amounts == {
        "2506": -300,
        "2514": -300,
        "2580": -200,
        "2582": -200 + fee,
    }


def test_a_fee_paid_once_is_whole_and_has_nothing_added():
    charges = Charges("Avgift", "avgift", {"2582": Charge(1, 55)}, {"2582": WHOLE_YEAR}, once=True)
    node = Node("tjanst", 2024)

    row = allocate([Plan(node, (charges,), Rounding(100))]).done[node].rows["2582"]

    (step,) = row.roundings
    assert (step.once, step.rounded.whole, step.rounded.extra, row.amount) == (True, 55, 0, 55)


def test_of_what_is_shared_and_paid_once_only_the_fee_is_called_paid_once():
    plan = plan_of(1_000, {"2582": 55}, Rounding(100), WHOLE_YEAR)

    rows = allocate([plan]).done[NODE].rows

    assert [step.once for step in rows["2582"].roundings] == [False, True]
    assert [step.once for step in rows["2506"].roundings] == [False]


@pytest.mark.parametrize(("price", "codes"), [(0, []), (55, ["EK309"])])
def test_a_fee_of_nothing_is_no_fee_and_does_not_stand_in_the_way_of_uprating(price, codes):
    who = {"2582": WHOLE_YEAR}
    costs = SharedCost("Drift", Fraction(1_000), (Part(Weights("lika", {"2582": 1})),), who)
    fee = Charges("Start", "avgift", {"2582": Charge(1, price)}, who, once=True)
    before, after = Node("drift", 2023), Node("drift", 2024)
    again = SharedCost("Drift", Uprating(before, ()), costs.parts, who)

    outcome = allocate([Plan(before, (costs, fee)), Plan(after, (again,))])

    assert [failure.error.code for failure in outcome.failures] == codes
    assert codes or outcome.done[after].amounts == {"2582": 1_000}
