"""Buying in afterwards: what a newcomer pays, and what those who paid before get back.

Each past cost is shared anew as if the newcomer had been there. What of it is worn out is left as
it is; of the rest, each settles the difference between what it should have paid and what it did,
in its years and in earlier buy-ins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import NamedTuple

from enamnd_cost.engine.balance import added, less
from enamnd_cost.engine.participation import Months
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import Receiver

ZERO = Fraction(0)
When = tuple[int, Months]
# What earlier buy-ins moved between receivers, of the cost of some months as it was when new: above
# zero what was paid, below what was got back. Of the same months the sum is zero.
Moved = Mapping[When, Mapping[Receiver, Fraction]]
NOTHING_MOVED: Moved = MappingProxyType({})


class Standing(NamedTuple):
    """What each has paid, in its years and in earlier buy-ins, and should have paid, in kronor."""

    own: Mapping[Receiver, Fraction]
    earlier: Mapping[Receiver, Fraction]
    share: Mapping[Receiver, Fraction]

    @property
    def lacks(self) -> dict[Receiver, Fraction]:
        """What each should have paid and has not; below zero, what it has paid too much."""
        return less(self.share, added([self.own, self.earlier]))

    def times(self, left: Fraction) -> Standing:
        """Say how each stands when something is worn."""
        return Standing(*({who: kr * left for who, kr in column.items()} for column in self))


class Past(NamedTuple):
    """A year's cost as it was paid, and as it would have been shared with the newcomer.

    ``months`` are those that are bought in to, and ``left`` what is not worn out of them (0 to 1).
    Where there are earlier buy-ins, these are of the same months or of none of them.
    """

    paid: ServiceAllocation
    shared: ServiceAllocation
    months: Months
    left: Fraction

    @property
    def when(self) -> When:
        """Which year and months these are."""
        return self.paid.node.year, self.months

    @property
    def paying(self) -> tuple[Receiver, ...]:
        """Those who took part in any of the months."""
        return tuple(_parts(self.paid, self.months))

    def payments(self) -> dict[Receiver, Fraction]:
        """Give what each paid for the months, worn or not: its amount in proportion to them."""
        rows = self.paid.rows
        return {
            who: rows[who].amount * part / rows[who].exact
            for who, part in _parts(self.paid, self.months).items()
            if rows[who].exact
        }

    @property
    def counts(self) -> Fraction:
        """What counts of what was paid, by all."""
        return sum(self.payments().values(), ZERO) * self.left

    def standing(self, moved: Moved) -> Standing:
        """Say how each stands, worn or not; what nobody would have shared stays as it is."""
        own, earlier = self.payments(), moved.get(self.when, {})
        exact = _parts(self.shared, self.months)
        cost, shared = sum(own.values(), ZERO), sum(exact.values(), ZERO)
        parts = {who: cost * part / shared for who, part in exact.items()} if shared else None
        return Standing(own, earlier, added([own, earlier]) if parts is None else parts)


def _parts(allocation: ServiceAllocation, months: Months) -> dict[Receiver, Fraction]:
    """Give the exact share, in some months of the year, of everyone who takes part in any of them.

    A step's share is spread evenly over its months.
    """
    parts: dict[Receiver, Fraction] = {}
    for who, row in allocation.rows.items():
        for step in row.steps:
            if common := step.months.common(months):
                part = step.exact * Fraction(common.length, step.months.length)
                parts[who] = parts.get(who, ZERO) + part
    return parts


class Settlement(NamedTuple):
    """What a receiver has paid, what it should have, and what it now pays (or gets, below zero).

    Kronor, of what counts. ``own`` is what it paid in its years and ``earlier`` in buy-ins before
    this one, ``share`` what it should have paid in all: exact. ``pays`` is whole.
    """

    own: Fraction
    earlier: Fraction
    share: Fraction
    pays: int

    @property
    def paid(self) -> Fraction:
        """What it has paid in all."""
        return self.own + self.earlier


def settle(
    past: Iterable[Past], unit: int = 1, moved: Moved = NOTHING_MOVED
) -> dict[Receiver, Settlement]:
    """Settle past years between all that have or should have had a part in them; the sum is zero.

    What was paid in a year is shared in the proportions of the sharing with the newcomer, so that
    rounding then does not become money now. ``moved`` is what earlier buy-ins did, of these months
    and of others. Whole units are the nearest to the exact, and what a buy-in before this one has
    settled leaves the rest of it: so several newcomers may settle one by one or together.
    """
    worn = [each.standing(moved).times(each.left) for each in past]
    all_in = Standing(*(added(each[n] for each in worn) for n in range(3)))
    pays = whole(all_in.lacks, unit)
    zero = dict.fromkeys(pays, ZERO)
    own, earlier, share = (zero | dict(column) for column in all_in)
    return {who: Settlement(own[who], earlier[who], share[who], kr) for who, kr in pays.items()}


def after(past: Sequence[Past], stated: Mapping[Receiver, int], moved: Moved) -> Moved:
    """Give what has been moved when a buy-in has been settled by ``stated`` amounts (kronor).

    Each month's cost then stands as it is shared with the newcomer. Where what was stated is
    something else than that, rounded or agreed, the difference is of the months' costs in
    proportion to what counted of each; where nothing did, there is nothing that it can be of.
    """
    settled = added(each.standing(moved).times(each.left).lacks for each in past)
    difference = less({who: Fraction(kr) for who, kr in stated.items()}, settled)
    counted = sum((abs(each.counts) for each in past), ZERO)
    now = dict(moved)
    for each in past:
        parts = [moved.get(each.when, {}), each.standing(moved).lacks]
        if each.counts:
            part = abs(each.counts) / each.left / counted
            parts.append({who: kr * part for who, kr in difference.items()})
        now[each.when] = added(parts)
    return now


def whole(exact: Mapping[Receiver, Fraction], unit: int) -> dict[Receiver, int]:
    """Round amounts whose sum is zero to the nearest whole units whose sum is.

    Up, and one unit less for those that are then furthest off, of equals for the lowest code.
    Unlike the roundings of a cost this does not ask which way money goes, so what has been paid
    already, in whole units, moves the answer by as much.

    >>> third = Fraction(100, 3)
    >>> whole({"2514": -third, "2580": 2 * third, "2582": -third}, 1)
    {'2514': -34, '2580': 67, '2582': -33}
    """
    up = {who: ceil(kr / unit) for who, kr in exact.items()}
    furthest = sorted(exact, key=lambda who: (exact[who] / unit - up[who], who))
    fewer = set(furthest[: sum(up.values())])
    return {who: (units - (who in fewer)) * unit for who, units in up.items()}


def worth(age: int, life: int | None) -> Fraction:
    """Give what is left of a cost after ``age`` months of a life of ``life``; None wears nothing.

    >>> worth(24, 60)
    Fraction(3, 5)
    """
    if life is None:
        return Fraction(1)
    return max(Fraction(life - age, life), Fraction(0))
