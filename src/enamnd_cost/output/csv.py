"""CSV that opens right by double-click in Swedish Excel: semicolons, BOM, CRLF.

Text that Excel could take for a formula is made harmless with an apostrophe; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import compress

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.report import Cell, Report, plain_number
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.output.words import PROGRAM
from enamnd_cost.signs import visible


def render_long(result: YearResult, selection: Selection) -> bytes:
    """Write one row per service and municipality; what rests on assumed figures says so."""
    kommuner = result.data.kommuner
    assumed = any(service.assumed for service in selection.services)
    said = _together(note.text for note in standing([result]))
    partly = any(service.part_of_year for service in selection.services)
    header: tuple[Cell, ...] = (
        "ar", "tjanst", "namn", "i_budget", "exempel", "kommunkod", "kommun", "belopp",
        "program", "data", *(["antaget"] if assumed else []),
        *(["manader"] if partly else []), *(["observera"] if said else []),
    )  # fmt: skip
    rows: Iterable[tuple[Cell, ...]] = (
        (
            result.year,
            service.id,
            service.tjanst.namn,
            _yes(service.in_budget),
            _yes(service.example),
            code,
            kommuner.names[code],
            service.allocation.rows[code].amount,
            PROGRAM,
            result.data.short_digest,
            *(["; ".join(assumptions([service]))] if assumed else []),
            *([service.allocation.plan.months.length] if partly else []),
            *said,
        )
        for service in selection.services
        for code in selection.municipalities
        if code in service.allocation.rows
    )
    return _write([header, *rows])


def render_wide(report: Report) -> bytes:
    """Write one row per municipality with a column per service, and sum rows, as on screen."""
    header: list[Cell] = ["kommunkod", "kommun"]
    for table in report.tables:
        apart = "" if table is report.tables[0] else f" ({table.title})"
        header += [column.name + apart for column in table.columns]
    # The tables have the same rows in the same order: a municipality each, then the sums.
    rows = [
        [lines[0].code, lines[0].label, *(cell for line in lines for cell in line.cells)]
        for lines in zip(*((*table.lines, *table.sums) for table in report.tables), strict=True)
    ]
    return _stamped(report, header, rows)


def render(report: Report) -> bytes:
    """Write a report's tables: one as it is; several in one sheet, told apart by a first column."""
    columns = {column.key: column.name for table in report.tables for column in table.columns}
    corner = "/".join(dict.fromkeys(table.corner for table in report.tables)).lower()
    first = "avsnitt" if corner == "tabell" else "tabell"
    rows: list[list[Cell]] = [[first, "kommunkod", corner, *columns.values()]]
    for table in report.tables:
        keys = [column.key for column in table.columns]
        for line in (*table.lines, *table.sums):
            cells = dict(zip(keys, line.cells, strict=True))
            rows.append([table.title, line.code, line.label, *map(cells.get, columns)])
    coded = any(table.coded for table in report.tables)
    used = [len(report.tables) > 1, coded, True, *(True for _ in columns)]
    header, *body = [list(compress(row, used)) for row in rows]
    return _stamped(report, header, body)


def _stamped(report: Report, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows under their header, each with the program and the data that it came from.

    What the figures must not be read without stands last in every row, where there is any.
    """
    said = _together(report.status)
    stamp = (PROGRAM, report.data.short_digest, *said)
    names = ("program", "data", *(["observera"] if said else []))
    return _write([[*header, *names], *([*row, *stamp] for row in rows)])


def _together(said: Iterable[str]) -> list[str]:
    """Give what must be said of the figures as one cell; none where there is nothing to say."""
    whole = " ".join(said)
    return [whole] if whole else []


def _write(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """Keep a text from being taken for a formula, and give a number its Swedish comma.

    >>> harmless("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> harmless(-500)
    -500
    """
    if isinstance(cell, str):
        text = visible(cell)
        return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
    number = plain_number(cell)
    return f"{number:f}".replace(".", ",") if isinstance(number, Decimal) else number


def _yes(value: object) -> str:
    return "ja" if value else "nej"
