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

ZERO = Fraction(0)


class Bounds(NamedTuple):
    """The least and the most (kronor a year) that a receiver pays; None is no limit."""

    least: int | None = None
    most: int | None = None

    def nearest(self, kronor: Fraction, part: Fraction = Fraction(1)) -> Fraction:
        """Give the nearest to an amount that is within the limits, of a ``part`` of a year.

        >>> Bounds(least=50_000).nearest(Fraction(1_200), Fraction(1, 2))
        Fraction(25000, 1)
        """
        if self.least is not None:
            kronor = max(kronor, self.least * part)
        return kronor if self.most is None else min(kronor, self.most * part)

    def reached(self, kronor: Fraction, part: Fraction) -> int | None:
        """Give the limit that an amount is at, if it is at one."""
        limits = (limit for limit in self if limit is not None)
        return next((limit for limit in limits if limit * part == kronor), None)


Limits = Mapping[Receiver, Bounds]
FREE = Bounds()


def held(
    shares: Mapping[Receiver, Fraction], limits: Limits, part: Fraction
) -> dict[Receiver, Fraction]:
    """Hold shares (kronor) within limits of a year, of which they are a ``part``; keep their sum.

    Raises ``AllocationError`` (EK315) where no such shares have the sum.

    >>> half = Fraction(50)
    >>> held({"2582": half, "2580": half}, {"2582": Bounds(most=20)}, Fraction(1))
    {'2582': Fraction(20, 1), '2580': Fraction(80, 1)}
    """
    total = sum(shares.values(), ZERO)

    def at(times: Fraction) -> dict[Receiver, Fraction]:
        return {who: limits.get(who, FREE).nearest(kr * times, part) for who, kr in shares.items()}

    if at(Fraction(1)) == shares:
        return dict(shares)
    # What all pay, when each is asked for so many times its share, goes straight between the
    # corners where somebody reaches a limit or leaves it, and straight on after the last.
    corners = _corners(shares, limits, part)
    corners.append(corners[-1] + 1)
    sums = [sum(at(corner).values(), ZERO) for corner in corners]
    for (was, now), (before, after) in zip(pairwise(corners), pairwise(sums), strict=True):
        if min(before, after) <= total <= max(before, after):
            along = (total - before) / (after - before) if after != before else ZERO
            return at(was + along * (now - was))
    rest, each = total - sums[-1], sums[-1] - sums[-2]
    if each and rest / each > 0:
        return at(corners[-1] + rest / each)
    raise _impossible(total, sums[0], sums[-1])


def _corners(shares: Mapping[Receiver, Fraction], limits: Limits, part: Fraction) -> list[Fraction]:
    """Give, from nothing on, how many times its share each pays at one of its limits."""
    at_limits = {
        limit * part / kr
        for who, kr in shares.items()
        for limit in limits.get(who, FREE)
        if kr and limit is not None
    }
    return sorted({ZERO} | {corner for corner in at_limits if corner > 0})


def _impossible(total: Fraction, least: Fraction, most: Fraction) -> AllocationError:
    """Say why no shares within the limits have the sum."""
    asked = f"{decimal(total, 2)} kr ska delas"
    if total < least:
        text = f"{asked}, men de lägsta beloppen är tillsammans {decimal(least, 2)} kr"
        return AllocationError(
            "EK315", text, remedy="sänk lagst, eller rätta kostnaden", field="lagst"
        )
    text = f"{asked}, men med de högsta beloppen blir det bara {decimal(most, 2)} kr"
    return AllocationError("EK315", text, remedy="höj hogst, eller rätta kostnaden", field="hogst")
