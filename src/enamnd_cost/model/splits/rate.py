"""A decided rate: so many kronor per inhabitant, or per mille of a measure, and a fixed amount."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import Field

from enamnd_cost.engine.plan import Basis, Charge, Charges, Weights
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.base import Kronor, Number, Text, exact, optional
from enamnd_cost.model.splits.lookup import ForItem, Lookup, MeasureDate, Named, SplitModel
from enamnd_cost.model.splits.people import ByPeople
from enamnd_cost.swedish import decimal, number

FIXED = "Fast belopp i kronor per kommun och år, utöver det som följer av taxan."
MEANING = (
    "Taxan är beslutad: var och en betalar för sig, de andra påverkar inte, och summan är det som "
    "taxan ger."
)

Rate = Annotated[Number, Field(ge=0)]


class _Taxa(SplitModel):
    """What rates have in common: a fixed amount for each, and so much for each of something."""

    charges: ClassVar = True

    fast: Kronor | None = optional(FIXED)

    def meaning(self) -> str:
        return MEANING

    def kept(self, keep: Callable[[str], bool]) -> Self:
        return self

    @property
    @abstractmethod
    def _price(self) -> Fraction:
        """What each of what is counted costs a year, in kronor."""

    @property
    def _called(self) -> str:
        """What the price is called, where it is decided as something else than kronor."""
        return ""

    def paid(self, size: int | Fraction) -> int | Fraction:
        """Give what a size pays a year, in kronor."""
        return (self.fast or 0) + size * self._price

    def _in_words(self, rate: str) -> str:
        return rate if self.fast is None else f"{number(self.fast)} kr var och {rate}"

    def _fixed_scaled(self, factor: Fraction) -> int | None:
        return None if self.fast is None else nearest(self.fast * factor)

    def _charged(
        self, item: ForItem, everyone: tuple[str, ...], by: Weights
    ) -> tuple[Charges, ...]:
        price, called = self._price, self._called
        rates = {code: Charge(quantity, price, called) for code, quantity in by.weights.items()}
        rate = Charges(
            item.name,
            by.label,
            rates,
            item.participation,
            by_month=True,
            basis=by.basis,
            rule=self,
            sizes=by.weights,
        )
        if self.fast is None:
            return (rate,)
        fixed = dict.fromkeys(everyone, Charge(1, self.fast))
        return rate._replace(label="fast belopp", charges=fixed, basis=Basis.EQUAL), rate


class PerInvanare(_Taxa, ByPeople):
    """A rate in kronor per inhabitant and year: ``{ per_invanare = 42.25 }``."""

    per_invanare: Rate = Field(description="Kronor per invånare och år.")

    @property
    def by_population(self) -> bool:
        return True

    def words(self, date: dt.date | None) -> str:
        r"""Say what each pays.

        >>> rate = PerInvanare(per_invanare=Decimal("2.17"), fast=7_896)
        >>> rate.words(dt.date(2021, 12, 31)).replace("\xa0", " ")
        '7 896 kr var och 2,17 kr per invånare, folkmängd 2021-12-31'
        """
        rate = f"{decimal(self.per_invanare, 2)} kr per invånare"
        return f"{self._in_words(rate)}, {self.people(date)}"

    def scaled(self, factor: Fraction) -> Self:
        new = {"per_invanare": times(self.per_invanare, factor), "fast": self._fixed_scaled(factor)}
        return self.model_copy(update=new)

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Charges, ...]:
        people = self.inhabitants(lookup, item)
        return self._charged(item, lookup.everyone, people)

    @property
    def _price(self) -> Fraction:
        return Fraction(exact(self.per_invanare))


class Promille(_Taxa):
    """A rate in per mille of a measure: ``{ promille = 0.1098, av = "skatteunderlag" }``."""

    promille: Rate = Field(description="Promille av måttet, per år: 1 är en tusendel.")
    av: Text = Field(description="Mätningens id: filens namn under matt/. Måttet är i kronor.")
    datum: MeasureDate = None

    @property
    def measures(self) -> tuple[Named, ...]:
        return (Named(("av",), self.av, self.datum),)

    def words(self, date: dt.date | None) -> str:
        return self._in_words(self._called)

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Self:
        return self.model_copy(update={"datum": self.datum and change(self.datum)})

    def scaled(self, factor: Fraction) -> Self:
        new = {"promille": times(self.promille, factor), "fast": self._fixed_scaled(factor)}
        return self.model_copy(update=new)

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Charges, ...]:
        measured = lookup.measures(self.measures[0], item)
        return self._charged(item, lookup.everyone, measured)

    @property
    def _price(self) -> Fraction:
        return Fraction(exact(self.promille)) / 1000

    @property
    def _called(self) -> str:
        return f"{decimal(self.promille)} promille av {self.measures[0].called}"


def times(price: Decimal, factor: Fraction) -> Decimal:
    """Multiply a price by a factor; it keeps its decimals, as no kronor are paid by it alone.

    >>> times(Decimal("42.25"), Fraction(103, 100))
    Decimal('43.5175')
    """
    return price * Decimal(factor.numerator) / factor.denominator
