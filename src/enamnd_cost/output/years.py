"""A plan as JSON: every amount of every year, and every assumption."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.year import Service
from enamnd_cost.analysis.years.report import Shown, counted_in, sums
from enamnd_cost.analysis.years.span import Span

SCHEMA = "plan/1"


def content(span: Span, shown: Shown) -> dict[str, Any]:
    """Give the plan's content; a year with ``antagande`` true is no decided budget."""
    kommuner, counted = span.data.kommuner, counted_in(shown)
    per_municipality = {code: sums(span, code, counted) for code in kommuner.codes}
    services = dict.fromkeys(
        service.id
        for result in span.results
        for service in result.services
        if (service.id in shown.services if shown.services else not service.example)
    )
    return {
        "namnd": kommuner.namnd,
        "ar": [
            {
                "ar": result.year,
                "status": "utkast" if result.year in span.drafted else result.budget.status,
                "antagande": span.is_assumed(result.year),
                "summa": sum(amounts[n] for amounts in per_municipality.values()),
            }
            for n, result in enumerate(span.results)
        ],
        "antaganden": [
            {"vad": a.what, "varde": a.value, "kalla": a.source, "tjanster": list(a.services)}
            for a in span.assumptions
        ],
        "kommuner": [
            {
                "kod": code,
                "id": kommuner.by_code[code].id,
                "namn": kommuner.by_code[code].namn,
                "belopp": dict(zip(map(str, span.years), per_municipality[code], strict=True)),
            }
            for code in shown.municipalities
        ],
        "tjanster": [_service(span, shown, service) for service in services],
    }


def _service(span: Span, shown: Shown, service: str) -> dict[str, Any]:
    tjanst = span.data.tjanster[service]
    found = [(result.year, result.by_id.get(service)) for result in span.results]
    return {
        "id": service,
        "namn": tjanst.namn,
        "i_budget": tjanst.i_budget,
        "ar": [_year(span, shown, year, each) for year, each in found if each],
    }


def _year(span: Span, shown: Shown, year: int, service: Service) -> dict[str, Any]:
    amounts = service.allocation.amounts
    return {
        "ar": year,
        "antagande": span.is_assumed(year),
        "belopp": service.allocation.total,
        "fordelning": [
            {"kommun": code, "belopp": amounts[code]}
            for code in shown.municipalities
            if code in amounts
        ],
    }
