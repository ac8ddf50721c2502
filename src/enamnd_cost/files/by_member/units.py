"""In what unit a table is printed, and to the nearest of what: by its words, and its decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction

from enamnd_cost.files.by_member.table import Table, figure_in, stands
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure, says_amount
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import DASHES
from enamnd_cost.files.documents.tables import scale_of
from enamnd_cost.swedish import rounded

TRACE = Fraction(1, 10**7)  # of what an amount is counted in: too little for any decimal


def stated_scale(table: Table) -> int:
    """Find the unit of money that the nearest text states, in kronor."""
    return scale_of(said_near(table), 1)


def said_near(table: Table) -> list[str]:
    """List what may be said of the figures, the nearest first: heading, titles, sheet, notes."""
    named = [n for n, line in enumerate(table.lines) if table.code(line)]
    above, below = table.lines[: named[0]][::-1], table.lines[named[0] :]
    figures = {n for line in table.lines[named[0] :] for n in line if figure_in(line, n)}
    headings = [stands(line, n) for line in above if (n := _over(table, line, figures)) is not None]
    # A title stands alone in its row; in a row of headings each is about its own column.
    titles = [stands(line, n) for line in above for n in line if n not in figures or len(line) == 1]
    notes = [
        stands(line, n)
        for line in below
        for n in line
        if table.code(line) is None and not words.is_sum(table.label(line))
    ]
    said = [*headings, *titles, table.sheet.name, *(each for each in notes if not _OTHERS(each))]
    return [each for each in said if each and not says_amount(each)]


_OTHERS = re.compile(r"\b(?:övriga|andra)\b", re.IGNORECASE).search  # what is said of other tables


def _over(table: Table, line: Line, figures: AbstractSet[int]) -> int | None:
    """Find what stands over the amounts in a row: over them, or in an upper row to their left."""
    if table.figures in line:
        return table.figures
    wide = [n for n in line if n < table.figures and n in figures]
    others = [n for n in line if n in figures]
    return max(wide, default=None) if len(others) < len(figures - {table.figures}) else None


def step_of(table: Table, lines: Iterable[Line]) -> Fraction:
    """Give what some rows are printed to the nearest of: the finest of their units and decimals."""
    steps = []
    for line in lines:
        cell = line.get(table.figures)
        if cell and table.figure(line) is not None and cell.value not in DASHES:
            steps.append(Fraction(table.scale_of(line), 10 ** _places(cell)))
    return min(steps, default=Fraction(1))


def _places(cell: Cell) -> int:
    """Count the decimals of a figure: those that it is written or shown with, or has."""
    found = figure(cell)
    assert found is not None
    if isinstance(cell.value, str):
        return found.places
    # Binary numbers leave traces of a computation far behind the last decimal.
    traces = (abs(found.value - Fraction(rounded(found.value, n))) for n in range(found.places))
    has = next((n for n, trace in enumerate(traces) if trace < TRACE), found.places)
    return max(has, cell.shows or 0)
