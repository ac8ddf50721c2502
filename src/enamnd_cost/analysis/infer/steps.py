"""Steps by size: a few amounts, the larger for the larger municipalities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost
from enamnd_cost.analysis.infer.keys import Kind, Population, TriedKey
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.engine.rounding import Method

ROWS_PER_STEP = 3  # at least, or any table would have steps


def hypotheses(
    question: Question, populations: Mapping[dt.date, Population]
) -> Iterator[Hypothesis]:
    """Find the steps of a table that has a few amounts only, in the order of some population.

    The amounts are what has been agreed, so no rounding and no other cost is tried.
    """
    amounts = question.observed.amounts
    steps = set(amounts.values())
    few = 1 < len(steps) <= len(amounts) // ROWS_PER_STEP
    if not few or question.missing or 0 in steps:
        return
    if any(_in_order(amounts, people) for people in populations.values()):
        key = TriedKey(Kind.STEPS, {"belopp": dict(amounts)}, dict(amounts))
        _, (rounding, *_) = question.observed.coarsest(0)
        handed_out = rounding._replace(method=Method.LARGEST_REMAINDER)
        added = question.observed.added
        yield at_cost(key, handed_out, question.observed, (added, added))


def _in_order(amounts: Mapping[str, int], people: Population) -> bool:
    """Tell whether nobody who is larger pays less."""
    by_size = sorted(amounts, key=lambda code: (people[code], amounts[code]))
    paid = [amounts[code] for code in by_size]
    return paid == sorted(paid)
