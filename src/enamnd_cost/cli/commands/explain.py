"""``enamnd-cost explain ÅR TJÄNST [KOMMUN]``: the answer to why we pay this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.year import Computed, YearResult
    from enamnd_cost.output.explanation import Where

FORMATS = ("json", "md")


def run(
    year: Annotated[
        int,
        typer.Argument(
            metavar="ÅR", help="Budgetår, till exempel 2024.", autocompletion=completing.years
        ),
    ],
    what: Annotated[
        str,
        typer.Argument(
            metavar="TJÄNST|KOMMUN",
            help="En tjänst, eller en kommun.",
            autocompletion=completing.services_and_municipalities,
        ),
    ],
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[KOMMUN]",
            help="Kommunen, efter en tjänst.",
            autocompletion=completing.municipalities,
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"Skriv ut som {', '.join(FORMATS)}."),
    ] = None,
    data: options.Data = None,
) -> None:
    """Förklara ett belopp: från beslut till krona, steg för steg, med källa och plats i filen."""
    if format_ not in (None, *FORMATS):
        raise Mistake(f'formatet "{format_}" finns inte; välj bland {", ".join(FORMATS)}')
    where, computed, result = console.allocated(data, year)

    from enamnd_cost.analysis.selection import service_or_municipality
    from enamnd_cost.files.placing import locator

    service, code, problems = service_or_municipality(result, what, who)
    if problems:
        console.refuse(problems, where.shown)
    locate = locator(where.folder)

    def place(file: str, path: tuple[str | int, ...]) -> str:
        spot = locate(file, path, True)
        return f"{where.shown(file)}:{spot.line}" if spot else where.shown(file)

    _show(computed, result, service, code, format_, place)


def _show(
    computed: Computed,
    result: YearResult,
    service: str | None,
    code: str | None,
    form: str | None,
    place: Where,
) -> None:
    """Make the explanation that was asked for and write it in its form."""
    from enamnd_cost.analysis.explain import amount as of_amount
    from enamnd_cost.analysis.explain import service as of_service
    from enamnd_cost.engine.plan import Node
    from enamnd_cost.output import explanation as output

    data = computed.data
    if service and code:
        amount = of_amount.explain(computed, Node(service, result.year), code)
        content = output.amount_as_json(amount, data, place) if form == "json" else None
        parts = list(output.of_amount(amount, place))
    elif service:
        whole = of_service.explain_service(computed, Node(service, result.year))
        content = output.service_as_json(whole, data, place) if form == "json" else None
        parts = list(output.of_service(whole, place))
    else:
        assert code is not None
        reasons = of_amount.explain_municipality(computed, result.year, code)
        content = output.municipality_as_json(result, code, reasons) if form == "json" else None
        parts = list(output.of_municipality(result, code, reasons))
    if form == "md":
        content = output.as_markdown(parts, data)
    if content is not None:
        console.put(content)
    else:
        typer.echo(output.as_text(parts, data, console.width()), nl=False)
