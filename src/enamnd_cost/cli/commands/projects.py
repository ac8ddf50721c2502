"""``enamnd-cost projects [ÅR]``: what is decided of projects, who takes part, and what is left."""

from __future__ import annotations

from typing import Annotated

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver


def run(
    asked: Annotated[
        str | None,
        options.decided_year("Bara projekt som pågår det året, efter årets senaste beslut."),
    ] = None,
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
    which = decisions.read(asked) if asked is not None else None
    year = which.year if which else None
    where, folder = console.opened(data)
    of_the_day = decisions.Asked(on.year) if on else None
    if (chosen := which or of_the_day) and chosen.year in folder.budgetar:
        same_year = on if on and on.year == chosen.year else None
        where, folder = decisions.as_decided(chosen, where, folder, same_year)
    computed, known = console.all_known(folder, where, year)

    from enamnd_cost.analysis.projects.ledger import ledger
    from enamnd_cost.analysis.projects.report import report

    made = console.settled(ledger(computed, known, year, on, services or ()), where)
    shown = console.only(report(made), folder, municipalities)
    deliver(Reply(shown, made.day.year, "projects", (made,)), delivery, where)
