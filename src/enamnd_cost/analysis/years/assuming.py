"""What future years lack, and what is assumed instead: never taken for a known figure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE, Data, matt_file
from enamnd_cost.model.index import Varde
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.swedish import fold, listing, meant

INDEX, POPULATION, MEASURES = "index", "folkmangd", "matt"
SOURCE = "angivet för planen"

_FORM = re.compile(r"\s*([^:=\s]+)\s*(?::\s*(\d{4})\s*)?=\s*(\S+?)\s*%?\s*")
_PERCENT = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d{1,6})?")


class Premise(NamedTuple):
    """One thing to assume: a series' per cent (one year's, or all), a date's or a year's figures.

    ``key`` is the series' id, ``folkmangd`` or ``matt``; ``text`` is how it was given.
    """

    key: str
    year: int | None
    value: Decimal | dt.date | int
    text: str


class Lack(NamedTuple):
    """A figure that a year needs and the files do not have; ``at`` is its year or date.

    ``key`` is as in :class:`Premise`; ``name`` is the series' or the measure's id.
    """

    key: str
    name: str
    at: int | dt.date


def read(texts: Iterable[str], data: Data) -> tuple[list[Premise], list[Problem]]:
    """Read what the user wants assumed; a decimal comma and a point are both taken.

    Mistakes are EK018: what cannot be read, a series that does not exist, the same thing twice, or
    a value for a year that has one already.
    """
    given: list[Premise] = []
    problems: list[Problem] = []
    for text in texts:
        one = _read(text, data)
        if isinstance(one, Problem):
            problems.append(one)
        elif any(_of_the_same(one, other) for other in given):
            what = one.key if one.year is None else f"{one.key} {one.year}"
            problems.append(wrong(one.text, f"{what} antas två gånger", "ta bort det ena"))
        else:
            given.append(one)
    return given, problems


def _of_the_same(one: Premise, other: Premise) -> bool:
    """Tell whether two say the same thing; measures of years and at dates are two things."""
    apart = one.key == MEASURES and type(one.value) is not type(other.value)
    return (one.key, one.year) == (other.key, other.year) and not apart


def _read(text: str, data: Data) -> Premise | Problem:
    found, said = _FORM.fullmatch(text), ask(Wish.ASSUME, text)
    if not found:
        return wrong(said, "går inte att läsa", "skriv till exempel PKV=3,5 eller PKV:2026=3,0")
    word, year, value = found[1], int(found[2]) if found[2] else None, found[3]
    if fold(word) in (POPULATION, MEASURES):
        return _figures(Premise(fold(word), year, 0, said), value, data)
    series = {fold(each): each for each in data.index.by_id}
    if fold(word) not in series:
        known = ", ".join((*series.values(), POPULATION, MEASURES))
        remedy = meant(word, list(series.values()), f"det som kan antas: {known}")
        return wrong(said, f'indexserien "{word}" finns inte', remedy)
    if not _PERCENT.fullmatch(value):
        return wrong(said, f'"{value}" är inget procenttal', "skriv till exempel 3,5")
    percent = Decimal(value.replace(",", ".").replace("−", "-"))
    if percent <= -100:
        return wrong(said, "procenttalet ska vara större än −100", "rätta värdet")
    key = series[fold(word)]
    if parts := data.index.by_id[key].av:
        remedy = f"anta det som saknas i de serier som den är gjord av: {listing(parts, 'eller')}"
        return wrong(said, f"{key} är sammansatt av andra serier", remedy)
    held = data.index.value(key, year) if year is not None else None
    if held is not None:
        remedy = f"ta bort {said}, eller ändra värdet i {INDEX_FILE}"
        return wrong(said, f"{key} {year} finns redan i {INDEX_FILE}", remedy)
    return Premise(key, year, percent, said)


def _figures(given: Premise, value: str, data: Data) -> Premise | Problem:
    """Read which date's population, or which year's measures, to use for those that are missing."""
    key, said = given.key, given.text
    if given.year is not None:
        return wrong(said, f"{key} anges utan år", f"skriv {key}={value}")
    if key == MEASURES:
        return _measured_when(given, value, data)
    dates = {str(folkmangd.datum): folkmangd.datum for folkmangd in data.kommuner.folkmangd}
    if value not in dates:
        remedy = f"mätdatum i {KOMMUNER_FILE}: {', '.join(sorted(dates)) or 'inga'}"
        return wrong(said, f'"{value}" är inget mätdatum som finns', remedy)
    return given._replace(value=dates[value])


def _measured_when(given: Premise, value: str, data: Data) -> Premise | Problem:
    """Read a year, or a date that some measure has."""
    if re.fullmatch(r"\d{4}", value):
        return given._replace(value=int(value))
    held = {matning.datum for serie in data.matt.values() for matning in serie.matning}
    dates = {str(date): date for date in held if date}
    if value in dates:
        return given._replace(value=dates[value])
    if not dates or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return wrong(given.text, f'"{value}" är inget år', "skriv till exempel matt=2024")
    remedy = f"mätdatum under matt/: {', '.join(sorted(dates))}"
    return wrong(given.text, f'"{value}" är inget mätdatum som finns', remedy)


def wrong(said: str, what: str, remedy: str) -> Problem:
    """Refuse something that is given to assume (EK018)."""
    return Problem("EK018", "", f"{said}: {what}", remedy)


def lacking(data: Data, year: int) -> dict[Lack, list[str]]:
    """List the figures that the year's services need and the files lack, with those services."""
    found: dict[Lack, list[str]] = {}
    for service, tjanst in data.tjanster.items():
        period = tjanst.known_in(year)
        if period is None or period.exempel:
            continue
        for lack in _of(data, period, year):
            found.setdefault(lack, []).append(service)
    return dict(sorted(found.items(), key=lambda each: _order(each[0])))


def _order(lack: Lack) -> tuple[str, str, bool, str]:
    """Order by what is lacking, of one measure years before dates."""
    return lack.key, lack.name, not isinstance(lack.at, int), str(lack.at)


def _of(data: Data, period: Period, year: int) -> Iterable[Lack]:
    if rule := period.uppraknas:
        for each in range(rule.fran + 1, year + 1):
            for series, at in data.index.lacking(rule.index, each):
                yield Lack(INDEX, series, at)
    known = {folkmangd.datum for folkmangd in data.kommuner.folkmangd}
    for date in sorted(period.population_dates - known):
        yield Lack(POPULATION, "", date)
    measured = (named for split in period.splits for named in split.measures)
    for name, when in {(named.name, named.when(year)) for named in measured}:
        if data.matt[name].at(when) is None:
            yield Lack(MEASURES, name, when)


def answer(lack: Lack, given: Sequence[Premise], data: Data) -> Premise | None:
    """Find what is to be assumed in place of what is lacking; a certain year's goes first."""
    key = lack.name if lack.key == INDEX else lack.key
    fitting = [g for g in given if g.key == key and g.year in (None, lack.at)]
    if lack.key == MEASURES:  # a year's use in place of a year's, a date's level of a date's
        fitting = [g for g in fitting if isinstance(g.value, type(lack.at))]
    found = min(fitting, key=lambda g: g.year is None, default=None)
    if found and lack.key == MEASURES:
        used = data.matt[lack.name].at(_when(found))
        return None if used is None or used.exempel else found  # no real amount on invented use
    return found


def _when(given: Premise) -> int | dt.date:
    assert not isinstance(given.value, Decimal)
    return given.value


def assumed(data: Data, lack: Lack, given: Premise) -> tuple[Data, tuple[str, KeyPath]]:
    """Give the data with one figure assumed, last of its kind in its file, and its place there."""
    if lack.key == INDEX:
        new = Varde.model_validate(
            {"ar": lack.at, "procent": given.value, "status": "antagen", "kalla": SOURCE}
        )
        index, m = data.index.with_value(lack.name, new)
        place: KeyPath = ("serie", index.number(lack.name), "varde", m)
        return replace(data, index=index), (INDEX_FILE, place)
    if lack.key == POPULATION:
        dated = data.kommuner.folkmangd
        old = next(folkmangd for folkmangd in dated if folkmangd.datum == given.value)
        same = old.model_copy(update={"datum": lack.at, "kalla": SOURCE})
        kommuner = data.kommuner.model_copy(update={"folkmangd": [*dated, same]})
        return replace(data, kommuner=kommuner), (KOMMUNER_FILE, ("folkmangd", len(dated)))
    serie = data.matt[lack.name]
    used = serie.at(_when(given))
    assert used is not None
    key = "ar" if isinstance(lack.at, int) else "datum"
    same_use = used.model_copy(update={key: lack.at, "kalla": SOURCE})
    measured = serie.model_copy(update={"matning": [*serie.matning, same_use]})
    at = (matt_file(lack.name), ("matning", len(serie.matning), "summa"))
    return replace(data, matt={**data.matt, lack.name: measured}), at


def missing(lacks: Mapping[Lack, set[str]]) -> list[Problem]:
    """Say exactly what is missing, for which services, and how to have it assumed (EK016)."""
    grouped = groupby(sorted(lacks, key=_order), lambda lack: _order(lack)[:-1])
    return [_missing(key, name, list(group), lacks) for (key, name, _), group in grouped]


def _missing(key: str, name: str, group: Sequence[Lack], lacks: Mapping[Lack, set[str]]) -> Problem:
    when = listing(str(lack.at) for lack in group)
    services = listing(sorted({service for lack in group for service in lacks[lack]}))
    if key == INDEX:
        what, file = f"indexvärde saknas för planen: {name} för {when}", INDEX_FILE
        remedy = (
            f"ange {ask(Wish.ASSUME, f'{name}=PROCENT')} för alla åren eller "
            f"{ask(Wish.ASSUME, f'{name}:{group[0].at}=PROCENT')} för ett;"
            f' eller lägg värdet i {INDEX_FILE} med status = "antagen"'
        )
    elif key == POPULATION:
        what, file = f"folkmängd saknas för planen: mätdatum {when}", KOMMUNER_FILE
        how = ask(Wish.ASSUME, "folkmangd=DATUM")
        remedy = f"ange {how}: ett mätdatum som finns, att använda i stället"
    else:
        what, file = f"mätning saknas för planen: {name} för {when}", matt_file(name)
        how = ask(Wish.ASSUME, "matt=ÅR")
        remedy = f"ange {how}: ett år som har en mätning, att använda i stället"
        if not isinstance(group[0].at, int):
            how = ask(Wish.ASSUME, "matt=DATUM")
            remedy = f"ange {how}: ett mätdatum som finns i filen, att använda i stället"
    return Problem("EK016", file, f"{what} ({services})", remedy)
