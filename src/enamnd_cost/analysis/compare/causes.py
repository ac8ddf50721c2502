"""Why a service costs a municipality more or less than before: causes that add up, exactly.

A service's amount is a level (its cost, times an index) shared by a model among participants, some
of it by population, and then rounded. Going from before to after, one of these is changed at a
time, and what that step does to each municipality is that cause's effect. What each step does
depends on the order, so the steps are taken in one order and in the reverse, and the effect is the
mean of the two: then it does not matter which side is called before. What damping moves on either
side is told apart; what is left is rounding.

A service that was there for part of a year is first taken as though it had been there all of it:
that step is a matter of cost, whatever else is changed after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from enamnd_cost.analysis.compare.items import Pair, all_year, charged, merged, proportions_of
from enamnd_cost.analysis.compare.mixture import Mixture, Turned
from enamnd_cost.analysis.compare.own_charges import Sides, own_charges
from enamnd_cost.engine.balance import added, less
from enamnd_cost.engine.exact import Shares
from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR
from enamnd_cost.engine.plan import (
    Basis,
    Factor,
    Item,
    Part,
    Plan,
    SharedCost,
    Uprating,
    Weights,
    product,
    uprating,
)
from enamnd_cost.engine.result import Done, ServiceAllocation
from enamnd_cost.engine.rounding import Receiver, nearest


class Cause(Enum):
    """What can make an amount differ, in the order in which tables show it."""

    PARTICIPANTS = "deltagare"
    SERVICES = "tjanster"
    COST = "kostnad"
    INDEX = "index"
    POPULATION = "folkmangd"
    MODEL = "modell"
    ROUNDING = "avrundning"
    REMAINING = "kvarstaende"
    FEES = "intradesavgift"
    CARRIED = "overfort"
    DAMPING = "dampning"
    PHASING = "infasning"


# The order in which one thing after another is changed; then in reverse.
ORDER = (Cause.PARTICIPANTS, Cause.COST, Cause.INDEX, Cause.POPULATION, Cause.MODEL)

Effects = dict[Cause, dict[Receiver, Fraction]]


def causes(
    before: ServiceAllocation | None, after: ServiceAllocation | None, done: tuple[Done, Done]
) -> Effects:
    """Say what each cause does to each receiver, in exact kronor: together, the whole difference.

    ``done`` holds all that was allocated before and after, for what the services build on.
    """
    if (before and before.rows) == (after and after.rows):
        return {}
    if before is None or after is None:
        return {Cause.SERVICES: less(_amounts(after), _amounts(before))}
    path = _Path((before, after), done)
    effects: dict[Cause, list[Shares]] = defaultdict(list)
    for order in (ORDER, ORDER[::-1]):
        for cause, effect in path.steps(order):
            effects[cause].append({who: kr / 2 for who, kr in effect.items()})
    first, last = path.shares(frozenset()), path.shares(frozenset(ORDER))
    assert first is not None
    assert last is not None  # what is not mixed makes sense
    was, now = (
        exact if partly else whole
        for exact, partly, whole in zip(path.exact, path.partly, (first, last), strict=True)
    )
    effects[Cause.COST] += [less(first, was), less(now, last)]
    damped = less(path.damped[1], path.damped[0])
    if any(damped.values()):
        effects[Cause.DAMPING] = [damped]
    rest = less(less(_amounts(after), now), less(_amounts(before), was))
    effects[Cause.ROUNDING] = [less(rest, damped)]
    return {cause: added(parts) for cause, parts in effects.items()}


def _amounts(side: ServiceAllocation | None) -> Shares:
    return {who: Fraction(kr) for who, kr in side.amounts.items()} if side else {}


class _Path:
    """A service on its way from before to after, with some things changed and some not yet.

    All is at the level of a whole year; ``exact`` is what the months that it is there come to, and
    ``partly`` tells on which side they are fewer than twelve; ``damped`` is what damping adds.
    """

    def __init__(self, sides: Pair, done: tuple[Done, Done]) -> None:
        taken, self.levels = _levels(sides, done)
        self.partly = [side.plan.months != WHOLE_YEAR for side in taken]
        self.damped = [{w: Fraction(row.damped) for w, row in each.rows.items()} for each in taken]
        self.exact = [{who: row.exact for who, row in side.rows.items()} for side in taken]
        before, after = (all_year(side, known) for side, known in zip(taken, done, strict=True))
        self.own = own_charges((before, after))
        self.mixture = Mixture((before, after), done)
        self.known: dict[frozenset[Cause], Shares | None] = {}

    def steps(self, order: Sequence[Cause]) -> Iterator[tuple[Cause, Shares]]:
        """Change one thing after another, and give what each step does to each receiver.

        A mixture that makes no sense (somebody new in a list of agreed amounts) is passed over. Of
        what it hides, the change of the level is shared as before and after it, half by half; the
        rest is put down to the model, or to the participants where there is only one model.
        """
        turned = [frozenset(order[:n]) for n in range(len(order) + 1)]
        known = [n for n, state in enumerate(turned) if self.shares(state) is not None]
        for first, last in pairwise(known):
            rest = less(self.shares(turned[last]) or {}, self.shares(turned[first]) or {})
            if last == first + 1:
                yield order[first], rest
                continue
            ends = [parts for n in (first, last) if (parts := self.parts(turned[n]))]
            between = {who: part / len(ends) for who, part in added(ends).items()}
            for n in range(first, last):
                dearer = self.level(turned[n + 1]) - self.level(turned[n])
                effect = {who: part * dearer for who, part in between.items()}
                yield order[n], effect
                rest = less(rest, effect)
            yield Cause.PARTICIPANTS if self.mixture.same else Cause.MODEL, rest

    def shares(self, changed: frozenset[Cause]) -> Shares | None:
        """Give the exact shares with some things changed, or None where they make no sense."""
        if self.own:
            return self.own.shares(Sides(*(int(cause in changed) for cause in ORDER)))
        if (parts := self.parts(changed)) is not None:
            level = self.level(changed)
            return {who: level * part for who, part in parts.items()}
        # A cost of nothing has no proportions, but it is somebody's all the same.
        pure = {cause in changed for cause in ORDER}
        if len(pure) > 1:
            return None
        side = self.mixture.sides[int(pure.pop())]
        return {who: row.exact for who, row in side.rows.items()}

    def level(self, changed: frozenset[Cause]) -> Fraction:
        """Give the whole cost with some things changed, in kronor."""
        cost, index = (self.levels[int(c in changed)] for c in (Cause.COST, Cause.INDEX))
        return cost.cost * index.uprating

    def parts(self, changed: frozenset[Cause]) -> Shares | None:
        """Give each receiver's part of it, found once, or None where there is none."""
        if changed not in self.known:
            self.known[changed] = self._parts(changed)
        return self.known[changed]

    def _parts(self, changed: frozenset[Cause]) -> Shares | None:
        who, people, model, cost = (
            int(cause in changed)
            for cause in (Cause.PARTICIPANTS, Cause.POPULATION, Cause.MODEL, Cause.COST)
        )
        return self.mixture.proportions(Turned(who, people, model, cost))


class _Level(NamedTuple):
    """What one side costs in a year: a cost, and an index on it, or on each amount of it."""

    cost: Fraction
    uprating: Fraction = Fraction(1)
    by_amounts: bool = False


def _levels(sides: Pair, done: tuple[Done, Done]) -> tuple[Pair, tuple[_Level, _Level]]:
    """Tell cost from index: where one side is uprated from the other, or both from the same.

    Else there is nothing to tell them apart by, and all is cost. A side that the other is uprated
    from is taken as it was rounded, since that is what was uprated.
    """
    before, after = sides
    if up := _uprated_from(after, before, done[1]):
        earlier = _as_rounded(before) if up.by_amounts else before
        return (earlier, after), (_Level(up.cost), up)
    if up := _uprated_from(before, after, done[0]):
        earlier = _as_rounded(after) if up.by_amounts else after
        return (before, earlier), (up, _Level(up.cost))
    link, other = _link(before), _link(after)
    if link and other and link[0] == other[0]:
        return sides, (_level(link, done[0]), _level(other, done[1]))
    rounded = (
        _as_rounded(before) if _follows(after, before, done[1]) else before,
        _as_rounded(after) if _follows(before, after, done[0]) else after,
    )
    was, now = (side.level for side in rounded)
    # What was uprated to a part of a krona costs the same when a file states it in whole kronor.
    if nearest(was) == nearest(now) and 1 in (was.denominator, now.denominator):
        now = was
    return rounded, (_Level(was), _Level(now))


def _level(link: Uprating, done: Done) -> _Level:
    source = done[link.source]
    base = Fraction(source.total) if link.by_amounts else source.level
    return _Level(base, product(link.factors), link.by_amounts)


def _follows(later: ServiceAllocation, earlier: ServiceAllocation, done: Done) -> bool:
    """Tell whether one side goes by the other's rounded amounts: its own, not changed ones."""
    known = done.get(earlier.node)
    if known is None or known.amounts != earlier.amounts:
        return False
    return any(
        earlier.node in proportions_of(item) or _lists(item, known.amounts)
        for item in later.plan.items
    )


def _lists(item: Item, amounts: Mapping[Receiver, int]) -> bool:
    """Tell whether an item is shared by a list of these very amounts, but for those who left."""
    match item:
        case SharedCost(parts=(Part(key=Weights(weights=listed, basis=Basis.STATED)),)):
            return all(amounts.get(who) == weight for who, weight in listed.items())
    return False


def _uprated_from(
    later: ServiceAllocation, earlier: ServiceAllocation, done: Done
) -> _Level | None:
    """Follow the upratings back from one side to the other, near or far, if they lead there."""
    factors: tuple[Factor, ...] = ()
    side = later
    while (link := _link(side)) is not None:
        factors += link.factors
        side = done[link.source]
        if side.node == earlier.node and side.amounts == earlier.amounts:
            return _level(link._replace(factors=factors), done)
    return None


def _as_rounded(side: ServiceAllocation) -> ServiceAllocation:
    """Take a service as its rounded amounts, in whose proportions it goes on."""
    months = side.plan.months
    a_year = {who: Fraction(kr * MONTHS_A_YEAR, months.length) for who, kr in side.amounts.items()}
    item = charged(side.node.service, a_year, merged(side.plan))
    rows = {
        who: row._replace(exact=Fraction(row.amount), damping=None)
        for who, row in side.rows.items()
    }
    plan = Plan(side.node, (item,), months=months)
    return side._replace(plan=plan, costs=(), rows=rows, cost=Fraction(side.total))


def _link(side: ServiceAllocation) -> Uprating | None:
    """Say what a side is uprated from, if all of it is."""
    return uprating(side.plan.items[0]) if len(side.plan.items) == 1 else None
