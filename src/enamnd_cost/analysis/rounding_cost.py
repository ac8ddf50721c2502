"""What rounding has cost or given each municipality, over all the services of a year's budget."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from statistics import median

from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Tvavagsavrundning
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import fixed, listing, rounded

ORE = 2  # the decimals shown of an exact sum
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
    """A year's budget as it is rounded in one way: service by service, or in two ways."""

    result: YearResult

    @cached_property
    def services(self) -> dict[str, dict[Receiver, Paid]]:
        """What each service of the budget comes to for those who take part, by id and code."""
        return {
            service.id: {
                code: Paid(row.exact, row.amount) for code, row in service.allocation.rows.items()
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


@dataclass(frozen=True)
class Ways:
    """A year's budget as it is rounded, and as it would be in two ways, if that was asked for."""

    now: Way
    other: Way | None = None


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


def report(ways: Ways) -> Report:
    """Make the tables: the sums per municipality, and what rounding comes to in each service."""
    now, other = ways.now, ways.other
    result = now.result
    tables = [_sums(now, other), _by_service(now)]
    if other:
        tables.append(_by_service(other))
    return Report(
        result.data,
        f"{result.data.kommuner.namnd}: vad avrundningen kostar och ger, budget {result.year}",
        (
            f"Beslut: {wording.decision(result.budget.beslut)}",
            SIGNS,
        ),
        tuple(tables),
        tuple(_notes(ways)),
    )


def _sums(now: Way, other: Way | None) -> Table:
    columns = [
        Column("Exakt", "Exakt (kr)"),
        Column("Att betala", "Att betala (kr)"),
        Column("Avrundning", "Avrundning (kr)", signed=True),
    ]
    if other:
        columns += [
            Column("Tvåvägs", "Att betala tvåvägs (kr)"),
            Column("Avrundning tvåvägs", "Avrundning tvåvägs (kr)", signed=True),
            Column("Ändring", "Ändring med tvåvägs (kr)", signed=True),
        ]
    named = now.result.data.kommuner.by_code
    lines = []
    for code in now.municipalities:
        paid = [way.municipalities[code] for way in (now, other) if way]
        lines.append(Line(code, named[code].namn, _cells(*paid)))
    whole = [total(way.municipalities.values()) for way in (now, other) if way]
    sums = (Line("", "Summa", _cells(*whole)),)
    return Table(f"Per kommun {now.result.year}", tuple(columns), tuple(lines), sums)


def _cells(now: Paid, other: Paid | None = None) -> tuple[Cell, ...]:
    cells: list[Cell] = [rounded(now.exact, ORE), now.amount, rounded(now.cost, ORE)]
    if other:
        cells += [other.amount, rounded(other.cost, ORE), other.amount - now.amount]
    return tuple(cells)


def _by_service(way: Way) -> Table:
    """Lay out what rounding comes to: services as columns, sums both ways."""
    result, services = way.result, way.services
    columns = [Column(s.tjanst.kort, s.tjanst.namn, signed=True) for s in result.in_budget]
    columns.append(Column("Summa", "Summa", signed=True))
    lines = tuple(
        Line(
            code,
            result.data.kommuner.by_code[code].namn,
            (
                *(
                    rounded(cells[code].cost, ORE) if code in cells else None
                    for cells in services.values()
                ),
                rounded(of_all.cost, ORE),
            ),
        )
        for code, of_all in way.municipalities.items()
    )
    whole = [*(total(cells.values()) for cells in services.values())]
    sums = tuple(rounded(each.cost, ORE) for each in (*whole, total(whole)))
    title = f"Avrundning per tjänst {result.year}" + _named(way)
    return Table(title, tuple(columns), lines, (Line("", "Summa", sums),))


def _named(way: Way) -> str:
    return f", tvåvägs till {wording.units(way.unit)}" if way.unit else ""


def _notes(ways: Ways) -> Iterator[str]:
    for way in (ways.now, ways.other):
        if way and way.municipalities:
            yield _spread(way)
    result = ways.now.result
    yield "Tjänster utanför budgeten är inte med."
    if any(service.allocation.plan.sources() for service in result.in_budget):
        yield (
            "Det exakta är årets: bygger en tjänst på ett tidigare års belopp är det årets "
            "avrundning inte med en gång till."
        )
    yield "Ören är avrundade för att visas; summorna är räknade på de exakta talen."


def _spread(way: Way) -> str:
    """Say for whom rounding comes to least and most, and what it comes to in the middle."""
    costs = {code: each.cost for code, each in way.municipalities.items()}
    named = way.result.data.kommuner.by_code

    def of(cost: Fraction) -> str:
        who = [named[code].namn for code in costs if costs[code] == cost]
        return f"{_signed(cost)} kr ({listing(who) if len(who) <= FEW else f'{len(who)} kommuner'})"

    said = f"minst {of(min(costs.values()))}, störst {of(max(costs.values()))}"
    head = f"Avrundning per kommun{_named(way)}"
    return f"{head}: {said}, median {_signed(median(costs.values()))} kr."


def _signed(value: Fraction) -> str:
    return ("+" if value > 0 else "") + fixed(rounded(value, ORE))
