"""A series over time in the rows of a csv text or of a workbook's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from enamnd_cost.files.documents.cells import Line, brief, figure, text_of
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import number_in
from enamnd_cost.files.index_table import MOST, NotIndexError, Reading, Table, table
from enamnd_cost.files.periods_said import Period, month_in, period_in, without_mark
from enamnd_cost.swedish import listing

Periods = dict[int, tuple[Period, bool]]  # by row or column, and which of them are marked


def from_rows(rows: Sequence[Line]) -> Table:
    """Read a table over time: periods as columns, as rows, or years as rows and months as columns.

    All that is no part of it is said of it: above it of the figures, below it in notes.
    """
    across: dict[int, Periods] = defaultdict(dict)
    downs: dict[int, Periods] = defaultdict(dict)
    for n, row in enumerate(rows):
        for m, found in _periods(row).items():
            across[n][m] = downs[m][n] = found
    head, along = max(across.items(), key=lambda each: (len(each[1]), -each[0]))
    column, falling = max(downs.items(), key=lambda each: (len(each[1]), -each[0]))
    if months := _months_above(rows, falling):
        return _in_grid(rows, column, falling, *months)
    if len(along) > len(falling) or (len(along) == 1 and not _figures(rows[head])):
        return _across(rows, head, along)
    return _down(rows, column, falling)


def has_table(rows: Sequence[Line]) -> bool:
    """Tell whether rows have both periods and figures."""
    return any(_periods(row) for row in rows) and any(_figures(row) for row in rows)


def _periods(cells: Line) -> Periods:
    """Give the periods that stand in a row or a column, and which of them are marked."""
    found = {}
    for n, cell in cells.items():
        text, marked = without_mark(text_of(cell))
        if period := period_in(text):
            found[n] = (period, marked)
    return found


def _figures(row: Line) -> list[int]:
    """Give the columns that hold figures which are no periods."""
    return [
        m for m, cell in row.items() if _value(cell) is not None and not period_in(text_of(cell))
    ]


def _value(cell: Cell) -> tuple[Decimal, bool] | None:
    """Read a figure, and whether it is marked as preliminary; None where it is none."""
    found, marked = figure(cell), False
    if found is None and isinstance(cell.value, str):
        text, marked = without_mark(text_of(cell))
        found = number_in(text, cell.decimals)
    if found is None or found.unit not in ("", "%") or found.places > MOST:
        return None
    whole = found.value * 10**found.places
    if whole.denominator != 1:
        return None
    return Decimal(whole.numerator).scaleb(-found.places), marked or _starred(cell)


def _starred(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value.rstrip().endswith("*")


def _across(rows: Sequence[Line], head: int, along: Periods) -> Table:
    below = [
        n
        for n, row in enumerate(rows)
        if n > head and any(_value(row[m]) for m in along if m in row)
    ]
    if len(below) != 1:
        names = listing(brief(words_of(rows[n], set(along))) for n in below[:4])
        text = f"flera rader har tal: {names}" if below else "hittar inga tal under åren"
        raise NotIndexError(text)
    row = rows[below[0]]
    readings = [_reading(*along[m], row[m]) for m in along if m in row]
    said = [words_of(each) for each in (*rows[:head], *rows[head + 1 : below[0]])]
    said += [words_of(rows[head], set(along)), words_of(row, set(along))]
    return table(_known(readings), said, map(words_of, rows[below[0] + 1 :]))


def _down(rows: Sequence[Line], column: int, falling: Periods) -> Table:
    inside = [rows[n] for n in falling]
    beside: dict[int, list[Cell]] = defaultdict(list)
    for row in inside:
        for m in row.keys() - {column}:
            beside[m].append(row[m])
    full = len(inside)
    months = [
        m
        for m, cells in beside.items()
        if len(cells) == full and all(month_in(text_of(cell)) for cell in cells)
    ]
    values = sorted(m for m, cells in beside.items() if any(map(_value, cells)))
    first, last = min(falling), max(falling)
    if len(values) != 1:
        above = rows[first - 1] if first else {}
        names = listing(f'"{brief(text_of(above[m]))}"' for m in values[:4] if m in above)
        text = f"flera kolumner har tal: {names}" if values else "hittar inga tal bredvid åren"
        raise NotIndexError(text)
    for m in beside.keys() - {*values, *months}:
        there = sorted({text_of(cell) for cell in beside[m]})
        if len(there) > 1:
            held = listing(f'"{brief(each)}"' for each in there[:4])
            raise NotIndexError(f"tabellen har flera serier: {held}")
    readings = []
    for n, (period, marked) in falling.items():
        at = period
        if months and not period.month:
            at = period._replace(month=month_in(text_of(rows[n][months[0]])))
        if values[0] in rows[n]:
            readings.append(_reading(at, marked, rows[n][values[0]]))
    said = [words_of(row) for row in rows[:first]]
    said += [words_of(inside[0], {column, *values})]
    return table(_known(readings), said, map(words_of, rows[last + 1 :]))


def _months_above(rows: Sequence[Line], falling: Periods) -> tuple[int, dict[int, int]] | None:
    """Find a row of months above rows of years."""
    if any(period.month or period.quarter for period, _ in falling.values()):
        return None
    for n in range(min(falling, default=0)):
        months = {m: month for m, cell in rows[n].items() if (month := month_in(text_of(cell)))}
        if len(months) > 1:
            return n, months
    return None


def _in_grid(
    rows: Sequence[Line],
    column: int,
    falling: Periods,
    head: int,
    months: dict[int, int],
) -> Table:
    readings = [
        _reading(period._replace(month=month), marked, rows[n][m])
        for n, (period, marked) in falling.items()
        for m, month in months.items()
        if m in rows[n] and m != column
    ]
    said = [words_of(row) for row in rows[:head]]
    return table(_known(readings), said, map(words_of, rows[max(falling) + 1 :]))


def _reading(period: Period, marked: bool, cell: Cell) -> Reading | None:  # noqa: FBT001 (a pair)
    """Read a figure; None where it is not known yet."""
    found = _value(cell)
    if found is None:
        if text_of(cell).strip(".… ") == "":
            return None
        raise NotIndexError(f'{period}: "{brief(text_of(cell))}" är inget tal')
    value, starred = found
    return Reading(period, value, marked or starred)


def _known(readings: Iterable[Reading | None]) -> list[Reading]:
    return [reading for reading in readings if reading is not None]


def words_of(row: Line, without: set[int] | None = None) -> str:
    """Give what a row says, less some of its columns."""
    return " ".join(text_of(row[m]) for m in sorted(row) if m not in (without or ()))
