"""The findings of ``audit`` for programs: json and SARIF."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.audit.findings import Finding, where
from enamnd_cost.analysis.audit.run import Audit, in_words
from enamnd_cost.model.data import Data
from enamnd_cost.output import sarif
from enamnd_cost.output.shapes import Ar, Belopp, known


class Plats(TypedDict):
    """Where a finding is in the document; rows and columns from 1."""

    fil: str
    blad: NotRequired[str]
    rad: NotRequired[int]
    kolumn: NotRequired[int]
    cell: NotRequired[Annotated[str, Field(description="Cellen, som Excel skriver den.")]]


class Fynd(TypedDict):
    """Something that does not add up, or that a reader must know; kronor."""

    kod: str
    niva: Literal["fel", "varning", "upplysning"]
    plats: Plats
    text: str
    orsak: NotRequired[Annotated[str, Field(description="Den troliga orsaken.")]]
    publicerat: NotRequired[Belopp]
    beraknat: NotRequired[Belopp]
    skillnad: NotRequired[Belopp]
    enhet: NotRequired[
        Annotated[str, Field(description="Talens enhet, om de inte är kronor: %, eller antal.")]
    ]


class EjJamfort(TypedDict):
    """Figures that were not held to the model, and why."""

    orsak: str
    belopp: Annotated[int, Field(description="Antal belopp.")]


class Content(TypedDict):
    """What was looked at in a document, and what was found."""

    fil: str
    tabeller: int
    belopp: Annotated[int, Field(description="Antal belopp.")]
    samband: Annotated[int, Field(description="Antal samband som har prövats, alla slag.")]
    samband_i_dokumentet: Annotated[int, Field(description="De som är inom dokumentet.")]
    jamforda_belopp: Annotated[int, Field(description="Belopp jämförda med modell och budget.")]
    jamforda_invanarantal: Annotated[
        int, Field(description="Invånarantal jämförda med datamappen.")
    ]
    oprovade_belopp: Annotated[
        int, Field(description="Belopp som varken är med i ett samband eller jämförda.")
    ]
    oprovade_ovriga: Annotated[
        int, Field(description="Andelar, priser och skillnader som inte är med i något samband.")
    ]
    jamforda_ar: Annotated[list[Ar], Field(description="År som jämförts med modell och budget.")]
    ej_jamfort: list[EjJamfort]
    fynd: list[Fynd]
    anmarkningar: list[str]


def content(found: Audit, _: Data) -> Content:
    """Give the findings."""
    return {
        "fil": found.document.file,
        "tabeller": found.tables,
        "belopp": found.figures,
        "samband": found.checked,
        "samband_i_dokumentet": found.coverage.relations,
        "jamforda_belopp": found.coverage.compared,
        "jamforda_invanarantal": found.coverage.counted,
        "oprovade_belopp": found.coverage.untested,
        "oprovade_ovriga": found.coverage.others,
        "jamforda_ar": list(found.coverage.years),
        "ej_jamfort": [{"orsak": why, "belopp": n} for why, n in found.coverage.reasons],
        "fynd": [_finding(finding, found.document.file) for finding in found.findings],
        "anmarkningar": found.coverage.notes(),
    }


def _finding(finding: Finding, file: str) -> Fynd:
    place = finding.place
    at = {
        "fil": file,
        "blad": place.sheet or None,
        "rad": place.row or None,
        "kolumn": place.column or None,
        "cell": place.cell if place.named and place.column else None,
    }
    entry = {
        "kod": finding.code,
        "niva": finding.level,
        "plats": known(Plats, at),
        "text": finding.text,
        "orsak": finding.cause or None,
        "publicerat": _kronor(finding.printed),
        "beraknat": _kronor(finding.computed),
        "skillnad": _kronor(finding.difference),
        "enhet": None if finding.unit == "kr" else finding.unit or "antal",
    }
    return known(Fynd, entry)


def _kronor(value: Fraction | None) -> Fraction | int | None:
    return int(value) if value is not None and value.denominator == 1 else value


def as_sarif(found: Audit) -> bytes:
    """Write what code scanning takes in; a workbook has no lines, so its cells are named."""
    file = PurePath(found.document.file).as_posix()
    results = []
    for finding in found.findings:
        place, text = finding.place, in_words(finding)
        region = {"startLine": place.row} if place.row > 0 and not place.named else None
        within = where(place) if place.named else ""
        results.append(sarif.result(finding.code, finding.level, text, file, region, within))
    return sarif.render(results, {})
