"""``enamnd-cost audit FIL``: a published document adds up, and agrees with the model, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enamnd_cost.cli import completing, console, delivery
from enamnd_cost.cli.swedish import Mistake

FILE_FORMATS = ("xlsx", "json", "md")


def run(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Dokumentet: xlsx, csv eller TOML.")],
    year: Annotated[
        int | None,
        typer.Option(
            "--ar",
            metavar="ÅR",
            help="Året, om det inte framgår av dokumentet.",
            autocompletion=completing.years,
        ),
    ] = None,
    service: Annotated[
        str | None,
        typer.Option(
            "--tjanst",
            "-t",
            metavar="TJÄNST",
            help="Tjänsten, om den inte framgår av tabellen.",
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Skriv fynden som json, md.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--ut", "-o", metavar="FIL", help="Skriv till fil: .xlsx, .json, .md."),
    ] = None,
    replace: delivery.ReplaceOption = False,
    data: console.DataOption = None,
) -> None:
    """Granska ett publicerat dokument: om det går ihop, och om det stämmer med modellen."""
    if format_ is not None and format_.lower() not in FILE_FORMATS:
        raise Mistake(f'formatet "{format_}" finns inte; välj bland json, md')
    form = delivery.chosen_format(format_, out, FILE_FORMATS)
    where = console.source(data)
    folder = console.load(where)

    from enamnd_cost.analysis.audit.run import audit
    from enamnd_cost.analysis.audit.subjects import Asked, Names
    from enamnd_cost.analysis.audit.telling import report
    from enamnd_cost.analysis.year import compute, compute_known, unknown_years
    from enamnd_cost.files.documents.read import read
    from enamnd_cost.model.problem import Problem
    from enamnd_cost.model.references import unknown
    from enamnd_cost.output.audit import as_json

    if year is not None and (problems := unknown_years(folder, [year])):
        console.refuse(problems, where.shown)
    named = Names(folder).service(service) if service else None
    if service and named is None:
        names = list(folder.tjanster)
        console.refuse([unknown("tjänst", service, names, code="EK005", file="", path=())])
    document, problems = read(file)
    if document is None:
        console.refuse(problems)
    computed, known = compute_known(folder)
    if not computed.problems and year is not None and year not in known:
        computed = compute(folder, [year])
    if computed.problems:
        console.refuse(console.placed(computed.problems, where), where.shown)
    years = {each: computed.year(each) for each in known}
    found = audit(document, folder, years, Asked(year, named))
    if not found.tables:
        text, remedy = "hittar ingen tabell med tal", "kontrollera att det är rätt fil"
        console.refuse([Problem("EK036", document.file, text, remedy)])
    delivery.deliver(
        report(found, folder),
        lambda: as_json(found, folder),
        max(folder.years, default=2000),
        where,
        form,
        out,
        replace=replace,
    )
    if found.errors:
        raise typer.Exit(console.EXIT_FINDINGS)
