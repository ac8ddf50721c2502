"""Every figure that the data folder knows as well, against the model and the budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation, Kind
from enamnd_cost.analysis.audit.exchanged import exchanged
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, Finding, kr
from enamnd_cost.analysis.audit.known import equal, known
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.files.documents.tables import Amount, TableRow

# A table in thousands that does not say so, or of a half, a third, a quarter ... of a year.
Held = tuple[Entry, int]  # a figure, and what the data folder has for it
THOUSANDTH = Fraction(1, 1_000)
PARTS = (THOUSANDTH, *(Fraction(1, n) for n in (2, 3, 4, 6, 12)))
ENOUGH = 3  # amounts that must be told by, for a column to be taken for a part of the model's


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
        elif service and (part := _part_of_year(group)):
            findings.append(_in_part(tables, service, group, part))
            held += [_equation(tables, entry, value, part) for entry, value in group]
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


def _equation(tables: Tables, entry: Entry, value: int, part: Fraction = Fraction(1)) -> Equation:
    kind: Kind = "model"
    budget = tables.years[entry.subject.year or 0].budget
    inside = entry.subject.service is None or entry.subject.service in budget.tjanst
    if entry.subject.municipality is None and inside:
        kind = "budget" if budget.status == "beslutad" else "proposal"
    terms = ((1, entry.amount),)
    about, known = entry.row.label, Fraction(entry.sign * value)
    if part == 1:
        return Equation(kind, entry.amount, terms, known, about)
    of, step = f"{part} av modellens {kr(known)} är", Fraction(1)
    allowed = _rounding(entry, part)
    return Equation(
        "model", entry.amount, terms, known * part, about, allowed=allowed, step=step, made=of
    )


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
    cause = ""
    if _part(group) == THOUSANDTH:
        cause = "beloppen står i tusental kronor utan att tabellen säger det; "
        cause += "gånger 1 000 är de modellens"
    elif other := _other_year(tables, entries):
        cause = f"de är {other} års belopp: året är troligen fel"
    text = f"{of}: {off} av {len(group)} belopp är inte modellens"
    what = "tabellen följer inte modellen"
    return Finding("EK516", ERROR, first.amount.place, what, text, cause)


def _in_part(
    tables: Tables, service: str, group: Sequence[tuple[Entry, int]], part: Fraction
) -> Finding:
    """Tell of a column that is of a part of the year."""
    entry = group[0][0]
    fits = sum(_is_part(*held, part) for held in group)
    every = "varje" if fits == len(group) else f"{fits} av {len(group)}"
    text = f"{tables.names.data.tjanster[service].namn} {entry.subject.year}: {every} belopp är "
    text += f"{part} av modellens; tabellen är troligen av en del av året"
    return Finding("EK516", NOTE, entry.amount.place, "beloppen är en del av modellens", text)


def _part_of_year(group: Sequence[tuple[Entry, int]]) -> Fraction | None:
    found = _part(group)
    return None if found == THOUSANDTH else found


def _part(group: Sequence[tuple[Entry, int]]) -> Fraction | None:
    """Find the part of the model's amounts that three quarters of some figures are."""
    told = [(entry, value) for entry, value in group if value]
    if len(told) < ENOUGH:
        return None
    fits = {part: sum(_is_part(*held, part) for held in told) for part in PARTS}
    return next((part for part, n in fits.items() if 4 * n >= 3 * len(told)), None)


def _is_part(entry: Entry, value: int, part: Fraction) -> bool:
    """Tell a figure that is a part of the model's, rounded to the krona or to the thousand."""
    return abs(entry.value - value * part) <= _rounding(entry, part)


def _rounding(entry: Entry, part: Fraction) -> Fraction:
    return max(Fraction(1, 2) if part == THOUSANDTH else Fraction(1), entry.amount.half)


def _other_year(tables: Tables, entries: Sequence[Entry]) -> int | None:
    """Find a year whose amounts three quarters of some figures are."""
    for year, result in tables.years.items():
        told = [(entry, known(entry, result)) for entry in entries]
        fits = sum(value is not None and equal(entry, value) for entry, value in told)
        if year != entries[0].subject.year and 4 * fits >= 3 * len(entries):
            return year
    return None
