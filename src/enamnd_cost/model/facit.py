"""``facit/*.toml``: tables per municipality that the model must give, cell by cell."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from enamnd_cost.model.base import FileModel, Kronor, Text, Year, mistake


class Tabell(FileModel):
    """One service and year. ``saknas`` lists the municipalities that the table has no row for."""

    tjanst: Text
    ar: Year
    rubrik: Text | None = None
    summa: Kronor
    saknas: list[str] = []
    belopp: Annotated[dict[str, Kronor], Field(min_length=1)]


class Facit(FileModel):
    """The whole file.

    ``publicerad``: as printed by the nämnd. ``last``: our own result, kept so that a later change
    shows. ``exempel``: worked by hand for example figures. The last two say how in ``harledning``.
    """

    slag: Literal["publicerad", "last", "exempel"]
    kalla: Text | None = None
    harledning: Text | None = None
    tabell: Annotated[list[Tabell], Field(min_length=1)]

    @model_validator(mode="after")
    def _derived_has_reasoning(self) -> Facit:
        if self.slag != "publicerad" and self.harledning is None:
            text = f'slag = "{self.slag}" behöver en harledning'
            raise mistake("EK111", text, "slag", remedy="skriv i harledning hur talen är räknade")
        return self
