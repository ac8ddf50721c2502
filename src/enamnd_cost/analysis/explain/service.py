"""How a service's cost became amounts: every municipality's steps side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.explain.amount import Statement, decision_of, place_of, table_of, value_of
from enamnd_cost.analysis.explain.steps import cost_in_words, cut, label, weight
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.participation import Months
from enamnd_cost.engine.plan import Basis, Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.steps import ShareStep, Step
from enamnd_cost.model.meaning import meaning
from enamnd_cost.swedish import decimal, number

ColumnKey = tuple[str, Basis | None, Months]


@dataclass(frozen=True)
class ServiceExplanation:
    """How a service's cost became amounts: its lines, and a table with a row per municipality."""

    node: Node
    name: str
    lines: tuple[Statement, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
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
    found = tjanst.period_in(node.year)
    assert found is not None
    period = found[1]
    lines = [
        Statement(given.what, value_of(given), place_of(given), given.source)
        for given in computed.inputs[node]
    ]
    lines += [Statement("Kostnad", cost_in_words(step)) for step in allocation.costs]
    header, rows = _table(computed, allocation)
    return ServiceExplanation(
        node,
        tjanst.namn,
        tuple(lines),
        header,
        rows,
        allocation.total,
        meaning(period),
        period.kalla,
        period.harledning,
        period.exempel,
        decision_of(computed, node),
        table_of(computed, node),
        tuple(sorted(allocation.plan.sources())),
    )


def _table(
    computed: Computed, allocation: ServiceAllocation
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Lay out each municipality's steps side by side, and their sums below."""
    columns = _columns(allocation)
    monthly = allocation.plan.rounding.monthly
    base = "Exakt per månad" if monthly else "Exakt andel"
    header = ("Kommun", *columns.values(), base, "Hela enheter", "Rest", "Extra", "Belopp")
    by_code = computed.data.kommuner.by_code
    rows = []
    for code, row in allocation.rows.items():
        weights = {_column(step): weight(step) for step in row.steps}
        for turn in row.roundings:
            rounded = turn.rounded
            of_months = f" ({turn.months.name})" if monthly and len(row.roundings) > 1 else ""
            rows.append(
                (
                    by_code[code].namn + of_months,
                    *(weights.get(column, "") for column in columns),
                    cut(rounded.exact, 2),
                    number(rounded.whole),
                    cut(rounded.remainder, 2),
                    number(rounded.extra),
                    number(turn.amount),
                )
            )
    return header, (*rows, _sums(allocation, columns))


def _column(step: Step) -> ColumnKey:
    """Say in which column a step's weight stands: its item's, key's and part of the year's."""
    return step.item, step.basis if isinstance(step, ShareStep) else None, step.months


def _columns(allocation: ServiceAllocation) -> dict[ColumnKey, str]:
    """Head a column for each item, key and part of the year."""
    several = len(allocation.plan.items) > 1
    return {
        _column(step): f"{step.item}: {label(step)}" if several else label(step)
        for row in allocation.rows.values()
        for step in row.steps
    }


def _sums(allocation: ServiceAllocation, columns: Iterable[ColumnKey]) -> tuple[str, ...]:
    """Sum what can be summed: each key's weights, the exact shares, and the kronor."""
    totals = {
        _column(step): decimal(step.total)
        for row in allocation.rows.values()
        for step in row.steps
        if isinstance(step, ShareStep)
    }
    turns = [turn.rounded for row in allocation.rows.values() for turn in row.roundings]
    return (
        "Summa",
        *(totals.get(column, "") for column in columns),
        cut(sum((rounded.exact for rounded in turns), Fraction(0)), 2),
        number(sum(rounded.whole for rounded in turns)),
        cut(sum((rounded.remainder for rounded in turns), Fraction(0)), 2),
        number(sum(rounded.extra for rounded in turns)),
        number(allocation.total),
    )
