"""A sheet's rows as a table of members: whose each is, and its figure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure, is_text, text_of
from enamnd_cost.files.documents.grid import Sheet
from enamnd_cost.files.documents.numbers import DASHES, KRONOR
from enamnd_cost.files.documents.tables import problem_at, row_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem


def stands(line: Line, n: int) -> str:
    """Give what stands in a column; a date, or a formula whose value is not there, is no amount."""
    cell = line.get(n)
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value or f"={cell.formula}"
    return "datum" if cell.date else f"{cell.value:f}"


def figure_in(line: Line, n: int) -> bool:
    """Tell a number in whatever unit, clear or not; a dash is none, and per cent are not."""
    cell = line.get(n)
    if cell is None or cell.value in DASHES:
        return False
    found = figure(cell)
    return cell.unclear or (found is not None and found.unit != "%")


@dataclass(frozen=True)
class Table:
    """A sheet's rows, with the columns of names and of figures; ``file`` is what to call it.

    ``heading`` is what stands over the figures.
    """

    file: str
    sheet: Sheet
    lines: list[Line]
    names: int
    figures: int
    kommuner: Kommuner
    heading: str = ""
    scale: int = 1  # kronor, or what else is counted, of a figure that states no unit of its own

    def figure(self, line: Line) -> Fraction | None:
        """Read a row's figure, money in kronor; None if it is anything else, or unclear."""
        cell = line.get(self.figures)
        found = figure(cell) if cell else None
        return found.value * self.scale_of(line) if found and found.unit != "%" else None

    def scale_of(self, line: Line) -> int:
        """Give the unit of a row's figure: its own, a sum label's, or the rows'."""
        found = figure(line[self.figures])
        if found and found.unit in KRONOR:
            return KRONOR[found.unit]
        label = self.label(line)
        own = words.scale(label) if words.is_sum(label) and self.code(line) is None else None
        return own or self.scale

    def label(self, line: Line) -> str:
        """Give what a row is called: its name, or what says in another column that it is a sum."""
        said = (text_of(cell) for cell in line.values() if is_text(cell))
        return stands(line, self.names) or next(filter(words.is_sum, said), "")

    def code(self, line: Line) -> str | None:
        """Give the municipality that a row is of."""
        return self.kommuner.labelled(stands(line, self.names))

    def problem(self, line: Line, code: str, text: str, remedy: str, hint: str = "") -> Problem:
        """Say what is wrong with a row, placed at its line where the file has lines."""
        return problem_at(
            self.sheet, row_of(line), Problem(code, self.file, text, remedy, hint=hint)
        )
