"""``matt/*.toml``: what is measured per municipality: use in a year, or a level at a date."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Annotated

from pydantic import ConfigDict, Field, WithJsonSchema

from enamnd_cost.model.ages import AGES, Ages, read
from enamnd_cost.model.base import (
    Day,
    Derived,
    Errors,
    FileModel,
    NotNegative,
    Origin,
    Text,
    Unused,
    Year,
    either,
    mistake,
    optional,
    twice,
)

AgesText = Annotated[Text, WithJsonSchema({"type": "string", "pattern": rf"^{AGES}$"})]
PEOPLE = "invånare"  # the unit of a series that population can be read into


class Matning(FileModel):
    """Measures of a year or at a date. ``summa`` is the total of the report they came from.

    Of a year (``ar``) is what was used in it; at a date (``datum``) is how much there was that day.
    """

    model_config = either(["ar"], ["datum"])

    ar: Year | None = optional("Året som mängden gäller, till exempel 2024; eller datum.")
    datum: Day | None = optional("Dagen som talen gäller, för det som mäts en viss dag; eller ar.")
    summa: NotNegative = Field(description="Summan på fakturan eller i rapporten, som kontroll.")
    exempel: bool = Field(False, description="true om talen är påhittade.")
    kalla: Origin = None
    harledning: Derived = None
    oanvand: Unused = None
    varde: dict[str, NotNegative] = Field(min_length=1, description="Uppmätt mängd per kommun.")

    def _mistakes(self) -> Errors:
        if self.ar is None and self.datum is None:
            text, remedy = "mätningen säger inte när den gäller", "ange ar = ÅR eller datum = DATUM"
            yield mistake("EK111", text, remedy=remedy)
        if self.ar is not None and self.datum is not None:
            text = "ar och datum säger båda när mätningen gäller"
            remedy = "ta bort ar om talen gäller en viss dag, annars datum"
            yield mistake("EK115", text, "datum", remedy=remedy)

    @property
    def when(self) -> int | dt.date:
        """The year, or the date, that it holds for."""
        when = self.ar if self.datum is None else self.datum
        assert when is not None  # the validator has seen to it
        return when


class Mattserie(FileModel):
    """The whole file: what is measured, in what unit, year by year."""

    model_config = ConfigDict(title="Uppmätt användning")

    namn: Text = Field(description="Vad som mäts.")
    enhet: Text = Field(description="Enheten, till exempel GB.")
    aldrar: AgesText | None = optional(
        "Åldrarna som en serie av invånare räknar: 16-64, eller 65+ för alla därifrån. Utan "
        "nyckeln alla invånare."
    )
    matning: list[Matning] = Field(
        min_length=1, description="En mätning: av ett år, eller en viss dag."
    )

    def _mistakes(self) -> Errors:
        if self.aldrar is not None and self.enhet != PEOPLE:
            text = f'aldrar gäller invånare, men enheten är "{self.enhet}"'
            remedy = f'skriv enhet = "{PEOPLE}", eller ta bort aldrar'
            yield mistake("EK115", text, "aldrar", remedy=remedy)
        if self.aldrar is not None and self.ages is None:
            text, remedy = (
                f'"{self.aldrar}" är inga åldrar',
                'skriv till exempel "16-64" eller "65+"',
            )
            yield mistake("EK114", text, "aldrar", remedy=remedy)
        yield from self._twice()

    def _twice(self) -> Errors:
        remedy = "ta bort den ena mätningen"
        text, years = "år {} står två gånger", [matning.ar for matning in self.matning]
        days = [matning.datum for matning in self.matning]
        return chain(
            twice(years, "matning", "ar", text, remedy),
            twice(days, "matning", "datum", "datum {} står två gånger", remedy),
        )

    @property
    def ages(self) -> Ages | None:
        """The ages of the inhabitants that it counts; None of all."""
        return None if self.aldrar is None else read(self.aldrar)

    @property
    def label(self) -> str:
        """What is measured, with its unit.

        >>> each = Matning(ar=2024, summa=1, varde={"mora": 1})
        >>> Mattserie(namn="Lagring", enhet="GB", matning=[each]).label
        'Lagring (GB)'
        """
        return f"{self.namn} ({self.enhet})"

    def called(self, when: int | dt.date) -> str:
        """Name what an item goes by: a date is said, as another one gives other figures.

        >>> each = Matning(datum=dt.date(2023, 12, 31), summa=1, varde={"mora": 1})
        >>> Mattserie(namn="Elever", enhet="elever", matning=[each]).called(each.when)
        'Elever 2023-12-31 (elever)'
        """
        dated = isinstance(when, dt.date)
        return f"{self.namn} {when} ({self.enhet})" if dated else self.label

    def at(self, when: int | dt.date) -> Matning | None:
        """Give the measures of a year, or those at a date, if there are any."""
        return next((matning for matning in self.matning if matning.when == when), None)
