"""Fixed percentages with few decimals: what is left when no key gives a table.

A coarse rounding lets percentages give almost any table; the chance says so, and they come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost
from enamnd_cost.analysis.infer.intervals import roundest, strip, whole_costs
from enamnd_cost.analysis.infer.keys import Kind, TriedKey
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.observed import year_unit
from enamnd_cost.engine.rounding import Rounding

MOST_DECIMALS = 2


def hypotheses(question: Question) -> Iterator[Hypothesis]:
    """Find percentages that add up to 100 and give every cell, with as few decimals as can be.

    The cost is taken to be what the rows add up to, or the roundest that rounding could have
    turned into that; the unit is the coarsest that the amounts are whole multiples of. Of a sum
    that is given, largest remainder has no other percentages than nearest has.
    """
    if question.missing:
        return
    unit, roundings = question.observed.coarsest(0)
    added, count = question.observed.added, len(question.participants)
    costs = dict.fromkeys([roundest(max(1, added - count * unit), added + count * unit), added])
    for rounding in roundings:
        tries = (
            _percentages(question, rounding, cost, decimals)
            for decimals in range(MOST_DECIMALS + 1)
            for cost in costs
        )
        yield from islice(filter(None, tries), 1)


def _percentages(
    question: Question, rounding: Rounding, cost: int, decimals: int
) -> Hypothesis | None:
    """Choose whole steps of a percentage within each cell's bounds, so that they make 100."""
    scale = 10 ** (decimals + 2)  # the steps that make the whole cost
    unit = year_unit(rounding)
    lowest, spare = {}, {}
    for code, kr in question.observed.amounts.items():
        low, high = whole_costs(strip(kr, unit, rounding.method), cost, scale)
        lowest[code], spare[code] = max(low, 0), high - max(low, 0)
    left = scale - sum(lowest.values())
    if min(spare.values()) < 0 or not 0 <= left <= sum(spare.values()):
        return None
    chosen = {code: lowest[code] for code in question.participants}
    for code in sorted(spare):  # by code, so that the order of rows changes nothing
        more = min(left, spare[code])
        chosen[code] += more
        left -= more
    percent = {code: Decimal(n).scaleb(-decimals) for code, n in chosen.items()}
    key = TriedKey(Kind.PERCENT, {"procent": percent}, chosen)
    return at_cost(key, rounding, question.observed, (cost, cost), cost)
