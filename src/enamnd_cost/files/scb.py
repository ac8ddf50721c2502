"""Reading population as SCB's statistical database exports it: PxWeb CSV, JSON-stat 2, xlsx.

Each reader gives the same thing: how many inhabitants each region had each year. A region is as
the file writes it, ``2582 Boden`` or a code or a name; who it is is for the caller to say.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

Cell = object
Figures = dict[tuple[str, int], int]

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
REGION_HEADINGS = ("region", "kommun", "kommuner")
YEAR_HEADINGS = ("år", "ar", "year", "tid")
MEASURES = ("folkmängd", "folkmangd", "invånare", "antal", "population", "värde", "value")
OTHERS = ("ökning", "förändring", "november", "kvartal", "flyttning", "netto", "andel", "procent")
TOTALS = ("totalt", "total", "samtliga", "båda könen", "män och kvinnor", "tot")
PARTS = ("kön", "kon", "ålder", "alder", "civilstånd", "civilstand", "sex", "age")
MOST_BYTES = 50_000_000


class NotPopulationError(Exception):
    """The file holds no table that can be read as population by region and year; says why."""


def read(path: Path) -> Figures:
    """Read a file by what it holds. Raises :class:`NotPopulationError`, with a Swedish reason."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotPopulationError("filen är för stor; exportera bara region, år och folkmängd")
        raw = path.read_bytes()
    except OSError as error:
        raise NotPopulationError("filen finns inte eller går inte att läsa") from error
    if raw.startswith(b"PK"):
        return from_rows(_xlsx_rows(raw))
    text = _decoded(raw)
    if text.lstrip().startswith("{"):
        return from_json_stat(text)
    return from_rows(_csv_rows(text))


def _decoded(raw: bytes) -> str:
    """Decode UTF-8, or the Windows encoding that PxWeb's older exports have."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _csv_rows(text: str) -> list[list[Cell]]:
    lines = text.splitlines()
    separator = max(";,\t", key=lambda sign: sum(line.count(sign) for line in lines))
    try:
        return [list(row) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise NotPopulationError("filen går inte att läsa som CSV") from error


def _xlsx_rows(raw: bytes) -> list[list[Cell]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    except Exception as error:  # openpyxl raises whatever it meets in a damaged file
        raise NotPopulationError("filen går inte att öppna som en arbetsbok") from error


def from_rows(rows: Sequence[Sequence[Cell]]) -> Figures:
    """Read a table with a row per region: years as columns, or a column of years."""
    headers = [
        ["" if cell is None else str(cell).strip().casefold() for cell in row] for row in rows
    ]
    # A row that names its region column is the heading; a title above it may hold a year as well.
    for n, words in enumerate(headers):
        regions = [m for m, word in enumerate(words) if word in REGION_HEADINGS]
        if regions:
            return _from_header(rows[n + 1 :], words, regions[0], {regions[0]})
    for n, words in enumerate(headers):
        if words and not words[0] and any(YEAR.fullmatch(word) for word in words):
            return _from_header(rows[n + 1 :], words, 0, {0, 1})
    raise NotPopulationError("hittar ingen rad med rubriker för region och år")


def _from_header(
    body: Sequence[Sequence[Cell]], words: Sequence[str], region: int, named: set[int]
) -> Figures:
    """Read what stands below a row of headings; ``named`` are the columns that say which region."""
    if long := _long_columns(words):
        _refuse_other_measures([words[long[1]]])
        _refuse_parts(body, words, {*named, *long})
        return _gathered(_from_long(body, region, *long))
    years = {
        m: int(found[0])
        for m, word in enumerate(words)
        if m not in named and (found := YEAR.search(word))
    }
    if not years:
        raise NotPopulationError("hittar ingen kolumn för något år")
    _refuse_other_measures([words[m] for m in years])
    _refuse_parts(body, words, {*named, *years})
    return _gathered(_from_wide(body, region, years))


def _refuse_other_measures(headings: Iterable[str]) -> None:
    """Refuse a column of births, growth or anything else that stands beside the population."""
    for heading in headings:
        words = YEAR.sub("", heading).strip(" :,.-")
        known = not words or any(measure in words for measure in MEASURES)
        other = any(word in words for word in OTHERS) or len(YEAR.findall(heading)) > 1
        if other or not known:
            raise NotPopulationError(f'kolumnen "{heading}" är ingen folkmängd')


def _refuse_parts(body: Iterable[Sequence[Cell]], words: Sequence[str], known: set[int]) -> None:
    """Refuse figures for one sex or age: every other column may only say that it is the total."""
    for row in body:
        for m, word in enumerate(words):
            cell = str(row[m]).strip() if m < len(row) and row[m] is not None else ""
            if m not in known and cell and not _is_total(word, cell):
                raise NotPopulationError(
                    f'{word or "en kolumn"} är "{cell}": exportera totalt, utan kön och ålder'
                )


def _is_total(heading: str, cell: str) -> bool:
    folded = cell.casefold()
    measure = any(known in folded for known in MEASURES) and not heading.startswith(PARTS)
    return measure or any(word in folded for word in TOTALS)


def _long_columns(words: Sequence[str]) -> tuple[int, int] | None:
    """Find the columns of years and of figures: the figures are the last."""
    years = [m for m, word in enumerate(words) if word in YEAR_HEADINGS]
    return (years[0], len(words) - 1) if years and years[0] < len(words) - 1 else None


def _from_long(
    body: Iterable[Sequence[Cell]], region: int, year: int, figure: int
) -> Iterator[tuple[str, int, Cell]]:
    for row in body:
        if len(row) > max(region, year, figure) and row[region] not in (None, ""):
            found = YEAR.search(str(row[year]))
            if found:
                yield str(row[region]).strip(), int(found[0]), row[figure]


def _from_wide(
    body: Iterable[Sequence[Cell]], region: int, years: dict[int, int]
) -> Iterator[tuple[str, int, Cell]]:
    for row in body:
        name = str(row[region]).strip() if len(row) > region and row[region] is not None else ""
        for column, year in years.items():
            # Notes below the table have a text in the first column and nothing else.
            if len(row) > column and row[column] not in (None, ""):
                if not name:
                    raise NotPopulationError(
                        "en rad har tal men ingen kommun: exportera totalt, utan kön och ålder"
                    )
                yield name, year, row[column]


def _gathered(cells: Iterable[tuple[str, int, Cell]]) -> Figures:
    figures: Figures = {}
    for region, year, cell in cells:
        if (region, year) in figures:
            raise NotPopulationError(
                f"{region} {year} står flera gånger: exportera totalt, utan kön och ålder"
            )
        figures[region, year] = _whole(cell, f"{region} {year}")
    if not figures:
        raise NotPopulationError("tabellen har inga rader")
    return figures


def _whole(cell: Cell, where: str) -> int:
    """Read a number of people; spaces between the figures are allowed, decimals are not."""
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell))
    if isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    if not re.fullmatch(r"\d{1,9}", text):
        raise NotPopulationError(f'{where}: "{cell}" är inget antal invånare')
    return int(text)


def from_json_stat(text: str) -> Figures:
    """Read a JSON-stat 2 dataset with a region, a time, and nothing else of more than one value."""
    try:
        data: Any = json.loads(text, parse_float=Decimal)
        dimensions: list[str] = data["id"]
        sizes: list[int] = data["size"]
        value, roles = data["value"], data.get("role", {})
        region = (roles.get("geo") or [d for d in dimensions if d.casefold() == "region"])[0]
        time = (roles.get("time") or [d for d in dimensions if d.casefold() == "tid"])[0]
        for name, size in zip(dimensions, sizes, strict=True):
            if name not in (region, time):
                _refuse_other_dimension(name, size, data["dimension"][name])
        keys = [_categories(data["dimension"][name]) for name in dimensions]
        cells = []
        for n, place in enumerate(product(*keys)):
            at = dict(zip(dimensions, place, strict=True))
            found = value.get(str(n)) if isinstance(value, dict) else value[n]
            year = YEAR.search(at[time])
            if found is not None and year:
                cells.append((at[region], int(year[0]), found))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotPopulationError("filen är ingen JSON-stat 2 med region och tid") from error
    return _gathered(cells)


def _refuse_other_dimension(name: str, size: int, dimension: dict[str, Any]) -> None:
    """Refuse a dimension beside region and time, unless its one value is population or a total."""
    labels = list(dimension["category"].get("label", {}).values())
    if size != 1 or len(labels) != 1:
        raise NotPopulationError(f"{name} har flera värden: exportera bara folkmängden totalt")
    heading = str(dimension.get("label", name)).casefold()
    label = str(labels[0])
    if not _is_total(heading, label) or any(word in label.casefold() for word in OTHERS):
        raise NotPopulationError(f'{heading} är "{labels[0]}": exportera folkmängden totalt')


def _categories(dimension: dict[str, Any]) -> list[str]:
    """List a dimension's keys in the order of its values."""
    category = dimension["category"]
    index = category.get("index", list(category.get("label", {})))
    keys = sorted(index, key=index.__getitem__) if isinstance(index, dict) else list(index)
    return [str(key) for key in keys]
