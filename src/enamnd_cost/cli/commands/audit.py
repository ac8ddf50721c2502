"""``enamnd-cost audit FIL``: a published document adds up, and agrees with the model, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Forms, Reply, deliver

FORMS = Forms(("json", "csv", "md", "sarif"), ("xlsx", "csv", "json", "md", "sarif"))


def run(
    file: Annotated[Path, options.argument("FIL", "Dokumentet: xlsx, csv eller TOML.")],
    asked: Annotated[
        str | None,
        options.decided(
            "Året, om det inte framgår av dokumentet; eller ÅR@BESLUT, som den budgeten gällde."
        ),
    ] = None,
    service: Annotated[
        str | None, options.service("Tjänsten, om den inte framgår av tabellen.")
    ] = None,
    format_: Annotated[str | None, options.form(FORMS)] = None,
    out: Annotated[Path | None, options.out(FORMS)] = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Granska ett publicerat dokument: om det går ihop, och om det stämmer med modellen."""
    delivery = Delivery.of(format_, out, FORMS, replace=replace)
    which = decisions.read(asked, "--ar") if asked is not None else None
    year = which.year if which else None
    where, folder = console.opened(data)

    from enamnd_cost.analysis.audit.run import audit, listed, report
    from enamnd_cost.analysis.audit.subjects import Hints
    from enamnd_cost.analysis.selection import any_service
    from enamnd_cost.analysis.year import unknown_years
    from enamnd_cost.files.documents.read import read
    from enamnd_cost.model.problem import Problem
    from enamnd_cost.output import audit as output
    from enamnd_cost.output import csv

    if year is not None:
        console.refuse_any(unknown_years(folder, [year]), where)
    if which:
        where, folder = decisions.as_decided(which, where, folder)
    named = console.settled(any_service(folder, service)) if service else None
    document = console.settled(read(file))
    computed, known = console.all_known(folder, where, year)
    years = {each: computed.year(each) for each in known}
    found = audit(document, folder, years, Hints(year, named))
    if not found.tables:
        text, remedy = "hittar ingen tabell med tal", "kontrollera att det är rätt fil"
        console.refuse([Problem("EK036", document.file, text, remedy)])
    last = max(folder.years, default=2000)
    own = {
        "csv": lambda _: csv.render(listed(found, folder)),
        "sarif": lambda _: output.as_sarif(found),
    }
    answer = Reply(report(found, folder), last, "audit", (found, folder), own)
    deliver(answer, delivery, where)
    if found.errors:
        raise typer.Exit(console.EXIT_FINDINGS)
