"""Reading population from JSON-stat 2, as SCB's statistical database exports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from typing import Any

from enamnd_cost.files.documents.cells import brief
from enamnd_cost.files.documents.grid import EXPORT, Cell, Place, check_size
from enamnd_cost.files.inhabitants import (
    AGES,
    YEAR,
    Figures,
    NotPopulationError,
    Wanted,
    age_of,
    check_words,
    gathered,
    is_total,
    refuse_others,
)
from enamnd_cost.files.json_text import TOO_LARGE, parse, strings
from enamnd_cost.model.ages import Ages
from enamnd_cost.signs import legible

# What a dimension's or a content's extension tells of its figures; all else in it is of the form.
MOST_DIMENSIONS = 20
TOLD_BESIDE = ("refperiod", "measuringType", "basePeriod", "contents")


def from_json_stat(text: str, wanted: Wanted | None = None) -> Figures:
    """Read a JSON-stat 2 dataset with a region, a time, and nothing else of more than one value.

    Where a group of ages is wanted the ages may be of more than one.
    """
    wanted = wanted or Wanted()
    try:
        data = parse(text)
        dimensions, sizes, value = data["id"], data["size"], data["value"]
        refuse_other_shapes(dimensions, sizes, value)
        roles = data.get("role", {})
        region = (roles.get("geo") or [d for d in dimensions if d.casefold() == "region"])[0]
        time = (roles.get("time") or [d for d in dimensions if d.casefold() == "tid"])[0]
        check_words(strings(data))
        extension = data.get("extension", {})
        said = [data.get("label", ""), *_beside(extension.get("px", {}))]
        refuse_others(texts(said), wanted)
        refuse_others(texts(notes_of(data)), wanted, notes=True)
        # A cell is found by its region and its time alone: all else has one value.
        aged = _of_ages(data["dimension"], dimensions) if wanted.group else None
        telling = {
            n: s for n, s in zip(dimensions, sizes, strict=True) if n in (region, time, aged)
        }
        for name, size in zip(dimensions, sizes, strict=True):
            dimension = data["dimension"][name]
            if name not in telling:
                _refuse_other_dimension(name, size, dimension)
            told = _said_of(dimension, wanted, named=name in (region, aged))
            refuse_others(texts(told), wanted)
            refuse_others(texts(notes_of(dimension)), wanted, notes=True)
        keys = {name: categories(data["dimension"][name]) for name in telling}
        if any(len(keys[name]) != size for name, size in telling.items()):
            raise NotPopulationError("antalet värden i en dimension är ett annat än filen säger")
        labels = data["dimension"][region]["category"].get("label", {})
        regions = texts(_who(code, str(labels.get(code, ""))) for code in keys[region])
        who = dict(zip(keys[region], regions, strict=True))
        refuse_others(texts(keys[time]), wanted)
        ages = _ages(data["dimension"][aged], keys[aged], wanted) if aged else {}
        years = {key: YEAR.search(key) for key in keys[time]}
        cells = []
        for n, found in numbered(value, prod(telling.values())):
            at = _key_of(n, keys)
            year = years[at[time]]
            if found is not None and year:
                age = ages[at[aged]] if aged else None
                cell = Cell(Place("", 0, 0), str(found))
                cells.append((who[at[region]], int(year[0]), age, cell))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotPopulationError("filen är ingen JSON-stat 2 med region och tid") from error
    return gathered(cells, wanted)


def _of_ages(dimension: dict[str, Any], names: list[str]) -> str | None:
    """Find the dimension of ages, by its name or its label."""
    for name in names:
        if f"{dimension[name].get('label', name)}".casefold().startswith(AGES):
            return name
    return None


def _ages(dimension: dict[str, Any], keys: list[str], wanted: Wanted) -> dict[str, Ages | None]:
    """Read which age each value of a dimension is, by its label or else by its key."""
    labels = dimension["category"].get("label", {})
    said = texts(labels.get(key, key) for key in keys)
    return {key: age_of(text, wanted.remedy) for key, text in zip(keys, said, strict=True)}


def numbered(value: list[Any] | dict[str, Any], cells: int) -> Iterator[tuple[int, Any]]:
    """Give the values with the numbers of their cells: all in a list, or those that there are."""
    if isinstance(value, list):
        if len(value) != cells:
            raise NotPopulationError("filen har inte ett värde för varje ruta")
        yield from enumerate(value)
        return
    for key, found in value.items():
        if not (key.isdecimal() and key.isascii() and key == str(int(key)) and int(key) < cells):
            raise NotPopulationError(f'filen har ett värde för "{brief(key)}", som inte är en ruta')
        yield int(key), found


def _key_of(n: int, keys: dict[str, list[str]]) -> dict[str, str]:
    """Give where a cell stands: its value of each dimension, of which the last changes first."""
    at = {}
    for name, values in reversed(keys.items()):
        n, place = divmod(n, len(values))
        at[name] = values[place]
    return at


def refuse_other_shapes(dimensions: Any, sizes: Any, value: Any) -> None:
    """Refuse, as no JSON-stat, what says the form of its cube in anything but names and numbers.

    A cube that has far more cells than there are people to count is refused before it is walked.
    """
    if not (isinstance(dimensions, list) and isinstance(sizes, list)):
        raise TypeError(sizes)
    named_once = len(set(dimensions)) == len(dimensions)
    if not named_once or any(type(size) is not int for size in sizes):
        raise ValueError(sizes)
    if not isinstance(value, list | dict):
        raise TypeError(value)
    if len(sizes) > MOST_DIMENSIONS or prod(size or 1 for size in sizes) > EXPORT.cells:
        raise NotPopulationError(TOO_LARGE)


def _refuse_other_dimension(name: str, size: int, dimension: dict[str, Any]) -> None:
    """Refuse a dimension beside region and time, unless its one value is population or a total."""
    labels = list(dimension["category"].get("label", {}).values())
    if size != 1 or len(labels) != 1:
        raise NotPopulationError(
            f"{brief(name)} har flera värden: exportera bara folkmängden totalt"
        )
    heading = str(dimension.get("label", name)).casefold()
    label = str(labels[0])
    if not is_total(heading, label):
        raise NotPopulationError(
            f'{brief(heading)} är "{brief(label)}": exportera folkmängden totalt'
        )


def texts(said: Iterable[object]) -> Iterator[str]:
    """Give what a file says as texts, none longer than a cell may be."""
    for each in said:
        text = legible(str(each))
        check_size(text, 0)
        yield text


def categories(dimension: dict[str, Any]) -> list[str]:
    """List a dimension's keys in the order of its values."""
    category = dimension["category"]
    index = category.get("index", list(category.get("label", {})))
    if not isinstance(index, dict):
        return [str(key) for key in index]
    if sorted(index.values()) != list(range(len(index))):
        raise NotPopulationError("numren i en dimension är inte 0, 1, 2 … ett för varje värde")
    return [str(key) for key in sorted(index, key=index.__getitem__)]


def _said_of(dimension: dict[str, Any], wanted: Wanted, *, named: bool) -> Iterator[object]:
    """List what a dimension says that it holds: its label, its values' labels and their units.

    The values of a region are ``named``, as those of ages are: a place is called what it is called.
    """
    category = dimension["category"]
    yield dimension.get("label", "")
    if not named:
        yield from category.get("label", {}).values()
    for unit in category.get("unit", {}).values():
        yield from (unit.get(key, "") for key in ("base", "label", "symbol"))
        if multiplier := unit.get("multiplier", 0):
            raise NotPopulationError(
                f'talen är inga antal ("multiplier": {brief(str(multiplier))}): {wanted.remedy}'
            )
    yield from _beside(dimension.get("extension", {}))
    yield from _beside(category.get("extension", {}))


def notes_of(part: dict[str, Any]) -> Iterator[object]:
    """List the notes of a dataset or a dimension, and those of its values."""
    yield from _leaves(part.get("note", []))
    yield from _leaves(part.get("category", {}).get("note", []))
    for note in part.get("extension", {}).get("notes", []):
        yield note.get("text", "")


def _beside(extension: dict[str, Any]) -> Iterator[object]:
    for key in TOLD_BESIDE:
        yield from _leaves(extension.get(key, ""))


def _leaves(said: object) -> Iterator[object]:
    """Give each text of what may be one, a list of them, or one for each value."""
    inner = said.values() if isinstance(said, dict) else said if isinstance(said, list) else None
    if inner is None:
        yield said
        return
    for each in inner:
        yield from _leaves(each)


def _who(code: str, label: str) -> str:
    """Name a region by its code and its label, so that they are held to one another."""
    return f"{code} {label.removeprefix(code).strip()}".strip()
