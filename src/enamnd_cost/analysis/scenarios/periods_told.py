"""How a period is split, in a few words: as it was before a scenario, and as it becomes."""

from __future__ import annotations

from collections.abc import Callable

from enamnd_cost.model.period import Period
from enamnd_cost.swedish import listing, number


def keys(period: Period | None, named: Callable[[str], str], *, costs: bool = False) -> str:
    """Tell how a period is split, with what each item costs where ``costs`` are asked for.

    ``named`` gives the name of whom a file names.
    """
    if period is None:
        return ""
    if period.post:
        return "; ".join(
            f"{post.namn}{_costing(post.underlag if costs else None)}: "
            f"{post.split.spelled(named).words(post.folkmangd or period.folkmangd)}"
            for post in period.post
        )
    if period.split:
        return period.split.spelled(named).words(period.folkmangd)
    rule = period.uppraknas
    return f"beloppen från {rule.fran} uppräknade med {rule.index}" if rule else ""


def _costing(kronor: int | None) -> str:
    return "" if kronor is None else f", {number(kronor)} kr"


def dated(period: Period | None) -> str:
    """Give the population dates that a period goes by."""
    return listing(map(str, sorted(period.population_dates))) if period else ""
