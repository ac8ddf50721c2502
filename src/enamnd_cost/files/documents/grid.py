"""What a document is, whatever file it came from: sheets of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from enamnd_cost.model.problem import Problem


class Place(NamedTuple):
    """Where a cell stands: the sheet (empty where the file has none), row and column from 1.

    ``named`` tells whether columns go by letters, as in a workbook; a column 0 is a whole row.
    """

    sheet: str
    row: int
    column: int
    named: bool = False

    @property
    def cell(self) -> str:
        """Name the cell as Excel does.

        >>> Place("Blad1", 15, 28, True).cell
        'AB15'
        """
        return f"{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """Name a column, from 1, as a spreadsheet does; a column 0 has no letters.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something: a number, a text, or a formula whose value is not in the file.

    ``error`` tells a spreadsheet's own error, such as ``#REF!``; ``meant`` a place for an amount.
    ``decimals`` is what its column tells of the sign before them; ``unclear`` that it should, and
    does not. ``percent`` tells that a number is shown as one, ``shows`` with how many decimals.
    """

    place: Place
    value: Decimal | str
    formula: str = ""
    date: bool = False
    error: bool = False
    meant: bool = False
    decimals: str = ""
    unclear: bool = False
    percent: bool = False
    shows: int | None = None

    @property
    def unknown(self) -> bool:
        """Tell whether it is a formula without a value."""
        return bool(self.formula) and self.value == ""


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that hold anything, in order; and what a reader of it does not see.

    ``lines`` are those of a text file as they stand, from line 1; a workbook has none.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file's sheets, under the file's name as the user gave it."""

    file: str
    sheets: tuple[Sheet, ...]


class UnreadableError(Exception):
    """The file cannot be read as a document: a code, why, and what to do about it."""

    def __init__(self, code: str, text: str, remedy: str) -> None:
        super().__init__(text)
        self.code, self.text, self.remedy = code, text, remedy

    def problem(self, file: str) -> Problem:
        """Say it of a file."""
        return Problem(self.code, file, self.text, self.remedy)


MOST_BYTES = 20_000_000
MOST_ROWS = 1_048_576  # as Excel
MOST_COLUMNS = 16_384  # as Excel
MOST_TEXT = 32_767  # characters in a cell, as Excel
MOST_NUMBER = 10**15
MOST_DECIMALS = 30


class Size(NamedTuple):
    """How many rows in a sheet, and cells and characters in all, are read of a kind of file.

    ``wide`` is how many cells of a row are.
    """

    rows: int
    cells: int
    characters: int
    wide: int

    def check(self, rows: int, cells: int, characters: int, wide: int = 0) -> None:
        """Refuse more than that, or cells that are filled with more text than any table is."""
        if rows > self.rows or cells > self.cells:
            raise too_big(_spaced(f"mer än {self.rows:_} rader eller {self.cells:_} celler"))
        if wide > self.wide:
            raise too_big(_spaced(f"en rad har mer än {self.wide:_} celler"))
        if characters > self.characters:
            raise too_big(_spaced(f"mer än {self.characters:_} tecken i cellerna"))


# What is audited is tried in many ways, which takes ten seconds at this size; all municipalities
# with as many services as any board has are a third of it, and may stand in rows or columns.
DOCUMENT = Size(rows=2_000, cells=50_000, characters=1_000_000, wide=400)
# SCB's exports are only read: 290 municipalities in as many years as there are figures.
EXPORT = Size(rows=50_000, cells=250_000, characters=5_000_000, wide=MOST_COLUMNS)


def check_size(text: str, column: int) -> None:
    """Refuse a cell that is longer, or stands further to the right, than Excel lets any."""
    if len(text) > MOST_TEXT:
        raise too_big(_spaced(f"en cell har mer än {MOST_TEXT:_} tecken"))
    if column > MOST_COLUMNS:
        raise too_big(_spaced(f"mer än {MOST_COLUMNS:_} kolumner"))


def check_row(row: int) -> None:
    """Refuse a row that stands further down than Excel lets any."""
    if row > MOST_ROWS:
        raise too_big(_spaced(f"mer än {MOST_ROWS:_} rader"))


def _spaced(text: str) -> str:
    return text.replace("_", " ")


def reasonable(number: Decimal | int) -> bool:
    """Tell a number that may be an amount: finite, and neither immense nor with endless decimals.

    >>> [reasonable(Decimal(t)) for t in ("1e3", "nan", "1e99", "1e-999")]
    [True, False, False, False]
    """
    if isinstance(number, int):
        return abs(number) <= MOST_NUMBER  # before it is made a decimal: that may take for ever
    if not number.is_finite():
        return False
    _, _, exponent = number.as_tuple()
    return number.adjusted() <= 15 and int(exponent) >= -MOST_DECIMALS


def too_big(what: str) -> UnreadableError:
    """Say that a document is larger than anything published is."""
    remedy = "spara tabellerna i en fil för sig, utan annat innehåll"
    return UnreadableError("EK034", f"filen är för stor: {what}", remedy)
