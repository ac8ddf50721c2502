"""Who takes part, month by month: a year is cut into spans in which the same receivers take part.

A cost is spread evenly over the year's twelve months, and each month's cost is shared by those who
take part that month. So a municipality that joins on 1 July pays for six months, the others pay
less from then on, and the cost is always covered exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.swedish import MONTHS


class Months(NamedTuple):
    """A run of whole months of one year, both ends included: 1 is January.

    >>> Months(7, 12).length
    6
    """

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months the run holds."""
        return self.last - self.first + 1

    @property
    def name(self) -> str:
        """The run in Swedish.

        >>> Months(7, 12).name
        'juli–december'
        """
        first, last = MONTHS[self.first - 1], MONTHS[self.last - 1]
        return first if first == last else f"{first}–{last}"

    def covers(self, other: Months) -> bool:
        """Tell whether every month of ``other`` is in this run."""
        return self.first <= other.first and other.last <= self.last


MONTHS_A_YEAR = 12
WHOLE_YEAR = Months(1, MONTHS_A_YEAR)

Participation = Mapping[Receiver, Months]


def spans(participations: Iterable[Participation]) -> list[Months]:
    """Cut the year where anybody joins or leaves anything.

    >>> spans([{"2582": WHOLE_YEAR, "2580": Months(7, 12)}])
    [Months(first=1, last=6), Months(first=7, last=12)]
    """
    starts = {1}
    for participation in participations:
        for months in participation.values():
            starts |= {months.first, months.last + 1}
    edges = [*sorted(start for start in starts if start <= WHOLE_YEAR.last), WHOLE_YEAR.last + 1]
    return [Months(first, after - 1) for first, after in pairwise(edges)]
