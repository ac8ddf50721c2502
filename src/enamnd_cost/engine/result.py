"""What comes out of a plan: kronor for each receiver, with every step; or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.plan import Node, Plan
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.engine.steps import CostStep, RoundingStep, Step


class Row(NamedTuple):
    """What one receiver pays for one service in one year, in kronor, and every step to it."""

    exact: Fraction
    amount: int
    steps: tuple[Step, ...]
    roundings: tuple[RoundingStep, ...]


class ServiceAllocation(NamedTuple):
    """One service in one year, allocated, in kronor.

    ``rows`` holds everyone who takes part, by code; ``cost`` is the exact cost that was shared or
    charged, and ``total`` the sum of the rounded amounts.
    """

    plan: Plan
    costs: tuple[CostStep, ...]
    rows: Mapping[Receiver, Row]
    cost: Fraction
    total: int

    @property
    def node(self) -> Node:
        """Which service and year this is."""
        return self.plan.node

    @property
    def amounts(self) -> dict[Receiver, int]:
        """The rounded amounts, in kronor."""
        return {receiver: row.amount for receiver, row in self.rows.items()}


# What has been allocated, for those who build on it.
Done = Mapping[Node, ServiceAllocation]


class Failure(NamedTuple):
    """A service and year that could not be allocated, and why."""

    node: Node
    error: AllocationError


class Outcome(NamedTuple):
    """All that could be allocated, and a failure for each that could not.

    Of services rounded together none is done if one fails, and only those that fail themselves are
    failures: one mistake is told once.
    """

    done: Done
    failures: tuple[Failure, ...]
