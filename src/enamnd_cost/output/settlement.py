"""A year's settlement for programs: whole kronor, a row for each municipality and service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.settling.run import Settlement, Sums
from enamnd_cost.output.shapes import Ar, Datum, Kommun, Kommunkod, Kronor, TjanstId, kommuner_of


class Belopp(TypedDict):
    """What something comes to: ``fakturerat + reglering − bor_betala − overfors`` is zero."""

    bor_betala: Annotated[Kronor, Field(description="Vad som borde ha betalats på utfallet.")]
    fakturerat: Kronor
    skillnad: Annotated[Kronor, Field(description="fakturerat − bor_betala: över noll överskott.")]
    overfors: Annotated[Kronor, Field(description="Den del av skillnaden som överförs.")]
    reglering: Annotated[Kronor, Field(description="Att betala; under noll att få tillbaka.")]


class Rad(Belopp):
    """What a service comes to for a municipality."""

    kommun: Kommunkod
    tjanst: TjanstId


class Kommunens(Belopp):
    """What all services come to for a municipality."""

    kommun: Kommunkod


class Tjanstens(Belopp):
    """What a service comes to in all, and how its outcome is shared."""

    id: TjanstId
    namn: str
    exempel: bool
    overfors_till_kommande_ar: bool
    overfort_fran: Annotated[
        int | None, Field(description="Året, om det är ett överfört resultat.")
    ]
    regel: Annotated[str, Field(description="Hur utfallet delas.")]
    utfall_intakt: Annotated[
        Kronor | None, Field(description="Utfallets intäkt, om den är angiven.")
    ]


class Oreglerad(TypedDict):
    """A service that is not settled, and why."""

    id: TjanstId
    namn: str
    skal: str


class Content(TypedDict):
    """A year's settlement."""

    namnd: str
    ar: Ar
    rapport: str
    utfall_till: Datum
    exempel: bool
    fakturerat_enligt: str
    kommuner: list[Kommun]
    rader: list[Rad]
    per_kommun: list[Kommunens]
    tjanster: list[Tjanstens]
    summa: Belopp
    regleras_inte: list[Oreglerad]


def content(settlement: Settlement) -> Content:
    """Give a year's settlement, in whole kronor."""
    result, report = settlement.result, settlement.outcome.report
    kommuner = result.data.kommuner
    return {
        "namnd": kommuner.namnd,
        "ar": settlement.year,
        "rapport": report.namn,
        "utfall_till": str(report.utfall_till),
        "exempel": settlement.invented,
        "fakturerat_enligt": settlement.invoiced.source,
        "kommuner": kommuner_of(kommuner, kommuner.codes),
        "rader": [
            {"kommun": code, "tjanst": each.id, **_amounts(each.rows[code])}
            for each in settlement.services
            for code in settlement.names
            if code in each.rows
        ],
        "per_kommun": [
            {"kommun": code, **_amounts(row)} for code, row in settlement.by_municipality.items()
        ],
        "tjanster": [
            {
                "id": each.id,
                "namn": each.service.tjanst.namn,
                **_amounts(each.sums),
                "exempel": each.service.example,
                "overfors_till_kommande_ar": each.carries,
                "overfort_fran": carried.fran
                if (carried := each.service.tjanst.overfort)
                else None,
                "regel": each.rule,
                "utfall_intakt": each.cost.income,
            }
            for each in settlement.services
        ],
        "summa": _amounts(settlement.sums),
        "regleras_inte": [
            {"id": each.id, "namn": each.name, "skal": each.why} for each in settlement.left
        ],
    }


def _amounts(sums: Sums) -> Belopp:
    return {
        "bor_betala": sums.due,
        "fakturerat": sums.invoiced,
        "skillnad": sums.difference,
        "overfors": sums.carried,
        "reglering": sums.to_pay,
    }
