"""``enamnd-cost sweep BAS VAD [TJÄNST]``: one thing varied, and who pays what along the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import alternatives, completing, console, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver
from enamnd_cost.cli.swedish import Mistake, unknown

if TYPE_CHECKING:
    from enamnd_cost.analysis.compare.sweep import Sweep
    from enamnd_cost.analysis.scenarios.apply import Alternative
    from enamnd_cost.model.problem import Problem


def run(
    base: Annotated[
        str, options.argument("BAS", "Budgetår eller scenariofil.", completing.alternatives)
    ],
    kind: Annotated[
        str,
        options.argument(
            "VAD",
            "lika (delens storlek), kostnad, folkmangd (mätdatum) eller utan (en kommun).",
            completing.sweeps,
        ),
    ],
    service: Annotated[
        str | None,
        options.argument("[TJÄNST]", "Tjänsten; krävs för lika och kostnad.", completing.services),
    ] = None,
    municipalities: options.Municipalities = None,
    step: Annotated[int, options.option("--steg", "PROCENT", "Steg mellan punkterna.")] = 10,
    most: Annotated[
        int, options.option("--till", "PROCENT", "Hur långt kostnaden ändras åt båda håll.")
    ] = 20,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Variera en sak: lika delen, en kostnad, mätdatumet, eller vem som är med."""
    delivery = Delivery.of(format_, out, replace=replace)

    from enamnd_cost.analysis.compare.sweep import COST, EQUAL, KINDS, POPULATION, WITHOUT
    from enamnd_cost.analysis.compare.swept import report
    from enamnd_cost.analysis.selection import services as find

    if kind not in KINDS:
        every = f"välj bland {', '.join(KINDS)}"
        raise unknown(f'"{kind}" går inte att variera', kind, KINDS, every)
    if service is None and kind in (EQUAL, COST):
        raise Mistake(f"ange vilken tjänst: sweep {base} {kind} TJÄNST")
    if service is not None and kind == WITHOUT:
        raise Mistake("utan gäller hela budgeten; ta bort tjänsten")
    for name, percent in (("--steg", step), ("--till", most)):
        if not 1 <= percent <= 100:
            raise Mistake(f"{name} är hela procent, från 1 till 100")
    where, folder = console.opened(data)
    alternative = alternatives.Reader(folder, where).read(base)
    chosen = console.settled(find([alternative.result], [service] if service else []))
    if any(alternative.held.values()):
        raise Mistake(f"{base} är infasat; variera scenariot utan infasning i stället")
    if kind == POPULATION and chosen and not _goes_by_population(alternative, chosen[0]):
        raise Mistake(f"{chosen[0]} delas inte efter folkmängd")
    if kind in (EQUAL, POPULATION) and not folder.kommuner.folkmangd:
        raise Mistake("ingen folkmängd att dela efter; lägg till en med enamnd-cost population")
    found = console.settled(_sweep(alternative, kind, next(iter(chosen), None), step, most))
    shown = console.only(report(found), alternative.result.data, municipalities)
    deliver(Reply(shown, alternative.year, "sweep", (found,)), delivery, where)


def _sweep(
    base: Alternative, kind: str, service: str | None, step: int, most: int
) -> tuple[Sweep | None, list[Problem]]:
    from enamnd_cost.analysis.compare import sweep

    if kind == sweep.EQUAL and service:
        return sweep.equal_part(base, service, step)
    if kind == sweep.COST and service:
        return sweep.cost(base, service, most, min(step, most))
    if kind == sweep.POPULATION:
        return sweep.population(base, service)
    paying = [code for code, kr in base.result.per_municipality.items() if kr]
    return sweep.without(base, [[code] for code in paying])


def _goes_by_population(base: Alternative, service: str) -> bool:
    tjanst = base.result.data.tjanster[service]
    return any(
        period.population_dates for period in tjanst.period if period.first_year <= base.year
    )
