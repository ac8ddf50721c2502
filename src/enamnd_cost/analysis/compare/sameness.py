"""Whether two sides share by the same model, whoever takes part and whatever the population is.

Amounts that were agreed or uprated one by one, and that are shared in their own proportions since
somebody came or went, are still the same model: what each bears of the whole is what it bore.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from enamnd_cost.analysis.compare.items import Pair, counterpart, kronor, taking_part
from enamnd_cost.engine.balance import added
from enamnd_cost.engine.plan import (
    Basis,
    Charges,
    Item,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Weights,
)
from enamnd_cost.engine.result import Done
from enamnd_cost.engine.rounding import Receiver

Amounts = Mapping[Receiver, int | Fraction]


def same_model(sides: Pair, done: tuple[Done, Done]) -> bool:
    """Tell whether each item of the one side has the same key as that of the other.

    An item that only one side has is no change of model where none of those who take part in it
    takes part in anything on the other: it went, or came, with them. Nor is it where it goes by the
    key of an item that the other side has: it is more of the same.
    """
    if sides[0].plan.limits != sides[1].plan.limits:
        return False
    if all(_alike(sides, done, n) for n in (0, 1)):
        return True
    # Several agreed amounts may have become one cost, shared in the proportions of their sums.
    before, after = (_amounts_of_all(side.plan, done[n]) for n, side in enumerate(sides))
    return bool(before and after and _proportional(before, after))


def _alike(sides: Pair, done: tuple[Done, Done], n: int) -> bool:
    plan, other = sides[n].plan, sides[1 - n].plan
    there = taking_part(other)
    for item in plan.items:
        m = counterpart(plan, item, other)
        if m is None:
            known = any(_same_rule(item, each) for each in other.items)
            if not known and there & item.participation.keys():
                return False
        elif not _same_key(item, other.items[m], done[n], done[1 - n]):
            return False
    return True


def _same_key(one: Item, two: Item, done: Done, others: Done) -> bool:
    """Tell whether two items go by the same rule, or by amounts in the same proportions.

    That is so only where all that take part in both count as the same.
    """
    if isinstance(one, SharedCost) and isinstance(two, SharedCost):
        both = one.participation.keys() & two.participation.keys()
        if any(one.counted.get(who, 1) != two.counted.get(who, 1) for who in both):
            return False
        if len(one.parts) > 1 and _same_parts(one, two):
            return True
    if _same_rule(one, two):
        return True
    amounts, other = _amounts(one, done), _amounts(two, others)
    return amounts is not None and other is not None and _proportional(amounts, other)


def _same_parts(one: SharedCost, two: SharedCost) -> bool:
    """Tell whether two items have the same parts, each by the same rule or proportions."""
    if len(one.parts) != len(two.parts):
        return False
    whole, other = (sum(part.proportion for part in item.parts) for item in (one, two))
    alone = [
        tuple(item._replace(parts=(part,)) for item, part in ((one, here), (two, there)))
        for here, there in zip(one.parts, two.parts, strict=True)
    ]
    return all(
        Fraction(here.proportion) / whole == Fraction(there.proportion) / other
        for here, there in zip(one.parts, two.parts, strict=True)
    ) and all(_same_key(here, there, {}, {}) for here, there in alone)


def _same_rule(one: Item, two: Item) -> bool:
    rule = _rule(one)
    return rule is not None and rule == _rule(two)


def _rule(item: Item) -> list[tuple[Node | tuple[Basis, str], Fraction]] | None:
    """Give the keys that an item goes by and in which proportions, unless they are listed."""
    if not isinstance(item, SharedCost):
        return None
    whole = sum(part.proportion for part in item.parts)
    keys = [part.key for part in item.parts]
    if any(key.basis is Basis.STATED for key in keys):
        return None
    names = [key.source if isinstance(key, ProportionsOf) else (key.basis, key.of) for key in keys]
    sizes = (Fraction(part.proportion, whole) for part in item.parts)
    return list(zip(names, sizes, strict=True))


def _amounts(item: Item, done: Done) -> Amounts | None:
    """Give the amounts in whose proportions an item is paid by those who take part, if by any."""
    match item:
        case Charges():
            amounts: Amounts = kronor(item)
        case UpratedAmounts():
            amounts = done[item.source].amounts
        case SharedCost(parts=(Part(key=ProportionsOf(source=source)),)):
            amounts = done[source].amounts
        case SharedCost(parts=(Part(key=Weights(weights=listed, basis=Basis.STATED)),)):
            amounts = listed
        case _:
            return None
    return {who: amounts[who] for who in item.participation if who in amounts}


def _amounts_of_all(plan: Plan, done: Done) -> Amounts | None:
    """Add up the amounts of all items, where each is kronor, or where there is only one."""
    if len(plan.items) > 1 and not all(isinstance(item, Charges) for item in plan.items):
        return None
    found = [amounts for item in plan.items if (amounts := _amounts(item, done)) is not None]
    return added({who: Fraction(kr) for who, kr in amounts.items()} for amounts in found)


def _proportional(one: Amounts, two: Amounts) -> bool:
    """Tell whether those who stand in both have the same proportions in both."""
    both = one.keys() & two.keys()
    whole, other = (sum((Fraction(each[who]) for who in both), Fraction(0)) for each in (one, two))
    if not whole or not other:
        return all(one[who] == two[who] for who in both)
    return all(one[who] * other == two[who] * whole for who in both)
