"""Phasing in: the laws of one year's step, and that steps lead where they should."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.phasing import Limits, step

CODES = ["2506", "2505", "2582", "2523", "2583", "2510", "2514"]
UNITS = st.sampled_from([1, 10, 100])


@st.composite
def situations(draw):
    """What was paid, what is asked for, and limits around what was paid."""
    unit = draw(UNITS)
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    amount = st.integers(0, 5_000).map(lambda n: n * unit)
    paid = {code: draw(amount) for code in codes}
    target = {code: draw(amount) for code in codes}
    share = st.integers(0, 40)
    limits = {}
    for code in codes:
        up, down = draw(st.none() | share), draw(st.none() | share)
        least = None if down is None else -(-paid[code] * (100 - down) // (100 * unit)) * unit
        most = None if up is None else paid[code] * (100 + up) // (100 * unit) * unit
        limits[code] = Limits(least, most)
    return target, limits, unit


def stepped(target, limits, unit):
    try:
        return step(target, limits, unit)
    except AllocationError:
        return None


@given(situations())
def test_the_sum_is_kept_in_whole_units(situation):
    target, limits, unit = situation
    amounts = stepped(target, limits, unit)
    assume(amounts is not None)

    assert sum(amounts.values()) == sum(target.values())
    assert all(amount % unit == 0 for amount in amounts.values())


@given(situations())
def test_nobody_passes_a_limit_and_who_is_out_pays_nothing(situation):
    target, limits, unit = situation
    amounts = stepped(target, limits, unit)
    assume(amounts is not None)

    for code, amount in amounts.items():
        if not target[code]:
            assert amount == 0
            continue
        least, most = limits[code]
        assert amount >= (least or 0)
        assert most is None or amount <= most


@given(situations())
def test_it_is_refused_only_where_no_amounts_would_do(situation):
    target, limits, unit = situation
    paying = [code for code in target if target[code]]
    total = sum(target.values())
    least = sum(limits[code].least or 0 for code in paying)
    most = [limits[code].most for code in paying]
    possible = least <= total and (None in most or sum(most) >= total)

    assert (stepped(target, limits, unit) is not None) == possible


@given(situations(), st.randoms())
def test_the_order_of_receivers_never_matters(situation, chance):
    target, limits, unit = situation
    codes = list(target)
    chance.shuffle(codes)

    again = stepped({code: target[code] for code in codes}, limits, unit)

    assert again == stepped(target, limits, unit)


@given(situations())
def test_without_limits_the_target_is_reached_at_once(situation):
    target, _, unit = situation

    assert step(target, {}, unit) == target


@given(situations())
def test_who_is_not_held_back_carries_in_proportion(situation):
    """Of two that are both strictly within their limits, amounts are as targets, to the unit."""
    target, limits, unit = situation
    amounts = stepped(target, limits, unit)
    assume(amounts is not None)
    free = [
        code
        for code, amount in amounts.items()
        if target[code]
        and amount - unit > (limits[code].least or 0)
        and (limits[code].most is None or amount + unit < limits[code].most)
    ]

    for one in free:
        for other in free:
            # amount/target is the same but for less than a unit in each amount
            gap = amounts[one] * target[other] - amounts[other] * target[one]
            assert abs(gap) < unit * (target[one] + target[other])


@given(situations())
def test_year_by_year_a_cap_leads_to_the_target(situation):
    target, _, unit = situation
    assume(all(target.values()))
    total = sum(target.values())
    codes = sorted(target)
    even, odd = divmod(total // unit, len(codes))
    paid = {code: (even + (n < odd)) * unit for n, code in enumerate(codes)}
    assume(all(kr >= 20 * unit for kr in paid.values()))

    for _ in range(200):
        if paid == target:
            break
        caps = {code: Limits(most=kr * 110 // (100 * unit) * unit) for code, kr in paid.items()}
        paid = step(target, caps, unit)

    assert paid == target


def test_a_refund_is_not_phased_in():
    with pytest.raises(AllocationError) as refused:
        step({"2582": 100, "2580": -50}, {})

    assert (refused.value.code, refused.value.receivers) == ("EK311", ("2580",))


@given(situations())
def test_limits_that_add_up_to_exactly_the_sum_leave_one_answer(situation):
    """The narrowest limits that can be met: each pays its limit, whichever side it is on."""
    target, _, unit = situation
    paying = [code for code in target if target[code]]
    assume(len(paying) > 1)
    first, last = paying[0], paying[-1]
    moved = min(unit, target[last])
    wanted = {**target, first: target[first] + moved, last: target[last] - moved}

    least = step(target, {code: Limits(least=wanted[code]) for code in paying}, unit)
    most = step(target, {code: Limits(most=wanted[code]) for code in paying}, unit)

    assert least == most == wanted
