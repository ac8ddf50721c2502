"""What goes by a municipality's own use, or is paid once when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Discriminator, Field, Tag

from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import Charge, Charges, Part
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.base import (
    Errors,
    FileModel,
    Kronor,
    Number,
    Text,
    exact,
    mistake,
    optional,
)
from enamnd_cost.model.splits.lookup import (
    ForItem,
    Listed,
    Lookup,
    Made,
    MeasureDate,
    Named,
    SplitModel,
)
from enamnd_cost.model.splits.people import ByPeople
from enamnd_cost.model.splits.rate import MEANING as RATE
from enamnd_cost.model.splits.rate import Rate, times
from enamnd_cost.model.splits.steps import Steps, charge, faults, in_words
from enamnd_cost.swedish import decimal, number

SHARED_BY_LEVEL = (
    "Kostnaden delas i proportion till det som mättes den dagen: den som hade mer av det bär mer "
    "av samma summa."
)


class Matt(SplitModel):
    """What is measured, from ``matt/``: times ``pris`` (kronor) if given, else as weights.

    Of a year it is use, paid as it is however few months somebody took part. At a date
    (``datum``) it is a level, as population is: its price is a rate for a year, paid by the month.
    """

    matt: Text = Field(description="Mätningens id: filens namn under matt/.")
    datum: MeasureDate = None
    pris: Number | None = optional("Pris per enhet i kronor; utan nyckeln är mängden en vikt.")

    @property
    def metered(self) -> bool:  # type: ignore[override]
        """Tell whether it goes by use: nobody used what is counted at a date."""
        return self.datum is None

    @property
    def charges(self) -> bool:
        return self.pris is not None

    @property
    def priced(self) -> bool:
        return self.charges

    @property
    def measures(self) -> tuple[Named, ...]:
        return (Named(("matt",), self.matt, self.datum),)

    def words(self, date: dt.date | None) -> str:
        r"""Name the measure, at its date if it has one, and the price.

        >>> Matt(matt="elever", datum=dt.date(2023, 10, 15)).words(None)
        'efter mätningen elever 2023-10-15'
        """
        measured = f"mätningen {self.measures[0].called}"
        if self.pris is None:
            return f"efter {measured}"
        return f"{measured} gånger {decimal(self.pris, 2)} kr"

    def meaning(self) -> str:
        if not self.metered:
            return SHARED_BY_LEVEL if self.pris is None else RATE
        if self.pris is None:
            return "Kostnaden delas efter användning: den som använder mer bär mer av samma summa."
        return (
            "Var och en betalar för sin egen användning till samma pris; de andras användning "
            "påverkar inte."
        )

    def kept(self, keep: Callable[[str], bool]) -> Matt:
        return self

    def scaled(self, factor: Fraction) -> Matt:
        price = None if self.pris is None else times(self.pris, factor)
        return self.model_copy(update={"pris": price})

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Matt:
        return self.model_copy(update={"datum": self.datum and change(self.datum)})

    def planned(self, lookup: Lookup, item: ForItem) -> Made:
        used = lookup.measures(self.measures[0], item)
        if self.pris is None:
            return (Part(used),)
        price = exact(self.pris)
        charges = {code: Charge(amount, price) for code, amount in used.weights.items()}
        charged = Charges(item.name, used.label, charges, item.participation)
        if not self.metered:
            charged = charged._replace(by_month=True, rule=self, sizes=used.weights)
        return (charged,)

    def paid(self, size: int | Fraction) -> int | Fraction:
        """Give what a size pays a year, in kronor, where there is a price."""
        assert self.pris is not None  # the caller has seen to it
        return size * exact(self.pris)


class PerInvanareEnGang(FileModel):
    """A fee of so many kronor per inhabitant."""

    per_invanare: Rate = Field(description="Kronor per invånare.")


PEOPLE = " invånare"


def _kind(value: object) -> str:
    """Tell an amount, a rate and steps apart."""
    if isinstance(value, list):
        return "trappa"
    return "taxa" if isinstance(value, dict | PerInvanareEnGang) else "belopp"


Fee = Annotated[
    Annotated[Kronor, Tag("belopp")]
    | Annotated[PerInvanareEnGang, Tag("taxa")]
    | Annotated[Steps, Tag("trappa")],
    Discriminator(_kind),
]


class Avgift(ByPeople):
    """A one-off fee, paid by each municipality in the year of its start date.

    It is the same for all, or goes by population: a rate, or steps by size.
    """

    charges: ClassVar = True
    metered: ClassVar = True

    avgift: Fee = Field(
        description="Engångsavgift i kronor, { per_invanare = 4 }, eller steg som i trappa."
    )
    start: dict[str, dt.date] = Field(
        description="Startdatum per kommun: avgiften betalas det året."
    )

    def _mistakes(self) -> Errors:
        if isinstance(self.avgift, list):
            yield from faults(self.avgift, "avgift")
        if self.medel_ar > 1 and not self.by_population:
            text = "medel_ar har ingen verkan: avgiften går inte efter folkmängd"
            yield mistake("EK115", text, "medel_ar", remedy="ta bort medel_ar")

    @property
    def by_population(self) -> bool:
        return not isinstance(self.avgift, int)

    @property
    def listed(self) -> tuple[Listed, ...]:
        return (Listed(("start",), self.start),)

    def words(self, date: dt.date | None) -> str:
        match self.avgift:
            case int(kronor):
                fee = f"engångsavgift {number(kronor)} kr"
            case PerInvanareEnGang(per_invanare=rate):
                fee = f"engångsavgift {decimal(rate, 2)} kr per invånare, {self.people(date)},"
            case steps:
                fee = f"engångsavgift i steg efter {self.people(date)} ({in_words(steps, PEOPLE)})"
        return f"{fee} det år kommunen startar"

    def meaning(self) -> str:
        return "Avgiften täcker kommunens egen start och betalas en enda gång."

    def kept(self, keep: Callable[[str], bool]) -> Avgift:
        left = {who: date for who, date in self.start.items() if keep(who)}
        return self.model_copy(update={"start": left})

    def scaled(self, factor: Fraction) -> Avgift:
        match self.avgift:
            case int(kronor):
                fee: Fee = nearest(kronor * factor)
            case PerInvanareEnGang(per_invanare=rate):
                fee = PerInvanareEnGang(per_invanare=times(rate, factor))
            case steps:
                fee = [steg.scaled(factor) for steg in steps]
        return self.model_copy(update={"avgift": fee})

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Charges, ...]:
        dates, year = lookup.by_code(self.start), lookup.node.year
        starting = [code for code in dates if dates[code].year == year]
        if outside := [code for code in starting if code not in item.participation]:
            text = f"{lookup.names(outside)} startar {year} men deltar inte då"
            at = (*item.split, "start")
            lookup.problem("EK207", text, "rätta startdatum eller deltagare", at)
        fees = self._fees(lookup, item, starting)
        whole = dict.fromkeys(starting, WHOLE_YEAR)
        return (Charges(item.name, "engångsavgift vid start", fees, whole, once=True),)

    def _fees(self, lookup: Lookup, item: ForItem, starting: list[str]) -> dict[str, Charge]:
        """Give what each that starts pays; who has no population is for the engine to refuse."""
        if isinstance(self.avgift, int):
            return dict.fromkeys(starting, Charge(1, self.avgift))
        people = self.inhabitants(lookup, item).weights
        sizes = {code: people[code] for code in starting if code in people}
        if isinstance(self.avgift, PerInvanareEnGang):
            rate = exact(self.avgift.per_invanare)
            return {code: Charge(size, rate) for code, size in sizes.items()}
        return {code: charge(self.avgift, size, PEOPLE) for code, size in sizes.items()}
