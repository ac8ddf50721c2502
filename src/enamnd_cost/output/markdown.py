"""Markdown: the tables for minutes and pull requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.table import Line, Table, notes, tables
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.output import provenance
from enamnd_cost.output.words import budget_title, decision, kronor, result_lines


def render(result: YearResult, selection: Selection) -> bytes:
    """Write a heading, the decision, the tables, the result and the notes."""
    parts = [f"# {escape(budget_title(result))}", escape(decision(result.budget))]
    for table in tables(result, selection):
        parts += [f"## {escape(table.title)}", _table(table)]
    parts.append("\n".join(f"- {label}: {kronor(kr)} kr" for label, kr in result_lines(result)))
    if said := [note for note in notes(result, selection) if "--" not in note]:
        parts.append("\n".join(f"- {escape(note)}" for note in said))
    parts.append(f"*{provenance.line(result.data)}*")
    return ("\n\n".join(parts) + "\n").encode()


def _table(table: Table) -> str:
    heading = ["Kommun", *(column.name for column in table.columns)]
    rule = ["---", *("---:" for _ in table.columns)]
    body = [_cells(line) for line in table.lines]
    sums = [[f"**{cell}**" if cell else "" for cell in _cells(line)] for line in table.sums]
    return "\n".join(map(_row, [[escape(h) for h in heading], rule, *body, *sums]))


def _cells(line: Line) -> Sequence[str]:
    return [escape(line.label), *(kronor(cell) for cell in line.cells)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    r"""Keep a text from being taken for markup.

    >>> escape("A|B")
    'A\\|B'
    """
    return "".join(f"\\{sign}" if sign in "\\|*_`<[" else sign for sign in text)
