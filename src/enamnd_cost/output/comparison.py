"""A comparison for programs: json with exact causes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import median
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.output.shapes import Ar, Exakt, Kommunkod, Kronor, TjanstId


class Orsak(TypedDict):
    """What one cause does, in whole kronor and exactly."""

    belopp: Kronor
    exakt: Exakt


Orsaker = Annotated[
    dict[str, Orsak], Field(description="Per orsak; tillsammans är de hela skillnaden.")
]


class Kommunen(TypedDict):
    """What a municipality pays before and after, and why."""

    kod: Kommunkod
    namn: str
    fore: Kronor
    efter: Kronor
    skillnad: Kronor
    procent: Exakt | None
    kr_per_invanare: Exakt | None
    orsaker: Orsaker
    tjanster: dict[TjanstId, Kronor]


class Summa(TypedDict):
    """What all pay before and after, and why."""

    fore: Kronor
    efter: Kronor
    skillnad: Kronor
    orsaker: Orsaker


class Ett(TypedDict):
    """A year of an alternative: what each pays, by code."""

    ar: Ar
    belopp: dict[str, Kronor]


class Sida(TypedDict):
    """A budget or a scenario; ``raknat_for`` is the year asked about, at the year's costs."""

    id: str
    namn: str
    motiv: str | None
    ar: Ar
    raknat_for: Ar


class Alternativ(Sida):
    """A side that is held against the base."""

    skiljer: bool
    kommuner: list[Kommunen]
    summa: Summa
    lagst: Kronor
    median: Exakt
    hogst: Kronor
    betalar_mer: list[Kommunkod]
    betalar_mindre: list[Kommunkod]
    ar_for_ar: list[Ett]


class Content(TypedDict):
    """A base, and what differs from it in each alternative."""

    bas: Sida
    tjanster: list[TjanstId] | None
    alternativ: list[Alternativ]


def content(comparisons: Sequence[Comparison], series: Sequence[Sequence[Alternative]]) -> Content:
    """Give what programs read: fractions with a decimal beside them, kronor as whole numbers."""
    return {
        "bas": _side(comparisons[0].before),
        "tjanster": list(comparisons[0].chosen) or None,
        "alternativ": [
            _comparison(each, years) for each, years in zip(comparisons, series, strict=True)
        ],
    }


def _side(alternative: Alternative) -> Sida:
    return {
        "id": alternative.id,
        "namn": alternative.name,
        "motiv": alternative.motive or None,
        "ar": alternative.year,
        "raknat_for": alternative.at,
    }


def _comparison(comparison: Comparison, years: Sequence[Alternative]) -> Alternativ:
    changes = sorted(comparison.difference.values())
    return {
        **_side(comparison.after),
        "skiljer": comparison.differs,
        "kommuner": [_municipality(comparison, code) for code in comparison.names],
        "summa": {
            "fore": sum(comparison.paid_before.values()),
            "efter": sum(comparison.paid_after.values()),
            "skillnad": sum(comparison.difference.values()),
            "orsaker": _causes(comparison, comparison.names),
        },
        "lagst": changes[0],
        "median": median(map(Fraction, changes)),
        "hogst": changes[-1],
        "betalar_mer": comparison.losers,
        "betalar_mindre": comparison.gainers,
        "ar_for_ar": [{"ar": year.at, "belopp": year.amounts()} for year in years],
    }


def _causes(comparison: Comparison, codes: Iterable[str]) -> Orsaker:
    return {
        cause.value: {
            "belopp": sum(comparison.causes_in_kronor[cause][code] for code in codes),
            "exakt": sum((effect.get(code, Fraction(0)) for code in codes), Fraction(0)),
        }
        for cause, effect in comparison.causes.items()
    }


def _municipality(comparison: Comparison, code: str) -> Kommunen:
    return {
        "kod": code,
        "namn": comparison.names[code],
        "fore": comparison.paid_before[code],
        "efter": comparison.paid_after[code],
        "skillnad": comparison.difference[code],
        "procent": comparison.percent(code),
        "kr_per_invanare": comparison.per_head(code),
        "orsaker": _causes(comparison, [code]),
        "tjanster": {
            name: effect[code] for name, effect in comparison.per_service.items() if code in effect
        },
    }
