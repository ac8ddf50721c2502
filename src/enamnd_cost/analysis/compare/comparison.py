"""Two alternatives side by side: who pays more, how much, and why."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from enamnd_cost.analysis.compare.causes import Cause, Effects, causes
from enamnd_cost.analysis.report import percent
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.beside import FEES, REMAINING
from enamnd_cost.analysis.scenarios.phasing import latest_population
from enamnd_cost.engine.balance import added, less
from enamnd_cost.engine.exact import Shares
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.two_way import round_table
from enamnd_cost.model.tjanst import Tjanst

# What stands as a service of its own, but is neither new nor gone: its own cause.
OF_THEIR_OWN = {REMAINING: Cause.REMAINING, FEES: Cause.FEES}


class Difference(ABC):
    """What follows from what each pays before and after (kronor by municipality code), and why."""

    @property
    @abstractmethod
    def names(self) -> dict[str, str]:
        """Every municipality on either side, by code."""

    @property
    @abstractmethod
    def paid_before(self) -> dict[str, int]:
        """What each paid before."""

    @property
    @abstractmethod
    def paid_after(self) -> dict[str, int]:
        """What each pays after."""

    @property
    @abstractmethod
    def people(self) -> dict[str, tuple[dt.date, int]]:
        """Each municipality's population at the latest date there is of it, and the date."""

    @property
    @abstractmethod
    def phased(self) -> dict[str, int]:
        """What phasing in adds to the difference, or takes from it: of the budget as a whole."""

    @property
    @abstractmethod
    def service_causes(self) -> dict[str, Effects]:
        """What each cause does to each municipality in each service that differs, exactly."""

    @cached_property
    def difference(self) -> dict[str, int]:
        """After less before."""
        return less(self.paid_after, self.paid_before)

    @property
    def differs(self) -> bool:
        """Tell whether anybody pays anything else."""
        return any(self.difference.values())

    def percent(self, code: str) -> Fraction | None:
        """Give the difference in per cent of what was paid before; None where that was nothing."""
        return percent(self.difference[code], self.paid_before[code])

    def per_head(self, code: str) -> Fraction | None:
        """Give the difference in kronor per inhabitant."""
        _, people = self.people.get(code, (None, 0))
        return Fraction(self.difference[code], people) if people else None

    @cached_property
    def causes(self) -> Effects:
        """What each cause does to each municipality: exact kronor that add up to the difference."""
        found: dict[Cause, list[Shares]] = defaultdict(list)
        for effects in self.service_causes.values():
            for cause, effect in effects.items():
                found[cause].append(effect)
        found[Cause.PHASING] = [{code: Fraction(kr) for code, kr in self.phased.items()}]
        return effects_of(found)

    @cached_property
    def causes_in_kronor(self) -> dict[Cause, dict[str, int]]:
        """The causes in whole kronor, each within a krona of the exact one, and so are the sums."""
        return in_kronor(self.causes, self.names)

    def causes_of(self, service: str) -> dict[Cause, dict[str, int]]:
        """Give the causes of one service's difference in whole kronor, rounded as one table."""
        return in_kronor(self.service_causes[service], self.names)

    @property
    def losers(self) -> list[str]:
        """Those who pay more after, the one that pays most more first."""
        more = [(-kr, code) for code, kr in self.difference.items() if kr > 0]
        return [code for _, code in sorted(more)]

    @property
    def gainers(self) -> list[str]:
        """Those who pay less after, the one that pays most less first."""
        return [code for _, code in sorted((kr, c) for c, kr in self.difference.items() if kr < 0)]


def effects_of(found: Mapping[Cause, list[Shares]]) -> Effects:
    """Add up what each cause does, in the order of the causes; those that do nothing are none."""
    effects = {cause: added(found[cause]) for cause in Cause if found.get(cause)}
    return {cause: effect for cause, effect in effects.items() if any(effect.values())}


def in_kronor(effects: Effects, names: Mapping[str, str]) -> dict[Cause, dict[str, int]]:
    """Round causes as a whole table, so that what moves nothing in all is shown to move nothing."""
    nothing = dict.fromkeys(names, Fraction(0))
    whole = round_table({cause.value: nothing | effect for cause, effect in effects.items()}, 1)
    return {
        cause: {code: kr.amount for code, kr in whole[cause.value].items()} for cause in effects
    }


@dataclass(frozen=True)
class Comparison(Difference):
    """Before and after in one year, for the whole budget or for ``chosen`` services (ids).

    All amounts are kronor by municipality code; whoever is not there pays nothing.
    """

    before: Alternative
    after: Alternative
    chosen: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[Alternative, Alternative]:
        """Both."""
        return self.before, self.after

    @cached_property
    def names(self) -> dict[str, str]:
        """Every municipality on either side, by code, in the order of the one before."""
        before, after = (side.result.data.kommuner.names for side in self.sides)
        return {**before, **after, **before}

    @cached_property
    def services(self) -> dict[str, tuple[ServiceAllocation | None, ServiceAllocation | None]]:
        """The services compared, on each side: those of either budget, or those chosen."""
        before, after = (
            {s.id: s.allocation for s in side.result.services if self.chosen or s.in_budget}
            for side in self.sides
        )
        either = {**before, **after}
        names = [name for name in self.chosen or either if name in either]
        return {name: (before.get(name), after.get(name)) for name in names}

    def tjanst(self, service: str) -> Tjanst:
        """Give a service's file, as it is after where it is there then."""
        side = self.after if self.services[service][1] else self.before
        return side.result.by_id[service].tjanst

    @cached_property
    def paid_before(self) -> dict[str, int]:
        """What each paid before, phasing in included."""
        return self._paid(0)

    @cached_property
    def paid_after(self) -> dict[str, int]:
        """What each pays after."""
        return self._paid(1)

    def _paid(self, n: int) -> dict[str, int]:
        return added([dict.fromkeys(self.names, 0), self.sides[n].amounts(self.chosen)])

    @cached_property
    def phased(self) -> dict[str, int]:
        """What phasing in adds to the difference, or takes from it: of the budget as a whole."""
        nothing = dict.fromkeys(self.names, 0)
        return nothing if self.chosen else added([nothing, less(self.after.held, self.before.held)])

    @cached_property
    def people(self) -> dict[str, tuple[dt.date, int]]:
        """Each municipality's population at the latest date there is of it, and the date."""
        before, after = (latest_population(side.result.data.kommuner) for side in self.sides)
        return {**after, **before}

    @cached_property
    def per_service(self) -> dict[str, dict[str, int]]:
        """Each service's difference for each municipality that had or has a part in it."""
        return {
            name: less(after.amounts if after else {}, before.amounts if before else {})
            for name, (before, after) in self.services.items()
        }

    @cached_property
    def service_causes(self) -> dict[str, Effects]:
        """What each cause does to each municipality in each service that differs."""
        done = (self.before.computed.outcome.done, self.after.computed.outcome.done)
        made = {name: causes(*sides, done) for name, sides in self.services.items()}
        return {
            name: {own: added(effects.values())} if (own := self._of_its_own(name)) else effects
            for name, effects in made.items()
            if effects
        }

    def _of_its_own(self, service: str) -> Cause | None:
        """Say which cause is all that a service's difference is put down to, if there is one.

        An earlier year's result that is carried is neither a new service nor another cost.
        """
        carried = self.tjanst(service).overfort
        return Cause.CARRIED if carried else OF_THEIR_OWN.get(service)

    @cached_property
    def outside(self) -> list[str]:
        """Services outside the budget that differ, where the budget is what is compared."""
        # Between years they come and go; between scenarios of a year, somebody has changed them.
        if self.chosen or self.before.year != self.after.year:
            return []
        before, after = (
            {s.id: s.allocation.amounts for s in side.result.services if not s.in_budget}
            for side in self.sides
        )
        return [name for name in after if before.get(name) != after[name]]
