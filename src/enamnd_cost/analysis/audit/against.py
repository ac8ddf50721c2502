"""Every figure that the data folder knows as well, against the model and the decided budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.posts import Entry
from enamnd_cost.analysis.audit.subjects import Subject
from enamnd_cost.analysis.year import YearResult

# A table in thousands that does not say so, or of a half, a third, a quarter ... of a year.
PARTS = tuple(Fraction(1, n) for n in (1_000, 2, 3, 4, 6, 12))
ENOUGH = 4  # figures that must agree before a column is taken for a service that it does not name


@dataclass(frozen=True)
class Astray:
    """A column most of whose figures are not the model's; ``other`` is a year that it fits."""

    entries: tuple[Entry, ...]
    service: str | None
    year: int
    equal: int
    other: int | None
    part: Fraction | None = None  # what each figure is of the model's, where that is the same


@dataclass(frozen=True)
class Against:
    """The equations with what the data folder says; columns that go astray; years looked at."""

    equations: tuple[Equation, ...]
    astray: tuple[Astray, ...]
    years: tuple[int, ...]
    lacking: tuple[int, ...]


def against(
    found: Sequence[Entry], years: Mapping[int, YearResult], skip: frozenset[int]
) -> Against:
    """Hold every figure that is recognised to what the model gives.

    ``skip`` are ids of rows that stand twice: which of them is meant, nobody knows.
    """
    groups: dict[tuple[object, ...], list[tuple[Entry, int]]] = defaultdict(list)
    looked: set[int] = set()
    lacking: set[int] = set()
    for entry in _guessed(found, years):
        subject = entry.subject
        if subject.measure or entry.partial or id(entry.row) in skip or subject.year is None:
            continue
        if subject.year not in years:
            lacking.add(subject.year)
            continue
        value = known(entry, years[subject.year])
        if value is not None:
            looked.add(subject.year)
            by = subject.service if entry.reading.municipal else ""
            groups[id(entry.reading), entry.column.number, by, subject.year].append((entry, value))
    equations: list[Equation] = []
    astray: list[Astray] = []
    for group in groups.values():
        off = [1 for entry, known in group if not _equal(entry, known)]
        loose = group[0][0].subject.service is None
        if 2 * len(off) > len(group) and (len(off) >= 3 or loose):
            if not loose:
                astray.append(_astray(group, len(group) - len(off), years))
            continue
        equations += [_equation(entry, known) for entry, known in group]
    return Against(tuple(equations), tuple(astray), tuple(sorted(looked)), tuple(sorted(lacking)))


def _equal(entry: Entry, known: int) -> bool:
    return abs(entry.value - known) <= entry.amount.half


def _is_part(entry: Entry, known: int, part: Fraction) -> bool:
    """Tell a figure that is a part of the model's, rounded to the krona or to the thousand."""
    rounded = Fraction(1, 2) if part.denominator == 1_000 else Fraction(1)
    return abs(entry.value - known * part) <= max(rounded, entry.amount.half)


def _equation(entry: Entry, known: int) -> Equation:
    kind = "budget" if entry.subject.municipality is None else "model"
    terms = ((1, entry.amount),)
    return Equation(kind, entry.amount, terms, Fraction(entry.sign * known), about=entry.row.label)


def known(entry: Entry, result: YearResult) -> int | None:
    """Give what the data folder has for a figure, in kronor."""
    subject, budget = entry.subject, result.budget
    by_id = {service.id: service for service in result.services if not service.example}
    if subject.service is None:
        return _sum_known(entry, result)
    service = by_id.get(subject.service)
    if service is None:
        return None
    if subject.municipality is not None:
        return service.allocation.amounts.get(subject.municipality, 0)
    if entry.reading.municipal == "rows" and entry.row.kind != "sum":
        return None
    if entry.reading.municipal == "columns" and entry.column.kind != "sum":
        return None
    if entry.reading.municipal and not _whole(entry, service.allocation.amounts):
        return None
    post = budget.tjanst.get(subject.service)
    if post is None or entry.reading.municipal:
        return service.allocation.total
    return post.kostnad if subject.side == "kostnader" else post.intakt


def _whole(entry: Entry, amounts: Mapping[str, int]) -> bool:
    """Tell whether a table has everybody who pays, or its sum counts on them."""
    present = set(entry.reading.codes.values())
    everybody = all(code in present for code, kr in amounts.items() if kr)
    return everybody or entry.value == sum(amounts.values())


def _sum_known(entry: Entry, result: YearResult) -> int | None:
    """Give a municipality's whole sum, or the budget's, where a table seems to be of all of it."""
    reading, subject = entry.reading, entry.subject
    if reading.municipal == "rows":
        alone = len([c for c in reading.block.columns if c.kind == "amount"]) == 1
        if entry.column.kind != "sum" and not alone:
            return None
        if subject.municipality is not None:
            return result.per_municipality.get(subject.municipality)
        whole = entry.row.kind == "sum" and _whole(entry, result.per_municipality)
        return result.budget.summa if whole else None
    if reading.municipal or entry.row.kind != "sum":
        return None
    services = {
        reading.names.service(row.label)
        for row in reading.block.posts
        if entry.column.number in row.amounts
    }
    sums = [row for row in reading.block.rows if row.kind == "sum"]
    sides = {s for row in reading.block.rows if (s := reading.subject(row, entry.column).side)}
    if len(sums) > max(len(sides), 1):
        return None
    return result.budget.summa if set(result.budget.tjanst) <= services else None


def _guessed(found: Sequence[Entry], years: Mapping[int, YearResult]) -> list[Entry]:
    """Take a column of a table per municipality for the one service whose amounts it has."""
    columns: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.reading.municipal == "rows" and entry.column.kind == "amount":
            columns[id(entry.reading), entry.column.number].append(entry)
    guesses: dict[tuple[int, int, int | None], str] = {}
    for key, own in columns.items():
        for year in {entry.subject.year for entry in own}:
            cells = [e for e in own if e.subject.year == year and e.subject.municipality]
            if year is None or year not in years:
                continue
            if all(e.subject.service is None for e in cells):
                fits = [s for s in _fitting(cells, years[year]) if s]
                if len(fits) == 1:
                    guesses[*key, year] = fits[0]
    return [
        replace(entry, subject=_with(entry.subject, guess))
        if (guess := guesses.get((id(entry.reading), entry.column.number, entry.subject.year)))
        else entry
        for entry in found
    ]


def _with(subject: Subject, service: str) -> Subject:
    return subject._replace(service=service)


def _fitting(cells: Sequence[Entry], result: YearResult) -> list[str]:
    fits = []
    for service in result.services:
        amounts = service.allocation.amounts
        equal = [c for c in cells if _equal(c, amounts.get(c.subject.municipality or "", 0))]
        if len(equal) >= ENOUGH and 3 * len(equal) >= 2 * len(cells) and not service.example:
            fits.append(service.id)
    return fits


def _astray(
    group: Sequence[tuple[Entry, int]], equal: int, years: Mapping[int, YearResult]
) -> Astray:
    """Tell of a column that is another's; see whether it is that of another year."""
    entries = [entry for entry, _ in group]
    first = entries[0].subject
    assert first.year is not None
    part = next(
        (part for part in PARTS if all(_is_part(e, known, part) for e, known in group)), None
    )
    if part is not None and sum(bool(known) for _, known in group) >= 3:
        return Astray(tuple(entries), first.service, first.year, equal, None, part)
    for year, result in years.items():
        told = [(entry, known(entry, result)) for entry in entries]
        fits = [1 for entry, kr in told if kr is not None and _equal(entry, kr)]
        if year != first.year and 4 * len(fits) >= 3 * len(entries):
            return Astray(tuple(entries), first.service, first.year, equal, year)
    return Astray(tuple(entries), first.service, first.year, equal, None)
