"""The one rounding point: exact shares in, whole units of kronor out.

Every method is the same two moves. Each share is first cut towards zero to whole units; then the
method says who gets one unit more (one unit further from zero, for a refund). So a refund is the
mirror of a cost without a special case, and no amount is ever a unit or more from its exact share.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, assert_never

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.swedish import decimal, number, units

Receiver = str


class Method(Enum):
    """Who gets one unit more when a share is not a whole number of units (here: hundreds).

    ``UP``: everyone with anything left over. 18 201 becomes 18 300.
    ``NEAREST``: everyone with half a unit or more. 18 250 becomes 18 300, 18 249 becomes 18 200.
    ``DOWN``: nobody. 18 299 becomes 18 200.
    ``LARGEST_REMAINDER``: those with the most left over, as many as the total needs (Hamilton).
    """

    UP = "uppat"
    NEAREST = "narmast"
    DOWN = "nedat"
    LARGEST_REMAINDER = "storsta_rest"


class Rounding(NamedTuple):
    """To what unit (kronor), by which method, and if a month's or a year's share is rounded.

    With ``together`` no method is used: the services of a year that say so, and have the same unit,
    are rounded as one table (see :mod:`~enamnd_cost.engine.two_way`).
    """

    unit: int = 1
    method: Method = Method.LARGEST_REMAINDER
    monthly: bool = False
    together: bool = False

    @property
    def year_unit(self) -> int:
        """The unit that a year's amount is a multiple of: twelve of the month's."""
        return self.unit * 12 if self.monthly else self.unit


class Rounded(NamedTuple):
    """One share after rounding: ``amount = whole + extra``, all in kronor.

    ``whole`` is the share cut towards zero to whole units and ``extra`` the unit added by the
    method (0, or plus or minus one unit). ``tied`` names the receivers whose remainders were equal
    where the largest remainder had to choose between them; it is empty where nothing was tied.
    """

    exact: Fraction
    whole: int
    extra: int
    tied: tuple[Receiver, ...] = ()

    @property
    def amount(self) -> int:
        """The rounded amount in kronor."""
        return self.whole + self.extra

    @property
    def remainder(self) -> Fraction:
        """What was left over when the share was cut to whole units, in kronor."""
        return self.exact - self.whole


def round_shares(
    shares: Mapping[Receiver, Fraction], unit: int, method: Method
) -> dict[Receiver, Rounded]:
    """Round exact shares (kronor) to whole units; the order of receivers never matters.

    Raises ``AllocationError`` (EK301) where largest remainder is asked for and the shares' sum is
    no multiple of the unit: there is then no way to hand it out exactly.

    >>> thirds = {"2582": Fraction(100, 3), "2580": Fraction(100, 3), "2581": Fraction(100, 3)}
    >>> {who: share.amount for who, share in round_shares(thirds, 1, Method.UP).items()}
    {'2582': 34, '2580': 34, '2581': 34}
    >>> {who: r.amount for who, r in round_shares(thirds, 1, Method.LARGEST_REMAINDER).items()}
    {'2582': 33, '2580': 34, '2581': 33}
    """
    if method is Method.LARGEST_REMAINDER:
        return _largest_remainder(shares, unit)
    return {
        receiver: Rounded(exact, whole := _cut(exact, unit), _extra(exact, whole, unit, method))
        for receiver, exact in shares.items()
    }


def nearest(exact: Fraction, unit: int = 1) -> int:
    """Round one share, or an assumed cost, to the nearest whole unit, halves away from zero.

    >>> nearest(Fraction(375_600), 1_000)
    376000
    """
    whole = _cut(exact, unit)
    return whole + _extra(exact, whole, unit, Method.NEAREST)


def _cut(exact: Fraction, unit: int) -> int:
    """Cut towards zero to whole units."""
    whole = abs(exact.numerator) // (exact.denominator * unit) * unit
    return whole if exact.numerator >= 0 else -whole


def _extra(exact: Fraction, whole: int, unit: int, method: Method) -> int:
    """One unit further from zero where the method asks for it, judged from this share alone."""
    left = abs(exact.numerator - whole * exact.denominator)  # over the share's denominator
    match method:
        case Method.UP:
            add = left > 0
        case Method.NEAREST:
            add = 2 * left >= unit * exact.denominator
        case Method.DOWN | Method.LARGEST_REMAINDER:
            add = False
        case never:
            assert_never(never)
    return (unit if exact.numerator >= 0 else -unit) if add else 0


def _largest_remainder(shares: Mapping[Receiver, Fraction], unit: int) -> dict[Receiver, Rounded]:
    """Hand out what is left after cutting, one unit each, to the largest remainders.

    Equal remainders: the one with the larger share goes first, to whom a unit means least; equal
    shares go by the lowest receiver code. Neither depends on the order of a file.
    """
    total = sum(shares.values(), Fraction(0))
    count, odd = divmod(total, unit)
    if odd:
        raise AllocationError(
            "EK301",
            f"{decimal(total, 2)} kr går inte att dela ut i {units(unit)}",
            remedy="ange hur andelarna avrundas, till exempel avrundning = { till = 1, metod = "
            '"narmast" }'
            if total.denominator != 1
            else f"ange ett belopp som är jämnt delbart med {number(unit)}, en mindre enhet i "
            "avrundning.till, eller en annan metod än storsta_rest",
            field="avrundning",
        )
    cut = {receiver: _cut(exact, unit) for receiver, exact in shares.items()}
    left = int(count) - sum(cut.values()) // unit
    sign = 1 if left >= 0 else -1
    # What is left in the direction that units are handed out; a share of zero has nothing left,
    # and there are always more receivers with something left than there are units.
    remainders = {receiver: sign * (shares[receiver] - cut[receiver]) for receiver in shares}
    queue = sorted(shares, key=lambda who: (-remainders[who], -abs(shares[who]), who))
    served = set(queue[: abs(left)])
    # Those whose remainders equal the last one served, if somebody unserved is among them.
    edge = remainders[queue[abs(left) - 1]] if served else None
    tied = tuple(receiver for receiver in queue if remainders[receiver] == edge)
    if served.issuperset(tied):
        tied = ()
    return {
        receiver: Rounded(
            shares[receiver],
            cut[receiver],
            sign * unit if receiver in served else 0,
            tied if receiver in tied else (),
        )
        for receiver in shares
    }
