"""What a rounded amount says of the exact share behind it, and of the cost that was shared.

The way back through :mod:`enamnd_cost.engine.rounding`: every amount is a strip that the exact
share must lie in, every strip an interval of costs, and the cost that most amounts agree on is
found by a sweep over the intervals' ends. No step is searched; nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count, pairwise
from math import ceil, floor
from typing import Any, NamedTuple, TypeVar

from enamnd_cost.engine.rounding import Method, round_shares

# An end of an interval that may be open: the value, and 0 where it belongs to the interval, else
# an infinitesimal's sign (+1 at a lower end, -1 at an upper one). Ends compare as they should.
End = tuple[Fraction, int]
Interval = tuple[End, End]

MOST_PLACES = 12  # decimals of a number that is called finite

Ordered = TypeVar("Ordered", int, End)


class Strip(NamedTuple):
    """Bounds of an exact share, in halves of what amounts are counted in: they are whole."""

    low: int
    low_open: bool
    high: int
    high_open: bool


EMPTY = Strip(1, False, 0, False)  # nothing is rounded to this

# How far from an amount its share may lie, below and above, in half units; and if that is open.
# Largest remainder judges no share by itself: any that is less than a unit away may do.
# None is what any method could do, and no more; what that does not fit, no smaller unit fits.
_AROUND = {
    Method.UP: (-2, True, 0, False),
    Method.NEAREST: (-1, False, 1, True),
    Method.DOWN: (0, False, 2, True),
    Method.LARGEST_REMAINDER: (-2, True, 2, True),
    None: (-2, False, 2, False),
}


def strip(amount: int, unit: int, method: Method | None) -> Strip:
    """Give the exact shares (zero or more) that ``method`` rounds to ``amount``, in whole units.

    Without a method: those that any could.

    >>> strip(18_300, 100, Method.UP)
    Strip(low=36400, low_open=True, high=36600, high_open=False)
    """
    if method and amount % unit:
        return EMPTY
    below, low_open, above, high_open = _AROUND[method]
    return Strip(2 * amount + below * unit, low_open, 2 * amount + above * unit, high_open)


def whole_costs(given: Strip, weight: int, total: int) -> tuple[int, int]:
    """Give the lowest and highest whole cost (kronor) whose share lies in the strip.

    The share is ``weight`` of ``total``; ``weight`` is more than zero. Low above high: none.

    >>> whole_costs(strip(97_000, 1_000, Method.UP), 76_770, 250_570)
    (313335, 316598)
    """
    over = 2 * weight
    low, high = given.low * total, given.high * total
    return (
        low // over + 1 if given.low_open else -(-low // over),
        -(-high // over) - 1 if given.high_open else high // over,
    )


def exact_costs(given: Strip, weight: int, total: int) -> Interval:
    """Give the exact interval of costs whose share lies in the strip, its ends open or not."""
    over = 2 * weight
    return (
        (Fraction(given.low * total, over), int(given.low_open)),
        (Fraction(given.high * total, over), -int(given.high_open)),
    )


class Deepest(NamedTuple):
    """How many intervals have a point in common, at most, and the ranges where so many do."""

    depth: int
    ranges: tuple[tuple[Any, Any], ...]


def deepest(intervals: Sequence[tuple[Ordered, Ordered]]) -> Deepest:
    """Find what most of the closed intervals have in common, by one sweep over their ends.

    >>> deepest([(0, 10), (5, 20), (8, 9), (30, 40)])
    Deepest(depth=3, ranges=((8, 9),))
    """
    held = [(low, high) for low, high in intervals if low <= high]
    lows, highs = sorted(low for low, _ in held), sorted(high for _, high in held)
    best, closed = 0, 0
    ranges: list[tuple[Any, Any]] = []
    for opened, low in enumerate(lows, 1):
        while highs[closed] < low:
            closed += 1
        if opened - closed > best:
            best, ranges = opened - closed, []
        # Where another begins before any of these ends, the count will be passed.
        if opened - closed == best and (opened == len(lows) or lows[opened] > highs[closed]):
            ranges.append((low, highs[closed]))
    return Deepest(best, tuple(ranges))


def significant(*numbers: int | Fraction) -> tuple[int, int]:
    """Measure how round some numbers are together: their digits, and how many do not end in a five.

    Decimals are digits too; a number whose decimals do not end has more than any other.

    >>> significant(508_300), significant(446_500) < significant(446_300), significant(70, 25)
    ((4, 1), True, (3, 1))
    >>> significant(Fraction("508.25")), significant(Fraction(1, 3)) > significant(10**9 + 1)
    ((5, 0), True)
    """
    measured = [_significant(number) for number in numbers]
    return sum(digits for digits, _ in measured), sum(odd for _, odd in measured)


def _significant(number: int | Fraction) -> tuple[int, int]:
    shifted = number
    for _ in range(MOST_PLACES):
        if shifted.denominator == 1:
            digits = str(abs(int(shifted))).rstrip("0")
            return len(digits), int(not digits.endswith("5"))
        shifted *= 10
    return len(str(number.numerator)) + len(str(number.denominator)) + MOST_PLACES, 1


def roundest(low: int, high: int) -> int:
    """Give the roundest whole number of a range that is not empty; of equally round, the lowest.

    >>> roundest(2_887_878, 2_888_181), roundest(508_245, 508_460), roundest(7, 7)
    (2888000, 508300, 7)
    """
    firsts = (-(-low // step) * step for step in steps(high))
    return next(first for first in firsts if first <= high)


def steps(most: int) -> list[int]:
    """List the round steps up to ``most``, the longest first: 1, 5, 10, 50, 100 and so on.

    >>> steps(60)
    [50, 10, 5, 1]
    """
    powers = [10**n for n in range(len(str(max(most, 1))))]
    return sorted((n for p in powers for n in (p, 5 * p) if n <= max(most, 1)), reverse=True)


def whole(span: Interval, times: int) -> tuple[int, int]:
    """Give the lowest and highest whole number of an interval ``times`` over; low above high: none.

    >>> whole(((Fraction(1), 1), (Fraction(3, 2), 0)), 10)
    (11, 15)
    """
    (low, low_open), (high, high_open) = span
    first, last = ceil(low * times), floor(high * times)
    return (
        first + (low_open != 0 and first == low * times),
        last - (high_open != 0 and last == high * times),
    )


def simplest(span: Interval) -> Fraction:
    """Give the factor of an interval whose percentage has the fewest decimals; then the roundest.

    >>> simplest(((Fraction("1.05737"), 1), (Fraction("1.0575"), 0)))
    Fraction(423, 400)
    """
    for places in count(2):
        scale = 10**places
        low, high = (end - scale for end in whole(span, scale))
        if low <= high:
            break
    if low <= 0 <= high:
        return Fraction(1)
    return 1 + Fraction(roundest(low, high) if low > 0 else -roundest(-high, -low), scale)


def factors_of_total(
    bases: Sequence[int], unit: int, method: Method, total: int
) -> Interval | None:
    """Give the exact factors by which amounts, each rounded, add up to a total (kronor).

    Amounts are more than zero. The sum never falls when the factor rises, and it changes only
    where some amount passes a bound of its rounding; None where it jumps past the total.

    >>> low, high = factors_of_total([76_100] * 14, 100, Method.UP, 1_127_000)
    >>> low == (Fraction(80_400, 76_100), 1), high == (Fraction(80_500, 76_100), 0)
    (True, True)
    """
    added, slack = sum(bases), len(bases) * unit
    bounds = {
        Fraction(strip(units * unit, unit, method).high, 2 * base)
        for base in bases
        for units in range(
            max(0, (total - slack) * base // added // unit - 1),
            (total + slack) * base // added // unit + 3,
        )
    }

    def added_up(factor: Fraction) -> int:
        shares = {str(n): base * factor for n, base in enumerate(bases)}
        return sum(share.amount for share in round_shares(shares, unit, method).values())

    fitting = [
        (low, high) for low, high in pairwise(sorted(bounds)) if added_up((low + high) / 2) == total
    ]
    if not fitting:
        return None
    _, low_open, _, high_open = _AROUND[method]
    return (fitting[0][0], int(low_open)), (fitting[-1][1], -int(high_open))
