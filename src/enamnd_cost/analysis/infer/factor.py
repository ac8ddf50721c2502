"""The factors by which last year's amounts become this year's, and what several tables allow.

An index that no document prints is known by what it did: every table bounds it, and the bounds of
several tables together are narrower. Where only a sum is published the sum bounds it as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.intervals import Interval, factors_of_total, simplest
from enamnd_cost.analysis.infer.observed import published
from enamnd_cost.analysis.infer.printed import IN_KRONOR, Printed
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Rounding


class FactorBounds(NamedTuple):
    """An exact interval of factors: of what, from what, by which rounding."""

    name: str
    source: str
    rounding: Rounding
    span: Interval
    printed: Printed = IN_KRONOR

    @property
    def rule(self) -> tuple[object, ...]:
        """The rounding, its unit in kronor whatever the table is counted in."""
        unit, *rest = self.rounding
        return self.printed.kronor(unit), *rest

    @property
    def percent(self) -> Fraction:
        """The percentage in it with the fewest decimals."""
        return (simplest(self.span) - 1) * 100


def factors(answers: Sequence[Answer], computed: Computed) -> list[FactorBounds]:
    """Give every table's factors from the year before, then what they have in common.

    A rounding for which the tables have nothing in common has no common row.
    """
    found = [factor for answer in answers for factor in _of(answer, computed)]
    common = []
    for rule in dict.fromkeys(each.rule for each in found):
        same = [each for each in found if each.rule == rule]
        if len(same) == len(answers) > 1:
            rounding, printed = same[0].rounding, same[0].printed
            low, high = max(each.span[0] for each in same), min(each.span[1] for each in same)
            if low <= high:
                source = f"alla {len(same)}"
                common.append(FactorBounds("Gemensam", source, rounding, (low, high), printed))
    return [*found, *common]


def _of(answer: Answer, computed: Computed) -> list[FactorBounds]:
    """Take a table's upratings from the year before: by its rows, or its sum if that is all.

    Of a table that is not of our own, the first of each rounding, whatever it is from.
    """
    node, name = answer.observed.node, answer.observed.name
    # A finer unit than the amounts have is as good an explanation, but hardly the rule.
    unit, rules = answer.observed.coarsest(0)
    by_rows = [
        (h.key.fordelning, h.rounding, h.factor)
        for h in answer.ranked
        if h.factor and h.rounding in rules and not h.odd
    ]
    if node is None:
        firsts: dict[Rounding, FactorBounds] = {}
        for table, rounding, span in by_rows:
            source = f"{table['som']} {table['ar']}, raderna"
            bounds = FactorBounds(name, source, rounding, span, answer.observed.printed)
            firsts.setdefault(rounding, bounds)
        return list(firsts.values())
    before = computed.outcome.done.get(Node(node.service, node.year - 1))
    if before is None:
        return []
    if published(computed.data, node):
        last = {"som": node.service, "ar": node.year - 1}
        return [
            FactorBounds(name, f"{before.node.year}, raderna", rounding, span)
            for table, rounding, span in by_rows
            if table == last
        ]
    budget = computed.data.budgetar[node.year].tjanst.get(node.service)
    if budget is None or budget.intakt is None:
        return []
    name, source = f"{node.service} {node.year}", f"{before.node.year}, summan"
    bases = list(before.amounts.values())
    return [
        FactorBounds(name, source, rounding, factor)
        for rounding in rules
        if (factor := factors_of_total(bases, unit, rounding.method, budget.intakt))
    ]
