"""Which day a text says that people were counted, told apart from the other dates that it names.

A table names many a date: when it was made, printed or fetched, and the borders that it follows.
Only what is said of the figures tells on which day they hold.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from enamnd_cost.swedish import MONTHS as NAMES

# Each month in Swedish and English, whole and cut short; "may" alone is an English verb as well.
MONTHS = (
    *("jan(?:uari|uary)?", "feb(?:ruari|ruary)?", "mar(?:s|ch)?", "apr(?:il)?", "maj|may"),
    *("jun[ie]?", "jul[iy]?", "aug(?:ust|usti)?", "sept?(?:ember)?", "o[kc]t(?:ober)?"),
    *("nov(?:ember)?", "dec(?:ember)?"),
)
LEAP_YEAR = 2024
_MONTH = "|".join(MONTHS)
_DAY = r"\d{1,2}|första|förste|sista|siste"
_CENTURY = r"(?:19|20)"
_MM, _DD = r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
# 1 november 2024, 2024-11-01, 20241101, 241101, 2024-11, 1/11, 1.11.2024, per 1.11, May 1, nov.
FORMS = tuple(
    re.compile(form)
    for form in (
        (
            rf"(?:(?<!\d)(?=\d)|(?<!\w))(?P<day>{_DAY})(?::?[ea](?!\w)|st|nd|rd|th|\.)?"
            rf"\s*(?:dagen i\s+|of\s+)?(?P<name>{_MONTH})(?!\w)\.?(?:,?\s+{_CENTURY}\d\d(?!\d))?"
        ),
        (
            rf"(?<!\w)(?P<name>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w-])"
            rf"(?:,?\s+{_CENTURY}\d\d(?!\d))?"
        ),
        rf"(?<!\d){_CENTURY}\d\d[-./ ]?{_MM}[-./ ]?{_DD}(?!\d)",
        rf"(?<![\w.,-])[2-3]\d{_MM}{_DD}(?![\w-])",
        rf"(?<!\d){_CENTURY}\d\d[-m]{_MM}(?![\d-])",
        (
            rf"(?<![\w./-])(?P<day>\d{{1,2}})/(?P<month>1[0-2]|0?[1-9])(?!\d)"
            rf"(?:[/\s-]{_CENTURY}\d\d(?!\d)|[/-]\d\d(?!\d))?"
        ),
        rf"(?<![\w./-])(?P<day>\d{{1,2}})-(?P<month>1[0-2]|0?[1-9])-{_CENTURY}\d\d(?!\d)",
        (
            rf"(?<![\w./-])(?P<day>\d{{1,2}})\.\s?(?P<month>1[0-2]|0?[1-9])"
            rf"(?:\.?\s?{_CENTURY}\d\d|\.[23]\d)(?!\d)"
        ),
        (
            r"(?:(?<=per )|(?<=den )|(?<=mängd )|(?<=folkning )|(?<=vånare ))"
            r"(?P<day>\d{1,2})\.(?P<month>1[0-2]|0?[1-9])(?!\w|\.\d)"
        ),
        rf"(?<!\w)(?P<name>{_MONTH.replace('|may', '')})(?!\w)\.?(?:\s+{_CENTURY}\d\d(?!\d))?",
        (
            r"(?<!\w)(?P<other>årets (?:början|ingång)|mitt på året|årsskifte\w*|"
            r"ingående (?:folkmängd|befolkning)|"
            r"(?:början|ingången|mitten) av (?:året|20\d\d)|"
            r"(?:start|beginning|middle) of (?:the )?year|mid-?year|halvårsskifte\w*)(?!\w)"
        ),
    )
)
# The number of a table, a page or a section is no date: Tabell 2.1, Sida 1/1, Bilaga 3.2.
NUMBERED = re.compile(
    r"(?<!\w)(?:tabell|tab|table|bilaga|sida|sid|s|avsnitt|kapitel|kap|diagram|figur|version|punkt|"
    r"nr|steg|flik|blad|del|dnr|ks|kf|§)\.?\s*\d+(?:\s?[-./–]\s?\d+)*(?!\d)"
)
# Words of the figures: a date after one of them is theirs.
OF_THE_FIGURES = re.compile(
    r"folkmängd(?!s(?:stat|reg))(?!\w*:)|befolkning(?!s(?:stat|reg))(?!\w*:)|invånare(?!\w*:)|"
    r"population|personer|antal(?!\w*:)|avse[rs]?(?!\w)|uppgift|(?<!\w)tal(?:en)?(?!\w)|siffr|"
    r"mätdatum|mättid|referens"
)
# A date beside one of these tells of the table or of the borders, not of when people were counted.
OF_THE_TABLE = re.compile(
    r"uppdatera|hämta|utskri|uttag|utdrag|export|publicer|skapa|indelning|fastställ|beslut|"
    r"version|kontakt|rapport|bilaga|protokoll|sammanträde|updated|retrieved|published|created|"
    r"överför|bildades|delades|delning av|bytte|nästa års \w+|upprätta|diarie|dnr"
)
# So does one after who wrote it, if nobody counts people on such a day: SCB 2026-02-21.
WRITERS = re.compile(
    r"källa|source|(?<!\w)scb(?!\w)|"
    r"(?:enhet|kontor|avdelning|förvaltning|styrelse|nämnd|utskott)(?:e?[nt])(?!\w)|fullmäktige"
)
_NEVER_COUNTED = range(2, 28)


class Day(NamedTuple):
    """A day of any year: when people were counted."""

    month: int
    day: int

    @property
    def words(self) -> str:
        """Say it in Swedish.

        >>> Day(11, 1).words
        '1 november'
        """
        return f"{self.day} {NAMES[self.month - 1]}"


LAST_OF_YEAR = Day(12, 31)
FIRST, LAST = ("första", "förste"), ("sista", "siste")


def another_day(text: str, counted: Day = LAST_OF_YEAR) -> tuple[int, int] | None:
    """Find where a text, in small letters, says another day of its figures than the ``counted``.

    >>> another_day("folkmängd 1 november, uppdaterad 2026-02-21")
    (10, 20)
    >>> another_day("folkmängd 31 december, uppdaterad 2026-02-21")
    >>> another_day("folkmängd 1 november, uppdaterad 2026-02-21", Day(11, 1))
    """
    text = NUMBERED.sub(lambda found: " " * len(found[0]), text)
    found = list(dates_in(text))
    # A sentence that speaks of no people may mention a month; "Nov 2024" says nothing else.
    aside = not OF_THE_FIGURES.search(text) and len(re.findall(r"[^\W\d]+", text)) > 2
    for n, date in enumerate(found):
        before = text[found[n - 1].end() if n else 0 : date.start()]
        after = text[date.end() : found[n + 1].start() if n + 1 < len(found) else len(text)]
        if not (
            _is_that_day(date, counted)
            or _of_the_table(date, before, after)
            or (aside and _alone(date))
        ):
            return date.span()
    return None


def dates_in(text: str) -> Iterator[re.Match[str]]:
    """Give the dates of a text in order, each once and as much of it as is written."""
    every = sorted(
        (found for form in FORMS for found in form.finditer(text)),
        key=lambda found: (found.start(), -found.end()),
    )
    end = 0
    for found in every:
        if found.start() >= end:
            yield found
            end = found.end()


def without_dates(text: str) -> str:
    """Blank the dates of a text and the numbers of its tables, and let all else stand in place."""
    text = NUMBERED.sub(lambda found: " " * len(found[0]), text)
    for found in list(dates_in(text)):
        text = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    return text


def _of_the_table(date: re.Match[str], before: str, after: str) -> bool:
    """Tell a date of the table: what stands nearest before it says so, or else what follows."""
    spoken = [*OF_THE_FIGURES.finditer(before)]
    told = [*OF_THE_TABLE.finditer(before)]
    if told and (not spoken or told[-1].end() >= spoken[-1].end()):
        return True
    if not spoken and OF_THE_TABLE.search(after):
        return True
    day = date.groupdict().get("day")
    return bool(day and day.isdigit() and int(day) in _NEVER_COUNTED and WRITERS.search(before))


def _alone(date: re.Match[str]) -> bool:
    """Tell a month without a day."""
    return bool(date.groupdict().get("name")) and not date.groupdict().get("day")


def _is_that_day(date: re.Match[str], counted: Day) -> bool:
    """Tell whether a date is a certain day of the year; its month alone may be."""
    parts = date.groupdict()
    if parts.get("other"):
        return False
    name, day = parts.get("name"), parts.get("day")
    month = _number(name) if name else int(parts["month"])
    last = calendar.monthrange(LEAP_YEAR, counted.month)[1]
    words = (FIRST if counted.day == 1 else ()) + (LAST if counted.day == last else ())
    days = (None, str(counted.day), f"{counted.day:02}", *words)
    return month == counted.month and day in days


def _number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if re.fullmatch(month, name))
