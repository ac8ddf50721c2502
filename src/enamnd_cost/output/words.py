"""How cells, and what they were made of, are shown, whatever the output."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from enamnd_cost import __version__
from enamnd_cost.analysis.report import Cell, Column, Table
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import decimal, fixed

PROGRAM = f"enamnd-cost {__version__}"


def provenance(data: Data) -> str:
    """Write which program and which data an output came from, on one line."""
    return f"{PROGRAM}, data {data.short_digest}"


def shown(cell: Cell, column: Column) -> str:
    r"""Write a cell as people read it.

    >>> kr = Column("belopp", "kr", "kronor", signed=True)
    >>> shown(-1500, kr), shown(7, kr)
    ('−1\xa0500', '+7')
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    plus = "+" if column.signed and cell > 0 else ""
    return plus + (decimal(cell, column.places) if isinstance(cell, Fraction) else fixed(cell))


def wrapped(text: str, width: int | None, indent: str = "", hang: str = "") -> list[str]:
    """Break running text at spaces into lines; ``hang`` goes before all of them but the first.

    An amount's non-breaking spaces hold it together.
    """
    if width is None:
        return [indent + text]
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + hang,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


GAP = 2  # spaces between columns on screen


def groups(widths: Sequence[int], label: int, width: int | None) -> list[list[int]]:
    """Fill each block with as many columns as fit; one column at least, however narrow."""
    split: list[list[int]] = [[]]
    used = label
    for n, column in enumerate(widths):
        if split[-1] and width is not None and used + GAP + column > width:
            split.append([])
            used = label
        split[-1].append(n)
        used += GAP + column
    return split


BARS = "▁▂▃▄▅▆▇█"


def with_curves(table: Table) -> Table:
    """Add a small curve to each row of a table that has points along one."""
    if not table.curve:
        return table
    lines = tuple(
        line._replace(cells=(*line.cells, curve(line.cells[: table.curve]))) for line in table.lines
    )
    sums = tuple(line._replace(cells=(*line.cells, None)) for line in table.sums)
    columns = (*table.columns, Column("kurva", "Kurva", "Kurva"))
    return table._replace(columns=columns, lines=lines, sums=sums)


def curve(cells: Sequence[Cell]) -> str:
    """Draw numbers as bars between the least and the greatest of them.

    >>> curve([100, 150, 200]), curve([5, 5])
    ('▁▅█', '▄▄')
    """
    values = [cell for cell in cells if isinstance(cell, int | Decimal)]
    least, most = min(values, default=0), max(values, default=0)
    if least == most:
        return BARS[3] * len(values)
    # Whole steps, rounded: a curve shows the shape, not the figure.
    top = len(BARS) - 1
    return "".join(
        BARS[int((2 * top * (value - least) + (most - least)) // (2 * (most - least)))]
        for value in values
    )
