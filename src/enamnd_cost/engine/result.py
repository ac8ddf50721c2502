"""What comes out of a plan: kronor for each receiver, with every step; or why there are none.

The steps are recorded while allocating: the explanation is the computation. Every amount can be had
again from them: a receiver's exact share is the sum of its :class:`ShareStep`, :class:`ChargeStep`,
:class:`UprateStep` and :class:`LimitStep`, and its amount is the sum of its :class:`RoundingStep`
and of what its :class:`DampingStep`, if the service is damped, adds or takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import Bounds
from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Basis, Charges, Factor, Node, Plan
from enamnd_cost.engine.rounding import Receiver, Rounded


class CostStep(NamedTuple):
    """What a cost item costs in a year, in kronor, and what it was uprated from, if it was.

    ``months`` are those that the service is there: only their part of the cost is to be shared.
    """

    item: str
    cost: Fraction
    source: Node | None = None
    base: Fraction | None = None
    factors: tuple[Factor, ...] = ()
    months: Months = WHOLE_YEAR

    @property
    def shared(self) -> Fraction:
        """What of the cost is shared: all of it, or the months' part.

        >>> CostStep("Drift", Fraction(180_000), months=Months(7, 12)).shared
        Fraction(90000, 1)
        """
        return self.cost * self.months.length / MONTHS_A_YEAR


class ShareStep(NamedTuple):
    """``exact = cost * weight * counted / total``: a part of one key's part of a cost."""

    item: str
    label: str
    basis: Basis
    months: Months
    cost: Fraction
    weight: int | Fraction
    total: int | Fraction
    exact: Fraction
    counted: int | Fraction


class ChargeStep(NamedTuple):
    """``exact = quantity * price * factors * counted * months / of_months``: an own charge."""

    item: str
    label: str
    months: Months
    of_months: int
    quantity: int | Fraction
    price: int | Fraction
    exact: Fraction
    basis: Basis
    factors: tuple[Factor, ...]
    counted: int | Fraction
    called: str


class UprateStep(NamedTuple):
    """``exact = base * factors * months / 12``: last time's amount, uprated."""

    item: str
    source: Node
    base: int
    factors: tuple[Factor, ...]
    months: Months
    exact: Fraction


class LimitStep(NamedTuple):
    """What a lowest or highest amount adds to what the key gives, or takes from it.

    ``by_key`` is what the key gives (kronor), and ``limit`` the year's amount that the receiver is
    held at; None where it bears, or is spared, what others are held from.
    """

    item: str
    months: Months
    by_key: Fraction
    limit: int | None
    exact: Fraction


class Together(NamedTuple):
    """What a receiver's shares of services rounded together came to, in kronor: before, after."""

    services: tuple[str, ...]
    exact: Fraction
    amount: int


class RoundingStep(NamedTuple):
    """A share rounded, ``times`` as many times as there are months it stands for (else once).

    ``together`` is there where the share was rounded with those of other services, in two ways.
    ``once`` tells a fee that is paid once, in full: it is not rounded.
    """

    months: Months
    times: int
    rounded: Rounded
    together: Together | None = None
    once: bool = False

    @property
    def amount(self) -> int:
        """The kronor that this rounding came to."""
        return self.rounded.amount * self.times


class Standing(Enum):
    """Why a receiver has not come to what the key gives: see :class:`Waiting` of the phasing."""

    HELD = "held"
    WAITS = "waits"
    CARRIES = "carries"


class DampingStep(NamedTuple):
    """A rounded amount held near to last year's: ``amount = wanted + adds``, within ``limits``.

    ``paid`` is last year's amount and ``wanted`` what the roundings come to, less what is paid once
    in either year. ``standing`` tells why it is not ``wanted``, if it is not; the amount may be
    the same all the same.
    """

    source: Node
    paid: int
    wanted: int
    limits: Bounds
    amount: int
    standing: Standing | None = None

    @property
    def adds(self) -> int:
        """What it adds to the amount (below zero: takes from it), in kronor."""
        return self.amount - self.wanted


Step = ShareStep | ChargeStep | UprateStep | LimitStep


class Row(NamedTuple):
    """What one receiver pays for one service in one year, in kronor, and every step to it.

    ``damping`` is there where the service is damped.
    """

    exact: Fraction
    amount: int
    steps: tuple[Step, ...]
    roundings: tuple[RoundingStep, ...]
    damping: DampingStep | None = None

    @property
    def damped(self) -> int:
        """What damping adds to the amount, or takes from it, in kronor."""
        return self.damping.adds if self.damping else 0

    @property
    def lasting(self) -> int:
        """The amount less what is paid once, in kronor: what another year is compared with."""
        return self.amount - sum(step.amount for step in self.roundings if step.once)


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
    def level(self) -> Fraction:
        """What the service costs in a whole year, in kronor: its months' cost, times 12 by months.

        Measured use and fees are what they are, however long the service is there.
        """
        own = {i.name for i in self.plan.items if isinstance(i, Charges) and not i.by_month}
        steps = (step for row in self.rows.values() for step in row.steps)
        apart = sum((step.exact for step in steps if step.item in own), Fraction(0))
        return (self.cost - apart) * MONTHS_A_YEAR / self.plan.months.length + apart

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
