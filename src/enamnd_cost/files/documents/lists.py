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

    Where all tables have the same columns the list is one table, with its rows in parts.
    """
    if not sheet.rows:
        return []
    head, *rows = sheet.rows
    if not rows or fold(text_of(head[0])) not in WHICH:
        return []
    which = head[0].place.column
    if any(row[0].place.column != which or not is_text(row[0]) for row in rows):
        return []
    tables: dict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for row in rows:
        tables[text_of(row[0])].append(row[1:])
    parts, used = [], set()
    for name, own in tables.items():
        columns = {cell.place.column for row in own for cell in row}
        heads = tuple(cell for cell in head if cell.place.column in columns)
        parts.append((name, replace(sheet, rows=(heads, *own))))
        used.add(frozenset(columns))
    return parts if len(used) > 1 else []
