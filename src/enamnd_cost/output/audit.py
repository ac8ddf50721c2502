"""The findings of ``audit`` for programs: json and SARIF."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.audit.findings import Finding, where
from enamnd_cost.analysis.audit.run import Audit, notes
from enamnd_cost.analysis.audit.telling import in_words
from enamnd_cost.model.data import Data
from enamnd_cost.output import sarif
from enamnd_cost.output.shapes import Ar, Decimaltal, Exakt, near

SCHEMA = "audit/1"


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
    publicerat: NotRequired[Decimaltal]
    publicerat_exakt: NotRequired[Exakt]
    beraknat: NotRequired[Decimaltal]
    beraknat_exakt: NotRequired[Exakt]
    skillnad: NotRequired[Decimaltal]
    skillnad_exakt: NotRequired[Exakt]


class Content(TypedDict):
    """What was looked at in a document, and what was found."""

    fil: str
    tabeller: int
    belopp: Annotated[int, Field(description="Antal belopp.")]
    samband: Annotated[int, Field(description="Antal samband som har prövats.")]
    jamforda_ar: Annotated[list[Ar], Field(description="År som jämförts med modell och budget.")]
    fynd: list[Fynd]
    anmarkningar: list[str]


def content(found: Audit, data: Data) -> Content:
    """Give the findings."""
    return {
        "fil": found.document.file,
        "tabeller": found.tables,
        "belopp": found.figures,
        "samband": found.checked,
        "jamforda_ar": list(found.compared),
        "fynd": [_finding(finding, found.document.file) for finding in found.findings],
        "anmarkningar": notes(found, data),
    }


def _finding(finding: Finding, file: str) -> Fynd:
    place = finding.place
    at: Plats = {"fil": file}
    if place.sheet:
        at["blad"] = place.sheet
    if place.row:
        at["rad"] = place.row
    if place.column:
        at["kolumn"] = place.column
        if place.named:
            at["cell"] = place.cell
    entry: dict[str, object] = {
        "kod": finding.code,
        "niva": finding.level,
        "plats": at,
        "text": finding.text,
    }
    if finding.cause:
        entry["orsak"] = finding.cause
    for key, value in (
        ("publicerat", finding.printed),
        ("beraknat", finding.computed),
        ("skillnad", finding.difference),
    ):
        if value is not None:
            entry[key] = near(value)
            if value.denominator > 1:
                entry[f"{key}_exakt"] = str(value)
    return cast("Fynd", entry)


def as_sarif(found: Audit) -> bytes:
    """Write what code scanning takes in; a workbook has no lines, so its cells are named."""
    file = PurePath(found.document.file).as_posix()
    results = [
        sarif.Result(
            finding.code,
            finding.level,
            in_words(finding),
            file,
            {"startLine": finding.place.row} if _in_lines(finding) else None,
            where(finding.place) if finding.place.named else "",
        )
        for finding in found.findings
    ]
    return sarif.render(results, {})


def _in_lines(finding: Finding) -> bool:
    return not finding.place.named and finding.place.row > 0
