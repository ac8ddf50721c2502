"""A plan as JSON: every amount of every year, and every assumption."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.years.report import Shown, paid
from enamnd_cost.analysis.years.span import Span
from enamnd_cost.output.shapes import (
    Ar,
    Exakt,
    Kommun,
    Kommunkod,
    Kronor,
    Manader,
    TjanstId,
    known,
    kommuner_of,
)

Antas = Annotated[bool, Field(description="Om beloppen bygger på antaganden; då ej beslutade.")]


class Aret(TypedDict):
    """A year of the plan."""

    ar: Ar
    status: Literal["utkast", "forslag", "beslutad"]
    antagande: Antas
    summa: Kronor


class Antagande(TypedDict):
    """Something that is assumed, and the services whose amounts rest on it."""

    vad: str
    varde: Annotated[str, Field(description="Som det visas: ett procenttal, eller vems tal.")]
    procent: NotRequired[Exakt]
    kalla: str
    tjanster: list[TjanstId]


class Kommunens(Kommun):
    """What a municipality pays, by year."""

    belopp: dict[str, Kronor]


class Andel(TypedDict):
    """What a municipality pays for a service."""

    kommun: Kommunkod
    belopp: Kronor


class Tjanstens(TypedDict):
    """A service in a year."""

    ar: Ar
    antagande: Antas
    manader: NotRequired[Manader]
    belopp: Kronor
    fordelning: list[Andel]


class Tjansten(TypedDict):
    """A service in the years that it is there."""

    id: TjanstId
    namn: str
    i_budget: bool
    ar: list[Tjanstens]


class Content(TypedDict):
    """A plan; a year with ``antagande`` true is no decided budget."""

    namnd: str
    ar: list[Aret]
    antaganden: list[Antagande]
    kommuner: list[Kommunens]
    tjanster: list[Tjansten]


def content(span: Span, shown: Shown) -> Content:
    """Give the plan's content."""
    kommuner, amounts = span.data.kommuner, dict(zip(span.years, paid(span, shown), strict=True))
    services = dict.fromkeys(
        service.id
        for result in span.results
        for service in result.services
        if (service.id in shown.services if shown.services else not service.example)
    )
    return {
        "namnd": kommuner.namnd,
        "ar": [
            {
                "ar": result.year,
                "status": "utkast" if result.year in span.drafted else result.budget.status,
                "antagande": span.is_assumed(result.year),
                "summa": sum(amounts[result.year].values()),
            }
            for result in span.results
        ],
        "antaganden": _assumptions(span),
        "kommuner": [
            {
                **kommun,
                "belopp": {str(year): by_code[kommun["kod"]] for year, by_code in amounts.items()},
            }
            for kommun in kommuner_of(kommuner, shown.municipalities)
        ],
        "tjanster": [_service(span, shown, service) for service in services],
    }


def _assumptions(span: Span) -> list[Antagande]:
    made: list[Antagande] = []
    for a in span.assumptions:
        made.append(
            {"vad": a.what, "varde": a.value, "kalla": a.source, "tjanster": list(a.services)}
        )
        if a.number is not None:
            made[-1]["procent"] = Fraction(a.number)
    return made


def _service(span: Span, shown: Shown, service: str) -> Tjansten:
    tjanst = span.data.tjanster[service]
    return {
        "id": service,
        "namn": tjanst.namn,
        "i_budget": tjanst.i_budget,
        "ar": [
            known(
                Tjanstens,
                {
                    "ar": result.year,
                    "antagande": span.is_assumed(result.year),
                    "manader": found.part_of_year and found.part_of_year.length,
                    "belopp": found.allocation.total,
                    "fordelning": [
                        {"kommun": code, "belopp": found.allocation.amounts[code]}
                        for code in shown.municipalities
                        if code in found.allocation.amounts
                    ],
                },
            )
            for result in span.results
            if (found := result.by_id.get(service))
        ],
    }
