"""``enamnd-cost buy-in TJÄNST KOMMUN DATUM``: what a newcomer pays, and who gets it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from enamnd_cost.cli import completing, console, delivery
from enamnd_cost.cli.swedish import Mistake


def run(
    service: Annotated[
        str,
        typer.Argument(
            metavar="TJÄNST",
            help="Tjänsten eller projektet.",
            autocompletion=completing.services,
        ),
    ],
    municipality: Annotated[
        str,
        typer.Argument(
            metavar="KOMMUN",
            help="Kommunen som köper in sig.",
            autocompletion=completing.municipalities,
        ),
    ],
    date: Annotated[
        str,
        typer.Argument(
            metavar="DATUM", help="Första dagen som deltagare, till exempel 2024-07-01."
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option("--fran", metavar="DATUM", help="Avräkna från den dagen, inte från starten."),
    ] = None,
    life: Annotated[
        int | None,
        typer.Option("--avskrivning", metavar="ÅR", help="Skriv av varje kostnad på så många år."),
    ] = None,
    unit: Annotated[
        int, typer.Option("--till", metavar="KRONOR", help="Avrunda till 1, 10, 100 eller 1000 kr.")
    ] = 1,
    format_: delivery.FormatOption = None,
    out: delivery.OutOption = None,
    replace: delivery.ReplaceOption = False,
    data: console.DataOption = None,
) -> None:
    """Räkna ett inköp i efterhand: vad den nya betalar och vad de andra får tillbaka."""
    form = delivery.chosen_format(format_, out)
    first, start = _date(date), _date(since) if since else None
    if life is not None and not 1 <= life <= 100:
        raise Mistake("--avskrivning är antal år, från 1 till 100")
    if unit not in (1, 10, 100, 1_000):
        raise Mistake("--till är 1, 10, 100 eller 1000")
    if start and start >= first:
        raise Mistake("--fran ska vara före dagen då kommunen kommer med")
    where = console.source(data)
    folder = console.load(where)

    from enamnd_cost.analysis.buy_in import buy_in, report
    from enamnd_cost.model.references import unknown
    from enamnd_cost.output import buy_in as output
    from enamnd_cost.swedish import fold

    names = {
        fold(name): key
        for key, tjanst in folder.tjanster.items()
        for name in (key, tjanst.namn, tjanst.kort)
    }
    key, code = names.get(fold(service)), folder.kommuner.resolve(municipality)
    if key is None or code is None:
        what, word = ("tjänst", service) if key is None else ("kommun", municipality)
        known = sorted(folder.tjanster) if key is None else [k.id for k in folder.kommuner.kommun]
        console.refuse([unknown(what, word, known, code="EK005", file="", path=())])
    bought, problems = buy_in(folder, key, code, first, start, life, unit, option="--fran")
    if bought is None:
        console.refuse(problems, where.shown)
    delivery.deliver(
        report(bought), lambda: output.content(bought), first.year, where, form, out,
        replace=replace,
    )  # fmt: skip


def _date(text: str) -> dt.date:
    """Read a date: the first of a month."""
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake(f'"{text}" är inget datum; skriv år-månad-dag: 2024-07-01') from None
    if date.day != 1:
        raise Mistake(f"{date} är mitt i en månad; ange en månads första dag")
    return date
