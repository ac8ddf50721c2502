"""``enamnd-cost check [ÅR…]``: everything adds up, to the krona, or is pointed out."""

from __future__ import annotations

from typing import Annotated

import typer

from enamnd_cost.cli import console
from enamnd_cost.cli.swedish import Mistake


def run(
    years: Annotated[
        list[int] | None,
        typer.Argument(metavar="ÅR", help="År att kontrollera. Utan år: alla."),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="Skriv fynden som json.")
    ] = None,
    data: console.DataOption = None,
) -> None:
    """Kontrollera att budgetarna går ihop. Tyst när allt stämmer; annars alla fynd och kod 1."""
    if format_ not in (None, "json"):
        raise Mistake(f'formatet "{format_}" finns inte; välj json')
    where = console.source(data)
    folder = console.load(where)

    from enamnd_cost.analysis.checks.run import run as run_checks
    from enamnd_cost.analysis.year import unknown_years

    if unknown := unknown_years(folder, years or ()):
        console.refuse(unknown, where.shown)
    if not folder.budgetar:
        raise Mistake("det finns inget år att kontrollera: lägg till en fil under budget/")
    report = run_checks(folder, sorted(set(years or folder.years)))

    if report.findings or format_:
        from enamnd_cost.files.placing import locator
        from enamnd_cost.output import findings

        locate = locator(where.folder)
        if format_ == "json":
            console.put(findings.as_json(report, where.shown, locate))
        else:
            typer.echo(findings.as_text(report, where.shown, locate))
    if report.findings:
        raise typer.Exit(console.EXIT_FINDINGS)
