"""``ÅR`` and ``ÅR@BESLUT``: which year is asked about, and as which of its decisions has it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.cli import console
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.swedish import fold

if TYPE_CHECKING:
    from enamnd_cost.model.data import Data

FIRST = "forsta"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FORM = re.compile(r"\s*(-?\d{1,9})\s*(?:@\s*(.*?)\s*)?")


class Asked(NamedTuple):
    """A year, and the day whose decision is meant: None is the latest; ``first`` the first."""

    year: int
    on: dt.date | None = None
    first: bool = False

    @property
    def word(self) -> str:
        """Write it again, in the shortest way.

        >>> Asked(2024).word, Asked(2024, dt.date(2024, 6, 20)).word
        ('2024', '2024@2024-06-20')
        """
        decision = FIRST if self.first else self.on
        return f"{self.year}@{decision}" if decision else str(self.year)


def is_year(word: str) -> bool:
    """Tell a year from a file.

    >>> is_year("2024"), is_year("2024@2024-06-20"), is_year("2024.toml")
    (True, True, False)
    """
    found = re.match(r"[0-9]+(?=@|\Z)", word)
    return found is not None and not word.endswith(".toml")


def read(word: str, name: str = "ÅR") -> Asked:
    """Read a year and which decision on it, or say how that is written.

    >>> read("2024@forsta")
    Asked(year=2024, on=None, first=True)
    """
    found = FORM.fullmatch(word)
    if not found:
        raise Mistake(f"{name} ska vara ett heltal, till exempel 2024")
    year, decision = int(found[1]), found[2]
    if decision is None:
        return Asked(year)
    if fold(decision) in (FIRST, "första"):
        return Asked(year, first=True)
    try:
        # A week or a day without dashes is ISO's as well, but not how days are written here.
        return Asked(year, dt.date.fromisoformat(decision if DAY.fullmatch(decision) else ""))
    except ValueError:
        text = f'"{decision}" är inget beslut; skriv dagen som budgeten ska ha gällt'
        raise Mistake(f"{text}, till exempel {year}@{year}-06-30, eller {year}@{FIRST}") from None


def alone(word: str, why: str) -> int:
    """Read a year of which no decision can be picked; ``why`` says what is done instead.

    >>> alone("2024", "")
    2024
    """
    asked = read(word)
    if asked != Asked(asked.year):
        raise Mistake(f"{why}; skriv bara året: {asked.year}")
    return asked.year


def as_decided(
    asked: Asked, where: console.Source, data: Data, day: dt.date | None = None
) -> tuple[console.Source, Data]:
    """Give the data with the year as the decision that is asked for has it, or leave.

    Where none is asked for it is the one that held on ``day``, or, without a day, the latest.
    """
    if asked.on is None and not asked.first:
        revisions = data.revideringar.get(asked.year)
        if day is None or not revisions:
            return where, data
        asked = asked._replace(on=day, first=day < revisions[0].day)

    from enamnd_cost.analysis.scenarios.held import first_day, held_on
    from enamnd_cost.analysis.year import unknown_years

    console.refuse_any(unknown_years(data, [asked.year]), where)
    on = first_day(data, asked.year) if asked.first else asked.on
    as_filed = where._replace(origin=console.as_it_stands)
    found = console.settled(held_on(data, asked.year, on), as_filed)
    return where._replace(origin=found.origin), found.data
