"""A sheet's rows as a table to explain: whose each is, and its amount in kronor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure
from enamnd_cost.files.documents.grid import Sheet
from enamnd_cost.files.documents.numbers import DASHES, KRONOR
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem, Spot


def stands(line: Line, n: int) -> str:
    """Give what stands in a column; a date, or a formula whose value is not there, is no amount."""
    cell = line.get(n)
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value or f"={cell.formula}"
    return "datum" if cell.date else f"{cell.value:f}"


def amount_in(line: Line, n: int) -> bool:
    """Tell a number that may be of money, in whatever unit, clear or not; a dash is none."""
    cell = line.get(n)
    if cell is None or cell.value in DASHES:
        return False
    found = figure(cell)
    return cell.unclear or (found is not None and found.unit != "%")


@dataclass(frozen=True)
class Table:
    """A sheet's rows, with the columns of names and of amounts; ``file`` is what to call it."""

    file: str
    sheet: Sheet
    lines: list[Line]
    names: int
    amounts: int
    kommuner: Kommuner
    scale: int = 1  # kronor, of an amount that states no unit of its own

    def kronor(self, line: Line) -> Fraction | None:
        """Read a row's amount in kronor; None if it is anything else, or unclear."""
        cell = line.get(self.amounts)
        found = figure(cell) if cell else None
        return found.value * self.scale_of(line) if found and found.unit != "%" else None

    def scale_of(self, line: Line) -> int:
        """Give the unit of a row's amount, in kronor: its own, a sum label's, or the rows'."""
        found = figure(line[self.amounts])
        if found and found.unit in KRONOR:
            return KRONOR[found.unit]
        label = stands(line, self.names)
        own = words.scale(label) if words.is_sum(label) and self.code(line) is None else None
        return own or self.scale

    def code(self, line: Line) -> str | None:
        """Give the municipality that a row is of."""
        return self.kommuner.labelled(stands(line, self.names))

    def problem(self, line: Line, code: str, text: str, remedy: str, hint: str = "") -> Problem:
        """Say what is wrong with a row, placed at its line where the file has lines."""
        row = row_of(line)
        stands = self.sheet.lines[row - 1] if self.sheet.lines else ""
        spot = Spot(row, 1, len(stands), stands) if stands.strip() else None
        return Problem(code, self.file, text, remedy, hint=hint, spot=spot)
