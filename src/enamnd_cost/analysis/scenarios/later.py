"""A later year of a scenario, at the base's level of cost: what is dated is moved to the base.

A scenario is laid over one year's budget, also when a later year is asked about. What the scenario
itself dates (a fee that is paid once, who is there from July, a service that ends) must then be as
it is in that later year; so its dates are moved as many years back.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.dampning import Dampning
from enamnd_cost.model.data import tjanst_file
from enamnd_cost.model.fordelning import Fordelning
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.plans import problem_of
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.references import check_references
from enamnd_cost.model.scenario import Scenario, Tjanstandring
from enamnd_cost.model.splits.agreed import Belopp
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.used import Avgift
from enamnd_cost.model.tjanst import Tjanst


def back(date: dt.date, years: int) -> dt.date:
    """Give the same day some years earlier; the last of a month stays the last.

    >>> back(dt.date(2023, 2, 28), -1), back(dt.date(2025, 7, 1), 1)
    (datetime.date(2024, 2, 29), datetime.date(2024, 7, 1))
    """
    last = calendar.monthrange(date.year, date.month)[1]
    end = calendar.monthrange(date.year - years, date.month)[1]
    day = end if date.day == last else min(date.day, end)
    return dt.date(date.year - years, date.month, day)


def changed_back(wanted: Tjanstandring, years: int) -> Tjanstandring:
    """Move what a scenario dates in a service that there is already."""
    if not years:
        return wanted
    moved = {
        "deltagare": _members_back(wanted.deltagare, years),
        "fordelning": _split_back(wanted.fordelning, years, None),
        "post": wanted.post and [_post_back(post, years, None) for post in wanted.post],
    }
    return wanted.model_copy(
        update={key: value for key, value in moved.items() if value is not None}
    )


def as_in(bench: Workbench, name: str, tjanst: Tjanst, at: int, path: KeyPath) -> Tjanst | None:
    """Give a new service as it is in the year ``at``, put in the base's year.

    What goes by that year's index values or measures gives the amounts that those give. None where
    it cannot be computed, which is told.
    """
    years = at - bench.year
    period = tjanst.known_in(at)
    if not years or period is None or not _goes_by_the_year(period):
        periods = [_period_back(period, years, name) for period in tjanst.period]
        return tjanst.model_copy(update={"period": periods})
    data = replace(bench.data, tjanster={**bench.data.tjanster, name: tjanst})
    file = tjanst_file(name)
    if any(problem.file == file for problem in check_references(data)):
        return tjanst  # as it is, for what is wrong to be found in it
    computed = compute(data, [at])
    done = computed.outcome.done.get(Node(name, at))
    if done is None:
        failures = (problem_of(failure, data) for failure in computed.outcome.failures)
        found = [p for p in (*computed.lacking, *failures) if p.file == file]
        bench.problems += [p._replace(file=bench.file, path=(*path, *p.path)) for p in found] or [
            Problem("EK306", bench.file, f"{name} går inte att räkna för {at}", "", path)
        ]
        return None
    amounts = {bench.data.kommuner.ids[code]: kr for code, kr in done.amounts.items()}
    # Nobody pays anything where nobody has used anything.
    given = {"fordelning": Belopp(belopp=amounts), "deltagare": Deltagare(bara=list(amounts))}
    frozen = Period.model_validate({"fran": bench.year, **given}) if amounts else None
    return tjanst.model_copy(update={"period": [frozen]}) if frozen else None


def days(scenario: Scenario, ended: Collection[str] = ()) -> Iterator[dt.date]:
    """Give the days on which a service or a membership that a scenario dates begins or is over.

    Services that have ``ended`` (ids) by a scenario laid over it have no such days.
    """
    for tjanst in (each for name, each in scenario.ny.items() if name not in ended):
        for period in tjanst.period:
            yield period.start
            if period.end is not None:
                yield period.end + dt.timedelta(1)
            yield from _dates(period.deltagare, [period.fordelning], period.post)
    for wanted in (each for name, each in scenario.tjanst.items() if name not in ended):
        yield from _dates(wanted.deltagare, [wanted.fordelning], wanted.post or [])


def _dates(
    deltagare: Deltagare | None, splits: list[Fordelning | None], posts: list[Post]
) -> Iterator[dt.date]:
    for members in (deltagare, *(post.deltagare for post in posts)):
        if members:
            yield from members.fran.values()
            yield from (day + dt.timedelta(1) for day in members.till.values())
    for split in (*splits, *(post.fordelning for post in posts)):
        if isinstance(split, Avgift):
            yield from split.start.values()


def _goes_by_the_year(period: Period) -> bool:
    return period.uppraknas is not None or any(
        named.date is None for split in period.splits for named in split.measures
    )


def _period_back(period: Period, years: int, own: str) -> Period:
    rule = period.uppraknas
    return period.model_copy(
        update={
            "fran": _when_back(period.fran, years),
            "till": None if period.till is None else _when_back(period.till, years),
            "uppraknas": rule and rule.model_copy(update={"fran": rule.fran - years}),
            "dampning": _damping_back(period.dampning, years),
            "fordelning": _split_back(period.fordelning, years, own),
            "deltagare": _members_back(period.deltagare, years),
            "post": [_post_back(post, years, own) for post in period.post],
        }
    )


def _damping_back(dampning: Dampning | None, years: int) -> Dampning | None:
    if dampning is None or dampning.fran is None:
        return dampning
    return dampning.model_copy(update={"fran": dampning.fran - years})


def _when_back(when: int | dt.date, years: int) -> int | dt.date:
    return when - years if isinstance(when, int) else back(when, years)


def _post_back(post: Post, years: int, own: str | None) -> Post:
    moved = {
        "fordelning": _split_back(post.fordelning, years, own),
        "deltagare": _members_back(post.deltagare, years),
    }
    return post.model_copy(update=moved)


def _split_back(split: Fordelning | None, years: int, own: str | None) -> Fordelning | None:
    """Move the years of a key: of fees, and of the new service's own earlier proportions."""
    if isinstance(split, Avgift):
        return split.model_copy(update={"start": _dates_back(split.start, years)})
    if isinstance(split, Som) and split.som == own and split.ar is not None:
        return Som(som=split.som, ar=split.ar - years)
    return split


def _members_back(deltagare: Deltagare | None, years: int) -> Deltagare | None:
    if deltagare is None:
        return None
    moved = {name: _dates_back(getattr(deltagare, name), years) for name in ("fran", "till")}
    return deltagare.model_copy(update=moved)


def _dates_back(dates: Mapping[str, dt.date], years: int) -> dict[str, dt.date]:
    return {who: back(date, years) for who, date in dates.items()}
