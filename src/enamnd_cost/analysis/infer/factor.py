"""The factors by which last year's amounts become this year's, and what several tables allow.

An index that no document prints is known by what it did: every table bounds it, and the bounds of
several tables together are narrower. Where only a sum is published the sum bounds it as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.infer.intervals import End, factors_of_total
from enamnd_cost.analysis.infer.line import simplest
from enamnd_cost.analysis.infer.observed import published
from enamnd_cost.analysis.infer.run import Answer
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method, Rounding


@dataclass(frozen=True)
class FactorBounds:
    """An exact interval of factors: of what, from what, by which rounding; and one in it."""

    name: str
    source: str
    rounding: Rounding
    low: End
    high: End

    @property
    def percent(self) -> Fraction:
        """The percentage with the fewest decimals."""
        return (simplest((self.low, self.high)) - 1) * 100


def factors(answers: Sequence[Answer], computed: Computed) -> list[FactorBounds]:
    """Give every table's factors from the year before, then what they have in common.

    A rounding for which the tables have nothing in common has no common row.
    """
    found = [factor for answer in answers for factor in _of(answer, computed)]
    common = []
    for rounding in dict.fromkeys(factor.rounding for factor in found):
        same = [factor for factor in found if factor.rounding == rounding]
        if len(same) == len(answers) > 1:
            low, high = max(f.low for f in same), min(f.high for f in same)
            if low <= high:
                common.append(FactorBounds("Gemensam", f"alla {len(same)}", rounding, low, high))
    return [*found, *common]


def _of(answer: Answer, computed: Computed) -> list[FactorBounds]:
    """Take a table's upratings from the year before: by its rows, or its sum if that is all."""
    node, name = answer.observed.node, answer.observed.name
    # A finer unit than the amounts have is as good an explanation, but hardly the rule.
    unit, rules = next(iter(answer.observed.roundings(0).items()))
    if node is None:
        seen: dict[Rounding, FactorBounds] = {}
        for ranked in answer.ranked:
            found = ranked.hypothesis
            if found.factor and not found.odd and found.rounding in rules:
                of = f"{found.key.fordelning['som']} {found.key.fordelning['ar']}, raderna"
                factor = FactorBounds(name, of, found.rounding, found.factor.low, found.factor.high)
                seen.setdefault(found.rounding, factor)
        return list(seen.values())
    before = computed.outcome.done.get(Node(node.service, node.year - 1))
    if before is None:
        return []
    if published(computed.data, node):
        return [
            FactorBounds(
                name, f"{before.node.year}, raderna", h.rounding, h.factor.low, h.factor.high
            )
            for ranked in answer.ranked
            if (h := ranked.hypothesis).factor
            and not h.odd
            and h.rounding in rules
            and h.key.fordelning == {"som": node.service, "ar": node.year - 1}
        ]
    budget = computed.data.budgetar[node.year].tjanst.get(node.service)
    if budget is None or budget.intakt is None:
        return []
    bases = list(before.amounts.values())
    return [
        FactorBounds(f"{node.service} {node.year}", f"{before.node.year}, summan", rounding, *span)
        for rounding in rules
        if rounding.method is not Method.LARGEST_REMAINDER
        and (span := factors_of_total(bases, unit, rounding.method, budget.intakt))
    ]
