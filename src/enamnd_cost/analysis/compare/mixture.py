"""A service's model, with participants and population of another year's or another scenario's."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.analysis.compare.dated_keys import at_dates_of, of_another_date, rank_of
from enamnd_cost.analysis.compare.items import (
    Pair,
    all_year,
    charged,
    counterpart,
    kronor,
    merged,
    priced,
    proportions_of,
    taking_part,
)
from enamnd_cost.analysis.compare.sameness import same_model
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.exact import Shares, share
from enamnd_cost.engine.participation import Participation
from enamnd_cost.engine.plan import (
    Charges,
    Item,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Weights,
)
from enamnd_cost.engine.result import Done, ServiceAllocation
from enamnd_cost.engine.rounding import Receiver


class Turned(NamedTuple):
    """Which side each thing is taken from: 0 is before and 1 is after."""

    who: int
    people: int
    model: int
    cost: int


@dataclass(frozen=True)
class Mixture:
    """How a krona is shared by one side's model, with participants and population of another's.

    ``base`` is the side (0 or 1) whose items are shared. ``known`` keeps what has been found of
    sources, which many may build on.
    """

    sides: Pair
    done: tuple[Done, Done]
    known: dict[tuple[Node, Node, Node, int, Turned], Weights | None] = field(default_factory=dict)

    @cached_property
    def same(self) -> bool:
        """Tell whether the model is the same on both sides, whoever takes part."""
        return same_model(self.sides, self.done)

    @cached_property
    def moved(self) -> bool:
        """Tell whether one and the same cost lies on other items, since others take part."""
        before, after = self.sides
        return before.cost == after.cost and taking_part(before.plan) != taking_part(after.plan)

    def proportions(self, turned: Turned) -> Shares | None:
        """Give each receiver's part of a krona, or None where the mixture makes no sense.

        Where the model is the same on both sides, it is taken as those who take part have it; what
        each item costs then goes with the cost. Else it is a part of the model.
        """
        base = turned.who if self.same else turned.model
        items = self._as_it_is(turned) if self.same else self._mixed(turned)
        return None if items is None else _of_a_krona(self.sides[base].plan, items)

    def _as_it_is(self, turned: Turned) -> list[Item] | None:
        """Take the items of those who take part, at the cost and with the population asked for."""
        who = turned.who
        plan, other = (self.sides[side].plan for side in (who, 1 - who))
        made: list[Item] = []
        for item in priced(self.sides, who, who if self.moved else turned.cost):
            if isinstance(item, Charges):
                made.append(item)
            elif isinstance(item, UpratedAmounts):
                key = self._followed(item.source, who, turned)
                if key is None:
                    return None
                made.append(charged(item.name, key.weights, item.participation))
            else:
                place = counterpart(plan, item, other) or 0
                parts = []
                for part in item.parts:
                    weights = self._weights(part.key, place, who, turned)
                    if weights is None:
                        return None
                    own = part.key.weights if isinstance(part.key, Weights) else {}
                    whole = _completed(weights.weights, item.participation, own)
                    parts.append(Part(Weights(weights.label, whole), part.proportion))
                made.append(item._replace(parts=tuple(parts)))
        return made

    def _mixed(self, turned: Turned) -> list[Item] | None:
        """Let those who take part on one side share by the model of the other."""
        model = turned.model
        base = self.sides[model]
        costs = iter(base.costs)
        items: list[Item] = []
        for n, item in enumerate(base.plan.items):
            participation = self._participation(turned.who, n, len(base.plan.items))
            if not isinstance(item, SharedCost):
                if isinstance(item, Charges):
                    own = item
                elif key := self._followed(item.source, model, turned):
                    own = charged(item.name, key.weights, participation)
                else:
                    return None
                other = self._listed(1 - model, n, 0)
                whole = _completed(kronor(own), participation, other)
                made = charged(own.name, whole, participation)
                items.append(made._replace(by_month=own.by_month, once=own.once))
                continue
            parts = []
            for m, part in enumerate(item.parts):
                weights = self._weights(part.key, n, model, turned)
                if weights is None:
                    return None
                other = self._listed(1 - model, n, m, dated=weights)
                whole = _completed(weights.weights, participation, other)
                parts.append(Part(Weights(weights.label, whole), part.proportion))
            shared = SharedCost(item.name, next(costs).cost, tuple(parts), participation)
            items.append(shared._replace(counted=item.counted))
        return items

    def _weights(
        self, key: Weights | ProportionsOf, n: int, base: int, turned: Turned
    ) -> Weights | None:
        """Give a key's weights; ``n`` is the item's place on the side that has the population."""
        if isinstance(key, ProportionsOf):
            return self._followed(key.source, base, turned)
        if turned.people == base:
            return key
        rank = rank_of(self.sides[base].plan, key)
        return of_another_date(key, self.sides[turned.people].plan, n, rank) or key

    def _followed(self, source: Node, base: int, turned: Turned) -> Weights | None:
        """Give the amounts that a key follows, found once."""
        before, after = self.sides
        key = (before.node, after.node, source, base, turned)
        if key not in self.known:
            self.known[key] = self._find_followed(source, base, turned)
        return self.known[key]

    def _find_followed(self, source: Node, base: int, turned: Turned) -> Weights | None:
        """Find them: where they differ between the sides too, those of the same mixture.

        Where they do not, but were once shared by another population than the other side goes by,
        they are moved as much as that population would have moved them.
        """
        label = f"{source.service} {source.year}"
        before, after = (known.get(source) for known in self.done)
        changed = before and after and before.amounts != after.amounts
        if before and after and changed and source != self.sides[base].node:
            both = all_year(before, self.done[0]), all_year(after, self.done[1])
            deeper = Mixture(both, self.done, self.known)
            shares = deeper.proportions(turned)
            return None if shares is None else Weights(label, shares)
        followed = self.done[base].get(source)
        if followed is None:
            return None
        amounts = {who: Fraction(kr) for who, kr in followed.amounts.items()}
        people = turned.people
        if people != base:
            other = self.sides[people].plan
            own, moved = (self._unfolded(followed, base, plan) for plan in (None, other))
            if own and moved:
                amounts = {
                    who: kr * moved.get(who, Fraction(0)) / own[who] if own.get(who) else kr
                    for who, kr in amounts.items()
                }
        return Weights(label, amounts)

    def _unfolded(self, side: ServiceAllocation, base: int, other: Plan | None) -> Shares | None:
        """Share a krona as a source did, at its own dates or another plan's, however far back."""
        for followed in itertools.chain(*map(proportions_of, side.plan.items)):
            source = self.done[base].get(followed)
            return self._unfolded(source, base, other) if source else None
        items: list[Item] = []
        costs = iter(side.costs)
        for item in side.plan.items:
            if not isinstance(item, SharedCost):
                items.append(item)
                continue
            parts = tuple(
                part._replace(key=at_dates_of(other, side.plan, part.key)) for part in item.parts
            )
            items.append(item._replace(cost=next(costs).cost, parts=parts))
        return _of_a_krona(side.plan, items)

    def _participation(self, who: int, n: int, items: int) -> Participation:
        """Give who takes part in an item: in the same one of the side's, or in any of them."""
        plan = self.sides[who].plan
        return plan.items[n].participation if len(plan.items) == items else merged(plan)

    def _listed(
        self, side: int, n: int, m: int, *, dated: Weights | None = None
    ) -> Mapping[Receiver, int | Fraction]:
        """Give what each has in a side's key, for those whom the other side's does not know.

        Of inhabitants, or what is counted at a date, that is the same (``dated``); else what stands
        in the same place, or first.
        """
        plan = self.sides[side].plan
        if dated and (known := of_another_date(dated, plan, n, 0)):
            return known.weights
        if n >= len(plan.items):
            return {}
        item = plan.items[n]
        if isinstance(item, Charges):
            return kronor(item)
        pure = Turned(side, side, side, side)
        if isinstance(item, UpratedAmounts):
            key = self._followed(item.source, side, pure)
        else:
            part = item.parts[m] if m < len(item.parts) else item.parts[0]
            key = self._weights(part.key, n, side, pure)
        return key.weights if key else {}


def _of_a_krona(plan: Plan, items: Iterable[Item]) -> Shares | None:
    """Share items within a plan's limits; give each one's part, or None where it makes no sense."""
    try:
        exact = share(Plan(plan.node, tuple(items), limits=plan.limits), {}).year
    except AllocationError:
        return None
    whole = sum(exact.values(), Fraction(0))
    return {who: part / whole for who, part in exact.items()} if whole else None


def _completed(
    known: Mapping[Receiver, int | Fraction],
    needed: Iterable[Receiver],
    other: Mapping[Receiver, int | Fraction],
) -> dict[Receiver, int | Fraction]:
    """Give those who have nothing in a list what they have on the other side, to its measure.

    Who is in neither is left out, which the engine then refuses.
    """
    common = [who for who in known if who in other]
    measure = sum(other[who] for who in common)
    if not measure:
        return dict(known)
    scale = Fraction(sum(known[who] for who in common)) / measure
    missing = {who: other[who] * scale for who in needed if who not in known and who in other}
    return {**known, **missing}
