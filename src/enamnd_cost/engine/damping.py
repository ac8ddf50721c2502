"""How much an amount may change in a year, whoever says so: a scenario's phasing in, or a service.

A rule gives each its limits from what it paid the year before, and one year's step within them.
Where there is no such step, the remedy is one that has been tried.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import Bounds
from enamnd_cost.engine.phasing import PHASING, Called, Kronor, step
from enamnd_cost.engine.rounding import Receiver

DAMPING = Called(
    "EK321", "dampning", "dämpningen", "dämpa", "dämpa bara år då alla betalar: ta bort dampning"
)
UNITS = (100, 10, 1)


class Per(Enum):
    """What a limit is counted in, by the end of its key."""

    PERCENT = "procent"
    A_HEAD = "kr_per_invanare"
    KRONOR = "kr"


# No remedy is sought beyond these: per cent, kronor per inhabitant, kronor.
WIDEST = {Per.PERCENT: 1_000, Per.A_HEAD: 1_000, Per.KRONOR: 10**9}


class Bound(NamedTuple):
    """How much an amount may change in a year, one way: of what was paid, or in kronor.

    ``people`` are those that kronor per inhabitant are counted by.
    """

    per: Per
    size: Fraction
    people: Mapping[Receiver, int | Fraction] = MappingProxyType({})

    def room(self, who: Receiver, paid: int) -> Fraction:
        """Give how much the amount may change, in kronor.

        Raises ``AllocationError`` (EK308) for who has no inhabitants to count by: a region, say.

        >>> Bound(Per.PERCENT, Fraction(5)).room("2582", 300)
        Fraction(15, 1)
        """
        match self.per:
            case Per.PERCENT:
                return paid * self.size / 100
            case Per.A_HEAD:
                if who not in self.people:
                    raise AllocationError(
                        "EK308",
                        "{kommuner} har ingen folkmängd, som gränsen i kronor per invånare räknas "
                        "på",
                        remedy="ange gränsen i procent eller i kronor, eller lägg till folkmängden",
                        receivers=(who,),
                    )
                return self.size * self.people[who]
            case Per.KRONOR:
                return self.size


class Rule(NamedTuple):
    """How much each may ``rise`` and ``fall`` in a year; None is no limit.

    What changes is handed out in whole ``unit`` (kronor). ``either_way`` lets those who are not
    held carry the others' part whichever way that moves them.
    """

    rise: Bound | None = None
    fall: Bound | None = None
    unit: int = 1
    either_way: bool = False
    called: Called = PHASING

    def limits(self, paid: Kronor, target: Iterable[Receiver]) -> dict[Receiver, Bounds]:
        """Give each one's limits in kronor, in whole units, counted from what it paid.

        Who did not pay before has nothing to count from, and no limit.

        >>> Rule(fall=Bound(Per.PERCENT, Fraction(10))).limits({"2582": 105}, ["2582", "2580"])
        {'2582': Bounds(least=95, most=None)}
        """
        return {who: self._around(who, paid[who]) for who in target if paid.get(who)}

    def _around(self, who: Receiver, paid: int) -> Bounds:
        least = most = None
        if self.rise is not None:
            most = int((paid + self.rise.room(who, paid)) // self.unit) * self.unit
        if self.fall is not None:
            least = -int((self.fall.room(who, paid) - paid) // self.unit) * self.unit
        return Bounds(least, most)

    def step(self, paid: Kronor, target: Kronor) -> dict[Receiver, int]:
        """Go as far towards the target in a year as the limits allow (see :mod:`phasing`).

        Raises ``AllocationError``, with what would help, where the limits cannot be met.
        """
        try:
            return self.within_limits(paid, target)
        except AllocationError as error:
            raise replace(error, remedy=self.remedy(paid, target, error.remedy)) from None

    def within_limits(self, paid: Kronor, target: Kronor) -> dict[Receiver, int]:
        """Go as far, with no remedy sought where the limits cannot be met."""
        limits, either_way = self.limits(paid, target), self.either_way
        return step(paid, target, limits, self.unit, either_way=either_way, called=self.called)

    def remedy(self, paid: Kronor, target: Kronor, otherwise: str) -> str:
        """Say which one change of the rule would help, where one would; else what is said."""
        smaller = [unit for unit in UNITS if unit < self.unit]
        change, less = f"ändra {self.called.the}", self.called.smaller

        def refusal(rule: Rule) -> str | None:
            return _refusal(rule, paid, target)

        if otherwise == less:
            fine = next(unit for unit in smaller if refusal(self._replace(unit=unit)) != less)
            return f"{change}: till = {fine}"
        units = [unit for unit in smaller if refusal(self._replace(unit=unit)) is None][:1]
        either_way = refusal(self._replace(either_way=True)) is None
        ways = [
            *self._wider(refusal),
            *(f"till = {unit}" for unit in units),
            *(["aven_at_fel_hall = true"] if either_way else []),
        ]
        return f"{change}: {' eller '.join(ways)}" if ways else otherwise

    def _wider(self, refusal: Callable[[Rule], str | None]) -> Iterator[str]:
        """Say how wide each limit that there is would have to be, in whole per cent or kronor."""
        wider: tuple[tuple[str, Bound | None, Callable[[Bound], Rule]], ...] = (
            ("hogst", self.rise, lambda bound: self._replace(rise=bound)),
            ("lagst", self.fall, lambda bound: self._replace(fall=bound)),
        )
        for word, bound, put in wider:
            if bound is None:
                continue

            def helps(size: int, bound: Bound = bound, put: Callable[[Bound], Rule] = put) -> bool:
                return refusal(put(bound._replace(size=Fraction(size)))) is None

            most = WIDEST[bound.per]
            least = 1 + bisect_left(range(1, most + 1), True, key=helps)
            if least <= most:
                yield f"{word}_{bound.per.value} = {least}"


def _refusal(rule: Rule, paid: Kronor, target: Kronor) -> str | None:
    """Give the remedy for what would be wrong with a rule, or None for nothing."""
    try:
        made = rule.within_limits(paid, target)
    except AllocationError as error:
        return error.remedy
    return "" if made == paid else None
