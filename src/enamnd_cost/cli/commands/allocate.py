"""``enamnd-cost allocate ÅR``: who pays what, in a year or in a plan over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Forms, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report
    from enamnd_cost.model.data import Data

Chosen = tuple[Sequence[str], Sequence[str]]  # services and municipalities to show

FORMS = Forms(TABLES.printed, (*TABLES.written, "toml"))
MOST_YEARS = 20  # a plan over more helps nobody, and every year builds on the one before


def run(
    years: Annotated[
        str,
        options.decided_year(
            "Budgetår, till exempel 2024; 2024@2024-06-30 är budgeten som den gällde då, och "
            "2024..2027 en plan över flera år."
        ),
    ],
    services: options.Services = None,
    municipalities: options.Municipalities = None,
    format_: Annotated[str | None, options.form(FORMS)] = None,
    out: Annotated[Path | None, options.out(FORMS)] = None,
    replace: options.Replace = False,
    wide: Annotated[
        bool, options.flag("--bred", "CSV med en kolumn per tjänst, som i tabellen.")
    ] = False,
    assume: options.Assumptions = None,
    data: options.Data = None,
) -> None:
    """Fördela ett års kostnader: kommuner som rader, tjänster som kolumner, summor åt båda håll."""
    asked, last = _years(years)
    year = asked.year
    if last is not None and wide:
        raise Mistake("--bred gäller ett enda år")
    if last is None and assume:
        raise Mistake(f"--antag gäller en plan över flera år, till exempel {year}..{year + 3}")
    delivery = Delivery.of(format_, out, FORMS if last is None else TABLES, replace=replace)
    if wide and delivery.form != "csv":
        raise Mistake("--bred gäller bara csv")
    where, folder = console.opened(data)
    chosen = services or (), municipalities or ()
    if last is not None:
        answer = _plan(folder, year, last, chosen, assume or (), where)
    else:
        where, folder = decisions.as_decided(asked, where, folder)
        answer = _year(folder, year, chosen, where, wide=wide)
    deliver(answer, delivery, where)


def _years(text: str) -> tuple[decisions.Asked, int | None]:
    """Read ``2024`` or ``2024..2027``: the first year, and the last of a plan.

    >>> _years("2024")[1], _years("2024..2027")[1]
    (None, 2027)
    """
    found = re.fullmatch(r"\s*(-?\d{1,9})\s*\.\.\s*(\d{1,9})\s*", text)
    if not found:
        if ".." in text:
            raise Mistake(f'"{text}" är inga år; skriv till exempel 2024..2027')
        if pair := re.fullmatch(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*", text):
            raise Mistake(f'"{text}" är inga år; skriv {pair[1]}..{pair[2]}')
        return decisions.read(text), None
    first, last = int(found[1]), int(found[2])
    if last < first:
        raise Mistake(f"{last} är före {first}; skriv det första året först: {last}..{first}")
    if not 1900 <= first <= last <= 2999:
        raise Mistake("en plan går från tidigast 1900 till senast 2999")
    return decisions.Asked(first), last


def _plan(
    data: Data, first: int, last: int, chosen: Chosen, assume: Sequence[str], where: console.Source
) -> Reply:
    """Make a plan, or say all that is missing for it and leave."""
    from enamnd_cost.analysis.years import assuming, report
    from enamnd_cost.analysis.years.span import span

    known = min(first, *data.years[-1:])
    if last - known >= MOST_YEARS:
        raise Mistake(f"en plan omfattar högst {MOST_YEARS} år; från {known} till {last} är fler")
    given = console.settled(assuming.read(assume, data))
    made = console.settled(span(data, first, last, given), where)
    shown = console.settled(report.choose(made, *chosen))
    for result in made.results:
        if result.result.result:
            year = result.year
            console.say(f"varning: budget {year} går inte ihop; kör enamnd-cost check {year}")
    return Reply(report.report(made, shown), first, "plan", (made, shown))


def _year(data: Data, year: int, chosen: Chosen, where: console.Source, *, wide: bool) -> Reply:
    """Allocate a year; only the library of the form that is asked for is loaded."""
    result = console.computed(data, [year], where).year(year)

    from enamnd_cost.analysis.budget_table import report
    from enamnd_cost.analysis.selection import select

    selection = console.settled(select(result, *chosen))
    if result.result.result:
        console.say(f"varning: budgeten går inte ihop; kör enamnd-cost check {year}")

    def xlsx(report: Report) -> bytes:
        from enamnd_cost.output.xlsx import render_budget

        return render_budget(report, result, selection)

    def csv(report: Report) -> bytes:
        from enamnd_cost.output import csv

        return csv.render_wide(report) if wide else csv.render_long(result, selection)

    def toml(report: Report) -> bytes:  # noqa: ARG001 (a facit has amounts only)
        from enamnd_cost.output.allocation import as_facit, unpublished

        if not selection.all_municipalities:
            raise Mistake("ett facit gäller alla kommuner; ta bort --kommun")
        if not unpublished(result, selection):
            raise Mistake(
                "alla valda tjänster har redan en publicerad tabell; det finns inget att låsa"
            )
        return as_facit(result, selection)

    own = {"xlsx": xlsx, "csv": csv, "toml": toml}
    return Reply(report(result, selection), year, "allocation", (result, selection), own)
