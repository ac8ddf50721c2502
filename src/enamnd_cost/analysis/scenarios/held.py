"""What held at a date: a year's services and budget as its last decision by then made them.

A budget that is revised during the year has several decisions. Each is laid over the one before it
as a scenario is (see :mod:`~enamnd_cost.analysis.scenarios.apply`), with the budget's own lines
beside. Everything rests on the latest, unless a date is asked for; so do later years that build on
the year, and so does the year on earlier ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from enamnd_cost.analysis.scenarios.apply import change
from enamnd_cost.analysis.scenarios.tracing import Layer, origin
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Computed, compute
from enamnd_cost.files.scenarios import ScenarioFile
from enamnd_cost.model import wording
from enamnd_cost.model.data import Data, budget_file, revidering_file, tjanst_file
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.revidering import Revidering
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import listing

UNCHANGED = "i det som inte ändrades"


@dataclass(frozen=True)
class Held:
    """The data as some decisions made it, and what each of those changed, the last one last."""

    data: Data
    layers: tuple[Layer, ...] = ()

    def origin(self, file: str, path: KeyPath) -> tuple[str, KeyPath]:
        """Give the file and key where a figure of the data was written."""
        found = origin(self.layers, file, path)
        return found.file, found.path


def held(data: Data, year: int, on: dt.date | None = None) -> tuple[Data | None, list[Problem]]:
    """Give the data with a year as it held ``on`` a day, or as the latest decision has it.

    A year without a budget is left as it is. EK038 is a day before the budget's first decision;
    else the problems are those of the revisions, at their places.
    """
    found, problems = held_on(data, year, on)
    return (found.data if found else None), problems


def held_on(data: Data, year: int, on: dt.date | None = None) -> tuple[Held | None, list[Problem]]:
    """Give the same, with what tells where its figures were written."""
    first = data.as_filed
    if on and (early := _before_any(first, year, on)):
        return None, [early]
    chosen = (
        each
        for each in _in_order(first)
        if each.ar < year or (each.ar == year and (on is None or each.day <= on))
    )
    return _laid(first, chosen)


def first_day(data: Data, year: int) -> dt.date | None:
    """Give a day on which a year's first budget held, where it was revised; else None."""
    revisions = data.revideringar.get(year)
    return revisions[0].day - dt.timedelta(1) if revisions else None


def latest(data: Data) -> tuple[Held | None, list[Problem]]:
    """Give the data with each year as its latest decision has it, or all that is wrong with them.

    >>> from enamnd_cost.files.folder import shipped
    >>> from enamnd_cost.files.loading import load
    >>> found, _ = load(shipped())
    >>> latest(found)[0].data is found  # which has no revised budget
    True
    """
    return _laid(data.as_filed, _in_order(data.as_filed))


def _in_order(data: Data) -> Iterator[Revidering]:
    for year in sorted(data.revideringar):
        yield from data.revideringar[year]


def _before_any(data: Data, year: int, on: dt.date) -> Problem | None:
    """Say that a day is before a year's first decision, where that is known to be so."""
    days = data.decided(year) if year in data.budgetar else ()
    budget = data.budgetar.get(year)
    if not budget or not budget.beslut or not budget.beslut.datum or on >= days[0]:
        return None
    text = f"budget {year} var inte beslutad {on}"
    at = ("beslut", "datum")
    return Problem("EK038", budget_file(year), text, f"beslut: {listing(map(str, days))}", at)


def _laid(first: Data, revisions: Iterable[Revidering]) -> tuple[Held | None, list[Problem]]:
    """Lay decisions over the data, in order; after a mistake the others of its year are passed.

    So are those of a year that cannot be allocated as it was first decided, which is told where
    that year is asked for.
    """
    data, layers, problems = replace(first, first=first), list[Layer](), list[Problem]()
    passed: set[int] = set()
    begun: set[int] = set()
    for each in revisions:
        if each.ar not in begun and compute(data, [each.ar]).problems:
            passed.add(each.ar)
        begun.add(each.ar)
        if each.ar in passed:
            continue
        layer, found = _revised(data, each)
        if layer is None:
            problems += found
            passed.add(each.ar)
        else:
            layers.append(layer)
            data = layer.after
    if problems:
        return None, problems
    return Held(data if layers else first, tuple(layers)), []


def _revised(data: Data, revision: Revidering) -> tuple[Layer | None, list[Problem]]:
    """Lay one decision over the data."""
    year, file = revision.ar, revidering_file(revision.day)
    data = _without(data, data.not_yet & revision.ny.keys())
    bench = Workbench(data, year, file)
    scenario = revision.as_scenario
    change(bench, scenario, year, year)
    wanted = bench.computed if not bench.problems else None
    if wanted:
        _only_that_year(bench, data, revision.kalla or wording.decision(revision.beslut))
        bench.at[budget_file(year)] = ("budget",)
        budget = revision.revised(bench.data.budgetar[year])
        bench.replace(budgetar={**bench.data.budgetar, year: budget})
        bench.judge()
    if wanted and not bench.problems:
        bench.problems += _earlier_changed(bench, wanted)
    if bench.problems:
        return None, bench.problems
    # A file that was changed and changed back was not changed.
    at = {name: path for name, path in bench.at.items() if _changed(data, bench.data, name)}
    source = ScenarioFile(file, scenario)
    return Layer(source, data, bench.data, at, bench.computed, bench.untouched), []


def _without(data: Data, names: Collection[str]) -> Data:
    """Take away the services that are only named, to be put in as they are."""
    tjanster = {name: each for name, each in data.tjanster.items() if name not in names}
    return replace(data, tjanster=tjanster) if names else data


def _changed(before: Data, after: Data, file: str) -> bool:
    names = {tjanst_file(name): name for name in after.tjanster}
    name = names.get(file)
    return name is None or before.tjanster.get(name) is not after.tjanster[name]


def _only_that_year(bench: Workbench, before: Data, source: str) -> None:
    """Let other years' own periods be as they were: what a scenario does to them nobody decided."""
    year = bench.year
    for name, changed in bench.data.tjanster.items():
        held = before.tjanster.get(name)
        if held is None or held is changed:
            continue
        at = bench.at[tjanst_file(name)]
        was, now = held.period_in(year), changed.period_in(year)
        bench.put(name, held, at)
        if now is None and was is not None:
            bench.put(name, _ended(held, year), at)
        elif now is not None and _content(now) != (was and _content(was)):
            bench.set_period(name, _sourced(now, was, source) if was else now, at)


def _content(period: Period) -> dict[str, object]:
    """Give what a period says, but for when it holds."""
    return period.model_dump(exclude={"fran", "till"})


def _sourced(now: Period, was: Period, source: str) -> Period:
    """Let a changed period say where the change is from, and of what is as before its source."""
    said = {
        "kalla": f"{source}; {UNCHANGED}: {was.kalla}" if was.kalla else source,
        "harledning": f"{UNCHANGED}: {was.harledning}" if was.harledning else None,
    }
    return now.model_copy(update=said)


def _ended(tjanst: Tjanst, year: int) -> Tjanst:
    """Give a service that has nothing in a year, nor later but for later periods of its own."""
    periods = [
        period.model_copy(update={"till": year - 1})
        if period.first_year < year and (period.last_year or year) >= year
        else period
        for period in tjanst.period
        if period.first_year != year
    ]
    return tjanst.model_copy(update={"period": periods}) if periods else tjanst.never()


def _earlier_changed(bench: Workbench, wanted: Computed) -> Iterator[Problem]:
    """Point out what comes to other amounts only if earlier years do, which nobody decided."""
    year = bench.year
    now, asked = bench.computed.year(year), wanted.year(year)
    for name, service in asked.by_id.items():
        if now.by_id[name].allocation.amounts != service.allocation.amounts:
            text = f"{name} {year} går efter ett tidigare år, som ändringen också skulle ändra"
            remedy = f"ange vad tjänsten kostar {year} och hur den delas: [tjanst.{name}] "
            remedy += "underlag = … och fordelning = …"
            path = bench.at.get(tjanst_file(name), ())
            yield Problem("EK228", bench.file, text, remedy, path)
