"""A file of alternatives to the cooperation: what each municipality or group would pay alone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from enamnd_cost.model.base import FileModel, Kronor, Text, mistake, repeated


class Grupp(FileModel):
    """Some municipalities that could do it together, and what it would cost them, in kronor."""

    namn: Text
    kommuner: Annotated[list[Text], Field(min_length=2)]
    kostnad: Kronor
    kalla: Text | None = None


class Ensam(FileModel):
    """The whole file. ``ensam`` is what each would pay on its own, in kronor per year."""

    namn: Text
    kalla: Text | None = None
    harledning: Text | None = None
    ensam: dict[str, Kronor] = {}
    grupp: list[Grupp] = []

    @model_validator(mode="after")
    def _something(self) -> Ensam:
        if not self.ensam and not self.grupp:
            remedy = "lägg till [ensam] med en rad per kommun, eller [[grupp]]"
            raise mistake("EK111", "filen anger inga egna alternativ", remedy=remedy)
        for n, name in repeated([grupp.namn for grupp in self.grupp]):
            text = f'två grupper heter "{name}"'
            raise mistake("EK117", text, "grupp", n, "namn", remedy="ge dem var sitt namn")
        return self
