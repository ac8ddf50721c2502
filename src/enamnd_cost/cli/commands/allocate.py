"""``enamnd-cost allocate ÅR``: who pays what, in a year or in a plan over several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import console, options
from enamnd_cost.cli import years as span
from enamnd_cost.cli.delivery import TABLES, Delivery, Forms, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report
    from enamnd_cost.analysis.selection import Selection
    from enamnd_cost.analysis.year import YearResult

FORMS = Forms(TABLES.printed, (*TABLES.written, "toml"))


def run(
    years: Annotated[
        str,
        options.budget_year("Budgetår, till exempel 2024; 2024..2027 ger en plan över flera år."),
    ],
    services: options.Services = None,
    municipalities: options.Municipalities = None,
    format_: Annotated[str | None, options.form(FORMS)] = None,
    out: Annotated[Path | None, options.out(FORMS)] = None,
    replace: options.Replace = False,
    wide: Annotated[
        bool, typer.Option("--bred", help="CSV med en kolumn per tjänst, som i tabellen.")
    ] = False,
    assume: options.Assumptions = None,
    data: options.Data = None,
) -> None:
    """Fördela ett års kostnader: kommuner som rader, tjänster som kolumner, summor åt båda håll."""
    year, last = span.years(years)
    if last is not None:
        if wide:
            raise Mistake("--bred gäller ett enda år")
        asked = span.Asked(services or (), municipalities or (), assume or ())
        span.run((year, last), asked, Delivery.of(format_, out, replace=replace), data)
        return
    if assume:
        raise Mistake(f"--antag gäller en plan över flera år, till exempel {year}..{year + 3}")
    delivery = Delivery.of(format_, out, FORMS, replace=replace)
    if wide and delivery.form != "csv":
        raise Mistake("--bred gäller bara csv")
    where, _, result = console.allocated(data, year)

    from enamnd_cost.analysis.budget_table import report
    from enamnd_cost.analysis.selection import select

    selection, problems = select(result, services or (), municipalities or ())
    if problems:
        console.refuse(problems, where.shown)
    if result.result.result:
        console.say(f"varning: budgeten går inte ihop; kör enamnd-cost check {year}")
    if delivery.form == "toml":
        _lockable(result, selection)
    shown, own = report(result, selection), _own_forms(result, selection, wide=wide)
    deliver(Reply(shown, year, "allocation", (result, selection), own), delivery, where)


def _lockable(result: YearResult, selection: Selection) -> None:
    """See to it that there is something to lock, and that it is whole."""
    from enamnd_cost.output.facit import unpublished

    if not selection.all_municipalities:
        raise Mistake("ett facit gäller alla kommuner; ta bort --kommun")
    if not unpublished(result, selection):
        raise Mistake(
            "alla valda tjänster har redan en publicerad tabell; det finns inget att låsa"
        )


def _own_forms(
    result: YearResult, selection: Selection, *, wide: bool
) -> Mapping[str, Callable[[Report], bytes]]:
    """Make what is more than the tables in a form; only the form's own library is loaded."""

    def xlsx(report: Report) -> bytes:
        from enamnd_cost.output.xlsx import render_budget

        return render_budget(report, result, selection)

    def csv(report: Report) -> bytes:
        from enamnd_cost.output import csv

        return csv.render_wide(report) if wide else csv.render_long(result, selection)

    def toml(report: Report) -> bytes:  # noqa: ARG001 (a facit has amounts only)
        from enamnd_cost.output.facit import render

        return render(result, selection)

    return {"xlsx": xlsx, "csv": csv, "toml": toml}
