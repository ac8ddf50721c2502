"""A file of alternatives to the cooperation: what each municipality or group would pay alone."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import Derived, Errors, FileModel, Kronor, Origin, Text, mistake, twice


class Grupp(FileModel):
    """Some municipalities that could do it together, and what it would cost them, in kronor."""

    namn: Text = Field(description="Gruppens namn.")
    kommuner: list[Text] = Field(min_length=2, description="Kommunerna i gruppen.")
    kostnad: Kronor = Field(description="Vad gruppen skulle betala tillsammans, i kronor per år.")
    kalla: Origin = None


class Ensam(FileModel):
    """The whole file. ``ensam`` is what each would pay on its own, in kronor per year."""

    model_config = ConfigDict(title="Egna alternativ: vad var och en skulle betala utan samverkan")

    namn: Text = Field(description="Vad alternativen gäller.")
    kalla: Origin = None
    harledning: Derived = None
    ensam: dict[str, Kronor] = Field(
        {}, description="Vad varje kommun skulle betala för sig, i kronor per år."
    )
    grupp: list[Grupp] = Field([], description="En grupp som kan göra det tillsammans.")

    def _mistakes(self) -> Errors:
        if not self.ensam and not self.grupp:
            remedy = "lägg till [ensam] med en rad per kommun, eller [[grupp]]"
            yield mistake("EK111", "filen anger inga egna alternativ", remedy=remedy)
        names, text = [grupp.namn for grupp in self.grupp], 'två grupper heter "{}"'
        yield from twice(names, "grupp", "namn", text, "ge dem var sitt namn")
