"""What a table is once it has been found: rows and columns, each figure with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.grid import Cell, Place, Sheet
from enamnd_cost.files.documents.numbers import NIL, Number, number_in


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A printed figure in kronor (or what its column counts), and by how much rounding may move it.

    ``text`` tells that the file holds it as text; ``formula`` is the formula that gave it.
    """

    place: Place
    value: Fraction
    half: Fraction
    text: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its headings from the top, joined, and what kind it is.

    ``kind`` is amount, sum, derived, count or share.
    """

    number: int
    heading: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of figures by column; ``gaps`` are cells that hold something that is no figure.

    ``kind`` is post, sum, bare (no label), result or other. ``beside`` is what columns beside the
    label say, such as the year. ``group`` changes after an empty row.
    """

    n: int
    label: str
    place: Place
    kind: str
    section: str
    beside: tuple[str, ...]
    group: int
    amounts: dict[int, Amount]
    gaps: tuple[Cell, ...]
    hidden: bool

    @property
    def part(self) -> tuple[str, ...]:
        """The part of the table that the row belongs to: its section, and what stands beside."""
        return (self.section, *self.beside)


@dataclass(frozen=True)
class Block:
    """A table: what stands above it (farthest first), the heading over its labels, its content."""

    sheet: Sheet
    titles: tuple[str, ...]
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    scale: int
    place: Place

    @property
    def posts(self) -> list[Row]:
        """The rows that are no sums."""
        return [row for row in self.rows if row.kind == "post"]

    @property
    def named(self) -> str:
        """Name the table as its readers would."""
        return next((title for title in reversed(self.titles) if title), self.sheet.name)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that stands by itself, with the heading that it stands under."""

    text: str
    place: Place
    under: str


@dataclass(frozen=True)
class Page:
    """What was found in a sheet."""

    sheet: Sheet
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    title: str

    @property
    def cells(self) -> list[Cell]:
        """Every cell of the sheet."""
        return [cell for row in self.sheet.rows for cell in row]


QUOTED = 60
Line = dict[int, Cell]
SCALES_OF = {"kr": 1, "kronor": 1, "tkr": 1_000, "kkr": 1_000, "mkr": 10**6, "mnkr": 10**6}


@dataclass
class Region:
    """Rows under one set of headings, while they are gathered."""

    titles: list[str]
    heads: list[Line]
    lines: list[tuple[Line, str, int]] = field(default_factory=list)
    section: str = ""
    group: int = 0


def figure(cell: Cell) -> Number | None:
    """Read a cell as a figure: a number, a text that is one, or a dash for nothing."""
    if cell.date or cell.error or cell.unknown:
        return None
    if isinstance(cell.value, Decimal):
        exponent = cell.value.normalize().as_tuple().exponent
        return Number(Fraction(cell.value), max(0, -int(exponent)), "")
    return Number(Fraction(0), 0, "") if cell.value in NIL else number_in(cell.value)


_SPOILT = re.compile(r"[-−–(]?\s*\d[\dOoIl\s.,']*(e[-+]?\d+)?(kr|tkr)?\.?\)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(\.\d+)+\.?")  # a date or a section, not a figure


def spoilt(cell: Cell) -> bool:
    """Tell a cell that was meant as a figure, but cannot be read as one."""
    if cell.error or cell.unknown or (cell.meant and figure(cell) is None):
        return True
    text = cell.value if isinstance(cell.value, str) else ""
    meant = len(text) > 2 and _SPOILT.fullmatch(text) and not _NUMBERED.fullmatch(text)
    return bool(meant) and figure(cell) is None


def is_year(cell: Cell) -> bool:
    """Tell a whole number that may be a year."""
    found = figure(cell)
    grouped = isinstance(cell.value, str) and not cell.value.isdigit()
    return found is not None and not grouped and 1990 <= found.value <= 2099 and not found.places


def first(line: Line) -> Cell:
    """Give the leftmost cell of a row."""
    return line[min(line)]


def row_of(line: Line) -> int:
    """Give the row's number in the file."""
    return first(line).place.row


def text_of(cell: Cell) -> str:
    """Give a cell's text on one line, without what would disturb a terminal or is not seen."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    seen = (sign for sign in cell.value if unicodedata.category(sign) != "Cf")
    line = " ".join("".join(seen).split())
    return "".join(sign if sign.isprintable() else "·" for sign in line)


def shown(cell: Cell) -> str:
    """Give a cell's text as a finding quotes it: the beginning of what is long."""
    text = text_of(cell)
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def is_text(cell: Cell) -> bool:
    """Tell a text that is no figure."""
    return isinstance(cell.value, str) and bool(cell.value) and figure(cell) is None


def figure_columns(line: Line) -> set[int]:
    """Give the columns in which a row has figures."""
    return {n for n, cell in line.items() if figure(cell) or cell.unknown}


def scale_of(texts: Sequence[str], otherwise: int) -> int:
    """Give the unit that the first of some headings states, in kronor."""
    return next((found for text in texts if (found := words.scale(text))), otherwise)
