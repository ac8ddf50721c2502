"""The whole audit: from a document to its findings as they stand in it, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from enamnd_cost.analysis.audit import (
    against,
    judge,
    population,
    posts,
    products,
    rates,
    receivers,
    roundings,
    seeing,
    shares,
    sums,
    twice,
    variants,
)
from enamnd_cost.analysis.audit.coverage import Coverage, coverage
from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, LEVELS, Finding, where
from enamnd_cost.analysis.audit.names import Names
from enamnd_cost.analysis.audit.stage import Stage, Tables
from enamnd_cost.analysis.audit.subjects import Hints, read
from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table, plain
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents.factors import told
from enamnd_cost.files.documents.grid import Document
from enamnd_cost.files.documents.layout import page
from enamnd_cost.files.documents.tables import Amount, Page
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import keep_numbers, number, rounded

STAGES: tuple[Stage, ...] = (
    seeing.look,  # what no reader of the document sees
    sums.look,  # rows and columns against their sums
    shares.look,  # shares against what they are shares of
    products.look,  # quantity times rate
    rates.look,  # amounts against a rate per inhabitant that a text states
    population.look,  # inhabitants against the data folder's
    receivers.look,  # who stands in a table, and what sums that explains
    twice.look,  # rows that stand twice
    variants.look,  # what a variant of the year's budget has dropped or added
    against.look,  # the model and the decided budget
    posts.look,  # income against cost, and the same post in two places
    roundings.look,  # what rounding to kronor explains
    judge.look,  # which figures make all of that hold, if changed
)

PLURALS = {"fel": "fel", "varning": "varningar", "upplysning": "upplysningar"}
COLUMNS = (
    Column("niva", "Nivå", "Nivå"),
    Column("plats", "Plats", "Plats"),
    Column("fynd", "Fynd", "Fynd"),
    Column("tryckt", "Tryckt", "Tryckt, kr"),
    Column("beraknat", "Beräknat", "Beräknat, kr"),
    Column("skillnad", "Skillnad", "Skillnad, kr", signed=True),
    Column("text", "Text", "Text"),
    Column("orsak", "Orsak", "Trolig orsak"),
)


@dataclass(frozen=True)
class Audit:
    """What was found in a document, and what was looked at.

    ``checked`` counts everything that was tried, within the document and against the data folder;
    ``coverage`` tells them apart, and what was not.
    """

    document: Document
    findings: tuple[Finding, ...]
    tables: int
    figures: int
    checked: int
    coverage: Coverage

    @property
    def errors(self) -> int:
        """Count the findings that are errors."""
        return sum(finding.level == ERROR for finding in self.findings)


def audit(document: Document, data: Data, years: Mapping[int, YearResult], asked: Hints) -> Audit:
    """Audit a document against itself, and against what the data folder knows."""
    names = Names(data)
    pages = [_told(page(sheet)) for sheet in document.sheets]
    readings = [read(block, each, names, asked) for each in pages for block in each.blocks]
    tables = Tables(pages, readings, names, asked, years)
    equations: Sequence[Equation] = ()
    findings: list[Finding] = []
    tried: set[Amount] = set()
    for look in STAGES:
        equations, found = look(tables, equations)
        findings += found
        tried |= {amount for e in equations for amount in (*e.signs, *e.by)}
    order = {sheet.name: n for n, sheet in enumerate(document.sheets)}
    findings.sort(key=lambda f: (order[f.place.sheet], f.place.row, f.place.column, f.code))
    return Audit(
        document,
        tuple(findings),
        len(readings),
        len(tables.entries),
        len(equations),
        coverage(tables, equations, tried),
    )


def _told(seen: Page) -> Page:
    """Let the figures say which columns are quantities and rates."""
    return replace(seen, blocks=tuple(map(told, seen.blocks)))


def report(found: Audit, data: Data) -> Report:
    """Lay out an audit: how it went, a line per finding, and each finding in words."""
    tables = "1 tabell" if found.tables == 1 else f"{number(found.tables)} tabeller"
    lead = [
        f"{tables}, {number(found.figures)} belopp, {number(found.checked)} samband har prövats.",
        *found.coverage.lead(),
    ]
    counts = [(level, sum(f.level == level for f in found.findings)) for level in LEVELS]
    if found.findings:
        said = [f"{number(n)} {level if n == 1 else PLURALS[level]}" for level, n in counts if n]
        lead.append(", ".join(said) + ".")
    elif found.coverage.tested:
        lead.append("Inga fynd i det som är prövat.")
    if not found.coverage.tested:
        lead.append("Ingenting gick att pröva: inga tal hör ihop, eller går att jämföra.")
    return Report(
        data,
        f"Granskning av {found.document.file}",
        tuple(lead),
        (_table(found, COLUMNS[:-2]),) if found.findings else (),
        notes=plain([*map(sentence, found.findings), *map(keep_numbers, found.coverage.notes())]),
    )


def listed(found: Audit, data: Data) -> Report:
    """Lay out the findings for outputs of tables alone: in words too, and where there are none."""
    return report(found, data)._replace(tables=(_table(found, COLUMNS),))


def _table(found: Audit, columns: tuple[Column, ...]) -> Table:
    lines = [Line("", each.code, _cells(each)[: len(columns)]) for each in found.findings]
    return Table("Fynd", columns, tuple(lines), corner="Kod", coded=False)


def sentence(finding: Finding) -> str:
    """Write a finding out: where, what, and the likely cause."""
    return f"{finding.code} {where(finding.place)}: {in_words(finding)}"


def in_words(finding: Finding) -> str:
    """Write out what was found, and the likely cause."""
    cause = f" Trolig orsak: {finding.cause}." if finding.cause else ""
    return f"{finding.text}.{cause}"


def _cells(finding: Finding) -> tuple[Cell, ...]:
    # The columns are of kronor: a per cent or a count stands in the text alone.
    own = (finding.printed, finding.computed, finding.difference) if finding.unit == "kr" else ()
    figures = map(_cell, own or (None, None, None))
    place = where(finding.place)
    return finding.level, place, finding.what, *figures, finding.text, finding.cause or None


def _cell(value: Fraction | None) -> Cell:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else rounded(value, 2)
