"""``enamnd-cost allocate ÅR``: who pays what, in a year or in a plan over several."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import completing, console, delivery
from enamnd_cost.cli import years as span
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.selection import Selection
    from enamnd_cost.analysis.year import YearResult

FILE_FORMATS = (*delivery.FILE_FORMATS, "toml")


def run(
    years: Annotated[
        str,
        typer.Argument(
            metavar="ÅR",
            help="Budgetår, till exempel 2024; 2024..2027 ger en plan över flera år.",
            autocompletion=completing.years,
        ),
    ],
    services: Annotated[
        list[str] | None,
        typer.Option(
            "--tjanst",
            "-t",
            metavar="TJÄNST",
            help="Visa bara tjänsten. Kan upprepas.",
            autocompletion=completing.services,
        ),
    ] = None,
    municipalities: Annotated[
        list[str] | None,
        typer.Option(
            "--kommun",
            "-k",
            metavar="KOMMUN",
            help="Visa bara kommunen. Kan upprepas.",
            autocompletion=completing.municipalities,
        ),
    ] = None,
    format_: delivery.FormatOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--ut", "-o", metavar="FIL", help=f"Skriv till fil: .{', .'.join(FILE_FORMATS)}."
        ),
    ] = None,
    replace: delivery.ReplaceOption = False,
    wide: Annotated[
        bool, typer.Option("--bred", help="CSV med en kolumn per tjänst, som i tabellen.")
    ] = False,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--antag",
            metavar="INDEX=PROCENT",
            help="I en plan: anta ett värde som saknas, PKV=3,5 eller PKV:2026=3,0. Kan upprepas.",
        ),
    ] = None,
    data: console.DataOption = None,
) -> None:
    """Fördela ett års kostnader: kommuner som rader, tjänster som kolumner, summor åt båda håll."""
    first, last = span.years(years)
    if last is not None:
        span.run(
            (first, last),
            span.Asked(services or (), municipalities or (), assume or ()),
            delivery.chosen_format(format_, out),
            out,
            data,
            replace=replace,
            wide=wide,
        )
        return
    if assume:
        raise Mistake(f"--antag gäller en plan över flera år, till exempel {first}..{first + 3}")
    year = first
    form = _format(format_, out, wide=wide)
    where, _, result = console.allocated(data, year)

    from enamnd_cost.analysis.selection import select

    selection, problems = select(result, services or (), municipalities or ())
    if problems:
        console.refuse(problems, where.shown)

    if result.result.result:
        console.say(f"varning: budgeten går inte ihop; kör enamnd-cost check {year}")
    if form is None:
        from enamnd_cost.output import terminal

        typer.echo(
            terminal.render(result, selection, console.window_width(), styled=console.styled()),
            nl=False,
        )
        return
    if form == "toml":
        _lockable(result, selection)
    content = _render(form, result, selection, wide=wide)
    if out is None:
        console.put(content)
        return

    delivery.write(out, content, where, replace=replace)


def _format(asked: str | None, out: Path | None, *, wide: bool) -> str | None:
    form = delivery.chosen_format(asked, out, FILE_FORMATS)
    if wide and form != "csv":
        raise Mistake("--bred gäller bara csv")
    return form


def _lockable(result: YearResult, selection: Selection) -> None:
    """See to it that there is something to lock, and that it is whole."""
    from enamnd_cost.output.facit import unpublished

    if not selection.all_municipalities:
        raise Mistake("ett facit gäller alla kommuner; ta bort --kommun")
    if not unpublished(result, selection):
        raise Mistake(
            "alla valda tjänster har redan en publicerad tabell; det finns inget att låsa"
        )


def _render(form: str, result: YearResult, selection: Selection, *, wide: bool) -> bytes:
    """Make the view; only the format's own library is loaded."""
    if form == "xlsx":
        from enamnd_cost.output import xlsx

        return xlsx.render(result, selection)
    if form == "json":
        from enamnd_cost.output import json

        return json.render(result, selection)
    if form == "md":
        from enamnd_cost.output import markdown

        return markdown.render(result, selection)
    if form == "toml":
        from enamnd_cost.output import facit

        return facit.render(result, selection)
    from enamnd_cost.output import csv

    return csv.render_wide(result, selection) if wide else csv.render_long(result, selection)
