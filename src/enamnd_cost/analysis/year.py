"""One year allocated: the result that every output is a view of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine import balance
from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import Outcome, ServiceAllocation
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import Data, budget_file, tjanst_file
from enamnd_cost.model.inputs import Input, InputKind
from enamnd_cost.model.period import Period
from enamnd_cost.model.plans import make_plans, problem_of
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import listing


@dataclass(frozen=True)
class Service:
    """One service of the year: what its file says, what it was given, and what came out."""

    id: str
    tjanst: Tjanst
    period: Period
    allocation: ServiceAllocation
    all_inputs: tuple[tuple[Node, tuple[Input, ...]], ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What its own plan was made of; ``all_inputs`` goes on with what it builds on."""
        return self.all_inputs[0][1]

    @property
    def example(self) -> bool:
        """Tell whether the figures are invented, to show how such a service is written."""
        return self.period.exempel

    @property
    def part_of_year(self) -> Months | None:
        """Which months of the year it is there, where it is not there all year."""
        months = self.allocation.plan.months
        return None if months == WHOLE_YEAR else months

    @property
    def derived(self) -> bool:
        """Tell whether it rests on figures that are not published: its own, or an index value."""
        kinds = (InputKind.INDEX, InputKind.LEVEL)
        index = any(given.derived for given in self.inputs if given.kind in kinds)
        return self.period.harledning is not None or index

    @property
    def assumed(self) -> tuple[Input, ...]:
        """The assumed figures that it rests on, in its own plan or in what that builds on."""
        given = (each for _, inputs in self.all_inputs for each in inputs if each.assumed)
        return tuple(dict.fromkeys(given))

    @property
    def files(self) -> tuple[str, ...]:
        """Name the files that it was computed from."""
        return _files(self.id, (given for _, inputs in self.all_inputs for given in inputs))

    @property
    def in_budget(self) -> bool:
        """Tell whether the service is part of the budget sum."""
        return self.tjanst.i_budget and not self.example


class Missing(NamedTuple):
    """A service whose figures for the year are stated to be missing, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True)
class YearResult:
    """A year's allocation: services in the budget's order, then those outside it, then examples."""

    data: Data
    year: int
    budget: Budget
    services: tuple[Service, ...]
    missing: tuple[Missing, ...]

    @cached_property
    def by_id(self) -> dict[str, Service]:
        """Every service that could be allocated, by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def in_budget(self) -> tuple[Service, ...]:
        """The services that make up the budget sum."""
        return tuple(service for service in self.services if service.in_budget)

    @cached_property
    def per_municipality(self) -> dict[str, int]:
        """What each municipality pays within the budget, in kronor, by code."""
        allocations = (service.allocation for service in self.in_budget)
        return balance.per_receiver(allocations, self.data.kommuner.codes)

    @cached_property
    def costs(self) -> dict[str, int]:
        """The decided cost of each line in the budget, in kronor.

        Where a proposal does not say yet, the municipalities pay what it costs.
        """
        totals = {service.id: service.allocation.total for service in self.in_budget}
        costs = {
            name: totals.get(name) if post.kostnad is None else post.kostnad
            for name, post in self.budget.tjanst.items()
        }
        return {name: cost for name, cost in costs.items() if cost is not None}

    @cached_property
    def result(self) -> balance.Result:
        """Income (what the municipalities pay) against the decided cost, within the budget."""
        income = sum(service.allocation.total for service in self.in_budget)
        return balance.Result(income, sum(self.costs.values()))


@dataclass(frozen=True)
class Computed:
    """Some years allocated with all that they build on.

    ``lacking`` is what the files lacked for it; the outcome holds what could not be allocated.
    """

    data: Data
    outcome: Outcome
    inputs: Mapping[Node, list[Input]]
    lacking: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that stood in the way."""
        failures = (problem_of(failure, self.data) for failure in self.outcome.failures)
        return (*self.lacking, *failures)

    def files(self, node: Node) -> tuple[str, ...]:
        """Name the files that a service and year is computed from."""
        return _files(node.service, self.inputs[node])

    def _all_inputs(self, node: Node) -> Iterator[tuple[Node, tuple[Input, ...]]]:
        """Give a node's inputs, then those of all that it builds on; of each once."""
        waiting, given = [node], set()
        while waiting:
            node = waiting.pop()
            if node not in given:
                given.add(node)
                yield node, tuple(self.inputs[node])
                waiting += sorted(self.outcome.done[node].plan.sources(), reverse=True)

    def year(self, year: int) -> YearResult:
        """Gather one year's result; services that failed are not in it."""
        budget = self.data.budgetar[year]
        services, missing = [], []
        for name, tjanst in self.data.tjanster.items():
            period, allocation = tjanst.period_in(year), self.outcome.done.get(Node(name, year))
            if period is None:
                continue
            if period.saknas:
                missing.append(Missing(name, tjanst.namn, period.saknas))
            elif allocation:
                inputs = tuple(self._all_inputs(allocation.node))
                services.append(Service(name, tjanst, period, allocation, inputs))
        order = {name: n for n, name in enumerate((*budget.tjanst, *budget.utanfor))}
        services.sort(key=lambda s: (not s.in_budget, s.example, order.get(s.id, len(order)), s.id))
        return YearResult(self.data, year, budget, tuple(services), tuple(missing))


def compute(data: Data, years: Iterable[int]) -> Computed:
    """Allocate the years and all that they build on, once each."""
    made = make_plans(data, years)
    outcome = allocate(made.plans.values())
    return Computed(data, outcome, made.inputs, tuple(made.problems))


def compute_known(data: Data) -> tuple[Computed, tuple[int, ...]]:
    """Allocate every year with a budget file, and say which years that is.

    A proposal that lacks something yet is left out, so that a draft stands in nobody's way; what
    is wrong with a decided year is among the problems.
    """
    computed = compute(data, data.years)
    if not computed.problems:
        return computed, data.years
    known = tuple(
        year
        for year in data.years
        if data.budgetar[year].status != "forslag" or not compute(data, [year]).problems
    )
    return compute(data, known), known


def unknown_years(data: Data, years: Iterable[int]) -> list[Problem]:
    """Say which of the years have no budget file, and which have one."""
    return [
        Problem(
            "EK004",
            budget_file(year),
            f"det finns inga uppgifter för {year}",
            _remedy(data, year),
        )
        for year in years
        if year not in data.budgetar
    ]


def _remedy(data: Data, year: int) -> str:
    """Say which years there are, and how to make the one that is asked for."""
    known = f"år med uppgifter: {listing(map(str, data.years)) or 'inga'}"
    last = max(data.years, default=None)
    if last is None or year < last:
        return f"{known}; lägg till filen för ett nytt år"
    draft = f"{ask(Wish.DRAFT, last)} gör ett utkast till {last + 1}"
    return f"{known}; {draft}" + (", och så ett år i taget" if year > last + 1 else "")


def _files(service: str, inputs: Iterable[Input]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((tjanst_file(service), *(given.file for given in inputs))))
