"""The mixes of two costs that give a table: a convex region, in exact integers.

A mix of E kronor in equal parts and P kronor by population gives a receiver ``E/n + P*p/N``, so
that every amount is a strip in the plane of (E, P) and a table is where all of them meet. Points
are homogeneous, (x, y, w) for (x/w, y/w), and a corner is always the crossing of two given lines:
numbers do not grow and nothing is rounded.

Which few strips to leave out so that the rest meet is answered by Helly's theorem: where convex
regions of the plane have no point in common, there are three of them that have none, and one of
those three must be left out. So ``most`` left out takes at most ``1 + 3 + 9 + ...`` tries,
whatever the number of strips, and no set is overlooked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from enamnd_cost.analysis.infer.intervals import Strip, significant, steps
from enamnd_cost.engine.rounding import Receiver

Point = tuple[int, int, int]


class Side(NamedTuple):
    """A half-plane ``a*x + b*y + c >= 0`` (``> 0`` where open), and whose strip it bounds."""

    a: int
    b: int
    c: int
    of: Receiver | None = None
    open: bool = False

    def at(self, point: Point) -> int:
        """Give the left-hand side at a point, times its w."""
        return self.a * point[0] + self.b * point[1] + self.c * point[2]


class Corner(NamedTuple):
    """A corner of a region and the side that leads on from it."""

    point: Point
    side: Side


class MixRegion(NamedTuple):
    """Where the strips meet: its corners (none where it is empty), and who was left out."""

    corners: tuple[Corner, ...]
    sides: tuple[Side, ...]
    left_out: frozenset[Receiver]


Weights = Mapping[Receiver, int]


class Box(NamedTuple):
    """How large x and y can be at all, and how small: whole numbers, zero or more."""

    right: int
    top: int
    left: int = 0
    bottom: int = 0


def sides_of(
    strips: Mapping[Receiver, Strip], one: Weights, other: Weights
) -> dict[Receiver, tuple[Side, Side]]:
    """Give the two sides of every strip; x is shared by the weights of ``one``, y by the other's.

    The weights are of all who share, also of those who have no strip.
    """
    first, second = sum(one.values()), sum(other.values())
    return {
        who: (
            Side(x := 2 * second * one[who], y := 2 * first * other[who],
                 -(both := first * second) * band.low, who, band.low_open),
            Side(-x, -y, both * band.high, who, band.high_open),
        )
        for who, band in strips.items()
    }  # fmt: skip


def box_of(above: int, codes: Iterable[Receiver], one: Weights, other: Weights) -> Box:
    """Give how large two costs can be where every amount of some is below ``above``."""
    shared = [(sum(w.values()), min(w[code] for code in codes)) for w in (one, other)]
    right, top = (total * above // max(least, 1) + 1 for total, least in shared)
    return Box(right, top)


def meet(sides: Mapping[Receiver, tuple[Side, Side]], box: Box, most: int) -> list[MixRegion]:
    """Find where all strips meet, or all but as few as possible and at most ``most`` of them.

    Gives a region for every such set of strips to leave out; none if ``most`` is too few.
    """
    if box.left > box.right or box.bottom > box.top:
        return []
    tried: set[frozenset[Receiver]] = {frozenset()}
    for level in range(most + 1):
        regions, further = [], set()
        for left_out in sorted(tried, key=sorted):
            found = _clip(sides, box, left_out)
            if isinstance(found, MixRegion):
                regions.append(found)
            elif level < most:
                further |= {left_out | {who} for who in _fewest(sides, box, found)}
        if regions:
            return regions
        tried = further
    return []


def _clip(
    sides: Mapping[Receiver, tuple[Side, Side]],
    box: Box,
    left_out: AbstractSet[Receiver],
) -> MixRegion | set[Receiver]:
    """Clip the box by every strip that is kept; where nothing is left, name some that never meet.

    They are three at most where that is proved, else all that were clipped by.

    A closed region has a point off its open sides just if each of them leaves some corner: the
    mean of the corners is one. Only a line that the region merely touches can take that away.
    """
    right, top, left, bottom = box
    walls = (Side(0, 1, -bottom), Side(-1, 0, right), Side(0, -1, top), Side(1, 0, -left))
    points = ((left, bottom, 1), (right, bottom, 1), (right, top, 1), (left, top, 1))
    corners = [Corner(point, wall) for point, wall in zip(points, walls, strict=True)]
    clipped: list[Side] = []
    for side in (side for who, pair in sides.items() if who not in left_out for side in pair):
        clipped.append(side)
        values = [side.at(corner.point) for corner in corners]
        most = max(values)
        if most < 0 or (most == 0 and side.open):
            return _blamed(corners, values, side) or _whose(clipped)
        if min(values) < 0:
            corners = _cut(corners, values, side)
            if most == 0 and any(
                each.open and not any(each.at(corner.point) for corner in corners)
                for each in clipped
            ):
                return _whose(clipped)
    return MixRegion(tuple(corners), (*walls, *clipped), frozenset(left_out))


def _whose(sides: Iterable[Side]) -> set[Receiver]:
    return {side.of for side in sides if side.of is not None}


def _fewest(
    sides: Mapping[Receiver, tuple[Side, Side]], box: Box, blamed: set[Receiver]
) -> set[Receiver]:
    """Leave out of strips that have no common point all that can be: three remain at most."""
    for who in sorted(blamed):
        if len(blamed) > 3 and who in blamed:
            found = _clip(sides, box, sides.keys() - blamed | {who})
            blamed = blamed if isinstance(found, MixRegion) else found
    return blamed


def _cut(corners: list[Corner], values: list[int], side: Side) -> list[Corner]:
    """Keep what is on the right side of a line that crosses the region."""
    kept = []
    for n, (corner, value) in enumerate(zip(corners, values, strict=True)):
        after = values[(n + 1) % len(values)]
        if value > 0:
            kept.append(corner)
            if after < 0:
                kept.append(Corner(_crossing(corner.side, side), side))
        elif value == 0:
            kept.append(Corner(corner.point, side) if after < 0 else corner)
        elif after > 0:
            kept.append(Corner(_crossing(corner.side, side), corner.side))
    return kept


def _crossing(one: Side, other: Side) -> Point:
    """Give the point where two lines cross; they are not parallel."""
    w = one.a * other.b - other.a * one.b
    x = one.b * other.c - other.b * one.c
    y = one.c * other.a - other.c * one.a
    return (x, y, w) if w > 0 else (-x, -y, -w)


def _blamed(corners: list[Corner], values: list[int], side: Side) -> set[Receiver]:
    """Name the strips that cannot meet: this one, and those that meet at the nearest corner.

    The proof is that the side's direction is turned back by the other two (Farkas); where a region
    is so thin that its corner does not prove it, nobody is named.
    """
    n = max(range(len(corners)), key=lambda k: Fraction(values[k], corners[k].point[2]))
    one, other = corners[n - 1].side, corners[n].side
    turn = one.a * other.b - other.a * one.b
    first = side.b * other.a - side.a * other.b
    second = one.b * side.a - one.a * side.b
    if turn < 0:
        first, second = -first, -second
    if turn == 0 or first < 0 or second < 0:
        return set()
    return _whose([side, *([one] if first else []), *([other] if second else [])])


def outline(region: MixRegion) -> tuple[tuple[Fraction, Fraction], ...]:
    """List the region's corners as exact fractions, each once."""
    points = (corner.point for corner in region.corners)
    return tuple(dict.fromkeys((Fraction(x, w), Fraction(y, w)) for x, y, w in points))


def equal_parts(corners: Iterable[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """Give the lowest and highest part of the cost that is shared equally (0 to 1) in a region.

    >>> equal_parts([(Fraction(1), Fraction(3)), (Fraction(1), Fraction(1))])
    (Fraction(1, 4), Fraction(1, 2))
    """
    found = [x / (x + y) for x, y in corners if x + y]
    return min(found), max(found)


MOST_LINES = 1_000  # that are searched for multiples of a step, and points that are compared
MOST_DECIMALS = 6


def member(region: MixRegion) -> tuple[int, int] | None:
    """Give the roundest whole (x, y) in the region, or None where none is found.

    Both are multiples of as long a round step as possible; then as few significant digits as
    possible together; then the lowest x. Of a region that is long only a part is searched.
    """
    points = [corner.point for corner in region.corners]
    sides = [side for side in region.sides if any(side.at(point) == 0 for point in points)]
    for step in steps(max(max(x // w, y // w) for x, y, w in points)):
        found = list(islice(_lattice(points, sides, step), MOST_LINES))
        if found:
            return min(found, key=lambda xy: (significant(*xy), xy))
    return None


def inside(region: MixRegion) -> tuple[int | Fraction, int | Fraction]:
    """Give a point of the region, whole or with as few decimals as can be; at worst the mean."""
    if whole := member(region):
        return whole
    for times in (10**places for places in range(1, MOST_DECIMALS + 1)):
        # The region times over: whole points of it are decimals of this one.
        corners = [Corner((x * times, y * times, w), side) for (x, y, w), side in region.corners]
        sides = [side._replace(c=side.c * times) for side in region.sides]
        if found := member(region._replace(corners=tuple(corners), sides=tuple(sides))):
            return Fraction(found[0], times), Fraction(found[1], times)
    points = outline(region)
    x, y = (sum(each, Fraction(0)) / len(points) for each in zip(*points, strict=True))
    return x, y


def _lattice(
    points: Sequence[Point], sides: Sequence[Side], step: int
) -> Iterator[tuple[int, int]]:
    """List what the sides hold of a region with these corners, in multiples of ``step``."""
    low, high = (
        min(-(-x // (w * step)) for x, _, w in points) * step,
        max(x // w for x, _, w in points),
    )
    for x in range(low, high + 1, step)[:MOST_LINES]:
        bottom, top = _slice(sides, x)
        yield from ((x, y) for y in range(-(-bottom // step) * step, top + 1, step))


def _slice(sides: Iterable[Side], x: int) -> tuple[int, int]:
    """Give the lowest and highest whole y at a whole x; low above high: none."""
    low, highs = 0, []
    for side in sides:
        rest = side.a * x + side.c - side.open
        if side.b > 0:
            low = max(low, -(rest // side.b))
        elif side.b < 0:
            highs.append(rest // -side.b)
        elif rest < 0:
            return 0, -1
    return low, min(highs, default=-1)
