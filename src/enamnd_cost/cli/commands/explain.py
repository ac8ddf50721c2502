"""``enamnd-cost explain ÅR TJÄNST [KOMMUN]``: the answer to why we pay this."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from enamnd_cost.cli import alternatives, completing, console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake


def run(
    asked: options.DecidedYear,
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
    scenario: options.Scenario = None,
    changes: options.Changes = None,
    format_: options.Form = None,
    out: options.Out = None,
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
    which = decisions.read(asked)
    where, folder = decisions.as_decided(which, *console.opened(data))
    reader = alternatives.Reader(folder, where)
    computed, year, alternative = reader.of_year(which.year, scenario, changes)
    result = computed.year(year)

    from enamnd_cost.analysis import selection
    from enamnd_cost.analysis.explain.amount import explain, explain_municipality
    from enamnd_cost.analysis.explain.service import explain_service
    from enamnd_cost.analysis.explain.telling import Explained, report, told, with_standing
    from enamnd_cost.analysis.standing import standing
    from enamnd_cost.engine.plan import Node
    from enamnd_cost.files.positions import locator
    from enamnd_cost.output import prose

    _, problems = selection.services([result], services or ())
    _, strange = selection.municipalities(result.data, municipalities or ())
    console.refuse_any([*problems, *strange])
    service, code, problems = selection.service_or_municipality(
        result, *names, at=alternative.at if alternative else None
    )
    console.refuse_any(problems)
    locate = locator(where.folder)

    def place(file: str, path: tuple[str | int, ...]) -> str:
        if not file:
            return "--andra"
        file, path = where.origin(file, path)
        spot = locate(file, path, True)
        return f"{where.shown(file)}:{spot.line}" if spot else where.shown(file)

    explained: Explained
    if service is None:
        assert code is not None  # one of them was named
        explained = explain_municipality(computed, year, code)
    elif code is None:
        explained = explain_service(computed, Node(service, year))
    else:
        explained = explain(computed, Node(service, year), code)
    if alternative:
        from enamnd_cost.analysis.explain.scenario import in_scenario

        explained = in_scenario(explained, alternative)
    notes = tuple(standing([alternative.base if alternative else result]))
    parts = with_standing(told(explained, place), notes)
    own = {"md": lambda _: prose.as_markdown(parts, folder)}
    screen = partial(prose.as_text, parts, folder)
    laid_out = report(parts, result.data, notes)
    answer = Reply(laid_out, year, "explanation", (explained, place), own, screen)
    deliver(answer, delivery, where)
