"""The whole audit: from a document to its findings, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.audit import against, posts, receivers, seeing, sums
from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, Finding
from enamnd_cost.analysis.audit.judge import Judge, in_order
from enamnd_cost.analysis.audit.subjects import Asked, Names, Reading, read
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents.grid import Document
from enamnd_cost.files.documents.layout import page
from enamnd_cost.files.documents.tables import Page, Row
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import listing


@dataclass(frozen=True)
class Audit:
    """What was found in a document, and what was looked at.

    ``compared`` are the years whose figures were held against the model, ``lacking`` those that the
    data folder has nothing about, or only a proposal that cannot be computed yet; ``dated`` tells
    whether the document's tables have a year.
    """

    document: Document
    findings: tuple[Finding, ...]
    tables: int
    figures: int
    checked: int
    compared: tuple[int, ...]
    lacking: tuple[int, ...]
    dated: bool

    @property
    def errors(self) -> int:
        """Count the findings that are errors."""
        return sum(finding.level == ERROR for finding in self.findings)


def audit(document: Document, data: Data, years: Mapping[int, YearResult], asked: Asked) -> Audit:
    """Audit a document against itself, and against what the data folder knows."""
    names = Names(data)
    pages = [page(sheet) for sheet in document.sheets]
    readings = [read(block, each, names, asked) for each in pages for block in each.blocks]
    found: list[Finding] = [finding for each in pages for finding in seeing.look(each)]
    equations: list[Equation] = []
    skip: set[int] = set()
    beyond: list[Row] = []
    for reading, own in _summed(pages, readings):
        looked = receivers.check(reading, own.equations, years)
        found += [*looked.findings, *_puzzling(own)]
        skip |= looked.skip
        beyond += looked.beyond
        equations += [e for e in own.equations if e not in looked.explained]
        equations += looked.instead
    entries = posts.entries(readings)
    mirror = posts.sides(entries)
    notes = [note for each in pages for note in each.notes]
    same, texts = posts.repeated(entries, notes, names, asked, mirror.mirrored)
    known = against.against(entries, years, frozenset(skip))
    judge = Judge(entries, texts, years)
    apart = _apart(mirror.equations, equations)
    found += [judge.apart(equation) for equation in apart]
    for absent in mirror.absent:
        finding, closed = judge.absent(absent, equations)
        found.append(finding)
        equations = [equation for equation in equations if equation not in closed]
    equations += [e for e in (*mirror.equations, *same) if not _is_apart(e, apart)]
    equations += [e for e in known.equations if not _of_row_beyond(e, beyond)]
    found += judge.judge(equations)
    found += [_astray(each, names) for each in known.astray]
    return Audit(
        document,
        tuple(in_order(found, [sheet.name for sheet in document.sheets])),
        len(readings),
        len(entries),
        len(equations),
        known.years,
        known.lacking,
        any(entry.subject.year for entry in entries),
    )


def _summed(
    pages: Sequence[Page], readings: Sequence[Reading]
) -> Iterator[tuple[Reading, sums.Sums]]:
    """Read the sums of each sheet's tables, each knowing the last sums of those above it."""
    for each in pages:
        earlier: list[Row] = []
        for reading in readings:
            if reading.page is each:
                own = sums.sums(reading.block, earlier)
                earlier += [own.last] if own.last else []
                yield reading, own


def _apart(sides: Sequence[Equation], sums_: Sequence[Equation]) -> list[Equation]:
    """Give the posts whose income and cost differ, though both sides add up: it may be meant."""
    summed = {
        amount
        for equation in sums_
        if equation.kind == "sum" and equation.holds
        for _, amount in equation.terms
    }
    return [e for e in sides if not e.holds and all(amount in summed for _, amount in e.terms)]


def _is_apart(equation: Equation, apart: Sequence[Equation]) -> bool:
    figures = {amount for _, amount in equation.terms}
    return any(figures == {amount for _, amount in each.terms} for each in apart)


def _of_row_beyond(equation: Equation, beyond: Sequence[Row]) -> bool:
    """Tell a difference that is the amount of a row which should not be there."""
    head = equation.head
    amounts = [amount for row in beyond for amount in row.amounts.values()]
    return any(
        amount.place.column == head.place.column
        and amount.place.sheet == head.place.sheet
        and amount.value == equation.residual
        for amount in amounts
    )


def _puzzling(own: sums.Sums) -> Iterator[Finding]:
    for column in own.puzzling:
        text = f'kolumnen "{column.heading}" är inte summan av andra kolumner; den är inte granskad'
        yield Finding("EK523", NOTE, column.place, "summakolumnen går inte att förstå", text)


def _astray(found: against.Astray, names: Names) -> Finding:
    first = found.entries[0]
    what = names.data.tjanster[found.service].namn if found.service else first.column.heading
    off = len(found.entries) - found.equal
    text = f"{what} {found.year}: {off} av {len(found.entries)} belopp är inte modellens"
    if found.part is not None and found.part.denominator != 1_000:
        text = f"{what} {found.year}: varje belopp är {found.part} av modellens"
        text += "; tabellen är troligen av en del av året"
        return Finding("EK516", NOTE, first.amount.place, "beloppen är en del av modellens", text)
    cause = f"de är {found.other} års belopp: året är troligen fel" if found.other else ""
    if found.part is not None:
        cause = "beloppen står i tusental kronor utan att tabellen säger det; "
        cause += "gånger 1 000 är de modellens"
    what = "tabellen följer inte modellen"
    return Finding("EK516", ERROR, first.amount.place, what, text, cause)


def notes(found: Audit, data: Data) -> list[str]:
    """Say what the audit rests on, and what it could not look at."""
    said = []
    if found.compared:
        said.append(f"Jämfört med modell och budget för {listing(map(str, found.compared))}.")
    if nothing := [year for year in found.lacking if year not in data.budgetar]:
        said.append(f"Datamappen har inga uppgifter för {listing(map(str, nothing))}.")
    said += [
        f"Förslaget till budget {year} går inte att beräkna än, så ingenting är jämfört med det; "
        f"enamnd-cost check {year} säger vad som fattas."
        for year in found.lacking
        if year in data.budgetar
    ]
    if not found.dated:
        said.append(
            "Året framgår inte av dokumentet; ange det med --ar för att jämföra med modellen."
        )
    elif not found.compared and not found.lacking:
        said.append("Inget belopp gick att känna igen i modellen; ange tjänsten med --tjanst.")
    return said
