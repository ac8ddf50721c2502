"""Who takes part in a service, and in which months of a year."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.model.base import Errors, FileModel, mistake, optional
from enamnd_cost.model.kommuner import Kommuner


class Deltagare(FileModel):
    """Who takes part, and from or to what date: whole months.

    ``bara`` lists those who do, ``utom`` those who do not; neither means all. ``minst`` is how many
    there must be (a project needs two).
    """

    bara: list[str] | None = optional("Bara de här kommunerna.")
    utom: list[str] | None = optional("Alla utom de här kommunerna.")
    fran: dict[str, dt.date] = Field(
        {}, description="Från och med vilken dag en kommun deltar; en månads första."
    )
    till: dict[str, dt.date] = Field(
        {}, description="Till och med vilken dag en kommun deltar; en månads sista."
    )
    minst: Annotated[int, Field(ge=1, description="Minsta antal deltagare.")] = 1

    def _mistakes(self) -> Errors:
        if self.bara is not None and self.utom is not None:
            text = "bara och utom kan inte stå tillsammans"
            yield mistake("EK115", text, "utom", remedy="ta bort den ena")
        for name, date in self.fran.items():
            if date.day != 1:
                text = f"{name} börjar {date}, mitt i en månad"
                remedy = f"ange en månads första dag: {date.replace(day=1)}"
                yield mistake("EK119", text, "fran", name, remedy=remedy)
        for name, date in self.till.items():
            if date != last_of_month(date):
                text = f"{name} slutar {date}, mitt i en månad"
                remedy = f"ange en månads sista dag: {last_of_month(date)}"
                yield mistake("EK119", text, "till", name, remedy=remedy)


def last_of_month(date: dt.date) -> dt.date:
    """Give the last day of a date's month.

    >>> last_of_month(dt.date(2024, 2, 10))
    datetime.date(2024, 2, 29)
    """
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


def _participants(value: object) -> object:
    """Take a plain list as short for ``{ bara = [...] }``."""
    return {"bara": value} if isinstance(value, list) else value


Participants = Annotated[
    Deltagare, BeforeValidator(_participants, json_schema_input_type=Deltagare | list[str])
]


def taking_part(kommuner: Kommuner, deltagare: Deltagare | None) -> list[str]:
    """Give the codes of those who take part at some time, in the order of ``kommuner.toml``."""
    if deltagare is None:
        return list(kommuner.codes)
    if deltagare.bara is not None:
        chosen = {kommuner.resolve(name) for name in deltagare.bara}
        return [code for code in kommuner.codes if code in chosen]
    left_out = {kommuner.resolve(name) for name in deltagare.utom or ()}
    return [code for code in kommuner.codes if code not in left_out]


def months_in(year: int, start: dt.date | None, end: dt.date | None) -> Months | None:
    """Give the months of ``year`` from one date to another (both included), or None.

    >>> months_in(2023, dt.date(2023, 7, 1), None)
    Months(first=7, last=12)
    >>> months_in(2024, None, dt.date(2023, 12, 31)) is None
    True
    """
    first = 1 if start is None or start.year < year else start.month
    last = MONTHS_A_YEAR if end is None or end.year > year else end.month
    outside = (start is not None and start.year > year) or (end is not None and end.year < year)
    return None if outside or first > last else Months(first, last)
