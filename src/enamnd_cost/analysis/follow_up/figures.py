"""What a line has on one side: budget, outcome and forecast, in kronor; None is not reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

N = TypeVar("N", int, Fraction)


class Figures(NamedTuple):
    """A line's kronor on one side, or its result: income less cost.

    ``so_far`` is the part of the budget that belongs to the months of the outcome, exact.
    """

    budget: int | None
    so_far: Fraction | None
    outcome: int | None
    forecast: int | None

    @property
    def deviation(self) -> int | None:
        """The budget less the forecast, as the nämnd prints it: more than budgeted is minus.

        >>> Figures(0, None, None, 1_158_800).deviation
        -1158800
        """
        return less(self.budget, self.forecast)

    def less(self, other: Figures) -> Figures:
        """Take another side's figures away: income less cost is the result."""
        return Figures(
            less(self.budget, other.budget),
            less(self.so_far, other.so_far),
            less(self.outcome, other.outcome),
            less(self.forecast, other.forecast),
        )


def less(one: N | None, other: N | None) -> N | None:
    """Give a difference, where both are known.

    >>> less(5, 2), less(5, None)
    (3, None)
    """
    return None if one is None or other is None else one - other


def added(parts: Sequence[N | None], nothing: N) -> N | None:
    """Add up, where all are known: a sum with something left out is none.

    >>> added([1, 2], 0), added([1, None], 0)
    (3, None)
    """
    known = [part for part in parts if part is not None]
    return sum(known, nothing) if len(known) == len(parts) else None


def whole(parts: Iterable[Figures]) -> Figures:
    """Add up lines.

    >>> whole([Figures(2, None, 1, 3), Figures(5, None, None, 4)])
    Figures(budget=7, so_far=None, outcome=None, forecast=7)
    """
    each = list(parts)
    return Figures(
        added([part.budget for part in each], 0),
        added([part.so_far for part in each], Fraction(0)),
        added([part.outcome for part in each], 0),
        added([part.forecast for part in each], 0),
    )
