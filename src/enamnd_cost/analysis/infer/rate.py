"""A decided rate: so many kronor per inhabitant, to the öre, alone or beside a fixed amount.

Every amount bounds the rate; what no amount forbids and has the fewest decimals is proposed. The
same key shares a cost by population: which of the two was decided only a rate that hits so narrow
an interval can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost, rounded
from enamnd_cost.analysis.infer.intervals import (
    Interval,
    deepest,
    exact_costs,
    roundest,
    significant,
    whole,
)
from enamnd_cost.analysis.infer.keys import Base, Kind, TriedKey
from enamnd_cost.analysis.infer.line import Line, Question
from enamnd_cost.engine.rounding import Method, Rounding

MOST_DECIMALS = 2  # of a rate in kronor: öre
MOST_RATES = 200  # that are tried beside fixed amounts, of each number of decimals

Corner = tuple[Fraction, Fraction]


def hypotheses(question: Question, key: TriedKey) -> Iterator[Hypothesis]:
    """Find every rounding, with its rate, by which so much per inhabitant gives enough cells.

    ``key`` shares by population. A total that is handed out is no rate.
    """
    line = Line(question, key)
    for unit, rounding in question.tried(line.near):
        if rounding.method is Method.LARGEST_REMAINDER:
            continue
        cells = zip(question.observed.amounts, question.strips[unit, rounding.method], strict=True)
        found = deepest([exact_costs(band, key.weights[code], 1) for code, band in cells])
        rates = [rate for span in found.ranges if (rate := _fewest_decimals(question, span))]
        if found.depth >= max(question.need, 1) and rates:
            made = _made(question, key, rounding, min(rates, key=_length), 0)
            if made.hits >= question.need:
                yield made


def with_fixed(question: Question, key: TriedKey, mix: Hypothesis) -> Iterator[Hypothesis]:
    """Find a fixed amount in whole kronor and a rate in the region of a free mix, if any is in it.

    Of several the roundest, both together.
    """
    if mix.rounding.method is Method.LARGEST_REMAINDER or len(mix.corners) < 2:
        return
    times, people = question.observed.printed.per_krona, sum(key.weights.values())
    each = times * len(key.weights)
    corners = [(x / each, y / (times * people)) for x, y in mix.corners]
    pairs = sorted(_pairs(corners), key=lambda pair: (significant(*pair), pair))
    made = (_made(question, key, mix.rounding, rate, fixed) for fixed, rate in pairs[:20])
    yield from [each for each in made if each.hits >= mix.hits][:1]


def _fewest_decimals(question: Question, span: Interval) -> Fraction | None:
    times = question.observed.printed.per_krona
    (low, low_open), (high, high_open) = span
    in_kronor = ((low / times, low_open), (high / times, high_open))
    for places in range(MOST_DECIMALS + 1):
        first, last = whole(in_kronor, 10**places)
        if max(first, 1) <= last:
            return Fraction(roundest(max(first, 1), last), 10**places)
    return None


def _length(rate: Fraction) -> tuple[tuple[int, int], Fraction]:
    return significant(rate), rate


def _pairs(corners: list[Corner]) -> Iterator[tuple[int, Fraction]]:
    """Give fixed amounts and rates inside a convex region: the roundest amount for each rate.

    >>> (100, Fraction(11, 5)) in set(
    ...     _pairs([(Fraction(95), Fraction("2.1")), (Fraction(105), Fraction("2.3"))])
    ... )
    True
    """
    least, most = min(y for _, y in corners), max(y for _, y in corners)
    for places in range(MOST_DECIMALS + 1):
        scale = 10**places
        first, last = ceil(least * scale), floor(most * scale)
        for n in range(max(first, 1), min(last, first + MOST_RATES) + 1):
            rate = Fraction(n, scale)
            at = _across(corners, rate)
            low, high = max(ceil(min(at)), 1), floor(max(at))
            if low <= high:
                yield roundest(low, high), rate


def _across(corners: list[Corner], y: Fraction) -> list[Fraction]:
    """Give where a level line crosses what joins any two corners: the outermost are the ends."""
    found = [x for x, level in corners if level == y]
    for (x, low), (other, high) in combinations(corners, 2):
        if min(low, high) < y < max(low, high):
            found.append(x + (other - x) * (y - low) / (high - low))
    return found


def _made(
    question: Question, key: TriedKey, rounding: Rounding, rate: Fraction, fixed: int
) -> Hypothesis:
    """Make the hypothesis of a rate in kronor; its cost is what the amounts add up to."""
    observed, scale = question.observed, 10**MOST_DECIMALS
    weights = {code: int(scale * (fixed + rate * n)) for code, n in key.weights.items()}
    of_all = sum(weights.values())
    amounts = rounded(
        key._replace(weights=weights),
        Fraction(of_all * observed.printed.per_krona, scale),
        rounding,
        observed.printed,
    )
    total = sum(amounts.values())
    fordelning = {"per_invanare": Decimal(rate.numerator) / rate.denominator}
    tried = key._replace(
        kind=Kind.FIXED_RATE if fixed else Kind.RATE,
        fordelning={**fordelning, "fast": fixed} if fixed else fordelning,
        weights=weights,
        base=Base(Fraction(scale * fixed * len(weights), of_all), key.date),
    )
    cost = max(total, 1)
    return replace(at_cost(tried, rounding, observed, (cost, cost)), cost=total, amounts=amounts)
