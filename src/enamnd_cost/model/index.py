"""``index.toml``: series of yearly percentages to uprate by."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from enamnd_cost.model.base import (
    DERIVED,
    SOURCE,
    UNUSED,
    FileModel,
    Number,
    Text,
    Year,
    mistake,
    repeated,
)

Status = Literal["avtalad", "preliminar", "definitiv", "harledd", "antagen"]


class Varde(FileModel):
    """One year's value: the per cent from the year before to ``ar``."""

    ar: Year = Field(description="Året som räknas upp till: 2024 är från 2023 till 2024.")
    procent: Annotated[Number, Field(gt=-100, description="Uppräkningen i procent.")]
    status: Status = Field(
        description="avtalad, preliminar, definitiv, harledd (uträknad, inte publicerad) eller "
        "antagen (för en plan; inte i en beslutad budget)."
    )
    publicerad: dt.date | None = Field(
        None, description="När värdet publicerades; index publiceras om."
    )
    kalla: Text | None = Field(None, description=SOURCE)
    harledning: Text | None = Field(None, description=DERIVED)
    oanvand: Text | None = Field(None, description=UNUSED)

    @model_validator(mode="after")
    def _derived_has_reasoning(self) -> Varde:
        if (self.status == "harledd") != (self.harledning is not None):
            text = 'status = "harledd" och nyckeln harledning hör ihop'
            raise mistake("EK115", text, "status", remedy="ange båda eller ingen")
        return self


class Serie(FileModel):
    """One series: an id that services refer to, its name, and its values."""

    id: Text = Field(description="Seriens namn i tjänsternas uppraknas, till exempel AKI.")
    namn: Text = Field(description="Seriens hela namn.")
    varde: list[Varde] = Field(description="Ett års värde.")

    @model_validator(mode="after")
    def _unique(self) -> Serie:
        for n, year in repeated([varde.ar for varde in self.varde]):
            text = f"år {year} står två gånger i {self.id}"
            raise mistake("EK117", text, "varde", n, "ar", remedy="ta bort det ena värdet")
        return self


class Index(FileModel):
    """The whole file."""

    model_config = ConfigDict(title="Indexserier för uppräkning")

    serie: list[Serie] = Field([], description="En indexserie.")

    @model_validator(mode="after")
    def _unique(self) -> Index:
        for n, name in repeated([serie.id for serie in self.serie]):
            text = f'serien "{name}" står två gånger'
            raise mistake("EK117", text, "serie", n, "id", remedy="slå ihop dem till en serie")
        return self

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

    def value(self, series: str, year: int) -> Varde | None:
        """Give the value that uprates from the year before to ``year``, if there is one."""
        place = self.place(series, year)
        return self.serie[place[0]].varde[place[1]] if place else None
