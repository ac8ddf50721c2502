"""Steps by size: an amount, or a price, for each class of inhabitants or of a measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from enamnd_cost.engine.plan import Basis, Charge, Charges, Weights
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.base import (
    Errors,
    FileModel,
    Kronor,
    NotNegative,
    Text,
    exact,
    mistake,
    optional,
)
from enamnd_cost.model.splits.lookup import ForItem, Lookup, MeasureDate, Named
from enamnd_cost.model.splits.people import ByPeople
from enamnd_cost.model.splits.rate import Rate, times
from enamnd_cost.swedish import decimal, number

Amount = int | Fraction


class Steg(FileModel):
    """One step: up to which size it reaches, and the amount or the price in it."""

    till: NotNegative | None = optional("Till och med den storleken; utan gräns allt däröver.")
    under: NotNegative | None = optional("Under den storleken: gränsen hör till nästa steg.")
    belopp: Kronor | None = optional("Belopp i kronor per år för den som är i steget.")
    pris: Rate | None = optional("Kronor per invånare eller enhet och år, i stället för belopp.")

    def _mistakes(self) -> Errors:
        if self.till is not None and self.under is not None:
            text = "till och under säger båda hur långt steget når"
            yield mistake("EK115", text, "under", remedy="ta bort den ena")
        if (self.belopp is None) == (self.pris is None):
            text = "steget ska ha belopp eller pris"
            yield mistake("EK111", text, remedy="ange ett av dem, till exempel belopp = 5_000")

    @property
    def limit(self) -> NotNegative | None:
        """The size that it reaches to, whether or not that belongs to it."""
        return self.till if self.till is not None else self.under

    def holds(self, size: Amount) -> bool:
        """Tell whether the step reaches as far as a size."""
        if self.under is not None:
            return size < exact(self.under)
        return self.till is None or size <= exact(self.till)

    def scaled(self, factor: Fraction) -> Steg:
        """Multiply its amount, to the nearest krona, or its price."""
        new = {
            "belopp": None if self.belopp is None else nearest(self.belopp * factor),
            "pris": None if self.pris is None else times(self.pris, factor),
        }
        return self.model_copy(update=new)

    def paid(self) -> str:
        """Say what is paid in it."""
        return f"{number(self.belopp)} kr" if self.belopp is not None else self._price()

    def _price(self) -> str:
        assert self.pris is not None  # the validator has seen to it
        return f"{decimal(self.pris, 2)} kr var"


Steps = Annotated[list[Steg], Field(min_length=1)]


class Class(NamedTuple):
    """A step of several, by its place, and how far it reaches in words."""

    place: int
    words: str


class Trappa(ByPeople):
    """Steps by size, of the population or of a measure; each pays by the step that it is in.

    ``marginal`` lets each part of the size be paid by the step that the part is in.
    """

    charges: ClassVar = True

    trappa: Steps = Field(description="Stegen, från det minsta; det sista har ingen gräns.")
    av: Text | None = optional("Mätningens id, om stegen inte går efter folkmängd.")
    datum: MeasureDate = None
    marginal: bool = Field(
        False, description="true om varje del av storleken betalas efter sitt eget steg."
    )

    def _mistakes(self) -> Errors:
        yield from faults(self.trappa, "trappa")
        if self.marginal and any(steg.pris is None for steg in self.trappa):
            n = next(n for n, steg in enumerate(self.trappa) if steg.pris is None)
            text = "med marginal betalas varje del efter sitt steg, så stegen ska ha pris"
            yield mistake("EK115", text, "trappa", n, remedy="byt belopp mot pris")
        if self.av is not None and self.medel_ar > 1:
            text = "medel_ar gäller folkmängd, men stegen går efter en mätning"
            yield mistake("EK115", text, "medel_ar", remedy="ta bort medel_ar")
        if self.av is None and self.datum is not None:
            text = "datum gäller en mätning, men stegen går efter folkmängd"
            remedy = f"ange av = mätningens id, eller skriv folkmangd = {self.datum} i perioden "
            remedy += "i stället för datum"
            yield mistake("EK115", text, "datum", remedy=remedy)

    @property
    def by_population(self) -> bool:
        return self.av is None

    @property
    def _unit(self) -> str:
        return " invånare" if self.av is None else ""

    @property
    def measures(self) -> tuple[Named, ...]:
        return () if self.av is None else (Named(("av",), self.av, self.datum),)

    def words(self, date: dt.date | None) -> str:
        r"""List the steps.

        >>> steps = [Steg(till=25_000, belopp=5_100), Steg(belopp=22_500)]
        >>> Trappa(trappa=steps).words(dt.date(2023, 12, 31)).replace("\xa0", " ")[:62]
        'i steg efter folkmängd 2023-12-31: till och med 25 000 invånar'
        """
        by = self.people(date) if self.av is None else self.measures[0].called
        way = "i steg, varje del efter sitt," if self.marginal else "i steg"
        return f"{way} efter {by}: {in_words(self.trappa, self._unit)}"

    def meaning(self) -> str:
        if self.marginal:
            return (
                "Varje del av storleken betalas efter sitt eget steg, så den som passerar en gräns "
                "betalar nytt pris bara för det som ligger över den."
            )
        return (
            "Alla i samma steg betalar efter samma belopp eller pris, och den som passerar en "
            "gräns går över till nästa; de andra påverkas inte."
        )

    def kept(self, keep: Callable[[str], bool]) -> Trappa:
        return self

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Trappa:
        return self.model_copy(update={"datum": self.datum and change(self.datum)})

    def scaled(self, factor: Fraction) -> Trappa:
        return self.model_copy(update={"trappa": [steg.scaled(factor) for steg in self.trappa]})

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Charges, ...]:
        by = self._sizes(lookup, item)
        if not self.marginal:
            sizes = by.weights.items()
            charges = {code: charge(self.trappa, size, self._unit) for code, size in sizes}
            return (self._charges(item, f"i steg efter {by.label}", charges, by),)
        return tuple(
            self._charges(item, f"{by.label}, {_reach(self.trappa, n)}", charges, by)
            for n, charges in enumerate(_parts(self.trappa, by.weights))
        )

    def paid(self, size: Amount) -> Amount:
        """Give what a size pays a year, in kronor."""
        if not self.marginal:
            whole = charge(self.trappa, size, "")
            return whole.quantity * whole.price
        each = (part[""] for part in _parts(self.trappa, {"": size}))
        return sum(part.quantity * part.price for part in each)

    def _charges(
        self, item: ForItem, label: str, charges: Mapping[str, Charge], by: Weights
    ) -> Charges:
        return Charges(
            item.name,
            label,
            charges,
            item.participation,
            by_month=True,
            basis=Basis.STEPS,
            rule=self,
            sizes=by.weights,
        )

    def _sizes(self, lookup: Lookup, item: ForItem) -> Weights:
        if self.av is None:
            return self.inhabitants(lookup, item)
        return lookup.measures(self.measures[0], item)


def faults(steps: list[Steg], key: str) -> Errors:
    """Tell what is wrong between steps: an order, a limit that is missing or one too many."""
    for n, (before, after) in enumerate(pairwise(steps), 1):
        if before.limit is None:
            text = "bara det sista steget kan sakna gräns"
            remedy = "lägg till till = (till och med) eller under ="
            yield mistake("EK111", text, key, n - 1, remedy=remedy)
        elif after.limit is not None and after.limit <= before.limit:
            text = f"gränsen {decimal(after.limit)} är inte över den förra, {decimal(before.limit)}"
            yield mistake("EK115", text, key, n, remedy="skriv stegen från det minsta")
    if steps[-1].limit is not None:
        text = f"inget steg säger vad som gäller över {decimal(steps[-1].limit)}"
        remedy = "lägg till ett sista steg utan gräns, till exempel { belopp = 22_500 }"
        yield mistake("EK111", text, key, len(steps) - 1, remedy=remedy)


def class_of(steps: list[Steg], size: Amount) -> Class:
    """Give the step that a size is in.

    >>> class_of([Steg(under=700, belopp=1), Steg(belopp=2)], 700)
    Class(place=1, words='700 eller mer')
    """
    place = next(n for n, steg in enumerate(steps) if steg.holds(size))
    return Class(place, _reach(steps, place))


def charge(steps: list[Steg], size: Amount, unit: str) -> Charge:
    """Give what a size is charged: the amount of its step, or the whole size at its price."""
    place, words = class_of(steps, size)
    steg = steps[place]
    if steg.belopp is not None:
        return Charge(1, steg.belopp, f"{decimal(size, 4)}{unit}, steget {words}")
    assert steg.pris is not None  # the validator has seen to it
    return Charge(size, exact(steg.pris), f"steget {words}")


def in_words(steps: list[Steg], unit: str) -> str:
    """List steps with what is paid in each; the first limit says of what."""
    each = [f"{_upper_limit(steg)} {steg.paid()}" for steg in steps]
    first = f"{_upper_limit(steps[0])}{unit} {steps[0].paid()}" if steps[0].limit else each[0]
    return ", ".join([first, *each[1:]])


def _parts(steps: list[Steg], sizes: Mapping[str, Amount]) -> Iterator[dict[str, Charge]]:
    """Give, step by step, the part of each size that is in it, at the step's price."""
    below: Amount = 0
    for steg in steps:
        above = None if steg.limit is None else exact(steg.limit)
        price = exact(steg.pris or 0)
        yield {
            code: Charge(max(min(size, size if above is None else above) - below, 0), price)
            for code, size in sizes.items()
        }
        below = above or 0


def _upper_limit(steg: Steg) -> str:
    if steg.limit is None:
        return "däröver"
    word = "under" if steg.under is not None else "till och med"
    return f"{word} {decimal(steg.limit)}"


def _reach(steps: list[Steg], place: int) -> str:
    """Say from where to where a step reaches."""
    steg, before = steps[place], steps[place - 1] if place else None
    if before is None or before.limit is None:
        return "alla storlekar" if steg.limit is None else _upper_limit(steg)
    low = decimal(before.limit)
    if steg.limit is None:
        return f"{low} eller mer" if before.under is not None else f"över {low}"
    word = "från" if before.under is not None else "över"
    return f"{word} {low} {'' if word == 'över' else 'men '}{_upper_limit(steg)}"
