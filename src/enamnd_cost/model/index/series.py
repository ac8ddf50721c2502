"""``index.toml`` as it stands: series of yearly changes, of levels, or made of other series."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field

from enamnd_cost.model.base import (
    Derived,
    Errors,
    FileModel,
    Number,
    Origin,
    Text,
    Unused,
    Year,
    either,
    mistake,
    optional,
    twice,
)
from enamnd_cost.swedish import decimal

Status = Literal["avtalad", "preliminar", "definitiv", "harledd", "antagen"]

STATUS = (
    "avtalad, preliminar, definitiv, harledd (uträknad, inte publicerad) eller antagen (för en "
    "plan; inte i en beslutad budget)."
)
PUBLISHED = "När värdet publicerades; index publiceras om."
# A price never becomes nothing, nor turns into a claim.
Percent = Annotated[Number, Field(gt=-100)]
Share = Annotated[Number, Field(gt=0, le=100)]


class Varde(FileModel):
    """One year's value: the per cent from the year before to ``ar``."""

    ar: Year = Field(description="Året som räknas upp till: 2024 är från 2023 till 2024.")
    procent: Percent = Field(description="Uppräkningen i procent.")
    status: Status = Field(description=STATUS)
    publicerad: dt.date | None = optional(PUBLISHED)
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None
    ovanligt: Text | None = optional(
        "Varför värdet får vara ovanligt: utanför −5 till 15 procent, nästan noll, eller mer än 5 "
        "procentenheter från seriens alla tidigare värden."
    )

    def _mistakes(self) -> Errors:
        return _derived(self)


class Tal(FileModel):
    """One year's level: what the index is when amounts are uprated to ``ar``."""

    ar: Year = Field(description="Året som räknas upp till: talet jämförs med talet för året före.")
    tal: Annotated[Number, Field(gt=0)] = Field(description="Indextalet, som det är publicerat.")
    avser: Text | None = optional("Perioden som talet är för, till exempel 2023M10.")
    status: Status = Field(description=STATUS)
    publicerad: dt.date | None = optional(PUBLISHED)
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None
    ovanligt: Text | None = optional(
        "Varför talet får vara ovanligt: mer än 5 procent under eller 15 procent över talet före, "
        "per år."
    )

    def _mistakes(self) -> Errors:
        return _derived(self)


Figure = Varde | Tal


def _derived(figure: Figure) -> Errors:
    if (figure.status == "harledd") != (figure.harledning is not None):
        text = 'status = "harledd" och nyckeln harledning hör ihop'
        yield mistake("EK115", text, "status", remedy="ange båda eller ingen")


class Serie(FileModel):
    """One series: an id that services refer to, its name, and one way to say how it changes.

    The rules act in one order: what the series itself changes (its values, its levels, or its mix,
    of yearly changes or of values against ``basar``), over one year or, with ``vartannat_ar``, over
    two, and what that comes to is held between ``golv`` and ``tak``. So a limit holds for what is
    really charged each time, whatever it is made of; what it takes off is not caught up later.
    """

    model_config = either(["varde"], ["tal"], ["av"])

    id: Text = Field(description="Seriens namn i tjänsternas uppraknas, till exempel AKI.")
    namn: Text = Field(description="Seriens hela namn.")
    varde: list[Varde] = Field([], description="Ett års ändring i procent.")
    tal: list[Tal] = Field([], description="Ett års indextal, för serier som publiceras så.")
    av: Annotated[dict[Text, Share], Field(min_length=1)] | None = optional(
        "Andra serier som den är sammansatt av, i procent: { AKI = 70, KPI = 30 }. Tillsammans 100."
    )
    basar: Year | None = optional(
        "Året som avtalet räknar från: värdet är index nu / index då. I en sammansatt serie är "
        "andelarna de som gällde då; utan basar vägs varje års ändringar med samma andelar."
    )
    vartannat_ar: Year | None = optional(
        "Ett år då uppräkningen sker; sedan vartannat. Åren emellan är den 0 %, och det som hänt "
        "då räknas med nästa gång."
    )
    golv: Percent | None = optional("Lägsta uppräkning i procent, de år den sker.")
    tak: Percent | None = optional("Högsta uppräkning i procent, de år den sker.")
    kalla: Origin = None
    oanvand: Unused = None

    @property
    def stated_by(self) -> Literal["varde", "tal", "av"]:
        """Say which key holds what it changes."""
        if self.av is not None:
            return "av"
        return "tal" if self.tal or "tal" in self.model_fields_set else "varde"

    @property
    def plain(self) -> bool:
        """Tell whether a year's factor is no more than that year's value in the file."""
        return self.stated_by == "varde" and not self.has_rules

    @property
    def has_rules(self) -> bool:
        """Tell whether what it changes is held, or counted every second year."""
        return any(rule is not None for rule in (self.vartannat_ar, self.golv, self.tak))

    @property
    def values(self) -> dict[int, tuple[int, Varde]]:
        """Each year's change in the file, with its number in the list."""
        return {varde.ar: (m, varde) for m, varde in enumerate(self.varde)}

    @property
    def levels(self) -> dict[int, tuple[int, Tal]]:
        """Each year's level in the file, likewise."""
        return {tal.ar: (m, tal) for m, tal in enumerate(self.tal)}

    @property
    def step(self) -> int:
        """How many years an uprating counts."""
        return 1 if self.vartannat_ar is None else 2

    def is_due(self, year: int) -> bool:
        """Tell whether there is an uprating to a year.

        >>> serie = Serie(id="KPI", namn="KPI", varde=[], vartannat_ar=2022)
        >>> [serie.is_due(year) for year in (2020, 2021, 2022, 2023, 2024)]
        [True, False, True, False, True]
        """
        return self.vartannat_ar is None or (year - self.vartannat_ar) % 2 == 0

    def _mistakes(self) -> Errors:
        text = "år {} står två gånger i " + self.id
        remedy = "ta bort det ena värdet"
        return chain(
            self._one_way(),
            twice([varde.ar for varde in self.varde], "varde", "ar", text, remedy),
            twice([tal.ar for tal in self.tal], "tal", "ar", text, remedy),
            self._rules(),
        )

    def _one_way(self) -> Errors:
        stated = [key for key in ("varde", "tal", "av") if key in self.model_fields_set]
        if not stated:
            remedy = "lägg till [[serie.varde]], [[serie.tal]] eller av = { … }"
            yield mistake("EK111", f"serien {self.id} saknar värden", remedy=remedy)
        if len(stated) > 1:
            text = f"{self.id} har både {stated[0]} och {stated[1]}"
            remedy = "behåll ett av dem: ändringar, indextal eller andra serier"
            yield mistake("EK115", text, stated[1], remedy=remedy)

    def _rules(self) -> Errors:
        if self.av is not None and (total := sum(self.av.values())) != 100:
            text = f"andelarna i {self.id} blir tillsammans {decimal(total)}, inte 100"
            remedy = "rätta dem; en enda serie skrivs { KPI = 100 }"
            yield mistake("EK118", text, "av", remedy=remedy)
        if self.golv is not None and self.tak is not None and self.golv > self.tak:
            text = f"golv ({decimal(self.golv)} %) är högre än tak ({decimal(self.tak)} %)"
            yield mistake("EK115", text, "golv", remedy="rätta det ena")
        if self.oanvand is not None and self.av is None:
            text = f"oanvand hör till värdena när {self.id} inte är sammansatt"
            remedy = "flytta oanvand till de värden som inte används"
            yield mistake("EK115", text, "oanvand", remedy=remedy)
