"""The projects of a year, or all of them, as the files have them on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from enamnd_cost.analysis.projects.parties import Party, parties
from enamnd_cost.analysis.selection import any_service
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.data import Data
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.model.participation import last_of_month
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import listing


class Reported(NamedTuple):
    """A project's cost (kronor) from its start until a day, as the outcome has it."""

    cost: int
    until: dt.date


@dataclass(frozen=True)
class Project:
    """One project on a day.

    ``known`` are its years that can be shared out, ``missing`` those that cannot, and why. Without
    any that is known, nothing is known of its parties.
    """

    id: str
    data: Data
    projekt: Projekt
    day: dt.date
    known: Mapping[int, ServiceAllocation]
    missing: Mapping[int, str]

    @property
    def tjanst(self) -> Tjanst:
        """The service that it is."""
        return self.data.tjanster[self.id]

    @property
    def example(self) -> bool:
        """Tell whether its figures are invented."""
        return _example(self.tjanst)

    @property
    def gone(self) -> int:
        """How many of its months have ended."""
        return self.projekt.gone(self.day)

    @property
    def accrued(self) -> int:
        """What of its amount has been accrued, to the nearest krona."""
        return nearest(self.projekt.accrued(self.day))

    @property
    def buy_ins(self) -> tuple[Inkop, ...]:
        """The buy-ins that are settled until the day, in order."""
        return tuple(each for each in self.tjanst.inkop if each.datum <= self.day)

    @cached_property
    def parties(self) -> tuple[Party, ...] | None:
        """Its parties; None where they are not known."""
        if not self.known:
            return None
        return parties(self.data.kommuner, self.projekt, self.known, self.buy_ins)

    @property
    def taking_part(self) -> tuple[Party, ...] | None:
        """Its parties on the day; before it began on its first, and after its end on its last."""
        if self.parties is None:
            return None
        turn = min(max(self.day, self.projekt.start), self.projekt.slut)
        return tuple(
            each
            for each in self.parties
            if each.takes_part(turn) or (each.since and each.since <= self.day)
        )

    @property
    def bought(self) -> int | None:
        """What newcomers and others have paid in buy-ins until the day; None without any."""
        paid = [kr for each in self.buy_ins for kr in each.belopp.values() if kr > 0]
        return sum(paid) if self.buy_ins else None

    @property
    def finished(self) -> dt.date | None:
        """The day that its work was done, if that had come."""
        done = self.projekt.fardigt
        return done if done and done <= self.day else None

    @property
    def closed(self) -> dt.date | None:
        """The day that it was closed, likewise."""
        done = self.projekt.avslutat
        return done if done and done <= self.day else None

    @cached_property
    def reported(self) -> Reported | None:
        """Its cost as the last report until the day has it; None where no report says all of it.

        A report is of its year alone, so the years before must have been reported to their ends.
        """
        last: dict[int, Reported] = {}
        for year, utfall in sorted(self.data.utfall.items()):
            for rapport in utfall.rapport:
                until = rapport.utfall_till
                own = next((post for post in rapport.post if post.tjanst == self.id), None)
                sides = own.utfall if own else None
                if until and until <= self.day and sides and sides.kostnad is not None:
                    last[year] = Reported(sides.kostnad, until)
        if not last:
            return None
        newest = max(last)
        for year in range(self.projekt.start.year, newest):
            if year not in last or last[year].until != dt.date(year, 12, 31):
                return None
        return Reported(sum(each.cost for each in last.values()), last[newest].until)


@dataclass(frozen=True)
class Ledger:
    """Projects on a day: those of a year, or (None) all; ``hidden`` are examples not asked for."""

    data: Data
    year: int | None
    day: dt.date
    projects: tuple[Project, ...]
    hidden: tuple[str, ...]

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The last days of the months to the day in which any of them went on, in the year."""
        ends = set()
        for project in self.projects:
            for year in project.projekt.years if self.year is None else (self.year,):
                for month in range(1, 13):
                    end = last_of_month(dt.date(year, month, 1))
                    if project.projekt.start <= end <= min(project.projekt.slut, self.day):
                        ends.add(end)
        return tuple(sorted(ends))


def ledger(
    computed: Computed,
    known: Sequence[int],
    year: int | None = None,
    day: dt.date | None = None,
    words: Sequence[str] = (),
) -> tuple[Ledger | None, list[Problem]]:
    """Gather the projects of a year, or all, or some by name, as they are on a day.

    ``known`` are the years that are allocated. Without a day it is the year's last, or the last
    that the projects know of.
    """
    data = computed.data
    chosen, problems = _chosen(data, year, words)
    if problems:
        return None, problems
    last = dt.date(year, 12, 31) if year is not None else _last(data, chosen)
    on = day or last
    projects = tuple(_project(computed, known, each, on) for each in chosen)
    hidden = tuple(
        name for name in _of(data, year) if _example(data.tjanster[name]) and name not in chosen
    )
    return Ledger(data, year, on, projects, hidden), []


def _chosen(
    data: Data, year: int | None, words: Sequence[str]
) -> tuple[tuple[str, ...], list[Problem]]:
    """Choose projects by id, examples only if named; who is named must be one, and of the year."""
    every = _of(data, year)
    if not words:
        return tuple(name for name in every if not _example(data.tjanster[name])), []
    chosen, problems = dict[str, None](), []
    for word in words:
        name, strange = any_service(data, word)
        problems += strange
        if name is None:
            continue
        tjanst, known = data.tjanster[name], listing(_of(data, year)) or "inga"
        if tjanst.projekt is None:
            text = f"{tjanst.namn} är inget projekt"
            problems.append(Problem("EK005", "", text, f"projekt: {known}"))
        elif name not in every:
            text = f"{tjanst.namn} pågår inte {year}"
            remedy = f"det pågår {listing(map(str, _years(tjanst, tjanst.projekt)))}"
            problems.append(Problem("EK006", "", text, remedy))
        else:
            chosen[name] = None
    return tuple(name for name in every if name in chosen), problems


def _of(data: Data, year: int | None) -> tuple[str, ...]:
    """Name the projects of a year, or all, in the order in which they begin."""
    found = [
        (tjanst.projekt.start, name)
        for name, tjanst in data.tjanster.items()
        if tjanst.projekt and (year is None or year in _years(tjanst, tjanst.projekt))
    ]
    return tuple(name for _, name in sorted(found))


def _years(tjanst: Tjanst, projekt: Projekt) -> range:
    """Give the years of a project: until it is closed, and all that is settled."""
    return range(projekt.start.year, max(_days(tjanst, projekt)).year + 1)


def _days(tjanst: Tjanst, projekt: Projekt) -> Iterator[dt.date]:
    """Give the days on which something ends or is settled."""
    known = (projekt.slut, projekt.fardigt, projekt.avslutat)
    yield from filter(None, chain(known, (each.datum for each in tjanst.inkop)))


def _last(data: Data, chosen: Sequence[str]) -> dt.date:
    """Give the last day that some projects know of; without any, the last budget year's end."""
    services = (data.tjanster[name] for name in chosen)
    days = [
        day
        for tjanst in services
        if tjanst.projekt is not None
        for day in _days(tjanst, tjanst.projekt)
    ]
    return max(days, default=dt.date(max(data.years), 12, 31))


def _project(computed: Computed, known: Sequence[int], name: str, day: dt.date) -> Project:
    """Put together what the files say of one project."""
    tjanst = computed.data.tjanster[name]
    projekt = tjanst.projekt
    assert projekt is not None  # it was chosen because it is one
    shared: dict[int, ServiceAllocation] = {}
    missing: dict[int, str] = {}
    for year in projekt.years:
        period = tjanst.period_in(year)
        if year in known and (made := computed.outcome.done.get(Node(name, year))):
            shared[year] = made
        elif period and period.saknas:
            missing[year] = period.saknas
        elif period:
            missing[year] = f"{year} är inte fördelat: året har ingen färdig budget."
    return Project(name, computed.data, projekt, day, shared, missing)


def _example(tjanst: Tjanst) -> bool:
    return any(period.exempel for period in tjanst.period)
