"""Every figure that the data folder knows as well, against the model and the budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation, Kind
from enamnd_cost.analysis.audit.exchanged import exchanged
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, Finding
from enamnd_cost.analysis.audit.known import equal, known
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.files.documents.tables import Amount, TableRow

# A table in thousands that does not say so, or of a half, a third, a quarter ... of a year.
PARTS = tuple(Fraction(1, n) for n in (1_000, 2, 3, 4, 6, 12))
Held = tuple[Entry, int]  # a figure, and what the data folder has for it


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold every figure that is recognised to what the data folder has.

    Rows that have changed places are told together, and a column most of whose figures are
    another's as a whole.
    """
    findings: list[Finding] = []
    moved: set[Amount] = set()
    recognised = [pair for group in _groups(tables.held) if not _unknown(group) for pair in group]
    for finding, entries in exchanged(recognised):
        findings.append(finding)
        moved |= {entry.amount for entry in entries}
    held: list[Equation] = []
    for group in _groups([pair for pair in recognised if pair[0].amount not in moved]):
        off, service = _off(group), group[0][0].subject.service
        if 2 * off <= len(group) or (off < 3 and service):
            held += [_equation(tables, entry, value) for entry, value in group]
        elif service:
            findings.append(_astray(tables, service, group, off))
    surplus = [row for roll in tables.rolls for row in roll.surplus]
    held = [equation for equation in held if not _of_surplus(equation, surplus)]
    return [*equations, *held], findings


def _groups(held: Sequence[Held]) -> list[list[Held]]:
    """Gather the figures that are of the same thing and year, a column as a rule."""
    groups: dict[tuple[object, ...], list[Held]] = defaultdict(list)
    for entry, value in held:
        by = entry.subject.service if entry.reading.municipal else ""
        groups[*entry.of_year, by].append((entry, value))
    return list(groups.values())


def _off(group: Sequence[Held]) -> int:
    return sum(not equal(entry, value) for entry, value in group)


def _unknown(group: Sequence[Held]) -> bool:
    """Tell figures that name no service and are mostly not what they were taken for."""
    return group[0][0].subject.service is None and 2 * _off(group) > len(group)


def _equation(tables: Tables, entry: Entry, value: int) -> Equation:
    kind: Kind = "model"
    budget = tables.years[entry.subject.year or 0].budget
    inside = entry.subject.service is None or entry.subject.service in budget.tjanst
    if entry.subject.municipality is None and inside:
        kind = "budget" if budget.status == "beslutad" else "proposal"
    terms = ((1, entry.amount),)
    return Equation(kind, entry.amount, terms, Fraction(entry.sign * value), about=entry.row.label)


def _of_surplus(equation: Equation, surplus: Sequence[TableRow]) -> bool:
    """Tell a difference that is the amount of a row which should not be there."""
    found = [amount for row in surplus if (amount := row.under(equation.head))]
    sheet = equation.head.place.sheet
    return any(a.place.sheet == sheet and a.value == equation.residual for a in found)


def _astray(tables: Tables, service: str, group: Sequence[Held], off: int) -> Finding:
    """Tell of a column that is another's: of another year, or of a part of the model's amounts."""
    entries = [entry for entry, _ in group]
    first, subject = entries[0], entries[0].subject
    of = f"{tables.names.data.tjanster[service].namn} {subject.year}"
    part = None
    if sum(bool(value) for _, value in group) >= 3:
        part = next((part for part in PARTS if all(_is_part(*held, part) for held in group)), None)
    if part is not None and part.denominator != 1_000:
        text = f"{of}: varje belopp är {part} av modellens"
        text += "; tabellen är troligen av en del av året"
        return Finding("EK516", NOTE, first.amount.place, "beloppen är en del av modellens", text)
    cause = ""
    if part is not None:
        cause = "beloppen står i tusental kronor utan att tabellen säger det; "
        cause += "gånger 1 000 är de modellens"
    elif other := _other_year(tables, entries):
        cause = f"de är {other} års belopp: året är troligen fel"
    text = f"{of}: {off} av {len(group)} belopp är inte modellens"
    what = "tabellen följer inte modellen"
    return Finding("EK516", ERROR, first.amount.place, what, text, cause)


def _is_part(entry: Entry, value: int, part: Fraction) -> bool:
    """Tell a figure that is a part of the model's, rounded to the krona or to the thousand."""
    rounded = Fraction(1, 2) if part.denominator == 1_000 else Fraction(1)
    return abs(entry.value - value * part) <= max(rounded, entry.amount.half)


def _other_year(tables: Tables, entries: Sequence[Entry]) -> int | None:
    """Find a year whose amounts three quarters of some figures are."""
    for year, result in tables.years.items():
        told = [(entry, known(entry, result)) for entry in entries]
        fits = sum(kr is not None and equal(entry, kr) for entry, kr in told)
        if year != entries[0].subject.year and 4 * fits >= 3 * len(entries):
            return year
    return None
