"""Every cost by which a fixed key gives a table, or nearly: one unknown, an interval per cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, gcd

from enamnd_cost.analysis.infer.hypothesis import Bounds, Hypothesis, at_cost, rounded
from enamnd_cost.analysis.infer.intervals import (
    Deepest,
    End,
    Strip,
    deepest,
    exact_costs,
    near,
    roundest,
    significant,
    strip,
    whole_costs,
)
from enamnd_cost.analysis.infer.keys import Base, Kind, TriedKey
from enamnd_cost.analysis.infer.observed import Observed, year_unit
from enamnd_cost.engine.rounding import Method, Rounding

MOST_TOTALS = 200  # that largest remainder is tried with, where the sum is not known


@dataclass(frozen=True)
class Question:
    """The table, who is taken to share, how many cells may be odd, and by what to round.

    ``roundings`` are grouped by the unit of a year's amount, coarsest first.
    """

    observed: Observed
    participants: tuple[str, ...]
    most: int
    roundings: Mapping[int, list[Rounding]]
    _strips: dict[tuple[int, Method | None], list[Strip]] = field(default_factory=dict)

    @property
    def need(self) -> int:
        """How many cells must follow."""
        return len(self.observed.amounts) - self.most

    @property
    def missing(self) -> list[str]:
        """Those who share but have no row."""
        return [code for code in self.participants if code not in self.observed.amounts]

    def strips(self, unit: int, method: Method | None) -> list[Strip]:
        """Give what each cell says of its share; without a method, what any would."""
        made = self._strips.get((unit, method))
        if made is None:
            made = self._strips[unit, method] = [
                near(amount, unit) if method is None else strip(amount, unit, method)
                for amount in self.observed.amounts.values()
            ]
        return made

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The totals that the table itself states, in kronor: its sum row, or all its rows."""
        stated = [] if self.observed.total is None else [self.observed.total]
        return tuple(dict.fromkeys(stated if self.missing else [self.observed.added, *stated]))


def hypotheses(question: Question, key: TriedKey) -> Iterator[Hypothesis]:
    """Find every rounding, with its costs, by which the key gives enough of the cells."""
    line = _Line.of(question, key)
    for unit, roundings in question.roundings.items():
        # What lies near no share at this unit does so at no smaller one.
        if line.deepest(question.strips(unit, None)).depth + line.nothing < question.need:
            return
        for rounding in roundings:
            found = _with_rounding(question, line, rounding)
            if found and found.hits >= question.need:
                yield found


@dataclass(frozen=True)
class _Line:
    """A key with its weights in the order of the cells, in lowest terms."""

    key: TriedKey
    weights: list[int]
    total: int
    nothing: int

    @classmethod
    def of(cls, question: Question, key: TriedKey) -> _Line:
        """Prepare a key; cells of weight zero follow if nothing is printed."""
        amounts = question.observed.amounts
        common = gcd(*key.weights.values())
        total = sum(key.weights.values()) // common
        weights = [key.weights[code] // common for code in amounts]
        nothing = sum(
            1 for n, kr in zip(weights, amounts.values(), strict=True) if not n and not kr
        )
        return cls(key, weights, total, nothing)

    def deepest(self, strips: list[Strip]) -> Deepest:
        """Find the whole costs that most strips agree on."""
        total = self.total
        return deepest(
            [whole_costs(s, w, total) for s, w in zip(strips, self.weights, strict=True) if w]
        )


def _with_rounding(question: Question, line: _Line, rounding: Rounding) -> Hypothesis | None:
    found = line.deepest(question.strips(year_unit(rounding), rounding.method))
    if found.depth + line.nothing < question.need or not found.depth:
        return None
    if rounding.method is Method.LARGEST_REMAINDER:
        return _of_total(question, line.key, rounding, found)
    ranges = [(max(low, 1), high) for low, high in found.ranges if high >= 1]
    if not ranges:
        return None
    low, high = min(ranges, key=lambda span: (*significant(roundest(*span)), span))
    low, high = _held_to_sum(question, line.key, rounding, low, high)
    return at_cost(line.key, rounding, question.observed, (low, high), roundest(low, high))


def _held_to_sum(
    question: Question, key: TriedKey, rounding: Rounding, low: int, high: int
) -> tuple[int, int]:
    """Keep of the costs those that also give the printed sum, if any do.

    The rows may say all there is of the sum; where some are missing it says something of them.
    The total never falls when the cost rises, so both ends are found by halving.
    """
    wanted = question.observed.total
    if wanted is None or not question.missing:
        return low, high

    def first_above(least: int) -> int:
        """Give the first cost whose total is ``least`` or more; one past the end if none is."""
        left, right = low, high + 1
        while left < right:
            middle = (left + right) // 2
            if sum(rounded(key, middle, rounding).values()) >= least:
                right = middle
            else:
                left = middle + 1
        return left

    start, end = first_above(wanted), first_above(wanted + 1) - 1
    return (start, end) if start <= end else (low, high)


def _of_total(
    question: Question, key: TriedKey, rounding: Rounding, found: Deepest
) -> Hypothesis | None:
    """Try largest remainder with the totals that can be: those stated, else those near."""
    unit = year_unit(rounding)
    stated = [total for total in question.totals if total % unit == 0]
    best = _best_total(question, key, rounding, stated)
    if best is not None and not best.deviations:
        return best
    other = _best_total(question, key, rounding, _likeliest(question, key, unit, found))
    return max((h for h in (best, other) if h), key=lambda h: h.hits, default=None)


def _likeliest(question: Question, key: TriedKey, unit: int, found: Deepest) -> list[int]:
    """List the totals that most cells allow, the likeliest first, as many as are to be tried.

    What the cells that agree hold together is what their weight says of the total, for what
    rounding gives to one of them it takes from another.
    """
    amounts, whole = question.observed.amounts, sum(key.weights.values())
    strips = question.strips(unit, Method.LARGEST_REMAINDER)
    judged: dict[int, Fraction] = {}
    for low, high in found.ranges:
        held = weight = 0
        for (code, kr), each in zip(amounts.items(), strips, strict=True):
            least, most = (
                whole_costs(each, key.weights[code], whole) if key.weights[code] else (1, 0)
            )
            if least <= low and high <= most:
                held, weight = held + kr, weight + key.weights[code]
        likely = Fraction(held * whole, weight) if weight else Fraction(low + high, 2)
        totals = range(-(-max(low, 1) // unit) * unit, high + 1, unit)
        if totals:
            at = min(max(round((likely - totals[0]) / unit), 0), len(totals) - 1)
            around = totals[max(0, at - MOST_TOTALS) : at + MOST_TOTALS + 1]
            judged.update((total, abs(total - likely)) for total in around)
    return sorted(judged, key=lambda total: (judged[total], total))[:MOST_TOTALS]


def _best_total(
    question: Question, key: TriedKey, rounding: Rounding, totals: list[int]
) -> Hypothesis | None:
    """Choose the total that gives the most cells; of those, the roundest, with its neighbours."""
    tried = {
        total: at_cost(key, rounding, question.observed, (total, total), total)
        for total in totals
        if total > 0
    }
    if not tried:
        return None
    hits = max(hypothesis.hits for hypothesis in tried.values())
    equal = [total for total, hypothesis in tried.items() if hypothesis.hits == hits]
    if question.observed.total in equal:
        return tried[question.observed.total]
    chosen = min(equal, key=lambda total: (*significant(total), total))
    low = high = chosen
    unit = year_unit(rounding)
    while low - unit in equal:
        low -= unit
    while high + unit in equal:
        high += unit
    return at_cost(key, rounding, question.observed, (low, high), chosen)


def upratings(question: Question, base: Base) -> Iterator[Hypothesis]:
    """Find every rounding, with its factors, by which another table times a factor is this one."""
    key = base.key(question.participants, Kind.UPRATED)
    line = _Line.of(question, key)
    amounts = question.observed.amounts
    for unit, roundings in question.roundings.items():
        # A cost that is no whole number rounds up or down to one that is near as well.
        if line.deepest(question.strips(unit, None)).depth < question.need:
            return
        for rounding in roundings:
            if rounding.method is Method.LARGEST_REMAINDER:
                continue  # uprating amounts knows no total to hand out
            strips = question.strips(unit, rounding.method)
            factors = deepest(
                [
                    exact_costs(s, key.weights[who], 1)
                    for who, s in zip(amounts, strips, strict=True)
                ]
            )
            if factors.depth >= question.need:
                yield _uprated(question, key, rounding, factors.ranges[0])


def _uprated(
    question: Question, key: TriedKey, rounding: Rounding, span: tuple[End, End]
) -> Hypothesis:
    total = sum(key.weights.values())
    factor = simplest(span)
    first, last = _whole(span, total)
    low, high, cost = (
        (first, last, roundest(first, last)) if 1 <= first <= last else (None, None, None)
    )
    return Hypothesis(
        key,
        rounding,
        question.observed,
        low,
        high,
        cost,
        amounts=rounded(key, factor * total, rounding),
        factor=Bounds(*span, factor),
    )


def simplest(span: tuple[End, End]) -> Fraction:
    """Give the factor of an interval whose percentage has the fewest decimals; then the roundest.

    >>> simplest(((Fraction("1.05737"), 1), (Fraction("1.0575"), 0)))
    Fraction(423, 400)
    """
    places = 2
    while True:
        scale = 10**places
        first, last = _whole(span, scale)
        if first <= last:
            low, high = first - scale, last - scale
            if low <= 0 <= high:
                return Fraction(1)
            return 1 + Fraction(roundest(low, high) if low > 0 else -roundest(-high, -low), scale)
        places += 1


def _whole(span: tuple[End, End], times: int) -> tuple[int, int]:
    """Give the lowest and highest whole number of an interval ``times`` over."""
    (low, low_open), (high, high_open) = span
    first, last = ceil(low * times), floor(high * times)
    return (
        first + (low_open != 0 and first == low * times),
        last - (high_open != 0 and last == high * times),
    )
