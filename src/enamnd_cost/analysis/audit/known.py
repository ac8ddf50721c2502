"""What the data folder knows of a document's figures: the model's amount, or the decided one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.analysis.year import Service, YearResult

ENOUGH = 4  # figures that must agree before a column is taken for a service that it does not name


def known(entry: Entry, result: YearResult) -> int | None:
    """Give what the data folder has for a figure, in kronor."""
    subject, municipal = entry.subject, entry.reading.municipal
    if subject.service is None:
        return _sum_known(entry, result)
    service = computed(subject.service, result)
    if service is None:
        return None
    if subject.municipality is not None:
        return service.allocation.amounts.get(subject.municipality, 0)
    if municipal:
        kind = entry.row.kind if municipal == "rows" else entry.column.kind
        whole = kind == "sum" and _whole(entry, service.allocation.amounts)
        return service.allocation.total if whole else None
    post = result.budget.tjanst.get(subject.service)
    if post is None:
        return service.allocation.total
    return post.kostnad if subject.side == "kostnader" else post.intakt


def computed(service: str | None, result: YearResult) -> Service | None:
    """Give what a year has of a service that is no example."""
    found = (each for each in result.services if each.id == service and not each.example)
    return next(found, None)


def _whole(entry: Entry, amounts: Mapping[str, int]) -> bool:
    """Tell whether a table has everybody who pays, or its sum counts on them."""
    present = set(entry.reading.codes.values())
    everybody = all(code in present for code, kr in amounts.items() if kr)
    return everybody or entry.value == sum(amounts.values())


def _sum_known(entry: Entry, result: YearResult) -> int | None:
    """Give a municipality's whole sum, or the budget's, where a table seems to be of all of it."""
    reading, subject = entry.reading, entry.subject
    if reading.municipal == "rows":
        if entry.column.kind != "sum" and not reading.alone:
            return None
        if subject.municipality is not None:
            return result.per_municipality.get(subject.municipality)
        whole = entry.row.kind == "sum" and _whole(entry, result.per_municipality)
        return result.budget.summa if whole else None
    if reading.municipal or entry.row.kind != "sum":
        return None
    services = {
        reading.names.service(row.label)
        for row in reading.block.rows
        if row.kind == "post" and (own := row.amounts.get(entry.column.number)) and own.value
    }
    sums = [row for row in reading.block.rows if row.kind == "sum"]
    sides = {s for row in reading.block.rows if (s := reading.subject(row, entry.column).side)}
    if len(sums) > max(len(sides), 1):
        return None
    decided = {name for name, post in result.budget.tjanst.items() if post.intakt or post.kostnad}
    code = subject.municipality
    if code and decided <= services:
        return result.per_municipality.get(code)
    return result.budget.summa if not code and services == decided else None


def guessed(found: Sequence[Entry], years: Mapping[int, YearResult]) -> list[Entry]:
    """Say what columns are of where only their figures tell: one service, or one municipality."""
    return _of_one_municipality(_of_one_service(found, years), years)


def _of_one_municipality(found: Sequence[Entry], years: Mapping[int, YearResult]) -> list[Entry]:
    """Take a column of services for what the one municipality pays whose amounts it has.

    One that a title names is enough if most are its; another's must be nearly all, and several.
    """
    groups: dict[tuple[int, int, int | None], list[Entry]] = defaultdict(list)
    for entry in found:
        if not entry.reading.municipal and entry.subject.service and not entry.subject.measure:
            groups[entry.of_year].append(entry)
    payers: dict[tuple[int, int, int | None], str] = {}
    for key, own in groups.items():
        result = years.get(own[0].subject.year or 0)
        if result is None or 2 * _equal_as(own, result, None) >= len(own):
            continue
        titled = own[0].reading.titled_municipalities
        for code in result.data.kommuner.codes:
            fits = _equal_as(own, result, code)
            named = code in titled and 2 * fits > len(own)
            if named or (fits >= ENOUGH and 3 * fits >= 2 * len(own)):
                payers[key] = code
    return [
        replace(entry, subject=entry.subject._replace(municipality=payer))
        if (payer := payers.get(entry.of_year))
        else entry
        for entry in found
    ]


def _equal_as(found: Sequence[Entry], result: YearResult, code: str | None) -> int:
    """Count the figures that are what a municipality pays, or all of them together."""
    asked = [replace(e, subject=e.subject._replace(municipality=code)) for e in found]
    values = [(entry, known(entry, result)) for entry in asked]
    return sum(value is not None and equal(entry, value) for entry, value in values)


def _of_one_service(found: Sequence[Entry], years: Mapping[int, YearResult]) -> list[Entry]:
    """Take a column of a table per municipality for the one service whose amounts it has."""
    groups: dict[tuple[int, int, int | None], list[Entry]] = defaultdict(list)
    for entry in found:
        of_somebody = entry.reading.municipal == "rows" and entry.subject.municipality
        if of_somebody and entry.column.kind == "amount":
            groups[entry.of_year].append(entry)
    guesses: dict[tuple[int, int, int | None], str] = {}
    for key, own in groups.items():
        result = years.get(own[0].subject.year or 0)
        if result and all(entry.subject.service is None for entry in own):
            fits = _fitting(own, result)
            if len(fits) == 1:
                guesses[key] = fits[0]
    return [
        replace(entry, subject=entry.subject._replace(service=guess))
        if (guess := guesses.get(entry.of_year))
        else entry
        for entry in found
    ]


def _fitting(cells: Sequence[Entry], result: YearResult) -> list[str]:
    """Give the services that two thirds of some cells have the amounts of."""
    fits = []
    for service in result.services:
        amounts = service.allocation.amounts
        same = sum(equal(c, amounts.get(c.subject.municipality or "", 0)) for c in cells)
        if same >= ENOUGH and 3 * same >= 2 * len(cells) and not service.example:
            fits.append(service.id)
    return fits


def equal(entry: Entry, value: int) -> bool:
    """Tell whether a figure is a value, rounding allowed for."""
    return abs(entry.value - value) <= entry.amount.half
