"""Why a service costs a municipality more or less than before: causes that add up, exactly.

A service's amount is a level (its cost, times an index) shared by a model among participants, some
of it by population, and then rounded. Going from before to after, one of these is changed at a
time, and what that step does to each municipality is that cause's effect. What each step does
depends on the order, so the steps are taken in one order and in the reverse, and the effect is the
mean of the two: then it does not matter which side is called before. What is left is rounding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.exact import share
from enamnd_cost.engine.participation import Months, Participation
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Item,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    UpratedCost,
    Weights,
    product,
)
from enamnd_cost.engine.result import Done, ServiceAllocation
from enamnd_cost.engine.rounding import Receiver

Shares = Mapping[Receiver, Fraction]
Sides = tuple[ServiceAllocation, ServiceAllocation]


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
    effects: Effects = {}
    if before is None or after is None:
        for side, sign in ((before, -1), (after, 1)):
            for who, amount in (side.amounts if side else {}).items():
                effects.setdefault(Cause.SERVICES, {})[who] = Fraction(sign * amount)
        return effects
    if before.rows == after.rows:
        return effects
    path = _Path((before, after), done)
    for order in (ORDER, ORDER[::-1]):
        for cause, effect in path.steps(order):
            held = effects.setdefault(cause, {})
            for who, kr in effect.items():
                held[who] = held.get(who, Fraction(0)) + kr / 2
    first, last = path.ends()
    rounding = effects.setdefault(Cause.ROUNDING, {})
    for who in {*before.rows, *after.rows}:
        was = (before.rows[who].amount if who in before.rows else 0) - first.get(who, 0)
        now = (after.rows[who].amount if who in after.rows else 0) - last.get(who, 0)
        rounding[who] = Fraction(now - was)
    return effects


class _Path:
    """A service on its way from before to after, with some things changed and some not yet."""

    def __init__(self, sides: Sides, done: tuple[Done, Done]) -> None:
        self.mixture, self.levels = _levels(sides, done)
        self.exact: tuple[Shares, Shares] = (_exact(sides[0]), _exact(sides[1]))

    def steps(self, order: Iterable[Cause]) -> Iterator[tuple[Cause, Shares]]:
        """Change one thing after another, and give what each step does to each receiver.

        A mixture that makes no sense (somebody new in a list of agreed amounts) is passed over;
        what it hides is put down to the model.
        """
        turned: list[frozenset[Cause]] = [frozenset()]
        for cause in order:
            turned.append(turned[-1] | {cause})
        known = [(state, shares) for state in turned if (shares := self.shares(state)) is not None]
        for (was, old), (now, new) in pairwise(known):
            changed = now - was
            cause = next(iter(changed)) if len(changed) == 1 else Cause.MODEL
            yield cause, _less(new, old)

    def ends(self) -> tuple[Shares, Shares]:
        """Give the exact shares before anything is changed, and after everything is."""
        first, last = self.shares(frozenset()), self.shares(frozenset(ORDER))
        assert first is not None
        assert last is not None
        return first, last

    def shares(self, changed: frozenset[Cause]) -> Shares | None:
        """Give the exact shares with some things changed, or None where they make no sense."""

        def side(cause: Cause) -> int:
            return int(cause in changed)

        cost, index = self.levels[side(Cause.COST)].cost, self.levels[side(Cause.INDEX)].uprating
        which = (side(Cause.PARTICIPANTS), side(Cause.POPULATION), side(Cause.MODEL))
        proportions = self.mixture.proportions(*which)
        if proportions is not None:
            return {who: cost * index * part for who, part in proportions.items()}
        # A cost of nothing has no proportions, but it is somebody's all the same.
        pure = len({*which, side(Cause.COST), side(Cause.INDEX)}) == 1
        return self.exact[which[0]] if pure else None


class _Level(NamedTuple):
    """What one side costs: a cost, and an index on it."""

    cost: Fraction
    uprating: Fraction = Fraction(1)


def _levels(sides: Sides, done: tuple[Done, Done]) -> tuple[_Mixture, tuple[_Level, _Level]]:
    """Tell cost from index: where one side is uprated from the other, or both from the same.

    Else there is nothing to tell them apart by, and all is cost. A side that the other is uprated
    from is taken as it was rounded, since that is what was uprated.
    """
    before, after = sides
    if up := _uprated_from(after, before, done[1]):
        earlier = _as_rounded(before) if up.by_amounts else before
        return _Mixture((earlier, after), done), (_Level(up.base), _Level(up.base, up.factor))
    if up := _uprated_from(before, after, done[0]):
        earlier = _as_rounded(after) if up.by_amounts else after
        return _Mixture((before, earlier), done), (_Level(up.base, up.factor), _Level(up.base))
    link, other = _link(before), _link(after)
    if link and other and link[0] == other[0]:
        return _Mixture(sides, done), (_uprated(link, done[0]), _uprated(other, done[1]))
    rounded = (
        _as_rounded(before) if _follows(after, before, done[1]) else before,
        _as_rounded(after) if _follows(before, after, done[0]) else after,
    )
    return _Mixture(rounded, done), (_Level(rounded[0].cost), _Level(rounded[1].cost))


def _uprated(link: _Link, done: Done) -> _Level:
    return _Level(_base(done[link.source], by_amounts=link.by_amounts), product(link.factors))


def _follows(later: ServiceAllocation, earlier: ServiceAllocation, done: Done) -> bool:
    """Tell whether one side goes by the other's rounded amounts: its own, not changed ones."""
    known = done.get(earlier.node)
    if known is None or known.amounts != earlier.amounts:
        return False
    return any(
        isinstance(part.key, ProportionsOf) and part.key.source == earlier.node
        for item in later.plan.items
        if isinstance(item, SharedCost)
        for part in item.parts
    )


class _Uprating(NamedTuple):
    """What a side is uprated from, near or far back, and by how much in all."""

    base: Fraction
    factor: Fraction
    by_amounts: bool


def _uprated_from(
    later: ServiceAllocation, earlier: ServiceAllocation, done: Done
) -> _Uprating | None:
    """Follow the upratings back from one side to the other, if they lead there."""
    index, side = Fraction(1), later
    while (link := _link(side)) is not None:
        index *= product(link.factors)
        side = done[link.source]
        if side.node == earlier.node and side.amounts == earlier.amounts:
            return _Uprating(_base(side, by_amounts=link.by_amounts), index, link.by_amounts)
    return None


def _base(side: ServiceAllocation, *, by_amounts: bool) -> Fraction:
    return Fraction(side.total) if by_amounts else side.cost


def _as_rounded(side: ServiceAllocation) -> ServiceAllocation:
    """Take a service as its rounded amounts, in whose proportions it goes on."""
    item = _charged(side.node.service, side.amounts, _merged(side.plan))
    plan = Plan(side.node, (item,))
    return side._replace(plan=plan, costs=(), cost=Fraction(side.total))


def _charged(
    name: str, amounts: Mapping[Receiver, int | Fraction], participation: Participation
) -> Charges:
    """Make amounts an item of their own; they may be of both signs, as proportions may not."""
    charges = {who: Charge(1, kr) for who, kr in amounts.items()}
    return Charges(name, name, charges, participation, by_month=True)


class _Link(NamedTuple):
    """What a side is uprated from, by what, and whether amount by amount."""

    source: Node
    factors: tuple[Factor, ...]
    by_amounts: bool


def _link(side: ServiceAllocation) -> _Link | None:
    """Say what a side is uprated from, if it is."""
    if len(side.plan.items) != 1:
        return None
    item = side.plan.items[0]
    if isinstance(item, UpratedAmounts):
        return _Link(item.source, item.factors, by_amounts=True)
    if isinstance(item, SharedCost) and isinstance(item.cost, UpratedCost):
        return _Link(item.cost.source, item.cost.factors, by_amounts=False)
    return None


class _Mixture(NamedTuple):
    """How a krona is shared by one side's model, with participants and population of another's.

    In ``proportions`` and below, ``who``, ``people`` and ``model`` are 0 for before and 1 for
    after.
    """

    sides: Sides
    done: tuple[Done, Done]

    def proportions(self, who: int, people: int, model: int) -> Shares | None:
        """Give each receiver's part of a krona, or None where the mixture makes no sense."""
        base = self.sides[model]
        costs = iter(base.costs)
        items: list[Item] = []
        for n, item in enumerate(base.plan.items):
            participation = self._participation(who, n, len(base.plan.items))
            if not isinstance(item, SharedCost):
                charged = item
                if isinstance(item, UpratedAmounts):
                    key = self._followed(item.source, who, people, model)
                    if key is None:
                        return None
                    charged = _charged(item.name, key.weights, participation)
                assert isinstance(charged, Charges)
                other = self._listed(1 - model, n, 0)
                charges = _completed(charged.charges, participation, other)
                items.append(charged._replace(charges=charges, participation=participation))
                continue
            parts = []
            for m, part in enumerate(item.parts):
                weights = self._weights(part.key, n, who, people, model)
                if weights is None:
                    return None
                other = self._listed(1 - model, n, m, people=weights.basis is Basis.POPULATION)
                whole = _completed(weights.weights, participation, other)
                parts.append(Part(Weights(weights.label, whole), part.proportion))
            items.append(SharedCost(item.name, next(costs).cost, tuple(parts), participation))
        try:
            exact = share(Plan(base.node, tuple(items)), {}).year
        except AllocationError:
            return None
        whole_cost = sum(exact.values(), Fraction(0))
        return {w: part / whole_cost for w, part in exact.items()} if whole_cost else None

    def _weights(
        self, key: Weights | ProportionsOf, n: int, who: int, people: int, model: int
    ) -> Weights | None:
        if isinstance(key, ProportionsOf):
            return self._followed(key.source, who, people, model)
        if key.basis is not Basis.POPULATION or people == model:
            return key
        return _population(self.sides[people].plan, n) or key

    def _followed(self, source: Node, who: int, people: int, model: int) -> Weights | None:
        """Give the amounts that a key follows; where they differ too, those of the same mixture.

        Where they do not, but were once shared by another population than the other side goes by,
        they are moved as much as that population would have moved them.
        """
        label = f"{source.service} {source.year}"
        before, after = (known.get(source) for known in self.done)
        changed = before and after and before.amounts != after.amounts
        if before and after and changed and source != self.sides[model].node:
            deeper = _Mixture((before, after), self.done)
            shares = deeper.proportions(who, people, model)
            return None if shares is None else Weights(label, shares)
        followed = self.done[model].get(source)
        if followed is None:
            return None
        amounts = {who: Fraction(kr) for who, kr in followed.amounts.items()}
        other = _population(self.sides[people].plan, 0) if people != model else None
        if other is not None:
            own, moved = (self._unfolded(followed, model, key) for key in (None, other))
            if own and moved:
                amounts = {
                    who: kr * moved.get(who, Fraction(0)) / own[who] if own.get(who) else kr
                    for who, kr in amounts.items()
                }
        return Weights(label, amounts)

    def _unfolded(
        self, side: ServiceAllocation, model: int, people: Weights | None
    ) -> Shares | None:
        """Share a krona as a source did, by its own population or another, however far back."""
        items: list[Item] = []
        costs = iter(side.costs)
        for item in side.plan.items:
            if isinstance(item, UpratedAmounts):
                source = self.done[model].get(item.source)
                return self._unfolded(source, model, people) if source else None
            if isinstance(item, SharedCost):
                parts = []
                for part in item.parts:
                    key = part.key
                    if isinstance(key, ProportionsOf):
                        source = self.done[model].get(key.source)
                        return self._unfolded(source, model, people) if source else None
                    if people and key.basis is Basis.POPULATION:
                        key = people
                    parts.append(Part(key, part.proportion))
                item = SharedCost(item.name, next(costs).cost, tuple(parts), item.participation)  # noqa: PLW2901
            items.append(item)
        try:
            exact = share(Plan(side.node, tuple(items)), {}).year
        except AllocationError:
            return None
        whole = sum(exact.values(), Fraction(0))
        return {who: part / whole for who, part in exact.items()} if whole else None

    def _participation(self, who: int, n: int, items: int) -> Participation:
        """Give who takes part in an item: in the same one of the side's, or in any of them."""
        plan = self.sides[who].plan
        return plan.items[n].participation if len(plan.items) == items else _merged(plan)

    def _listed(
        self, side: int, n: int, m: int, *, people: bool = False
    ) -> Mapping[Receiver, Fraction]:
        """Give what each has in a side's key, for those whom the other side's does not know.

        Of inhabitants that is inhabitants; else what stands in the same place, or first.
        """
        plan = self.sides[side].plan
        if people and (known := _population(plan, n)):
            return {who: Fraction(count) for who, count in known.weights.items()}
        if n >= len(plan.items):
            return {}
        item = plan.items[n]
        if isinstance(item, Charges):
            return {who: Fraction(c.quantity) * c.price for who, c in item.charges.items()}
        if isinstance(item, UpratedAmounts):
            key = self._followed(item.source, side, side, side)
        else:
            part = item.parts[m] if m < len(item.parts) else item.parts[0]
            key = self._weights(part.key, n, side, side, side)
        return {who: Fraction(weight) for who, weight in key.weights.items()} if key else {}


V = TypeVar("V", int | Fraction, Charge)


def _completed(
    known: Mapping[Receiver, V], needed: Iterable[Receiver], other: Mapping[Receiver, Fraction]
) -> dict[Receiver, V]:
    """Give those who have nothing in a list what they have on the other side, to its measure.

    Who is in neither is left out, which the engine then refuses.
    """
    values = {who: _value(value) for who, value in known.items()}
    common = [who for who in values if who in other]
    measure = sum((other[who] for who in common), Fraction(0))
    missing = [who for who in needed if who not in known and who in other]
    if not missing or not measure:
        return dict(known)
    scale = sum((values[who] for who in common), Fraction(0)) / measure
    charges = any(isinstance(value, Charge) for value in known.values())
    added: dict[Receiver, Any] = {
        who: Charge(1, other[who] * scale) if charges else other[who] * scale for who in missing
    }
    return {**known, **added}


def _value(value: Any) -> Fraction:
    return value.quantity * Fraction(value.price) if isinstance(value, Charge) else Fraction(value)


def _population(plan: Plan, n: int) -> Weights | None:
    """Give the population that a plan's item goes by, else the first that any of its items does."""
    keys = [
        [part.key for part in item.parts] if isinstance(item, SharedCost) else []
        for item in plan.items
    ]
    nearest = [*(keys[n] if n < len(keys) else []), *(key for item in keys for key in item)]
    return next(
        (key for key in nearest if isinstance(key, Weights) and key.basis is Basis.POPULATION), None
    )


def _merged(plan: Plan) -> Participation:
    """Give everybody who takes part in any item, for the longest time."""
    merged: dict[Receiver, Months] = {}
    for item in plan.items:
        for who, months in item.participation.items():
            if who not in merged or merged[who].length < months.length:
                merged[who] = months
    return merged


def _exact(side: ServiceAllocation) -> Shares:
    return {who: row.exact for who, row in side.rows.items()}


def _less(new: Shares, old: Shares) -> Shares:
    zero = Fraction(0)
    return {who: new.get(who, zero) - old.get(who, zero) for who in {*new, *old}}
