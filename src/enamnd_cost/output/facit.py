"""A facit file of a result: locks a decided allocation, so that a later change of data shows."""

from __future__ import annotations

from typing import Any

import tomli_w

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.output import provenance


def render(result: YearResult, selection: Selection) -> bytes:
    """Write the amounts of the services that have no published table of the year, as locked."""
    ids = result.data.kommuner.ids
    content: dict[str, Any] = {
        "slag": "last",
        "kalla": f"Beräknat med {provenance.line(result.data)}",
        "harledning": "Ingen tabell per kommun är publicerad för de här tjänsterna. Beloppen är "
        "modellens egna, låsta så att en ändring av uppgifterna syns."
        + "".join(f" Antaget: {each}." for each in assumptions(selection.services)),
        "tabell": [
            {
                "tjanst": service.id,
                "ar": result.year,
                "summa": service.allocation.total,
                "belopp": {ids[code]: kr for code, kr in service.allocation.amounts.items()},
            }
            for service in unpublished(result, selection)
        ],
    }
    return tomli_w.dumps(content).encode()


def unpublished(result: YearResult, selection: Selection) -> list[Service]:
    """Choose the shown services that have no published table of the year, and are no examples."""
    published = {
        tabell.tjanst
        for facit in result.data.facit.values()
        if facit.slag == "publicerad"
        for tabell in facit.tabell
        if tabell.ar == result.year
    }
    return [
        s
        for s in selection.services
        if s.id not in published and not s.example and s.allocation.rows
    ]
