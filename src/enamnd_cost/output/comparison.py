"""A comparison for programs: json with exact causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.compare.causes import Cause, Effects
from enamnd_cost.analysis.compare.comparison import Difference
from enamnd_cost.analysis.compare.over_years import OverYears, Peak
from enamnd_cost.analysis.compare.untouched import untouched
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.told import changes
from enamnd_cost.output.phasing import Infasning, phased
from enamnd_cost.output.shapes import Ar, Exakt, Kommunkod, Kronor, TjanstId


class Orsak(TypedDict):
    """What one cause does, in whole kronor and exactly."""

    belopp: Kronor
    exakt: Exakt


Orsaker = Annotated[
    dict[str, Orsak], Field(description="Per orsak; tillsammans är de hela skillnaden.")
]


class Topp(TypedDict):
    """The year in which most is paid (the first of them), and how much."""

    ar: Ar
    belopp: Kronor


class Kommunen(TypedDict):
    """What a municipality pays before and after in all the years, and why."""

    kod: Kommunkod
    namn: str
    fore: Kronor
    efter: Kronor
    skillnad: Kronor
    procent: Exakt | None
    kr_per_invanare: Exakt | None
    orsaker: Orsaker
    tjanster: dict[TjanstId, Kronor]
    orsaker_per_tjanst: dict[TjanstId, Orsaker]
    topp: Topp


class Summa(TypedDict):
    """What all pay before and after in all the years, and why."""

    fore: Kronor
    efter: Kronor
    skillnad: Kronor
    orsaker: Orsaker
    topp: Topp
    topp_fore: Topp


class _Paid(TypedDict):
    ar: Ar
    summa: Kronor
    belopp: dict[str, Kronor]
    infasning: Infasning


class Ett(_Paid):
    """A year of an alternative: what each pays, by code, and why it is not what the base pays.

    ``orsaker`` is by code, and empty for years that are shown but not held against the base.
    """

    orsaker: dict[str, Orsaker]


class Andring(TypedDict):
    """Something that the scenarios change: how it was, and how it is, in words.

    Where that is a number, of kronor or per cent, it stands beside the words.
    """

    vad: str
    fran: str
    till: str
    fran_tal: Exakt | None
    till_tal: Exakt | None


class Sida(TypedDict):
    """A budget or a scenario.

    ``ar`` is the year whose costs it is counted on, ``raknat_for`` the year that it is counted for;
    null where amounts are the sum over several, which are ``raknade_ar``. ``budget_gar_ihop`` is of
    the budget that it rests on.
    """

    id: str
    namn: str
    status: Annotated[
        Literal["beslutad", "forslag", "utkast", "scenario"],
        Field(description="Vad sidan är; bara en beslutad budget är beslutad."),
    ]
    motiv: str | None
    ar: Ar
    raknat_for: Ar | None
    raknade_ar: list[Ar]
    infasning: Annotated[
        Infasning | None, Field(description="Null där beloppen är summan över flera år.")
    ]
    budget_gar_ihop: bool
    andringar: list[Andring]
    inte_andrade: Annotated[
        dict[TjanstId, str],
        Field(description="Det som scenariots nyckel för alla tjänster inte ändrar, och varför."),
    ]


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


def content(comparisons: Sequence[OverYears], series: Sequence[Sequence[Alternative]]) -> Content:
    """Give what programs read: fractions with a decimal beside them, kronor as whole numbers."""
    first = comparisons[0]
    return {
        "bas": _side([one.before for one in first.each]),
        "tjanster": list(first.chosen) or None,
        "alternativ": [
            _comparison(each, until) for each, until in zip(comparisons, series, strict=True)
        ],
    }


def _side(years: Sequence[Alternative]) -> Sida:
    first, counted = years[0], list(dict.fromkeys(each.at for each in years))
    return {
        "id": first.id,
        "namn": first.name,
        "status": first.status,
        "motiv": first.motive or None,
        "ar": first.year,
        "raknat_for": first.at if len(years) == 1 else None,
        "raknade_ar": counted,
        "infasning": phased(first) if len(years) == 1 else None,
        "budget_gar_ihop": first.base.result.result == 0,
        "andringar": [
            {
                "vad": each.what,
                "fran": each.before,
                "till": each.after,
                "fran_tal": each.was,
                "till_tal": each.now,
            }
            for each in changes(years)
        ],
        "inte_andrade": untouched(first),
    }


def _comparison(comparison: OverYears, until: Sequence[Alternative]) -> Alternativ:
    differences = sorted(comparison.difference.values())
    return {
        **_side([one.after for one in comparison.each]),
        "skiljer": comparison.differs,
        "kommuner": [_municipality(comparison, code) for code in comparison.names],
        "summa": {
            "fore": sum(comparison.paid_before.values()),
            "efter": sum(comparison.paid_after.values()),
            "skillnad": sum(comparison.difference.values()),
            "orsaker": _causes(comparison, comparison.names),
            "topp": _peak(comparison.peak()),
            "topp_fore": _peak(comparison.peak_before()),
        },
        "lagst": differences[0],
        "median": median(map(Fraction, differences)),
        "hogst": differences[-1],
        "betalar_mer": comparison.losers,
        "betalar_mindre": comparison.gainers,
        "ar_for_ar": [*_compared(comparison), *map(_shown, until)],
    }


def _compared(comparison: OverYears) -> Iterable[Ett]:
    """Give the years of a comparison over several, each with its causes."""
    for one in comparison.each if len(comparison.each) > 1 else ():
        causes = {code: _causes(one, [code]) for code in one.names}
        yield {**_paid(one.after, one.paid_after), "orsaker": causes}


def _shown(year: Alternative) -> Ett:
    return {**_paid(year, year.amounts()), "orsaker": {}}


def _paid(year: Alternative, amounts: dict[str, int]) -> _Paid:
    whole = sum(amounts.values())
    return {"ar": year.at, "summa": whole, "belopp": amounts, "infasning": phased(year)}


def _peak(peak: Peak) -> Topp:
    return {"ar": peak.year, "belopp": peak.amount}


def _causes(comparison: Difference, codes: Iterable[str]) -> Orsaker:
    return {
        cause.value: {
            "belopp": sum(comparison.causes_in_kronor[cause][code] for code in codes),
            "exakt": sum((effect.get(code, Fraction(0)) for code in codes), Fraction(0)),
        }
        for cause, effect in comparison.causes.items()
    }


def _municipality(comparison: OverYears, code: str) -> Kommunen:
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
        "orsaker_per_tjanst": {
            service: _of_one(effects, comparison.causes_of(service), code)
            for service, effects in comparison.service_causes.items()
            if comparison.per_service[service].get(code)
        },
        "topp": _peak(comparison.peak(code)),
    }


def _of_one(exact: Effects, whole: Mapping[Cause, Mapping[str, int]], code: str) -> Orsaker:
    """Give the causes that move one municipality in one service."""
    return {
        cause.value: {"belopp": whole[cause][code], "exakt": effect[code]}
        for cause, effect in exact.items()
        if effect.get(code)
    }
