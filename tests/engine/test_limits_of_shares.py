"""Where the rules of a share begin and end: signs, part-years, fractions of a quantity."""

from fractions import Fraction

import pytest

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.limits import Bounds
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
)
from enamnd_cost.engine.result import ChargeStep
from enamnd_cost.engine.rounding import Method, Rounding

A, B = "2580", "2582"
BOTH = dict.fromkeys((A, B), WHOLE_YEAR)
BASE = Node("drift", 2023)
NODE = Node("drift", 2024)
KRONA = Rounding(1, Method.NEAREST)


def amounts(*plans):
    outcome = allocate(plans)
    assert outcome.failures == ()
    return outcome.done[NODE].amounts


def shared(weights, cost=100):
    return SharedCost("Drift", Fraction(cost), (Part(Weights("vikter", weights)),), BOTH)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_weight_of_nothing_has_no_sign(sign):
    assert amounts(Plan(NODE, (shared({A: sign, B: 0}),), KRONA)) == {A: 100, B: 0}


def test_weights_of_two_signs_are_refused():
    (failure,) = allocate([Plan(NODE, (shared({A: 2, B: -1}),), KRONA)]).failures

    assert failure.error.code == "EK303"


def test_a_part_of_a_quantity_is_paid_for():
    used = Charges("Lagring", "GB", {A: Charge(Fraction(5, 2), 100), B: Charge(3, 1)}, BOTH)

    assert amounts(Plan(NODE, (used,), KRONA)) == {A: 250, B: 3}


def test_amounts_uprated_into_part_of_a_year_are_as_many_twelfths():
    base = Plan(BASE, (shared({A: 3, B: 1}, 1_200),), KRONA)
    item = UpratedAmounts("Drift", BASE, (Factor("AKI", 2024, Fraction(10)),), BOTH)

    # 900 and 300 kronor uprated by 10 per cent, nine months of twelve.
    assert amounts(base, Plan(NODE, (item,), KRONA, months=Months(4, 12))) == {
        A: 743,  # 742.5, halves upwards
        B: 248,  # 247.5
    }


@pytest.mark.parametrize(("once", "within"), [(False, {}), (True, {B: Bounds(most=100)})])
def test_use_or_a_fee_that_somebody_paid_for_part_of_a_year_can_be_followed(once, within):
    for_some_months = {A: WHOLE_YEAR, B: Months(7, 12)}
    charges = {A: Charge(3, 100), B: Charge(1, 100)}
    used = Charges("Lagring", "GB", charges, for_some_months, once=once)
    item = SharedCost("Drift", Fraction(400), (Part(ProportionsOf("som", BASE)),), BOTH)
    base = Plan(BASE, (used,), KRONA, limits={"Lagring": within} if within else {})

    assert amounts(base, Plan(NODE, (item,), KRONA)) == {A: 300, B: 100}


def test_amounts_that_are_held_can_be_followed():
    base = Plan(BASE, (shared({A: 3, B: 1}),), KRONA, limits={"Drift": {A: Bounds(most=60)}})
    item = SharedCost("Drift", Fraction(400), (Part(ProportionsOf("som", BASE)),), BOTH)

    assert amounts(base, Plan(NODE, (item,), KRONA)) == {A: 240, B: 160}


def test_of_services_rounded_together_a_sum_names_those_that_somebody_is_in():
    together = Rounding(100, together=True)
    alone = SharedCost("Ensam", Fraction(150), (Part(Weights("vikter", {A: 1})),), {A: WHOLE_YEAR})
    plans = [
        Plan(NODE, (shared({A: 1, B: 1}, 300),), together),
        Plan(Node("ensam", 2024), (alone,), together),
    ]

    rows = allocate(plans).done[NODE].rows

    assert set(rows[A].roundings[0].together.services) == {"drift", "ensam"}
    assert set(rows[B].roundings[0].together.services) == {"drift"}


@pytest.mark.parametrize(("method", "refused"), [(Method.NEAREST, False), (None, True)])
def test_a_total_that_is_only_a_control_need_not_be_even_by_the_month(method, refused):
    rounding = Rounding(1, method or Method.LARGEST_REMAINDER, monthly=True)
    plan = Plan(NODE, (shared({A: 1, B: 1}, 100),), rounding, stated_total=100)

    codes = [failure.error.code for failure in allocate([plan]).failures]

    assert ("EK301" in codes) == refused


UP = (Factor("AKI", 2024, Fraction(10)),)


def test_amounts_are_uprated_span_by_span_where_others_come_and_go():
    base = Plan(BASE, (shared({A: 3, B: 1}, 1_200),), KRONA)
    half = {A: WHOLE_YEAR, B: Months(7, 12)}
    equal = SharedCost("Nytt", Fraction(120), (Part(Weights("lika", {A: 1, B: 1})),), half)
    plan = Plan(NODE, (UpratedAmounts("Drift", BASE, UP, BOTH), equal), KRONA)

    # 990 and 330 uprated; of 120 kronor B has half of the last six months.
    assert amounts(base, plan) == {A: 990 + 90, B: 330 + 30}


def test_an_uprated_cost_tells_what_it_was_and_by_which_factors():
    base = Plan(BASE, (shared({A: 3, B: 1}, 1_200),), KRONA)
    key = (Part(Weights("lika", {A: 1, B: 1})),)
    item = SharedCost("Drift", Uprating(BASE, UP), key, BOTH)

    done = allocate([base, Plan(NODE, (item,), KRONA, months=Months(1, 6))]).done[NODE]

    (cost,) = done.costs
    assert (cost.cost, cost.base, cost.factors, cost.months) == (1_320, 1_200, UP, Months(1, 6))
    assert done.amounts == {A: 330, B: 330}


def test_a_share_tells_what_its_weight_counts_as():
    item = shared({A: 1, B: 3}, 700)._replace(counted={A: Fraction(1, 2)})

    rows = allocate([Plan(NODE, (item,), KRONA)]).done[NODE].rows

    steps = {who: row.steps[0] for who, row in rows.items()}
    told = {who: (step.weight, step.counted, step.exact) for who, step in steps.items()}
    assert told == {A: (1, Fraction(1, 2), 100), B: (3, 1, 600)}


def test_a_charge_tells_all_that_it_is_reckoned_by():
    charges = {A: Charge(3, 100, "grund"), B: Charge(2, 100)}
    half = {A: Fraction(1, 2)}
    item = Charges(
        "Taxa",
        "inv",
        charges,
        BOTH,
        by_month=True,
        basis=Basis.POPULATION,
        factors=UP,
        counted=half,
    )

    rows = allocate([Plan(NODE, (item,), KRONA)]).done[NODE].rows

    # 300 and 200 kronor uprated by 10 per cent, and half of the one.
    year, by = ("Taxa", "inv", WHOLE_YEAR, 12), (Basis.POPULATION, UP)
    of_a = ChargeStep(*year, 3, 100, Fraction(165), *by, Fraction(1, 2), "grund")
    assert rows[A].steps == (of_a,)
    assert rows[B].steps == (ChargeStep(*year, 2, 100, Fraction(220), *by, 1, ""),)


@pytest.mark.parametrize(
    ("item", "called", "remedy"),
    [
        (
            SharedCost("Stöd", Fraction(400), (Part(ProportionsOf("som drift", BASE)),), BOTH),
            "som drift",
            "ändra deltagare till dem som har ett belopp där, eller ange en nyckel här",
        ),
        (
            UpratedAmounts("Stöd", BASE, UP, BOTH),
            "drift 2023",
            "ändra deltagare till dem som betalade då, eller ange årets belopp",
        ),
    ],
)
def test_who_paid_nothing_then_is_told_of_what_it_has_no_amount(item, called, remedy):
    base = shared({A: 1})._replace(participation={A: WHOLE_YEAR})

    (failure,) = allocate([Plan(BASE, (base,), KRONA), Plan(NODE, (item,), KRONA)]).failures

    assert failure.error.receivers == (B,)
    assert failure.error.text == f"{{kommuner}} deltar men har inget värde ({called})"
    assert failure.error.remedy == remedy


def test_whose_amount_would_be_lost_is_told_for_which_months_it_is_not_there():
    base = Plan(BASE, (shared({A: 3, B: 1}),), KRONA)
    item = UpratedAmounts("Drift", BASE, UP, {A: Months(7, 12), B: Months(10, 12)})

    (failure,) = allocate([base, Plan(NODE, (item,), KRONA, months=Months(7, 12))]).failures

    assert failure.error.receivers == (B,)
    assert "deltar inte hela juli–december nu" in failure.error.text
