"""``enamnd-cost rounding ÅR``: what rounding has cost or given each municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import completing, console, delivery
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.rounding_cost import Way
    from enamnd_cost.analysis.year import YearResult


def run(
    year: Annotated[
        int,
        typer.Argument(
            metavar="ÅR", help="Budgetår, till exempel 2024.", autocompletion=completing.years
        ),
    ],
    unit: Annotated[
        int | None,
        typer.Option(
            "--tvavags",
            metavar="KRONOR",
            help="Visa bredvid hur det blir med tvåvägsavrundning till hela 1, 10, 100 … kr.",
        ),
    ] = None,
    format_: delivery.FormatOption = None,
    out: delivery.OutOption = None,
    replace: delivery.ReplaceOption = False,
    data: console.DataOption = None,
) -> None:
    """Visa vad avrundningen kostar och ger varje kommun, över alla tjänster i budgeten."""
    form = delivery.chosen_format(format_, out)
    where, _, result = console.allocated(data, year)

    from enamnd_cost.analysis.rounding_cost import Way, Ways, report
    from enamnd_cost.output.rounding import as_json

    other = None if unit is None else _in_two_ways(result, unit, where)
    comparison = Ways(Way(result), other)
    delivery.deliver(
        report(comparison), lambda: as_json(comparison), year, where, form, out, replace=replace
    )


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
