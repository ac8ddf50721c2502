"""``enamnd-cost explain ÅR TJÄNST [KOMMUN]``: the answer to why we pay this."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from enamnd_cost.analysis.explain.telling import Part, Where
    from enamnd_cost.analysis.year import Computed, YearResult
    from enamnd_cost.output.explanation import Content


def run(
    year: options.Year,
    what: Annotated[
        str | None,
        options.argument(
            "TJÄNST|KOMMUN", "En tjänst, eller en kommun.", completing.services_and_municipalities
        ),
    ] = None,
    who: Annotated[
        str | None,
        options.argument("[KOMMUN]", "Kommunen, efter en tjänst.", completing.municipalities),
    ] = None,
    services: Annotated[
        list[str] | None, options.service("Tjänsten, om den inte är ett argument.")
    ] = None,
    municipalities: Annotated[
        list[str] | None, options.municipality("Kommunen, om den inte är ett argument.")
    ] = None,
    format_: Annotated[str | None, options.form(TABLES)] = None,
    out: Annotated[Path | None, options.out(TABLES)] = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Förklara ett belopp: från beslut till krona, steg för steg, med källa och plats i filen."""
    delivery = Delivery.of(format_, out, replace=replace)
    names = [*(services or ()), *(word for word in (what, who) if word), *(municipalities or ())]
    if not names:
        raise Mistake("TJÄNST|KOMMUN saknas")
    if len(names) > len(("tjänst", "kommun")):
        raise Mistake("explain förklarar en tjänst, en kommun, eller en kommuns del av en tjänst")
    where, computed, result = console.allocated(data, year)

    from enamnd_cost.analysis import selection
    from enamnd_cost.analysis.explain.telling import report
    from enamnd_cost.files.placing import locator
    from enamnd_cost.output import explanation as output

    problems = selection.services([result], services or ())[1]
    problems += selection.municipalities(result.data, municipalities or ())[1]
    if problems:
        console.refuse(problems, where.shown)
    service, code, problems = selection.service_or_municipality(result, names[0], *names[1:])
    if problems:
        console.refuse(problems, where.shown)
    locate = locator(where.folder)

    def place(file: str, path: tuple[str | int, ...]) -> str:
        spot = locate(file, path, True)
        return f"{where.shown(file)}:{spot.line}" if spot else where.shown(file)

    parts, content = _explained(computed, result, service, code, place)
    answer = Reply(
        report(parts, computed.data),
        output.SCHEMA,
        content,
        year,
        {"md": lambda _: output.as_markdown(parts, computed.data)},
        partial(output.as_text, parts, computed.data),
    )
    deliver(answer, delivery, where)


def _explained(
    computed: Computed, result: YearResult, service: str | None, code: str | None, place: Where
) -> tuple[list[Part], Callable[[], Content]]:
    """Make the explanation that was asked for: its parts, and what programs get."""
    from enamnd_cost.analysis.explain import amount, telling
    from enamnd_cost.analysis.explain.service import explain_service
    from enamnd_cost.engine.plan import Node
    from enamnd_cost.output import explanation as output

    if service and code:
        one = amount.explain(computed, Node(service, result.year), code)
        return list(telling.of_amount(one, place)), lambda: output.of_amount(one, place)
    if service:
        whole = explain_service(computed, Node(service, result.year))
        return list(telling.of_service(whole, place)), lambda: output.of_service(whole, place)
    assert code is not None
    reasons = amount.explain_municipality(computed, result.year, code)
    return (
        list(telling.of_municipality(result, code, reasons)),
        lambda: output.of_municipality(result, code, reasons),
    )
