"""The laws of lowest and highest amounts and of factors: what is kept, and when there is no way."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import FREE, Bounds, held
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Charge,
    Charges,
    Factor,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Weights,
)
from enamnd_cost.engine.result import LimitStep
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ("2505", "2506", "2510", "2580", "2582")
A, B = "2580", "2582"
BASE, NODE = Node("drift", 2023), Node("drift", 2024)
WHOLE = Fraction(1)

amounts = st.one_of(st.just(0), st.integers(0, 60))
shares = st.dictionaries(
    st.sampled_from(CODES), st.fractions(0, 60, max_denominator=7), min_size=1
).filter(lambda table: any(table.values()))


@st.composite
def bounds(draw):
    least, most = draw(st.none() | amounts), draw(st.none() | amounts)
    if least is not None and most is not None:
        least, most = sorted([least, most])
    return Bounds(least, most)


limits = st.dictionaries(st.sampled_from(CODES), bounds())
parts = st.integers(1, 12).map(lambda months: Fraction(months, 12))


def reach(table, within, part):
    """Give the least and the most that all can be asked for, the most None if without end."""
    least = most = Fraction(0)
    endless = False
    for who, share in table.items():
        low, high = within.get(who, FREE)
        nothing = FREE.nearest(Fraction(0)) if low is None else low * part
        least += nothing
        most += nothing if share == 0 else (high or 0) * part
        endless = endless or (share > 0 and high is None)
    return least, None if endless else most


def feasible(table, within, part):
    least, most = reach(table, within, part)
    total = sum(table.values())
    return least <= total and (most is None or total <= most)


def held_or_refused(table, within, part=WHOLE):
    try:
        return held(table, within, part)
    except AllocationError as error:
        return None if error.code == "EK315" else error.code


@given(shares, limits, parts)
def test_it_is_refused_exactly_where_no_amounts_within_the_limits_have_the_sum(table, within, part):
    assert (held_or_refused(table, within, part) is not None) == feasible(table, within, part)


@given(shares, limits, parts)
def test_the_sum_and_the_limits_are_kept(table, within, part):
    now = held_or_refused(table, within, part)
    assume(now is not None)

    assert sum(now.values()) == sum(table.values())
    assert now.keys() == table.keys()
    for who, kronor in now.items():
        assert kronor == within.get(who, FREE).nearest(kronor, part)


@given(shares, limits, parts)
def test_those_who_are_not_held_keep_their_proportions(table, within, part):
    now = held_or_refused(table, within, part)
    assume(now is not None)
    free = [
        who
        for who, kronor in now.items()
        if table[who] and within.get(who, FREE).reached(kronor, part) is None
    ]

    assert len({now[who] / table[who] for who in free}) <= 1
    # Whoever is held pays what it would pay in the proportions of the others, as near as it may.
    for times in {now[who] / table[who] for who in free}:
        for who, kronor in now.items():
            assert kronor == within.get(who, FREE).nearest(table[who] * times, part)


@given(shares, limits, st.randoms())
def test_no_order_matters(table, within, chance):
    shuffled, order = list(table.items()), list(within.items())
    chance.shuffle(shuffled)
    chance.shuffle(order)

    assert held_or_refused(dict(shuffled), dict(order)) == held_or_refused(table, within)


@given(shares, bounds(), parts)
def test_a_larger_share_never_pays_less_within_the_same_limits(table, same, part):
    now = held_or_refused(table, dict.fromkeys(CODES, same), part)
    assume(now is not None)

    in_order = sorted(table, key=lambda who: table[who])
    assert [now[who] for who in in_order] == sorted(now.values())


@given(shares, parts)
def test_without_limits_nothing_changes(table, part):
    assert held(table, {}, part) == table
    assert held(table, dict.fromkeys(CODES, FREE), part) == table


@given(shares, limits, parts)
def test_what_is_held_is_held(table, within, part):
    now = held_or_refused(table, within, part)
    assume(now is not None)

    assert held(now, within, part) == now


@given(shares, limits, parts)
def test_a_part_of_a_year_is_held_as_that_part_of_the_year(table, within, part):
    now = held_or_refused(table, within)
    of_part = held_or_refused({who: kr * part for who, kr in table.items()}, within, part)

    assert of_part == (now and {who: kr * part for who, kr in now.items()})


@given(shares, limits, parts)
def test_refunds_within_limits_that_are_refunds_mirror_costs(table, within, part):
    turned = {
        who: Bounds(None if most is None else -most, None if least is None else -least)
        for who, (least, most) in within.items()
    }
    now = held_or_refused(table, within, part)
    back = held_or_refused({who: -kr for who, kr in table.items()}, turned, part)

    assert back == (now and {who: -kr for who, kr in now.items()})


def test_nobody_bears_what_those_at_their_highest_do_not():
    with pytest.raises(AllocationError, match="blir det bara 30 kr"):
        held({A: Fraction(50), B: Fraction(0)}, {A: Bounds(most=30)}, WHOLE)


def test_a_refund_is_borne_by_those_who_may_have_one():
    minus = Fraction(-100)

    assert held({A: minus, B: minus}, {A: Bounds(least=0)}, WHOLE) == {A: 0, B: -200}


# Plans: what is rounded, what is charged, and what is built on

costs = st.integers(1, 5_000)
weights = st.fixed_dictionaries({who: st.integers(0, 9) for who in CODES}).filter(
    lambda table: any(table.values())
)
methods = st.sampled_from(list(Method))
months = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda pair: Months(*sorted(pair)))


def plan_of(cost, table, counted, unit=1, method=Method.NEAREST, within=None, taking=None):
    key = (Part(Weights("vikter", table)), Part(Weights("lika", dict.fromkeys(CODES, 1))))
    taking = taking or dict.fromkeys(CODES, WHOLE_YEAR)
    item = SharedCost("Drift", Fraction(cost), key, taking, counted)
    return Plan(NODE, (item,), Rounding(unit, method), limits={"Drift": within} if within else {})


def rows_of(*plans):
    outcome = allocate(plans)
    codes = {failure.error.code for failure in outcome.failures}
    assert codes <= {"EK315"}
    return None if codes else outcome.done[NODE].rows


@given(costs, weights, limits, st.sampled_from([1, 10, 50]), methods)
def test_rounding_keeps_within_limits_of_whole_units(cost, table, within, unit, method):
    within = {
        who: Bounds(*(None if kr is None else kr * unit for kr in each))
        for who, each in within.items()
    }
    rows = rows_of(plan_of(cost * unit, table, {}, unit, method, within))
    assume(rows is not None)

    assert sum(row.exact for row in rows.values()) == cost * unit
    for who, row in rows.items():
        assert row.amount == within.get(who, FREE).nearest(Fraction(row.amount))
        assert sum(step.exact for step in row.steps) == row.exact


@given(costs, weights, limits, months)
def test_the_sum_is_kept_where_somebody_comes_or_goes(cost, table, within, own):
    taking = dict.fromkeys(CODES, WHOLE_YEAR) | {CODES[0]: own}
    rows = rows_of(plan_of(cost, table, {}, within=within, taking=taking))
    assume(rows is not None)

    assert sum(row.exact for row in rows.values()) == cost
    part = Fraction(own.length, 12)
    assert rows[CODES[0]].exact == within.get(CODES[0], FREE).nearest(rows[CODES[0]].exact, part)


@given(costs, weights, st.fractions(Fraction(1, 100), 3, max_denominator=100))
def test_the_same_factor_for_all_who_share_changes_nothing(cost, table, factor):
    bare = rows_of(plan_of(cost, table, {}))
    for same in (1, factor):
        counted = dict.fromkeys(CODES, same)
        assert {who: row.exact for who, row in rows_of(plan_of(cost, table, counted)).items()} == {
            who: row.exact for who, row in bare.items()
        }


@given(costs, weights, st.fractions(0, 3, max_denominator=100))
def test_a_factor_counts_in_every_part_of_the_key(cost, table, factor):
    assume(any(table[who] for who in CODES[1:]))
    rows = rows_of(plan_of(cost, table, {CODES[0]: factor}))

    counted = {who: weight * (factor if who == CODES[0] else 1) for who, weight in table.items()}
    equal = {who: factor if who == CODES[0] else Fraction(1) for who in CODES}
    for who in CODES:
        of_key = Fraction(counted[who], 1) / sum(counted.values())
        assert rows[who].exact == Fraction(cost, 2) * (of_key + equal[who] / sum(equal.values()))


@given(st.integers(0, 500), st.fractions(0, 3, max_denominator=100), bounds())
def test_a_charge_is_counted_and_held_and_nobody_else_is_concerned(price, factor, own):
    taking = dict.fromkeys((A, B), WHOLE_YEAR)
    fee = Charges(
        "Avgift", "avtalat", dict.fromkeys((A, B), Charge(1, price)), taking, by_month=True,
        counted={A: factor},
    )  # fmt: skip
    rows = rows_of(Plan(NODE, (fee,), Rounding(1, Method.NEAREST), limits={"Avgift": {A: own}}))

    assert rows[A].exact == own.nearest(price * factor)
    assert rows[B].exact == price


def use(own, within=None):
    taking = {A: own, B: WHOLE_YEAR}
    used = Charges("GB", "GB", {A: Charge(3, 100), B: Charge(1, 100)}, taking)
    return Plan(BASE, (used,), Rounding(1, Method.NEAREST), limits={"GB": within or {}})


@pytest.mark.parametrize(
    ("own", "paid"),
    [(WHOLE_YEAR, 1_200), (Months(10, 12), 300), (Months(12, 12), 300)],
)
def test_a_years_lowest_amount_for_use_is_held_by_the_month(own, paid):
    done = allocate([use(own, {A: Bounds(least=1_200)})]).done[BASE]

    # Of twelve months 1 200 kr, of three of them 300 and of one 100; the use itself is 300.
    assert done.amounts == {A: paid, B: 100}


@pytest.mark.parametrize("held_to", [{}, {A: Bounds(least=1_200)}])
def test_use_that_is_held_by_the_month_for_some_months_is_no_measure_of_a_year(held_to):
    plan = use(Months(7, 12), held_to)._replace(limits={"GB": held_to} if held_to else {})
    taking = dict.fromkeys((A, B), WHOLE_YEAR)
    follows = SharedCost("Drift", Fraction(400), (Part(ProportionsOf("som", BASE)),), taking)
    uprated = UpratedAmounts("Drift", BASE, (Factor("AKI", 2024, Fraction(10)),), taking)

    for item in (follows, uprated):
        codes = {f.error.code for f in allocate([plan, Plan(NODE, (item,))]).failures}
        assert ("EK309" in codes) == bool(held_to)


@pytest.mark.parametrize("own", [WHOLE_YEAR, Months(7, 12), Months(9, 12)])
def test_a_fee_that_is_paid_once_has_its_whole_limit_whenever_it_begins(own):
    fee = Charges("Start", "engångsavgift", {A: Charge(1, 50)}, {A: own}, once=True)
    late = Charges("Avgift", "avtalat", {B: Charge(1, 0)}, {B: Months(10, 12)})
    plan = Plan(
        NODE, (fee, late), months=Months(7, 12), limits={"Start": {A: Bounds(least=80)}}
    )  # fmt: skip

    assert allocate([plan]).done[NODE].amounts == {A: 80, B: 0}


@pytest.mark.parametrize(("price", "refused"), [(0, False), (50, True)])
def test_a_fee_of_nothing_is_not_in_the_way_of_uprating(price, refused):
    taking = dict.fromkeys((A, B), WHOLE_YEAR)
    fee = Charges("Start", "engångsavgift", {A: Charge(1, price)}, {A: WHOLE_YEAR}, once=True)
    agreed = Charges(
        "Avgift", "avtalat", dict.fromkeys((A, B), Charge(1, 100)), taking, by_month=True
    )
    item = UpratedAmounts("Drift", BASE, (Factor("AKI", 2024, Fraction(10)),), taking)

    plans = [Plan(BASE, (fee, agreed)), Plan(NODE, (item,), Rounding(1, Method.NEAREST))]
    failures = allocate(plans).failures

    assert ([failure.error.code for failure in failures] == ["EK309"]) == refused


def test_what_a_limit_does_to_a_share_is_recorded_as_it_was():
    who = {A: WHOLE_YEAR, B: Months(7, 12)}
    equal = Part(Weights("lika delar", {A: 1, B: 1}))
    item = SharedCost("Drift", Fraction(1_200), (equal,), who)
    within = {"Drift": {A: Bounds(most=600)}}

    refused = allocate([Plan(NODE, (item,), limits=within)]).failures
    assert [failure.error.code for failure in refused] == ["EK315"]  # nobody else is there at first
    within = {"Drift": {B: Bounds(most=400)}}
    done = allocate([Plan(NODE, (item,), limits=within)]).done[NODE]

    of_a, of_b = (
        [step for step in done.rows[each].steps if isinstance(step, LimitStep)] for each in (A, B)
    )
    assert of_b == [LimitStep("Drift", Months(7, 12), Fraction(300), 400, Fraction(-100))]
    assert of_a == [LimitStep("Drift", Months(7, 12), Fraction(300), None, Fraction(100))]
