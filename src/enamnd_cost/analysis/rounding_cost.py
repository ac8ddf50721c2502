"""What rounding has cost or given each municipality, over all the services of a year's budget."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median

from enamnd_cost.analysis.report import (
    ORE,
    TOTAL,
    Column,
    Given,
    Report,
    Table,
    in_ore,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios.undecided import Undecided
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.engine.balance import less
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Tvavagsavrundning
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import fixed, rounded, units

FEW = 3  # as many municipalities as a note names
SIGNS = (
    "Avrundning är det kommunen betalar minus dess exakta andel: + är vad avrundningen kostar "
    "kommunen, − vad den ger."
)


@dataclass(frozen=True)
class Paid:
    """What something comes to in kronor: exactly, and as it is paid."""

    exact: Fraction
    amount: int

    @property
    def cost(self) -> Fraction:
        """What rounding has cost (above zero) or given (below zero)."""
        return self.amount - self.exact


@dataclass(frozen=True)
class Way:
    """A year's budget as it is rounded in one way: service by service, or in two ways.

    Or a ``scenario`` that changes it.
    """

    result: YearResult
    scenario: Undecided | None = None

    @cached_property
    def services(self) -> dict[str, dict[Receiver, Paid]]:
        """What each service of the budget comes to for those who take part, by id and code.

        What damping moves is no rounding: it is in what is exact too.
        """
        return {
            service.id: {
                code: Paid(row.exact + row.damped, row.amount)
                for code, row in service.allocation.rows.items()
            }
            for service in self.result.in_budget
        }

    @cached_property
    def municipalities(self) -> dict[Receiver, Paid]:
        """What all the services come to for each municipality; zero for those with no part."""
        return {
            code: total(cells[code] for cells in self.services.values() if code in cells)
            for code in self.result.data.kommuner.codes
        }

    @property
    def unit(self) -> int | None:
        """The unit (kronor) to which the budget is rounded in two ways, if it is."""
        together = self.result.budget.tvavagsavrundning
        return together.till if together else None


def total(parts: Iterable[Paid]) -> Paid:
    """Add up.

    >>> total([Paid(Fraction(1, 2), 1), Paid(Fraction(5, 2), 2)]).cost
    Fraction(0, 1)
    """
    listed = list(parts)
    exact = sum((part.exact for part in listed), Fraction(0))
    return Paid(exact, sum(part.amount for part in listed))


def in_two_ways(data: Data, year: int, unit: int) -> Data:
    """Give the same data with the year's budget rounded in two ways, to ``unit`` kronor."""
    together = Tvavagsavrundning.model_validate({"till": unit})
    budget = data.budgetar[year].model_copy(update={"tvavagsavrundning": together})
    return dataclasses.replace(data, budgetar={**data.budgetar, year: budget})


def report(now: Way, other: Way | None = None, base: YearResult | None = None) -> Report:
    """Make the tables: the sums per municipality, and what rounding comes to in each service.

    ``other`` is the same budget as it would be rounded in two ways, if that was asked for, and
    ``base`` the budget that a scenario is laid over.
    """
    result = now.result
    tables = [_sums(now, other), *(_by_service(way) for way in (now, other) if way)]
    title = f"{result.data.kommuner.namnd}: vad avrundningen kostar och ger, "
    title += result.budget.called.lower()
    lead = [f"Beslut: {wording.decision(result.budget.beslut)}"]
    if scenario := now.scenario:
        title, lead = f"{scenario.title}: {title}", [" ".join(scenario.said())]
    return Report(
        result.data,
        title,
        (*lead, SIGNS),
        tuple(tables),
        notes=(*standing([base or result]), *plain(_notes(now, other))),
    )


def _year(way: Way) -> int:
    """Give the year that it is of; of a scenario the one that it is counted for."""
    return way.scenario.at if way.scenario else way.result.year


def _sums(now: Way, other: Way | None) -> Table:
    paid, exact = now.result.per_municipality, Column("exakt", "Exakt", "Exakt (kr)")
    columns = [
        in_ore(exact, {code: each.exact for code, each in now.municipalities.items()}),
        summed(Column("betalar", "Att betala", "Att betala (kr)"), paid),
        _cost(Column("avrundning", "Avrundning", "Avrundning (kr)", signed=True), now),
    ]
    if other:
        amounts = other.result.per_municipality
        change = less(amounts, paid)
        cost = Column(
            "avrundning_tvavags", "Avrundning tvåvägs", "Avrundning tvåvägs (kr)", signed=True
        )
        columns += [
            summed(Column("tvavags", "Tvåvägs", "Att betala tvåvägs (kr)"), amounts),
            _cost(cost, other),
            summed(Column("andring", "Skillnad", "Skillnad med tvåvägs (kr)", signed=True), change),
        ]
    return table_of(f"Per kommun {_year(now)}", now.result.data.kommuner.names, columns)


def _cost(column: Column, way: Way, service: str | None = None) -> Given:
    """Give what rounding has cost each, in a service or in all of them."""
    paid = way.services[service] if service else way.municipalities
    return in_ore(column, {code: each.cost for code, each in paid.items()})


def _by_service(way: Way) -> Table:
    """Lay out what rounding comes to: services as columns, sums both ways."""
    columns = [
        _cost(Column(s.id, s.tjanst.kort, s.tjanst.namn, signed=True), way, s.id)
        for s in way.result.in_budget
    ]
    columns.append(_cost(Column("summa", TOTAL, TOTAL, signed=True), way))
    title = f"Avrundning per tjänst {_year(way)}{_named(way)}"
    return table_of(title, way.result.data.kommuner.names, columns)


def _named(way: Way) -> str:
    return f", tvåvägs till {units(way.unit)}" if way.unit else ""


def _notes(now: Way, other: Way | None) -> Iterator[str]:
    yield from (_spread(way) for way in (now, other) if way)
    yield "Tjänster utanför budgeten är inte med."
    if any(service.allocation.plan.sources() for service in now.result.in_budget):
        yield (
            "Det exakta är årets: bygger en tjänst på ett tidigare års belopp är det årets "
            "avrundning inte med en gång till."
        )
    if any(service.period.dampning for service in now.result.in_budget):
        yield "Det som dämpningen flyttar är med i det exakta: det är ingen avrundning."
    yield "Ören är avrundade för att visas; summorna är räknade på de exakta talen."


def _spread(way: Way) -> str:
    """Say for whom rounding comes to least and most, and what it comes to in the middle."""
    costs = {code: each.cost for code, each in way.municipalities.items()}

    def of(cost: Fraction) -> str:
        who = [code for code in costs if costs[code] == cost]
        few = way.result.data.kommuner.listing(who) if len(who) <= FEW else f"{len(who)} kommuner"
        return f"{_signed(cost)} kr ({few})"

    said = f"lägst {of(min(costs.values()))}, högst {of(max(costs.values()))}"
    head = f"Avrundning per kommun{_named(way)}"
    return f"{head}: {said}, median {_signed(median(costs.values()))} kr."


def _signed(value: Fraction) -> str:
    return ("+" if value > 0 else "") + fixed(rounded(value, ORE))
