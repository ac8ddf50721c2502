"""``enamnd-cost rounding ÅR``: what rounding has cost or given each municipality."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import console, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.rounding_cost import Way
    from enamnd_cost.analysis.year import YearResult


def run(
    year: options.Year,
    unit: Annotated[
        int | None,
        typer.Option(
            "--tvavags",
            metavar="KRONOR",
            help="Visa bredvid hur det blir med tvåvägsavrundning till hela 1, 10, 100 … kr.",
        ),
    ] = None,
    municipalities: options.Municipalities = None,
    format_: Annotated[str | None, options.form(TABLES)] = None,
    out: Annotated[Path | None, options.out(TABLES)] = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Visa vad avrundningen kostar och ger varje kommun, över alla tjänster i budgeten."""
    delivery = Delivery.of(format_, out, replace=replace)
    where, _, result = console.allocated(data, year)

    from enamnd_cost.analysis.rounding_cost import Way, report

    ways = (Way(result), None if unit is None else _in_two_ways(result, unit, where))
    shown = console.only(report(*ways), result.data, municipalities or (), where)
    deliver(Reply(shown, year, "rounding", ways), delivery, where)


def _in_two_ways(result: YearResult, unit: int, where: console.Source) -> Way:
    """Allocate the year again with its budget rounded in two ways, or say why that cannot be."""
    from enamnd_cost.analysis.rounding_cost import Way, in_two_ways
    from enamnd_cost.analysis.year import compute
    from enamnd_cost.model.parts import UNITS

    if unit not in UNITS:
        raise Mistake(f"--tvavags {unit} går inte; välj bland {', '.join(map(str, UNITS))}")
    computed = compute(in_two_ways(result.data, result.year, unit), [result.year])
    if computed.problems:
        console.refuse(console.placed(computed.problems, where), where.shown)
    return Way(computed.year(result.year))
