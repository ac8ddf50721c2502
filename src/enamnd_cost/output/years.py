"""A plan as JSON: every amount of every year, and every assumption."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.year import Service
from enamnd_cost.analysis.years.report import Shown, counted_in, sums
from enamnd_cost.analysis.years.span import Span
from enamnd_cost.output import provenance

SCHEMA = "enamnd-cost/plan/1"


def as_json(plan: Span, shown: Shown) -> dict[str, Any]:
    """Give the plan's content; a year with ``antagande`` true is no decided budget."""
    kommuner, counted = plan.data.kommuner, counted_in(shown)
    per_municipality = {code: sums(plan, code, counted) for code in kommuner.codes}
    services = dict.fromkeys(
        service.id
        for result in plan.results
        for service in result.services
        if (service.id in shown.services if shown.services else not service.example)
    )
    return {
        "schema": SCHEMA,
        "program": provenance.PROGRAM,
        "data": plan.data.digest,
        "namnd": kommuner.namnd,
        "ar": [
            {
                "ar": result.year,
                "status": "utkast" if result.year in plan.drafted else result.budget.status,
                "antagande": plan.is_assumed(result.year),
                "summa": sum(amounts[n] for amounts in per_municipality.values()),
            }
            for n, result in enumerate(plan.results)
        ],
        "antaganden": [
            {"vad": a.what, "varde": a.value, "kalla": a.source, "tjanster": list(a.services)}
            for a in plan.assumptions
        ],
        "kommuner": [
            {
                "kod": code,
                "id": kommuner.by_code[code].id,
                "namn": kommuner.by_code[code].namn,
                "belopp": dict(zip(map(str, plan.years), per_municipality[code], strict=True)),
            }
            for code in shown.municipalities
        ],
        "tjanster": [_service(plan, shown, service) for service in services],
    }


def _service(plan: Span, shown: Shown, service: str) -> dict[str, Any]:
    tjanst = plan.data.tjanster[service]
    found = [(result.year, result.by_id.get(service)) for result in plan.results]
    return {
        "id": service,
        "namn": tjanst.namn,
        "i_budget": tjanst.i_budget,
        "ar": [_year(plan, shown, year, each) for year, each in found if each],
    }


def _year(plan: Span, shown: Shown, year: int, service: Service) -> dict[str, Any]:
    amounts = service.allocation.amounts
    return {
        "ar": year,
        "antagande": plan.is_assumed(year),
        "belopp": service.allocation.total,
        "fordelning": [
            {"kommun": code, "belopp": amounts[code]}
            for code in shown.municipalities
            if code in amounts
        ],
    }
