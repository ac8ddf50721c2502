"""How a service's cost became amounts: every municipality's steps side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.explain.amount import Statement, cost_told, decision_of, table_of, told
from enamnd_cost.analysis.explain.steps import label, weight
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import Rounded
from enamnd_cost.engine.steps import ShareStep
from enamnd_cost.model.meaning import meaning


class Share(NamedTuple):
    """A municipality's share: what it is weighed by, and what became of it in kronor."""

    code: str
    name: str
    weights: tuple[Fraction | int | None, ...]
    rounded: Rounded
    amount: int


class ServiceExplanation(NamedTuple):
    """How a service's cost became amounts: its lines, and the municipalities' steps side by side.

    ``weights`` names what the shares are weighed by, each with its sum where it has one, and
    ``monthly`` tells that a share is of a month.
    """

    node: Node
    name: str
    lines: tuple[Statement, ...]
    weights: tuple[tuple[str, Fraction | None], ...]
    shares: tuple[Share, ...]
    monthly: bool
    total: int
    meaning: str
    source: str | None
    derived: str | None
    example: bool
    decision: str
    table: str
    builds_on: tuple[Node, ...]


def explain_service(computed: Computed, node: Node) -> ServiceExplanation:
    """Explain a service: weights, exact shares, whole units, remainders and extra units."""
    allocation = computed.outcome.done[node]
    tjanst = computed.data.tjanster[node.service]
    period = tjanst.period_in(node.year)
    assert period is not None
    lines = (*map(told, computed.inputs[node]), *map(cost_told, allocation.costs))
    weights, totals = _weights(allocation), _totals(allocation)
    return ServiceExplanation(
        node,
        tjanst.namn,
        lines,
        tuple((name, totals.get(each)) for each, name in weights.items()),
        tuple(_shares(computed, allocation, weights)),
        allocation.plan.rounding.monthly,
        allocation.total,
        meaning(period),
        period.kalla,
        period.harledning,
        period.exempel,
        decision_of(computed, node),
        table_of(computed, node),
        tuple(sorted(allocation.plan.sources())),
    )


def _shares(
    computed: Computed, allocation: ServiceAllocation, weights: Iterable[tuple[str, str]]
) -> Iterator[Share]:
    """Give each municipality's steps, for each stretch of months that is rounded by itself."""
    for code, row in allocation.rows.items():
        name = computed.data.kommuner.by_code[code].namn
        own = {(step.item, label(step)): weight(step) for step in row.steps}
        for turn in row.roundings:
            several = allocation.plan.rounding.monthly and len(row.roundings) > 1
            of_months = f" ({turn.months.name})" if several else ""
            by = tuple(own.get(each) for each in weights)
            yield Share(code, name + of_months, by, turn.rounded, turn.amount)


def _weights(allocation: ServiceAllocation) -> dict[tuple[str, str], str]:
    """Name a column for each item, key and part of the year, by item and label."""
    found = dict.fromkeys(
        (step.item, label(step)) for row in allocation.rows.values() for step in row.steps
    )
    several = len(allocation.plan.items) > 1
    return {(item, key): f"{item}: {key}" if several else key for item, key in found}


def _totals(allocation: ServiceAllocation) -> dict[tuple[str, str], Fraction]:
    """Give the sums of the weights that can be summed, which are those of keys."""
    return {
        (step.item, label(step)): Fraction(step.total)
        for row in allocation.rows.values()
        for step in row.steps
        if isinstance(step, ShareStep)
    }
