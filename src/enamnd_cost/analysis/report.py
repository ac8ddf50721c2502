"""What every answer looks like before it has a form: lines of text, tables, sums, and notes.

Terminal, markdown, csv and xlsx all show these, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.model.data import Data
from enamnd_cost.swedish import rounded

# A whole number (kronor, unless the heading says otherwise), a number rounded for show, an exact
# one, a text, or nothing at all.
Cell = int | Decimal | Fraction | str | None

TOTAL = "Summa"
ORE = 2  # the decimals shown of exact kronor
PLACES = 6  # decimals of an exact number where there are no fractions


class Column(NamedTuple):
    """A column: what programs know it by, its short heading and its full name.

    Keys are unique in a table, and the same in the tables of a report that show the same thing;
    two columns may have the same name. ``signed`` numbers show a plus as well, and exact ones as
    many decimals as ``places`` (None: all), with an ellipsis where there are more.
    """

    key: str
    short: str
    name: str
    signed: bool = False
    places: int | None = None


class Line(NamedTuple):
    """A row: whom it is about, and a cell per column; None where there is nothing to say.

    ``whole`` tells a sum of all rows from other rows that stand below the table.
    """

    code: str
    label: str
    cells: tuple[Cell, ...]
    whole: bool = False


class Table(NamedTuple):
    """A table: a row per municipality (or what ``corner`` says), and sum rows below.

    ``coded`` tells whether the rows have codes that outputs for other programs should show, and
    ``curve`` how many of the first columns make a curve, for the outputs that can draw.
    """

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    sums: tuple[Line, ...] = ()
    corner: str = "Kommun"
    coded: bool = True
    curve: int = 0


class NoteKind(Enum):
    """What a note is about."""

    PLAIN = "anmärkning"
    MISSING = "uppgift saknas"
    ASSUMED = "antaget"
    DERIVED = "härlett"
    UNSEEN = "visas inte"  # of no use to who cannot ask for more
    STATUS = "observera"  # what a figure must never be read without: also in a plain csv


class Note(NamedTuple):
    """Something that must be read with the tables."""

    text: str
    kind: NoteKind = NoteKind.PLAIN


class Report(NamedTuple):
    """An answer: a title, lines under it, tables, figures that sum it up (kronor), and notes."""

    data: Data
    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def status(self) -> list[str]:
        """What the figures must not be read without, in words."""
        return [note.text for note in self.notes if note.kind is NoteKind.STATUS]

    @property
    def to_read(self) -> Report:
        """The same for who reads it without being able to ask for more."""
        kept = (note for note in self.notes if note.kind is not NoteKind.UNSEEN)
        return self._replace(notes=tuple(kept))


def plain(notes: Iterable[str]) -> tuple[Note, ...]:
    """Take texts as notes of no special kind."""
    return tuple(map(Note, notes))


# Columns that make a table


class Given(NamedTuple):
    """A column with a cell for each row, by code, and the cell of its sum."""

    column: Column
    cells: Mapping[str, Cell]
    total: Cell = None


def summed(column: Column, amounts: Mapping[str, int]) -> Given:
    """Give a column of whole numbers with its sum.

    >>> summed(Column("kr", "kr", "kronor"), {"2582": 3, "2581": -1}).total
    2
    """
    return Given(column, amounts, sum(amounts.values()))


def in_ore(column: Column, amounts: Mapping[str, Fraction]) -> Given:
    """Give a column of exact kronor, rounded for show; the sum is of the exact ones."""
    cells = {code: rounded(kr, ORE) for code, kr in amounts.items()}
    return Given(column, cells, rounded(sum(amounts.values(), Fraction(0)), ORE))


def table_of(
    title: str,
    names: Mapping[str, str],
    columns: Sequence[Given],
    *more: Line,
    label: str = TOTAL,
    curve: int = 0,
) -> Table:
    """Lay out columns side by side, a row for each of ``names`` (by code), their sums below.

    Whoever has no cell in a column has nothing there. ``more`` are lines below the sums, and
    without a ``label`` there are no sums.
    """
    lines = (
        Line(code, name, tuple(given.cells.get(code) for given in columns))
        for code, name in names.items()
    )
    whole = Line("", label, tuple(given.total for given in columns), whole=True)
    below = (*([whole] if label else []), *more)
    return Table(title, tuple(each.column for each in columns), tuple(lines), below, curve=curve)


def percent(change: int, of: int) -> Fraction | None:
    """Give a change in per cent of what it was; None where that was nothing.

    >>> percent(500, 2000), percent(5, -10), percent(5, 0)
    (Fraction(25, 1), Fraction(50, 1), None)
    """
    return Fraction(100 * change, abs(of)) if of else None


def one_decimal(value: Fraction | None) -> Decimal | None:
    """Round a per cent, or kronor per head, as tables show them."""
    return None if value is None else rounded(value, 1)


def in_percent(column: Column, change: Mapping[str, int], of: Mapping[str, int]) -> Given:
    """Give a column of changes in per cent of what was, and that of their sums."""
    shares = {code: one_decimal(percent(kr, of.get(code, 0))) for code, kr in change.items()}
    whole = one_decimal(percent(sum(change.values()), sum(of.values())))
    return Given(column, shares, whole)


def plain_number(cell: Cell) -> int | Decimal | str | None:
    """Give an exact number as spreadsheets know numbers: whole, or with at most six decimals.

    >>> plain_number(Fraction(6, 3)), plain_number(Fraction(-5, 2)), plain_number(Fraction(2, 3))
    (2, Decimal('-2.5'), Decimal('0.666667'))
    """
    if not isinstance(cell, Fraction):
        return cell
    if cell.denominator == 1:
        return int(cell)
    return Decimal(f"{rounded(cell, PLACES):f}".rstrip("0").rstrip("."))


def of_municipalities(report: Report, codes: Collection[str]) -> Report:
    """Show only some municipalities' rows; sums stay those of all, and say so.

    Nothing is computed anew: everything is still computed for all.
    """
    tables = tuple(rows_of(table, codes) if table.coded else table for table in report.tables)
    return report._replace(tables=tables)


def rows_of(table: Table, codes: Collection[str]) -> Table:
    """Leave only the rows of some; the sum is still that of all rows, and says so."""
    label = f"{TOTAL} alla {len(table.lines)}"
    return table._replace(
        lines=tuple(line for line in table.lines if line.code in codes),
        sums=tuple(line._replace(label=label) if line.whole else line for line in table.sums),
    )


def part_of(table: Table, codes: Collection[str], part: tuple[Cell, ...]) -> Table:
    """Leave only the rows of some, and above the sum of all rows that of theirs."""
    some = rows_of(table, codes)
    label = f"{TOTAL} visade ({len(some.lines)} av {len(table.lines)})"
    return some._replace(sums=(Line("", label, part), *some.sums))


def added(lines: Sequence[Line]) -> tuple[Cell, ...]:
    """Add up rows of whole numbers, column by column.

    >>> added([Line("2582", "Boden", (3, None)), Line("2580", "Luleå", (4, 5))])
    (7, 5)
    """
    columns = zip(*(line.cells for line in lines), strict=True)
    return tuple(sum(cell for cell in cells if isinstance(cell, int)) for cells in columns)
