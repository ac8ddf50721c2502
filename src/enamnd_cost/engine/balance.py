"""Sums both ways of a year's allocation, and income against cost. Zero tolerance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import Receiver


def per_receiver(
    services: Iterable[ServiceAllocation], receivers: Iterable[Receiver]
) -> dict[Receiver, int]:
    """Add up what each receiver pays for the services, in kronor; zero for those with no part."""
    sums = dict.fromkeys(receivers, 0)
    for service in services:
        for receiver, row in service.rows.items():
            sums[receiver] += row.amount
    return sums


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


def result(services: Iterable[ServiceAllocation], costs: Mapping[str, int]) -> Result:
    """Set what the municipalities pay for the services against the decided ``costs`` (by id)."""
    return Result(sum(service.total for service in services), sum(costs.values()))
