"""``enamnd-cost buy-in TJÄNST KOMMUN DATUM``: what a newcomer pays, and who gets it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake


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
    since: Annotated[
        str | None, options.option("--fran", "DATUM", "Avräkna från den dagen, inte från starten.")
    ] = None,
    life: Annotated[
        int | None, options.option("--avskrivning", "ÅR", "Skriv av varje kostnad på så många år.")
    ] = None,
    unit: Annotated[
        int, options.option("--till", "KRONOR", "Avrunda till 1, 10, 100 eller 1000 kr.")
    ] = 1,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Räkna ett inköp i efterhand: vad den nya betalar och vad de andra får tillbaka."""
    delivery = Delivery.of(format_, out, replace=replace)
    first, start = _date(date), _date(since) if since else None
    if life is not None and not 1 <= life <= 100:
        raise Mistake("--avskrivning är antal år, från 1 till 100")
    if unit not in (1, 10, 100, 1_000):
        raise Mistake("--till är 1, 10, 100 eller 1000")
    if start and start >= first:
        raise Mistake("--fran ska vara före dagen då kommunen kommer med")
    where, folder = console.opened(data)

    from enamnd_cost.analysis.buy_in import buy_in, report
    from enamnd_cost.analysis.selection import any_service, municipalities

    key, unknown = any_service(folder, service)
    codes, strange = municipalities(folder, [municipality])
    if key is None or strange:
        console.refuse([*unknown, *strange])
    bought = console.settled(buy_in(folder, key, codes[0], first, start, life, unit))
    deliver(Reply(report(bought), first.year, "buy-in", (bought,)), delivery, where)


def _date(text: str) -> dt.date:
    """Read a date: the first of a month."""
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake(f'"{text}" är inget datum; skriv år-månad-dag: 2024-07-01') from None
    if date.day != 1:
        raise Mistake(f"{date} är mitt i en månad; ange en månads första dag")
    return date
