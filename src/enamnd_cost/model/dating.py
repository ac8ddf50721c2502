"""The dates of the measures that a period goes by, and the same period by measures of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.keys import remeasured


def measure_dates(period: Period) -> frozenset[tuple[str, dt.date]]:
    """Give the measures that a period, or an item of it, goes by at a date: each id and date.

    >>> key = {"matt": "elever", "datum": dt.date(2023, 10, 15)}
    >>> period = Period(fran=2024, underlag=900, fordelning=key)
    >>> measure_dates(period)
    frozenset({('elever', datetime.date(2023, 10, 15))})
    """
    named = (each for split in period.splits for each in split.measures)
    return frozenset((each.name, each.date) for each in named if each.date)


def measured(period: Period, change: Callable[[dt.date], dt.date]) -> Period:
    """Change the date of every dated measure that a period goes by, and nothing else."""
    if not measure_dates(period):
        return period
    own = period.fordelning and remeasured(period.fordelning, change)
    posts = [
        post.model_copy(update={"fordelning": remeasured(post.fordelning, change)})
        for post in period.post
    ]
    return period.model_copy(update={"fordelning": own, "post": posts})


def by_dates(period: Period) -> list[str]:
    """Say in Swedish which dates a period goes by: those of populations, and of measures by id."""
    dates = ", ".join(map(str, sorted(period.population_dates)))
    people = [f"folkmängd {dates}"] if dates else []
    return [*people, *(f"mätningen {name} {date}" for name, date in sorted(measure_dates(period)))]
