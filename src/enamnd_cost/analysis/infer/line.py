"""Every cost by which a fixed key gives a table, or nearly: one unknown, an interval per cell.

Where no key that is known gives it, percentages with few decimals may: each of them has an interval
as well.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import count, islice, takewhile
from math import gcd

from enamnd_cost.analysis.infer.hypothesis import Hypothesis, at_cost, rounded
from enamnd_cost.analysis.infer.intervals import (
    Deepest,
    Interval,
    Strip,
    deepest,
    exact_costs,
    roundest,
    significant,
    simplest,
    whole,
    whole_costs,
)
from enamnd_cost.analysis.infer.keys import Kind, TriedKey
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.engine.rounding import Method, Rounding

MOST_TOTALS = 200  # that largest remainder is tried with, where the sum is not known
MOST_DECIMALS = 2  # of a percentage


@dataclass(frozen=True)
class Question:
    """The table, who is taken to share, how many cells must follow, and by what to round.

    ``roundings`` are grouped by the unit of a year's amount, coarsest first.
    """

    observed: Observed
    participants: tuple[str, ...]
    need: int
    roundings: Mapping[int, list[Rounding]]

    @cached_property
    def missing(self) -> list[str]:
        """Those who share but have no row."""
        return [code for code in self.participants if code not in self.observed.amounts]

    def tried(self, near: Callable[[int], bool]) -> Iterator[tuple[int, Rounding]]:
        """Give the roundings to be tried, each with its unit, as long as a unit is near enough.

        What lies near no share at a unit does so at no smaller one.
        """
        for unit in takewhile(near, self.roundings):
            yield from ((unit, rounding) for rounding in self.roundings[unit])

    @cached_property
    def strips(self) -> Mapping[tuple[int, Method | None], list[Strip]]:
        """What each cell says of its share, by unit and method; by none, what any would."""
        amounts = self.observed.amounts.values()
        return {
            (unit, method): [self.observed.printed.strip(kr, unit, method) for kr in amounts]
            for unit in self.roundings
            for method in (None, *Method)
        }


class Line:
    """A key and the weights of the cells, in lowest terms; ``need`` of weight must follow."""

    def __init__(self, question: Question, key: TriedKey) -> None:
        self.question, self.key, amounts = question, key, question.observed.amounts
        common = gcd(*key.weights.values())
        self.weights = [key.weights[code] // common for code in amounts]
        self.total = sum(key.weights.values()) // common
        # Cells without weight follow where nothing is printed.
        without = [kr for code, kr in amounts.items() if not key.weights[code]]
        self.need = question.need - without.count(0)

    def deepest(self, unit: int, method: Method | None) -> Deepest:
        """Find the whole costs that most strips agree on."""
        pairs = zip(self.question.strips[unit, method], self.weights, strict=True)
        return deepest([whole_costs(band, w, self.total) for band, w in pairs if w])

    def near(self, unit: int) -> bool:
        """Tell whether enough cells lie near some share."""
        return self.deepest(unit, None).depth >= self.need


def hypotheses(question: Question, key: TriedKey) -> Iterator[Hypothesis]:
    """Find every rounding, with its costs, by which the key gives enough of the cells."""
    line = Line(question, key)
    for unit, rounding in question.tried(line.near):
        found = line.deepest(unit, rounding.method)
        if found.depth < max(line.need, 1):
            continue
        find = _of_total if rounding.method is Method.LARGEST_REMAINDER else _of_shares
        hypothesis = find(line, rounding, found)
        if hypothesis and hypothesis.hits >= question.need:
            yield hypothesis


def _of_shares(line: Line, rounding: Rounding, found: Deepest) -> Hypothesis | None:
    """Take the costs that hold the roundest one."""
    ranges = [(max(low, 1), high) for low, high in found.ranges if high >= 1]
    if not ranges:
        return None
    span = min(ranges, key=lambda span: (*significant(roundest(*span)), span))
    costs = _held_to_sum(line, rounding, *span)
    return at_cost(line.key, rounding, line.question.observed, costs)


def _held_to_sum(line: Line, rounding: Rounding, low: int, high: int) -> tuple[int, int]:
    """Keep of the costs those that also give the printed sum, if any do.

    The rows may say all there is of the sum; where some are missing it says something of them.
    The total never falls when the cost rises, so both ends are found by halving.
    """
    observed = line.question.observed
    wanted, slack = observed.total, observed.slack
    if wanted is None or not line.question.missing:
        return low, high

    def total(cost: int) -> int:
        return sum(rounded(line.key, cost, rounding, observed.printed).values())

    costs = range(low, high + 1)
    first = bisect_left(costs, wanted - slack, key=total)
    after = bisect_right(costs, wanted + slack, key=total)
    return (costs[first], costs[after - 1]) if first < after else (low, high)


def _of_total(line: Line, rounding: Rounding, found: Deepest) -> Hypothesis | None:
    """Try largest remainder with the totals that can be: those stated, else those near.

    What the table states is its sum row, or all its rows.
    """
    observed, unit = line.question.observed, rounding.year_unit
    stated = dict.fromkeys([*([] if line.question.missing else [observed.added]), observed.total])
    totals = [total for total in stated if total and total % unit == 0]
    best = _best_total(line, rounding, totals)
    if best is not None and not best.deviations:
        return best
    other = _best_total(line, rounding, _likeliest(line, unit, found))
    return max((h for h in (best, other) if h), key=lambda h: h.hits, default=None)


def _likeliest(line: Line, unit: int, found: Deepest) -> list[int]:
    """List the totals that most cells allow, the likeliest first, as many as are to be tried.

    What the cells that agree hold together is what their weight says of the total, for what
    rounding gives to one of them it takes from another.
    """
    amounts, strips = line.question.observed.amounts.values(), line.question.strips
    bands = strips[unit, Method.LARGEST_REMAINDER]
    cells = [
        (weight, kr, *whole_costs(band, weight, line.total))
        for weight, kr, band in zip(line.weights, amounts, bands, strict=True)
        if weight
    ]
    judged: dict[int, Fraction] = {}
    for low, high in found.ranges:
        agreeing = [(w, kr) for w, kr, least, most in cells if least <= low and high <= most]
        weight, held = (sum(each) for each in zip(*agreeing, strict=True))
        likely = Fraction(held * line.total, weight)
        totals = range(-(-max(low, 1) // unit) * unit, high + 1, unit)
        if totals:
            at = min(max(round((likely - totals[0]) / unit), 0), len(totals) - 1)
            around = totals[max(0, at - MOST_TOTALS) : at + MOST_TOTALS + 1]
            judged.update((total, abs(total - likely)) for total in around)
    return sorted(judged, key=lambda total: (judged[total], total))[:MOST_TOTALS]


def _best_total(line: Line, rounding: Rounding, totals: list[int]) -> Hypothesis | None:
    """Choose the total that gives the most cells; of those, the roundest, with its neighbours."""
    observed, unit = line.question.observed, rounding.year_unit
    tried = {total: at_cost(line.key, rounding, observed, (total, total)) for total in totals}
    hits = max((hypothesis.hits for hypothesis in tried.values()), default=0)
    equal = {total for total, hypothesis in tried.items() if hypothesis.hits == hits}
    if not equal:
        return None
    if observed.total in equal:
        return tried[observed.total]
    chosen = min(equal, key=lambda total: (*significant(total), total))
    low = next(total for total in count(chosen, -unit) if total - unit not in equal)
    high = next(total for total in count(chosen, unit) if total + unit not in equal)
    return replace(tried[chosen], low=low, high=high)


def upratings(question: Question, table: TriedKey) -> Iterator[Hypothesis]:
    """Find every rounding, with its factors, by which another table times a factor is this one."""
    key = table._replace(kind=Kind.UPRATED)
    line = Line(question, key)
    for unit, rounding in question.tried(line.near):
        if rounding.method is Method.LARGEST_REMAINDER:
            continue  # uprating amounts knows no total to hand out
        pairs = zip(question.observed.amounts, question.strips[unit, rounding.method], strict=True)
        factors = deepest([exact_costs(band, key.weights[code], 1) for code, band in pairs])
        if factors.depth >= question.need:
            yield _uprated(question.observed, key, rounding, factors.ranges[0])


def _uprated(observed: Observed, key: TriedKey, rounding: Rounding, factor: Interval) -> Hypothesis:
    total = sum(key.weights.values())
    low, high = whole(factor, total)
    costs: tuple[int | None, int | None, int | None] = (None, None, None)
    if 1 <= low <= high:
        costs = low, high, roundest(low, high)
    amounts = rounded(key, simplest(factor) * total, rounding, observed.printed)
    return Hypothesis(key, rounding, observed, *costs, amounts, factor)


def percentages(question: Question) -> Iterator[Hypothesis]:
    """Find percentages that add up to 100 and give every cell, with as few decimals as can be.

    A coarse rounding lets percentages give almost any table; the chance says so, and they come
    last.

    The cost is taken to be what the rows add up to, or the roundest that rounding could have
    turned into that; the unit is the coarsest that the amounts are whole multiples of. Of a sum
    that is given, largest remainder has no other percentages than nearest has.
    """
    if question.missing or not question.observed.added:
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
    unit = rounding.year_unit
    lowest, spare = {}, {}
    for code, kr in question.observed.amounts.items():
        band = question.observed.printed.strip(kr, unit, rounding.method)
        low, high = whole_costs(band, cost, scale)
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
    return at_cost(key, rounding, question.observed, (cost, cost))
