"""Keys that count something at a date: what stands for them on the other side of a comparison."""

from __future__ import annotations

from enamnd_cost.engine.plan import Basis, Item, Plan, ProportionsOf, SharedCost, Weights

Key = Weights | ProportionsOf


def of_another_date(key: Weights, plan: Plan, n: int, rank: int) -> Weights | None:
    """Give what a key counts (inhabitants, a measure) as another plan does, at its date.

    It is that of the plan's ``n``-th item, else of the first that counts it. Of several in an item
    (a date, and the mean of some years) it is the one of that ``rank``.
    """
    what = key.basis, key.of
    if key.basis not in (Basis.POPULATION, Basis.DATED):
        return None
    for item in (*plan.items[n : n + 1], *plan.items):
        if found := _each_dated(item, what):
            return found[min(rank, len(found) - 1)]
    return None


def at_dates_of(other: Plan | None, plan: Plan, key: Key) -> Key:
    """Give a plan's key as another plan has it at its dates, where that counts the same."""
    if other is None or not isinstance(key, Weights):
        return key
    return of_another_date(key, other, 0, rank_of(plan, key)) or key


def _each_dated(item: Item, what: tuple[Basis, str]) -> list[Weights]:
    keys = [part.key for part in item.parts] if isinstance(item, SharedCost) else []
    return [key for key in keys if isinstance(key, Weights) and (key.basis, key.of) == what]


def rank_of(plan: Plan, key: Weights) -> int:
    """Say which of those that count the same in its item a key is, from 0."""
    what = key.basis, key.of
    found = (
        rank
        for item in plan.items
        for rank, each in enumerate(_each_dated(item, what))
        if each is key
    )
    return next(found, 0)
