"""Phasing in: one year's step from what is paid to what a new model asks for, within limits.

Each receiver pays its amount under the new model times one common factor, held within what its own
limits allow; the factor is the one that makes the sum right. So those who are not held back carry,
in proportion to their new amounts, what the limits keep from the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.rounding import Method, Receiver, round_shares
from enamnd_cost.swedish import number


class Limits(NamedTuple):
    """The least and the most (kronor) that a receiver may pay this year; None is no limit."""

    least: int | None = None
    most: int | None = None


Bounds = Mapping[Receiver, tuple[int, int | None]]


def step(
    target: Mapping[Receiver, int], limits: Mapping[Receiver, Limits], unit: int = 1
) -> dict[Receiver, int]:
    """Give this year's amounts: the sum of ``target`` (kronor), each within its limits.

    The limits are multiples of ``unit``, and so is the sum. Whoever has no amount under the new
    model pays nothing. Raises ``AllocationError`` (EK311) where the limits cannot be met.

    >>> step({"2582": 150, "2580": 50}, {"2582": Limits(most=110), "2580": Limits()})
    {'2582': 110, '2580': 90}
    """
    if refunded := tuple(who for who, amount in target.items() if amount < 0):
        raise AllocationError(
            "EK311",
            "{kommuner} har ett negativt belopp, som inte går att fasa in",
            remedy="fasa in en budget där alla betalar",
            field="infasning",
            receivers=refunded,
        )
    paying = {who: amount for who, amount in target.items() if amount}
    bounds = {who: _bounds(limits.get(who, Limits())) for who in paying}
    if _held(paying, bounds, Fraction(1)) == paying:
        return dict(target)  # reached: the new amounts as they are, whatever their unit
    total = sum(paying.values())
    if total % unit:
        raise AllocationError(
            "EK311",
            f"kommunerna ska betala {number(total)} kr tillsammans, som inte går jämnt ut i hela "
            f"{number(unit)} kr",
            remedy="välj en mindre enhet i infasning.till",
            field="infasning",
        )
    least = [low for low, _ in bounds.values()]
    most = [high for _, high in bounds.values()]
    if sum(least) > total:
        raise _impossible(total, sum(least), "minst")
    if None not in most and sum(high or 0 for high in most) < total:
        raise _impossible(total, sum(high or 0 for high in most), "högst")
    exact = _held(paying, bounds, _factor(paying, bounds, total))
    rounded = round_shares(exact, unit, Method.LARGEST_REMAINDER)
    return {who: rounded[who].amount if who in rounded else 0 for who in target}


def _bounds(limits: Limits) -> tuple[int, int | None]:
    """Nobody pays less than nothing, however low the limit."""
    return max(limits.least or 0, 0), limits.most


def _held(
    paying: Mapping[Receiver, int], bounds: Bounds, factor: Fraction
) -> dict[Receiver, Fraction]:
    """Give each its amount times the factor, held within its bounds."""
    held = {}
    for who, (least, most) in bounds.items():
        value = max(factor * paying[who], Fraction(least))
        held[who] = value if most is None else min(value, Fraction(most))
    return held


def _factor(paying: Mapping[Receiver, int], bounds: Bounds, total: int) -> Fraction:
    """Find the factor that gives the total: the sum grows with it, in straight pieces.

    The pieces meet where somebody reaches a limit. Between the last corner that gives too little
    and the first that gives enough, those who are free share what is left.
    """
    reached = {
        Fraction(limit, paying[who])
        for who, both in bounds.items()
        for limit in both
        if limit is not None
    }
    corners = sorted({Fraction(0), *reached})

    def paid(factor: Fraction) -> Fraction:
        return sum(_held(paying, bounds, factor).values(), Fraction(0))

    below = corners[max(bisect_left(corners, Fraction(total), key=paid) - 1, 0)]
    # Everybody who can pay more than at ``below`` pays in proportion from there on.
    fixed, free = 0, 0
    for who, (least, most) in bounds.items():
        amount = paying[who]
        if least > below * amount:
            fixed += least
        elif most is not None and most <= below * amount:
            fixed += most
        else:
            free += amount
    return Fraction(total - fixed, free) if free else below


def _impossible(total: int, reach: int, word: str) -> AllocationError:
    return AllocationError(
        "EK311",
        f"infasningens gränser går inte att hålla: kommunerna ska betala {number(total)} kr "
        f"tillsammans, men gränserna medger {word} {number(reach)} kr",
        remedy="vidga gränserna; när summan växer måste taken ligga över ökningen",
        field="infasning",
    )
