"""``enamnd-cost follow-up ÅR``: a year's outcome and forecast against its budget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from enamnd_cost.cli import console, decisions, following, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake


def run(
    asked: options.DecidedYear,
    date: Annotated[
        str | None,
        options.option(
            "--datum",
            "DATUM",
            "Rapporterna som fanns och budgeten som gällde den dagen. Annars de senaste.",
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
    read: Annotated[
        Path | None,
        options.option(
            "--las", "FIL", "Läs in utfallet ur ekonomisystemet: csv eller xlsx, som ändringar."
        ),
    ] = None,
    until: Annotated[
        str | None, options.option("--till", "DATUM", "Med --las: sista dagen som filen gäller.")
    ] = None,
    name: Annotated[
        str | None, options.option("--namn", "TEXT", "Med --las: vad rapporten ska heta.")
    ] = None,
    source: Annotated[
        str | None, options.option("--kalla", "TEXT", "Med --las: källan, som den ska stå.")
    ] = None,
    write: Annotated[
        bool, options.flag("--skriv", "Med --las: skriv i datamappen. Annars visas ändringarna.")
    ] = False,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Följ upp ett år: budget, utfall, prognos och avvikelse, tjänst för tjänst, och projekten."""
    if read is None and (until or name or source or write):
        raise Mistake("--till, --namn, --kalla och --skriv hör till --las FIL")
    if read is not None:
        if date or thousands or as_invoiced or format_ or out or replace:
            raise Mistake("--las läser in en fil; visa uppföljningen efteråt, utan --las")
        if until is None:
            raise Mistake("--till saknas: ange sista dagen som filen gäller")
        year = decisions.alone(asked, "utfallet är årets, vilket beslut som än gäller")
        last = options.day_of(until, f"{year}-05-31")
        if last.year != year:
            raise Mistake(f"--till {last} ligger utanför {year}")
        following.read_in(following.Asked(read, last, name, source, write), year, data)
        return
    delivery = Delivery.of(format_, out, replace=replace)
    day = options.day_of(date, "2022-05-31") if date else None
    which = decisions.read(asked)
    year = which.year
    if day and day.year < year:
        raise Mistake(f"--datum {day} är före {year}; årets rapporter är från det, eller senare")
    where, folder = decisions.as_decided(which, *console.opened(data), day)
    result = console.computed(folder, [year], where).year(year)

    from enamnd_cost.analysis.follow_up.report import report
    from enamnd_cost.analysis.follow_up.run import follow_up
    from enamnd_cost.analysis.follow_up.units import KR, TKR

    found = follow_up(result, day, as_invoiced=as_invoiced)
    made, unit = console.settled(found, where), TKR if thousands else KR
    deliver(Reply(report(made, unit), year, "follow-up", (made, unit)), delivery, where)
