"""What changes what each is charged by size: the price, the index, or how large it is.

What is charged by a rate or in steps is nobody else's: there is no cost that all share, so whoever
grows pays for its own growth and the others pay what they did. Such a service is not mixed as a
level and proportions; its price, its index and its sizes are each taken from one side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.compare.items import Pair, merged
from enamnd_cost.engine.exact import Shares
from enamnd_cost.engine.limits import FREE
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.plan import Charges, Plan, product
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.model.splits.rate import PerInvanare, Promille
from enamnd_cost.model.splits.steps import Trappa
from enamnd_cost.model.splits.used import Matt

Rule = PerInvanare | Promille | Trappa | Matt  # of measured use there is no rule, only of levels


@dataclass(frozen=True)
class Sides:
    """Which side each thing is taken from: 0 is before and 1 is after."""

    who: int
    cost: int
    index: int
    people: int
    model: int


@dataclass(frozen=True)
class OwnCharges:
    """A service that is charged by size on both sides, for the same things."""

    items: tuple[dict[str, Charges], dict[str, Charges]]
    plans: tuple[Plan, Plan]

    def shares(self, sides: Sides) -> Shares:
        """Give what each is charged for a year, with each thing from the side asked for."""
        taking = merged(self.plans[sides.who])
        return {who: sum(self._paid(who, sides), Fraction(0)) for who in taking}

    def _paid(self, who: Receiver, sides: Sides) -> Iterable[Fraction]:
        for name, item in self.items[sides.who].items():
            if who in item.participation:
                part = Fraction(item.participation[who].length, MONTHS_A_YEAR)
                kr = self._of_a_year(name, who, sides) * part
                held = self.items[sides.model][name].name
                limits = self.plans[sides.model].limits.get(held, {})
                yield limits.get(who, FREE).nearest(kr, part)

    def _of_a_year(self, name: str, who: Receiver, sides: Sides) -> Fraction:
        priced, indexed, model = (
            self.items[side][name] for side in (sides.cost, sides.index, sides.model)
        )
        rule = priced.rule
        assert isinstance(rule, Rule)  # found by own_charges alone
        # How much is measured in a year is a matter of use, which goes with the cost; what is
        # counted at a date is another when the date is.
        dated = rule.by_population or any(named.date for named in rule.measures)
        larger = self.items[sides.people if dated else sides.cost][name]
        size = larger.sizes.get(who, self.items[sides.who][name].sizes[who])
        factors = product(indexed.factors) * model.counted.get(who, 1)
        return Fraction(rule.paid(size)) * factors


def own_charges(sides: Pair) -> OwnCharges | None:
    """Find the charges by size of both sides; None where anything is paid in another way.

    The two sides go by the same thing (population, the mean of as many years, the same measure),
    and what they charge for has the same names.
    """
    before, after = (_charged(side.plan) for side in sides)
    if before is None or after is None:
        return None
    if len(before) == len(after) == 1:
        after = dict(zip(before, after.values(), strict=True))
    if before.keys() != after.keys():
        return None
    if any(_goes_by(before[name]) != _goes_by(after[name]) for name in before):
        return None
    return OwnCharges((before, after), (sides[0].plan, sides[1].plan))


def _charged(plan: Plan) -> dict[str, Charges] | None:
    """Give the items that are charged by size, by name; None where there are others."""
    found = {}
    for item in plan.items:
        if not isinstance(item, Charges) or not isinstance(item.rule, Rule):
            return None
        found[item.name] = item
    return found


def _goes_by(item: Charges) -> object:
    rule = item.rule
    assert isinstance(rule, Rule)
    years = rule.medel_ar if isinstance(rule, PerInvanare | Trappa) else 1
    by_parts = isinstance(rule, Trappa) and rule.marginal
    measures = [(named.name, named.date is not None) for named in rule.measures]
    return type(rule), by_parts, years, measures
