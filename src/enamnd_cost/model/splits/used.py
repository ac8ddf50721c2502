"""What goes by a municipality's own use, or is paid once when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import Charge, Charges, Part
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.base import Kronor, Number, Text, exact, optional
from enamnd_cost.model.splits.lookup import ForItem, Lookup, SplitModel
from enamnd_cost.swedish import decimal, number


class Matt(SplitModel):
    """Measured use, from ``matt/``: times ``pris`` (kronor) if given, else as weights."""

    metered: ClassVar = True

    matt: Text = Field(description="Mätningens id: filens namn under matt/.")
    pris: Number | None = optional("Pris per enhet i kronor; utan nyckeln är mängden en vikt.")

    @property
    def charges(self) -> bool:
        return self.pris is not None

    @property
    def measure(self) -> str:
        return self.matt

    def words(self, date: dt.date | None) -> str:
        if self.pris is None:
            return f"efter mätningen {self.matt}"
        return f"mätningen {self.matt} gånger {decimal(self.pris, 2)} kr"

    def meaning(self) -> str:
        if self.pris is None:
            return "Kostnaden delas efter användning: den som använder mer bär mer av samma summa."
        return (
            "Var och en betalar för sin egen användning till samma pris; de andras användning "
            "påverkar inte."
        )

    def kept(self, keep: Callable[[str], bool]) -> Matt:
        return self

    def scaled(self, factor: Fraction) -> Matt:
        if self.pris is None:
            return self
        price = self.pris * Decimal(factor.numerator) / factor.denominator
        return Matt(matt=self.matt, pris=price)

    def planned(self, lookup: Lookup, item: ForItem) -> Charges | tuple[Part, ...]:
        used = lookup.measures(self.matt, item)
        if self.pris is None:
            return (Part(used),)
        price = exact(self.pris)
        charges = {code: Charge(amount, price) for code, amount in used.weights.items()}
        return Charges(item.name, used.label, charges, item.participation)


class Avgift(SplitModel):
    """A one-off fee in kronor, paid by each municipality in the year of its start date."""

    charges: ClassVar = True
    metered: ClassVar = True

    avgift: Kronor = Field(description="Engångsavgift i kronor.")
    start: dict[str, dt.date] = Field(
        description="Startdatum per kommun: avgiften betalas det året."
    )

    def words(self, date: dt.date | None) -> str:
        return f"engångsavgift {number(self.avgift)} kr det år kommunen startar"

    def meaning(self) -> str:
        return "Avgiften täcker kommunens egen start och betalas en enda gång."

    def kept(self, keep: Callable[[str], bool]) -> Avgift:
        left = {who: date for who, date in self.start.items() if keep(who)}
        return Avgift(avgift=self.avgift, start=left)

    def scaled(self, factor: Fraction) -> Avgift:
        return Avgift(avgift=nearest(self.avgift * factor), start=self.start)

    def planned(self, lookup: Lookup, item: ForItem) -> Charges:
        dates, year = lookup.by_code(self.start), lookup.node.year
        starting = {code: Charge(1, self.avgift) for code in dates if dates[code].year == year}
        if outside := [code for code in starting if code not in item.participation]:
            text = f"{lookup.names(outside)} startar {year} men deltar inte då"
            at = (*item.at, "fordelning", "start")
            lookup.problem("EK207", text, "rätta startdatum eller deltagare", at)
        whole = dict.fromkeys(starting, WHOLE_YEAR)
        return Charges(item.name, "engångsavgift vid start", starting, whole, once=True)
