"""The lines of a year's follow-up, as the nämnd groups them, and what the budget says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from enamnd_cost.analysis.follow_up.figures import added
from enamnd_cost.analysis.invoicing.lines import BY_SUPPLIER, lines_of, when
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model.participation import last_of_month
from enamnd_cost.model.utfall import PROJECTS

Side = Literal["intakt", "kostnad"]
SIDES: tuple[Side, ...] = ("intakt", "kostnad")


class Line(NamedTuple):
    """A line of the follow-up: a service, or several that are reported as one."""

    name: str
    services: tuple[str, ...]
    group: bool = False


def lines(result: YearResult) -> tuple[Line, ...]:
    """Give a year's lines in the budget's order, groups where their first service is.

    What a later decision took out of the budget is a line still: what it cost until then is
    reported. The projects that no group has come last, as one line.
    """
    data, year = result.data, result.year
    utfall = data.utfall.get(year)
    projects = data.projects(year)
    inside = (s.id for s in result.in_budget)
    budgeted = dict.fromkeys([*result.budget.tjanst, *inside, *data.gone(result.budget)])
    known = {*budgeted, *projects}
    groups = {
        name: Line(grupp.namn, tuple(each for each in grupp.tjanster if each in known), group=True)
        for grupp in (utfall.grupp if utfall else ())
        for name in grupp.tjanster
    }
    grouped = [name for name in projects if name in groups]
    made = [
        groups.get(name, Line(data.tjanster[name].namn, (name,))) for name in (*budgeted, *grouped)
    ]
    if together := data.projects_together(year):
        made.append(Line(PROJECTS, together, group=True))
    return tuple(dict.fromkeys(made))


def months_ended(day: dt.date) -> int:
    """Count the months of its year that have ended on a day, that day included.

    >>> [months_ended(dt.date(2022, 5, day)) for day in (30, 31)]
    [4, 5]
    """
    return day.month if day == last_of_month(day) else day.month - 1


def budgeted(result: YearResult, line: Line, side: Side) -> int | None:
    """Give a line's budget (kronor) on a side; of a project it is 0, since it is a deviation."""
    return added([_of(result, service, side) for service in line.services], 0)


def so_far(result: YearResult, line: Line, side: Side, day: dt.date) -> Fraction | None:
    """Give the part of a line's budget that belongs to the whole months gone on a day.

    Of a service that is there for a part of the year, its months are counted.
    """
    parts = []
    for name in line.services:
        amount = _of(result, name, side)
        service = result.by_id.get(name)
        if amount is None or not service:
            parts.append(None if amount is None else Fraction(amount))
            continue
        months = service.allocation.plan.months
        gone = min(max(months_ended(day) - months.first + 1, 0), months.length)
        parts.append(Fraction(amount * gone, months.length))
    return added(parts, Fraction(0))


def invoiced_by(result: YearResult, day: dt.date) -> dict[str, int | None]:
    """Give what the year's services are to have been invoiced on a day by the budget, in kronor.

    What falls due on the day is counted; what a supplier invoices is not known.
    """
    found: dict[str, int | None] = {
        service.id: None if when(service.tjanst, result.budget) == BY_SUPPLIER else 0
        for service in result.services
    }
    for row in lines_of(result):
        before = found[row.key.service]
        if before is not None and row.due and row.due <= day:
            found[row.key.service] = before + row.amount
    return found


def asked_for(result: YearResult, line: Line, found: Mapping[str, int | None]) -> Fraction | None:
    """Give the part of a line's budgeted income that is to have been invoiced; of a project 0."""
    tjanster = result.data.tjanster
    parts = [0 if tjanster[name].projekt else found.get(name) for name in line.services]
    kronor = added(parts, 0)
    return None if kronor is None else Fraction(kronor)


def _of(result: YearResult, name: str, side: Side) -> int | None:
    if result.data.tjanster[name].projekt or name in result.data.gone(result.budget):
        return 0
    if side == "kostnad":
        return result.costs.get(name)
    service = result.by_id.get(name)
    return service.allocation.total if service else None
