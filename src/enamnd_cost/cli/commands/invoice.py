"""``enamnd-cost invoice ÅR``: what each municipality is to be invoiced, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import visible

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report


def run(
    asked: options.DecidedYear,
    periods: Annotated[
        list[str] | None,
        options.option(
            "--period -p",
            "PERIOD",
            "Bara perioden: helar, H1, T2, K3, 7 (juli) eller slut. Kan upprepas.",
        ),
    ] = None,
    invoiced: Annotated[
        list[Path] | None,
        options.option(
            "--fakturerat",
            "FIL",
            "Räkna av ett underlag som redan är fakturerat: json eller csv från invoice. Kan "
            "upprepas.",
        ),
    ] = None,
    way: Annotated[
        str,
        options.option(
            "--rattelse",
            "SÄTT",
            "Hur en ändrad rad rättas: skillnad ger en rad med skillnaden, kredit krediterar hela "
            "och ger en ny.",
        ),
    ] = "skillnad",
    services: Annotated[
        list[str] | None, options.service("Fakturera bara tjänsten. Kan upprepas.")
    ] = None,
    municipalities: Annotated[
        list[str] | None, options.municipality("Fakturera bara kommunen. Kan upprepas.")
    ] = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Gör fakturaunderlag: en rad per kommun, tjänst och period, mindre det som är fakturerat."""
    from enamnd_cost.analysis.invoicing.memory import WAYS

    if way not in WAYS:
        raise Mistake(f'--rattelse "{visible(way)}" finns inte; välj skillnad eller kredit')
    delivery = Delivery.of(format_, out, replace=replace)
    which = decisions.read(asked)
    year = which.year
    where, folder = decisions.as_decided(which, *console.opened(data))
    result = console.computed(folder, [year], where).year(year)

    from enamnd_cost.analysis.checks.figures import CheckedYear
    from enamnd_cost.analysis.checks.run import known_checks
    from enamnd_cost.analysis.invoicing.basis import invoicing
    from enamnd_cost.analysis.invoicing.lines import lines_of
    from enamnd_cost.analysis.invoicing.report import on_screen, report
    from enamnd_cost.analysis.selection import select
    from enamnd_cost.files.invoiced import read_all

    bases = console.settled(read_all(invoiced or (), folder, year))
    chosen = console.settled(select(result, services or (), municipalities or ()))
    there = dict.fromkeys(line.key.period for line in lines_of(result))
    wanted = None if periods is None else _periods(periods, year, tuple(there))
    only = (
        {service.id for service in chosen.services} if services else None,
        chosen.municipalities if municipalities else None,
    )
    made = invoicing(result, bases, way, wanted, only)
    # Of the decision that is invoiced, and no other of the year.
    checked = CheckedYear(result, frozenset())
    if any(any(known_checks()[code].results(checked)) for code in ("EK414", "EK415")):
        said = "varning: det som faktureras är inte det som budgeten anger"
        console.say(f"{said}; kör enamnd-cost check {year}")

    def screen(width: int | None) -> str:
        from enamnd_cost.output import terminal

        return terminal.render(on_screen(made), width, styled=console.styled())

    def csv(report: Report) -> bytes:
        from enamnd_cost.output import csv
        from enamnd_cost.output.invoice import for_import

        return csv.render(for_import(report, made))

    deliver(Reply(report(made), year, "invoice", (made,), {"csv": csv}, screen), delivery, where)


def _periods(words: Sequence[str], year: int, there: Sequence[str]) -> tuple[str, ...]:
    """Read the periods that are asked for; each must be one that something is invoiced for."""
    found: dict[str, None] = {}
    for word in words:
        period = _period(word, year)
        if period not in there:
            known = ", ".join(each.removeprefix(f"{year}-") for each in there) or "inga"
            raise Mistake(
                f'--period "{visible(word)}": inget faktureras för den perioden; perioder: {known}'
            )
        found[period] = None
    return tuple(found)


def _period(word: str, year: int) -> str:
    """Give the period's name as it stands in the lines: K3 and 2024-K3 are the same.

    >>> [_period(word, 2024) for word in ("helar", "k3", "2024-K3", "7", "m07", "slut")]
    ['2024', '2024-K3', '2024-K3', '2024-M07', '2024-M07', '2024-slut']
    """
    short = word.strip().upper().removeprefix(f"{year}-")
    if short in ("HELAR", "HELÅR", str(year)):
        return str(year)
    if month := re.fullmatch(r"M?(\d{1,2})", short):
        return f"{year}-M{int(month[1]):02d}"
    return f"{year}-slut" if short == "SLUT" else f"{year}-{short}"
