"""What rounding has cost or given, for programs: exact fractions as text, kronor as integers."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.rounding_cost import Paid, Way, Ways, total
from enamnd_cost.output import provenance

SCHEMA = "enamnd-cost/rounding/1"


def as_json(comparison: Ways) -> dict[str, Any]:
    """Give the budget as it is rounded and, where asked for, as it would be in two ways."""
    result = comparison.now.result
    kommuner = result.data.kommuner
    return {
        "schema": SCHEMA,
        "program": provenance.PROGRAM,
        "data": result.data.digest,
        "namnd": kommuner.namnd,
        "ar": result.year,
        "kommuner": [
            {"kod": code, "id": kommuner.by_code[code].id, "namn": kommuner.by_code[code].namn}
            for code in kommuner.codes
        ],
        "nu": _way(comparison.now),
        "tvavags": _way(comparison.other) if comparison.other else None,
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "tvavags_till": way.unit,
        "per_kommun": _by_code(way.municipalities),
        "tjanster": [
            {
                "id": service.id,
                "namn": service.tjanst.namn,
                **_rounded(total(way.services[service.id].values())),
                "per_kommun": _by_code(way.services[service.id]),
            }
            for service in way.result.in_budget
        ],
        "summa": _rounded(total(way.municipalities.values())),
    }


def _by_code(cells: dict[str, Paid]) -> list[dict[str, Any]]:
    return [{"kommun": code, **_rounded(cell)} for code, cell in cells.items()]


def _rounded(cell: Paid) -> dict[str, Any]:
    return {"exakt": str(cell.exact), "belopp": cell.amount, "avrundning": str(cell.cost)}
