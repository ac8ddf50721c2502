"""A comparison over one or several years: the sums, and the year in which most is paid."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.analysis.compare.causes import Cause, Effects
from enamnd_cost.analysis.compare.comparison import Comparison, Difference, effects_of
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.engine.balance import added
from enamnd_cost.engine.exact import Shares
from enamnd_cost.model.tjanst import Tjanst


class Peak(NamedTuple):
    """The year in which most is paid (the first of them), and how much, in kronor.

    ``same`` tells that no year differs from another, so that none is a peak.
    """

    year: int
    amount: int
    same: bool


@dataclass(frozen=True)
class OverYears(Difference):
    """An alternative held against the base in each of some years: ``each`` has them in order.

    What is paid and what causes it is the sum over the years. Where there is one year, it is that
    year's.
    """

    each: tuple[Comparison, ...]

    @property
    def first(self) -> Comparison:
        """The first year's comparison."""
        return self.each[0]

    @property
    def before(self) -> Alternative:
        """The base, as it is in the first year."""
        return self.first.before

    @property
    def after(self) -> Alternative:
        """The alternative, as it is in the first year."""
        return self.first.after

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the alternative is counted for."""
        return tuple(one.after.at for one in self.each)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The services that are compared, if it is not the whole budget."""
        return self.first.chosen

    @cached_property
    def names(self) -> dict[str, str]:
        """Every municipality in any of the years, by code."""
        return {code: name for one in self.each for code, name in one.names.items()}

    @cached_property
    def paid_before(self) -> dict[str, int]:
        """What each paid before, in all the years."""
        return self._sum(*(one.paid_before for one in self.each))

    @cached_property
    def paid_after(self) -> dict[str, int]:
        """What each pays after, in all the years."""
        return self._sum(*(one.paid_after for one in self.each))

    @cached_property
    def phased(self) -> dict[str, int]:
        """What phasing in adds to the difference, or takes from it."""
        return self._sum(*(one.phased for one in self.each))

    def _sum(self, *years: Mapping[str, int]) -> dict[str, int]:
        return added([dict.fromkeys(self.names, 0), *years])

    @cached_property
    def people(self) -> dict[str, tuple[dt.date, int]]:
        """Each municipality's population at the latest date there is of it, and the date."""
        return {code: found for one in self.each for code, found in one.people.items()}

    @cached_property
    def per_service(self) -> dict[str, dict[str, int]]:
        """Each service's difference, over all the years."""
        names = dict.fromkeys(name for one in self.each for name in one.per_service)
        return {
            name: added(one.per_service[name] for one in self.each if name in one.per_service)
            for name in names
        }

    def tjanst(self, service: str) -> Tjanst:
        """Give a service's file, as it is in the first year that has it."""
        return next(one.tjanst(service) for one in self.each if service in one.services)

    @cached_property
    def service_causes(self) -> dict[str, Effects]:
        """What each cause does in each service, over all the years."""
        found: dict[str, dict[Cause, list[Shares]]] = defaultdict(lambda: defaultdict(list))
        for one in self.each:
            for name, effects in one.service_causes.items():
                for cause, effect in effects.items():
                    found[name][cause].append(effect)
        return {
            name: effects
            for name in self.per_service
            if name in found and (effects := effects_of(found[name]))
        }

    @property
    def outside(self) -> dict[str, str]:
        """Services outside the budget that differ in any of the years: their names by id."""
        return {
            service: one.after.result.by_id[service].tjanst.namn
            for one in self.each
            for service in one.outside
        }

    def peak(self, code: str | None = None) -> Peak:
        """Give the year in which a municipality, or all together, pay most after."""
        return _peak({one.after.at: _paid(one.paid_after, code) for one in self.each})

    def peak_before(self) -> Peak:
        """Give the year in which all together pay most before."""
        return _peak({one.after.at: _paid(one.paid_before, None) for one in self.each})


def _paid(amounts: Mapping[str, int], code: str | None) -> int:
    return sum(amounts.values()) if code is None else amounts.get(code, 0)


def _peak(paid: Mapping[int, int]) -> Peak:
    year = max(paid, key=lambda year: (paid[year], -year))
    return Peak(year, paid[year], len(set(paid.values())) == 1)
