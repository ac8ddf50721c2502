"""``population FIL --matt SERIE``: people of some ages, or of another day, into a named series."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from enamnd_cost.cli import console
from enamnd_cost.cli.patching import deliver_change
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.files import population, scb, series
from enamnd_cost.files.ages_said import groups_of
from enamnd_cost.files.counted import ANOTHER_DAY
from enamnd_cost.files.dates_said import LAST_OF_YEAR, Day
from enamnd_cost.files.inhabitants import Wanted
from enamnd_cost.files.moved import moved_since
from enamnd_cost.files.series import ADDED_UP, Measured
from enamnd_cost.files.writing import Change
from enamnd_cost.model.ages import Ages, read
from enamnd_cost.model.data import Data, matt_file
from enamnd_cost.model.kommuner import ID
from enamnd_cost.model.matt import PEOPLE, Mattserie
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import visible
from enamnd_cost.swedish import listing

if TYPE_CHECKING:
    from enamnd_cost.cli.console import Source

EXPORT = "exportera region, år, ålder och folkmängd som CSV, JSON-stat 2 eller xlsx"


class Asked(NamedTuple):
    """What is asked for: which file into which series, and what it is said to count."""

    file: Path
    name: str
    year: int | None
    date: str | None
    ages: str | None
    source: str | None
    most: int
    replace: bool
    write: bool


def read_in(asked: Asked, where: Source, data: Data) -> None:
    """Read the file into the series: show the change as a patch, or write it."""
    if not re.fullmatch(ID, asked.name):
        raise Mistake(
            f'--matt "{visible(asked.name)}" kan inte vara en mätserie; skriv små bokstäver a–z, '
            "siffror och bindestreck, till exempel folkmangd-16-64"
        )
    serie, day = data.matt.get(asked.name), _date(asked)
    wanted = Wanted(Day(day.month, day.day) if day else LAST_OF_YEAR, _ages(asked, serie, where))
    found = _read(asked, wanted, new=serie is None)
    year = asked.year or (day.year if day else None)
    today = dt.date.today()  # noqa: DTZ011 (the user's own day)
    chosen, given, problems = population.figures_of(
        found, data.kommuner, year, asked.file, today, wanted
    )
    console.refuse_any(problems)
    date = day or dt.date(chosen, *LAST_OF_YEAR)
    if date.year != chosen:
        raise Mistake(f"--datum {date} hör inte till {chosen}, som talen gäller")
    in_order = {code: given[code] for code in data.kommuner.codes if code in given}
    deliver_change(
        matt_file(asked.name),
        _change(asked, where, data, date, in_order, wanted.group),
        where,
        f"{_what(wanted.group)} {date}",
        [*_moved(asked, data, date, given), *_without(data, date, given)],
        write=asked.write,
    )


def _date(asked: Asked) -> dt.date | None:
    if asked.date is None:
        return None
    try:
        return dt.date.fromisoformat(asked.date)
    except ValueError:
        said = visible(asked.date)
        text = f'--datum "{said}" är inget datum; skriv till exempel 2024-11-01'
        raise Mistake(text) from None


def _ages(asked: Asked, serie: Mattserie | None, where: Source) -> Ages | None:
    """Give the ages that the series counts, or is to count as far as it is said."""
    ages = None if asked.ages is None else read(asked.ages)
    if asked.ages is not None and ages is None:
        said = visible(asked.ages)
        raise Mistake(f'--aldrar "{said}" går inte att läsa; skriv till exempel 16-64 eller 65+')
    if serie is None:
        return ages
    file = matt_file(asked.name)
    if serie.enhet != PEOPLE:
        text = f'serien räknar "{serie.enhet}", inte {PEOPLE}'
        remedy = "läs in filen i en annan serie: --matt och ett nytt namn"
        console.refuse([Problem("EK212", file, text, remedy, ("enhet",))], where)
    if ages is not None and ages != serie.ages:
        counted = serie.ages.words if serie.ages else "alla invånare"
        text = f"serien räknar {counted}, inte {ages.words}"
        remedy = "ta bort --aldrar, eller läs in filen i en annan serie"
        at = ("aldrar",) if serie.aldrar else ("namn",)
        console.refuse([Problem("EK212", file, text, remedy, at)], where)
    return serie.ages


def _read(asked: Asked, wanted: Wanted, *, new: bool) -> scb.Figures:
    """Read the file; a new series counts what the file says, where that is not stated."""
    try:
        return scb.read(asked.file, wanted)
    except scb.NotPopulationError as error:
        groups = groups_of(scb.texts_of(asked.file)) if new and wanted.group is None else set()
        if not groups:
            _refuse(asked, str(error), error.remedy or _remedy(asked, str(error), new=new))
    if len(groups) > 1:
        text = f"filen nämner flera åldersgrupper: {listing(sorted(g.written for g in groups))}"
        _refuse(asked, text, "säg vilken som serien ska räkna, med --aldrar")
    wanted.group = groups.pop()
    try:
        return scb.read(asked.file, wanted)
    except scb.NotPopulationError as error:
        _refuse(asked, str(error), error.remedy or _remedy(asked, str(error), new=False))


def _remedy(asked: Asked, text: str, *, new: bool) -> str:
    """Say what helps: a file of what the series counts, or to say what a new one is to count."""
    if asked.date is None and ANOTHER_DAY in text:
        return f"{EXPORT}; ska serien ha folkmängden den andra dagen, ange den med --datum"
    if new and asked.ages is None:
        return f"{EXPORT}; ska serien räkna en åldersgrupp, ange den med --aldrar"
    return EXPORT


def _refuse(asked: Asked, text: str, remedy: str) -> NoReturn:
    console.refuse([Problem("EK212", asked.file.as_posix(), text, remedy)])


def _change(
    asked: Asked,
    where: Source,
    data: Data,
    date: dt.date,
    given: dict[str, int],
    ages: Ages | None,
) -> Change:
    """Make the change of the series' file, or say why it cannot be."""
    file = visible(asked.file.name)
    source = asked.source or f"SCB:s statistikdatabas, {_what(ages)} {date} (ur {file})"
    serie, kommuner = data.matt.get(asked.name), data.kommuner
    if serie is None:
        called, written = _called(ages, date), ages and ages.written
        new = Measured(date, given, source, ADDED_UP)
        return series.begun(called, PEOPLE, written, new, kommuner)
    # SCB does not count all: what was written by hand of the others stays.
    held = serie.at(date)
    by_hand = {
        code: value
        for who, value in (held.varde.items() if held else ())
        if (code := kommuner.resolve(who)) in kommuner.beyond_scb and code not in given
    }
    new = Measured(date, {**given, **by_hand}, source, ADDED_UP)
    return console.settled(
        series.put(where.folder, asked.name, serie, new, kommuner, replace=asked.replace), where
    )


def _called(ages: Ages | None, date: dt.date) -> str:
    """Name a series by what it counts, and the day where that is not the last of the year."""
    day = Day(date.month, date.day)
    people = f"Folkmängd {ages.words}" if ages else "Folkmängd"
    return people if ages and day == LAST_OF_YEAR else f"{people} {day.words}"


def _what(ages: Ages | None) -> str:
    return f"folkmängd {ages.words}" if ages else "folkmängd"


def _moved(asked: Asked, data: Data, date: dt.date, given: dict[str, int]) -> list[str]:
    """Say whose figures moved much since the date before in the series."""
    serie = data.matt.get(asked.name)
    held = {each.datum: each.varde for each in (serie.matning if serie else ()) if each.datum}
    found = moved_since(held, data.kommuner, date, given, Fraction(asked.most))
    return [f"observera: {each.words}" for each in found]


def _without(data: Data, date: dt.date, given: dict[str, int]) -> list[str]:
    """Say which members the table does not name; such a member can have no part of a cost by it."""
    missing = [kommun for kommun in data.kommuner.kommun if kommun.code not in given]
    return [
        f"observera: {kommun.namn} har inget tal {date} i filen, och kan inte dela efter serien; "
        "skriv talet för hand i [matning.varde]"
        for kommun in missing
    ]
