"""Markdown: the tables for minutes and pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from enamnd_cost.analysis.report import Line, Report, Table
from enamnd_cost.output.words import provenance, shown, with_curves
from enamnd_cost.signs import visible
from enamnd_cost.swedish import number


def render(report: Report) -> bytes:
    """Write a report: title and lead, tables, figures, and notes."""
    parts = [f"# {escape(report.title)}", *map(escape, report.lead)]
    for table in map(with_curves, report.tables):
        parts += [f"## {escape(table.title)}", _table(table)]
    figures = [f"- {escape(label)}: {number(kr)} kr" for label, kr in report.figures]
    notes = [f"- {escape(note.text)}" for note in report.notes]
    parts += ["\n".join(listed) for listed in (figures, notes) if listed]
    parts.append(f"*{provenance(report.data)}*")
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
    return re.sub(r"[\\|*_`<\[&~]", r"\\\g<0>", visible(text))


def literal(text: str) -> str:
    r"""Write a text as it is, such as a place in a file, where a row of a list may hold it.

    >>> literal("x.toml:3"), literal("a`b")
    ('`x.toml:3`', '`` a`b ``')
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " * bool(longest)
    return f"{fence}{space}{visible(text)}{space}{fence}"
