"""The findings as an answer that every output can show."""

from __future__ import annotations

from fractions import Fraction

from enamnd_cost.analysis.audit.findings import LEVELS, Finding, where
from enamnd_cost.analysis.audit.run import Audit, notes
from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table, plain
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import keep_numbers, number, rounded

PLURALS = {"fel": "fel", "varning": "varningar", "upplysning": "upplysningar"}
COLUMNS = (
    Column("niva", "Nivå", "Nivå"),
    Column("plats", "Plats", "Plats"),
    Column("fynd", "Fynd", "Fynd"),
    Column("tryckt", "Tryckt", "Tryckt, kr"),
    Column("beraknat", "Beräknat", "Beräknat, kr"),
    Column("skillnad", "Skillnad", "Skillnad, kr", signed=True),
)


def report(found: Audit, data: Data) -> Report:
    """Lay out an audit: how it went, a line per finding, and each finding in words."""
    tables = "1 tabell" if found.tables == 1 else f"{number(found.tables)} tabeller"
    lead = [
        f"{tables}, {number(found.figures)} belopp, {number(found.checked)} samband har prövats."
    ]
    counts = [(level, sum(f.level == level for f in found.findings)) for level in LEVELS]
    if found.findings:
        said = [f"{number(n)} {level if n == 1 else PLURALS[level]}" for level, n in counts if n]
        lead.append(", ".join(said) + ".")
    else:
        tried = ": dokumentet går ihop" if found.checked else ", men inget samband gick att pröva"
        lead.append(f"Inga fynd{tried}.")
    lines = tuple(Line("", finding.code, _cells(finding)) for finding in found.findings)
    table = Table("Fynd", COLUMNS, lines, corner="Kod", coded=False)
    return Report(
        data,
        f"Granskning av {found.document.file}",
        tuple(lead),
        (table,) if lines else (),
        notes=plain([*map(sentence, found.findings), *map(keep_numbers, notes(found, data))]),
    )


def listed(found: Audit, data: Data) -> Report:
    """Lay out the findings for outputs of tables alone: in words too, and where there are none."""
    lines = tuple(
        Line("", finding.code, (*_cells(finding), finding.text, finding.cause or None))
        for finding in found.findings
    )
    columns = (*COLUMNS, Column("text", "Text", "Text"), Column("orsak", "Orsak", "Trolig orsak"))
    table = Table("Fynd", columns, lines, corner="Kod", coded=False)
    return report(found, data)._replace(tables=(table,))


def sentence(finding: Finding) -> str:
    """Write a finding out: where, what, and the likely cause."""
    return f"{finding.code} {where(finding.place)}: {in_words(finding)}"


def in_words(finding: Finding) -> str:
    """Write out what was found, and the likely cause."""
    cause = f" Trolig orsak: {finding.cause}." if finding.cause else ""
    return f"{finding.text}.{cause}"


def _cells(finding: Finding) -> tuple[Cell, ...]:
    figures = (finding.printed, finding.computed, finding.difference)
    return finding.level, where(finding.place), finding.what, *map(_cell, figures)


def _cell(value: Fraction | None) -> Cell:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else rounded(value, 2)
