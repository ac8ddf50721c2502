"""``enamnd-cost check [ÅR…]``: everything adds up, to the krona, or is pointed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.swedish import closest

if TYPE_CHECKING:
    from enamnd_cost.analysis.checks.run import Checkup, Choice

FORMATS = ("json", "github", "sarif")


def run(
    years: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="ÅR", help="År att kontrollera. Utan år: alla.", autocompletion=completing.years
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strikt", help="Även de strikta kontrollerna: källor, index, oanvänt, ändring."
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--bara",
            metavar="KOD",
            help="Bara kontrollen med kod eller namn. Kan upprepas.",
            autocompletion=completing.checks,
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            "--utom",
            metavar="KOD",
            help="Inte kontrollen med kod eller namn. Kan upprepas.",
            autocompletion=completing.checks,
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"Skriv fynden som {', '.join(FORMATS)}."),
    ] = None,
    data: options.Data = None,
) -> None:
    """Kontrollera att budgetarna går ihop. Tyst när allt stämmer; annars alla fynd och kod 1."""
    if format_ not in (None, *FORMATS):
        raise Mistake(f'formatet "{format_}" finns inte; välj bland {", ".join(FORMATS)}')
    where = console.source(data)

    from enamnd_cost.analysis.checks.check import fault_of
    from enamnd_cost.analysis.checks.run import Checkup
    from enamnd_cost.analysis.checks.run import run as run_checks
    from enamnd_cost.analysis.year import unknown_years
    from enamnd_cost.files.loading import load

    choice = _choice(strict=strict, only=only or [], skip=skip or [])
    folder, problems = load(where.folder)
    if folder is None and format_:
        # A pull request or a program is to see these on their lines as well.
        _show(Checkup(tuple(map(fault_of, problems)), ()), format_, where)
        raise typer.Exit(console.EXIT_INPUT)
    if folder is None:
        console.refuse(problems, where.shown)
    if unknown := unknown_years(folder, years or ()):
        console.refuse(unknown, where.shown)
    if not folder.budgetar:
        raise Mistake("det finns inget år att kontrollera: lägg till en fil under budget/")
    report = run_checks(folder, sorted(set(years or folder.years)), choice)
    if report.findings or format_:
        _show(report, format_, where)
    if report.findings:
        raise typer.Exit(console.EXIT_FINDINGS)


def _choice(*, strict: bool, only: list[str], skip: list[str]) -> Choice:
    """Settle which checks to run; a check that does not exist is a mistake, not silence."""
    from enamnd_cost.analysis.checks.run import Choice, known_checks

    known = known_checks()
    for word in (*only, *skip):
        if word not in known and word not in known.values():
            near = closest(word, [*known, *known.values()])
            every = ", ".join(f"{code} {name}" for code, name in known.items())
            hint = f'menade du "{near}"?' if near else f"kontroller: {every}"
            raise Mistake(f'kontrollen "{word}" finns inte; {hint}')
    left = {
        code
        for code, name in known.items()
        if (not only or {code, name} & set(only)) and not {code, name} & set(skip)
    }
    if not left:
        raise Mistake("valet lämnar ingen kontroll kvar; ändra --bara eller --utom")
    return Choice(strict, frozenset(only), frozenset(skip))


def _show(report: Checkup, form: str | None, where: console.Source) -> None:
    from enamnd_cost.files.placing import locator
    from enamnd_cost.output import findings

    locate = locator(where.folder)
    if form == "json":
        console.put(findings.as_json(report, where.shown, locate))
    elif form == "sarif":
        console.put(findings.as_sarif(report, where.shown, locate))
    elif form == "github":
        console.put(findings.as_github(report, where.shown, locate))
    else:
        typer.echo(findings.as_text(report, where.shown, locate))
