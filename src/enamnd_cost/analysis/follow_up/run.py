"""A year's follow-up from the reports that there were on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from enamnd_cost.analysis.follow_up.figures import Figures, added, whole
from enamnd_cost.analysis.follow_up.lines import (
    SIDES,
    Line,
    Side,
    asked_for,
    budgeted,
    invoiced_by,
    lines,
    so_far,
)
from enamnd_cost.analysis.follow_up.projects import of_year
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model.data import utfall_file
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.utfall import Rapport, Rapportpost, Sidor, Utfall
from enamnd_cost.swedish import listing

What = Literal["utfall", "prognos"]


@dataclass(frozen=True)
class FollowUp:
    """A year against its budget, by the ``reports`` (one at least) that there were on a day.

    The outcome is the latest report's that has one, and so is the forecast; but a forecast that is
    older than the outcome is none: it knew less. The income of the budget is spread over the months
    of the outcome, or, ``as_invoiced``, counted as it falls due.
    """

    result: YearResult
    utfall: Utfall
    reports: tuple[Rapport, ...]
    as_invoiced: bool = False

    @property
    def outcome(self) -> Rapport | None:
        """The report that the outcome is from."""
        return next((each for each in reversed(self.reports) if each.utfall_till), None)

    @property
    def latest_forecast(self) -> Rapport | None:
        """The latest report with a forecast, be it too old to show or not."""
        return next((each for each in reversed(self.reports) if each.prognos_per), None)

    @property
    def forecast(self) -> Rapport | None:
        """The report that the forecast is from; none where the outcome is newer."""
        found, until = self.latest_forecast, self.until
        too_old = found and until and found.prognos_per and found.prognos_per < until
        return None if too_old else found

    @property
    def until(self) -> dt.date | None:
        """The last day of the outcome."""
        return self.outcome.utfall_till if self.outcome else None

    @cached_property
    def chosen(self) -> tuple[Rapport, ...]:
        """The reports that outcome and forecast are from: one, as a rule."""
        found = (each for each in (self.outcome, self.forecast) if each)
        return tuple({each.namn: each for each in found}.values())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The year's lines."""
        return lines(self.result)

    @cached_property
    def sides(self) -> dict[Side, dict[Line, Figures]]:
        """What each line has on each side."""
        return {side: {line: self.figures(line, side) for line in self.lines} for side in SIDES}

    @cached_property
    def results(self) -> dict[Line, Figures]:
        """The result of each line: its income less its cost."""
        income, cost = (self.sides[side] for side in SIDES)
        return {line: income[line].less(cost[line]) for line in self.lines}

    def total(self, side: Side) -> Figures:
        """Add up a side's lines; where a report does not have them all, its own sum is taken."""
        made = whole(self.sides[side].values())
        return made._replace(
            outcome=own_sum(self.outcome, "utfall", side, made.outcome),
            forecast=own_sum(self.forecast, "prognos", side, made.forecast),
        )

    def figures(self, line: Line, side: Side) -> Figures:
        """Give what a line, or any other of services, has on a side."""
        return Figures(
            budgeted(self.result, line, side),
            self._so_far(line, side, self.until) if self.until else None,
            self.reported(self.outcome, line, "utfall", side),
            self.reported(self.forecast, line, "prognos", side),
        )

    def _so_far(self, line: Line, side: Side, until: dt.date) -> Fraction | None:
        if self.as_invoiced and side == "intakt":
            return asked_for(self.result, line, self._invoiced)
        return so_far(self.result, line, side, until)

    @cached_property
    def _invoiced(self) -> dict[str, int | None]:
        return invoiced_by(self.result, self.until) if self.until else {}

    def reported(self, report: Rapport | None, line: Line, what: What, side: Side) -> int | None:
        """Give what a report says of a line, or of all its services one by one (kronor).

        A forecast that says nothing of a project is what the project is decided to be in the year.
        """
        if report is None or getattr(report, self._day(what)) is None:
            return None
        whole_line = (post for post in report.post if line.group and post.grupp == line.name)
        own = said(next(whole_line, None), what, side)
        if own is not None:
            return own
        each = {post.tjanst: post for post in report.post if post.tjanst}
        return added(
            [self._of_service(each.get(name), name, what, side) for name in line.services], 0
        )

    @staticmethod
    def _day(what: What) -> str:
        return "utfall_till" if what == "utfall" else "prognos_per"

    def comments(self, line: Line) -> str | None:
        """Give what the reports say in words of a line, each service of several by its name."""
        tjanster = self.result.data.tjanster
        found: list[str] = []
        for post in (post for report in self.chosen for post in report.post):
            if post.kommentar and line.group and post.grupp == line.name:
                found.append(post.kommentar)
            elif post.kommentar and post.tjanst in line.services:
                name = f"{tjanster[post.tjanst].namn}: " if line.group else ""
                found.append(f"{name}{post.kommentar}")
        return " ".join(found) or None

    def _of_service(
        self, post: Rapportpost | None, name: str, what: What, side: Side
    ) -> int | None:
        known = said(post, what, side)
        projekt = self.result.data.tjanster[name].projekt
        if known is None and what == "prognos" and projekt:
            return of_year(projekt, self.result.year)
        return known

    def outside(self) -> tuple[str, ...]:
        """Name the services that the reports have figures of, and that are no part of a line."""
        inside = {name for line in self.lines for name in line.services}
        projects = self.result.data.projects_together(self.result.year)
        named = (
            name
            for report in self.chosen
            for post in report.post
            for name in self.utfall.members(post, projects)
        )
        return tuple(name for name in dict.fromkeys(named) if name not in inside)


def said(post: Rapportpost | None, what: What, side: Side) -> int | None:
    """Give what a post says of a side, if anything."""
    figures: Sidor | None = getattr(post, what) if post else None
    return figures.side(side) if figures else None


def own_sum(report: Rapport | None, what: str, side: str, added_up: int | None) -> int | None:
    """Give a sum (kronor) where its lines do: else the report's own, if it has it in kronor."""
    if added_up is not None or report is None:
        return added_up
    return printed_sum(report, "kr", what, side)


def printed_sum(report: Rapport, unit: str, what: str, side: str) -> int | None:
    """Give a sum as the report prints it in a unit (kr or tkr), if it does."""
    for summa in report.summa:
        figures: Sidor | None = getattr(summa, what)
        if summa.enhet == unit and figures:
            return figures.side(side)
    return None


def follow_up(
    result: YearResult, day: dt.date | None = None, *, as_invoiced: bool = False
) -> tuple[FollowUp | None, list[Problem]]:
    """Follow a year up by the reports until a day (None: all), or say why it cannot be."""
    year, data = result.year, result.data
    utfall = data.utfall.get(year)
    if utfall is None or not utfall.rapport:
        held = (year for year, each in sorted(data.utfall.items()) if each.rapport)
        known = listing(map(str, held)) or "inga"
        remedy = f"lägg till filen, med en [[rapport]] för varje tillfälle; år med utfall: {known}"
        text = f"det finns inget utfall för {year}"
        return None, [Problem("EK004", utfall_file(year), text, remedy)]
    reports = tuple(each for each in utfall.rapport if day is None or each.day <= day)
    if not reports:
        first = utfall.rapport[0]
        text = f"ingen rapport för {year} är från {day} eller tidigare"
        remedy = f"den första är {first.namn}, per {first.day}"
        return None, [Problem("EK004", utfall_file(year), text, remedy, ("rapport", 0))]
    return FollowUp(result, utfall, reports, as_invoiced), []
