"""A service, or an item of it, in which nobody takes part for some months: what to write instead.

A service that nobody has yet, or that everybody has left, is not there: its period says so. Who is
there is never asked to bear what nobody uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import Deltagare, last_of_month, taking_part
from enamnd_cost.model.period import Period
from enamnd_cost.model.tjanst import Tjanst

Run = tuple[int, int]  # months counted from the year 0, both ends included

LONG_AGO, FAR_OFF = 0, 3000 * MONTHS_A_YEAR
SOMEBODY = "ändra deltagare så att någon deltar också då"


def remedy(tjanst: Tjanst, year: int, kommuner: Kommuner) -> str:
    """Say what to write where nobody takes part in a shared cost in some months of a year."""
    period = tjanst.period_in(year)
    months = period.months(year) if period else None
    if period is None or months is None:
        return SOMEBODY
    inside = range(
        _month(dt.date(year, months.first, 1)), _month(dt.date(year, months.last, 1)) + 1
    )
    each = {post.namn: post.deltagare or period.deltagare for post in period.post}
    runs = {name: _runs(kommuner, deltagare) for name, deltagare in each.items()}
    everyone = sorted({run for own in runs.values() for run in own}) or _runs(
        kommuner, period.deltagare
    )
    empty = _empty(inside, everyone)
    for post in period.post:
        alone = _empty(inside, runs[post.namn])
        if alone != empty and not post.split.charges:
            lines = _lines(alone, runs[post.namn])
            own = f", eller skriv den som en egen tjänst med {' och '.join(lines)}" if lines else ""
            return f"ändra deltagare så att någon deltar i posten {post.namn} också då{own}"
    if lines := _lines(empty, everyone):
        left = len(inside) - len(empty)
        return f"{_begins_or_ends(tjanst, period, lines)}; {_borne(year, left)}"
    return _in_between(empty, everyone) or SOMEBODY


def _runs(kommuner: Kommuner, deltagare: Deltagare | None) -> list[Run]:
    """Give the months in which each participant takes part, whatever the year; the first first."""
    dates = deltagare or Deltagare()
    starts = {kommuner.resolve(name): _month(date) for name, date in dates.fran.items()}
    ends = {kommuner.resolve(name): _month(date) for name, date in dates.till.items()}
    taking = taking_part(kommuner, deltagare)
    return sorted((starts.get(code, LONG_AGO), ends.get(code, FAR_OFF)) for code in taking)


def _month(date: dt.date) -> int:
    return date.year * MONTHS_A_YEAR + date.month - 1


def _empty(inside: range, runs: Sequence[Run]) -> list[int]:
    """Give the months in which nobody takes part."""
    return [month for month in inside if not any(first <= month <= last for first, last in runs)]


def _lines(empty: Sequence[int], runs: Sequence[Run]) -> list[str]:
    """Say when what nobody has before or after begins and ends; nothing where that is in between.

    >>> _lines([24300, 24301], [(24306, FAR_OFF)])
    ['fran = 2025-07-01']
    """
    first, last = min(runs, default=(FAR_OFF, 0))[0], max((run[1] for run in runs), default=0)
    if any(first <= month <= last for month in empty):
        return []
    begins = [_begins(first)] if empty and empty[0] < first < FAR_OFF else []
    return begins + ([_ends(last)] if empty and LONG_AGO < last < empty[-1] else [])


def _begins(month: int) -> str:
    year, before = divmod(month, MONTHS_A_YEAR)
    return f"fran = {dt.date(year, before + 1, 1) if before else year}"


def _ends(month: int) -> str:
    year, before = divmod(month, MONTHS_A_YEAR)
    last = last_of_month(dt.date(year, before + 1, 1))
    return f"till = {year if last.month == MONTHS_A_YEAR else last}"


def _begins_or_ends(tjanst: Tjanst, period: Period, lines: Sequence[str]) -> str:
    """Give the lines of a service that begins, or ends, when somebody does."""
    said = f"skriv {' och '.join(lines)} i perioden"
    earlier = [before for before, after in pairwise(tjanst.period) if after is period]
    if lines[0].startswith("fran") and earlier and earlier[0].till is None:
        said += f", och till = {period.first_year - 1} i den före"
    return said


def _borne(year: int, months: int) -> str:
    """Say what a year bears of the cost, when a service is there for so many of its months."""
    if not months:
        return f"tjänsten finns då inte {year}"
    return f"{year} bär då {months} av {MONTHS_A_YEAR} månader av ett helt års kostnad"


def _in_between(empty: Sequence[int], runs: Sequence[Run]) -> str | None:
    """Say what to do with a service that is gone for some months, and then is there again."""
    ended = max((last for _, last in runs if last < empty[0]), default=None)
    again = min((first for first, _ in runs if first > empty[0]), default=None)
    if ended is None or again is None:
        return None
    ends, begins = _ends(ended), _begins(again)
    if ended // MONTHS_A_YEAR < again // MONTHS_A_YEAR:
        return (
            f"{SOMEBODY}; finns tjänsten inte då, skriv {ends} i perioden och en ny [[period]] med "
            f"{begins}"
        )
    return (
        f"{SOMEBODY}; finns tjänsten inte då, skriv {ends} i perioden, och den senare delen som en "
        f"egen tjänst med {begins}"
    )
