"""The findings of ``audit`` for programs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.audit.findings import Finding
from enamnd_cost.analysis.audit.run import Audit, notes
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import rounded

SCHEMA = "audit/1"


def content(found: Audit, data: Data) -> dict[str, Any]:
    """Give the findings, versioned by the first key; amounts in whole kronor."""
    return {
        "fil": found.document.file,
        "tabeller": found.tables,
        "belopp": found.figures,
        "samband": found.checked,
        "jamforda_ar": list(found.compared),
        "fynd": [_finding(finding, found.document.file) for finding in found.findings],
        "anmarkningar": notes(found, data),
    }


def _finding(finding: Finding, file: str) -> dict[str, Any]:
    place = finding.place
    at: dict[str, Any] = {"fil": file}
    if place.sheet:
        at["blad"] = place.sheet
    if place.row:
        at["rad"] = place.row
    if place.column:
        at["kolumn"] = place.column
        if place.named:
            at["cell"] = place.cell
    entry: dict[str, Any] = {
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
            entry[key] = _number(value)
    return entry


def _number(value: Fraction) -> int | str:
    """Write kronor as a number, and what has öre as a text: no reader is to take it for a float."""
    return int(value) if value.denominator == 1 else str(rounded(value, 2))
