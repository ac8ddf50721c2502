"""What a rounded amount says of the exact share behind it, and of the cost that was shared.

The way back through :mod:`enamnd_cost.engine.rounding`: every amount is a strip that the exact
share must lie in, every strip an interval of costs, and the cost that most amounts agree on is
found by a sweep over the intervals' ends. No step is searched; nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar, assert_never

from enamnd_cost.engine.rounding import Method, round_shares

# An end of an interval that may be open: the value, and 0 where it belongs to the interval, else
# an infinitesimal's sign (+1 at a lower end, -1 at an upper one). Ends compare as they should.
End = tuple[Fraction, int]

MOST_PLACES = 12  # decimals of a number that is called finite

Ordered = TypeVar("Ordered", int, End)


class Strip(NamedTuple):
    """Bounds of an exact share, in half kronor so that they are integers."""

    low: int
    low_open: bool
    high: int
    high_open: bool


def strip(amount: int, unit: int, method: Method) -> Strip:
    """Give the exact shares (zero or more) that ``method`` rounds to ``amount``, unit in kronor.

    Largest remainder judges no share by itself: any share less than a unit away may give the
    amount, and its strip says no more than that.

    >>> strip(18_300, 100, Method.UP)
    Strip(low=36400, low_open=True, high=36600, high_open=False)
    """
    if amount % unit:
        return Strip(1, False, 0, False)  # nothing is rounded to this: an empty strip
    match method:
        case Method.UP:
            return Strip(2 * (amount - unit), True, 2 * amount, False)
        case Method.NEAREST:
            return Strip(2 * amount - unit, False, 2 * amount + unit, True)
        case Method.DOWN:
            return Strip(2 * amount, False, 2 * (amount + unit), True)
        case Method.LARGEST_REMAINDER:
            return Strip(2 * (amount - unit), True, 2 * (amount + unit), True)
        case never:
            assert_never(never)


def near(amount: int, unit: int) -> Strip:
    """Give all shares that any method could round to ``amount``, and no fewer.

    What fits no such strip fits no strip of a smaller unit either.
    """
    return Strip(2 * (amount - unit), False, 2 * (amount + unit), False)


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


def exact_costs(given: Strip, weight: int, total: int) -> tuple[End, End]:
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


def significant(value: int) -> tuple[int, int]:
    """Measure how round a number is: its significant digits, then whether the last is not a five.

    >>> significant(508_300), significant(446_500) < significant(446_300)
    ((4, 1), True)
    """
    digits = str(abs(value)).rstrip("0")
    return len(digits), int(not digits.endswith("5"))


def digits(value: int | Fraction) -> tuple[int, int]:
    """Measure how round a number with decimals is: as ``significant``, decimals counted too.

    >>> digits(508_300), digits(Fraction("508.25")), digits(Fraction(1, 3)) > digits(10**9 + 1)
    ((4, 1), (5, 0), True)
    """
    exact = Fraction(value)
    for places in range(MOST_PLACES):
        if (exact * 10**places).denominator == 1:
            return significant(int(exact * 10**places))
    return len(str(exact.numerator)) + len(str(exact.denominator)) + MOST_PLACES, 1


def roundest(low: int, high: int) -> int:
    """Give the roundest whole number of a range that is not empty; of equally round, the lowest.

    >>> roundest(2_887_878, 2_888_181), roundest(508_245, 508_460), roundest(7, 7)
    (2888000, 508300, 7)
    """
    for step in steps(high):
        first = -(-low // step) * step
        if first <= high:
            return first
    return low


def steps(most: int) -> list[int]:
    """List the round steps up to ``most``, the longest first: 1, 5, 10, 50, 100 and so on.

    >>> steps(60)
    [50, 10, 5, 1]
    """
    powers = [10**n for n in range(len(str(max(most, 1))))]
    return sorted((n for p in powers for n in (p, 5 * p) if n <= max(most, 1)), reverse=True)


def factors_of_total(
    bases: Sequence[int], unit: int, method: Method, total: int
) -> tuple[End, End] | None:
    """Give the exact factors by which amounts, each rounded, add up to a total (kronor).

    Amounts are more than zero. The sum never falls when the factor rises, and it changes only
    where some amount passes a bound of its rounding; None where it jumps past the total.

    >>> low, high = factors_of_total([76_100] * 14, 100, Method.UP, 1_127_000)
    >>> low == (Fraction(80_400, 76_100), 1), high == (Fraction(80_500, 76_100), 0)
    (True, True)
    """
    added, slack = sum(bases), len(bases) * unit
    bounds = set()
    for base in bases:
        for amount in range(
            max(0, (total - slack) * base // added // unit - 1) * unit,
            (total + slack) * base // added + 2 * unit,
            unit,
        ):
            bounds.add(Fraction(strip(amount, unit, method).high, 2 * base))
    passed = sorted(bounds)

    def added_up(factor: Fraction) -> int:
        shares = {str(n): base * factor for n, base in enumerate(bases)}
        return sum(share.amount for share in round_shares(shares, unit, method).values())

    fitting = [(low, high) for low, high in pairwise(passed) if added_up((low + high) / 2) == total]
    if not fitting:
        return None
    up = method is Method.UP
    return (fitting[0][0], int(up)), (fitting[-1][1], 0 if up else -1)
