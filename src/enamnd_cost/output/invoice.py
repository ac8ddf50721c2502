"""An invoice basis for programs: json, which is also the memory of what has been invoiced."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.invoicing.basis import Invoicing
from enamnd_cost.analysis.invoicing.lines import Kind, Line
from enamnd_cost.analysis.invoicing.report import lines_table, sums
from enamnd_cost.analysis.report import Report, Table
from enamnd_cost.model.invoiced import ORE
from enamnd_cost.output.shapes import Ar, Datum, Kommunkod, Kronor, TjanstId

Ore = Annotated[int, Field(description="Hela öre.")]
Momssats = Annotated[
    str | None,
    Field(description="Moms i procent, med decimalpunkt; null där ingen är angiven."),
]


class Rad(TypedDict):
    """A line of the basis."""

    kommun: Kommunkod
    namn: str
    orgnr: str | None
    gln: str | None
    referens: str | None
    tjanst: TjanstId
    tjanstnamn: str
    konto: str | None
    period: Annotated[str, Field(description="2024, 2024-H1, 2024-T2, 2024-K3, 2024-07, 2024-slut")]
    fran: Datum | None
    till: Datum | None
    faktureras: Datum | None
    slag: Kind
    belopp: Annotated[Kronor, Field(description="Hela kronor före moms.")]
    momssats: Momssats
    moms_ore: Ore
    att_betala_ore: Ore
    beslut: str
    data: Annotated[str, Field(description="Början av uppgifternas hash.")]


class Summa(TypedDict):
    """What lines come to together."""

    belopp: Kronor
    moms_ore: Ore
    att_betala_ore: Ore


class PerKommun(Summa):
    """What a municipality is to pay now."""

    kommun: Kommunkod
    namn: str
    rader: int


class Direkt(TypedDict):
    """What a municipality pays a supplier, which invoices it itself."""

    kommun: Kommunkod
    tjanst: TjanstId
    belopp: Kronor


class Content(TypedDict):
    """A basis: lines, their sums, and what others invoice."""

    namnd: str
    ar: Ar
    status: Literal["beslutad", "forslag"]
    underlag: Annotated[str, Field(description="Underlagets nummer: en hash av raderna.")]
    raknar_av: Annotated[list[str], Field(description="Numren på de underlag som är avräknade.")]
    perioder: Annotated[list[str] | None, Field(description="De valda perioderna; null: alla.")]
    rader: list[Rad]
    per_kommun: list[PerKommun]
    summa: Summa
    leverantor: list[Direkt]


def content(of: Invoicing) -> Content:
    """Give what programs read."""
    result = of.result
    return {
        "namnd": result.data.kommuner.namnd,
        "ar": result.year,
        "status": result.budget.status,
        "underlag": of.id,
        "raknar_av": list(of.counted),
        "perioder": None if of.periods is None else list(of.periods),
        "rader": [_line(of, line) for line in of.lines],
        "per_kommun": [
            {
                "kommun": code,
                "namn": name,
                "rader": len(lines),
                **_summa([line for line in of.lines if line.key.code == code]),
            }
            for code, name in of.names.items()
            if (lines := [line for line in of.lines if line.key.code == code])
        ],
        "summa": _summa(of.lines),
        "leverantor": [
            {"kommun": code, "tjanst": service.id, "belopp": kronor}
            for service in of.direct
            for code, kronor in service.allocation.amounts.items()
        ],
    }


def _line(of: Invoicing, line: Line) -> Rad:
    data, key = of.result.data, line.key
    member = data.kommuner.by_code.get(key.code)
    return {
        "kommun": key.code,
        "namn": of.names[key.code],
        "orgnr": member.orgnr if member else None,
        "gln": member.gln if member else None,
        "referens": member.referens if member else None,
        "tjanst": key.service,
        "tjanstnamn": line.service,
        "konto": line.account,
        "period": key.period,
        "fran": str(line.first) if line.first else None,
        "till": str(line.last) if line.last else None,
        "faktureras": str(line.due) if line.due else None,
        "slag": line.kind,
        "belopp": line.amount,
        "momssats": None if line.rate is None else f"{line.rate:f}",
        "moms_ore": in_ore(line.vat),
        "att_betala_ore": in_ore(line.gross),
        "beslut": line.decision,
        "data": data.short_digest,
    }


def _summa(lines: Iterable[Line]) -> Summa:
    whole = sums(lines)
    return {
        "belopp": whole.amount,
        "moms_ore": in_ore(whole.vat),
        "att_betala_ore": in_ore(whole.gross),
    }


def in_ore(kronor: Decimal) -> int:
    """Give kronor and öre in öre.

    >>> in_ore(Decimal("12.5"))
    1250
    """
    return int(kronor.scaleb(ORE))


def for_import(report: Report, of: Invoicing) -> Report:
    """Give the lines alone, under keys that programs know, without sums: for csv to import."""
    table: Table = lines_table(of)
    keyed = tuple(column._replace(name=column.key) for column in table.columns)
    return report._replace(tables=(table._replace(columns=keyed, sums=()),))
