"""``enamnd-cost rounding ÅR``: what rounding has cost or given each municipality."""

from __future__ import annotations

from typing import Annotated

from enamnd_cost.cli import alternatives, console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver


def run(
    asked: options.DecidedYear,
    unit: Annotated[
        int | None,
        options.option(
            "--tvavags",
            "KRONOR",
            "Visa bredvid hur det blir med tvåvägsavrundning till jämna 1, 10, 50, 100 … kr.",
        ),
    ] = None,
    municipalities: options.Municipalities = None,
    scenario: options.Scenario = None,
    changes: options.Changes = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Visa vad avrundningen kostar och ger varje kommun, över alla tjänster i budgeten."""
    delivery = Delivery.of(format_, out, replace=replace)
    which = decisions.read(asked)
    where, folder = decisions.as_decided(which, *console.opened(data))
    reader = alternatives.Reader(folder, where)
    computed, year, alternative = reader.of_year(which.year, scenario, changes)
    result = computed.year(year)

    from enamnd_cost.analysis.rounding_cost import Way, in_two_ways, report
    from enamnd_cost.analysis.scenarios.undecided import undecided

    told = undecided(alternative) if alternative else None
    other = None
    if unit is not None:
        changed = in_two_ways(result.data, year, options.unit_of("--tvavags", unit))
        other = Way(console.computed(changed, [year], where).year(year), told)
    ways = Way(result, told), other
    shown = console.only(
        report(*ways, alternative.base if alternative else None), result.data, municipalities
    )
    deliver(Reply(shown, year, "rounding", ways), delivery, where)
