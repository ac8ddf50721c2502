"""A settlement for programs: json with exact shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.buy_in import BuyIn
from enamnd_cost.output.shapes import Ar, Datum, Exakt, Kommunkod, Kronor, TjanstId


class Kostnadsar(TypedDict):
    """A past year's cost, and how much of it counts."""

    ar: Ar
    kostnad: Kronor
    manader: Annotated[int, Field(description="Månader som räknas.")]
    kvar: Exakt
    raknas: Exakt


class Avraknad(TypedDict):
    """What a municipality has paid, should have paid, and now pays (below zero: gets back)."""

    kod: Kommunkod
    har_betalat: Exakt
    skulle_ha_betalat: Exakt
    betalar: Kronor


class Content(TypedDict):
    """A settlement."""

    tjanst: TjanstId
    kommun: Kommunkod
    datum: Datum
    fran: Datum
    avskrivning_ar: int | None
    ar: list[Kostnadsar]
    kommuner: list[Avraknad]
    summa: Kronor


def content(bought: BuyIn) -> Content:
    """Give what programs read: fractions with a decimal beside them, kronor as whole numbers."""
    return {
        "tjanst": bought.service,
        "kommun": bought.code,
        "datum": bought.date.isoformat(),
        "fran": bought.since.isoformat(),
        "avskrivning_ar": bought.life,
        "ar": [
            {
                "ar": year.paid.node.year,
                "kostnad": year.paid.total,
                "manader": year.months.length,
                "kvar": year.left,
                "raknas": year.counts,
            }
            for year in bought.years
        ],
        "kommuner": [
            {
                "kod": code,
                "har_betalat": each.paid,
                "skulle_ha_betalat": each.share,
                "betalar": each.pays,
            }
            for code, each in bought.settlement.items()
        ],
        "summa": sum(each.pays for each in bought.settlement.values()),
    }
