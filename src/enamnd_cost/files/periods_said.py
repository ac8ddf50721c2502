"""Which year, quarter or month a figure of a statistical table is of, as the table writes it."""

from __future__ import annotations

import re
from typing import NamedTuple

from enamnd_cost.files.dates_said import MONTHS

LONGEST = 40  # characters of a period or a figure, with its mark
_CENTURY = r"(?:19|20)\d\d"
_YEAR = re.compile(_CENTURY)
_PRELIMINARY = re.compile(r"\s*(?:\*+|\(?(?:p|pr|prel|preliminär\w*)\.?\)?)\s*$", re.IGNORECASE)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>{_CENTURY})",
        rf"(?P<year>{_CENTURY})\s?M\s?(?P<month>0[1-9]|1[0-2])",
        rf"(?P<year>{_CENTURY})-(?P<month>0[1-9]|1[0-2])(?:-\d\d)?",
        rf"(?P<year>{_CENTURY})\s?(?:K|Q|kv|kvartal)\.?\s?(?P<quarter>[1-4])",
        rf"(?:K|Q|kv|kvartal)\.?\s?(?P<quarter>[1-4]),?\s(?P<year>{_CENTURY})",
        rf"(?P<year>{_CENTURY}),?\s(?P<name>[a-zåäö]+)\.?",
        rf"(?P<name>[a-zåäö]+)\.?,?\s(?P<year>{_CENTURY})",
    )
)


class Period(NamedTuple):
    """A year, or a quarter or a month of one."""

    year: int
    month: int | None = None
    quarter: int | None = None

    def __str__(self) -> str:
        """Write it as SCB does.

        >>> str(Period(2023, month=10)), str(Period(2023, quarter=3)), str(Period(2023))
        ('2023M10', '2023K3', '2023')
        """
        part = f"M{self.month:02}" if self.month else f"K{self.quarter}" if self.quarter else ""
        return f"{self.year}{part}"


def period_in(text: str) -> Period | None:
    """Read a text that is a period and nothing else.

    >>> [str(period_in(t)) for t in ("2023M10", "oktober 2023", "2023 kv 3", "2023-10", "2023")]
    ['2023M10', '2023M10', '2023K3', '2023M10', '2023']
    >>> period_in("1980=100")
    """
    if len(text) > LONGEST or not _YEAR.search(text):
        return None
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            said = found.groupdict()
            name = said.get("name")
            month = month_in(name) if name else int(said.get("month") or 0) or None
            if name and month is None:
                continue
            return Period(int(said["year"]), month, int(said.get("quarter") or 0) or None)
    return None


def month_in(text: str) -> int | None:
    """Read the name of a month and nothing else, whole or cut short.

    >>> month_in("Okt"), month_in("kvartal")
    (10, None)
    """
    said = text.strip().rstrip(".").casefold()
    return next((n for n, name in enumerate(MONTHS, 1) if re.fullmatch(name, said)), None)


def without_mark(text: str) -> tuple[str, bool]:
    """Take the mark of what is preliminary off a period or a figure, and tell whether it had one.

    >>> without_mark("2024M10*"), without_mark("412,35 p"), without_mark("412,35")
    (('2024M10', True), ('412,35', True), ('412,35', False))
    """
    if len(text) > LONGEST:
        return text, False
    bare = _PRELIMINARY.sub("", text)
    return (bare, True) if bare and bare != text else (text, False)
