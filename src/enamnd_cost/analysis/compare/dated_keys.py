"""Keys that count something at a date: what stands for them on the other side of a comparison."""

from __future__ import annotations

from enamnd_cost.engine.plan import Basis, Item, Plan, SharedCost, Weights


def of_another_date(key: Weights, plan: Plan, n: int, rank: int) -> Weights | None:
    """Give what a key counts (inhabitants, a measure) as another plan does, at its date."""
    what = key.basis, key.of
    if key.basis in (Basis.POPULATION, Basis.DATED):
        return dated_key(plan, n, what, rank)
    return None


def dated_key(plan: Plan, n: int, what: tuple[Basis, str], rank: int = 0) -> Weights | None:
    """Give ``what`` a plan's item goes by, else the first such that any of its items does.

    Of several in an item (a date, and the mean of some years) it is the one of that ``rank``.
    """
    for item in (*plan.items[n : n + 1], *plan.items):
        if found := _each_dated(item, what):
            return found[min(rank, len(found) - 1)]
    return None


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
