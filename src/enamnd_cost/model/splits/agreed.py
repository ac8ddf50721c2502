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
from enamnd_cost.model.base import Errors, Kronor, NotNegative, Text, exact, mistake, optional
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
    file then states to what (``tillsammans = 99.9``), and the whole cost is shared in proportion;
    or one of them carries the difference (``skillnad = "boden"``), and pays what the others leave.
    """

    procent: dict[str, NotNegative] = Field(
        min_length=1, description="Procent per kommun, tillsammans 100."
    )
    tillsammans: NotNegative | None = optional(
        "Vad procenttalen blir tillsammans, om de är avrundade i tryck: 99.9. Annars 100."
    )
    skillnad: Text | None = optional(
        "Den som bär skillnaden mellan tillsammans och 100: dess procenttal blir det som de andra "
        "lämnar. Utan skillnad delas hela kostnaden i proportion till procenttalen."
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
        elif self.skillnad is not None:
            yield from self._carried_wrongly(self.skillnad, total)

    def _carried_wrongly(self, who: str, total: Decimal) -> Errors:
        if total == 100:
            text = "procenttalen blir precis 100, så det finns ingen skillnad att bära"
            yield mistake("EK115", text, "skillnad", remedy="ta bort skillnad")
        elif who not in self.procent:
            text = f'skillnad är "{who}", som inte står i procent'
            remedy = f"skriv ett av namnen som de står i procent: {', '.join(self.procent)}"
            yield mistake("EK115", text, "skillnad", remedy=remedy)
        elif self.sharing[who] < 0:
            text = f"skillnaden är {decimal(total - 100)}, mer än {decimal(self.procent[who])} som "
            text += f"{who} har"
            remedy = "ange någon med ett större procenttal, eller ta bort skillnad"
            yield mistake("EK115", text, "skillnad", remedy=remedy)

    @property
    def sharing(self) -> dict[str, Decimal]:
        """The percentages that the cost is shared by: who carries the difference has it in its own.

        >>> printed = {"boden": Decimal("38.8"), "kalix": Decimal("61.1")}
        >>> Procent(procent=printed, tillsammans=Decimal("99.9"), skillnad="boden").sharing
        {'boden': Decimal('38.9'), 'kalix': Decimal('61.1')}
        """
        if self.skillnad is None:
            return self.procent
        others = sum((each for who, each in self.procent.items() if who != self.skillnad), 0)
        return {**self.procent, self.skillnad: 100 - Decimal(others)}

    def as_weights(self) -> Vikter:
        """Make weights of them, for when some of those who have them leave."""
        return Vikter.model_construct(vikter=self.sharing)

    @property
    def _rounded_away(self) -> Fraction:
        """How far from 100 the percentages may be for being rounded to their decimals."""
        places = max(-int(each.as_tuple().exponent) for each in self.procent.values())
        return Fraction(len(self.procent), 2 * 10 ** max(places, 0))

    def words(self, date: dt.date | None) -> str:
        if self.skillnad is not None:
            return f"efter fasta procenttal, där {self.skillnad} bär skillnaden till 100"
        if self.tillsammans not in (None, 100):
            return f"efter fasta procenttal, i proportion till {decimal(self.tillsammans)}"
        return "efter fasta procenttal"

    def meaning(self) -> str:
        if self.tillsammans in (None, 100):
            return MEANING
        rounded = f"{MEANING} Procenttalen är avrundade i tryck och blir tillsammans "
        rounded += decimal(self.tillsammans)
        if self.skillnad is None:
            return f"{rounded}; hela kostnaden delas i proportion till dem."
        printed, own = self.procent[self.skillnad], self.sharing[self.skillnad]
        return (
            f"{rounded}; {self.skillnad} bär skillnaden och betalar efter {decimal(own)} i stället "
            f"för {decimal(printed)} procent."
        )

    def kept(self, keep: Callable[[str], bool]) -> Procent | Vikter | None:
        """Make weights of them where somebody is left out: they no longer add up to 100."""
        return self if all(map(keep, self.procent)) else self.as_weights().kept(keep)

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        percent = {code: exact(each) for code, each in lookup.by_code(self.sharing).items()}
        whole = Decimal(100) if self.skillnad else self.tillsammans or Decimal(100)
        return (Part(Weights("procent", percent, whole=exact(whole))),)


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
