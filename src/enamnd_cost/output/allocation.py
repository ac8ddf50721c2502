"""A year's allocation for programs: every amount, and its exact share; and as a facit file.

A facit locks a decided allocation, so that a later change of data shows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.engine.result import Row
from enamnd_cost.model.revidering import Reviderad
from enamnd_cost.output.shapes import (
    Ar,
    Exakt,
    Kommun,
    Kommunkod,
    Kronor,
    Manader,
    TjanstId,
    kommuner_of,
)
from enamnd_cost.output.words import provenance


class Andel(TypedDict):
    """What one municipality pays for a service."""

    kommun: Kommunkod
    belopp: Kronor
    exakt: Exakt
    dampning: NotRequired[
        Annotated[Kronor, Field(description="Det av beloppet som dämpningen lägger till.")]
    ]


class Tjanst(TypedDict):
    """A service, and what each pays for it."""

    id: TjanstId
    namn: str
    i_budget: Annotated[bool, Field(description="Om tjänsten ingår i budgetens summa.")]
    exempel: Annotated[bool, Field(description="Om talen är påhittade.")]
    underlag: Kronor | None
    underlag_exakt: Exakt
    manader: NotRequired[Manader]
    belopp: Kronor
    kalla: str | None
    harledning: str | None
    antaget: NotRequired[Annotated[list[str], Field(description="Antagna tal, i ord.")]]
    fordelning: list[Andel]


class Saknad(TypedDict):
    """A service without figures for the year, and why."""

    id: TjanstId
    namn: str
    skal: str


class Beslut(TypedDict):
    """Where the decision is to be found."""

    dokument: str
    datum: NotRequired[str]
    paragraf: NotRequired[str]
    arende: NotRequired[str]


class Content(TypedDict):
    """A year; sums are always those of the whole budget."""

    namnd: str
    ar: Ar
    status: Literal["beslutad", "forslag"]
    beslut: Beslut | None
    kommuner: list[Kommun]
    tjanster: list[Tjanst]
    saknas: list[Saknad]
    summa_per_kommun: dict[str, Kronor]
    summa: Kronor
    kostnad: Kronor
    resultat: Kronor


def content(result: YearResult, selection: Selection) -> Content:
    """Give the result, or what was selected of it; sums are always those of the whole budget."""
    kommuner, beslut = result.data.kommuner, result.budget.beslut
    shown = selection.municipalities
    return {
        "namnd": kommuner.namnd,
        "ar": result.year,
        "status": result.budget.status,
        "beslut": beslut.model_dump(mode="json", exclude_none=True) if beslut else None,  # type: ignore[typeddict-item]
        "kommuner": kommuner_of(kommuner, shown),
        "tjanster": [_service(service, shown) for service in selection.services],
        "saknas": [{"id": m.id, "namn": m.name, "skal": m.reason} for m in result.missing],
        "summa_per_kommun": {code: result.per_municipality[code] for code in shown},
        "summa": result.result.income,
        "kostnad": result.result.cost,
        "resultat": result.result.result,
    }


def _service(service: Service, shown: tuple[str, ...]) -> Tjanst:
    allocation, period = service.allocation, service.period
    written: Tjanst = {
        "id": service.id,
        "namn": service.tjanst.namn,
        "i_budget": service.in_budget,
        "exempel": service.example,
        "underlag": period.underlag,
        "underlag_exakt": allocation.cost,
        "belopp": allocation.total,
        "kalla": period.kalla,
        "harledning": period.harledning,
        "fordelning": [
            _share(code, allocation.rows[code]) for code in shown if code in allocation.rows
        ],
    }
    if months := service.part_of_year:
        written["manader"] = months.length
    if assumed := assumptions([service]):
        written["antaget"] = assumed
    return written


def _share(code: str, row: Row) -> Andel:
    share: Andel = {"kommun": code, "belopp": row.amount, "exakt": row.exact}
    if row.damping:
        share["dampning"] = row.damped
    return share


def as_facit(result: YearResult, selection: Selection) -> bytes:
    """Write the amounts of the services that have no published table of the year, as locked."""
    import tomli_w

    ids = result.data.kommuner.ids
    said = [f"({note.text.rstrip('.')})" for note in standing([result])]
    content: dict[str, Any] = {
        "slag": "last",
        **({"beslut": result.budget.day} if isinstance(result.budget, Reviderad) else {}),
        "kalla": " ".join([f"Beräknat med {provenance(result.data)}", *said]),
        "harledning": "Ingen tabell per kommun är publicerad för de här tjänsterna. Beloppen är "
        "modellens egna, låsta så att en ändring av uppgifterna syns."
        + "".join(f" Antaget: {each}." for each in assumptions(selection.services)),
        "tabell": [
            {
                "tjanst": service.id,
                "ar": result.year,
                "summa": service.allocation.total,
                "belopp": {ids[code]: kr for code, kr in service.allocation.amounts.items()},
            }
            for service in unpublished(result, selection)
        ],
    }
    return tomli_w.dumps(content).encode()


def unpublished(result: YearResult, selection: Selection) -> list[Service]:
    """Choose the shown services that have no published table of the year, and are no examples."""
    published = {
        tabell.tjanst
        for facit in result.data.facit.values()
        if facit.slag == "publicerad" and facit.is_of(result.budget)
        for tabell in facit.tabell
        if tabell.ar == result.year
    }
    return [
        s
        for s in selection.services
        if s.id not in published and not s.example and s.allocation.rows
    ]
