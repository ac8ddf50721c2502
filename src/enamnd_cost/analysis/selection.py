"""What is shown of a result: a choice of services and municipalities. Nothing is computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import fold, listing, plain


@dataclass(frozen=True)
class Selection:
    """The services (by id) and municipalities (by code) to show, in the result's own order.

    ``all_services`` and ``all_municipalities`` tell whether anything was left out by choice;
    examples are left out unless chosen, which is no such choice.
    """

    services: tuple[Service, ...]
    municipalities: tuple[str, ...]
    all_services: bool = True
    all_municipalities: bool = True


def select(
    result: YearResult, services: Sequence[str] = (), municipalities: Sequence[str] = ()
) -> tuple[Selection, list[Problem]]:
    """Choose by id, name or short heading of services, and id, name or code of municipalities."""
    problems: list[Problem] = []
    chosen, codes = set(), set()
    for word in services:
        service = _service(result, word)
        if service is None:
            problems.append(_no_service(result, word))
        else:
            chosen.add(service)
    for word in municipalities:
        code = result.data.kommuner.resolve(word)
        if code is None:
            problems.append(_no_municipality(result, word))
        else:
            codes.add(code)
    kommuner = result.data.kommuner
    # A new data folder has examples only: shown then, or there would be nothing to see.
    only_examples = all(service.example for service in result.services)
    selection = Selection(
        tuple(
            service
            for service in result.services
            if (service.id in chosen if services else only_examples or not service.example)
        ),
        tuple(code for code in kommuner.codes if not municipalities or code in codes),
        not services,
        not municipalities,
    )
    return selection, problems


def service_or_municipality(
    result: YearResult, what: str, who: str | None
) -> tuple[str | None, str | None, list[Problem]]:
    """Read ``TJÄNST [KOMMUN]`` or ``KOMMUN``: the service's id and the municipality's code.

    A municipality that has no part in the service is a problem, as is a name that nothing bears.
    """
    kommuner = result.data.kommuner
    if who is not None and _service(result, what) is None and kommuner.resolve(what) is not None:
        what, who = who, what  # the order is easily mixed up, and cannot be misunderstood
    service = _service(result, what)
    if service is None and who is None and (code := kommuner.resolve(what)) is not None:
        return None, code, []
    if service is None:
        also = [kommun.namn for kommun in kommuner.kommun] if who is None else []
        return None, None, [_no_service(result, what, also)]
    if who is None:
        return service, None, []
    code = kommuner.resolve(who)
    if code is None:
        return None, None, [_no_municipality(result, who)]
    allocation = next(s.allocation for s in result.services if s.id == service)
    if code not in allocation.rows:
        names = [kommuner.by_code[taking].namn for taking in allocation.rows]
        text = f"{kommuner.by_code[code].namn} deltar inte i {service} {result.year}"
        remedy = f"deltar gör {listing(names) or 'ingen'}"
        return None, None, [Problem("EK007", "", text, remedy)]
    return service, code, []


def _service(result: YearResult, word: str) -> str | None:
    """Find a service by id, name or short heading."""
    called = (s.id for s in result.services if is_called(word, s.id, s.tjanst))
    return next(called, None)


def is_called(word: str, name: str, tjanst: Tjanst) -> bool:
    """Tell whether a word is the service's id (``name``), its name or its short heading."""
    return fold(word) in map(fold, (name, tjanst.namn, tjanst.kort)) or plain(word) == name


def _no_service(result: YearResult, word: str, also: Sequence[str] = ()) -> Problem:
    """Say that a service is unknown, or that its figures for the year are missing."""
    for missing in result.missing:
        if fold(word) in (fold(missing.id), fold(missing.name)):
            text = f"{missing.name} saknar uppgifter för {result.year}: {missing.reason}"
            return Problem("EK006", "", text, "välj ett annat år eller en annan tjänst")
    for name, tjanst in result.data.tjanster.items():
        if is_called(word, name, tjanst):
            years = [year for year in result.data.years if tjanst.period_in(year)]
            text = f"{tjanst.namn} finns inte {result.year}"
            remedy = (
                f"den finns {listing(map(str, years))}" if years else "den finns inget budgetår"
            )
            return Problem("EK006", "", text, remedy)
    known = [service.id for service in result.services]
    what = "tjänst eller kommun" if also else "tjänst"
    return unknown(what, word, [*known, *also], code="EK005", file="", path=())


def _no_municipality(result: YearResult, word: str) -> Problem:
    known = [kommun.namn for kommun in result.data.kommuner.kommun]
    return unknown("kommun", word, known, code="EK005", file="", path=())
