"""What is shown of a result: a choice of services and municipalities. Nothing is computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.swedish import fold


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
    problems = []
    chosen, codes = set(), set()
    for word in services:
        found = {s.id for s in result.services if fold(word) in _names(s)}
        lacking = next(
            (m for m in result.missing if fold(word) in (fold(m.id), fold(m.name))), None
        )
        if lacking:
            text = f"{lacking.name} saknar uppgifter för {result.year}: {lacking.reason}"
            problems.append(Problem("EK006", "", text, "välj ett annat år eller en annan tjänst"))
        elif not found:
            known = [service.id for service in result.services]
            problems.append(unknown("tjänst", word, known, code="EK005", file="", path=()))
        chosen |= found
    kommuner = result.data.kommuner
    for word in municipalities:
        code = kommuner.resolve(word)
        if code is None:
            known = [kommun.namn for kommun in kommuner.kommun]
            problems.append(unknown("kommun", word, known, code="EK005", file="", path=()))
        else:
            codes.add(code)
    selection = Selection(
        tuple(s for s in result.services if (s.id in chosen if services else not s.example)),
        tuple(code for code in kommuner.codes if not municipalities or code in codes),
        not services,
        not municipalities,
    )
    return selection, problems


def _names(service: Service) -> set[str]:
    return {fold(service.id), fold(service.tjanst.namn), fold(service.tjanst.kort)}
