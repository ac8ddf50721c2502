"""A comparison for programs: json with exact causes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.scenarios.apply import Alternative

SCHEMA = "comparison/1"


def content(
    comparisons: Sequence[Comparison], series: Sequence[Sequence[Alternative]]
) -> dict[str, Any]:
    """Give what programs read: fractions are text, kronor are whole numbers."""
    base = comparisons[0].before
    return {
        "bas": _alternative(base),
        "tjanster": list(comparisons[0].chosen) or None,
        "alternativ": [
            _comparison(each, years) for each, years in zip(comparisons, series, strict=True)
        ],
    }


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        "id": alternative.id,
        "namn": alternative.name,
        "motiv": alternative.motive or None,
        "ar": alternative.year,
        "raknat_for": alternative.at,
    }


def _comparison(comparison: Comparison, years: Sequence[Alternative]) -> dict[str, Any]:
    changes = sorted(comparison.difference.values())
    return {
        **_alternative(comparison.after),
        "skiljer": comparison.differs,
        "kommuner": [_municipality(comparison, code) for code in comparison.codes],
        "summa": {
            "fore": sum(comparison.paid_before.values()),
            "efter": sum(comparison.paid_after.values()),
            "skillnad": sum(comparison.difference.values()),
            "orsaker": {
                cause.value: {
                    "belopp": sum(comparison.causes_in_kronor[cause].values()),
                    "exakt": str(sum(effect.values(), Fraction(0))),
                }
                for cause, effect in comparison.causes.items()
            },
        },
        "lagst": changes[0],
        "median": str(median(map(Fraction, changes))),
        "hogst": changes[-1],
        "betalar_mer": comparison.losers,
        "betalar_mindre": comparison.gainers,
        "ar_for_ar": [{"ar": year.at, "belopp": year.amounts()} for year in years],
    }


def _municipality(comparison: Comparison, code: str) -> dict[str, Any]:
    percent, head = comparison.percent(code), comparison.per_head(code)
    return {
        "kod": code,
        "namn": comparison.municipality(code),
        "fore": comparison.paid_before[code],
        "efter": comparison.paid_after[code],
        "skillnad": comparison.difference[code],
        "procent": None if percent is None else str(percent),
        "kr_per_invanare": None if head is None else str(head),
        "orsaker": {
            cause.value: {
                "belopp": comparison.causes_in_kronor[cause][code],
                "exakt": str(_exact(comparison, cause, code)),
            }
            for cause in comparison.causes
        },
        "tjanster": {
            name: effect[code] for name, effect in comparison.per_service.items() if code in effect
        },
    }


def _exact(comparison: Comparison, cause: Cause, code: str) -> Fraction:
    return comparison.causes[cause].get(code, Fraction(0))
