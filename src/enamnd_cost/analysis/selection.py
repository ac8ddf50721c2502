"""From the names that people use to services and municipalities: the only place.

A service goes by its id, its name or its short heading, a municipality by its id, name or code, in
capitals or not. What is chosen is shown; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.swedish import fold, listing, plain


def service_called(data: Data, word: str) -> str | None:
    """Give the id of the service with this id, name or short heading, if there is one.

    Case does not matter, nor spaces for hyphens: "e arkiv" is e-arkiv.
    """
    wanted, as_id = fold(word), plain(word)
    for name, tjanst in data.tjanster.items():
        if as_id == name or wanted in map(fold, (name, tjanst.namn, tjanst.kort)):
            return name
    return None


def any_service(data: Data, word: str) -> tuple[str | None, list[Problem]]:
    """Find a service by id, whatever the year."""
    found = service_called(data, word)
    if found is not None:
        return found, []
    return None, [_unknown("tjänst", word, sorted(data.tjanster))]


def services(
    results: Sequence[YearResult], words: Iterable[str], also: Sequence[str] = ()
) -> tuple[tuple[str, ...], list[Problem]]:
    """Find services, by id, that have figures in any of some results; each once.

    A service without figures is told from one that is unknown. ``also`` are other names that might
    have been meant.
    """
    chosen: dict[str, None] = {}
    problems = []
    known = {service.id: None for result in results for service in result.services}
    for word in words:
        found = next((s for r in results if (s := service_called(r.data, word)) in known), None)
        if found is None:
            problems.append(_no_service(results, word, [*known, *also], alone=not also))
        else:
            chosen[found] = None
    return tuple(chosen), problems


def municipalities(data: Data, words: Iterable[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """Find municipalities, by code, in the order of the data; each once."""
    found = {word: data.kommuner.resolve(word) for word in words}
    names = list(data.kommuner.names.values())
    problems = [_unknown("kommun", word, names) for word, code in found.items() if code is None]
    chosen = set(found.values())
    return tuple(code for code in data.kommuner.codes if code in chosen), problems


class Selection(NamedTuple):
    """The services (by id) and municipalities (by code) to show, in the result's own order.

    ``all_services`` and ``all_municipalities`` tell whether anything was left out by choice;
    examples are left out unless chosen, which is no such choice.
    """

    services: tuple[Service, ...]
    municipalities: tuple[str, ...]
    all_services: bool = True
    all_municipalities: bool = True


def select(
    result: YearResult, wanted: Sequence[str] = (), who: Sequence[str] = ()
) -> tuple[Selection, list[Problem]]:
    """Choose what to show of a year; nothing named is everything but examples."""
    chosen, wrong = services([result], wanted)
    codes, strange = municipalities(result.data, who)
    # A new data folder has examples only: shown then, or there would be nothing to see.
    only_examples = all(service.example for service in result.services)
    selection = Selection(
        tuple(
            service
            for service in result.services
            if (service.id in chosen if wanted else only_examples or not service.example)
        ),
        codes if who else result.data.kommuner.codes,
        not wanted,
        not who,
    )
    return selection, [*wrong, *strange]


def service_or_municipality(
    result: YearResult, what: str, who: str | None = None, *, at: int | None = None
) -> tuple[str | None, str | None, list[Problem]]:
    """Read ``TJÄNST [KOMMUN]`` or ``KOMMUN``: the service's id and the municipality's code.

    A municipality that has no part in the service is a problem, as is a name that nothing bears.
    ``at`` is the year that a scenario is counted for, if it is another than that of the costs.
    """
    kommuner = result.data.kommuner
    if who is not None and not services([result], [what])[0] and kommuner.resolve(what):
        what, who = who, what  # the order is easily mixed up, and cannot be misunderstood
    found, problems = services([result], [what], () if who else list(kommuner.names.values()))
    if not found and who is None and (code := kommuner.resolve(what)) is not None:
        return None, code, []
    if not found or who is None:
        return next(iter(found), None), None, problems
    codes, problems = municipalities(result.data, [who])
    if problems:
        return None, None, problems
    (service,), (code,) = found, codes
    allocation = result.by_id[service].allocation
    if code not in allocation.rows:
        text = f"{kommuner.names[code]} deltar inte i {service} {at or result.year}"
        remedy = f"deltar gör {kommuner.listing(allocation.rows) or 'ingen'}"
        return None, None, [Problem("EK007", "", text, remedy)]
    return service, code, []


def _unknown(what: str, word: str, known: Sequence[str]) -> Problem:
    return unknown(what, word, known, code="EK005", file="", path=())


def _no_service(
    results: Sequence[YearResult], word: str, known: Sequence[str], *, alone: bool
) -> Problem:
    """Say that a service is unknown, or that its figures for the years are missing."""
    found = [(result, s) for result in results if (s := service_called(result.data, word))]
    if not found:
        return _unknown("tjänst" if alone else "tjänst eller kommun", word, known)
    result, service = found[-1]
    data, years = result.data, listing(dict.fromkeys(str(r.year) for r in results))
    name = data.tjanster[service].namn
    reasons = [m.reason for each in results for m in each.missing if m.id == service]
    if reasons:
        text = f"{name} saknar uppgifter för {years}: {reasons[-1]}"
        return Problem("EK006", "", text, "välj ett annat år eller en annan tjänst")
    held = [year for year in data.years if data.tjanster[service].period_in(year)]
    remedy = f"den finns {listing(map(str, held))}" if held else "den finns inget budgetår"
    return Problem("EK006", "", f"{name} finns inte {years}", remedy)
