"""``enamnd-cost stand-alone FIL A…``: who would be better off alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from enamnd_cost.cli import alternatives, completing, console, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver


def run(
    file: Annotated[
        Path, options.argument("FIL", "TOML-fil med vad var och en skulle betala själv.")
    ],
    sides: Annotated[
        list[str], options.argument("A …", "År eller scenariofiler.", completing.alternatives)
    ],
    year: Annotated[int | None, options.year("Räkna scenarierna för ett senare år.")] = None,
    municipalities: options.Municipalities = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Pröva egna alternativ: vilka kommuner och grupper vore bättre ensamma, och med hur mycket."""
    delivery = Delivery.of(format_, out, replace=replace)
    where, folder = console.opened(data)

    from enamnd_cost.analysis.compare.stand_alone import coalitions, report
    from enamnd_cost.files.loading import read_one
    from enamnd_cost.model.ensam import Ensam

    shown = Path(os.path.realpath(file)).as_posix()
    ensam = console.settled(read_one(file, shown, Ensam)[1:], where)
    reader = alternatives.Reader(folder, where)
    found = [reader.read(side, year) for side in sides]
    whole = alternatives.widest(found)
    groups = console.settled(coalitions(whole.kommuner, ensam, shown), where)
    chosen = console.only(report(ensam.namn, groups, found), whole, municipalities)
    answer = Reply(chosen, found[0].year, "stand-alone", (ensam.namn, groups, found))
    deliver(answer, delivery, where)
