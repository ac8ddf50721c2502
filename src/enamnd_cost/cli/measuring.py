"""``population FIL --matt SERIE``: people of some ages, or of another day, into a named series."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from enamnd_cost.cli import console
from enamnd_cost.cli.patching import show_patch
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.files import population, scb, series
from enamnd_cost.files.ages_said import groups_of
from enamnd_cost.files.counted import ANOTHER_DAY
from enamnd_cost.files.dates_said import LAST_OF_YEAR, Day
from enamnd_cost.files.inhabitants import Wanted
from enamnd_cost.files.writing import Change
from enamnd_cost.model.ages import Ages, read
from enamnd_cost.model.data import Data, matt_file
from enamnd_cost.model.kommuner import ID
from enamnd_cost.model.matt import PEOPLE, Mattserie
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import visible
from enamnd_cost.swedish import decimal, listing, number

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
    people = {
        kommun.id: given[kommun.code] for kommun in data.kommuner.kommun if kommun.code in given
    }
    change = _change(asked, where, data, date, people, wanted.group)
    what = f"{_what(wanted.group)} {date}"
    _deliver(
        {matt_file(asked.name): change},
        asked,
        where,
        what,
        [*_moved(asked, data, date, given), *_without(data, date, given)],
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
    people: series.People,
    ages: Ages | None,
) -> Change:
    """Make the change of the series' file, or say why it cannot be."""
    file = visible(asked.file.name)
    source = asked.source or f"SCB:s statistikdatabas, {_what(ages)} {date} (ur {file})"
    serie, name = data.matt.get(asked.name), asked.name
    if serie is None:
        return series.begun(ages, date, people, source)
    held = [n for n, matning in enumerate(serie.matning) if matning.datum == date]
    if not held:
        made = series.extended(where.folder, name, serie, date, people, source)
        return console.settled(made, where)
    if not asked.replace:
        console.refuse([series.there(name, held[0], date)], where)
    own = {
        who: people[data.kommuner.ids[code]]
        for who in serie.matning[held[0]].varde
        if (code := data.kommuner.resolve(who))
    }
    # Who is missing there has no place to be put: what is read back is then not what was given.
    whole = own if len(own) == len(people) else people
    return console.settled(
        series.replaced(where.folder, name, held[0], serie, whole, source), where
    )


def _what(ages: Ages | None) -> str:
    return f"folkmängd {ages.words}" if ages else "folkmängd"


def _moved(asked: Asked, data: Data, date: dt.date, given: dict[str, int]) -> list[str]:
    """Say whose figures moved much since the date before in the series."""
    serie = data.matt.get(asked.name)
    held = {
        matning.datum: {who: int(value) for who, value in matning.varde.items()}
        for matning in (serie.matning if serie else ())
        if matning.datum
    }
    said = []
    for each in population.moved_since(held, data.kommuner, date, given, Fraction(asked.most)):
        share = f", {decimal(each.percent, 1)} %" if each.percent is not None else ""
        said.append(
            f"observera: {each.name} gick från {number(each.before)} ({each.since}) till "
            f"{number(each.after)}{share}"
        )
    return said


def _deliver(
    changes: dict[str, Change], asked: Asked, where: Source, what: str, said: list[str]
) -> None:
    """Try the change beside the folder, then show it or write it."""
    from enamnd_cost.files import changes as files

    (change,) = changes.values()
    if change.after == change.before:
        console.say(f"Serien har redan de talen och den källan för {what}; inget ändras.")
        return
    console.refuse_any(files.refusal(where.folder, changes), where)
    if not asked.write:
        console.say("\n".join([*show_patch(changes, None, where, copies=False), *said]))
        return
    if problem := files.write(where.folder, changes):
        console.refuse([problem])
    (file,) = changes
    console.say("\n".join([f"Skrev {what} i {visible(where.shown(file))}", *said]))


def _without(data: Data, date: dt.date, given: dict[str, int]) -> list[str]:
    """Say which members the table does not name; such a member can have no part of a cost by it."""
    missing = [kommun for kommun in data.kommuner.kommun if kommun.code not in given]
    return [
        f"observera: {kommun.namn} har inget tal {date} i filen, och kan inte dela efter serien; "
        "skriv talet för hand i [matning.varde]"
        for kommun in missing
    ]
