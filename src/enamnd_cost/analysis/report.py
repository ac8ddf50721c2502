"""What every answer looks like before it has a form: lines of text, tables, and notes.

Terminal, markdown, csv and xlsx all show these, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from enamnd_cost.model.data import Data

# A whole number (kronor, unless the heading says otherwise), a number rounded for show, a text, or
# nothing at all.
Cell = int | Decimal | str | None


@dataclass(frozen=True)
class Column:
    """A column's short heading and its full name; ``signed`` numbers show a plus as well."""

    short: str
    name: str
    signed: bool = False


@dataclass(frozen=True)
class Line:
    """A row: whom it is about, and a cell per column; None where there is nothing to say."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
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


@dataclass(frozen=True)
class Report:
    """An answer: a title, lines under it, tables, and notes that must be read with them."""

    data: Data
    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


def of_municipalities(report: Report, codes: Collection[str]) -> Report:
    """Show only some municipalities' rows; sums stay those of all, and say so.

    Nothing is computed anew: everything is still computed for all.
    """
    tables = tuple(_rows_of(table, codes) if table.coded else table for table in report.tables)
    return replace(report, tables=tables)


def _rows_of(table: Table, codes: Collection[str]) -> Table:
    whole = f"Summa alla {len(table.lines)}"
    return replace(
        table,
        lines=tuple(line for line in table.lines if line.code in codes),
        sums=tuple(
            replace(line, label=whole) if line.label == "Summa" else line for line in table.sums
        ),
    )
