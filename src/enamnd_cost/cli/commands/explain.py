"""``enamnd-cost explain ÅR TJÄNST [KOMMUN]``: the answer to why we pay this."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.delivery import TABLES, Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.explain.telling import Explained
    from enamnd_cost.analysis.year import Computed


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
    from enamnd_cost.analysis.explain.telling import report, told
    from enamnd_cost.files.placing import locator
    from enamnd_cost.output import prose

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

    explained = _explain(computed, result.year, service, code)
    parts = told(explained, place)
    answer = Reply(
        report(parts, computed.data),
        year,
        "explanation",
        (explained, place),
        {"md": lambda _: prose.as_markdown(parts, computed.data)},
        partial(prose.as_text, parts, computed.data),
    )
    deliver(answer, delivery, where)


def _explain(computed: Computed, year: int, service: str | None, code: str | None) -> Explained:
    """Make the explanation that was asked for."""
    from enamnd_cost.analysis.explain.amount import explain
    from enamnd_cost.analysis.explain.municipality import explain_municipality
    from enamnd_cost.analysis.explain.service import explain_service
    from enamnd_cost.engine.plan import Node

    if service and code:
        return explain(computed, Node(service, year), code)
    if service:
        return explain_service(computed, Node(service, year))
    assert code is not None
    return explain_municipality(computed, year, code)
