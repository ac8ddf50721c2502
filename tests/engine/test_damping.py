"""Damping in the engine: sums kept, limits held, closer each year, whatever the order."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.damping import DAMPING, Bound, Per, Rule
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Charge,
    Charges,
    Damping,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    Weights,
)
from enamnd_cost.engine.result import Standing
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2580", "2581", "2582", "2583", "2505"]


def percent(size):
    return Bound(Per.PERCENT, Fraction(size))


def rule(**limits):
    return Rule(**limits, called=DAMPING)


def plan(year, amounts, damping=None, service="drift", **others):
    charges = {who: Charge(1, kr) for who, kr in amounts.items()}
    item = Charges(service, service, charges, dict.fromkeys(amounts, WHOLE_YEAR), by_month=True)
    held = Damping(Node(service, year - 1), damping) if damping else None
    return Plan(Node(service, year), (item,), damping=held, **others)


def chain(first, target, damping, years):
    """Allocate a year without damping, then as many with, all towards the same target."""
    plans = [plan(2020, first)]
    plans += [plan(2021 + n, target, damping) for n in range(years)]
    return allocate(plans)


def rows(outcome, year):
    return outcome.done[Node("drift", year)].rows


@st.composite
def moves(draw):
    """Give what was paid and what is to be, of the same sum, for some who paid and some new."""
    who = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
    target = {each: draw(st.integers(0, 9_000)) for each in who}
    start = {each: draw(st.integers(0, 9_000)) for each in who}
    return start, target


limits = (
    st.none()
    | st.integers(0, 40).map(percent)
    | st.integers(0, 900).map(lambda kr: Bound(Per.KRONOR, Fraction(kr)))
)


@given(moves(), limits, limits, st.booleans())
def test_the_sum_is_kept_and_the_limits_hold_or_it_is_refused(move, rise, fall, either_way):
    start, target = move
    damping = rule(rise=rise, fall=fall, either_way=either_way)

    outcome = chain(start, target, damping, 1)

    if outcome.failures:
        assert {each.error.code for each in outcome.failures} == {"EK321"}
        assert all(each.error.remedy for each in outcome.failures)
        return
    made = rows(outcome, 2021)
    assert sum(row.amount for row in made.values()) == sum(target.values())
    for who, row in made.items():
        step = row.damping
        assert (step.paid, step.wanted, step.amount) == (start[who], target[who], row.amount)
        assert row.amount == sum(each.amount for each in row.roundings) + step.adds
        if start[who] and target[who]:
            assert step.limits.hold(row.amount)
        assert (step.standing is None) == (row.amount == target[who])
        if fall and fall.per is Per.KRONOR and start[who] and target[who]:
            assert row.amount >= start[who] - fall.size


@given(moves())
def test_without_a_limit_nothing_is_damped(move):
    start, target = move
    undamped = {who: row.amount for who, row in rows(chain(start, target, None, 1), 2021).items()}

    wide = rule(rise=percent(10**9), fall=percent(100))
    wide = chain({who: kr or 1 for who, kr in start.items()}, target, wide, 1)

    assert undamped == target
    assert {who: row.amount for who, row in rows(wide, 2021).items()} == target


@given(moves(), st.integers(1, 40), st.integers(5, 60))
def test_every_year_comes_closer(move, up, down):
    start, target = move
    outcome = chain(start, target, rule(rise=percent(up), fall=percent(down)), 4)

    left = []
    for year in range(2021, 2025):
        if Node("drift", year) not in outcome.done:
            return
        found = rows(outcome, year)
        left.append({who: abs(found[who].amount - target[who]) for who in target})
        beyond = any(each.damping.standing is Standing.CARRIES for each in found.values())
        if len(left) > 1 and not beyond:
            assert all(left[-1][who] <= left[-2][who] for who in target)


@given(moves(), limits, limits, st.randoms())
def test_no_order_matters(move, rise, fall, chance):
    start, target = move
    damping = rule(rise=rise, fall=fall)
    shuffled = list(target)
    chance.shuffle(shuffled)
    turned = [{who: each[who] for who in shuffled} for each in move]

    one, two = chain(start, target, damping, 2), chain(*turned, damping, 2)

    assert [each.node for each in one.failures] == [each.node for each in two.failures]
    for node, allocation in one.done.items():
        assert allocation.amounts == two.done[node].amounts


def test_ten_per_cent_less_a_year_until_it_is_reached():
    start, target = {"2580": 100_000, "2582": 100_000}, {"2580": 75_000, "2582": 125_000}
    outcome = chain(start, target, rule(fall=percent(10)), 4)

    assert [rows(outcome, year)["2580"].amount for year in range(2020, 2025)] == [
        100_000, 90_000, 81_000, 75_000, 75_000,
    ]  # fmt: skip
    assert [rows(outcome, year)["2582"].amount for year in range(2020, 2025)] == [
        100_000, 110_000, 119_000, 125_000, 125_000,
    ]  # fmt: skip
    first = rows(outcome, 2021)
    assert first["2580"].damping.standing is Standing.HELD
    assert first["2580"].damping.adds == 15_000
    assert first["2582"].damping.standing is Standing.WAITS
    assert rows(outcome, 2023)["2580"].damping.standing is None


def test_who_is_new_has_no_limit_and_who_has_left_pays_nothing():
    start, target = {"2580": 60_000, "2583": 40_000}, {"2580": 58_000, "2582": 50_000}
    made = rows(chain(start, target, rule(rise=percent(10), fall=percent(10)), 1), 2021)

    assert {who: row.amount for who, row in made.items()} == target
    assert made["2582"].damping.limits == (None, None)


def test_kronor_per_inhabitant_and_a_unit():
    start, target = {"2580": 10_000, "2582": 10_000}, {"2580": 15_000, "2582": 5_000}
    a_head = Bound(Per.A_HEAD, Fraction(2), {"2580": 777, "2582": 100})
    made = rows(chain(start, target, rule(rise=a_head, unit=100), 1), 2021)

    assert {who: row.amount for who, row in made.items()} == {"2580": 11_500, "2582": 8_500}
    assert made["2580"].damping.limits.most == 11_500


def test_what_follows_a_damped_service_follows_its_damped_amounts():
    start, target = {"2580": 100, "2582": 100}, {"2580": 200, "2582": 0}
    both = dict.fromkeys(start, WHOLE_YEAR)
    damping = rule(rise=percent(20))
    same = Part(ProportionsOf("som drift", Node("drift", 2021)))
    follower = Plan(Node("annan", 2021), (SharedCost("Annan", Fraction(1_000), (same,), both),))
    target["2582"], target["2580"] = 50, 150

    outcome = allocate([plan(2020, start), plan(2021, target, damping), follower])

    assert outcome.done[Node("annan", 2021)].amounts == {"2580": 600, "2582": 400}


def test_a_fee_paid_once_is_beside_what_is_damped():
    def with_fee(year, amounts, fees, damping=None):
        made = plan(year, amounts, damping)
        taking = dict.fromkeys(fees, WHOLE_YEAR)
        fee = Charges("Start", "start", {w: Charge(1, kr) for w, kr in fees.items()}, taking)
        return made._replace(items=(*made.items, fee._replace(once=True)))

    first = with_fee(2020, {"2580": 100, "2582": 100}, {"2580": 5_000})
    second = with_fee(2021, {"2580": 130, "2582": 70}, {"2582": 700}, rule(rise=percent(10)))
    made = rows(allocate([first, second]), 2021)

    assert {who: row.amount for who, row in made.items()} == {"2580": 110, "2582": 790}
    assert made["2580"].damping.paid == 100
    assert made["2582"].lasting == 90


@pytest.mark.parametrize("of", ["service", "receiver"])
@pytest.mark.parametrize("year", [2020, 2021])
def test_a_part_of_a_year_is_not_compared(year, of):
    amounts = {"2580": 1_200, "2582": 1_200}
    plans = [plan(2020, amounts), plan(2021, amounts, rule(rise=percent(10)))]
    half = Months(7, 12)
    (item,) = plans[year - 2020].items
    if of == "service":
        item = item._replace(participation=dict.fromkeys(amounts, half))
        plans[year - 2020] = plans[year - 2020]._replace(items=(item,), months=half)
    else:
        item = item._replace(participation={"2580": WHOLE_YEAR, "2582": half})
        plans[year - 2020] = plans[year - 2020]._replace(items=(item,))

    (failure,) = allocate(plans).failures

    assert failure.node.year == 2021
    assert (failure.error.code, failure.error.field) == ("EK322", "dampning")
    assert failure.error.receivers == (() if of == "service" else ("2582",))
    assert str(year + 2) in failure.error.remedy


def test_part_of_the_year_before_means_nothing_of_who_is_gone():
    gone = plan(2020, {"2580": 1_200, "2582": 1_200})
    (item,) = gone.items
    months = {"2580": WHOLE_YEAR, "2582": Months(1, 6)}
    gone = gone._replace(items=(item._replace(participation=months),))

    outcome = allocate([gone, plan(2021, {"2580": 1_300}, rule(rise=percent(10)))])

    assert not outcome.failures


@pytest.mark.parametrize("refunded", [2020, 2021])
def test_refunds_are_not_damped(refunded):
    amounts = {year: {"2580": 100, "2582": 100} for year in (2020, 2021)}
    amounts[refunded]["2582"] = -100
    plans = [plan(2020, amounts[2020]), plan(2021, amounts[2021], rule(rise=percent(10)))]

    (failure,) = allocate(plans).failures

    assert (failure.error.code, failure.error.receivers) == ("EK321", ("2582",))
    assert "ta bort dampning" in failure.error.remedy


def test_what_is_rounded_with_others_is_not_damped():
    together = Rounding(1, Method.NEAREST, together=True)
    weights = Part(Weights("lika", {"2580": 1, "2582": 1}))
    both = {"2580": WHOLE_YEAR, "2582": WHOLE_YEAR}
    cost = SharedCost("Drift", Fraction(100), (weights,), both)
    damping = Damping(Node("drift", 2020), rule(rise=percent(10)))
    damped = Plan(Node("drift", 2021), (cost,), together, damping=damping)

    (failure,) = allocate([plan(2020, {"2580": 50, "2582": 50}), damped]).failures

    assert failure.error.code == "EK323"


def test_a_remedy_has_been_tried():
    start, target = {"2580": 100_000, "2582": 100_000}, {"2580": 105_000, "2582": 111_000}
    (failure,) = chain(start, target, rule(rise=percent(1)), 1).failures

    assert "hogst_procent = 8" in failure.error.remedy
    assert not chain(start, target, rule(rise=percent(8)), 1).failures
    assert chain(start, target, rule(rise=percent(7)), 1).failures


def test_a_remedy_in_kronor_may_be_large():
    start, target = {"2580": 1_000_000, "2582": 1_000_000}, {"2580": 1_500_000, "2582": 1_700_000}
    narrow = Bound(Per.KRONOR, Fraction(10))
    (failure,) = chain(start, target, rule(rise=narrow), 1).failures

    assert failure.error.remedy == "ändra dämpningen: hogst_kr = 600000"
