"""Amounts that stand beside the services: what those who left still pay, and what joining costs."""

from __future__ import annotations

from collections.abc import Mapping

from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.engine.balance import added
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.splits.agreed import Belopp
from enamnd_cost.model.tjanst import Tjanst

# Each is a service of its own in the alternative; name and short heading by its id.
REMAINING, FEES = "kvarstaende-kostnader", "intradesavgifter"
NAMES = {
    REMAINING: ("Kvarstående kostnader", "Kvarstående"),
    FEES: ("Inträdesavgifter", "Inträdes-avgift"),
}


def put(bench: Workbench, service: str, amounts: Mapping[str, int], at: KeyPath) -> None:
    """Let some pay amounts (kronor, by code; below zero they get them) as a service of its own.

    A scenario that this one builds on may have left such a service already.
    """
    ids = bench.data.kommuner.ids
    held = bench.period(service) if service in bench.data.tjanster else None
    before = held.fordelning.belopp if held and isinstance(held.fordelning, Belopp) else {}
    paid = added([before, {ids[code]: kr for code, kr in amounts.items()}])
    agreed, everyone = Belopp(belopp=paid), Deltagare(bara=list(paid))
    period = Period(fran=bench.year, till=bench.year, fordelning=agreed, deltagare=everyone)
    name, short = NAMES[service]
    bench.put(service, Tjanst(namn=name, kort=short, period=[period]), at)
