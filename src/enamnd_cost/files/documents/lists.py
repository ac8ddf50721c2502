"""Several tables written as one list: the first column says which table each row is of.

So the program writes an answer of several tables as csv. Each table has its own columns; the list
has them all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from enamnd_cost.files.documents.cells import is_text, text_of
from enamnd_cost.files.documents.grid import Cell, Sheet
from enamnd_cost.swedish import fold

WHICH = {"tabell", "avsnitt"}  # the heading of a column that says which table a row is of


def tables_in(sheet: Sheet) -> list[tuple[str, Sheet]]:
    """Part a list into its tables, each with its name and its own columns; none if it is no list.

    What stands above the list, or alone in a row, belongs to none of them and comes last, without a
    name. Where all tables have the same columns the list is one table, with its rows in parts.
    """
    heads = (n for n, row in enumerate(sheet.rows) if fold(text_of(row[0])) in WHICH and row[1:])
    at = next(heads, None)
    if at is None:
        return []
    head, which = sheet.rows[at], sheet.rows[at][0].place.column
    rows = [row for row in sheet.rows[at + 1 :] if row[1:]]
    if any(row[0].place.column != which or not is_text(row[0]) for row in rows):
        return []
    tables: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for row in rows:
        tables[text_of(row[0])].append(row[1:])
    parts, used = [], set()
    for name, own in tables.items():
        columns = {cell.place.column for row in own for cell in row}
        headings = tuple(cell for cell in head if cell.place.column in columns)
        parts.append((name, replace(sheet, rows=(headings, *own))))
        used.add(frozenset(columns))
    if len(used) < 2:
        return []
    rest = (*sheet.rows[:at], *(row for row in sheet.rows[at + 1 :] if not row[1:]))
    return [*parts, ("", replace(sheet, rows=rest))]
