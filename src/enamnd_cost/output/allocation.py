"""A year's allocation for programs: every amount, and its exact share."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import Service, YearResult

SCHEMA = "allocation/1"


def content(result: YearResult, selection: Selection) -> dict[str, Any]:
    """Give the result, or what was selected of it; sums are always those of the whole budget."""
    kommuner, beslut = result.data.kommuner, result.budget.beslut
    shown = selection.municipalities
    return {
        "namnd": kommuner.namnd,
        "ar": result.year,
        "status": result.budget.status,
        "beslut": beslut.model_dump(mode="json", exclude_none=True) if beslut else None,
        "kommuner": [
            {"kod": code, "id": kommuner.by_code[code].id, "namn": kommuner.by_code[code].namn}
            for code in shown
        ],
        "tjanster": [_service(service, shown) for service in selection.services],
        "saknas": [{"id": m.id, "namn": m.name, "skal": m.reason} for m in result.missing],
        "summa_per_kommun": {code: result.per_municipality[code] for code in shown},
        "summa": result.result.income,
        "kostnad": result.result.cost,
        "resultat": result.result.result,
    }


def _service(service: Service, shown: tuple[str, ...]) -> dict[str, Any]:
    allocation, period = service.allocation, service.period
    return {
        "id": service.id,
        "namn": service.tjanst.namn,
        "i_budget": service.in_budget,
        "exempel": service.example,
        "underlag": period.underlag,
        "underlag_exakt": str(allocation.cost),
        "belopp": allocation.total,
        "kalla": period.kalla,
        "harledning": period.harledning,
        **({"antaget": assumed} if (assumed := assumptions([service])) else {}),
        "fordelning": [
            {
                "kommun": code,
                "belopp": allocation.rows[code].amount,
                "exakt": str(allocation.rows[code].exact),
            }
            for code in shown
            if code in allocation.rows
        ],
    }
