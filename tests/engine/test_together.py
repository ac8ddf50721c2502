"""Services rounded together: what the sums keep to, what builds on them, what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import (
    Factor,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding

TOGETHER = Rounding(100, together=True)
CODES = ["2580", "2582", "2584"]
EVERYONE = dict.fromkeys(CODES, WHOLE_YEAR)


def shared(name, cost, weights=None, rounding=TOGETHER, *, year=2024, total=None):
    """Plan a service that shares a cost by weights, in equal parts unless others are given."""
    key = Weights("vikter", dict(zip(CODES, weights or [1, 1, 1], strict=True)))
    item = SharedCost(name, Fraction(cost), (Part(key),), EVERYONE)
    return Plan(Node(name, year), (item,), rounding, stated_total=total)


def following(name, source, rounding=TOGETHER, *, year=2024):
    """Plan a service that follows the amounts of another."""
    item = SharedCost(name, Fraction(1_000), (Part(ProportionsOf(name, source.node)),), EVERYONE)
    return Plan(Node(name, year), (item,), rounding)


def codes(outcome):
    return {failure.node.service: failure.error.code for failure in outcome.failures}


@st.composite
def budgets(draw):
    costs = draw(st.lists(st.integers(-10_000, 100_000), min_size=1, max_size=6))
    weights = st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any)
    return [shared(f"s{n}", cost, draw(weights)) for n, cost in enumerate(costs)]


@given(budgets())
def test_every_total_is_next_to_its_exact_one_and_told_with_each_amount(plans):
    outcome = allocate(plans)
    services = outcome.done.values()

    assert outcome.failures == ()
    for service in services:
        assert abs(service.total - service.cost) < 100
    for code in CODES:
        rows = [service.rows[code] for service in services]
        exact, amount = sum(row.exact for row in rows), sum(row.amount for row in rows)
        assert abs(amount - exact) < 100
        for row in rows:
            (step,) = row.roundings
            assert (step.amount, step.rounded.exact) == (row.amount, row.exact)
            assert (step.together.exact, step.together.amount) == (exact, amount)
            assert sorted(step.together.services) == sorted(plan.node.service for plan in plans)


@given(budgets(), st.randoms(use_true_random=False))
def test_the_order_of_plans_never_matters(plans, chance):
    mixed = chance.sample(plans, len(plans))

    assert {n: s.amounts for n, s in allocate(mixed).done.items()} == {
        n: s.amounts for n, s in allocate(plans).done.items()
    }


def test_a_decided_total_is_handed_out_exactly_and_a_cost_to_one_unit():
    plans = [shared("beslutad", 10_000, total=10_000), shared("kostnad", 10_050)]

    done = allocate(plans).done

    assert done["beslutad", 2024].total == 10_000
    assert done["kostnad", 2024].total in (10_000, 10_100)


def test_services_of_other_years_and_units_and_those_on_their_own_are_other_tables():
    plans = [
        shared("a", 100),
        shared("b", 100, year=2023),
        shared("c", 100, rounding=Rounding(10, together=True)),
        shared("d", 100, rounding=Rounding(100, Method.UP)),
    ]

    done = allocate(plans).done
    tables = [done[p.node].rows["2580"].roundings[0].together for p in plans]

    assert [table and table.services for table in tables] == [("a",), ("b",), ("c",), None]
    assert done["d", 2024].total == 300


def test_what_builds_on_amounts_rounded_together_builds_on_those():
    base = [shared("a", 1_000, [1, 2, 4]), shared("b", 1_000, [4, 2, 1])]
    factor = (Factor("AKI", 2025, Fraction(10)),)
    item = UpratedAmounts("a", base[0].node, factor, EVERYONE)
    uprated = Plan(Node("a", 2025), (item,), Rounding(1, Method.UP))
    alike = following("c", base[1], Rounding(1, Method.NEAREST))

    done = allocate([alike, uprated, *base]).done
    first, second = done["a", 2024].amounts, done["b", 2024].amounts

    assert done["a", 2025].amounts == {who: kr * 11 // 10 for who, kr in first.items()}
    assert {who: r.steps[0].weight for who, r in done["c", 2024].rows.items()} == second


def test_to_follow_a_service_of_the_same_table_is_refused_for_each_that_does():
    base = shared("a", 1_000)
    plans = [base, following("b", base), following("c", base), shared("d", 500)]

    outcome = allocate(plans)

    assert codes(outcome) == {"b": "EK312", "c": "EK312"}
    assert outcome.done == {}, "half a table is no table"


def test_to_follow_one_through_a_service_outside_the_table_is_refused_too():
    base = shared("a", 1_000)
    outside = following("utanfor", base, Rounding())

    outcome = allocate([base, outside, following("b", outside), shared("d", 500)])

    assert codes(outcome) == {"b": "EK312", "utanfor": "EK306"}
    (blamed,) = (f.error.text for f in outcome.failures if f.node.service == "utanfor")
    assert "a 2024 (avrundas tillsammans med b 2024)" in blamed


def test_a_ring_in_the_table_is_told_of_each_in_it():
    one, other = Node("a", 2024), Node("b", 2024)
    plans = [following("a", Plan(other, ())), following("b", Plan(one, ())), shared("c", 100)]

    assert codes(allocate(plans)) == {"a": "EK312", "b": "EK312"}


def test_a_ring_outside_the_table_is_still_a_ring():
    rounding = Rounding(1, Method.UP)
    plans = [
        following("a", Plan(Node("b", 2024), ()), rounding),
        following("b", Plan(Node("a", 2024), ()), rounding),
        shared("c", 100),
    ]

    outcome = allocate(plans)

    assert sorted(codes(outcome).values()) == ["EK305", "EK306"]
    assert [node.service for node in outcome.done] == ["c"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (shared("fel", 1_000, rounding=Rounding(100, monthly=True, together=True)), "EK313"),
        (shared("fel", 1_050, total=1_050), "EK314"),
        (shared("fel", 1_000, [0, 0, 0]), "EK303"),
        (Plan(*shared("fel", 1_000)[:3], stated_cost=999), "EK307"),
        (shared("fel", 1_000, total=900), "EK302"),
    ],
    ids=["by the month", "odd total", "no weights", "another cost", "another total"],
)
def test_one_that_fails_stops_the_table_and_is_told_once(plan, code):
    after = shared("sen", 1_000, rounding=Rounding(1))

    outcome = allocate([plan, shared("b", 1_000), after])

    assert codes(outcome) == {"fel": code}
    assert [node.service for node in outcome.done] == ["sen"]


def test_where_nothing_rounded_together_can_be_allocated_each_is_refused_for_its_own_fault():
    nobody = {"2580": 0, "2582": 0, "2584": 0}
    plans = [shared(f"s{n}", 1_000, list(nobody.values())) for n in range(2)]

    outcome = allocate(plans)

    assert outcome.done == {}
    assert codes(outcome) == dict.fromkeys(("s0", "s1"), codes(allocate(plans[:1]))["s0"])
