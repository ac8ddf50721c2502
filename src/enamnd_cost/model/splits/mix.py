"""Equal parts and population in integer proportions: ``{ lika = 3, invanare = 1 }``.

A share of a cost in equal parts and the rest by population is the Shapley value of a cost of which
that share is fixed and the rest follows population; no group of municipalities then pays more than
such a cost would be for the group alone. So the question whether a mix is fair is the question how
much of the cost is fixed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from enamnd_cost.engine.plan import Basis, Part, Weights
from enamnd_cost.model.base import Errors, mistake
from enamnd_cost.model.splits.lookup import ForItem, Lookup
from enamnd_cost.model.splits.people import ByPeople
from enamnd_cost.swedish import decimal, listing

EQUAL = "lika delar"
SHAPLEY = (
    "Under den kostnadsbilden är fördelningen Shapleyvärdet, och ingen grupp av kommuner betalar "
    "mer än gruppen skulle ha kostat för sig."
)
EVENLY = "alla betalar lika mycket per invånare."

Proportion = Annotated[int, Field(ge=0)]


class Mix(ByPeople):
    """The proportions of equal parts and of population."""

    lika: Proportion = Field(0, description="Andel i lika delar.")
    invanare: Proportion = Field(0, description="Andel efter folkmängd.")

    def _mistakes(self) -> Errors:
        if self.lika + self.invanare == 0:
            text = "en blandning behöver minst en del över noll"
            yield mistake("EK115", text, remedy="till exempel { lika = 1, invanare = 1 }")

        if self.medel_ar > 1 and not self.invanare:
            text = "medel_ar har ingen verkan: inget delas efter folkmängd"
            yield mistake("EK115", text, "medel_ar", remedy="ta bort medel_ar")

    @property
    def by_population(self) -> bool:
        return self.invanare > 0

    @property
    def fixed(self) -> Fraction:
        """How much of a cost is shared in equal parts, from 0 to 1."""
        return Fraction(self.lika, self.lika + self.invanare)

    def words(self, date: dt.date | None) -> str:
        r"""Give the proportions in per cent where those are exact.

        >>> Mix(lika=3, invanare=1).words(dt.date(2020, 12, 31))
        '75 % lika delar och 25 % efter folkmängd 2020-12-31'
        """
        names = [(self.lika, EQUAL), (self.invanare, f"efter {self.people(date)}")]
        used = [(share, name) for share, name in names if share]
        if len(used) == 1:
            return used[0][1]
        total = self.lika + self.invanare
        parts = []
        for share, name in used:
            percent = Fraction(100 * share, total)
            exact = (percent * 100).denominator == 1
            parts.append(f"{decimal(percent)} % {name}" if exact else f"{share}/{total} {name}")
        return listing(parts)

    def meaning(self) -> str:
        if self.fixed == 1:
            return (
                "Lika delar betyder att hela kostnaden behandlas som fast: den antas vara densamma "
                "hur många invånare kommunerna än har."
            )
        if self.fixed == 0:
            return f"Efter folkmängd betyder att hela kostnaden behandlas som rörlig: {EVENLY}"
        name, first, rest = "Blandningen", str(self.fixed), str(1 - self.fixed)
        if self.fixed == Fraction(1, 2):
            name, first, rest = "50/50", "hälften", "hälften"
        return (
            f"{name} betyder att {first} av kostnaden behandlas som fast och delas lika, och att "
            f"{rest} antas följa antalet invånare. {SHAPLEY}"
        )

    def kept(self, keep: Callable[[str], bool]) -> Mix:
        return self

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        parts = []
        if self.lika:
            ones = dict.fromkeys(lookup.everyone, 1)
            parts.append(Part(Weights(EQUAL, ones, basis=Basis.EQUAL), self.lika))
        if self.invanare:
            parts.append(Part(self.inhabitants(lookup, item), self.invanare))
        return tuple(parts)
