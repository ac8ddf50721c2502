"""``facit/*.toml``: tables per municipality that the model must give, cell by cell."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from enamnd_cost.model.base import (
    YEAR,
    Day,
    Derived,
    Errors,
    FileModel,
    Kronor,
    Origin,
    Text,
    Year,
    either,
    mistake,
    optional,
)
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.revidering import Reviderad


class Tabell(FileModel):
    """One service and year. ``saknas`` lists the municipalities that the table has no row for."""

    tjanst: Text = Field(description="Tjänstens id.")
    ar: Year = Field(description=YEAR)
    rubrik: Text | None = optional("Tabellens rubrik i handlingen.")
    summa: Kronor = Field(description="Tabellens summa i kronor.")
    saknas: list[str] = Field([], description="Kommuner som tabellen är tryckt utan.")
    belopp: dict[str, Kronor] = Field(min_length=1, description="Belopp i kronor per kommun.")


class Facit(FileModel):
    """The whole file.

    ``publicerad``: as printed by the nämnd. ``last``: our own result, kept so that a later change
    shows. ``exempel``: worked by hand for example figures. The last two say how in ``harledning``.
    ``saknas`` says why there is no table yet: the file is there to be filled in.
    """

    model_config = either(["tabell"], ["saknas"], title="Tabeller per kommun som modellen måste ge")

    slag: Literal["publicerad", "last", "exempel"] = Field(
        description="publicerad, last (modellens egna belopp) eller exempel."
    )
    beslut: Day | None = optional(
        "Dagen för det beslut som tabellerna hör till, där budgeten är reviderad; utan nyckeln det "
        "första."
    )
    kalla: Origin = None
    harledning: Derived = None
    saknas: Text | None = optional("Varför ingen tabell finns ännu.")
    tabell: list[Tabell] = Field([], description="En tabell: en tjänst och ett år.")

    def is_of(self, budget: Budget | None) -> bool:
        """Tell whether its tables are of the decision that made a budget: the first, unless said.

        A year without a budget has no other decisions.
        """
        if self.beslut is None or budget is None:
            return not isinstance(budget, Reviderad)
        return budget.beslut is not None and budget.beslut.datum == self.beslut

    def _mistakes(self) -> Errors:
        if self.saknas is not None and self.tabell:
            text = "saknas säger att ingen tabell finns, men det gör det"
            yield mistake("EK115", text, "saknas", remedy="ta bort saknas")
        if self.saknas is None and not self.tabell:
            remedy = "lägg till [[tabell]] med tjanst, ar, summa och [tabell.belopp], eller saknas"
            yield mistake("EK111", 'nyckeln "tabell" saknas', remedy=remedy)
        if self.slag != "publicerad" and self.harledning is None:
            text = f'slag = "{self.slag}" behöver en harledning'
            yield mistake("EK111", text, "slag", remedy="skriv i harledning hur talen är räknade")
