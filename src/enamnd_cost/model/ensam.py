"""A file of alternatives to the cooperation: what each municipality or group would pay alone."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from enamnd_cost.model.base import DERIVED, SOURCE, FileModel, Kronor, Text, mistake, repeated


class Grupp(FileModel):
    """Some municipalities that could do it together, and what it would cost them, in kronor."""

    namn: Text = Field(description="Gruppens namn.")
    kommuner: Annotated[list[Text], Field(min_length=2, description="Kommunerna i gruppen.")]
    kostnad: Kronor = Field(description="Vad gruppen skulle betala tillsammans, i kronor per år.")
    kalla: Text | None = Field(None, description=SOURCE)


class Ensam(FileModel):
    """The whole file. ``ensam`` is what each would pay on its own, in kronor per year."""

    model_config = ConfigDict(title="Egna alternativ: vad var och en skulle betala utan samverkan")

    namn: Text = Field(description="Vad alternativen gäller.")
    kalla: Text | None = Field(None, description=SOURCE)
    harledning: Text | None = Field(None, description=DERIVED)
    ensam: dict[str, Kronor] = Field(
        {}, description="Vad varje kommun skulle betala för sig, i kronor per år."
    )
    grupp: list[Grupp] = Field([], description="En grupp som kan göra det tillsammans.")

    @model_validator(mode="after")
    def _something(self) -> Ensam:
        if not self.ensam and not self.grupp:
            remedy = "lägg till [ensam] med en rad per kommun, eller [[grupp]]"
            raise mistake("EK111", "filen anger inga egna alternativ", remedy=remedy)
        for n, name in repeated([grupp.namn for grupp in self.grupp]):
            text = f'två grupper heter "{name}"'
            raise mistake("EK117", text, "grupp", n, "namn", remedy="ge dem var sitt namn")
        return self
