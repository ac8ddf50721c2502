"""``enamnd-cost projects [ÅR]``: what is decided of projects, who takes part, and what is left."""

from __future__ import annotations

from typing import Annotated

from enamnd_cost.cli import console, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver


def run(
    year: Annotated[int | None, options.budget_year("Bara projekt som pågår det året.")] = None,
    day: Annotated[
        str | None,
        options.option("--datum", "DATUM", "Hur det var den dagen, till exempel 2022-05-31."),
    ] = None,
    services: options.Services = None,
    municipalities: options.Municipalities = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Visa projekten: beslutat belopp, upplupet månad för månad, parter, inköp och avslut."""
    delivery = Delivery.of(format_, out, replace=replace)
    on = options.day_of(day, "2022-05-31") if day is not None else None
    where, folder = console.opened(data)
    computed, known = console.all_known(folder, where, year)

    from enamnd_cost.analysis.projects.ledger import ledger
    from enamnd_cost.analysis.projects.report import report

    made = console.settled(ledger(computed, known, year, on, services or ()), where)
    shown = console.only(report(made), folder, municipalities)
    deliver(Reply(shown, made.day.year, "projects", (made,)), delivery, where)
