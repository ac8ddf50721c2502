"""A sweep for programs: json."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.compare.sweep import Sweep

SCHEMA = "sweep/1"


def content(sweep: Sweep) -> dict[str, Any]:
    """Give what programs read: amounts in kronor by municipality code, at each point."""
    by_code = sweep.base.result.data.kommuner.by_code
    return {
        "bas": {"id": sweep.base.id, "namn": sweep.base.name, "ar": sweep.base.year},
        "varierar": sweep.kind,
        "tjanst": sweep.service,
        "oforandrat": sweep.unchanged.amounts,
        "punkter": [
            {
                "namn": point.name,
                "varde": None if point.value is None else str(point.value),
                "belopp": point.amounts,
                "summa": sum(point.amounts.values()),
            }
            for point in sweep.points
        ],
        "vander": [
            {"kod": code, "namn": by_code[code].namn, "vid": sweep.turns(code)}
            for code in sweep.codes
        ],
    }
