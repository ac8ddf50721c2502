"""What the data folder knows of a document's figures: the model's amount, or the decided one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from enamnd_cost.analysis.audit.entries import Entry
from enamnd_cost.analysis.year import YearResult

ENOUGH = 4  # figures that must agree before a column is taken for a service that it does not name


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


def guessed(found: Sequence[Entry], years: Mapping[int, YearResult]) -> list[Entry]:
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
                fits = _fitting(cells, years[year])
                if len(fits) == 1:
                    guesses[*key, year] = fits[0]
    return [
        replace(entry, subject=entry.subject._replace(service=guess))
        if (guess := guesses.get((id(entry.reading), entry.column.number, entry.subject.year)))
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
