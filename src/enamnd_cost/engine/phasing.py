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
from enamnd_cost.swedish import number, units


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
        text = "{kommuner} har ett negativt belopp, som inte går att fasa in"
        raise _refused(text, "fasa in en budget där alla betalar", refunded)
    paying = {who: amount for who, amount in target.items() if amount}
    asked = {who: limits.get(who, Limits()) for who in paying}
    # Nobody pays less than nothing, however low the limit.
    bounds = {who: (max(each.least or 0, 0), each.most) for who, each in asked.items()}
    if _held(paying, bounds, Fraction(1)) == paying:
        return dict(target)  # reached: the new amounts as they are, whatever their unit
    total = sum(paying.values())
    if total % unit:
        raise _refused(
            f"kommunerna ska betala {number(total)} kr tillsammans, som inte går att dela ut i "
            f"{units(unit)}",
            "välj en mindre enhet i infasning.till",
        )
    least = sum(low for low, _ in bounds.values())
    most = [high for _, high in bounds.values() if high is not None]
    too_low = len(most) == len(bounds) and sum(most) < total
    if least > total or too_low:
        reach = f"minst {number(least)}" if least > total else f"högst {number(sum(most))}"
        raise _refused(
            f"infasningens gränser går inte att hålla: kommunerna ska betala {number(total)} kr "
            f"tillsammans, men gränserna medger {reach} kr",
            "vidga gränserna; när summan växer måste taken ligga över ökningen",
        )
    exact = _held(paying, bounds, _factor(paying, bounds, total))
    rounded = round_shares(exact, unit, Method.LARGEST_REMAINDER)
    return {who: rounded[who].amount if who in rounded else 0 for who in target}


def _refused(text: str, remedy: str, who: tuple[Receiver, ...] = ()) -> AllocationError:
    return AllocationError("EK311", text, remedy=remedy, field="infasning", receivers=who)


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
    limits = ((who, kr) for who, both in bounds.items() for kr in both if kr is not None)
    corners = sorted({Fraction(0), *(Fraction(kr, paying[who]) for who, kr in limits)})

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
