"""The lowest and the highest that a receiver pays, and who then pays the rest: the others, by key.

What the key gives is held within each one's limits. What that leaves of the cost is shared by those
who are not held, in the proportions that the key gives them; whoever reaches a limit on the way is
held there too. So there is one table, whatever order they are taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.swedish import decimal

Kronor = int | Fraction
ZERO = Fraction(0)


class Bounds(NamedTuple):
    """The least and the most (kronor a year) that a receiver pays; None is no limit."""

    least: int | None = None
    most: int | None = None

    @property
    def floor(self) -> int:
        """The least there is: nobody pays less than nothing, however low the limit."""
        return max(self.least or 0, 0)

    def hold(self, kronor: int) -> bool:
        """Tell whether an amount is within them, and not below nothing."""
        return self.floor <= kronor and (self.most is None or kronor <= self.most)

    def nearest(self, kronor: Fraction, part: Fraction = Fraction(1)) -> Fraction:
        """Give the nearest to an amount that is within the limits, of a ``part`` of a year.

        >>> Bounds(least=50_000).nearest(Fraction(1_200), Fraction(1, 2))
        Fraction(25000, 1)
        """
        return self.line(kronor, part).at(Fraction(1))

    def reached(self, kronor: Fraction, part: Fraction) -> int | None:
        """Give the limit that an amount is at, if it is at one."""
        limits = (limit for limit in self if limit is not None)
        return next((limit for limit in limits if limit * part == kronor), None)

    def line(self, share: Fraction, part: Fraction) -> Line:
        """Give what a share comes to, so many times as large, within the limits."""
        low, high = (None if limit is None else limit * part for limit in self)
        return Line(0, share, low, high)


Limits = Mapping[Receiver, Bounds]
FREE = Bounds()


class Line(NamedTuple):
    """An amount that grows with a common part, ``start + part * slope``, within a span."""

    start: Kronor
    slope: Kronor
    low: Kronor | None = None
    high: Kronor | None = None

    def at(self, part: Fraction) -> Fraction:
        """Give the amount (kronor) at a part."""
        kronor = Fraction(self.start + part * self.slope)
        kronor = kronor if self.low is None else max(kronor, Fraction(self.low))
        return kronor if self.high is None else min(kronor, Fraction(self.high))

    @property
    def corners(self) -> set[Fraction]:
        """The parts at which it comes to an end of its span."""
        ends = (end for end in (self.low, self.high) if end is not None and self.slope)
        return {Fraction(end - self.start) / self.slope for end in ends}


def met(lines: Mapping[Receiver, Line], total: Kronor) -> dict[Receiver, Fraction] | None:
    """Give the amounts at the first part where lines add up to a total; None where there is none.

    The sum goes straight between corners, where somebody comes to an end of its span, and straight
    on before the first and after the last. All lines rise together, or fall together.

    >>> met({"2582": Line(0, 1, high=20), "2580": Line(0, 1)}, 100)
    {'2582': Fraction(20, 1), '2580': Fraction(80, 1)}
    """
    corners = sorted({corner for line in lines.values() for corner in line.corners}) or [ZERO]
    corners = [corners[0] - 1, *corners, corners[-1] + 1]
    sums = [sum((line.at(corner) for line in lines.values()), ZERO) for corner in corners]
    stretches = list(zip(pairwise(corners), pairwise(sums), strict=True))
    for (was, now), (before, after) in stretches:
        if min(before, after) <= total <= max(before, after):
            along = (total - before) / (after - before) if after != before else ZERO
            return _at(lines, was + along * (now - was))
    for ((was, now), (before, after)), on in ((stretches[0], -1), (stretches[-1], 1)):
        if after != before:
            part = was + (total - before) / (after - before) * (now - was)
            if (part - was) * on > 0:
                return _at(lines, part)
    return None


def _at(lines: Mapping[Receiver, Line], part: Fraction) -> dict[Receiver, Fraction]:
    return {who: line.at(part) for who, line in lines.items()}


def held(
    shares: Mapping[Receiver, Fraction], limits: Limits, part: Fraction, when: str = ""
) -> dict[Receiver, Fraction]:
    """Hold shares (kronor) within limits of a year, of which they are a ``part``; keep their sum.

    Nobody comes to the other side of nothing by it. ``when`` names the months, where they are not
    the whole year. Raises ``AllocationError`` (EK315) where no
    such shares have the sum.

    >>> half = Fraction(50)
    >>> held({"2582": half, "2580": half}, {"2582": Bounds(most=20)}, Fraction(1))
    {'2582': Fraction(20, 1), '2580': Fraction(80, 1)}
    """
    total = sum(shares.values(), ZERO)
    own = {who: limits.get(who, FREE).line(kr, part) for who, kr in shares.items()}
    if all(line.at(Fraction(1)) == shares[who] for who, line in own.items()):
        return dict(shares)
    nothing = {who: line.at(ZERO) for who, line in own.items()}
    paying = {
        who: line._replace(low=nothing[who])
        if shares[who] > 0
        else line._replace(high=nothing[who])
        for who, line in own.items()
    }
    if (found := met(paying, total)) is not None:
        return found
    raise _impossible(total, paying, when)


def _impossible(total: Fraction, lines: Mapping[Receiver, Line], when: str) -> AllocationError:
    """Say why no shares within the limits have the sum."""
    asked = f"{decimal(total, 2)} kr ska delas{f' i {when}' if when else ''}"
    least = sum((Fraction(line.low or 0) for line in lines.values()), ZERO)
    if total < least:
        text = f"{asked}, men de lägsta beloppen är tillsammans {decimal(least, 2)} kr"
        how = "ta bort" if total < 0 else "sänk"  # no amount is low enough for a refund
        return AllocationError(
            "EK315", text, remedy=f"{how} lagst, eller rätta kostnaden", field="lagst"
        )
    most = sum((Fraction(line.high or 0) for line in lines.values()), ZERO)
    text = f"{asked}, men med de högsta beloppen blir det bara {decimal(most, 2)} kr"
    return AllocationError("EK315", text, remedy="höj hogst, eller rätta kostnaden", field="hogst")
