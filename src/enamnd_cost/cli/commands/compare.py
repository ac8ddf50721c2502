"""``enamnd-cost compare A B…``: who pays more, how much, and why."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from enamnd_cost.cli import alternatives, completing, console, delivery
from enamnd_cost.cli.swedish import Mistake

LONGEST = 50  # years shown side by side


def run(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="A B …",
            help="År eller scenariofiler; den första jämförs med var och en av de andra.",
            autocompletion=completing.alternatives,
        ),
    ],
    services: Annotated[
        list[str] | None,
        typer.Option(
            "--tjanst",
            "-t",
            metavar="TJÄNST",
            help="Jämför bara tjänsten. Kan upprepas.",
            autocompletion=completing.services,
        ),
    ] = None,
    municipalities: alternatives.MunicipalitiesOption = None,
    per_service: Annotated[
        bool, typer.Option("--per-tjanst", help="Visa också skillnaden tjänst för tjänst.")
    ] = False,
    years: Annotated[
        str | None,
        typer.Option(
            "--ar", metavar="ÅR..ÅR", help="Räkna scenarierna för ett senare år, eller år för år."
        ),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Slutkod 1 om något skiljer.")
    ] = False,
    format_: delivery.FormatOption = None,
    out: delivery.OutOption = None,
    replace: delivery.ReplaceOption = False,
    data: console.DataOption = None,
) -> None:
    """Jämför budgetår och scenarier: skillnad per kommun, och orsaker som blir hela skillnaden."""
    form = delivery.chosen_format(format_, out)
    if len(sides) < 2:
        raise Mistake("ange minst två att jämföra, till exempel: compare 2023 2024")
    span = span_of(years)
    where = console.source(data)
    folder = console.load(where)
    if span and all(map(alternatives.is_year, sides[1:])):
        raise Mistake("--ar gäller scenarier; här jämförs bara budgetår")
    reader = alternatives.Reader(folder, where)
    if twice := next((side for side in sides[1:] if sides[1:].count(side) > 1), None):
        raise Mistake(f"{twice} står två gånger; jämför olika alternativ")
    at = span[-1] if span else None
    found = [reader.read(side, at if n else None) for n, side in enumerate(sides)]
    series = [reader.series(side, span) for side in sides[1:]]

    from enamnd_cost.analysis.compare.comparison import Comparison, choose
    from enamnd_cost.analysis.compare.report import report
    from enamnd_cost.output import comparison as output

    chosen, problems = choose(found, services or ())
    if problems:
        console.refuse(problems, where.shown)
    comparisons = [Comparison(found[0], after, chosen) for after in found[1:]]
    delivery.deliver(
        alternatives.shown(
            report(comparisons, series, per_service=per_service),
            max(found, key=lambda each: len(each.codes)),
            municipalities or (),
            where,
        ),
        lambda: output.content(comparisons, series),
        found[0].year,
        where,
        form,
        out,
        replace=replace,
    )
    if exit_code and any(each.differs for each in comparisons):
        raise typer.Exit(console.EXIT_FINDINGS)


def span_of(years: str | None) -> list[int]:
    """Read a year, or a first and a last."""
    if years is None:
        return []
    match = re.fullmatch(r"(\d{4})(?:\.\.(\d{4}))?", years)
    if not match:
        raise Mistake(f'"{years}" är inga år; skriv till exempel --ar 2025..2028')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last < first + LONGEST:
        raise Mistake(f"{years}: det sista året ska vara efter det första, högst {LONGEST} år bort")
    return list(range(first, last + 1))
