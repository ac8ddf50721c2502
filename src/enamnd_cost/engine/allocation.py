"""From plans to kronor: services in dependency order, each shared exactly and rounded once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.participation import WHOLE_YEAR, Months, spans
from enamnd_cost.engine.plan import Node, Plan, UpratedAmounts
from enamnd_cost.engine.rounding import Receiver, Rounding, round_shares
from enamnd_cost.engine.shares import Done, cost_of, shares_of
from enamnd_cost.engine.steps import CostStep, RoundingStep, Step
from enamnd_cost.swedish import decimal, number

Shares = dict[Receiver, Fraction]


class Row(NamedTuple):
    """What one receiver pays for one service in one year, in kronor, and every step to it."""

    exact: Fraction
    amount: int
    steps: tuple[Step, ...]
    roundings: tuple[RoundingStep, ...]


class ServiceAllocation(NamedTuple):
    """One service in one year, allocated, in kronor.

    ``rows`` holds everyone who takes part, by code; ``cost`` is the exact cost that was shared or
    charged, and ``total`` the sum of the rounded amounts.
    """

    plan: Plan
    costs: tuple[CostStep, ...]
    rows: Mapping[Receiver, Row]
    cost: Fraction
    total: int

    @property
    def node(self) -> Node:
        """Which service and year this is."""
        return self.plan.node

    @property
    def amounts(self) -> dict[Receiver, int]:
        """The rounded amounts, in kronor."""
        return {receiver: row.amount for receiver, row in self.rows.items()}


class Failure(NamedTuple):
    """A service and year that could not be allocated, and why."""

    node: Node
    error: AllocationError


class Outcome(NamedTuple):
    """All that could be allocated, and a failure for each that could not."""

    done: Mapping[Node, ServiceAllocation]
    failures: tuple[Failure, ...]


def allocate(plans: Iterable[Plan]) -> Outcome:
    """Allocate every plan, those that others build on first; failures are collected, not raised.

    A cycle is one failure that names it;
    what builds on a failure fails too, and says on what.

    >>> from enamnd_cost.engine.plan import Part, SharedCost, Weights
    >>> both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    >>> equal = Part(Weights("lika delar", {"2582": 1, "2580": 1}))
    >>> item = SharedCost("Drift", Fraction(1001), (equal,), both)
    >>> node = Node("drift", 2024)
    >>> allocate([Plan(node, (item,))]).done[node].amounts
    {'2582': 500, '2580': 501}
    """
    by_node = {plan.node: plan for plan in plans}
    graph = {
        node: sorted(source for source in plan.sources() if source in by_node)
        for node, plan in sorted(by_node.items())
    }
    done: dict[Node, ServiceAllocation] = {}
    failures: list[Failure] = []
    while True:
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as found:
            cycle: list[Node] = found.args[1]
            failures.append(_cyclic(cycle))
            graph[cycle[0]] = []  # failed already; without its arrows the rest can be ordered
        else:
            break
    failed = {failure.node for failure in failures}
    for node in order:
        if node in failed:
            continue
        try:
            done[node] = _build(by_node[node], done)
        except AllocationError as error:
            failures.append(Failure(node, error))
            failed.add(node)
    return Outcome(done, tuple(failures))


def _cyclic(cycle: list[Node]) -> Failure:
    # graphlib lists the cycle with its first node repeated last, in the direction of the arrows
    # from source to user; people read it the other way: who builds on whom.
    path = " → ".join(f"{node.service} {node.year}" for node in reversed(cycle))
    error = AllocationError(
        "EK305",
        f"tjänster bygger på varandra i en ring: {path}",
        remedy="låt en av tjänsterna i ringen ha ett eget underlag eller belopp",
        field="fordelning",
    )
    return Failure(cycle[0], error)


def _build(plan: Plan, done: Done) -> ServiceAllocation:
    """Allocate one plan whose sources are done, and hold it to what it states."""
    missing = sorted(source for source in plan.sources() if source not in done)
    if missing:
        names = ", ".join(f"{node.service} {node.year}" for node in missing)
        raise AllocationError(
            "EK306",
            f"tjänsten bygger på {names}, som inte kunde beräknas",
            remedy="rätta felet där; den här tjänsten räknas då på nytt",
        )
    result = allocate_service(plan, done)
    _hold_to(plan, result)
    return result


def allocate_service(plan: Plan, done: Done) -> ServiceAllocation:
    """Share every item over every span of months, then round each receiver's sum once."""
    costs = [cost_of(item, done) for item in plan.items]
    steps: dict[Receiver, list[Step]] = defaultdict(list)
    by_span: dict[Months, Shares] = {}
    for months in spans(item.participation for item in plan.items):
        exact = by_span[months] = {}
        for item, cost in zip(plan.items, costs, strict=True):
            for receiver, step in shares_of(item, cost, months, done):
                steps[receiver].append(step)
                before = exact.get(receiver)
                exact[receiver] = step.exact if before is None else before + step.exact
    year = _year(by_span.values())
    roundings = _round(by_span, year, plan.rounding)
    rows = {
        receiver: Row(
            year[receiver],
            sum(step.amount for step in roundings[receiver]),
            tuple(taken),
            tuple(roundings[receiver]),
        )
        for receiver, taken in steps.items()
    }
    return ServiceAllocation(
        plan,
        tuple(cost for cost in costs if cost),
        rows,
        sum(year.values(), Fraction(0)),
        sum(row.amount for row in rows.values()),
    )


def _year(by_span: Iterable[Shares]) -> Shares:
    """Add up each receiver's exact shares over the year."""
    first, *rest = by_span
    year = dict(first)
    for exact in rest:
        for receiver, share in exact.items():
            year[receiver] = year.get(receiver, Fraction(0)) + share
    return year


def _round(
    by_span: Mapping[Months, Shares], year: Shares, rounding: Rounding
) -> dict[Receiver, list[RoundingStep]]:
    """Round the year's sum, or one month of each span and take it as many times as it has."""
    turns = [(WHOLE_YEAR, 1, year)]
    if rounding.monthly:
        turns = [
            (months, months.length, {who: share / months.length for who, share in exact.items()})
            for months, exact in by_span.items()
        ]
    roundings: dict[Receiver, list[RoundingStep]] = defaultdict(list)
    for months, times, shares in turns:
        for receiver, rounded in round_shares(shares, rounding.unit, rounding.method).items():
            roundings[receiver].append(RoundingStep(months, times, rounded))
    return roundings


def _hold_to(plan: Plan, result: ServiceAllocation) -> None:
    """Refuse an allocation that is not what its file states, by so much as a krona."""
    if plan.stated_cost is not None and result.cost != plan.stated_cost:
        raise AllocationError(
            "EK307",
            f"underlag är {number(plan.stated_cost)} kr men kostnaden blir "
            f"{decimal(result.cost, 2)} kr",
            remedy="rätta underlag, eller det som kostnaden räknas ur, så att de är lika",
            field="underlag",
        )
    if plan.stated_total is not None and result.total != plan.stated_total:
        difference = result.total - plan.stated_total
        raise AllocationError(
            "EK302",
            f"belopp är {number(plan.stated_total)} kr men de avrundade andelarna blir "
            f"{number(result.total)} kr (skillnad {number(difference)} kr)",
            remedy="rätta belopp, eller indexvärdet som uppräkningen använder"
            if any(isinstance(item, UpratedAmounts) for item in plan.items)
            else "rätta belopp eller underlag så att de stämmer, eller ta bort det ena; ska ett "
            'beslutat belopp delas ut exakt används metod = "storsta_rest"',
            field="belopp",
        )
