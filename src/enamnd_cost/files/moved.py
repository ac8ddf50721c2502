"""Who moved much since the figures before: told of population and of measures alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.swedish import decimal

When = TypeVar("When", int, dt.date)


@dataclass(frozen=True)
class Moved:
    """A member whose figure moved much from the year, or the date, before."""

    name: str
    before: Fraction
    after: Fraction
    since: int | dt.date

    @property
    def percent(self) -> Fraction | None:
        """The change in per cent; None where there was nothing before."""
        return 100 * (self.after - self.before) / self.before if self.before else None

    @property
    def words(self) -> str:
        """Say who went from what to what.

        >>> Moved("Boden", Fraction(200), Fraction(250), 2023).words
        'Boden gick från 200 (2023) till 250, 25 %'
        """
        share = f", {decimal(self.percent, 1)} %" if self.percent is not None else ""
        return (
            f"{self.name} gick från {decimal(self.before)} ({self.since}) till "
            f"{decimal(self.after)}{share}"
        )


def moved_since(
    held: Mapping[When, Mapping[str, int | Decimal]],
    kommuner: Kommuner,
    when: When,
    given: Mapping[str, int | Decimal],
    most: Fraction,
) -> list[Moved]:
    """List those whose figure moved more than ``most`` per cent since the nearest before.

    ``held`` is by what members are called in a file, ``given`` by their codes.
    """
    before = max((each for each in held if each < when), default=None)
    if before is None:
        return []
    found = []
    for name, old in held[before].items():
        code, then = kommuner.resolve(name), Fraction(old)
        if code is None or code not in given:
            continue
        now = Fraction(given[code])
        if abs(now - then) * 100 > most * then:
            found.append(Moved(kommuner.names[code], then, now, before))
    return found
