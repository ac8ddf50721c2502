"""The cost items of two sides of a comparison: what each is paid by, and what it costs on which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from enamnd_cost.engine.exact import share
from enamnd_cost.engine.participation import (
    MONTHS_A_YEAR,
    WHOLE_YEAR,
    Months,
    Participation,
    stretched,
)
from enamnd_cost.engine.plan import (
    Charge,
    Charges,
    Item,
    Node,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
)
from enamnd_cost.engine.result import Done, ServiceAllocation
from enamnd_cost.engine.rounding import Receiver

Pair = tuple[ServiceAllocation, ServiceAllocation]


def all_year(side: ServiceAllocation, done: Done) -> ServiceAllocation:
    """Take a service that was there for part of a year as though it had been there all of it.

    How long it was there is a matter of what it cost.
    """
    months = side.plan.months
    if months == WHOLE_YEAR:
        return side
    items = tuple(
        item._replace(participation=stretched(item.participation, months))
        for item in side.plan.items
    )
    plan = side.plan._replace(items=items, months=WHOLE_YEAR)
    exact = share(plan, done).year
    rows = {who: row._replace(exact=exact[who]) for who, row in side.rows.items()}
    return side._replace(plan=plan, rows=rows, cost=side.level)


def kronor(item: Charges) -> dict[Receiver, int | Fraction]:
    """Give what each is charged for a whole year, in kronor."""
    return {who: item.kronor(who) for who in item.charges}


def taking_part(plan: Plan) -> set[Receiver]:
    """Name everybody who takes part in any item."""
    return {who for item in plan.items for who in item.participation}


def counterpart(plan: Plan, item: Item, other: Plan) -> int | None:
    """Find the item of another plan that is the same as one of this: by name, or the only one.

    Of several items of one name it is the one that comes as far down among them.
    """
    if len(plan.items) == len(other.items) == 1:
        return 0
    here = [each for each in plan.items if each.name == item.name]
    there = [n for n, each in enumerate(other.items) if each.name == item.name]
    before = next((n for n, each in enumerate(here) if each is item), 0)
    return there[before] if before < len(there) else None


def proportions_of(item: Item) -> Iterator[Node]:
    """Name the allocations in whose proportions an item is paid."""
    if isinstance(item, UpratedAmounts):
        yield item.source
    if isinstance(item, SharedCost):
        yield from (part.key.source for part in item.parts if isinstance(part.key, ProportionsOf))


def charged(
    name: str, amounts: Mapping[Receiver, int | Fraction], participation: Participation
) -> Charges:
    """Make amounts an item of their own; they may be of both signs, as proportions may not."""
    charges = {who: Charge(1, kr) for who, kr in amounts.items()}
    return Charges(name, name, charges, participation, by_month=True)


def merged(plan: Plan) -> Participation:
    """Give everybody who takes part in any item, for the longest time."""
    merged: dict[Receiver, Months] = {}
    for item in plan.items:
        for who, months in item.participation.items():
            merged[who] = max(merged.get(who, months), months, key=lambda span: span.length)
    return merged


def priced(sides: Pair, side: int, cost: int) -> list[Item]:
    """Give the items of a side at the cost of either side, where the other has the same items.

    Each pays what is charged for it alone; the items that share a cost carry the rest of the whole,
    in proportion to what they cost on the side whose cost it is.
    """
    base, other = sides[side], sides[cost]
    items, costs = list(base.plan.items), _costs(base)
    if cost != side and len(items) > 1:
        theirs = _costs(other)
        for n, item in enumerate(base.plan.items):
            place = counterpart(base.plan, item, other.plan)
            if place is None:
                continue
            twin = other.plan.items[place]
            if isinstance(item, SharedCost):
                costs[n] = theirs.get(place, costs[n])
            elif isinstance(item, Charges) and isinstance(twin, Charges):
                charges = {who: twin.charges.get(who, own) for who, own in item.charges.items()}
                items[n] = item._replace(charges=charges, factors=twin.factors)
        if whole := sum(costs.values()):
            rest = other.cost - sum(_in_all(item) for item in items if isinstance(item, Charges))
            costs = {n: kr * rest / whole for n, kr in costs.items()}
    return [
        item._replace(cost=costs[n]) if isinstance(item, SharedCost) else item
        for n, item in enumerate(items)
    ]


def _costs(side: ServiceAllocation) -> dict[int, Fraction]:
    """Give what each item that shares a cost costs, uprated or not, by its place."""
    shared = (n for n, item in enumerate(side.plan.items) if isinstance(item, SharedCost))
    return {n: step.cost for n, step in zip(shared, side.costs, strict=True)}


def _in_all(item: Charges) -> Fraction:
    """Add up what those who take part are charged in the year."""
    spans = (
        (kr, item.participation[who].length)
        for who, kr in kronor(item).items()
        if who in item.participation
    )
    return sum(
        (
            Fraction(kr) * (Fraction(months, MONTHS_A_YEAR) if item.by_month else 1)
            for kr, months in spans
        ),
        Fraction(0),
    )
