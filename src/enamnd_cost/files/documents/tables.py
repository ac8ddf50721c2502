"""What a table is once it has been found: rows and columns, each figure with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure
from enamnd_cost.files.documents.grid import Cell, Place, Sheet
from enamnd_cost.model.problem import Problem, Spot

ColumnKind = Literal["amount", "sum", "derived", "count", "share"]
RowKind = Literal["post", "sum", "bare", "result", "other"]


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A printed figure in kronor (or what its column counts), and by how much rounding may move it.

    ``text`` tells that the file holds it as text; ``formula`` is the formula that gave it. ``of``
    is what a running text that says it is about. ``stored`` is the number that the file holds where
    it has decimals that are not shown: what is shown is what is printed. ``unit`` is what it is
    in: kronor, per cent, or nothing where people or things are counted.
    """

    place: Place
    value: Fraction
    half: Fraction
    text: bool = False
    formula: str = ""
    of: str = ""
    stored: Fraction | None = None
    unit: str = "kr"
    dash: bool = False  # a dash stands for it


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of figures: its headings from the top, joined, and what kind it is."""

    number: int
    heading: str
    kind: ColumnKind
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """A row of figures by column; ``gaps`` are cells that hold something that is no figure.

    ``kind`` is bare where it has no label. ``beside`` is what columns beside the label say, such as
    the year, ``code`` what a column of codes says. ``group`` changes after an empty row.
    """

    n: int
    label: str
    place: Place
    kind: RowKind
    section: str
    beside: tuple[str, ...]
    group: int
    amounts: dict[int, Amount]
    gaps: tuple[Cell, ...]
    hidden: bool
    code: str = ""

    @property
    def part(self) -> tuple[str, ...]:
        """The part of the table that the row belongs to: its section, and what stands beside."""
        return (self.section, *self.beside)

    def under(self, head: Amount) -> Amount | None:
        """Give the row's figure in the column in which another stands."""
        return next((a for a in self.amounts.values() if a.place.column == head.place.column), None)


@dataclass(frozen=True)
class Block:
    """A table: what stands above it (farthest first), the heading over its labels, its content."""

    titles: tuple[str, ...]
    corner: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]

    def of(self, *kinds: ColumnKind) -> list[TableColumn]:
        """Give the columns of some kinds."""
        return [column for column in self.columns if column.kind in kinds]


@dataclass(frozen=True, slots=True)
class Remark:
    """A text that stands by itself, with the heading that it stands under."""

    text: str
    place: Place
    under: str


@dataclass(frozen=True)
class Page:
    """What was found in a sheet."""

    sheet: Sheet
    blocks: tuple[Block, ...]
    notes: tuple[Remark, ...]
    title: str

    @property
    def cells(self) -> list[Cell]:
        """Every cell of the sheet."""
        return [cell for row in self.sheet.rows for cell in row]


@dataclass
class Region:
    """Rows under one set of headings, while they are gathered; ``side`` is the one they are on."""

    titles: list[str]
    heads: list[Line]
    lines: list[tuple[Line, str, int]] = field(default_factory=list)
    section: str = ""
    group: int = 0
    side: str = ""

    def begin(self, section: str) -> None:
        """Begin a section; a name within a side of a budget belongs to that side until its sum."""
        within = self.side and not words.side(section)
        self.section = f"{self.side}: {section}" if within else section
        self.side = self.side if within else section if words.side(section) else ""


def first(line: Line) -> Cell:
    """Give the leftmost cell of a row."""
    return line[min(line)]


def row_of(line: Line) -> int:
    """Give the row's number in the file."""
    return first(line).place.row


def problem_at(sheet: Sheet, row: int, problem: Problem) -> Problem:
    """Place what is wrong with a row at its line, where the file has lines."""
    stands = sheet.lines[row - 1] if sheet.lines else ""
    return problem._replace(spot=Spot(row, 1, len(stands), stands)) if stands.strip() else problem


def figure_columns(line: Line) -> set[int]:
    """Give the columns in which a row has figures, known or not."""
    return {n for n, cell in line.items() if figure(cell) or cell.unknown or cell.unclear}


def scale_of(texts: Iterable[str], otherwise: int) -> int:
    """Give the unit that the first of some headings states, in kronor."""
    return next(filter(None, map(words.scale, texts)), otherwise)
