"""Who takes part, month by month: a year is cut into spans in which the same receivers take part.

A year's cost is spread evenly over twelve months, and each month's cost is shared by those who
take part that month. So a municipality that joins on 1 July pays for six months, the others pay
less from then on, and the cost is always covered exactly. A service that begins or ends within the
year bears only the months that it is there.
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

    def common(self, other: Months) -> Months | None:
        """Give the months that are in both runs, if there are any.

        >>> Months(1, 9).common(Months(7, 12))
        Months(first=7, last=9)
        """
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Months(first, last) if first <= last else None


MONTHS_A_YEAR = 12
WHOLE_YEAR = Months(1, MONTHS_A_YEAR)

Participation = Mapping[Receiver, Months]


def spans(participations: Iterable[Participation], within: Months = WHOLE_YEAR) -> list[Months]:
    """Cut some months (else the year) where anybody joins or leaves anything.

    >>> spans([{"2582": WHOLE_YEAR, "2580": Months(7, 12)}])
    [Months(first=1, last=6), Months(first=7, last=12)]
    >>> spans([{"2582": WHOLE_YEAR, "2580": Months(7, 9)}], Months(7, 12))
    [Months(first=7, last=9), Months(first=10, last=12)]
    """
    starts = {within.first}
    for participation in participations:
        for months in participation.values():
            starts |= {months.first, months.last + 1}
    inside = sorted(start for start in starts if within.first <= start <= within.last)
    return [Months(first, after - 1) for first, after in pairwise([*inside, within.last + 1])]


def stretched(participation: Participation, within: Months) -> Participation:
    """Say who would take part had the service been there all year, and not some months of it.

    Who is there when it begins, or ends, would have been there before, or after.

    >>> stretched({"2582": Months(7, 12), "2580": Months(10, 12)}, Months(7, 12))
    {'2582': Months(first=1, last=12), '2580': Months(first=10, last=12)}
    """
    return {
        who: Months(
            1 if months.first <= within.first else months.first,
            MONTHS_A_YEAR if months.last >= within.last else months.last,
        )
        for who, months in participation.items()
    }
