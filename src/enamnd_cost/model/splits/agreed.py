"""What has been agreed for each municipality: a weight, a percentage, or an amount in kronor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from enamnd_cost.engine.plan import Charge, Charges, Part, Weights
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.base import Errors, Kronor, NotNegative, exact, mistake, optional
from enamnd_cost.model.splits.lookup import ForItem, Lookup, SplitModel
from enamnd_cost.swedish import decimal

MEANING = "Proportionerna är överenskomna och ändras inte när kommunerna växer eller krymper."


class Vikter(SplitModel):
    """Fixed weights per municipality: ``{ vikter = { boden = 2, kalix = 1 } }``."""

    vikter: dict[str, NotNegative] = Field(min_length=1, description="Vikt per kommun.")

    def words(self, date: dt.date | None) -> str:
        return "efter fasta vikter"

    def meaning(self) -> str:
        return MEANING

    def kept(self, keep: Callable[[str], bool]) -> Vikter | None:
        if all(map(keep, self.vikter)):
            return self
        left = {who: weight for who, weight in self.vikter.items() if keep(who)}
        return Vikter(vikter=left) if any(left.values()) else None

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        weights = {code: exact(weight) for code, weight in lookup.by_code(self.vikter).items()}
        return (Part(Weights("fasta vikter", weights)),)


class Procent(SplitModel):
    """Fixed percentages per municipality, together exactly 100.

    Percentages that were rounded when they were printed may add up to a little more or less: the
    file then states to what (``tillsammans = 99.9``), and the whole cost is shared in proportion.
    """

    procent: dict[str, NotNegative] = Field(
        min_length=1, description="Procent per kommun, tillsammans 100."
    )
    tillsammans: NotNegative | None = optional(
        "Vad procenttalen blir tillsammans, om de är avrundade i tryck: 99.9. Annars 100."
    )

    def _mistakes(self) -> Errors:
        total = sum(self.procent.values(), Decimal(0))
        if self.tillsammans is not None and total != self.tillsammans:
            text = f"procenttalen blir tillsammans {decimal(total)}, inte "
            text += decimal(self.tillsammans)
            yield mistake("EK118", text, "tillsammans", remedy=f"skriv tillsammans = {total:f}")
        elif total != 100 and self.tillsammans is None:
            text = f"procenttalen blir tillsammans {decimal(total)}, inte 100"
            remedy = "rätta dem"
            if abs(total - 100) <= self._rounded_away:
                remedy += f"; är de avrundade i tryck, lägg till tillsammans = {total:f}"
            else:
                remedy += ", eller använd vikter, som inte behöver bli 100"
            yield mistake("EK118", text, "procent", remedy=remedy)
        elif abs(total - 100) > self._rounded_away:
            text = f"procenttalen blir tillsammans {decimal(total)}; så långt från 100 kommer inte "
            text += f"{len(self.procent)} tal av att vara avrundade"
            remedy = "rätta dem, eller använd vikter, som inte behöver bli 100"
            yield mistake("EK118", text, "tillsammans", remedy=remedy)

    @property
    def _rounded_away(self) -> Fraction:
        """How far from 100 the percentages may be for being rounded to their decimals."""
        places = max(-int(each.as_tuple().exponent) for each in self.procent.values())
        return Fraction(len(self.procent), 2 * 10 ** max(places, 0))

    def words(self, date: dt.date | None) -> str:
        return "efter fasta procenttal"

    def meaning(self) -> str:
        return MEANING

    def kept(self, keep: Callable[[str], bool]) -> Procent | Vikter | None:
        """Make weights of them where somebody is left out: they no longer add up to 100."""
        whole = all(map(keep, self.procent))
        return self if whole else Vikter.model_construct(vikter=self.procent).kept(keep)

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        percent = {code: exact(each) for code, each in lookup.by_code(self.procent).items()}
        return (Part(Weights("procent", percent, whole=exact(self.tillsammans or Decimal(100)))),)


class Belopp(SplitModel):
    """Agreed amounts in kronor per municipality and year."""

    charges: ClassVar = True
    ends: ClassVar = False

    belopp: dict[str, Kronor] = Field(
        min_length=1, description="Avtalat belopp i kronor per kommun och år."
    )

    def words(self, date: dt.date | None) -> str:
        return "avtalade belopp per kommun"

    def meaning(self) -> str:
        return (
            "Varje kommuns belopp är överenskommet för sig; det följer inte av någon nyckel "
            "och ändras bara genom ett nytt avtal."
        )

    def kept(self, keep: Callable[[str], bool]) -> Belopp | None:
        left = {who: kr for who, kr in self.belopp.items() if keep(who)}
        return Belopp(belopp=left) if left else None

    def scaled(self, factor: Fraction) -> Belopp:
        return Belopp(belopp={who: nearest(kr * factor) for who, kr in self.belopp.items()})

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Charges, ...]:
        charges = {code: Charge(1, kr) for code, kr in lookup.by_code(self.belopp).items()}
        label, taking = "avtalade belopp", item.participation
        return (Charges(item.name, label, charges, taking, by_month=True),)
