"""A service's costs shared exactly, and then rounded: on its own, or with other services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import NamedTuple

from enamnd_cost.engine.balance import added
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limiting import limited
from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months, spans
from enamnd_cost.engine.plan import Charges, Node, Plan, SharedCost
from enamnd_cost.engine.result import CostStep, Done, RoundingStep, Step, Together
from enamnd_cost.engine.rounding import Method, Receiver, nearest, round_shares
from enamnd_cost.engine.shares import cost_of, shares_of
from enamnd_cost.engine.two_way import round_table
from enamnd_cost.swedish import decimal, number, units

Shares = dict[Receiver, Fraction]
Roundings = Mapping[Receiver, list[RoundingStep]]


class Shared(NamedTuple):
    """A plan whose costs are shared, and not yet rounded: for each span of months, and for all.

    ``year`` is everything, ``to_round`` what of it is to be rounded: all but the ``fees`` that are
    paid once. Those are in whole kronor, and say nothing of who is to pay and who is refunded.
    """

    plan: Plan
    costs: tuple[CostStep, ...]
    steps: Mapping[Receiver, list[Step]]
    by_span: Mapping[Months, Shares]
    to_round: Shares
    fees: Shares
    year: Shares


def share(plan: Plan, done: Done) -> Shared:
    """Share every item over every span of months, exactly.

    ``done`` must hold what the plan builds on. Raises ``AllocationError`` for what has nobody to
    pay it, or cannot be rounded as the plan says.
    """
    costs = [cost_of(item, plan.months, done) for item in plan.items]
    once = {item.name for item in plan.items if isinstance(item, Charges) and item.once}
    steps: dict[Receiver, list[Step]] = defaultdict(list)
    by_span: dict[Months, Shares] = {}
    fees: Shares = {}
    for months in spans((item.participation for item in plan.items), plan.months):
        exact = by_span[months] = {}
        for receiver, step in _of_span(plan, costs, months, done):
            steps[receiver].append(step)
            into = fees if step.item in once else exact
            before = into.get(receiver)
            into[receiver] = step.exact if before is None else before + step.exact
    if plan.rounding.together:
        _refuse_together(plan, sum(_whole(fees).values()))
    elif plan.rounding.monthly:
        _refuse_odd_month(plan)
    else:
        _refuse_odd_part(plan)
    shared, to_round = tuple(cost for cost in costs if cost), added(by_span.values())
    return Shared(plan, shared, steps, by_span, to_round, fees, added([to_round, fees]))


def _of_span(
    plan: Plan, costs: Sequence[CostStep | None], months: Months, done: Done
) -> Iterator[tuple[Receiver, Step]]:
    """Share every item over one span of months, and hold each within its limits."""
    of_items: dict[str, dict[Receiver, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for item, cost in zip(plan.items, costs, strict=True):
        for receiver, step in shares_of(item, cost, months, plan.months, done):
            if plan.limits:
                of_items[item.name][receiver].append(step)
            yield receiver, step
    if plan.limits:
        yield from limited(plan, of_items, months)


def _whole(fees: Shares) -> dict[Receiver, int]:
    """Give the fees in whole kronor: of a rate or half a fee, the nearest."""
    return {who: nearest(fee) for who, fee in fees.items()}


def _refuse_together(plan: Plan, fees: int) -> None:
    """Refuse what rounding in two ways cannot keep to: a month's units, damping, an odd total."""
    if plan.damping:
        raise AllocationError(
            "EK323",
            "tjänsten är dämpad, så dess belopp kan inte också avrundas tillsammans med de andra "
            "tjänsternas",
            remedy="ta bort dampning, eller avrunda budgeten utan tvavagsavrundning",
            field="dampning",
        )
    if plan.rounding.monthly:
        raise AllocationError(
            "EK313",
            "tjänsten avrundas per månad, men tvåvägs avrundas årets belopp, tillsammans med de "
            "andra tjänsternas",
            remedy='ta bort per = "manad", eller avrunda budgeten utan tvavagsavrundning',
            field="avrundning",
        )
    total = plan.stated_total
    if total is not None and (_handed_out(total, plan.months) - fees) % plan.rounding.unit:
        raise AllocationError(
            "EK314",
            f"belopp är {_total_in_words(total, plan.months)}, men tvåvägs delas det ut i "
            f"{units(plan.rounding.unit)}, tillsammans med de andra tjänsternas",
            remedy=f"ange ett belopp som är jämnt delbart med {_even(plan)}, eller en mindre enhet "
            "i tvavagsavrundning",
            field="belopp",
        )


def _refuse_odd_part(plan: Plan) -> None:
    """Refuse a total of which the months' part cannot be handed out in whole units."""
    rule, total = plan.rounding, plan.stated_total
    if total is None or rule.method is not Method.LARGEST_REMAINDER:
        return
    whole = plan.months.length == MONTHS_A_YEAR
    if not whole and _handed_out(total, plan.months) % rule.unit:
        raise AllocationError(
            "EK301",
            f"belopp är {_total_in_words(total, plan.months)}, som inte går att dela ut i "
            f"{units(rule.unit)}",
            remedy=f"ange ett belopp som är jämnt delbart med {_even(plan)}, eller byt belopp mot "
            f"underlag = {total:_} med avrundning = {{ till = {rule.unit:_}, "
            'metod = "narmast" }',
            field="belopp",
        )


def _refuse_odd_month(plan: Plan) -> None:
    """Refuse a total of which a month's part cannot be handed out in whole units."""
    total, unit = plan.stated_total, plan.rounding.unit
    handed_out = plan.rounding.method is Method.LARGEST_REMAINDER and any(
        isinstance(item, SharedCost) and item.cost == total for item in plan.items
    )
    if handed_out and total is not None and total % (unit * MONTHS_A_YEAR):
        raise AllocationError(
            "EK301",
            f"belopp är {number(total)} kr, som inte går att dela ut månad för månad i "
            f"{units(unit)}",
            remedy=f"ange ett belopp som är jämnt delbart med {number(unit * MONTHS_A_YEAR)}, "
            'eller ta bort per = "manad"',
            field="belopp",
        )


def _handed_out(total: int, months: Months) -> Fraction:
    """Give the months' part of the total that is to be handed out, in kronor."""
    return Fraction(total * months.length, MONTHS_A_YEAR)


def _total_in_words(total: int, months: Months) -> str:
    said = f"{number(total)} kr"
    if months.length == MONTHS_A_YEAR:
        return said
    return f"{said}, varav {decimal(_handed_out(total, months), 2)} kr för {months.name}"


def _even(plan: Plan) -> str:
    """Give what a year's total is to be a multiple of, for its months' part to be whole units."""
    unit = plan.rounding.unit * MONTHS_A_YEAR
    return number(unit // gcd(unit, plan.months.length))


def round_alone(shared: Shared) -> Roundings:
    """Round the sum of all months, or one of each span and take it as many times as it has."""
    rounding = shared.plan.rounding
    turns = [(shared.plan.months, 1, shared.to_round)]
    if rounding.monthly:
        turns = [
            (months, months.length, {who: share / months.length for who, share in exact.items()})
            for months, exact in shared.by_span.items()
        ]
    roundings: dict[Receiver, list[RoundingStep]] = defaultdict(list)
    for months, times, shares in turns:
        for receiver, rounded in round_shares(shares, rounding.unit, rounding.method).items():
            roundings[receiver].append(RoundingStep(months, times, rounded))
    return _with_fees(roundings, shared)


def _with_fees(roundings: Roundings, shared: Shared) -> Roundings:
    """Add what is paid once, in whole kronor: the unit is that of what is paid each year."""
    fees = {
        who: [RoundingStep(shared.plan.months, 1, rounded, once=True)]
        for who, rounded in round_shares(shared.fees, 1, Method.NEAREST).items()
    }
    return {who: [*roundings.get(who, []), *fees.get(who, [])] for who in shared.year}


def round_together(batch: Sequence[Shared]) -> dict[Node, Roundings]:
    """Round the year's sums of all the services as one table, to the unit that they share."""
    unit = batch[0].plan.rounding.unit
    table = round_table({shared.plan.node.service: shared.to_round for shared in batch}, unit)
    exact = added(shared.to_round for shared in batch)
    amounts = added({who: r.amount for who, r in cells.items()} for cells in table.values())
    sums = {
        who: Together(tuple(name for name in table if who in table[name]), kr, amounts[who])
        for who, kr in exact.items()
    }
    return {
        each.plan.node: _with_fees(
            {
                who: [RoundingStep(each.plan.months, 1, rounded, sums[who])]
                for who, rounded in table[each.plan.node.service].items()
            },
            each,
        )
        for each in batch
    }
