"""How a service's cost became amounts: every municipality's steps side by side."""

from __future__ import annotations

from dataclasses import dataclass

from enamnd_cost.analysis.explain import Line, decision_of, value_of
from enamnd_cost.analysis.steps_in_words import cost_in_words, cut, label, weight
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.allocation import ServiceAllocation
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.meaning import meaning
from enamnd_cost.swedish import number


@dataclass(frozen=True)
class ServiceExplanation:
    """How a service's cost became amounts: its lines, and a table with a row per municipality."""

    node: Node
    name: str
    lines: tuple[Line, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    meaning: str
    source: str | None
    derived: str | None
    example: bool
    decision: str
    builds_on: tuple[Node, ...]


def explain_service(computed: Computed, node: Node) -> ServiceExplanation:
    """Explain a service: weights, exact shares, whole units, remainders and extra units."""
    allocation = computed.outcome.done[node]
    tjanst = computed.data.tjanster[node.service]
    found = tjanst.period_in(node.year)
    assert found is not None
    period = found[1]
    lines = [
        Line(given.what, value_of(given), (given.file, given.path), given.source)
        for given in computed.inputs[node]
    ]
    lines += [Line("Kostnad", cost_in_words(step)) for step in allocation.costs]
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
        decision_of(computed, node.year),
        tuple(sorted(allocation.plan.sources())),
    )


def _table(
    computed: Computed, allocation: ServiceAllocation
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Lay out each municipality's steps side by side; a part of the year has rows of its own."""
    keys = list(
        dict.fromkeys(label(step) for row in allocation.rows.values() for step in row.steps)
    )
    monthly = allocation.plan.rounding.monthly
    base = "Exakt per månad" if monthly else "Exakt andel"
    header = ("Kommun", *keys, base, "Hela enheter", "Rest", "Extra", "Belopp")
    by_code = computed.data.kommuner.by_code
    rows = []
    for code, row in allocation.rows.items():
        weights = {}
        for step in row.steps:
            key = label(step)
            weights[key] = weight(step)
        for turn in row.roundings:
            rounded = turn.rounded
            amount = f"{number(turn.amount)}"
            name = by_code[code].namn
            if monthly and len(row.roundings) > 1:
                name += f" ({turn.months.name})"
            rows.append(
                (
                    name,
                    *(weights.get(key, "") for key in keys),
                    cut(rounded.exact, 2),
                    number(rounded.whole),
                    cut(rounded.remainder, 2),
                    number(rounded.extra),
                    amount,
                )
            )
    return header, tuple(rows)
