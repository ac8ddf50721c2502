"""One thing varied, and what each municipality pays along the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from enamnd_cost.analysis.report import Column, Given, Report, Table, plain, summed, table_of
from enamnd_cost.analysis.scenarios import leaving, overrides, services
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Tjanstandring, Uttrade
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.swedish import decimal, fixed, rounded

EQUAL, COST, POPULATION, WITHOUT = KINDS = ("lika", "kostnad", "folkmangd", "utan")


@dataclass(frozen=True)
class Setting:
    """One setting: its name, its place on a scale if it has one, and what each then pays.

    ``exact`` is what each would pay for the service that is varied, before rounding, and ``out``
    are those who take no part.
    """

    name: str
    value: Fraction | None
    amounts: dict[str, int]
    exact: dict[str, Fraction]
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
    """A base, what is varied, and the points; ``service`` is None where it is all of them."""

    base: Alternative
    kind: str
    service: str | None
    points: tuple[Setting, ...]
    unchanged: Setting

    @property
    def codes(self) -> tuple[str, ...]:
        """The municipalities, in the data's order."""
        return self.base.codes

    def turns(self, code: str) -> Iterator[Turn]:
        """Say where a municipality goes from gain to loss, or back, against the base.

        Between two points of a scale the exact shares lie on a straight line, so the place is
        known exactly; of dates, it is the first on the other side.
        """
        if self.kind in (WITHOUT, COST):
            return  # a cost turns for all where it is not changed
        # From one side of the base to the other, whatever lies exactly on it in between.
        last: tuple[Setting, Fraction] | None = None
        on: Setting | None = None
        for point in self.points:
            change = self._change(point, code)
            if not change:
                on = on or point
                continue
            if last and last[1] * change < 0:
                yield Turn(on.name, on.value) if on else self._between(*last, point, change)
            last, on = (point, change), None

    def _change(self, point: Setting, code: str) -> Fraction:
        if point.value is None:
            return Fraction(point.amounts.get(code, 0) - self.unchanged.amounts.get(code, 0))
        return point.exact.get(code, Fraction(0)) - self.unchanged.exact.get(code, Fraction(0))

    @staticmethod
    def _between(before: Setting, was: Fraction, after: Setting, now: Fraction) -> Turn:
        if before.value is None or after.value is None:
            return Turn(after.name, None)
        return Turn(None, before.value + (after.value - before.value) * was / (was - now))


def equal_part(base: Alternative, service: str, step: int) -> tuple[Sweep | None, list[Problem]]:
    """Vary a service's equal part from nothing to all, the rest going by population."""
    date = goes_by(base, service)

    def change(percent: int, bench: Workbench) -> None:
        split = Mix(lika=percent, invanare=100 - percent)
        held = bench.services()[service]
        wanted = Tjanstandring(fordelning=split, folkmangd=date)
        overrides.put(bench, held, wanted, None, ("tjanst", service))

    settings = [*range(0, 100, step), 100]
    made = [
        _point(base, f"{percent} %", Fraction(percent), service, partial(change, percent))
        for percent in settings
    ]
    return _sweep(base, EQUAL, service, made)


def goes_by(base: Alternative, service: str) -> dt.date:
    """Give the population date that a service goes by or has gone by, else the latest there is."""
    latest = max(each.datum for each in base.result.data.kommuner.folkmangd)
    return overrides.population_date(base.result.by_id[service]) or latest


def cost(
    base: Alternative, service: str, most: int, step: int
) -> tuple[Sweep | None, list[Problem]]:
    """Vary a service's cost by per cent down and up."""

    def change(percent: int, bench: Workbench) -> None:
        wanted = Tjanstandring(kostnad_procent=Decimal(percent))
        overrides.put(bench, bench.services()[service], wanted, None, ("tjanst", service))

    up = [*range(step, most, step), most]
    settings = [*(-percent for percent in reversed(up)), 0, *up]
    made = [
        _point(
            base,
            f"{percent:+d} %".replace("-", "−").replace("+0", "0"),
            Fraction(percent),
            service,
            partial(change, percent) if percent else None,
        )
        for percent in settings
    ]
    return _sweep(base, COST, service, made)


def population(base: Alternative, service: str | None) -> tuple[Sweep | None, list[Problem]]:
    """Take every population date there is, for one service or for all."""
    held = base.result.data.kommuner.folkmangd
    dates = sorted(each.datum for each in held)

    def change(date: dt.date, bench: Workbench) -> None:
        for name, tjanst in bench.data.tjanster.items():
            if service in (None, name):
                bench.put(name, services.redated(tjanst, date), ("folkmangd",))

    made = [_point(base, str(date), None, service, partial(change, date)) for date in dates]
    return _sweep(base, POPULATION, service, made)


def without(
    base: Alternative, groups: Sequence[Sequence[str]]
) -> tuple[Sweep | None, list[Problem]]:
    """Let each group of municipalities (by code) leave, the others carrying the whole cost."""
    by_code = base.result.data.kommuner.by_code

    def change(group: Sequence[str], bench: Workbench) -> None:
        leaving.leave(bench, [Uttrade(kommun=by_code[code].id) for code in group], bench.year)

    made = [
        _point(
            base,
            "utan " + ", ".join(by_code[code].namn for code in group),
            None,
            None,
            partial(change, group),
        )
        for group in groups
    ]
    made = [
        replace(point, out=frozenset(group)) if isinstance(point, Setting) else point
        for point, group in zip(made, groups, strict=True)
    ]
    return _sweep(base, WITHOUT, None, made)


def _point(
    base: Alternative,
    name: str,
    value: Fraction | None,
    service: str | None,
    change: Callable[[Workbench], None] | None,
) -> Setting | list[Problem]:
    """Allocate the base with one change, or say why it cannot be."""
    bench = Workbench(base.result.data, base.year, "")
    if change:
        change(bench)
    bench.judge()
    if bench.problems:
        return [Problem(p.code, "", f"{name}: {p.text}", p.remedy) for p in bench.problems]
    return _read(bench.computed, base.year, name, value, service)


def _read(
    computed: Computed, year: int, name: str, value: Fraction | None, service: str | None
) -> Setting:
    result = computed.year(year)
    amounts = result.per_municipality
    exact: dict[str, Fraction] = {}
    if service is not None:
        allocation = computed.outcome.done[Node(service, year)]
        exact = {code: row.exact for code, row in allocation.rows.items()}
        if not result.data.tjanster[service].i_budget:
            amounts = {code: allocation.amounts.get(code, 0) for code in amounts}
    return Setting(name, value, amounts, exact)


def _sweep(
    base: Alternative, kind: str, service: str | None, made: Sequence[Setting | list[Problem]]
) -> tuple[Sweep | None, list[Problem]]:
    problems = [problem for each in made if isinstance(each, list) for problem in each]
    if problems:
        return None, list(dict.fromkeys(problems))
    points = tuple(point for point in made if isinstance(point, Setting))
    unchanged = _read(base.computed, base.year, base.name, None, service)
    return Sweep(base, kind, service, points, unchanged), []


TITLES = {
    EQUAL: "Lika del från 0 till 100 %",
    COST: "Kostnaden ändras",
    POPULATION: "Mätdatum för folkmängden",
    WITHOUT: "En kommun i taget lämnar",
}


def report(sweep: Sweep) -> Report:
    """Lay out a sweep: the base, each point, and where each municipality turns."""
    data, base = sweep.base.result.data, sweep.base.name
    tjanst = data.tjanster[sweep.service] if sweep.service else None
    title = TITLES[sweep.kind] + (f", {tjanst.namn}" if tjanst else "")
    columns = [summed(_column(point), _paid(sweep, point)) for point in sweep.points]
    columns.append(summed(Column("bas", base, base), _paid(sweep, sweep.unchanged)))
    turning = sweep.kind in (EQUAL, POPULATION)
    if turning:
        turns = {
            code: ", ".join(turn.shown for turn in sweep.turns(code)) or "–" for code in sweep.codes
        }
        columns.append(Given(Column("vander", "Vänder", "Vänder"), turns))
    names, curve = data.kommuner.names, len(sweep.points)
    tables = [table_of(f"{title} (kr)", names, columns, curve=curve)]
    if sweep.kind == WITHOUT:
        tables.append(_differences(sweep))
    outside = tjanst is not None and not tjanst.i_budget
    notes = ["Beloppen är tjänstens." if outside else "Beloppen är kommunens hela budget."]
    if sweep.kind == EQUAL and sweep.service:
        notes.append(f"Resten delas efter folkmängd {goes_by(sweep.base, sweep.service)}.")
    if turning:
        notes.append(
            f"Vänder: där kommunen går från att betala mindre än i {base} till att betala mer, "
            "eller tvärtom."
        )
    if sweep.kind == WITHOUT:
        notes.append("Den som lämnar betalar inget; hela kostnaden bärs av de andra.")
    heading = f"{base}: {title[0].lower()}{title[1:]}"
    return Report(data, heading, tables=tuple(tables), notes=plain(notes))


def _column(point: Setting, *, signed: bool = False) -> Column:
    """Head a point's column; a date is not to be broken at its hyphens."""
    unbroken = point.name if signed else point.name.replace("-", "\N{NON-BREAKING HYPHEN}")
    return Column(point.name, unbroken, point.name, signed)


def _paid(sweep: Sweep, point: Setting) -> dict[str, int | None]:
    return {code: None if code in point.out else point.amounts.get(code, 0) for code in sweep.codes}


def _differences(sweep: Sweep) -> Table:
    """Set every point against the base."""
    was = sweep.unchanged.amounts
    columns = [
        Given(
            _column(point, signed=True),
            {
                who: kr - was.get(who, 0)
                for who, kr in _paid(sweep, point).items()
                if kr is not None
            },
        )
        for point in sweep.points
    ]
    names = sweep.base.result.data.kommuner.names
    return table_of(f"Skillnad mot {sweep.base.name} (kr)", names, columns, label="")
