"""Markdown: the tables for minutes and pull requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enamnd_cost.analysis.budget_table import notes, tables
from enamnd_cost.analysis.report import Line, Report, Table
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.output import provenance
from enamnd_cost.output.words import (
    budget_title,
    decision,
    kronor,
    result_lines,
    shown,
    with_curves,
)


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


def render_report(report: Report) -> bytes:
    """Write a report: its title and lead, its tables, its notes."""
    parts = [f"# {escape(report.title)}", *map(escape, report.lead)]
    for table in map(with_curves, report.tables):
        parts += [f"## {escape(table.title)}", _table(table)]
    if report.notes:
        parts.append("\n".join(f"- {escape(note)}" for note in report.notes))
    parts.append(f"*{provenance.line(report.data)}*")
    return ("\n\n".join(parts) + "\n").encode()


def _table(table: Table) -> str:
    heading = [table.corner, *(column.name for column in table.columns)]
    rule = ["---", *(_side(table, n) for n in range(len(table.columns)))]
    body = [_cells(table, line) for line in table.lines]
    sums = [[f"**{cell}**" if cell else "" for cell in _cells(table, line)] for line in table.sums]
    return "\n".join(map(_row, [[escape(h) for h in heading], rule, *body, *sums]))


def _side(table: Table, n: int) -> str:
    """Say to which side a column stands: texts to the left, numbers to the right."""
    return "---" if any(isinstance(line.cells[n], str) for line in table.lines) else "---:"


def _cells(table: Table, line: Line) -> Sequence[str]:
    cells = zip(line.cells, table.columns, strict=True)
    return [escape(line.label), *(escape(shown(cell, column)) for cell, column in cells)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    r"""Keep a text from being taken for markup.

    >>> escape("A|B")
    'A\\|B'
    """
    return "".join(f"\\{sign}" if sign in "\\|*_`<[" else sign for sign in text)
