"""From a scenario file to an alternative: the base's data changed, allocated, and phased in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from enamnd_cost.analysis.scenarios import (
    for_all,
    joining,
    later,
    leaving,
    overrides,
    services,
)
from enamnd_cost.analysis.scenarios.phasing import PhasedYear
from enamnd_cost.analysis.scenarios.tracing import Layer
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Computed, YearResult, compute
from enamnd_cost.engine.balance import added, less, per_receiver
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.phasing import NOBODY, Waiting
from enamnd_cost.files.scenarios import Chain
from enamnd_cost.model.dampning import Infasning
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.swedish import listing, number

Status = Literal["beslutad", "forslag", "utkast", "scenario"]


@dataclass(frozen=True)
class Alternative:
    """What each municipality pays in a year, under a budget or a scenario.

    ``year`` is the budget's year and ``at`` the one that is asked about, at that budget's level of
    cost. ``held`` is what phasing in adds to (or takes from) each, in kronor; its sum is zero.
    ``before`` is what was allocated without any scenario, and ``layers`` the scenarios that are
    laid over it, the last one last. ``later`` are the days from which something is otherwise, after
    that year, and ``waits`` tells who has not come to what the new model asks for, and why.
    """

    id: str
    name: str
    motive: str
    year: int
    at: int
    computed: Computed
    held: Mapping[str, int]
    before: Computed
    status: Status = "scenario"
    later: tuple[dt.date, ...] = ()
    waits: Waiting = NOBODY
    layers: tuple[Layer, ...] = ()

    @cached_property
    def result(self) -> YearResult:
        """The year's result, before phasing in."""
        return self.computed.year(self.year)

    @cached_property
    def base(self) -> YearResult:
        """The budget as it is, before any scenario."""
        return self.before.year(self.year)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is laid over the budget, as its files have it."""
        return tuple(layer.scenario.scenario for layer in self.layers)

    @property
    def codes(self) -> tuple[str, ...]:
        """The municipalities there are."""
        return self.result.data.kommuner.codes

    def amounts(self, chosen: Collection[str] = ()) -> dict[str, int]:
        """Give what each municipality pays within the budget, in kronor, by code.

        Of some ``chosen`` services (ids) it is what they come to, without any phasing in, which is
        of the budget as a whole.
        """
        if not chosen:
            return added([self.result.per_municipality, self.held])
        of = [s.allocation for s in self.result.services if s.id in chosen]
        return per_receiver(of, self.codes)


def of_year(
    data: Data, year: int, *, drafted: bool = False
) -> tuple[Alternative | None, list[Problem]]:
    """Take a year's budget as an alternative; ``drafted`` tells that it has no budget file."""
    computed = compute(data, [year])
    if computed.problems:
        return None, list(computed.problems)
    budget = data.budgetar[year]
    name = f"Utkast till budget {year}" if drafted else budget.called
    status: Status = "utkast" if drafted else budget.status
    return Alternative(str(year), name, "", year, year, computed, {}, computed, status), []


def of_scenario(
    data: Data, chain: Chain, at: int | None = None
) -> tuple[Alternative | None, list[Problem]]:
    """Lay a chain of scenarios over its base year; ``at`` asks about another year than they do."""
    last, latest = chain.files[-1], [file.scenario for file in reversed(chain.files)]
    phasing = next((scenario.infasning for scenario in latest if scenario.infasning), None)
    asked = next((scenario.ar for scenario in latest if scenario.ar), None)
    first = chain.year + 1 if phasing and phasing.fran is None else chain.year
    if chain.year != chain.stated and asked and asked < first:
        asked = None  # of a scenario that is laid on a later year than it was written for
    year = at or asked or first
    if year < first:
        text = f"{last.id} gäller från {first} och går inte att räkna för {year}"
        path = () if at else ("ar",)
        return None, [Problem("EK226", last.file, text, f"ange {first} eller senare", path)]
    before = compute(data, [chain.year])
    if before.problems:
        return None, list(before.problems)
    layers: list[Layer] = []
    computed, problems = _laid(data, chain, year, layers)
    if computed is None:
        return None, problems
    held: dict[str, int] = {}
    waits = NOBODY
    if phasing:
        (phased, waits), problems = _phased(data, chain, phasing, range(first, year + 1))
        if problems:
            return None, problems
        held = less(phased, computed.year(chain.year).per_municipality)
    made = Alternative(
        last.id,
        last.scenario.namn,
        last.scenario.motiv,
        chain.year,
        year,
        computed,
        held,
        before,
        later=tuple(day for day in _days(chain) if day > dt.date(year, 12, 1)),
        waits=waits,
        layers=tuple(layers),
    )
    return made, []


def _days(chain: Chain) -> list[dt.date]:
    """Give the days from which something is otherwise: somebody or something new, or gone."""
    scenarios = [file.scenario for file in chain.files]
    joined = [each.datum for s in scenarios for each in s.intrade if each.datum]
    last_days = [each.last_day for s in scenarios for each in s.uttrade]
    left = [day + dt.timedelta(1) for day in last_days if day]
    ended = [{name for s in scenarios[n:] for name in s.upphor} for n in range(len(scenarios))]
    dated = (day for each in zip(scenarios, ended, strict=True) for day in later.days(*each))
    return sorted({*joined, *left, *dated})


def _laid(
    data: Data, chain: Chain, year: int, layers: list[Layer] | None = None
) -> tuple[Computed | None, list[Problem]]:
    """Change the data as the scenarios say, one after the other, as things are in ``year``.

    What each of them changed is put in ``layers``.
    """
    computed: Computed | None = None
    absent: set[str] = set()
    for file in chain.files:
        bench = Workbench(data, chain.year, file.file, absent)
        change(bench, file.scenario, year, chain.stated)
        bench.judge()
        if bench.problems:
            return None, bench.problems
        if layers is not None:
            layers.append(Layer(file, data, bench.data, bench.at, bench.computed, bench.untouched))
        data, computed, absent = bench.data, bench.computed, bench.absent
    return computed, []


def change(bench: Workbench, scenario: Scenario, year: int, since: int) -> None:
    """Make a scenario's changes as they are in ``year``; it was written for the base ``since``."""
    joining.add(bench, scenario.kommun)
    services.end_and_add(bench, scenario, year)
    services.set_index(bench, scenario)
    if scenario.tvavagsavrundning:
        services.set_rounding(bench, scenario.tvavagsavrundning)
    before = bench.services() if scenario.fordelning else {}
    if scenario.folkmangd:
        services.set_population(bench, scenario.folkmangd, quietly=scenario.fordelning is not None)
    if scenario.fordelning:
        for_all.set_key(bench, scenario, before)
    for name, wanted in scenario.tjanst.items():
        overrides.change(bench, name, wanted, scenario.folkmangd, year)
    _known(bench, scenario)
    bench.judge()
    if bench.problems:
        return  # what joining and leaving do could not be told from what is wrong already
    joining.pay_to_enter(bench, scenario.intrade, year)
    for n, new in enumerate(scenario.intrade):
        joining.join(bench, new, n, year)
    if scenario.uttrade and not bench.problems:
        leaving.leave(bench, scenario.uttrade, year, since)


def _known(bench: Workbench, scenario: Scenario) -> None:
    """See that there are those who join and leave, and who are to have a fee, and what is joined.

    Whenever that is: a name is wrong in the years before as well.
    """
    for n, new in enumerate(scenario.intrade):
        bench.knows_municipality(new.kommun, ("intrade", n, "kommun"))
        for m, name in enumerate(new.tjanster):
            bench.knows_service(name, ("intrade", n, "tjanster", m))
        for m, name in enumerate(new.avgift_till if isinstance(new.avgift_till, list) else ()):
            bench.knows_municipality(name, ("intrade", n, "avgift_till", m))
    for n, old in enumerate(scenario.uttrade):
        bench.knows_municipality(old.kommun, ("uttrade", n, "kommun"))


def _phased(
    data: Data, chain: Chain, phasing: Infasning, years: range
) -> tuple[tuple[dict[str, int], Waiting], list[Problem]]:
    """Go from a budget's amounts to the scenario's, a year at a time, within the limits."""
    start, file = phasing.fran or chain.year, chain.files[-1].file
    nothing: tuple[dict[str, int], Waiting] = {}, NOBODY

    def refused(text: str, remedy: str) -> tuple[tuple[dict[str, int], Waiting], list[Problem]]:
        return nothing, [Problem("EK311", file, text, remedy, ("infasning",))]

    if start not in data.budgetar or start > chain.year:
        text = f"infasningen börjar i budget {start}, som inte finns före basåret"
        remedy = f"år med budget: {listing(map(str, data.years))}"
        return nothing, [Problem("EK221", file, text, remedy, ("infasning", "fran"))]
    before = compute(data, [start])
    if before.problems:
        return nothing, list(before.problems)
    paid, waits = before.year(start).per_municipality, NOBODY
    if refunded := [code for code, kr in paid.items() if kr < 0]:
        text = "hade ett negativt belopp, som inte går att fasa in"
        remedy = "fasa in en budget där alla betalar"
        return refused(f"{data.kommuner.listing(refunded)} {text}", remedy)
    for now in years:
        computed, problems = _laid(data, chain, now)
        if computed is None:
            return nothing, problems
        target = computed.year(chain.year).per_municipality
        kommuner = computed.data.kommuner
        try:
            paid, waits = PhasedYear(phasing, paid, target, kommuner).step(now)
        except AllocationError as error:
            text = error.text.replace("{kommuner}", kommuner.listing(error.receivers))
            return refused(text, error.remedy)
        if phasing.inom_ar and now - years[0] + 1 == phasing.inom_ar and paid != target:
            left = number(sum(abs(paid[code] - target[code]) for code in target) // 2)
            text = (
                f"den nya modellen nås inte på {phasing.inom_ar} år: {left} kr återstår att flytta"
            )
            return refused(text, "vidga gränserna, eller ge det fler år")
    return (paid, waits), []
