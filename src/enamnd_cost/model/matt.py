"""``matt/*.toml``: measured use per municipality and year."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import (
    YEAR,
    Errors,
    FileModel,
    NotNegative,
    Origin,
    Text,
    Unused,
    Year,
    twice,
)


class Matning(FileModel):
    """One year's measures. ``summa`` is the total of the invoice or report they came from."""

    ar: Year = Field(description=YEAR)
    summa: NotNegative = Field(description="Summan på fakturan eller i rapporten, som kontroll.")
    exempel: bool = Field(False, description="true om talen är påhittade.")
    kalla: Origin = None
    oanvand: Unused = None
    varde: dict[str, NotNegative] = Field(min_length=1, description="Uppmätt mängd per kommun.")


class Mattserie(FileModel):
    """The whole file: what is measured, in what unit, year by year."""

    model_config = ConfigDict(title="Uppmätt användning")

    namn: Text = Field(description="Vad som mäts.")
    enhet: Text = Field(description="Enheten, till exempel GB.")
    matning: list[Matning] = Field(min_length=1, description="Ett års mätning.")

    def _mistakes(self) -> Errors:
        text, remedy = "år {} står två gånger", "ta bort den ena mätningen"
        return twice([matning.ar for matning in self.matning], "matning", "ar", text, remedy)

    @property
    def label(self) -> str:
        """What is measured, with its unit.

        >>> each = Matning(ar=2024, summa=1, varde={"mora": 1})
        >>> Mattserie(namn="Lagring", enhet="GB", matning=[each]).label
        'Lagring (GB)'
        """
        return f"{self.namn} ({self.enhet})"

    def in_year(self, year: int) -> Matning | None:
        """Give the year's measures, if there are any."""
        return next((matning for matning in self.matning if matning.ar == year), None)
