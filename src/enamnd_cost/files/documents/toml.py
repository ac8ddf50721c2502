"""Reading TOML as a document: tables as printed, the shape of a facit, or that of a budget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from enamnd_cost.files.documents.grid import (
    DOCUMENT,
    Cell,
    Place,
    Sheet,
    UnreadableError,
    check_size,
    reasonable,
    too_big,
)
from enamnd_cost.files.intake import MOST_TOML
from enamnd_cost.files.reading import parse
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.signs import legible, without_unseen

SHAPE = (
    'skriv [[tabell]] med rubrik, kolumner = ["…"] och rader = [["Boden", 1_000], …], '
    "eller en fil som i facit/ eller budget/"
)
Row = list[tuple[KeyPath, object]]


def sheets(text: str) -> tuple[Sheet, ...]:
    """Read the tables, each place being the line where it stands."""
    if len(text) > MOST_TOML:
        raise too_big(f"mer än {MOST_TOML:_} tecken TOML".replace("_", " "))
    try:
        return _sheets(text)
    except RecursionError:
        raise _shapeless("värdena ligger inuti varandra i för många led") from None


def _sheets(text: str) -> tuple[Sheet, ...]:
    from enamnd_cost.files.positions import Positions

    text = without_unseen(text)
    values, problem = parse(text.encode(), "")
    if problem is not None:
        where = f"rad {problem.spot.line}: " if problem.spot else ""
        if problem.code == "EK106":
            raise too_big(f"{where}{problem.text.partition(': ')[2]}")
        raise UnreadableError("EK035", where + problem.text, problem.remedy)
    rows = list(_rows(values))
    DOCUMENT.check(len(rows), sum(map(len, rows)), len(text), max(map(len, rows), default=0))
    amounts = _amount_columns(rows)
    positions = Positions(text)
    made: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = []
        for n, (path, value) in enumerate(row, 1):
            place = positions.of(path, key=False)
            line = place.line if place else 0
            if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
                raise _shapeless(f"rad {line}: ett värde är varken tal eller text")
            if isinstance(value, str):
                value = legible(value)  # noqa: PLW2901 (a text may say a sign by its number)
                check_size(value, n)
            elif not reasonable(value):
                what = f"rad {line}: talet är för stort, har för många decimaler eller är inget tal"
                raise UnreadableError("EK035", what, "skriv beloppet i kronor")
            if value != "":
                meant = isinstance(value, str) and (*_table_of(path), n) in amounts
                held = Decimal(value) if isinstance(value, int) else value
                cells.append(Cell(Place("", line, n), held, meant=meant))
        made.append(tuple(cells))
    return (Sheet("", tuple(row for row in made if row)),)


def _shapeless(what: str) -> UnreadableError:
    return UnreadableError("EK035", what, SHAPE)


def _table_of(path: KeyPath) -> KeyPath:
    """Give the table whose rows, not whose headings, a value is of."""
    return path[:2] if path[2:3] and path[2] in ("rader", "belopp", "summa") else ()


def _amount_columns(rows: list[Row]) -> set[KeyPath]:
    """Find the columns of tables in which most are numbers: there a text should be one too."""
    more: Counter[KeyPath] = Counter()
    for row in rows:
        for n, (path, value) in enumerate(row, 1):
            if n > 1 and _table_of(path) and value != "":
                text = isinstance(value, str) and value.strip(".-–— ")  # a dash is a nil
                more[*_table_of(path), n] += -1 if text else 1
    return {column for column, by in more.items() if by > 0}


def _rows(values: dict[str, Any]) -> Iterator[Row]:
    try:
        for key in ("rubrik", "text"):
            yield from ([(path, line)] for path, line in _lines(values.get(key), (key,)))
        if "ar" in values and "tjanst" in values:
            yield from _budget(values)
        for n, table in enumerate(values.get("tabell", ())):
            yield from _table(table, ("tabell", n))
        if not {"tabell", "tjanst"} & set(values):
            raise _shapeless("filen har ingen [[tabell]]")
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise _shapeless("tabellerna har inte den form som går att läsa") from error


def _lines(found: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    """Give a text, or each of a list of texts."""
    if isinstance(found, list):
        yield from (((*path, n), line) for n, line in enumerate(found))
    elif found is not None:
        yield path, found


def _table(table: dict[str, Any], path: KeyPath) -> Iterator[Row]:
    # What a facit says in keys of their own is a heading for people.
    about = [str(table[key]) for key in ("rubrik", "tjanst", "ar", "enhet") if key in table]
    yield [((*path, "rubrik" if "rubrik" in table else "tjanst"), ", ".join(about) or "Tabell")]
    heads = table.get("kolumner", ["Belopp"])
    corner = "Kommun" if "belopp" in table else "Post"
    row: Row = [((*path, "kolumner"), corner)]
    yield row + [((*path, "kolumner", n), head) for n, head in enumerate(heads)]
    for n, cells in enumerate(table.get("rader", ())):
        yield [((*path, "rader", n, m), cell) for m, cell in enumerate(cells)]
    for name, amount in table.get("belopp", {}).items():
        at = (*path, "belopp", name)
        yield [(at, name), (at, amount)]
    if "summa" in table:
        at = (*path, "summa")
        sums = table["summa"] if isinstance(table["summa"], list) else [table["summa"]]
        yield [(at, "Summa"), *((at, amount) for amount in sums)]
    yield from ([line] for line in _lines(table.get("text"), (*path, "text")))


def _budget(values: dict[str, Any]) -> Iterator[Row]:
    yield [(("ar",), f"Budget {values['ar']}")]
    yield [(("ar",), "Tjänst"), (("ar",), "Intäkt"), (("ar",), "Kostnad")]
    for name, post in values["tjanst"].items():
        at: KeyPath = ("tjanst", name)
        gap = "–" if "saknas" in post else None  # a proposal's line whose amounts are not known
        yield [(at, name), *(((*at, key), gap or post[key]) for key in ("intakt", "kostnad"))]
    if "summa" in values:
        yield [(("summa",), "Summa"), (("summa",), values["summa"]), (("summa",), values["summa"])]
