"""``enamnd-cost settle ÅR``: what each should have paid on the outcome, and what is to be paid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver


def run(
    asked: options.DecidedYear,
    invoiced: Annotated[
        list[Path] | None,
        options.option(
            "--fakturerat",
            "FIL",
            "Reglera mot det som är fakturerat: json eller csv från invoice. Utan valet mot årets "
            "fördelning. Kan upprepas.",
        ),
    ] = None,
    municipalities: options.Municipalities = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Reglera ett år: vad varje kommun borde ha betalat på utfallet, och vad som överförs."""
    delivery = Delivery.of(format_, out, replace=replace)
    which = decisions.read(asked)
    year = which.year
    where, folder = decisions.as_decided(which, *console.opened(data))
    computed = console.computed(folder, [year], where)

    from enamnd_cost.analysis.settling.report import report
    from enamnd_cost.analysis.settling.run import of_bases, settle
    from enamnd_cost.files.invoiced import read_all

    bases = console.settled(read_all(invoiced or (), folder, year))
    paid = of_bases(bases) if invoiced else None
    settlement = console.settled(settle(computed, year, paid), where)
    shown = console.only(report(settlement), folder, municipalities)
    deliver(Reply(shown, year, "settlement", (settlement,)), delivery, where)
