"""Two alternatives side by side: who pays more, how much, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from enamnd_cost.analysis.compare.causes import Cause, Effects, causes
from enamnd_cost.analysis.report import percent
from enamnd_cost.analysis.scenarios.apply import Alternative, latest_population
from enamnd_cost.analysis.scenarios.leaving import REMAINING
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.two_way import round_table


@dataclass(frozen=True)
class Comparison:
    """Before and after, for the whole budget or for ``chosen`` services (ids).

    All amounts are kronor by municipality code; whoever is not there pays nothing.
    """

    before: Alternative
    after: Alternative
    chosen: tuple[str, ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every municipality on either side, in the order of the one before."""
        return tuple(dict.fromkeys((*self.before.codes, *self.after.codes)))

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The services compared: those of either budget, or those chosen."""
        sides = (self.before.result, self.after.result)
        if self.chosen:
            present = {service.id for side in sides for service in side.services}
            return tuple(name for name in self.chosen if name in present)
        return tuple(dict.fromkeys(s.id for side in sides for s in side.in_budget))

    def _service(self, side: Alternative, name: str) -> Service | None:
        found = side.result.by_id.get(name)
        return found if found and (self.chosen or found.in_budget) else None

    def name(self, service: str) -> str:
        """Give a service's short heading."""
        found = self._service(self.after, service) or self._service(self.before, service)
        assert found is not None  # it is one of those compared
        return found.tjanst.kort

    @cached_property
    def paid_before(self) -> dict[str, int]:
        """What each paid before, phasing in included."""
        return self._paid(self.before)

    @cached_property
    def paid_after(self) -> dict[str, int]:
        """What each pays after."""
        return self._paid(self.after)

    def _paid(self, side: Alternative) -> dict[str, int]:
        if not self.chosen:
            amounts = side.amounts()
            return {code: amounts.get(code, 0) for code in self.codes}
        services = [self._service(side, name) for name in self.services]
        rows = [service.allocation.amounts for service in services if service]
        return {code: sum(amounts.get(code, 0) for amounts in rows) for code in self.codes}

    @cached_property
    def difference(self) -> dict[str, int]:
        """After less before."""
        return {code: self.paid_after[code] - self.paid_before[code] for code in self.codes}

    @cached_property
    def held(self) -> dict[str, int]:
        """What phasing in adds to the difference, or takes from it."""
        sides = (self.before.held, self.after.held)
        return {code: sides[1].get(code, 0) - sides[0].get(code, 0) for code in self.codes}

    @property
    def differs(self) -> bool:
        """Tell whether anybody pays anything else."""
        return any(self.difference.values())

    def percent(self, code: str) -> Fraction | None:
        """Give the difference in per cent of what was paid before; None where that was nothing."""
        return percent(self.difference[code], self.paid_before[code])

    @cached_property
    def people(self) -> dict[str, tuple[dt.date, int]]:
        """Each municipality's population at the latest date there is of it, and the date."""
        latest = latest_population(self.before.result.data.kommuner)
        return {**latest_population(self.after.result.data.kommuner), **latest}

    def per_head(self, code: str) -> Fraction | None:
        """Give the difference in kronor per inhabitant."""
        _, people = self.people.get(code, (None, 0))
        return Fraction(self.difference[code], people) if people else None

    @cached_property
    def per_service(self) -> dict[str, dict[str, int]]:
        """Each service's difference for each municipality that had or has a part in it."""
        made = {}
        for name in self.services:
            sides = [self._service(side, name) for side in (self.before, self.after)]
            was, now = [side.allocation.amounts if side else {} for side in sides]
            made[name] = {
                code: now.get(code, 0) - was.get(code, 0)
                for code in self.codes
                if code in now or code in was
            }
        return made

    @cached_property
    def causes(self) -> Effects:
        """What each cause does to each municipality: exact kronor that add up to the difference."""
        found: Effects = {}
        done = (self.before.computed.outcome.done, self.after.computed.outcome.done)
        for name in self.services:
            before, after = [
                service.allocation if service else None
                for service in (self._service(side, name) for side in (self.before, self.after))
            ]
            found_here = causes(before, after, done)
            if name == REMAINING:
                # What those who have left still pay is no service, new or old.
                found_here = {Cause.REMAINING: _all(found_here)}
            for cause, effect in found_here.items():
                held = found.setdefault(cause, {})
                for code, kr in effect.items():
                    held[code] = held.get(code, Fraction(0)) + kr
        if not self.chosen:
            found[Cause.PHASING] = {code: Fraction(kr) for code, kr in self.held.items()}
        return {cause: found[cause] for cause in Cause if any(found.get(cause, {}).values())}

    @cached_property
    def causes_in_kronor(self) -> dict[Cause, dict[str, int]]:
        """The causes in whole kronor, each within a krona of the exact one, and so are the sums.

        Rounded as a whole table, so that what moves nothing in all is shown to move nothing.
        """
        zero = Fraction(0)
        exact = {
            cause.value: {code: effect.get(code, zero) for code in self.codes}
            for cause, effect in self.causes.items()
        }
        whole = round_table(exact, 1)
        return {
            cause: {code: whole[cause.value][code].amount for code in self.codes}
            for cause in self.causes
        }

    @cached_property
    def outside(self) -> list[str]:
        """Services outside the budget that differ, where the budget is what is compared."""
        if self.chosen:
            return []
        sides = [
            {s.id: s.allocation.amounts for s in side.result.services if not s.in_budget}
            for side in (self.before, self.after)
        ]
        # Between years they come and go; between scenarios of a year, somebody has changed them.
        same_year = self.before.year == self.after.year
        return [name for name in sides[1] if same_year and sides[0].get(name) != sides[1][name]]

    @property
    def losers(self) -> list[str]:
        """Those who pay more after, the one that pays most more first."""
        more = [code for code in self.codes if self.difference[code] > 0]
        return sorted(more, key=lambda code: (-self.difference[code], code))

    @property
    def gainers(self) -> list[str]:
        """Those who pay less after, the one that pays most less first."""
        less = [code for code in self.codes if self.difference[code] < 0]
        return sorted(less, key=lambda code: (self.difference[code], code))

    @property
    def unmoved(self) -> list[str]:
        """Those who pay the same."""
        return [code for code in self.codes if not self.difference[code]]

    def municipality(self, code: str) -> str:
        """Give a municipality's name."""
        sides = (self.before, self.after)
        known = [side.result.data.kommuner.by_code for side in sides]
        return next(by_code[code].namn for by_code in known if code in by_code)

    @property
    def people_at(self) -> dt.date | None:
        """The date of the population that kronor per inhabitant are counted on."""
        held = self.before.result.data.kommuner.folkmangd
        return max((each.datum for each in held), default=None)


def _all(effects: Effects) -> dict[str, Fraction]:
    """Add up what all causes do."""
    whole: dict[str, Fraction] = {}
    for effect in effects.values():
        for code, kr in effect.items():
            whole[code] = whole.get(code, Fraction(0)) + kr
    return whole
