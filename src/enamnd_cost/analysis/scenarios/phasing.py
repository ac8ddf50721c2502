"""A scenario phased in: each municipality's limits in a year, the step within them, who waits."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.phasing import SMALLER, Limits, Waiting, step, waiting
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.scenario import Infasning

LIMITS = ("hogst_procent", "hogst_kr_per_invanare", "lagst_procent", "lagst_kr_per_invanare")
WIDEST = 1_000  # per cent, or kronor per inhabitant: no remedy is sought beyond that


@dataclass(frozen=True)
class PhasedYear:
    """One year of a phasing-in: from what was ``paid`` towards the ``target``, in kronor by code.

    ``kommuner`` are those of the target, whose population the limits may count.
    """

    phasing: Infasning
    paid: Mapping[str, int]
    target: Mapping[str, int]
    kommuner: Kommuner

    def step(self, year: int) -> tuple[dict[str, int], Waiting]:
        """Give what each pays this year, and who waits.

        Raises ``AllocationError`` (EK311), with what would help, where the limits cannot be met, or
        are so narrow that nothing changes.
        """
        try:
            made = self._stepped()
        except AllocationError as error:
            raise replace(error, remedy=self._remedy(error.remedy)) from None
        if made == self.paid != self.target:
            text = f"gränserna är så snäva att ingenting ändras {year}; den nya modellen nås aldrig"
            remedy = self._remedy("vidga gränserna")
            raise AllocationError("EK311", text, remedy=remedy, field="infasning")
        return made, waiting(self.paid, self.target, self.limits, made)

    def _stepped(self) -> dict[str, int]:
        either_way = self.phasing.aven_at_fel_hall
        return step(self.paid, self.target, self.limits, self.phasing.till, either_way=either_way)

    @property
    def limits(self) -> dict[str, Limits]:
        """Each municipality's limits, counted from what it paid the year before.

        Who did not pay before has nothing to count from, and no limit.
        """
        phasing, unit, limits = self.phasing, self.phasing.till, {}
        for who in self.target:
            before = self.paid.get(who, 0)
            if not before:
                continue
            up = self._change(who, phasing.hogst_procent, phasing.hogst_kr_per_invanare)
            down = self._change(who, phasing.lagst_procent, phasing.lagst_kr_per_invanare)
            most = None if up is None else int((before + up) // unit) * unit
            least = None if down is None else -int((down - before) // unit) * unit
            limits[who] = Limits(least, most)
        return limits

    def _change(self, who: str, percent: Decimal | None, a_head: Decimal | None) -> Fraction | None:
        """Give how much a limit allows, in kronor; None where there is no limit."""
        if percent is not None:
            return self.paid[who] * Fraction(percent) / 100
        if a_head is None:
            return None
        people = latest_population(self.kommuner)
        return Fraction(a_head) * (people[who][1] if who in people else 0)

    def _remedy(self, otherwise: str) -> str:
        """Say which one change of the phasing-in would help, where one would."""
        smaller = [unit for unit in (100, 10, 1) if unit < self.phasing.till]
        if otherwise == SMALLER:
            unit = next(unit for unit in smaller if self._refusal(till=unit) != SMALLER)
            return f"ändra infasningen: till = {unit}"
        units = [f"till = {unit}" for unit in smaller if self._refusal(till=unit) is None][:1]
        way = "aven_at_fel_hall"
        either_way = [f"{way} = true"] if self._refusal(**{way: True}) is None else []
        ways = [*self._wider(), *units, *either_way]
        return f"ändra infasningen: {' eller '.join(ways)}" if ways else otherwise

    def _wider(self) -> Iterator[str]:
        """Say how wide each limit that there is would have to be, in whole per cent or kronor."""
        for name in LIMITS:
            if getattr(self.phasing, name) is not None:
                wide = range(1, WIDEST + 1)
                least = 1 + bisect_left(
                    wide, True, key=lambda n: self._refusal(**{name: Decimal(n)}) is None
                )
                if least <= WIDEST:
                    yield f"{name} = {least}"

    def _refusal(self, **changed: object) -> str | None:
        """Give the remedy for what would still be wrong with other limits, or None for nothing."""
        other = replace(self, phasing=self.phasing.model_copy(update=changed))
        try:
            return "" if other._stepped() == self.paid else None  # noqa: SLF001 (its own kind)
        except AllocationError as error:
            return error.remedy


def latest_population(kommuner: Kommuner) -> dict[str, tuple[dt.date, int]]:
    """Give each municipality's population at the latest date there is of it, by code."""
    people: dict[str, tuple[dt.date, int]] = {}
    for held in sorted(kommuner.folkmangd, key=lambda held: held.datum):
        for name, count in held.invanare.items():
            if code := kommuner.resolve(name):
                people[code] = held.datum, count
    return people
