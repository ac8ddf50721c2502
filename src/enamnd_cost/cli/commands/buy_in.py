"""``enamnd-cost buy-in TJÄNST KOMMUN DATUM``: what a newcomer pays, and who gets it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Forms, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report

FORMS = Forms((*TABLES.printed, "toml"), (*TABLES.written, "toml"))


def run(
    service: Annotated[
        str, options.argument("TJÄNST", "Tjänsten eller projektet.", completing.services)
    ],
    municipality: Annotated[
        str, options.argument("KOMMUN", "Kommunen som köper in sig.", completing.municipalities)
    ],
    date: Annotated[
        str, options.argument("DATUM", "Första dagen som deltagare, till exempel 2024-07-01.")
    ],
    others: Annotated[
        list[str] | None,
        options.option(
            "--med",
            "KOMMUN",
            "Ytterligare en kommun som köper in sig samma dag. Kan upprepas.",
            completing.municipalities,
        ),
    ] = None,
    since: Annotated[
        str | None, options.option("--fran", "DATUM", "Avräkna från den dagen, inte från starten.")
    ] = None,
    life: Annotated[
        int | None, options.option("--avskrivning", "ÅR", "Skriv av varje kostnad på så många år.")
    ] = None,
    unit: Annotated[
        int, options.option("--till", "KRONOR", "Avrunda till jämna 1, 10, 50, 100 … kr.")
    ] = 1,
    format_: Annotated[str | None, options.form(FORMS)] = None,
    out: Annotated[Path | None, options.out(FORMS)] = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Räkna ett inköp i efterhand: vad den nya betalar och vad de andra får tillbaka."""
    delivery = Delivery.of(format_, out, FORMS, replace=replace)
    first, start = _date(date), _date(since) if since else None
    if life is not None and not 1 <= life <= 100:
        raise Mistake("--avskrivning är antal år, från 1 till 100")
    unit = options.unit_of("--till", unit)
    if start and start >= first:
        raise Mistake("--fran ska vara före dagen då kommunen kommer med")
    where, folder = console.opened(data)

    from enamnd_cost.analysis.buy_in.report import report
    from enamnd_cost.analysis.buy_in.run import buy_in
    from enamnd_cost.analysis.selection import any_service, municipalities

    key, unknown = any_service(folder, service)
    named = [municipalities(folder, [word]) for word in (municipality, *(others or []))]
    if key is None or any(strange for _, strange in named):
        console.refuse([*unknown, *(each for _, strange in named for each in strange)])
    codes = list(dict.fromkeys(code for found, _ in named for code in found))
    bought = console.settled(buy_in(folder, key, codes, first, start, life, unit), where)

    def toml(report: Report) -> bytes:  # noqa: ARG001 (the file has amounts only)
        from enamnd_cost.output.buy_in import as_inkop

        if bought.settled:
            raise Mistake("inköpet står redan i tjänstens fil; det finns inget att skriva in")
        if not bought.total:
            raise Mistake("den nya betalar ingenting; det finns inget att skriva in")
        return as_inkop(bought)

    reply = Reply(report(bought), first.year, "buy-in", (bought,), {"toml": toml})
    deliver(reply, delivery, where)


def _date(text: str) -> dt.date:
    """Read a date: the first of a month."""
    date = options.day_of(text, "2024-07-01")
    if date.day != 1:
        raise Mistake(f"{date} är mitt i en månad; ange en månads första dag")
    return date
