"""``enamnd-cost stand-alone FIL A…``: who would be better off alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from enamnd_cost.cli import alternatives, completing, console, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Reply, deliver


def run(
    file: Annotated[
        Path,
        options.argument("FIL", "TOML-fil med vad var och en skulle betala själv."),
    ],
    sides: Annotated[
        list[str],
        options.argument("A …", "År eller scenariofiler.", completing.alternatives),
    ],
    year: Annotated[int | None, options.year("Räkna scenarierna för ett senare år.")] = None,
    municipalities: options.Municipalities = None,
    format_: Annotated[str | None, options.form(TABLES)] = None,
    out: Annotated[Path | None, options.out(TABLES)] = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Pröva egna alternativ: vilka kommuner och grupper vore bättre ensamma, och med hur mycket."""
    delivery = Delivery.of(format_, out, replace=replace)
    where = console.source(data)
    folder = console.load(where)

    from enamnd_cost.analysis.compare.stand_alone import coalitions, report
    from enamnd_cost.files.loading import read_one
    from enamnd_cost.model.ensam import Ensam

    shown = file.resolve().as_posix()
    _, ensam, problems = read_one(file, shown, Ensam)
    if ensam is None:
        console.refuse(console.placed(problems, where), where.shown)
    reader = alternatives.Reader(folder, where)
    found = [reader.read(side, None if alternatives.is_year(side) else year) for side in sides]
    # A scenario may have municipalities that the data folder has not.
    widest = max(found, key=lambda each: len(each.codes))
    groups, problems = coalitions(widest.result.data.kommuner, ensam, shown)
    if problems:
        console.refuse(console.placed(problems, where), where.shown)
    laid_out = report(ensam.namn, groups, found)
    chosen = console.only(laid_out, widest.result.data, municipalities or (), where)
    answer = Reply(chosen, found[0].year, "stand-alone", (ensam.namn, groups, found))
    deliver(answer, delivery, where)
