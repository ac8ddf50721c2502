"""The table on screen: no number cropped or wrapped; in blocks where the window is narrow.

Texts in a table go on below where a window is too narrow for them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table as RichTable
from rich.text import Text

from enamnd_cost.analysis.report import Line, Report, Table
from enamnd_cost.output.words import GAP, groups, provenance, shown, with_curves, wrapped
from enamnd_cost.swedish import number

LEAST_TEXT = 24  # characters of a text in a table, however narrow the window


def render(report: Report, width: int | None, *, styled: bool) -> str:
    """Write a report: its title and lead, its tables, the figures that sum it up, its notes.

    ``width`` is in characters; None is as wide as it takes.
    """
    parts: list[RichTable | Text] = [_prose(report.title, width, "bold")]
    parts += [_prose(line, width) for line in report.lead]
    for table in report.tables:
        parts += [Text(), *_blocks(with_curves(table), width)]
    parts.append(Text())
    if report.figures:
        digits = max(len(number(kr)) for _, kr in report.figures)
        parts += [Text(f"{label:<10} {number(kr):>{digits}} kr") for label, kr in report.figures]
        parts.append(Text())
    parts += [_prose(note.text, width) for note in report.notes]
    parts.append(_prose(provenance(report.data), width, "dim"))
    return _print(parts, styled=styled)


def _blocks(table: Table, width: int | None) -> list[RichTable | Text]:
    """Lay out a table in as many blocks of columns as the width asks for, each with the labels."""
    labels = [table.corner, *(line.label for line in (*table.lines, *table.sums))]
    widths = [
        max(
            *(len(piece) for piece in _pieces(column.short)),
            *(len(shown(line.cells[n], column)) for line in (*table.lines, *table.sums)),
        )
        for n, column in enumerate(table.columns)
    ]
    label = max(map(len, labels))
    if width is not None:
        most = max(width - label - GAP, LEAST_TEXT)
        widths = [
            min(natural, most) if _is_text(table, n) else natural
            for n, natural in enumerate(widths)
        ]
        label = min(label, max(width - GAP - max(widths, default=0), LEAST_TEXT))
    split = groups(widths, label, width)
    made: list[RichTable | Text] = []
    for n, group in enumerate(split, 1):
        part = f" (del {n} av {len(split)})" if len(split) > 1 else ""
        if n > 1:
            made.append(Text())
        made += [_prose(table.title + part, width, "bold"), _block(table, group, widths, label)]
    return made


def _block(table: Table, group: Sequence[int], widths: Sequence[int], label: int) -> RichTable:
    block = RichTable(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=0,  # rich pads a cell at the price of the cell itself: a space in it does as well
        show_footer=False,
    )
    block.add_column(Text(table.corner), no_wrap=True, vertical="bottom")
    for n in group:
        side: JustifyMethod = "left" if _is_text(table, n) else "right"
        heading = _heading(table.columns[n].short, widths[n])
        block.add_column(_apart(*heading), justify=side, no_wrap=True)
    for line in table.lines:
        block.add_row(*_cells(table, line, group, widths, label))
    if table.sums:
        block.add_section()
    for line in table.sums:
        block.add_row(*_cells(table, line, group, widths, label), style="bold")
    return block


def _is_text(table: Table, n: int) -> bool:
    return any(isinstance(line.cells[n], str) for line in table.lines)


def _cells(
    table: Table, line: Line, group: Sequence[int], widths: Sequence[int], label: int
) -> list[Text]:
    cells = []
    for n in group:
        text = shown(line.cells[n], table.columns[n])
        folded = isinstance(line.cells[n], str) and len(text) > widths[n]
        cells.append(wrapped(text, widths[n]) if folded else [text])
    said = wrapped(line.label, label) if len(line.label) > label else [line.label]
    below = max(map(len, cells), default=1) - len(said)  # the label stands at the first line
    return [Text("\n".join(said) + "\n" * below), *(_apart(*cell) for cell in cells)]


def _apart(*lines: str) -> Text:
    """Keep a cell apart from the one before it; the box has the other space of the gap."""
    return Text("\n".join(f" {line}" for line in lines))


def _pieces(heading: str) -> list[str]:
    """Cut a heading where a line may end: at spaces, after hyphens, between abbreviated words.

    >>> _pieces("E-tj.plattf. ny")
    ['E-', 'tj.', 'plattf.', 'ny']
    """
    return re.findall(r"[^\s-]*?(?:-|\.(?=[^\W\d]))|[^\s-]+", heading)


def _heading(heading: str, width: int) -> list[str]:
    """Break a heading into lines no longer than ``width``."""
    lines: list[str] = []
    for word in heading.split():
        for n, piece in enumerate(_pieces(word)):
            join = "" if n else " "
            if lines and len(lines[-1] + join + piece) <= width:
                lines[-1] += join + piece
            else:
                lines.append(piece)
    return lines


def _prose(text: str, width: int | None, style: str = "") -> Text:
    return Text("\n".join(wrapped(text, width)), style=style)


def _print(parts: Sequence[RichTable | Text], *, styled: bool) -> str:
    """Render without any width of rich's own: everything has been laid out to fit already."""
    text = io.StringIO()
    console = Console(
        file=text, width=10_000_000, force_terminal=styled, legacy_windows=False, highlight=False
    )
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, Text))
    return "\n".join(line.rstrip() for line in text.getvalue().split("\n"))
