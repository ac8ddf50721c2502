"""``enamnd-cost check [ÅR…]``: everything adds up, to the krona, or is pointed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.called import worded
from enamnd_cost.cli import completing, console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Forms, Reply, deliver, put
from enamnd_cost.cli.spelling import spell
from enamnd_cost.cli.swedish import Mistake, unknown
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import visible, visible_lines

if TYPE_CHECKING:
    from enamnd_cost.analysis.checks.run import Choice

FORMS = Forms(("json", "github", "sarif", "csv", "md"), ("md", "xlsx", "csv", "json", "sarif"))
WHICH = "kontrollen med kod eller namn. Kan upprepas."

NOTHING_FOUND = Problem(
    "EK100",
    "",
    "ingen datamapp hittades, så inget är kontrollerat",
    f"{console.NAME_ONE}; --medfoljande kontrollerar de data som följer med programmet",
)


def run(
    words: Annotated[
        list[str] | None, options.budget_year("År att kontrollera. Utan år: alla.")
    ] = None,
    strict: Annotated[
        bool,
        options.flag("--strikt", "Även de strikta kontrollerna: källor, index, oanvänt, ändring."),
    ] = False,
    only: Annotated[
        list[str] | None, options.option("--bara", "KOD", f"Bara {WHICH}", completing.checks)
    ] = None,
    skip: Annotated[
        list[str] | None, options.option("--utom", "KOD", f"Inte {WHICH}", completing.checks)
    ] = None,
    format_: Annotated[str | None, options.form(FORMS)] = None,
    out: Annotated[
        Path | None, options.out(FORMS, "Skriv ett intyg på vad som är prövat till fil")
    ] = None,
    replace: options.Replace = False,
    shipped: Annotated[
        bool, options.flag("--medfoljande", "Kontrollera de data som följer med programmet.")
    ] = False,
    data: options.Data = None,
) -> None:
    """Kontrollera att budgetarna går ihop. Tyst utan fynd; annars alla fynd och kod 1."""
    delivery = Delivery.of(format_, out, FORMS, replace=replace)
    if shipped and data is not None:
        raise Mistake("--data är en mapp och --medfoljande programmets egen; välj det ena")
    years = [decisions.alone(word, "check prövar alla årets beslut") for word in words or ()]
    where = console.shipped() if shipped else console.located(data)

    from enamnd_cost.analysis.checks import certificate
    from enamnd_cost.analysis.checks.check import fault_of
    from enamnd_cost.analysis.checks.run import Checkup
    from enamnd_cost.analysis.checks.run import run as run_checks
    from enamnd_cost.analysis.year import unknown_years
    from enamnd_cost.files.positions import locator
    from enamnd_cost.output import check as output
    from enamnd_cost.output.json import stamped

    places = certificate.Places(where.shown, locator(where.folder))
    choice = _choice(strict=strict, only=only or [], skip=skip or [])
    # Of other data than the user's own a check says nothing that the user could sign.
    asked_for = shipped or not where.found.shipped
    folder, problems = console.loaded(where) if asked_for else (None, [NOTHING_FOUND])
    if folder is None:
        # A pull request or a program is to see these on their lines as well.
        unread = Checkup(tuple(map(fault_of, problems)))
        forms = {
            "github": lambda: output.as_github(unread, places),
            "sarif": lambda: output.as_sarif(unread, places),
            "json": lambda: stamped("check", None, output.content(unread, None, (), places)),
        }
        if delivery.form not in forms:
            console.refuse(problems, where)
        put(forms[delivery.form](), delivery, where)
        raise typer.Exit(console.EXIT_INPUT)
    console.refuse_any(unknown_years(folder, years), where)
    if not folder.budgetar:
        raise Mistake("det finns inget år att kontrollera: lägg till en fil under budget/")
    chosen = sorted(set(years or folder.years))
    checkup = run_checks(folder, chosen, choice)
    if checkup.findings and (delivery.form is None or delivery.out):
        typer.echo(worded(visible_lines(spell(output.as_text(checkup, places)))), nl=False)
    for told in checkup.told if delivery.form is None or delivery.out else ():
        console.say(f"Upplysning: {visible(told)}.")
    if delivery.form:
        report = certificate.report(checkup, folder, chosen, places)
        own = {
            "github": lambda _: output.as_github(checkup, places),
            "sarif": lambda _: output.as_sarif(checkup, places),
        }
        answer = Reply(report, chosen[-1], "check", (checkup, folder, chosen, places), own)
        deliver(answer, delivery, where)
    if checkup.findings:
        raise typer.Exit(console.EXIT_FINDINGS)


def _choice(*, strict: bool, only: list[str], skip: list[str]) -> Choice:
    """Settle which checks to run; a check that does not exist is a mistake, not silence."""
    from enamnd_cost.analysis.checks.run import Choice, known_checks

    checks = known_checks()
    known = [*checks, *(check.name for check in checks.values())]
    for word in (*only, *skip):
        if word not in known:
            every = ", ".join(f"{code} {check.name}" for code, check in checks.items())
            raise unknown(f'kontrollen "{word}" finns inte', word, known, f"kontroller: {every}")
    choice = Choice(strict, frozenset(only), frozenset(skip))
    if not choice.of(checks.values()):
        raise Mistake("valet lämnar ingen kontroll kvar; ändra --bara eller --utom")
    return choice
