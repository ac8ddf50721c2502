"""One thing varied, and what each municipality pays along the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from enamnd_cost.analysis.scenarios import leaving, overrides, services
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Tjanstandring, Uttrade
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.swedish import MINUS, decimal, fixed, rounded

EQUAL, COST, POPULATION, WITHOUT = KINDS = ("lika", "kostnad", "folkmangd", "utan")


class Setting(NamedTuple):
    """One setting: its name, its place on a scale if it has one, and what each then pays.

    ``exact`` is what each would pay for the service that is varied, before rounding, and ``out``
    are those who take no part. ``damped`` tells that what is paid is not that, rounded.
    """

    name: str
    value: Fraction | None
    amounts: dict[str, int]
    exact: dict[str, Fraction]
    out: frozenset[str] = frozenset()
    damped: bool = False


class _Variation(NamedTuple):
    """A change to the base: its name, what makes it if anything does, its place, and who is out."""

    name: str
    make: Callable[[Workbench], None] | None
    value: Fraction | None = None
    out: frozenset[str] = frozenset()


class Turn(NamedTuple):
    """Where somebody goes from gain to loss or back: at a point, by its name, or between two.

    ``value`` is the place on the scale, in per cent, if there is one.
    """

    point: str | None
    value: Fraction | None

    @property
    def shown(self) -> str:
        """The place as people read it.

        >>> Turn(None, Fraction(75, 2)).shown, Turn("2020-12-31", None).shown
        ('37,5 %', '2020-12-31')
        """
        if self.point is not None or self.value is None:
            return self.point or ""
        whole = self.value.denominator == 1
        return f"{decimal(self.value) if whole else fixed(rounded(self.value, 1))} %"


@dataclass(frozen=True)
class Sweep:
    """A base, what is varied, and the points; ``service`` is None where it is all of them.

    ``impossible`` tells why some points are not there: what they are, and what is in the way.
    """

    base: Alternative
    kind: str
    service: str | None
    points: tuple[Setting, ...]
    unchanged: Setting
    impossible: tuple[Problem, ...] = ()

    @property
    def turning(self) -> bool:
        """Tell whether each turns in a place of its own: not where all, or none, turn at once."""
        return self.kind in (EQUAL, POPULATION)

    def turns(self, code: str) -> Iterator[Turn]:
        """Say where a municipality goes from gain to loss, or back, against the base.

        Between two points of a scale the exact shares lie on a straight line, so the place is
        known exactly; of dates, and of a service that is damped, it is the first on the other side.
        """
        if not self.turning:
            return
        # From one side of the base to the other, whatever lies exactly on it in between.
        last: tuple[Setting, Fraction] | None = None
        on: Setting | None = None
        for point in self.points:
            change = self._change(point, code)
            if not change:
                on = on or point
                continue
            if last and last[1] * change < 0:
                before, was = last
                if on or point.damped or before.value is None or point.value is None:
                    at = on or point
                    yield Turn(at.name, at.value)
                else:
                    way = was / (was - change)
                    yield Turn(None, before.value + (point.value - before.value) * way)
            last, on = (point, change), None

    def _change(self, point: Setting, code: str) -> Fraction:
        if point.value is None or point.damped:
            return Fraction(point.amounts.get(code, 0) - self.unchanged.amounts.get(code, 0))
        return point.exact.get(code, Fraction(0)) - self.unchanged.exact.get(code, Fraction(0))


Swept = tuple[Sweep | None, list[Problem]]


def equal_part(base: Alternative, service: str, step: int) -> Swept:
    """Vary a service's equal part from nothing to all, the rest going by population."""
    date = goes_by(base, service)
    changes = []
    for percent in (*range(0, 100, step), 100):
        split = Mix(lika=percent, invanare=100 - percent)
        wanted = Tjanstandring(fordelning=split, folkmangd=date)
        make = partial(_override, service, wanted)
        changes.append(_Variation(f"{percent} %", make, Fraction(percent)))
    return _sweep(base, EQUAL, service, changes)


def goes_by(base: Alternative, service: str) -> dt.date:
    """Give the population date that a service goes by or has gone by, else the latest there is."""
    latest = max(each.datum for each in base.result.data.kommuner.folkmangd)
    return overrides.population_date(base.result.by_id[service]) or latest


def cost(base: Alternative, service: str, most: int, step: int) -> Swept:
    """Vary a service's cost by per cent down and up."""
    up = [*range(step, most, step), most]
    changes = []
    for percent in (*(-percent for percent in reversed(up)), 0, *up):
        wanted = Tjanstandring(kostnad_procent=Decimal(percent))
        make = partial(_override, service, wanted) if percent else None
        name = f"{percent:+d} %".replace("-", MINUS) if percent else "0 %"
        changes.append(_Variation(name, make, Fraction(percent)))
    return _sweep(base, COST, service, changes)


def _override(service: str, wanted: Tjanstandring, bench: Workbench) -> None:
    overrides.put(bench, bench.services()[service], wanted)


def population(base: Alternative, service: str | None) -> Swept:
    """Take every population date there is, for one service or for all."""

    def change(date: dt.date, bench: Workbench) -> None:
        for name, tjanst in bench.data.tjanster.items():
            if service in (None, name):
                bench.put(name, services.redated(tjanst, date), ("folkmangd",))

    dates = sorted(each.datum for each in base.result.data.kommuner.folkmangd)
    changes = [_Variation(str(date), partial(change, date)) for date in dates]
    return _sweep(base, POPULATION, service, changes)


def without(base: Alternative, groups: Iterable[Sequence[str]]) -> Swept:
    """Let each group of municipalities (by code) leave, the others carrying the whole cost."""
    kommuner = base.result.data.kommuner

    def change(group: Sequence[str], bench: Workbench) -> None:
        leaving.leave(
            bench, [Uttrade(kommun=kommuner.ids[code]) for code in group], bench.year, bench.year
        )

    changes = []
    for group in groups:
        name = "utan " + ", ".join(kommuner.names[code] for code in group)
        changes.append(_Variation(name, partial(change, group), out=frozenset(group)))
    return _sweep(base, WITHOUT, None, changes)


def _sweep(
    base: Alternative, kind: str, service: str | None, changes: Iterable[_Variation]
) -> Swept:
    """Allocate the base with each change by itself, or say why none can be."""
    points: list[Setting] = []
    problems: list[Problem] = []
    for change in changes:
        bench = Workbench(base.result.data, base.year, "")
        if change.make:
            change.make(bench)
        bench.judge()
        problems += (
            Problem(p.code, "", f"{change.name}: {p.text}", p.remedy) for p in bench.problems
        )
        if not bench.problems:
            points.append(_setting(change, bench.computed, base.year, service))
    problems = list(dict.fromkeys(problems))
    if problems and not any(point.value != 0 for point in points):
        return None, problems
    unchanged = _setting(_Variation(base.name, None), base.computed, base.year, service)
    return Sweep(base, kind, service, tuple(points), unchanged, tuple(problems)), []


def _setting(change: _Variation, computed: Computed, year: int, service: str | None) -> Setting:
    result = computed.year(year)
    amounts = result.per_municipality
    exact: dict[str, Fraction] = {}
    damped = False
    if service is not None:
        allocation = computed.outcome.done[Node(service, year)]
        exact = {code: row.exact for code, row in allocation.rows.items()}
        damped = allocation.plan.damping is not None
        if not result.data.tjanster[service].i_budget:
            amounts = {code: allocation.amounts.get(code, 0) for code in amounts}
    return Setting(change.name, change.value, amounts, exact, change.out, damped)
