"""Sums both ways of a year's allocation, and income against cost. Zero tolerance."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeVar

from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import Receiver

K = TypeVar("K", bound=Hashable)
N = TypeVar("N", int, Fraction)


def added(parts: Iterable[Mapping[K, N]]) -> dict[K, N]:
    """Add up kronor by what they are of: a receiver, or anything else.

    >>> added([{"2582": 3}, {"2582": 4, "2580": 1}])
    {'2582': 7, '2580': 1}
    """
    sums: dict[K, N] = {}
    for part in parts:
        for key, kr in part.items():
            sums[key] = sums[key] + kr if key in sums else kr
    return sums


def less(now: Mapping[K, N], was: Mapping[K, N]) -> dict[K, N]:
    """Give what each has now, less what it had.

    >>> less({"2582": 3}, {"2582": 4, "2580": 1})
    {'2582': -1, '2580': -1}
    """
    return added([now, {who: -kr for who, kr in was.items()}])


def per_receiver(
    services: Iterable[ServiceAllocation], receivers: Iterable[Receiver]
) -> dict[Receiver, int]:
    """Add up what each receiver pays for the services, in kronor; zero for those with no part."""
    return added([dict.fromkeys(receivers, 0), *(service.amounts for service in services)])


class Result(NamedTuple):
    """Income and cost in kronor.

    >>> Result(income=7_830_800, cost=7_830_800).result
    0
    """

    income: int
    cost: int

    @property
    def result(self) -> int:
        """Income less cost: zero in a balanced budget."""
        return self.income - self.cost
