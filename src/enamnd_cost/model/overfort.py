"""``overfort`` of a service's file: an earlier year's result, carried into this year's budget."""

from __future__ import annotations

from pydantic import Field

from enamnd_cost.model.base import FileModel, Text, Year


class Overfort(FileModel):
    """Whose result it is, and of which year: a surplus is below zero, so that all pay less."""

    fran: Year = Field(description="Året som över- eller underskottet är från.")
    tjanst: Text = Field(description="Tjänsten som det kommer från.")

    def named(self, kronor: int | None) -> str:
        """Say what it is, by the amount that all are to pay for it (kronor), if that is stated.

        >>> of = Overfort(fran=2021, tjanst="grundfinansiering")
        >>> of.named(-72_256), of.named(500), of.named(None)
        ('överskott från 2021', 'underskott från 2021', 'resultat från 2021')
        """
        what = "underskott" if kronor and kronor > 0 else "överskott" if kronor else "resultat"
        return f"{what} från {self.fran}"
