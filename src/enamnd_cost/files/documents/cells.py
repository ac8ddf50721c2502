"""What a cell says: a figure, a text, or what was meant as a figure and cannot be read."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.grid import Cell, Sheet
from enamnd_cost.files.documents.numbers import (
    DASHES,
    LONGEST,
    Number,
    amounts_in,
    decimals_in,
    number_in,
)
from enamnd_cost.swedish import fold

QUOTED = 60
FIRST_DAY, LAST_DAY = dt.date(1899, 12, 30), 2_958_465  # between which a workbook counts days
_SPOILT = re.compile(r"[-−–(]?\s*\d[\dOoIl\s.,']*(e[-+]?\d+)?(kr|tkr)?\.?\)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(\.\d+)+\.?")  # a date or a section, not a figure
_UNKNOWN = ".."  # what is not known, as SCB writes it
_OPEN = re.compile(r"[.,]\d{3}(?!\d)")


Line = dict[int, Cell]


def lines_of(sheet: Sheet) -> list[Line]:
    """Give a sheet's rows by column; each column tells what points and commas mean in it."""
    columns: dict[int, list[str]] = defaultdict(list)
    for row in sheet.rows:
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) <= LONGEST:
                columns[cell.place.column].append(cell.value)
    signs: dict[tuple[int, object], str] = {
        (n, text): sign
        for n, texts in columns.items()
        if any(map(_OPEN.search, texts))
        for text, sign in decimals_in(texts).items()
    }
    return [{cell.place.column: _told(cell, signs) for cell in row} for row in sheet.rows]


def _told(cell: Cell, signs: Mapping[tuple[int, object], str]) -> Cell:
    sign = signs.get((cell.place.column, cell.value))
    return cell if sign is None else replace(cell, decimals=sign, unclear=not sign)


def figure(cell: Cell) -> Number | None:
    """Read a cell as a figure: a number, a text that is one, or a dash for nothing."""
    if cell.date or cell.error or cell.unknown or cell.unclear:
        return None
    if isinstance(cell.value, Decimal):
        value = cell.value.scaleb(2) if cell.percent else cell.value
        exponent = value.normalize().as_tuple().exponent
        return Number(Fraction(value), max(0, -int(exponent)), "%" if cell.percent else "")
    if cell.value in DASHES:
        return Number(Fraction(0), 0, "")
    return number_in(cell.value, cell.decimals)


def spoilt(cell: Cell) -> bool:
    """Tell a cell that was meant as a figure, but cannot be read as one."""
    if cell.error or cell.unknown or cell.unclear or cell.value == _UNKNOWN:
        return True
    text = cell.value if isinstance(cell.value, str) else ""
    looks = len(text) > 2 and _SPOILT.fullmatch(text) and not _NUMBERED.fullmatch(text)
    return bool(cell.meant or looks) and figure(cell) is None


def is_year(cell: Cell) -> bool:
    """Tell a whole number that may be a year."""
    found = figure(cell)
    grouped = isinstance(cell.value, str) and not cell.value.isdigit()
    return found is not None and not grouped and 1990 <= found.value <= 2099 and not found.places


def heads_years(heading: str, cells: Iterable[Cell]) -> bool:
    """Tell a column of years, which divide the rows and are no figures."""
    named = fold(heading) in ("år", "ar", "year")
    return named and all(is_year(cell) for cell in cells if figure(cell))


def states_unit(cell: Cell) -> bool:
    """Tell a text that is a unit, though it reads as a figure as well: 1 000 kr."""
    return isinstance(cell.value, str) and words.states_thousands(cell.value)


def text_of(cell: Cell) -> str:
    """Give a cell's text on one line, with a dot for a sign that only its own font has."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    line = " ".join(cell.value.split())
    return "".join(sign if sign.isprintable() else "·" for sign in line)


def dated(cell: Cell) -> str:
    """Give a cell's text; a date that a workbook keeps as a number of days as it is written."""
    if cell.date and isinstance(cell.value, Decimal) and 0 <= cell.value <= LAST_DAY:
        return (FIRST_DAY + dt.timedelta(days=int(cell.value))).isoformat()
    return text_of(cell)


def shown(cell: Cell) -> str:
    """Give a cell's text as a finding quotes it: the beginning of what is long."""
    return brief(text_of(cell))


def brief(text: str) -> str:
    """Give the beginning of what is long.

    >>> brief("Boden"), len(brief("Boden" * 100))
    ('Boden', 61)
    """
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def is_text(cell: Cell) -> bool:
    """Tell a text that is no figure."""
    return (
        isinstance(cell.value, str) and bool(cell.value) and not cell.unclear and not figure(cell)
    )


def says_amount(text: str) -> bool:
    """Tell a text with an amount; a year before a unit is none, as in "Budget 2023 tkr"."""
    text = words.without_rounding(text)
    if words.states_thousands(text):
        return False
    return any(
        found is None
        or found.places
        or not 1990 <= found.value <= 2099
        or str(found.value) not in text
        for found in amounts_in(text)
    )
