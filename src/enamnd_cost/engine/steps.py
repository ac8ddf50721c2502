"""The steps from cost to krona, recorded while allocating: the explanation is the computation.

Every amount can be had again from its steps: a receiver's exact share is the sum of its
:class:`ShareStep`, :class:`ChargeStep` and :class:`UprateStep`, and its amount is the sum of its
:class:`RoundingStep`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.participation import Months
from enamnd_cost.engine.plan import Basis, Factor, Node
from enamnd_cost.engine.rounding import Rounded


class CostStep(NamedTuple):
    """What a cost item costs in a year, in kronor, and what it was uprated from, if it was."""

    item: str
    cost: Fraction
    source: Node | None = None
    base: Fraction | None = None
    factors: tuple[Factor, ...] = ()


class ShareStep(NamedTuple):
    """``exact = cost * weight / total``: one receiver's part of one key's part of a cost."""

    item: str
    label: str
    basis: Basis
    months: Months
    cost: Fraction
    weight: int | Fraction
    total: int | Fraction
    exact: Fraction


class ChargeStep(NamedTuple):
    """``exact = quantity * price * months / of_months``: a receiver's own charge."""

    item: str
    label: str
    months: Months
    of_months: int
    quantity: int | Fraction
    price: int | Fraction
    exact: Fraction


class UprateStep(NamedTuple):
    """``exact = base * factors * months / 12``: last time's amount, uprated."""

    item: str
    source: Node
    base: int
    factors: tuple[Factor, ...]
    months: Months
    exact: Fraction


class Together(NamedTuple):
    """What a receiver's shares of services rounded together came to, in kronor: before, after."""

    services: tuple[str, ...]
    exact: Fraction
    amount: int


class RoundingStep(NamedTuple):
    """A share rounded, ``times`` as many times as there are months it stands for (else once).

    ``together`` is there where the share was rounded with those of other services, in two ways.
    """

    months: Months
    times: int
    rounded: Rounded
    together: Together | None = None

    @property
    def amount(self) -> int:
        """The kronor that this rounding came to."""
        return self.rounded.amount * self.times


Step = ShareStep | ChargeStep | UprateStep
