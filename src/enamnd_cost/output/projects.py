"""The project ledger for programs: json with exact accruals, kronor as integers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.projects.ledger import Ledger, Project
from enamnd_cost.analysis.projects.parties import Party
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.output.allocation import Beslut
from enamnd_cost.output.shapes import (
    Ar,
    Datum,
    Exakt,
    Kommun,
    Kommunkod,
    Kronor,
    TjanstId,
    kommuner_of,
)


class Manad(TypedDict):
    """What has been accrued at a month's end: exactly, and to the krona."""

    till: Datum
    upplupet: Exakt
    upplupet_kr: Kronor


class Utfall(TypedDict):
    """The cost that has been reported, from the project's start until a day."""

    kostnad: Kronor
    till: Datum


class Tid(TypedDict):
    """Months in a row in which a party took part, both days included."""

    fran: Datum
    till: Datum


class Part(TypedDict):
    """A party: what it pays for the years that are known, and has settled in buy-ins."""

    kod: Kommunkod
    med: list[Tid]
    kopte_in_sig: Annotated[str | None, Field(description="Dagen då den köpte in sig, om så.")]
    betalar: Kronor
    inkopt: Annotated[Kronor, Field(description="Betalt i inköp i efterhand.")]
    ater: Annotated[Kronor, Field(description="Fått tillbaka i inköp, noll eller mindre.")]
    netto: Annotated[Kronor, Field(description="betalar + inkopt + ater.")]


class Avraknat(TypedDict):
    """What one member paid (below zero: got back) in a buy-in."""

    kod: Kommunkod
    betalade: Kronor


class Inkopet(TypedDict):
    """A buy-in that is settled; its amounts are zero together."""

    datum: Datum
    nya: Annotated[list[Kommunkod], Field(description="De som köpte in sig.")]
    kommuner: list[Avraknat]


class Saknat(TypedDict):
    """A year that cannot be shared out, and why."""

    ar: Ar
    skal: str


class Projektet(TypedDict):
    """One project. What is not known is null."""

    id: TjanstId
    namn: str
    exempel: bool
    start: Datum
    slut: Datum
    manader: int
    gangna: Annotated[int, Field(description="Gångna månader.")]
    belopp: Kronor
    upplupet: Exakt
    upplupet_kr: Kronor
    per_manad: list[Manad]
    beslut: Beslut | None
    harledning: str | None
    utfall: Utfall | None
    fardigt: Annotated[str | None, Field(description="Dagen då det blev färdigt.")]
    avslutat: Annotated[str | None, Field(description="Dagen då det avslutades.")]
    saknas: list[Saknat]
    fordelade_ar: Annotated[list[Ar], Field(description="De år som parternas belopp gäller.")]
    parter: list[Part] | None
    inkop: list[Inkopet]


class Content(TypedDict):
    """Projects as the files have them on a day."""

    namnd: str
    ar: Annotated[int | None, Field(description="Året, eller null för alla.")]
    datum: Datum
    kommuner: list[Kommun]
    projekt: list[Projektet]


def content(ledger: Ledger) -> Content:
    """Give what programs read."""
    kommuner = ledger.data.kommuner
    return {
        "namnd": kommuner.namnd,
        "ar": ledger.year,
        "datum": ledger.day.isoformat(),
        "kommuner": kommuner_of(kommuner, kommuner.codes),
        "projekt": [_project(each, ledger) for each in ledger.projects],
    }


def _project(project: Project, ledger: Ledger) -> Projektet:
    projekt, reported = project.projekt, project.reported
    beslut = projekt.beslut
    months = [end for end in ledger.months if projekt.start <= end <= projekt.slut]
    return {
        "id": project.id,
        "namn": project.tjanst.namn,
        "exempel": project.example,
        "start": projekt.start.isoformat(),
        "slut": projekt.slut.isoformat(),
        "manader": projekt.months,
        "gangna": project.gone,
        "belopp": projekt.belopp,
        "upplupet": projekt.accrued(project.day),
        "upplupet_kr": project.accrued,
        "per_manad": [
            {
                "till": end.isoformat(),
                "upplupet": projekt.accrued(end),
                "upplupet_kr": nearest(projekt.accrued(end)),
            }
            for end in months
        ],
        "beslut": beslut.model_dump(mode="json", exclude_none=True) if beslut else None,  # type: ignore[typeddict-item]
        "harledning": projekt.harledning,
        "utfall": {"kostnad": reported.cost, "till": reported.until.isoformat()}
        if reported
        else None,
        "fardigt": _day(project.finished),
        "avslutat": _day(project.closed),
        "saknas": [{"ar": year, "skal": why} for year, why in project.missing.items()],
        "fordelade_ar": list(project.known),
        "parter": None if project.parties is None else list(map(_party, project.parties)),
        "inkop": [_settled(inkop, project) for inkop in project.buy_ins],
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _party(party: Party) -> Part:
    return {
        "kod": party.code,
        "med": [
            {"fran": first.isoformat(), "till": last.isoformat()} for first, last in party.spells
        ],
        "kopte_in_sig": _day(party.since),
        "betalar": party.amount,
        "inkopt": party.bought,
        "ater": party.refunded,
        "netto": party.net,
    }


def _settled(inkop: Inkop, project: Project) -> Inkopet:
    resolve = project.data.kommuner.resolve
    return {
        "datum": inkop.datum.isoformat(),
        "nya": [code for name in inkop.kommun if (code := resolve(name))],
        "kommuner": [
            {"kod": code, "betalade": kr}
            for name, kr in inkop.belopp.items()
            if (code := resolve(name))
        ],
    }
