"""What a scenario changes in the year as a whole: services, an index, the population date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from enamnd_cost.analysis.scenarios import later
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.engine.plan import factors_of
from enamnd_cost.model.budget import Tvavagsavrundning
from enamnd_cost.model.index import Varde
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import decimal, listing

T = TypeVar("T")


def end_and_add(bench: Workbench, scenario: Scenario, year: int) -> None:
    """Take away the services that end and put in the new ones, as they are in ``year``."""
    at: KeyPath
    for n, name in enumerate(scenario.upphor):
        at = ("upphor", n)
        if not bench.knows_service(name, at) or name in bench.absent:
            continue
        if bench.period(name) is None:
            bench.nothing(f"{name} har inga uppgifter {bench.year}, så ingenting upphör", at)
        else:
            _end(bench, name, at)
    for name, tjanst in scenario.ny.items():
        at = ("ny", name)
        if name in bench.data.tjanster:
            text = f"tjänsten {name} finns redan"
            bench.problem("EK117", text, f"ändra den under [tjanst.{name}], eller byt id", at)
        elif all(_ended(p, bench.year) for p in tjanst.period):
            text = f"{name} har ingen period som gäller {bench.year} eller senare"
            remedy = f"ange fran = {bench.year} i perioden"
            bench.problem("EK222", f"{text}, så ingenting tillkommer", remedy, at)
        elif tjanst.known_in(year) is None:
            bench.absent.add(name)
            bench.put(name, tjanst.never(), at)
        elif as_it_is := later.as_in(bench, name, tjanst, year, at):
            bench.put(name, as_it_is, at)


def _ended(period: Period, year: int) -> bool:
    return period.last_year is not None and period.last_year < year


def _end(bench: Workbench, name: str, at: KeyPath) -> None:
    """Let a service have no figures from the base's year on; earlier years are as they were."""
    tjanst = bench.data.tjanster[name]
    earlier = [period for period in tjanst.period if period.first_year < bench.year]
    if earlier and (earlier[-1].last_year or bench.year) >= bench.year:
        earlier[-1] = earlier[-1].model_copy(update={"till": bench.year - 1})
        bench.put(name, tjanst.model_copy(update={"period": earlier}), at)
    elif not earlier:
        bench.put(name, tjanst.never(), at)


def set_index(bench: Workbench, scenario: Scenario) -> None:
    """Put other values in the index for the base's year."""
    used = {
        factor.series
        for service in bench.services().values()
        for item in service.allocation.plan.items
        for factor in factors_of(item)
        if factor.year == bench.year
    }
    for name, percent in scenario.index.items():
        at: KeyPath = ("index", name)
        if bench.knows("indexserie", name, bench.data.index.by_id, at):
            index = bench.data.index
            by = {each for each in used if name in index.made_of(each)}
            _set_one(bench, name, percent, by)


def _set_one(bench: Workbench, name: str, percent: Decimal, by: set[str]) -> None:
    """Put another value of one series in the index: of its own change, before its rules.

    ``by`` are the series that services are uprated by and that it is part of, or is.
    """
    at: KeyPath = ("index", name)
    before, year = bench.data.index, bench.year
    held = before.change(name, year)
    if not by or held.gaps:
        text = f"ingen tjänst räknas upp med {name} till {year}, så ingenting ändras"
        bench.nothing(text, at)
        return
    if held.percent == Fraction(percent):
        bench.nothing(f"{name} {year} är redan {decimal(percent)} %", at)
        return
    value = before.value(name, year)
    new = (
        value.model_copy(update={"procent": percent})
        if isinstance(value, Varde)
        else Varde(ar=year, procent=percent, status="antagen")
    )
    index, _ = before.with_value(name, new)
    if all(index.reckoned(each, year).factor == before.reckoned(each, year).factor for each in by):
        text = f"{listing(sorted(by))} {year} räknar upp som förut (golv, tak eller vartannat_ar)"
        bench.nothing(f"{text}, så ingenting ändras", at)
        return
    bench.replace(index=index)
    for service, tjanst in bench.data.tjanster.items():
        period = bench.period(service)
        if period and period.uppraknas and period.uppraknas.index in by:
            loose = swapped(tjanst.period, period, loosened(period))
            bench.put(service, tjanst.model_copy(update={"period": loose}), at)


def swapped(items: Iterable[T], old: T, new: T) -> list[T]:
    """Put one of the items in another's place."""
    return [new if each is old else each for each in items]


def set_rounding(bench: Workbench, rule: Tvavagsavrundning) -> None:
    """Round the year's services together, in two ways."""
    budget = bench.data.budgetar[bench.year]
    if budget.tvavagsavrundning == rule:
        text = f"budgeten för {bench.year} avrundas redan så, så ingenting ändras"
        bench.nothing(text, ("tvavagsavrundning",))
        return
    changed = budget.model_copy(update={"tvavagsavrundning": rule})
    bench.replace(budgetar={**bench.data.budgetar, bench.year: changed})


def set_population(bench: Workbench, date: dt.date, *, quietly: bool = False) -> None:
    """Let every service that goes by population go by another date, in earlier years as well.

    What a service follows of earlier years' proportions follows the same date then. ``quietly``
    tells that the date is for a new key too, so that it need not change anything by itself.
    """
    at: KeyPath = ("folkmangd",)
    before = bench.data.tjanster
    for service, tjanst in before.items():
        bench.put(service, redated(tjanst, date), at)
    if bench.data.tjanster == before and not quietly:
        text = f"ingen tjänst delas efter någon annan folkmängd än {date}, så ingenting ändras"
        bench.nothing(text, at)


def redated(tjanst: Tjanst, date: dt.date) -> Tjanst:
    """Change the population date of every period that has one."""
    periods, moved = [], False
    for period in tjanst.period:
        changed = period.redated(lambda _: date)
        # What is uprated from a changed year comes to another sum as well.
        other = changed != period or (moved and period.uppraknas is not None)
        periods.append(loosened(changed) if other else period)
        moved = moved or other
    return tjanst.model_copy(update={"period": periods})


def loosened(period: Period) -> Period:
    """Let go of a total that only repeated what the unchanged period gave."""
    return period.model_copy(update={"belopp": None}) if period.gives_amounts else period


def let_go(period: Period) -> Period:
    """Let go of the sums that only repeat what the period, or its items, give."""
    period = loosened(period)
    return period.model_copy(update={"underlag": None}) if period.post else period
