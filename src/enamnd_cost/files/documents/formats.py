"""What a workbook's number formats show of a number: a date, a per cent, how many decimals."""

from __future__ import annotations

import re
from typing import NamedTuple


class Format(NamedTuple):
    """How a number is shown; ``places`` is None where the format leaves the decimals to Excel."""

    date: bool = False
    percent: bool = False
    places: int | None = None


GENERAL = Format()
DATE = Format(date=True)
LONGEST = 255  # characters, as Excel
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Those that every workbook has: whole numbers and kronor with and without ören, and per cents.
BUILT_IN = {
    **dict.fromkeys((1, 3, 5, 6, 37, 38, 41, 42), Format(places=0)),
    **dict.fromkeys((2, 4, 7, 8, 39, 40, 43, 44), Format(places=2)),
    9: Format(percent=True, places=0),
    10: Format(percent=True, places=2),
    **dict.fromkeys(_DATES, DATE),
}


def read(code: str) -> Format:
    r"""Read a format's code; of its sections, the first is for what is above zero.

    >>> read("#,##0"), read('0.0 %;[Red]-0.0 %'), read("yyyy-mm-dd").date
    (Format(date=False, percent=False, places=0), Format(date=False, percent=True, places=1), True)
    >>> read('#,##0.00\\ "kr"').places, read("General").places, read("#,##0,").places
    (2, None, None)
    """
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code[:LONGEST])
    section = plain.split(";", maxsplit=1)[0]
    if "general" in section.lower():
        return GENERAL
    if re.search(r"[dmyhs]", plain, re.IGNORECASE):
        return DATE
    # What is shown in thousands, as a fraction or with an exponent shows no decimals of its own.
    found = re.search(r"[#0?](?:\.([#0?]*))?(?![#0?.,/E])", section)
    if not found or re.search(r",(?![#0?])|[/E]", section):
        return Format(percent="%" in section)
    return Format(percent="%" in section, places=len(found[1] or ""))
