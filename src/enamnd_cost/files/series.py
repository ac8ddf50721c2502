"""A named series of inhabitants, in a file of measures: a date added to it, or put in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.dates_said import LAST_OF_YEAR, Day
from enamnd_cost.files.drafting import appended
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.reading import read_bytes
from enamnd_cost.files.rewriting import Rewriting
from enamnd_cost.files.toml_text import pairs
from enamnd_cost.files.writing import Change
from enamnd_cost.model.ages import Ages
from enamnd_cost.model.data import matt_file
from enamnd_cost.model.matt import PEOPLE, Mattserie
from enamnd_cost.model.problem import KeyPath, Problem

People = Mapping[str, int]  # inhabitants by the names that the file is to have, or has, for them


def begun(ages: Ages | None, date: dt.date, given: People, source: str) -> Change:
    """Make a series of what was counted at its first date."""
    told = {"namn": _called(ages, date), "enhet": PEOPLE}
    if ages:
        told["aldrar"] = ages.written
    lines = [*pairs(told), "", *_lines(date, given, source)]
    return Change(None, "".join(f"{line}\n" for line in lines).encode())


def _called(ages: Ages | None, date: dt.date) -> str:
    """Name a series by what it counts, and the day where that is not the last of the year."""
    day = Day(date.month, date.day)
    people = f"Folkmängd {ages.words}" if ages else "Folkmängd"
    return people if ages and day == LAST_OF_YEAR else f"{people} {day.words}"


def extended(
    folder: Path, name: str, serie: Mattserie, date: dt.date, given: People, source: str
) -> tuple[Change | None, list[Problem]]:
    """Put a date last in a series; the rest of the file is as it was."""
    raw, problem = read_bytes(folder / matt_file(name), matt_file(name))
    if problem is not None:
        return None, [problem]
    change = Change(raw, appended(raw, _lines(date, given, source)))
    remedy = "skriv mätningarna i filen som tabeller, [[matning]], och läs in talen igen"
    return _proved(name, change, len(serie.matning), date, given, remedy)


def replaced(
    folder: Path, name: str, n: int, serie: Mattserie, given: People, source: str
) -> tuple[Change | None, list[Problem]]:
    """Put other figures, and their source, in place of those of a date that is there."""
    file, held = matt_file(name), serie.matning[n]
    raw, problem = read_bytes(folder / file, file)
    if problem is not None:
        return None, [problem]
    text = Rewriting(raw)
    new: dict[KeyPath, int | str] = {("summa",): sum(given.values())}
    if held.kalla is not None:
        new["kalla",] = source
    new |= {("varde", who): given[who] for who in held.varde if who in given}
    for at, value in new.items():
        if ("matning", n, *at) in text.at:
            text.put(("matning", n, *at), value)
    assert held.datum is not None  # it was found by it
    remedy = "ta bort mätningen ur filen, och läs in den på nytt"
    return _proved(name, Change(raw, text.raw), n, held.datum, given, remedy)


def there(name: str, n: int, date: dt.date) -> Problem:
    """Say that a date is in a series already."""
    remedy = f"talen lämnas som de är; skriv {ask(Wish.REPLACE)} för att byta ut dem"
    path = ("matning", n, "datum")
    return Problem("EK002", matt_file(name), f"mätdatum {date} finns redan", remedy, path)


def _lines(date: dt.date, given: People, source: str) -> list[str]:
    told = {"datum": date, "summa": sum(given.values()), "kalla": source}
    return ["[[matning]]", *pairs(told), "", "[matning.varde]", *pairs(given)]


def _proved(
    name: str, change: Change, n: int, date: dt.date, given: People, remedy: str
) -> tuple[Change | None, list[Problem]]:
    """Give a change whose text, read back, has the figures at the date; else say what to do."""
    serie, _ = read_text(change.after, matt_file(name), Mattserie)
    made = serie.at(date) if serie else None
    if made and made.varde == given and serie and made is serie.matning[n]:
        return change, []
    text = f"talen för {date} går inte att skriva på sin plats"
    return None, [Problem("EK003", matt_file(name), text, remedy)]
