"""Reading population as SCB's statistical database exports it: PxWeb CSV, JSON-stat 2, xlsx.

Each reader gives the same thing: how many inhabitants each region had each year. A region is as
the file writes it, ``2582 Boden`` or a code or a name; who it is is for the caller to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from enamnd_cost.files.counted import other_than_population
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents import texts
from enamnd_cost.files.documents.cells import Line, figure, lines_of, text_of
from enamnd_cost.files.documents.grid import EXPORT, Cell, Place, UnreadableError, check_size
from enamnd_cost.files.documents.numbers import DASHES

Figures = dict[tuple[str, int], int]

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
REGION_HEADINGS = ("region", "kommun", "kommuner")
YEAR_HEADINGS = ("år", "ar", "year", "tid")
MEASURES = ("folkmängd", "folkmangd", "invånare", "antal", "population", "värde", "value")
TOTALS = ("totalt", "total", "samtliga", "båda könen", "män och kvinnor", "tot")
PARTS = ("kön", "kon", "ålder", "alder", "civilstånd", "civilstand", "sex", "age")
MOST_PEOPLE = 10**9
WHOLE = "exportera folkmängden den 31 december totalt, utan kön och ålder"


class NotPopulationError(Exception):
    """The file holds no table that can be read as population by region and year; says why."""


def read(path: Path) -> Figures:
    """Read a file by what it holds. Raises :class:`NotPopulationError`, with a Swedish reason."""
    try:
        raw = documents.contents(path)
        if not raw.startswith(b"PK"):
            text = texts.decoded(raw)
            if text.lstrip().startswith("{"):
                return from_json_stat(text)
        sheets = documents.sheets(raw, path, EXPORT)
    except UnreadableError as error:
        raise NotPopulationError(error.text) from error
    if not sheets:
        return from_rows([])
    _refuse_others([sheets[0].name])
    return from_rows(lines_of(sheets[0]))


def from_rows(rows: Sequence[Line]) -> Figures:
    """Read a table with a row per region: years as columns, or a column of years."""
    headers = [{n: text_of(cell).casefold() for n, cell in row.items()} for row in rows]
    # A row that names its region column is the heading; a title above it may hold a year as well.
    found = next(
        (
            (n, [m])
            for n, words in enumerate(headers)
            for m, word in words.items()
            if word in REGION_HEADINGS
        ),
        None,
    ) or next(
        (
            (n, [1, 2])
            for n, words in enumerate(headers)
            if 1 not in words and any(YEAR.fullmatch(word) for word in words.values())
        ),
        None,
    )
    if found is None:
        raise NotPopulationError("hittar ingen rad med rubriker för region och år")
    n, named = found
    _refuse_others(text_of(cell) for row in rows[: n + 1] for cell in row.values())
    return _gathered(_below(rows[n + 1 :], headers[n], named))


def _refuse_others(texts: Iterable[str], *, notes: bool = False) -> None:
    """Refuse a table that is said to count something else; ``notes`` are what stands below it."""
    for text in texts:
        if what := other_than_population(text, note=notes):
            raise NotPopulationError(f"filen gäller {what}: {WHOLE}")


def _below(
    body: Sequence[Line], words: Mapping[int, str], named: Sequence[int]
) -> Iterator[tuple[str, int, Cell | None]]:
    """Read what stands below a row of headings; ``named`` are the columns that say which region."""
    last = max(words)  # of a column of years the figures stand in the last
    by = next((m for m, word in words.items() if word in YEAR_HEADINGS and m != last), None)
    years = {
        m: int(found[0])
        for m, word in words.items()
        if by is None and m not in named and (found := YEAR.search(word))
    }
    figures = {*years} if by is None else {last}
    if not figures:
        raise NotPopulationError("hittar ingen kolumn för något år")
    _refuse_other_measures([words[m] for m in sorted(figures)])
    _refuse_parts(body, words, {*named, *figures, by})
    for row in body:
        region = " ".join(filter(None, (_said(row, n) for n in named)))
        if not figures.intersection(row):
            _refuse_others(map(text_of, row.values()), notes=True)
        if by is not None:
            found = YEAR.search(_said(row, by))
            years = {last: int(found[0])} if region and found else {}
        for column, year in years.items():
            # Notes below the table have a text in the first column and nothing else.
            if column in row or by is not None:
                if not region:
                    raise NotPopulationError(f"en rad har tal men ingen kommun: {WHOLE}")
                yield region, year, row.get(column)


def _said(row: Line, n: int) -> str:
    return text_of(row[n]) if n in row else ""


def _refuse_other_measures(headings: Iterable[str]) -> None:
    """Refuse a column of births, growth or anything else that stands beside the population."""
    for heading in headings:
        words = YEAR.sub("", heading).strip(" :,.-")
        known = not words or _has(words, MEASURES)
        if not known or len(YEAR.findall(heading)) > 1:
            raise NotPopulationError(f'kolumnen "{heading}" är ingen folkmängd')


def _refuse_parts(body: Iterable[Line], words: Mapping[int, str], known: set[int | None]) -> None:
    """Refuse figures for one sex or age: every other column may only say that it is the total."""
    for row in body:
        for m, cell in row.items():
            word, said = words.get(m, ""), text_of(cell)
            if m in known or not said:
                continue
            _refuse_others([said])
            if not _is_total(word, said):
                raise NotPopulationError(f'{word or "en kolumn"} är "{said}": {WHOLE}')


def _is_total(heading: str, cell: str) -> bool:
    measure = _has(cell, MEASURES) and not heading.startswith(PARTS)
    return measure or _has(cell, TOTALS)


def _has(text: str, words: Iterable[str]) -> bool:
    return any(word in text.casefold() for word in words)


def _gathered(cells: Iterable[tuple[str, int, Cell | None]]) -> Figures:
    figures: Figures = {}
    for region, year, cell in cells:
        if (region, year) in figures:
            raise NotPopulationError(f"{region} {year} står flera gånger: {WHOLE}")
        people = _whole(cell) if cell else None
        if people is None:
            said = text_of(cell) if cell else ""
            raise NotPopulationError(f'{region} {year}: "{said}" är inget antal invånare')
        figures[region, year] = people
    if not figures:
        raise NotPopulationError("tabellen har inga rader")
    return figures


def _whole(cell: Cell) -> int | None:
    """Read a number of people: whole, with no unit; a dash is none."""
    found = figure(cell)
    if found is None or found.unit or found.value.denominator != 1 or cell.value in DASHES:
        return None
    return int(found.value) if 0 <= found.value < MOST_PEOPLE else None


def from_json_stat(text: str) -> Figures:
    """Read a JSON-stat 2 dataset with a region, a time, and nothing else of more than one value."""
    try:
        data: Any = json.loads(text, parse_float=Decimal)
        dimensions, sizes, value = data["id"], data["size"], data["value"]
        roles = data.get("role", {})
        region = (roles.get("geo") or [d for d in dimensions if d.casefold() == "region"])[0]
        time = (roles.get("time") or [d for d in dimensions if d.casefold() == "tid"])[0]
        _refuse_others(_texts([data.get("label", ""), *_listed(data.get("note", []))]))
        _refuse_other_shapes(dimensions, sizes, value)
        # A cell is found by its region and its time alone: all else has one value.
        telling = {n: s for n, s in zip(dimensions, sizes, strict=True) if n in (region, time)}
        for name, size in zip(dimensions, sizes, strict=True):
            dimension = data["dimension"][name]
            if name not in telling:
                _refuse_other_dimension(name, size, dimension)
            if name != region:
                _refuse_others(_texts(_said_of(dimension)))
        if prod(telling.values()) > EXPORT.cells:
            raise NotPopulationError("filen är för stor; exportera bara region, år och folkmängd")
        keys = {name: _categories(data["dimension"][name]) for name in telling}
        if any(len(keys[name]) != size for name, size in telling.items()):
            raise NotPopulationError("antalet värden i en dimension är ett annat än filen säger")
        if isinstance(value, list) and len(value) != prod(telling.values()):
            raise NotPopulationError("filen har inte ett värde för varje ruta")
        labels = data["dimension"][region]["category"].get("label", {})
        regions = _texts(_who(code, str(labels.get(code, ""))) for code in keys[region])
        who = dict(zip(keys[region], regions, strict=True))
        years = {key: YEAR.search(key) for key in keys[time]}
        cells = []
        for n, place in enumerate(product(*keys.values())):
            at = dict(zip(keys, place, strict=True))
            found = value.get(str(n)) if isinstance(value, dict) else value[n]
            year = years[at[time]]
            if found is not None and year:
                cells.append((who[at[region]], int(year[0]), Cell(Place("", 0, 0), str(found))))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotPopulationError("filen är ingen JSON-stat 2 med region och tid") from error
    return _gathered(cells)


def _refuse_other_shapes(dimensions: Any, sizes: Any, value: Any) -> None:
    """Refuse, as no JSON-stat, what says the form of its cube in anything but names and numbers."""
    if not (isinstance(dimensions, list) and isinstance(sizes, list)):
        raise TypeError(sizes)
    named_once = len(set(dimensions)) == len(dimensions)
    if not named_once or any(type(size) is not int for size in sizes):
        raise ValueError(sizes)
    if not isinstance(value, list | dict):
        raise TypeError(value)


def _refuse_other_dimension(name: str, size: int, dimension: dict[str, Any]) -> None:
    """Refuse a dimension beside region and time, unless its one value is population or a total."""
    labels = list(dimension["category"].get("label", {}).values())
    if size != 1 or len(labels) != 1:
        raise NotPopulationError(f"{name} har flera värden: exportera bara folkmängden totalt")
    heading = str(dimension.get("label", name)).casefold()
    label = str(labels[0])
    if not _is_total(heading, label):
        raise NotPopulationError(f'{heading} är "{labels[0]}": exportera folkmängden totalt')


def _listed(notes: object) -> list[object]:
    return notes if isinstance(notes, list) else [notes]


def _texts(said: Iterable[object]) -> Iterator[str]:
    """Give what a file says as texts, none longer than a cell may be."""
    for each in said:
        text = str(each)
        check_size(text, 0)
        yield text


def _categories(dimension: dict[str, Any]) -> list[str]:
    """List a dimension's keys in the order of its values."""
    category = dimension["category"]
    index = category.get("index", list(category.get("label", {})))
    if not isinstance(index, dict):
        return [str(key) for key in index]
    if sorted(index.values()) != list(range(len(index))):
        raise NotPopulationError("numren i en dimension är inte 0, 1, 2 … ett för varje värde")
    return [str(key) for key in sorted(index, key=index.__getitem__)]


def _said_of(dimension: dict[str, Any]) -> Iterator[object]:
    """List what a dimension says that it holds: its label, its values' labels and their units."""
    category = dimension["category"]
    yield dimension.get("label", "")
    yield from category.get("label", {}).values()
    yield from _listed(dimension.get("note", []))
    for unit in category.get("unit", {}).values():
        yield unit.get("base", "")


def _who(code: str, label: str) -> str:
    """Name a region by its code and its label, so that they are held to one another."""
    return f"{code} {label.removeprefix(code).strip()}".strip()
