"""``enamnd-cost compare A B…``: who pays more, how much, and why."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from enamnd_cost.cli import alternatives, completing, console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

LONGEST = 50  # years shown side by side


def run(
    sides: Annotated[
        list[str],
        options.argument(
            "A B …",
            "År, ÅR@BESLUT eller scenariofiler; den första jämförs med var och en av de andra.",
            completing.alternatives,
        ),
    ],
    services: Annotated[
        list[str] | None, options.service("Jämför bara tjänsten. Kan upprepas.")
    ] = None,
    municipalities: options.Municipalities = None,
    changes: options.Changes = None,
    per_service: Annotated[
        bool,
        options.flag("--per-tjanst", "Visa också skillnaden och orsakerna tjänst för tjänst."),
    ] = False,
    per_year: Annotated[
        bool, options.flag("--per-ar", "Visa också orsakerna år för år, med --ar ÅR..ÅR.")
    ] = False,
    in_words: Annotated[
        bool, options.flag("--i-ord", "Visa också en text per kommun, att klistra in i ett brev.")
    ] = False,
    years: Annotated[
        str | None, options.year("Räkna scenarierna för ett senare år, eller ÅR..ÅR, år för år.")
    ] = None,
    assume: options.Assumptions = None,
    exit_code: Annotated[bool, options.flag("--exit-code", "Slutkod 1 om något skiljer.")] = False,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Jämför budgetår och scenarier: skillnad per kommun, och orsaker som blir hela skillnaden."""
    delivery = Delivery.of(format_, out, replace=replace)
    if len(sides) + bool(changes) < 2:
        raise Mistake("ange minst två att jämföra, till exempel: compare 2023 2024")
    span = span_of(years)
    if per_year and len(span) < 2:
        raise Mistake("--per-ar gäller flera år: ange också --ar, till exempel --ar 2025..2028")
    where, folder = console.opened(data)
    if span and not changes and all(map(decisions.is_year, sides)):
        raise Mistake("--ar gäller scenarier; här jämförs bara budgetår")
    if twice := next((side for side in sides[1:] if sides[1:].count(side) > 1), None):
        raise Mistake(f"{twice} står två gånger; jämför olika alternativ")
    reader = alternatives.Reader(folder, where).planned(sides, assume or ())
    first, *others = sides
    found = [reader.over(first, span), *(reader.over(side, span, dated=True) for side in others)]
    series = [[] if span else reader.until_reached(side) for side in sides[1:]]
    if changes:
        under = reader.as_decided(sides[0])
        chain = under.asked(sides[0], changes)
        found.append(under.over_years(chain, span))
        series.append([] if span else under.phased_in(chain))

    from enamnd_cost.analysis.compare.comparison import Comparison
    from enamnd_cost.analysis.compare.over_years import OverYears
    from enamnd_cost.analysis.compare.report import Wanted, report
    from enamnd_cost.analysis.selection import services as find

    every = [each for side in found for each in side]
    chosen = console.settled(find([each.result for each in every], services or ()))
    comparisons = [
        OverYears(tuple(Comparison(*both, chosen) for both in zip(found[0], after, strict=True)))
        for after in found[1:]
    ]
    wanted = Wanted(per_service=per_service, per_year=per_year, in_words=in_words)
    laid_out = report(comparisons, series, wanted, reader.plan)
    shown = console.only(laid_out, alternatives.widest(every), municipalities)
    answer = Reply(shown, found[0][0].year, "comparison", (comparisons, series))
    deliver(answer, delivery, where)
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
