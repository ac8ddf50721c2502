"""The unit that a table is printed in, and what it hides of the amounts behind it.

A table in thousands shows amounts that were rounded once more, after the rule that made them; one
with öre shows shares that may never have been rounded to kronor. Amounts are counted in kronor, or
in öre where a table has any, so that all of them are whole.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.infer.intervals import EMPTY, Strip, strip
from enamnd_cost.engine.rounding import Method, Rounding, nearest
from enamnd_cost.files.by_member.units import TRACE

ORE = 100  # of a krona
UNITS = (1, 10, 50, 100, 500, 1_000, 5_000)  # kronor; coarser ones are hardly used


class Printed(NamedTuple):
    """What amounts are printed to the nearest of, halves upwards, and how many make a krona.

    A table in thousands has a step of 1 000; in kronor and öre one öre, of which there are 100 in a
    krona.
    """

    step: int = 1
    per_krona: int = 1

    @property
    def exact(self) -> bool:
        """Tell whole kronor: what is printed is what was decided."""
        return self == IN_KRONOR

    def kronor(self, amount: int | Fraction) -> int | Fraction:
        """Give an amount in kronor, whole where it is.

        >>> Printed(1, 100).kronor(12_500), Printed(1, 100).kronor(12_550)
        (125, Fraction(251, 2))
        """
        value = Fraction(amount, self.per_krona)
        return int(value) if value.denominator == 1 else value

    def nearest(self, amount: int) -> int:
        """Give what is printed of an amount, zero or more.

        >>> Printed(1_000).nearest(97_500), Printed(1_000).nearest(97_499)
        (98000, 97000)
        """
        return (2 * amount + self.step) // (2 * self.step) * self.step

    def hides(self, unit: int) -> bool:
        """Tell whether amounts in a unit cannot be told from what is printed of them."""
        return unit % self.step != 0

    def units(self) -> list[int]:
        """List the units that amounts may have been rounded to.

        >>> Printed().units(), Printed(10_000).units(), Printed(1, 100).units()[:2]
        ([1, 10, 50, 100, 500, 1000, 5000], [1, 10, 50, 100, 500, 1000, 5000, 10000], [1, 100])
        """
        return sorted({*(unit * self.per_krona for unit in UNITS), self.step})

    def roundings(self, unit: int, *, monthly: bool) -> list[Rounding]:
        """List the ways to round to a unit.

        Öre are printed, not decided on: shares are shown to the nearest, or handed out. And who is
        handed one more of a unit that is not seen is not seen either.
        """
        methods = list(Method)
        if unit < self.per_krona:
            methods = [Method.NEAREST, Method.LARGEST_REMAINDER]
        if self.hides(unit * 12 if monthly else unit):
            methods.remove(Method.LARGEST_REMAINDER)
        return [Rounding(unit, method, monthly) for method in methods]

    def strip(self, amount: int, unit: int, method: Method | None) -> Strip:
        """Give the exact shares that a method rounds to what is printed as ``amount``.

        Without a method: those that any could, and all that do so at any smaller unit.

        >>> Printed(1_000).strip(97_000, 100, Method.UP)
        Strip(low=192800, low_open=True, high=194800, high_open=False)
        """
        if method is None:
            around, beyond = strip(amount, unit, None), self.step if self.step > 1 else 0
            return around._replace(low=around.low - beyond, high=around.high + beyond)
        if not self.hides(unit):
            return strip(amount, unit, method)
        first, last = self._behind(amount, unit)
        if first > last:
            return EMPTY
        low, high = strip(first, unit, method), strip(last, unit, method)
        return low._replace(high=high.high, high_open=high.high_open)

    def may_be(self, amount: int, unit: int) -> bool:
        """Tell whether a whole number of units is printed as ``amount``."""
        first, last = self._behind(amount, unit)
        return first <= last

    def _behind(self, amount: int, unit: int) -> tuple[int, int]:
        """Give the lowest and highest amount in whole units that is printed so."""
        low, high, twice = 2 * amount - self.step, 2 * amount + self.step, 2 * unit
        return -(-low // twice) * unit, (-(-high // twice) - 1) * unit


IN_KRONOR = Printed()


def printed_of(step: Fraction, values: Collection[Fraction]) -> Printed:
    """Say what a table with such a step and such amounts, in kronor, is printed to the nearest of.

    >>> printed_of(Fraction(1, 100), [Fraction(25, 2)]), printed_of(Fraction(1000), [])
    (Printed(step=1, per_krona=100), Printed(step=1000, per_krona=1))
    """
    whole = all(abs(kr - nearest(kr)) < TRACE for kr in values)
    if whole:
        return Printed(max(int(step), 1))
    return Printed(int(step * ORE), ORE)
