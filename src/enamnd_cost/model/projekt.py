"""``[projekt]`` of a service's file: a study or a project, which is no yearly service."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from pydantic import Field

from enamnd_cost.model.base import (
    Day,
    Derived,
    Errors,
    FileModel,
    Kronor,
    Origin,
    mistake,
    optional,
)
from enamnd_cost.model.beslut import Beslut
from enamnd_cost.model.participation import last_of_month

PARTIES = 2  # as many as must take part for it to be a project of theirs together


class Projekt(FileModel):
    """What was decided of a project, and how far it has come.

    ``belopp`` is what all pay together over the project's whole life. It is accrued month by month,
    the same each month from ``start`` to ``slut``; a project costs what it costs, so these are no
    year's level.
    """

    belopp: Kronor = Field(
        description="Vad parterna betalar tillsammans för hela projektet, i kronor."
    )
    start: Day = Field(description="Första dagen som projektet pågår: en månads första.")
    slut: Day = Field(description="Sista dagen enligt beslutet: en månads sista.")
    beslut: Beslut | None = optional("Var beslutet finns.")
    fardigt: Day | None = optional("Dagen då arbetet blev färdigt, när det är det.")
    avslutat: Day | None = optional("Dagen då projektet är slutreglerat och avslutat.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        if self.start.day != 1:
            remedy = f"ange en månads första dag: {self.start.replace(day=1)}"
            yield mistake(
                "EK119", f"start är {self.start}, mitt i en månad", "start", remedy=remedy
            )
        if self.slut != last_of_month(self.slut):
            remedy = f"ange en månads sista dag: {last_of_month(self.slut)}"
            yield mistake("EK119", f"slut är {self.slut}, mitt i en månad", "slut", remedy=remedy)
        order = (
            ("start", self.start, "slut", self.slut),
            ("start", self.start, "fardigt", self.fardigt),
            ("start", self.start, "avslutat", self.avslutat),
            ("fardigt", self.fardigt, "avslutat", self.avslutat),
        )
        for before, one, after, other in order:
            if one and other and other < one:
                text = f"{after} ({other}) är före {before} ({one})"
                yield mistake("EK115", text, after, remedy="rätta det ena datumet")

    @property
    def months(self) -> int:
        """How many months it is accrued over, from ``start`` to ``slut``.

        >>> Projekt(belopp=8, start=dt.date(2022, 1, 1), slut=dt.date(2022, 8, 31)).months
        8
        """
        return _months_before(self.slut + dt.timedelta(days=1)) - _months_before(self.start)

    @property
    def years(self) -> range:
        """The years that it goes on in."""
        return range(self.start.year, self.slut.year + 1)

    def gone(self, day: dt.date) -> int:
        """Give how many of its months have ended on a day, that day included.

        >>> each = Projekt(belopp=8, start=dt.date(2022, 1, 1), slut=dt.date(2022, 8, 31))
        >>> [each.gone(dt.date(*day)) for day in ((2021, 12, 31), (2022, 5, 31), (2023, 1, 1))]
        [0, 5, 8]
        """
        ended = _months_before(day + dt.timedelta(days=1)) - _months_before(self.start)
        return max(0, min(ended, self.months))

    def accrued(self, day: dt.date) -> Fraction:
        """Give what of its amount has been accrued on a day, in kronor, exact.

        >>> each = Projekt(belopp=7, start=dt.date(2022, 1, 1), slut=dt.date(2022, 8, 31))
        >>> each.accrued(dt.date(2022, 5, 31))
        Fraction(35, 8)
        """
        return Fraction(self.belopp * self.gone(day), self.months)


def _months_before(day: dt.date) -> int:
    """Count the months since year 0 that have ended when a day begins."""
    return day.year * 12 + day.month - 1
