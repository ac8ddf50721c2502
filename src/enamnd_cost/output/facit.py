"""A facit file of a result: locks a decided allocation, so that a later change of data shows."""

from __future__ import annotations

from typing import Any

import tomli_w

from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.output import provenance


def render(result: YearResult, selection: Selection) -> bytes:
    """Write the shown services' amounts as a file for ``facit/``: locked, not published."""
    by_code = result.data.kommuner.by_code
    content: dict[str, Any] = {
        "slag": "last",
        "kalla": f"Beräknat med {provenance.PROGRAM}",
        "harledning": "Ingen tabell per kommun är publicerad. Beloppen är modellens egna, låsta så "
        "att en ändring av uppgifterna syns.",
        "tabell": [
            {
                "tjanst": service.id,
                "ar": result.year,
                "summa": service.allocation.total,
                "belopp": {
                    by_code[code].id: amount for code, amount in service.allocation.amounts.items()
                },
            }
            for service in selection.services
        ],
    }
    return tomli_w.dumps(content).encode()
