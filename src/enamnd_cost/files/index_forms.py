"""Reading one series of an index as statistical databases export it: JSON-stat 2, CSV or xlsx.

Each reader gives the same thing: a figure for each period, what is marked as preliminary, and all
that the table says of itself. What it is for is for the caller to say.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from enamnd_cost.files import json_stat
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.cells import brief, lines_of
from enamnd_cost.files.documents.grid import UnreadableError
from enamnd_cost.files.index_rows import from_rows, has_table, words_of
from enamnd_cost.files.index_table import NotIndexError, Reading, Table, table
from enamnd_cost.files.inhabitants import NotPopulationError
from enamnd_cost.files.json_text import MOST_JSON, parse
from enamnd_cost.files.periods_said import period_in, without_mark
from enamnd_cost.signs import legible
from enamnd_cost.swedish import listing

MARKS = {"p", "pr", "prel", "prel.", "preliminary", "preliminär"}  # of a cell in JSON-stat


def read(path: Path) -> Table:
    """Read a file by what it holds. Raises :class:`NotIndexError`, with a Swedish reason."""
    try:
        sheets = documents.exported(path)
    except UnreadableError as error:
        raise NotIndexError(error.text, error.remedy) from error
    if isinstance(sheets, str):
        return from_json_stat(sheets)
    all_lines = [lines_of(sheet) for sheet in sheets]
    tables = [lines for lines in all_lines if has_table(lines)]
    if not tables:
        raise NotIndexError("hittar ingen rad eller kolumn med år, kvartal eller månader")
    if len(tables) > 1:
        raise NotIndexError("flera blad har tal över tid", "spara bladet med serien för sig")
    made = from_rows(tables[0])
    others = [words_of(row) for lines in all_lines if lines is not tables[0] for row in lines]
    return Table(made.readings, made.said, (*made.notes, *others))


def from_json_stat(text: str) -> Table:
    """Read a JSON-stat 2 dataset with a time, and nothing else of more than one value."""
    if len(text) > MOST_JSON:
        raise NotIndexError("filen är för stor")
    try:
        return _from_json_stat(parse(text))
    except NotPopulationError as error:
        raise NotIndexError(str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotIndexError("filen är ingen JSON-stat 2 med en tid") from error


def _from_json_stat(data: dict[str, Any]) -> Table:
    dimensions, sizes, value = data["id"], data["size"], data["value"]
    json_stat.refuse_other_shapes(dimensions, sizes, value)
    times = data.get("role", {}).get("time") or [d for d in dimensions if d.casefold() == "tid"]
    time = times[0]
    said: list[object] = [data.get("label", "")]
    for name, size in zip(dimensions, sizes, strict=True):
        category = data["dimension"][name]["category"]
        labels = list(category.get("label", {}).values())
        if name != time and size != 1:
            held = listing(brief(legible(str(label))) for label in labels[:4])
            raise NotIndexError(f"{brief(legible(str(name)))} har flera värden: {held}")
        if name != time:
            said += labels
        said += (unit.get("base", "") for unit in category.get("unit", {}).values())
    dimension = data["dimension"][time]
    keys = json_stat.categories(dimension)
    labels_of = dimension["category"].get("label", {})
    statuses = data.get("status", {})
    readings = []
    for n, found in json_stat.numbered(value, len(keys)):
        if found is None or found == "..":
            continue
        label, marked = without_mark(legible(str(labels_of.get(keys[n], keys[n]))))
        period = period_in(keys[n]) or period_in(label)
        if period is None:
            raise NotIndexError(f'"{brief(label)}" är inget år, kvartal eller månad')
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            raise NotIndexError(f'{period}: "{brief(legible(str(found)))}" är inget tal')
        status = _status_of(statuses, n)
        readings.append(Reading(period, Decimal(found), marked or status in MARKS))
    notes = [*json_stat.notes_of(data), *json_stat.notes_of(dimension)]
    return table(readings, json_stat.texts(said), json_stat.texts(notes))


def _status_of(statuses: Any, n: int) -> str:
    if isinstance(statuses, str):
        return statuses.casefold()
    held = statuses[n] if isinstance(statuses, list) else statuses.get(str(n), "")
    return str(held or "").casefold()
