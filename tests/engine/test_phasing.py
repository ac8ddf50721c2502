"""Phasing in: the laws of one year's step, and that steps lead where they should."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import Bounds
from enamnd_cost.engine.phasing import step, waiting

CODES = ["2506", "2505", "2582", "2523", "2583", "2510", "2514"]
UNITS = st.sampled_from([1, 10, 50, 100])


@st.composite
def situations(draw, *, same_sum=False):
    """What was paid, what is asked for, and limits around what was paid; nothing is a newcomer's.

    Whoever paid nothing has no limit, as in a scenario, and whoever is to pay nothing has left.
    """
    unit = draw(UNITS)
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    amount = st.integers(0, 5_000).map(lambda n: n * unit)
    paid = {code: draw(amount) for code in codes}
    target = {code: draw(amount) for code in codes}
    if same_sum:
        target[codes[-1]] += sum(paid.values()) - sum(target.values())
        assume(target[codes[-1]] >= 0)
    share = st.integers(0, 40)
    limits = {}
    for code in codes:
        up, down = draw(st.none() | share), draw(st.none() | share)
        least = None if down is None else -(-paid[code] * (100 - down) // (100 * unit)) * unit
        most = None if up is None else paid[code] * (100 + up) // (100 * unit) * unit
        if paid[code]:
            limits[code] = Bounds(least, most)
    return paid, target, limits, unit


def stepped(paid, target, limits, unit, **how):
    try:
        return step(paid, target, limits, unit, **how)
    except AllocationError:
        return None


EITHER = pytest.mark.parametrize("either_way", [False, True])


@EITHER
@given(situations())
def test_the_sum_is_kept_in_whole_units(either_way, situation):
    _, target, _, unit = situation
    amounts = stepped(*situation, either_way=either_way)
    assume(amounts is not None)

    assert sum(amounts.values()) == sum(target.values())
    assert all(amount % unit == 0 for amount in amounts.values())


@EITHER
@given(situations())
def test_nobody_passes_a_limit_and_who_is_out_pays_nothing(either_way, situation):
    _, target, limits, _ = situation
    amounts = stepped(*situation, either_way=either_way)
    assume(amounts is not None)

    for code, amount in amounts.items():
        if not target[code]:
            assert amount == 0
        elif code in limits:
            assert limits[code].hold(amount)


@given(situations())
def test_nobody_is_moved_past_its_old_amount_in_the_wrong_direction(situation):
    paid, target, _, _ = situation
    amounts = stepped(*situation)
    assume(amounts is not None)

    for code, amount in amounts.items():
        if target[code] > paid[code]:
            assert amount >= paid[code]
        elif target[code] < paid[code]:
            assert amount <= paid[code]
        else:
            assert amount == target[code]


@given(situations(same_sum=True))
def test_where_the_sum_is_the_same_each_pays_between_its_old_amount_and_its_new(situation):
    paid, target, _, _ = situation
    assume(all(target.values()))  # what somebody leaves behind, others must take up
    amounts = stepped(*situation)
    assert amounts is not None  # and it can always be done

    for code, amount in amounts.items():
        assert min(paid[code], target[code]) <= amount <= max(paid[code], target[code])


@given(situations())
def test_it_is_refused_only_where_no_amounts_would_do(situation):
    paid, target, limits, _ = situation
    staying = [code for code in target if target[code]]
    total = sum(target.values())
    least = most = 0
    for code in staying:
        own, before, now = limits.get(code, Bounds()), paid[code], target[code]
        least += before if now >= before else own.floor
        highest = total if own.most is None else own.most
        most += highest if now > before else before

    assert (stepped(*situation) is not None) == (least <= total <= most)


@given(situations())
def test_nobody_waits_longer_than_the_others_make_it(situation):
    """All who are to pay more have come as far as they may, or all who are to pay less."""
    paid, target, limits, _ = situation
    amounts = stepped(*situation)
    assume(amounts is not None)

    def short(code):
        own = limits.get(code, Bounds())
        up = target[code] > paid[code]
        end = min(target[code], target[code] if own.most is None else own.most)
        return amounts[code] < end if up else amounts[code] > max(target[code], own.floor)

    behind = [code for code in target if target[code] and short(code)]
    assert len({target[code] > paid[code] for code in behind}) <= 1


@given(situations())
def test_those_who_wait_do_so_with_the_same_part_of_their_own_change(situation):
    """Of two that are strictly between their ends, to less than a unit in each amount."""
    paid, target, limits, unit = situation
    amounts = stepped(*situation)
    assume(amounts is not None)
    waits = waiting(paid, target, limits, amounts).waits
    free = [code for code in waits if unit < abs(amounts[code] - paid[code])]

    for one in free:
        for other in free:
            parts = [
                Fraction(amounts[code] - target[code], paid[code] - target[code])
                for code in (one, other)
            ]
            smallest = min(abs(paid[code] - target[code]) for code in (one, other))
            assert abs(parts[0] - parts[1]) < Fraction(2 * unit, smallest)


@given(situations())
def test_who_has_not_come_to_its_new_amount_is_told_once_and_why(situation):
    paid, target, limits, _ = situation
    amounts = stepped(*situation)
    assume(amounts is not None)
    told = waiting(paid, target, limits, amounts)

    every = [code for codes in told for code in codes]
    assert sorted(every) == sorted(code for code in target if amounts[code] != target[code])
    for code in told.held:
        assert amounts[code] in limits[code]
    for code in told.waits:
        ends = sorted([paid[code], target[code]])
        assert ends[0] <= amounts[code] <= ends[1]


@EITHER
@given(situations(), st.randoms())
def test_the_order_of_receivers_never_matters(either_way, situation, chance):
    paid, target, limits, unit = situation
    codes = list(target)
    chance.shuffle(codes)

    shuffled = {code: target[code] for code in codes}
    again = stepped(paid, shuffled, limits, unit, either_way=either_way)

    assert again == stepped(*situation, either_way=either_way)


@given(situations())
def test_without_limits_the_target_is_reached_at_once(situation):
    paid, target, _, unit = situation

    assert step(paid, target, {}, unit) == target


@given(situations(), st.integers(1, 40))
def test_year_by_year_a_cap_leads_to_the_target_and_never_back(situation, percent):
    paid, target, _, unit = situation
    assume(all(target.values()))
    total = sum(target.values())
    codes = sorted(target)
    even, odd = divmod(total // unit, len(codes))
    paid = {code: (even + (n < odd)) * unit for n, code in enumerate(codes)}
    assume(all(kr * percent >= 100 * unit for kr in paid.values()))

    for _ in range(2_000):
        if paid == target:
            break
        caps = {
            code: Bounds(most=kr * (100 + percent) // (100 * unit) * unit)
            for code, kr in paid.items()
        }
        before, paid = paid, step(paid, target, caps, unit)
        for code, kr in paid.items():
            assert abs(target[code] - kr) <= abs(target[code] - before[code])

    assert paid == target


def test_a_refund_is_not_phased_in():
    with pytest.raises(AllocationError) as refused:
        step({"2582": 100, "2580": 0}, {"2582": 100, "2580": -50}, {})

    assert (refused.value.code, refused.value.receivers) == ("EK311", ("2580",))


def test_amounts_that_are_no_whole_units_are_not_pressed_past_themselves():
    """From 150 towards 180 there are no whole hundreds: to pay 100 or 200 would be past an end."""
    paid, target = {"2582": 150, "2580": 1_050}, {"2582": 180, "2580": 1_020}
    with pytest.raises(AllocationError) as refused:
        step(paid, target, {"2582": Bounds(most=170)}, 100)

    assert (refused.value.code, refused.value.receivers) == ("EK311", ("2582", "2580"))


def test_a_newcomer_pays_its_amount_at_once_and_those_it_relieves_come_down():
    paid, target = {"2582": 600, "2580": 400}, {"2582": 500, "2580": 300, "2505": 200}

    assert step(paid, target, {"2582": Bounds(most=610)}) == target
    slowly = {code: Bounds(least=kr - 50) for code, kr in paid.items()}
    # They may not come down by more than 50 each, so it is not asked for more than 100.
    assert step(paid, target, slowly) == {"2582": 550, "2580": 350, "2505": 100}


def test_what_one_leaves_is_taken_up_by_those_who_are_not_held():
    paid = {"2582": 600, "2580": 400, "2505": 200}
    target = {"2582": 700, "2580": 500, "2505": 0}

    amounts = step(paid, target, {"2582": Bounds(most=630)})

    assert amounts == {"2582": 630, "2580": 570, "2505": 0}


# Either way: what the file may ask for


@given(situations())
def test_either_way_is_refused_only_where_no_amounts_would_do(situation):
    _, target, limits, _ = situation
    paying = [code for code in target if target[code]]
    total = sum(target.values())
    own = [limits.get(code, Bounds()) for code in paying]
    most = [each.most for each in own]
    possible = sum(each.floor for each in own) <= total and (None in most or sum(most) >= total)

    assert (stepped(*situation, either_way=True) is not None) == possible


@given(situations())
def test_either_way_who_is_not_held_back_carries_in_proportion(situation):
    """Of two that are both strictly within their limits, amounts are as targets, to the unit."""
    _, target, limits, unit = situation
    amounts = stepped(*situation, either_way=True)
    assume(amounts is not None)
    free = [
        code
        for code, amount in amounts.items()
        if target[code]
        and amount - unit > (own := limits.get(code, Bounds())).floor
        and (own.most is None or amount + unit < own.most)
    ]

    for one in free:
        for other in free:
            # amount/target is the same but for less than a unit in each amount
            gap = amounts[one] * target[other] - amounts[other] * target[one]
            assert abs(gap) < unit * (target[one] + target[other])


@given(situations())
def test_limits_that_add_up_to_exactly_the_sum_leave_one_answer(situation):
    """The narrowest limits that can be met: each pays its limit, whichever side it is on."""
    paid, target, _, unit = situation
    paying = [code for code in target if target[code]]
    assume(len(paying) > 1)
    first, last = paying[0], paying[-1]
    moved = min(unit, target[last])
    wanted = {**target, first: target[first] + moved, last: target[last] - moved}

    for limits in (
        {code: Bounds(least=wanted[code]) for code in paying},
        {code: Bounds(most=wanted[code]) for code in paying},
    ):
        assert step(paid, target, limits, unit, either_way=True) == wanted
