"""A service that is there for part of a year bears that part of a year's cost, whatever it is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months, spans, stretched
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
    Uprating,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2514", "2580", "2582"]
NODE, NEXT = Node("drift", 2025), Node("drift", 2026)
EQUAL = Weights("lika delar", dict.fromkeys(CODES, 1))
START = {CODES[0]: WHOLE_YEAR}
ALWAYS = dict.fromkeys(CODES, WHOLE_YEAR)
MONTHS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda ends: Months(*sorted(ends)))
KEYS = st.lists(
    st.tuples(
        st.fixed_dictionaries({code: st.integers(1, 90_000) for code in CODES}),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: tuple(Part(Weights("vikter", held), n) for held, n in parts))
ROUNDINGS = st.builds(
    Rounding,
    st.sampled_from([1, 10, 50, 100, 500, 1_000]),
    st.sampled_from([Method.UP, Method.NEAREST, Method.DOWN]),
    monthly=st.booleans(),
    together=st.just(False),
)


def within(months):
    """Some receivers, each for some of the months; the first for all of them."""
    some = st.dictionaries(st.sampled_from(CODES[1:]), MONTHS)
    return some.map(lambda held: {CODES[0]: months, **held})


def alone(plan):
    outcome = allocate([plan])
    assert not outcome.failures, [failure.error.text for failure in outcome.failures]
    return outcome.done[plan.node]


@given(st.data(), MONTHS, st.integers(-(10**6), 10**9), KEYS, ROUNDINGS)
def test_the_cost_is_exactly_the_months_part_of_a_years(data, months, cost, parts, rounding):
    participation = data.draw(within(months))
    item = SharedCost("Drift", Fraction(cost), parts, participation)

    made = alone(Plan(NODE, (item,), rounding, stated_cost=cost, months=months))

    assert made.cost == Fraction(cost * months.length, 12)
    assert made.level == cost
    assert [step.shared for step in made.costs] == [made.cost]
    for row in made.rows.values():
        assert sum(step.exact for step in row.steps) == row.exact
        assert sum(step.amount for step in row.roundings) == row.amount
        assert all(months.covers(step.months) for step in (*row.steps, *row.roundings))
        turns = 12 if rounding.monthly else 1
        assert abs(row.amount - row.exact) < rounding.unit * turns


@given(st.data(), MONTHS, st.integers(0, 10**9), KEYS)
def test_who_is_there_pays_for_its_own_months_whether_or_not_the_others_are(
    data, months, cost, parts
):
    """A month costs the same, and is shared by the same, in a service that is there all year."""
    participation = data.draw(within(months))
    part = alone(
        Plan(
            NODE,
            (SharedCost("Drift", Fraction(cost), parts, participation),),
            Rounding(1, Method.UP),
            months=months,
        )
    )
    always = stretched(participation, months)
    whole = alone(
        Plan(NODE, (SharedCost("Drift", Fraction(cost), parts, always),), Rounding(1, Method.UP))
    )

    for month in range(months.first, months.last + 1):
        for who in CODES:
            assert of_month(part, who, month) == of_month(whole, who, month)


def of_month(made, who, month):
    steps = made.rows[who].steps if who in made.rows else ()
    here = (step for step in steps if step.months.first <= month <= step.months.last)
    return sum((step.exact / step.months.length for step in here), Fraction(0))


@given(MONTHS, st.integers(0, 10**6), KEYS, st.sampled_from([1, 10, 100]))
def test_a_total_is_handed_out_exactly_or_refused(months, units, parts, unit):
    """Of a total whose months' part is no whole units, it is said what would be."""
    total = units * unit
    item = SharedCost("Drift", Fraction(total), parts, dict.fromkeys(CODES, months))

    outcome = allocate([Plan(NODE, (item,), Rounding(unit), stated_total=total, months=months)])

    whole = total * months.length % (12 * unit) == 0
    assert [failure.error.code for failure in outcome.failures] == ([] if whole else ["EK301"])
    if whole:
        assert outcome.done[NODE].total * 12 == total * months.length


@given(st.data(), MONTHS, st.booleans())
def test_services_rounded_together_may_be_there_for_part_of_the_year(data, months, both):
    costs = data.draw(st.tuples(*[st.integers(1, 10**7)] * 2))
    plans = [
        Plan(
            Node(name, 2025),
            (SharedCost(name, Fraction(cost), (Part(EQUAL),), ALWAYS),),
            Rounding(100, together=True),
            months=months if both or not n else WHOLE_YEAR,
        )
        for n, (name, cost) in enumerate(zip(("arkiv", "drift"), costs, strict=True))
    ]

    outcome = allocate(plans)

    assert not outcome.failures
    for plan in plans:
        made = outcome.done[plan.node]
        assert abs(made.total - made.cost) < 100
        assert all(amount % 100 == 0 for amount in made.amounts.values())
    for who in CODES:
        sums = [outcome.done[plan.node].rows[who] for plan in plans]
        assert abs(sum(row.amount for row in sums) - sum(row.exact for row in sums)) < 100


@given(MONTHS, st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 60_000))
def test_agreed_amounts_follow_the_months_and_use_and_fees_do_not(months, agreed, used, fee):
    who = dict.fromkeys(CODES[:2], months)
    charge = {code: Charge(1, agreed) for code in who}
    plan = Plan(
        NODE,
        (
            Charges("Avtal", "avtalade belopp", charge, who, by_month=True),
            Charges("Lagring", "GB", {code: Charge(used, 3) for code in who}, who),
            Charges("Start", "avgift", {CODES[0]: Charge(1, fee)}, START, once=True),
        ),
        Rounding(1, Method.UP),
        months=months,
    )

    made = alone(plan)

    yearly = Fraction(agreed * months.length, 12)
    assert made.rows[CODES[0]].exact == yearly + used * 3 + fee
    assert made.rows[CODES[1]].exact == yearly + used * 3
    assert made.level == 2 * (agreed + used * 3) + fee


FACTORS = (Factor("PKV", 2026, Fraction(3)),)


@given(MONTHS, st.integers(1, 10**6), MONTHS)
def test_a_cost_is_uprated_from_its_level_of_a_whole_year(months, cost, then):
    held = {NODE: months, NEXT: then}
    first = SharedCost("Drift", Fraction(cost), (Part(EQUAL),), ALWAYS)
    second = SharedCost("Drift", Uprating(NODE, FACTORS), (Part(EQUAL),), ALWAYS)
    plans = [
        Plan(node, (item,), Rounding(1, Method.UP), months=held[node])
        for node, item in ((NODE, first), (NEXT, second))
    ]

    outcome = allocate(plans)

    assert outcome.done[NEXT].cost == cost * Fraction(103, 100) * then.length / 12
    assert outcome.done[NEXT].costs[0].base == cost


@given(MONTHS, MONTHS)
def test_amounts_are_uprated_from_a_whole_year_and_no_other(months, then):
    first = SharedCost("Drift", Fraction(48_000), (Part(EQUAL),), ALWAYS)
    plans = [
        Plan(NODE, (first,), Rounding(1, Method.UP), months=months),
        Plan(
            NEXT,
            (UpratedAmounts("Drift", NODE, FACTORS, ALWAYS),),
            Rounding(1, Method.UP),
            months=then,
        ),
    ]

    outcome = allocate(plans)

    if months == WHOLE_YEAR:
        assert outcome.done[NEXT].cost == 48_000 * Fraction(103, 100) * then.length / 12
    else:
        (failure,) = outcome.failures
        assert (failure.node, failure.error.code) == (NEXT, "EK309")


def test_use_of_part_of_a_year_is_not_taken_for_that_of_a_whole_one():
    used = Charges("Lagring", "GB", {CODES[0]: Charge(7, 3)}, dict.fromkeys(CODES[:1], WHOLE_YEAR))
    uprated = SharedCost("Lagring", Uprating(NODE, FACTORS), (Part(EQUAL),), ALWAYS)

    for months, codes in ((Months(7, 12), ["EK309"]), (WHOLE_YEAR, [])):
        plans = [
            Plan(NODE, (used,), Rounding(1, Method.UP), months=months),
            Plan(NEXT, (uprated,), Rounding(1, Method.UP)),
        ]
        assert [failure.error.code for failure in allocate(plans).failures] == codes


@pytest.mark.parametrize("joins", [7, 10])
def test_proportions_of_part_of_a_year_are_sound_where_all_were_there_all_of_it(joins):
    """Who came in later bears less of them, and is no measure of a whole year's."""
    months = Months(7, 12)
    who = {CODES[0]: months, CODES[1]: Months(joins, 12)}
    source = Plan(
        NODE,
        (SharedCost("Drift", Fraction(48_000), (Part(EQUAL),), who),),
        months=months,
    )
    follows = Plan(
        Node("stod", 2025),
        (
            SharedCost(
                "Stöd",
                Fraction(1_200),
                (Part(ProportionsOf("drift", NODE)),),
                dict.fromkeys(CODES[:2], WHOLE_YEAR),
            ),
        ),
    )

    outcome = allocate([source, follows])

    assert [f.error.code for f in outcome.failures] == ([] if joins == 7 else ["EK309"])


@given(st.lists(st.dictionaries(st.sampled_from(CODES), MONTHS)), MONTHS)
def test_spans_hold_every_month_of_the_service_once(participations, months):
    found = spans(participations, months)

    inside = list(range(months.first, months.last + 1))
    assert [m for span in found for m in range(span.first, span.last + 1)] == inside
    for who in CODES:
        for held in participations:
            assert all(
                held[who].covers(span) or held[who].common(span) is None
                for span in found
                if who in held
            )


def test_nobody_is_needed_when_the_service_is_not_there():
    july = dict.fromkeys(CODES, Months(7, 12))
    item = SharedCost("Drift", Fraction(180_000), (Part(EQUAL),), july)

    assert alone(Plan(NODE, (item,), months=Months(7, 12))).total == 90_000
    (failure,) = allocate([Plan(NODE, (item,))]).failures
    assert failure.error.code == "EK304"


@given(st.integers(1, 10**6), st.sampled_from([1, 10, 100]), MONTHS)
def test_a_total_that_no_month_can_hand_out_is_refused_with_what_helps(total, unit, months):
    """Each month is handed out in whole units, so a year is so many of twelve of them."""
    taking = dict.fromkeys(CODES, months)
    item = SharedCost("Drift", Fraction(total), (Part(EQUAL),), taking)
    rule = Rounding(unit, Method.LARGEST_REMAINDER, monthly=True)
    outcome = allocate([Plan(NODE, (item,), rule, stated_total=total, months=months)])

    if total % (12 * unit) == 0:
        assert outcome.done[NODE].total == Fraction(total * months.length, 12)
        return
    (failure,) = outcome.failures
    assert failure.error.code == "EK301"
    assert 'ta bort per = "manad"' in failure.error.remedy


def test_a_part_of_a_total_that_does_not_end_is_told_with_two_decimals():
    months = Months(1, 7)
    item = SharedCost(
        "Drift", Fraction(100_000), (Part(Weights("lika", {"2582": 1})),), {"2582": months}
    )
    plan = Plan(Node("drift", 2024), (item,), Rounding(1, Method.NEAREST), None, 100_000, months)

    (failure,) = allocate([plan]).failures

    text = failure.error.text.replace("\xa0", " ")
    assert "varav 58 333,33… kr för januari–juli" in text
    assert "(skillnad −0,33… kr)" in text
