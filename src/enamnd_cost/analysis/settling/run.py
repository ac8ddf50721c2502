"""A year's settlement: for each service what each should have paid, and what it was invoiced."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.analysis.settling.handing import handed_out, rule_of
from enamnd_cost.analysis.settling.outcome import Cost, Outcome, whole_year
from enamnd_cost.analysis.year import Computed, Service, YearResult
from enamnd_cost.engine.balance import less
from enamnd_cost.files.invoiced import amounts
from enamnd_cost.model.data import utfall_file
from enamnd_cost.model.invoiced import Basis
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.swedish import listing, number

# What each municipality (by code) was invoiced for each service (by id), in kronor.
Amounts = Mapping[str, Mapping[str, int]]


class Invoiced(NamedTuple):
    """What was invoiced of a year, and in Swedish what it was taken from.

    ``names`` are those of the municipalities, and ``services`` those of the services, that were
    invoiced: they need not be there any more.
    """

    amounts: Amounts
    source: str
    names: Mapping[str, str] = {}
    services: Mapping[str, str] = {}


def as_allocated(result: YearResult) -> Invoiced:
    """Take the year's allocation for what was invoiced."""
    allocated = {service.id: service.allocation.amounts for service in result.services}
    return Invoiced(allocated, "årets fördelning, det var och en ska betala enligt budgeten")


def of_bases(bases: Sequence[Basis]) -> Invoiced:
    """Take what some invoice bases have asked for."""
    lines = [line for basis in bases for line in basis.lines]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (service, code), kronor in amounts(bases).items():
        found[service][code] = kronor
    return Invoiced(
        found,
        listing(basis.file for basis in bases),
        {line.key.code: line.name for line in lines},
        {line.key.service: line.service for line in lines},
    )


class Sums(NamedTuple):
    """What a settlement comes to in kronor, of a row or of several.

    ``due`` is what should have been paid; ``carried`` goes on to a later year, and ``to_pay`` is
    paid now (below zero: paid back). Always ``invoiced + to_pay - due - carried`` is zero.
    """

    due: int
    invoiced: int
    carried: int = 0
    to_pay: int = 0

    @property
    def difference(self) -> int:
        """What was invoiced beyond what should have been paid: above zero a surplus."""
        return self.invoiced - self.due


def total(rows: Iterable[Sums]) -> Sums:
    """Add up.

    >>> total([Sums(5, 7, 2, 0), Sums(4, 3, 0, 1)])
    Sums(due=9, invoiced=10, carried=2, to_pay=1)
    """
    return Sums(*map(sum, zip(Sums(0, 0), *rows, strict=True)))


@dataclass(frozen=True)
class Settled:
    """A service settled: what each should have paid on its ``cost``, by the ``rule``."""

    service: Service
    cost: Cost
    due: Mapping[str, int]
    invoiced: Mapping[str, int]
    rule: str

    @property
    def id(self) -> str:
        """The service's id."""
        return self.service.id

    @property
    def carries(self) -> bool:
        """Tell whether the result goes on to the next year by agreement."""
        return self.service.tjanst.overfors

    @cached_property
    def rows(self) -> dict[str, Sums]:
        """What it comes to for each municipality that has a part in it or was invoiced, by code."""
        paid, due = self.invoiced, self.due
        difference = less(paid, due)
        return {
            code: Sums(
                due.get(code, 0),
                paid.get(code, 0),
                kr if self.carries else 0,
                0 if self.carries else -kr,
            )
            for code, kr in difference.items()
        }

    @cached_property
    def sums(self) -> Sums:
        """What it comes to in all."""
        return total(self.rows.values())


class Left(NamedTuple):
    """A service that is not settled, and why."""

    id: str
    name: str
    why: str


@dataclass(frozen=True)
class Settlement:
    """A year settled on its outcome, service by service, and what could not be."""

    result: YearResult
    outcome: Outcome
    services: tuple[Settled, ...]
    left: tuple[Left, ...]
    invoiced: Invoiced

    @property
    def year(self) -> int:
        """The year."""
        return self.result.year

    @cached_property
    def by_municipality(self) -> dict[str, Sums]:
        """What all services together come to for each municipality, by code."""
        return {
            code: total(each.rows[code] for each in self.services if code in each.rows)
            for code in self.names
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """Every municipality by code: the nämnd's, then those that were invoiced and have left."""
        known = self.result.data.kommuner.names
        there = {code for each in self.services for code in each.rows}
        older = {code: name for code, name in self.invoiced.names.items() if code in there}
        return {**known, **older, **known}

    @cached_property
    def sums(self) -> Sums:
        """What all comes to."""
        return total(each.sums for each in self.services)

    @property
    def invented(self) -> bool:
        """Tell whether it rests on invented figures: the report's, or a service's."""
        return self.outcome.report.exempel or any(each.service.example for each in self.services)


def settle(
    computed: Computed, year: int, invoiced: Invoiced | None = None
) -> tuple[Settlement | None, list[Problem]]:
    """Settle a year that is computed, against what was ``invoiced`` of it, if it is known.

    Only an outcome of the whole year settles it, and of at least one service (EK049).
    """
    outcome, problems = whole_year(computed.data, year)
    if outcome is None:
        return None, problems
    result = computed.year(year)
    paid = invoiced or as_allocated(result)
    settled: list[Settled] = []
    left = dict(_without_figures(result, outcome, paid))
    for service in result.services:
        if service.example and service.id not in outcome.costs:
            continue
        why = _not_settled(service, outcome, result)
        if why is None:
            due, cost, rule = _due(computed, service, outcome)
            if not isinstance(due, str):
                of_it = paid.amounts.get(service.id, {})
                settled.append(Settled(service, cost, due, of_it, rule))
                continue
            why = due
        left[service.id] = Left(service.id, service.tjanst.namn, why)
    if not settled:
        why = "; ".join(f"{each.name}: {each.why}" for each in left.values())
        text = f"inget av utfallet för {year} går att reglera: {why}"
        remedy = (
            "låt årets sista rapport ha en [[rapport.post]] för varje tjänst för sig, med tjanst = "
            "… och utfall = { kostnad = … }"
        )
        return None, [Problem("EK049", utfall_file(year), text, remedy)]
    return Settlement(result, outcome, tuple(settled), tuple(left.values()), paid), []


def _due(
    computed: Computed, service: Service, outcome: Outcome
) -> tuple[Mapping[str, int] | str, Cost, str]:
    """Give what each should have paid for a service, or why nobody knows, on what cost and how.

    What is carried from an earlier year costs what it is: it is no outcome of the year.
    """
    if carried := service.tjanst.overfort:
        cost = Cost(service.allocation.total, None)
        rule = f"överfört från {carried.fran}, så som det är fördelat"
        return service.allocation.amounts, cost, rule
    cost = outcome.costs[service.id]
    return handed_out(computed, service, cost.kronor), cost, rule_of(service)


def _not_settled(service: Service, outcome: Outcome, result: YearResult) -> str | None:
    """Say why a service is not to be settled, if it is not."""
    tjanst = service.tjanst
    if tjanst.overfort:
        return None
    if (tjanst.fakturering or result.budget.fakturering) == "leverantor":
        return "faktureras av leverantören, inte av nämnden"
    if tjanst.projekt and not _within(tjanst.projekt, result.year):
        return "projekt som går över flera år; det slutregleras för sig"
    if service.id in outcome.costs:
        return None
    return outcome.untold.get(service.id, "utfall saknas, och räknas inte som 0")


def _within(projekt: Projekt, year: int) -> bool:
    """Tell whether a project begins and ends within a year."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return first <= projekt.start and projekt.slut <= last


def _without_figures(
    result: YearResult, outcome: Outcome, paid: Invoiced
) -> Iterator[tuple[str, Left]]:
    """Tell of what is reported, invoiced, or belongs to the year, but has no allocation."""
    data, missing = result.data, {each.id: each.reason for each in result.missing}
    for service in (*outcome.costs, *outcome.untold, *missing):
        if service not in result.by_id:
            why = missing.get(service, f"ingen period gäller {result.year}")
            yield service, Left(service, data.tjanster[service].namn, f"saknar fördelning: {why}")
    for service, name in paid.services.items():
        if service not in {*result.by_id, *outcome.costs, *outcome.untold, *missing}:
            total = number(sum(paid.amounts[service].values()))
            yield (
                service,
                Left(service, name, f"fakturerat är {total} kr, men den finns inte i året"),
            )
