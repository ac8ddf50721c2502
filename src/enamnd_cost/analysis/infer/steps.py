"""Steps by size: a few amounts, the larger for the larger municipalities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost
from enamnd_cost.analysis.infer.intervals import roundest
from enamnd_cost.analysis.infer.keys import Kind, Population, Steps, TriedKey
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.engine.rounding import Method

ROWS_PER_STEP = 3  # at least, or any table would have steps
MOST_MISSING = 3  # rows


def hypotheses(
    question: Question, populations: Mapping[dt.date, Population]
) -> Iterator[Hypothesis]:
    """Find the steps of a table that has a few amounts only, in the order of some population.

    The amounts are what has been agreed, so no rounding and no other cost is tried. Who has no row
    is on a step between its neighbours, so that all make the printed sum, unless it was done again.
    """
    observed = question.observed
    steps = set(observed.amounts.values())
    few = 1 < len(steps) <= len(observed.amounts) // ROWS_PER_STEP
    if not few or 0 in steps or len(question.missing) > MOST_MISSING:
        return
    orders = (p for p in populations.values() if _in_order(observed.amounts, p))
    whole = next((found for people in orders if (found := _whole(question, people))), None)
    if whole:
        kronor = {code: observed.printed.kronor(kr) for code, kr in whole.items()}
        steps_ = _limits(whole, populations)
        fordelning: dict[str, Any] = {"belopp": kronor}
        if steps_:
            paid = sorted(set(kronor.values()))
            till = [{"till": roundest(*limit)} for limit in steps_.limits]
            below = [{**limit, "belopp": kr} for limit, kr in zip(till, paid, strict=False)]
            fordelning = {"trappa": [*below, {"belopp": paid[-1]}]}
        key = TriedKey(Kind.STEPS, fordelning, whole, steps=steps_)
        _, (rounding, *_) = observed.coarsest(0)
        handed_out = rounding._replace(method=Method.LARGEST_REMAINDER)
        total = sum(whole.values())
        yield at_cost(key, handed_out, observed, (total, total))


def _whole(question: Question, people: Population) -> dict[str, int] | None:
    """Give every one who shares a step, in the order of a population; None if the sum denies it."""
    observed = question.observed
    free = observed.total is None or observed.added_up
    choices = [_between(observed.amounts, people, people[code]) for code in question.missing]
    for chosen in product(*choices):
        filled = dict(observed.amounts) | dict(zip(question.missing, chosen, strict=True))
        if free or observed.total == sum(filled.values()) or not question.missing:
            return {code: filled[code] for code in question.participants}
    return None


def _between(amounts: Mapping[str, int], people: Population, size: int) -> list[int]:
    """List the steps of one of such a size, among those that have rows."""
    below = max((kr for code, kr in amounts.items() if people[code] < size), default=0)
    above = min((kr for code, kr in amounts.items() if people[code] > size), default=None)
    return [kr for kr in sorted(set(amounts.values())) if kr >= below and kr <= (above or kr)]


def _limits(paid: Mapping[str, int], populations: Mapping[dt.date, Population]) -> Steps | None:
    """Say where the limits may lie at the latest date that parts the steps; None if none does."""
    for date, people in sorted(populations.items(), reverse=True):
        sizes = [
            [people[code] for code, kr in paid.items() if kr == step]
            for step in sorted(set(paid.values()))
        ]
        limits = tuple((max(below), min(above) - 1) for below, above in pairwise(sizes))
        if all(least <= most for least, most in limits):
            return Steps(date, limits)
    return None


def _in_order(amounts: Mapping[str, int], people: Population) -> bool:
    """Tell whether nobody who is larger pays less."""
    by_size = sorted(amounts, key=lambda code: (people[code], amounts[code]))
    paid = [amounts[code] for code in by_size]
    return paid == sorted(paid)
