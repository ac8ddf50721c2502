"""A settlement for programs: json with exact shares; and as it is stated in a service's file."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.buy_in.run import BuyIn, Earlier
from enamnd_cost.files.toml_text import pairs
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
    egna_ar: Annotated[Exakt, Field(description="Betalat egna år, av det som räknas.")]
    tidigare_inkop: Annotated[Exakt, Field(description="Betalat i tidigare inköp, likaså.")]
    har_betalat: Exakt
    skulle_ha_betalat: Exakt
    betalar: Kronor


class Andel(TypedDict):
    """What a municipality paid in an earlier buy-in (below zero: got back)."""

    kod: Kommunkod
    betalade: Annotated[Kronor, Field(description="Enligt filen.")]
    utraknat: Annotated[Kronor, Field(description="Uträknat av programmet.")]
    raknas: Annotated[Exakt, Field(description="Vad av det som räknas nu.")]


class Tidigare(TypedDict):
    """An earlier buy-in, as the service's file states it."""

    nya: Annotated[list[Kommunkod], Field(description="De som köpte in sig.")]
    datum: Datum
    fran: Datum
    avskrivning_ar: int | None
    kommuner: list[Andel]


class UtanInkop(TypedDict):
    """Somebody who came in after others had paid, without a buy-in in the file."""

    kod: Kommunkod
    datum: Datum


class Content(TypedDict):
    """A settlement. ``kommun`` comes in, and those of ``med`` with it."""

    tjanst: TjanstId
    kommun: Kommunkod
    med: Annotated[list[Kommunkod], Field(description="De som köper in sig samma dag.")]
    datum: Datum
    fran: Datum
    avskrivning_ar: int | None
    star_i_filen: Annotated[
        list[Kommunkod], Field(description="De vars inköp den dagen redan står i filen.")
    ]
    ar: list[Kostnadsar]
    kommuner: list[Avraknad]
    summa: Kronor
    tidigare: list[Tidigare]
    utan_inkop: list[UtanInkop]
    deltar_inte: Annotated[
        list[Kommunkod], Field(description="De som har köpt in sig men sedan inte deltar.")
    ]


def content(bought: BuyIn) -> Content:
    """Give what programs read: fractions with a decimal beside them, kronor as whole numbers."""
    deal = bought.deal
    return {
        "tjanst": bought.service,
        "kommun": deal.codes[0],
        "med": list(deal.codes[1:]),
        "datum": deal.date.isoformat(),
        "fran": deal.since.isoformat(),
        "avskrivning_ar": deal.life,
        "star_i_filen": list(bought.settled),
        "ar": [
            {
                "ar": year.year,
                "kostnad": year.cost,
                "manader": year.months,
                "kvar": year.left,
                "raknas": year.counts,
            }
            for year in bought.years
        ],
        "kommuner": [
            {
                "kod": code,
                "egna_ar": each.own,
                "tidigare_inkop": each.earlier,
                "har_betalat": each.paid,
                "skulle_ha_betalat": each.share,
                "betalar": each.pays,
            }
            for code, each in bought.settlement.items()
        ],
        "summa": sum(each.pays for each in bought.settlement.values()),
        "tidigare": [_earlier(each) for each in bought.earlier],
        "utan_inkop": [
            {"kod": code, "datum": date.isoformat()} for code, date in bought.unsettled.items()
        ],
        "deltar_inte": list(bought.absent),
    }


def _earlier(each: Earlier) -> Tidigare:
    deal, zero = each.deal, Fraction(0)
    return {
        "nya": list(deal.codes),
        "datum": deal.date.isoformat(),
        "fran": deal.since.isoformat(),
        "avskrivning_ar": deal.life,
        "kommuner": [
            {
                "kod": code,
                "betalade": deal.stated.get(code, 0),
                "utraknat": each.computed.get(code, 0),
                "raknas": each.counts.get(code, zero),
            }
            for code in dict.fromkeys([*deal.stated, *each.computed])
        ],
    }


def as_inkop(bought: BuyIn) -> bytes:
    """Write a settlement as ``[[inkop]]``, ready for the service's file."""
    deal, ids = bought.deal, bought.data.kommuner.ids
    newcomers = [ids[code] for code in deal.codes]
    amounts = {code: each.pays for code, each in bought.settlement.items()}
    kept = {ids[code]: kr for code, kr in amounts.items() if kr or code in deal.codes}
    inkop: dict[str, Any] = {
        "kommun": newcomers if len(newcomers) > 1 else newcomers[0],
        "datum": deal.date,
        "belopp": kept,
    }
    if deal.life:
        inkop["avskrivning"] = deal.life
    if deal.since > bought.data.tjanster[bought.service].start:
        inkop["fran"] = deal.since
    inkop["kalla"] = "Uträknat av programmet; byt mot beslutet"
    return ("\n".join(["[[inkop]]", *pairs(inkop)]) + "\n").encode()
