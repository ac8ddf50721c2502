"""What one file says of another: every name must be known, whatever the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from enamnd_cost.model.counting import by_name
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    facit_file,
    matt_file,
    revidering_file,
    tjanst_file,
    utfall_file,
)
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import Deltagare, taking_part
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem, first
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import PROJECTS
from enamnd_cost.swedish import fold, listing, meant

DEEPEST = 10  # of series made of others that are made of others


def check_references(data: Data) -> list[Problem]:
    """Find every name in the folder that stands for nothing.

    What a later decision names is looked up when it is laid over the data.
    """
    there = [service for service in data.tjanster if service not in data.not_yet]
    return first(
        chain(
            _population(data.kommuner),
            _index(data),
            _service_names(data, there),
            (problem for service in there for problem in _service(data, service)),
            _carried(data),
            (problem for year in data.budgetar for problem in _budget(data, year)),
            (problem for name in data.facit for problem in _facit(data, name)),
            (problem for name in data.matt for problem in _measures(data, name)),
            (problem for year in data.utfall for problem in _outcome(data, year)),
            (problem for year in data.revideringar for problem in _revisions(data, year)),
        )
    )


def unknown(
    what: str, word: str, known: Sequence[str], *, code: str, file: str, path: KeyPath
) -> Problem:
    """Say that a name is unknown, and which one was probably meant."""
    remedy = f"kända: {', '.join(known)}" if known else f"det finns ingen {what} i datamappen"
    on_key = bool(path) and path[-1] == word
    return Problem(code, file, f'okänd {what} "{word}"', remedy, path, meant(word, known), on_key)


def _known(data: Data, what: str, name: str | None, file: str, path: KeyPath) -> Iterator[Problem]:
    """Check the name of a service, an index series or a file of measures, where there is one."""
    code, known = {
        "tjänst": ("EK204", sorted(data.tjanster)),
        "indexserie": ("EK203", list(data.index.by_id)),
        "mätning": ("EK206", sorted(data.matt)),
    }[what]
    if name is not None and name not in known:
        yield unknown(what, name, known, code=code, file=file, path=path)


def _names(
    kommuner: Kommuner, names: Iterable[str], file: str, path: KeyPath, *, listed: bool = False
) -> Iterator[Problem]:
    """Check names of municipalities: each known, none twice under two names."""
    seen: dict[str, str] = {}
    for n, name in enumerate(names):
        at = (*path, n if listed else name)
        code = kommuner.resolve(name)
        if code is None:
            known = [kommun.id for kommun in kommuner.kommun]
            yield unknown("kommun", name, known, code="EK201", file=file, path=at)
        elif code in seen:
            text = f'"{name}" är samma kommun som "{seen[code]}" och står två gånger'
            yield Problem("EK117", file, text, "ta bort den ena", at, on_key=not listed)
        else:
            seen[code] = name


def _population(kommuner: Kommuner) -> Iterator[Problem]:
    for n, folkmangd in enumerate(kommuner.folkmangd):
        path: KeyPath = ("folkmangd", n, "invanare")
        yield from _names(kommuner, folkmangd.invanare, KOMMUNER_FILE, path)
        given = {kommuner.resolve(name) for name in folkmangd.invanare}
        missing = [k.namn for k in kommuner.kommun if k.municipality and k.code not in given]
        if missing:
            text = f"folkmängden {folkmangd.datum} saknar {listing(missing)}"
            remedy = "lägg till raderna; en saknad folkmängd får inte bli noll"
            yield Problem("EK208", KOMMUNER_FILE, text, remedy, path)


def _index(data: Data) -> Iterator[Problem]:
    """Check what series are made of: known ones, none of them made of itself, not far down."""
    depths: dict[str, int] = {}
    for n, serie in enumerate(data.index.serie):
        for name in serie.av or {}:
            path: KeyPath = ("serie", n, "av", name)
            yield from _known(data, "indexserie", name, INDEX_FILE, path)
    for n, serie in enumerate(data.index.serie):
        for ring in _rings(data, serie.id, depths):
            text = f"serier är sammansatta av varandra i en ring: {' → '.join(ring)}"
            remedy = "låt en av dem ha egna varde eller tal i stället för av"
            path = ("serie", data.index.number(ring[-2]), "av", ring[-1])
            yield Problem("EK121", INDEX_FILE, text, remedy, path, on_key=True)
        if depths[serie.id] == DEEPEST + 1:
            text = f"{serie.id} är sammansatt i fler än {DEEPEST} led"
            remedy = "ange andelarna av de serier som har egna varde eller tal"
            yield Problem("EK121", INDEX_FILE, text, remedy, ("serie", n, "av"))


def _rings(data: Data, series: str, depths: dict[str, int]) -> Iterator[list[str]]:
    """Find the rings below a series, each from the series that it begins with back to that.

    ``depths`` gets how many series are below each other in those that are passed.
    """
    by_id = data.index.by_id
    way, left = [series], [iter(by_id[series].av or ())]
    while way:
        name = next((each for each in left[-1] if each in by_id and each not in depths), None)
        if name in way:
            yield [*way[way.index(name) :], name]
        elif name is not None:
            way.append(name)
            left.append(iter(by_id[name].av or ()))
        else:
            left.pop()
            below = by_id[way[-1]].av or {}
            depths[way.pop()] = max((1 + depths.get(each, 0) for each in below), default=0)


def _service_names(data: Data, services: Iterable[str]) -> Iterator[Problem]:
    """No two services have the same name or column heading: nobody could tell them apart."""
    for field in ("namn", "kort"):
        seen: dict[str, str] = {}
        for service in services:
            name = getattr(data.tjanster[service], field)
            if (owner := seen.setdefault(fold(name), service)) != service:
                text, remedy = f'{field} "{name}" har redan {owner}', "ge tjänsterna olika namn"
                yield Problem("EK117", tjanst_file(service), text, remedy, (field,))


def _service(data: Data, service: str) -> Iterator[Problem]:
    file, tjanst = tjanst_file(service), data.tjanster[service]
    yield from _known(data, "indexserie", tjanst.index, file, ("index",))
    for n, period in enumerate(tjanst.period):
        path: KeyPath = ("period", n)
        yield from _split(data, period, period.deltagare, file, path)
        for m, post in enumerate(period.post):
            deltagare = post.deltagare or period.deltagare
            yield from _split(data, post, deltagare, file, (*path, "post", m))
        if rule := period.uppraknas:
            yield from _known(data, "indexserie", rule.index, file, (*path, "uppraknas", "index"))
    yield from _buy_ins(data.kommuner, tjanst, file)


def _carried(data: Data) -> Iterator[Problem]:
    """Check whose results are carried: known services', and each year's once."""
    seen: dict[tuple[str, int], str] = {}
    for service, tjanst in data.tjanster.items():
        if (carried := tjanst.overfort) is None:
            continue
        file, source = tjanst_file(service), data.tjanster.get(carried.tjanst)
        yield from _known(data, "tjänst", carried.tjanst, file, ("overfort", "tjanst"))
        if source and source.overfort:
            text = f"{carried.tjanst} är själv ett överfört resultat"
            remedy = "ange tjänsten som resultatet kommer från"
            yield Problem("EK115", file, text, remedy, ("overfort", "tjanst"))
        owner = seen.setdefault((carried.tjanst, carried.fran), service)
        if owner != service:
            text = f"resultatet {carried.fran} för {carried.tjanst} är redan överfört av {owner}"
            remedy = "ett resultat överförs en gång: ta bort den ena filen, och dess rad i budgeten"
            yield Problem("EK117", file, text, remedy, ("overfort",))


def _buy_ins(kommuner: Kommuner, tjanst: Tjanst, file: str) -> Iterator[Problem]:
    """Check whom a settled buy-in names: that the newcomers settled, and came in once a day."""
    seen: set[tuple[str, dt.date]] = set()
    for n, inkop in enumerate(tjanst.inkop):
        path: KeyPath = ("inkop", n)
        yield from _names(kommuner, inkop.kommun, file, (*path, "kommun"), listed=True)
        yield from _names(kommuner, inkop.belopp, file, (*path, "belopp"))
        amounts = {kommuner.resolve(name): kr for name, kr in inkop.belopp.items()}
        newcomers = {name: code for name in inkop.kommun if (code := kommuner.resolve(name))}
        paid = [amounts[code] for code in newcomers.values() if code in amounts]
        if missing := [name for name, code in newcomers.items() if code not in amounts]:
            text = f"belopp saknar {listing(missing)}, som köper in sig"
            remedy = f"lägg till {listing(missing)} i belopp; summan av alla belopp ska bli noll"
            yield Problem("EK111", file, text, remedy, (*path, "belopp"))
        elif newcomers and not sum(paid) and any(amounts.values()):
            who = listing(newcomers)
            text = f"{who} köper in sig utan att betala eller få något, fast andra gör det"
            remedy = "rätta belopp, eller kommun: den som kom till"
            yield Problem("EK115", file, text, remedy, (*path, "belopp"))
        for name, code in newcomers.items():
            if (code, inkop.datum) in seen:
                text = f"{name} köper in sig {inkop.datum} två gånger"
                yield Problem("EK117", file, text, "ta bort det ena inköpet", (*path, "kommun"))
        seen.update((code, inkop.datum) for code in newcomers.values())


def _split(
    data: Data, where: Period | Post, deltagare: Deltagare | None, file: str, path: KeyPath
) -> Iterator[Problem]:
    """Check what a period or a post names: participants, and its key's own."""
    if where.deltagare:
        yield from participants(data.kommuner, where.deltagare, file, (*path, "deltagare"))
    for key, values in (
        ("faktor", where.faktor),
        ("lagst", by_name(where.lagst)),
        ("hogst", by_name(where.hogst)),
    ):
        yield from _valued(data, values, deltagare, file, (*path, key))
    if where.split is None:
        return
    at = (*path, "fordelning")
    for listed in where.split.listed:
        yield from _valued(data, listed.values, deltagare, file, (*at, *listed.path))
    for member in where.split.members:
        yield from _member(data.kommuner, member.name, deltagare, file, (*at, *member.path))
    for what, named in (("tjänst", where.split.services), ("mätning", where.split.measures)):
        for each in named:
            yield from _known(data, what, each.name, file, (*at, *each.path))


def _valued(
    data: Data,
    values: Iterable[str],
    deltagare: Deltagare | None,
    file: str,
    path: KeyPath,
) -> Iterator[Problem]:
    """Check the municipalities that are given a value each: known, and taking part."""
    yield from _names(data.kommuner, values, file, path)
    if deltagare:
        yield from _outside(data.kommuner, values, deltagare, file, path)


def _member(
    kommuner: Kommuner, name: str, deltagare: Deltagare | None, file: str, path: KeyPath
) -> Iterator[Problem]:
    """Check a municipality that a key names by itself: known, and taking part."""
    code = kommuner.resolve(name)
    if code is None:
        known = [kommun.id for kommun in kommuner.kommun]
        yield unknown("kommun", name, known, code="EK201", file=file, path=path)
    elif deltagare and code not in taking_part(kommuner, deltagare):
        text = f'"{name}" bär en del men deltar inte'
        yield Problem("EK207", file, text, "byt den eller ändra deltagare", path)


def participants(
    kommuner: Kommuner, deltagare: Deltagare, file: str, path: KeyPath
) -> Iterator[Problem]:
    """Check who takes part, and from and to when: that all are known, and that dates make sense."""
    for field in ("bara", "utom"):
        names = getattr(deltagare, field) or []
        yield from _names(kommuner, names, file, (*path, field), listed=True)
    starts = {kommuner.resolve(name): date for name, date in deltagare.fran.items()}
    for name, end in deltagare.till.items():
        start = starts.get(kommuner.resolve(name))
        if start and end < start:
            text = f"{name} slutar {end}, före starten {start}"
            yield Problem("EK115", file, text, "rätta det ena datumet", (*path, "till", name))
    for field in ("fran", "till"):
        dates: dict[str, dt.date] = getattr(deltagare, field)
        yield from _names(kommuner, dates, file, (*path, field))
        yield from _outside(kommuner, dates, deltagare, file, (*path, field))


def _outside(
    kommuner: Kommuner, names: Iterable[str], deltagare: Deltagare, file: str, path: KeyPath
) -> Iterator[Problem]:
    """Point out municipalities that are given a value without taking part."""
    inside = set(taking_part(kommuner, deltagare))
    for name in names:
        code = kommuner.resolve(name)
        if code is not None and code not in inside:
            text = f'"{name}" har ett värde men deltar inte'
            remedy = "ta bort raden eller ändra deltagare"
            yield Problem("EK207", file, text, remedy, (*path, name), on_key=True)


def _budget(data: Data, year: int) -> Iterator[Problem]:
    budget, file = data.budgetar[year], budget_file(year)
    if budget.andring:
        yield from _names(data.kommuner, budget.andring.kommentar, file, ("andring", "kommentar"))
        for service in budget.andring.tjanster:
            yield from _known(data, "tjänst", service, file, ("andring", "tjanster", service))
    for section in ("tjanst", "utanfor"):
        for service in getattr(budget, section):
            yield from _known(data, "tjänst", service, file, (section, service))


def _facit(data: Data, name: str) -> Iterator[Problem]:
    file, decided = facit_file(name), data.facit[name].beslut
    for n, tabell in enumerate(data.facit[name].tabell):
        path: KeyPath = ("tabell", n)
        yield from _known(data, "tjänst", tabell.tjanst, file, (*path, "tjanst"))
        if decided and tabell.ar in data.budgetar and decided not in data.decided(tabell.ar):
            text = f"inget beslut om budget {tabell.ar} är av {decided}"
            remedy = f"beslut: {listing(map(str, data.decided(tabell.ar))) or 'inga med datum'}"
            yield Problem("EK229", file, text, remedy, ("beslut",))
        yield from _names(data.kommuner, tabell.belopp, file, (*path, "belopp"))
        yield from _names(data.kommuner, tabell.saknas, file, (*path, "saknas"), listed=True)
        printed = {data.kommuner.resolve(row) for row in tabell.belopp}
        for m, row in enumerate(tabell.saknas):
            if data.kommuner.resolve(row) in printed:
                text = f'"{row}" står både i belopp och i saknas'
                yield Problem("EK117", file, text, "ta bort den ena", (*path, "saknas", m))


def _measures(data: Data, name: str) -> Iterator[Problem]:
    for n, matning in enumerate(data.matt[name].matning):
        yield from _names(data.kommuner, matning.varde, matt_file(name), ("matning", n, "varde"))


def _outcome(data: Data, year: int) -> Iterator[Problem]:
    """Check the services that a year's reports are of, by themselves or in a group."""
    utfall, file = data.utfall[year], utfall_file(year)
    for n, grupp in enumerate(utfall.grupp):
        for m, tjanst in enumerate(grupp.tjanster):
            yield from _known(data, "tjänst", tjanst, file, ("grupp", n, "tjanster", m))
    groups = {grupp.namn for grupp in utfall.grupp} | {PROJECTS}
    for codes, name in utfall.konton.items():
        if name not in groups:
            yield from _known(data, "tjänst", name, file, ("konton", codes))
    projects = data.projects_together(year)
    for n, rapport in enumerate(utfall.rapport):
        at: KeyPath = ("rapport", n, "post")
        for m, post in enumerate(rapport.post):
            yield from _known(data, "tjänst", post.tjanst, file, (*at, m, "tjanst"))
        for (m, what), group in utfall.twice_counted(rapport, projects).items():
            text = f'{what} av "{rapport.post[m].tjanst}" ingår redan i gruppen {group}'
            remedy = "ett tal räknas en gång i en rapport: ta bort det här, eller gruppens"
            yield Problem("EK117", file, text, remedy, (*at, m, what))


def _revisions(data: Data, year: int) -> Iterator[Problem]:
    """Check that later decisions revise a budget that was decided before them.

    What they name is looked up when they are laid over it: it may be what one before them added.
    """
    budget = data.as_filed.budgetar.get(year)
    for revidering in data.revideringar[year]:
        file = revidering_file(revidering.day)
        if budget is None:
            text = f"budget {year} finns inte, så den går inte att revidera"
            remedy = f"rätta ar, eller lägg till {budget_file(year)}"
            yield Problem("EK229", file, text, remedy, ("ar",))
        elif budget.beslut is None or budget.status != "beslutad":
            text = f"budget {year} är ett förslag, så den går inte att revidera"
            remedy = (
                f'ändra talen i {budget_file(year)}, eller skriv status = "beslutad" och beslut där'
            )
            yield Problem("EK229", file, text, remedy, ("ar",))
        elif budget.beslut.datum and revidering.day <= budget.beslut.datum:
            text = f"revideringen {revidering.day} är inte efter budgetens första beslut, "
            text += str(budget.beslut.datum)
            remedy = "rätta datum (och filens namn), eller datum i budgetens beslut"
            yield Problem("EK229", file, text, remedy, ("beslut", "datum"))
