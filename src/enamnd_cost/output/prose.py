"""An explanation to be read: text for the screen, markdown for an answer by mail."""

from __future__ import annotations

from collections.abc import Sequence

from enamnd_cost.analysis.explain.telling import Heading, Part
from enamnd_cost.analysis.report import Table
from enamnd_cost.model.data import Data
from enamnd_cost.output.markdown import escape, literal
from enamnd_cost.output.words import groups, provenance, shown, wrapped


def as_text(parts: Sequence[Part], data: Data, width: int | None) -> str:
    """Write for the screen; long lines are broken at spaces, amounts never."""
    written: list[str] = []
    for part in parts:
        if isinstance(part, Table):
            written += ["", *_table(part, width), ""]
            continue
        indent = "    " * part.depth
        if isinstance(part, Heading):
            written += [*([""] if written else []), *wrapped(part.text, width, indent, "  ")]
        else:
            label = f"{part.what}: " if part.what else ""
            written += wrapped(label + part.said, width, indent + "  ", "  ")
            for note in (part.place, part.source):
                if note:
                    written += wrapped(note, width, indent + "      ", "  ")
    return "\n".join([*written, "", provenance(data), ""])


def _cells(table: Table) -> list[list[str]]:
    """Write a table as texts: its headings, its rows, its sum."""
    rows = [
        [line.label, *map(shown, line.cells, table.columns)] for line in (*table.lines, *table.sums)
    ]
    return [[table.corner, *(column.name for column in table.columns)], *rows]


def _table(table: Table, width: int | None) -> list[str]:
    """Set the columns, the first to the left, figures to the right; in blocks where narrow."""
    rows = _cells(table)
    first, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines: list[str] = []
    for group in groups(widths, first, width):
        block = [
            "  ".join([row[0].ljust(first), *(row[n + 1].rjust(widths[n]) for n in group)]).rstrip()
            for row in rows
        ]
        rule = "─" * max(map(len, block))
        lines += [*([""] if lines else []), block[0], rule, *block[1:-1], "", block[-1]]
    return lines


def as_markdown(parts: Sequence[Part], data: Data) -> bytes:
    """Write for minutes and mail."""
    written: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            written.append(f"\n{'#' * (part.depth + 1)} {escape(part.text)}\n")
        elif isinstance(part, Table):
            head, *body = [[escape(cell) for cell in row] for row in _cells(part)]
            rule = ["---", *("---:" for _ in head[1:])]
            written += ["", *(f"| {' | '.join(row)} |" for row in (head, rule, *body)), ""]
        else:
            place = f" ({literal(part.place)})" if part.place else ""
            source = f" ({escape(part.source)})" if part.source else ""
            label = f"**{escape(part.what)}:** " if part.what else ""
            written.append(f"- {label}{escape(part.said)}{place}{source}")
    return ("\n".join([*written, "", f"*{provenance(data)}*"]).lstrip("\n") + "\n").encode()
