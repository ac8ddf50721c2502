"""``enamnd-cost follow-up ÅR``: a year's outcome and forecast against its budget."""

from __future__ import annotations

from typing import Annotated

from enamnd_cost.cli import console, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake


def run(
    year: options.Year,
    date: Annotated[
        str | None,
        options.option(
            "--datum", "DATUM", "Bara de rapporter som fanns den dagen. Annars den senaste."
        ),
    ] = None,
    thousands: Annotated[
        bool, options.flag("--tkr", "Visa i tusental kronor, avrundade från kronor.")
    ] = False,
    as_invoiced: Annotated[
        bool,
        options.flag(
            "--som-fakturerat",
            "Räkna budgetens intäkter hittills som de faktureras, inte i månader.",
        ),
    ] = False,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Följ upp ett år: budget, utfall, prognos och avvikelse, tjänst för tjänst, och projekten."""
    delivery = Delivery.of(format_, out, replace=replace)
    day = options.day_of(date, "2022-05-31") if date else None
    if day and day.year != year:
        raise Mistake(f"--datum {day} ligger utanför {year}; rapporterna för året är från det")
    where, folder = console.opened(data)
    result = console.computed(folder, [year], where).year(year)

    from enamnd_cost.analysis.follow_up.report import report
    from enamnd_cost.analysis.follow_up.run import follow_up
    from enamnd_cost.analysis.follow_up.units import KR, TKR

    found = follow_up(result, day, as_invoiced=as_invoiced)
    made, unit = console.settled(found, where), TKR if thousands else KR
    deliver(Reply(report(made, unit), year, "follow-up", (made, unit)), delivery, where)
