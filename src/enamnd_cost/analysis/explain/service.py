"""How a service's cost became amounts: every municipality's steps side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.explain.background import (
    Background,
    Statement,
    background,
    cost_told,
    told,
)
from enamnd_cost.analysis.explain.steps import label, weight
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ServiceAllocation, ShareStep
from enamnd_cost.engine.rounding import Rounded


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

    of: Background
    lines: tuple[Statement, ...]
    weights: tuple[tuple[str, Fraction | None], ...]
    shares: tuple[Share, ...]
    monthly: bool
    total: int
    builds_on: tuple[Node, ...]


def explain_service(computed: Computed, node: Node) -> ServiceExplanation:
    """Explain a service: weights, exact shares, whole units, remainders and extra units."""
    allocation = computed.outcome.done[node]
    totals = {
        (step.item, label(step)): Fraction(step.total) if isinstance(step, ShareStep) else None
        for row in allocation.rows.values()
        for step in row.steps
    }
    several = len(allocation.plan.items) > 1
    return ServiceExplanation(
        background(computed, node),
        (*map(told, computed.inputs[node]), *map(cost_told, allocation.costs)),
        tuple((f"{at[0]}: {at[1]}" if several else at[1], total) for at, total in totals.items()),
        tuple(_shares(computed, allocation, totals)),
        allocation.plan.rounding.monthly,
        allocation.total,
        tuple(sorted(allocation.plan.sources())),
    )


def _shares(
    computed: Computed, allocation: ServiceAllocation, weights: Iterable[tuple[str, str]]
) -> Iterator[Share]:
    """Give each municipality's steps, for each stretch of months that is rounded by itself."""
    for code, row in allocation.rows.items():
        name = computed.data.kommuner.names[code]
        own = {(step.item, label(step)): weight(step) for step in row.steps}
        for turn in row.roundings:
            several = allocation.plan.rounding.monthly and len(row.roundings) > 1
            of_months = f" ({turn.months.name})" if several else ""
            by = tuple(own.get(each) for each in weights)
            yield Share(code, name + of_months, by, turn.rounded, turn.amount)
