"""A year's amount in parts of the year: whole kronor that add up to it, whatever the parts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.engine.result import Row


def instalments(amount: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Cut an amount (kronor) into parts in proportion to their weights.

    The one rule for what does not come out even: what has been asked for so far is cut to whole
    kronor, towards zero, and each part is what that adds. So no part is a krona from its share, the
    last one settles it, and months asked for one by one come to what their quarter does. Weights
    must not add up to zero.

    >>> instalments(100, [1, 1, 1]), instalments(-100, [1, 1, 1]), instalments(7, [0, 0, 5])
    ((33, 33, 34), (-33, -33, -34), (0, 0, 7))
    """
    whole = sum(weights, Fraction(0))
    parts, asked, weight = [], 0, Fraction(0)
    for each in weights:
        weight += each
        so_far = int(amount * weight / whole)
        parts.append(so_far - asked)
        asked = so_far
    return tuple(parts)


def by_month(row: Row, paid_in: Mapping[str, int], months: Months) -> tuple[int, ...]:
    """Give what a receiver is to pay of a year's amount for each month of it, in kronor.

    Each share falls on the months that it was reckoned for, the same each month, so who takes part
    from July pays nothing for June. ``paid_in`` gives the month of each item that is paid once, and
    is then due in full. Where no share tells (a receiver that only rounding or damping lets pay),
    all ``months`` of the service count the same.
    """
    fees, weights = [Fraction(0)] * MONTHS_A_YEAR, [Fraction(0)] * MONTHS_A_YEAR
    for step in row.steps:
        if step.item in paid_in:
            fees[paid_in[step.item] - 1] += step.exact
        else:
            for month in range(step.months.first - 1, step.months.last):
                weights[month] += step.exact / step.months.length
    if not sum(weights):
        weights = [
            Fraction(months.first <= month <= months.last) for month in range(1, MONTHS_A_YEAR + 1)
        ]
    left = instalments(row.amount - int(sum(fees)), weights)
    return tuple(int(fee) + part for fee, part in zip(fees, left, strict=True))
