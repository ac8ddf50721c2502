"""``index.toml``: series of yearly percentages to uprate by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import (
    Derived,
    Errors,
    FileModel,
    Number,
    Origin,
    Text,
    Unused,
    Year,
    mistake,
    optional,
    twice,
)
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal, listing

# Limits chosen wide, in per cent: what they are to catch is a lost comma (39), an index number
# (103,9) or a fraction (0,039) for 3,9. Zero is a value like others.
LOWEST, HIGHEST, LEAST = Decimal(-5), Decimal(15), Decimal("0.15")
FARTHEST = 5  # points from every earlier value of its series

ODD_INDEX = 'rätta värdet, eller säg varför det är så med ovanligt = "…"'

Status = Literal["avtalad", "preliminar", "definitiv", "harledd", "antagen"]


class Varde(FileModel):
    """One year's value: the per cent from the year before to ``ar``."""

    ar: Year = Field(description="Året som räknas upp till: 2024 är från 2023 till 2024.")
    procent: Annotated[Number, Field(gt=-100, description="Uppräkningen i procent.")]
    status: Status = Field(
        description="avtalad, preliminar, definitiv, harledd (uträknad, inte publicerad) eller "
        "antagen (för en plan; inte i en beslutad budget)."
    )
    publicerad: dt.date | None = optional("När värdet publicerades; index publiceras om.")
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None
    ovanligt: Text | None = optional(
        "Varför värdet får vara ovanligt: utanför −5 till 15 procent, nästan noll, eller mer än 5 "
        "procentenheter från seriens alla tidigare värden."
    )

    def doubt(self) -> str | None:
        """Say what is odd about the value, and what it may be a slip for; None where nothing is.

        >>> value = {"ar": 2025, "status": "avtalad"}
        >>> [Varde(procent=Decimal(n), **value).doubt() for n in ("3.9", "0", "39")]
        [None, None, '39 % är inte mellan −5 och 15; menas 3,9?']
        >>> Varde(procent=Decimal("1.039"), **value).doubt()
        '1,039 % kan vara en faktor; menas 3,9?'
        """
        value = self.procent
        if self.ovanligt or value == 0:
            return None
        if abs(value - 1) < Decimal("0.15") and value.as_tuple().exponent in (-3, -4):
            return f"{decimal(value)} % kan vara en faktor; menas {decimal((value - 1) * 100)}?"
        if _is_usual(value):
            return None
        slips = (value * 100 if abs(value) < LEAST else value - 100, value / 10, value / 100)
        meant = next((decimal(slip) for slip in slips if slip > 0 and _is_usual(slip)), None)
        hint = f"; menas {meant}?" if meant else ""
        limits = f"mellan {decimal(LOWEST)} och {decimal(HIGHEST)}"
        what = f"inte {limits}" if abs(value) >= LEAST else "nästan noll"
        return f"{decimal(value)} % är {what}{hint}"

    def _mistakes(self) -> Errors:
        if (self.status == "harledd") != (self.harledning is not None):
            text = 'status = "harledd" och nyckeln harledning hör ihop'
            yield mistake("EK115", text, "status", remedy="ange båda eller ingen")


def _is_usual(percent: Decimal) -> bool:
    return LOWEST <= percent <= HIGHEST and abs(percent) >= LEAST


def _nearest(value: Decimal, others: Sequence[Decimal]) -> Decimal:
    return min(abs(value - other) for other in others)


class Serie(FileModel):
    """One series: an id that services refer to, its name, and its values."""

    id: Text = Field(description="Seriens namn i tjänsternas uppraknas, till exempel AKI.")
    namn: Text = Field(description="Seriens hela namn.")
    varde: list[Varde] = Field(description="Ett års värde.")

    def far_off(self, varde: Varde) -> str | None:
        """Say of a value that it is far from all that the series has been before; None if not.

        >>> earlier = {"ar": 2024, "procent": Decimal("4.4"), "status": "avtalad"}
        >>> later = {**earlier, "ar": 2025, "procent": Decimal(14)}
        >>> serie = Serie(id="PKV", namn="PKV", varde=[earlier, later])
        >>> serie.far_off(serie.varde[1])
        '14 % ligger långt från seriens tidigare värden (4,4 %); menas 1,4?'
        """
        earlier = [each.procent for each in self.varde if each.ar < varde.ar]
        value = varde.procent
        if varde.ovanligt or not earlier or _nearest(value, earlier) <= FARTHEST:
            return None
        slips = (-value, value / 10, value - 10)
        meant = next((slip for slip in slips if _nearest(slip, earlier) <= FARTHEST), None)
        hint = f"; menas {decimal(meant)}?" if meant is not None else ""
        known = listing(f"{decimal(each)} %" for each in earlier)
        return f"{decimal(value)} % ligger långt från seriens tidigare värden ({known}){hint}"

    def _mistakes(self) -> Errors:
        years, text = [varde.ar for varde in self.varde], "år {} står två gånger i " + self.id
        return twice(years, "varde", "ar", text, "ta bort det ena värdet")


class Index(FileModel):
    """The whole file."""

    model_config = ConfigDict(title="Indexserier för uppräkning")

    serie: list[Serie] = Field([], description="En indexserie.")

    def _mistakes(self) -> Errors:
        names, text = [serie.id for serie in self.serie], 'serien "{}" står två gånger'
        return twice(names, "serie", "id", text, "slå ihop dem till en serie")

    @cached_property
    def by_id(self) -> dict[str, Serie]:
        """Each series by its id."""
        return {serie.id: serie for serie in self.serie}

    def place(self, series: str, year: int) -> tuple[int, int] | None:
        """Give where the value for a year stands, if there is one: of which series, and where."""
        n = next(n for n, serie in enumerate(self.serie) if serie.id == series)
        years = (m for m, varde in enumerate(self.serie[n].varde) if varde.ar == year)
        m = next(years, None)
        return None if m is None else (n, m)

    def doubts(self) -> list[tuple[KeyPath, str | None]]:
        """Say of every value, at its place, what is odd about it; None where nothing is."""
        return [
            (("serie", n, "varde", m, "procent"), doubt and f"{serie.id} {varde.ar}: {doubt}")
            for n, serie in enumerate(self.serie)
            for m, varde in enumerate(serie.varde)
            for doubt in [varde.doubt() or serie.far_off(varde)]
        ]

    def value(self, series: str, year: int) -> Varde | None:
        """Give the value that uprates from the year before to ``year``, if there is one."""
        place = self.place(series, year)
        return self.serie[place[0]].varde[place[1]] if place else None
