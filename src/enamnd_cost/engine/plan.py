"""What is to be allocated: one service in one year, with everything that decides who pays what.

Keys, mixes and amounts are plain values here; what the TOML files call them is the model's affair.
All text (``label``, ``name``) is carried through to the explanation and never interpreted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction
from math import prod
from types import MappingProxyType
from typing import NamedTuple, assert_never

from enamnd_cost.engine.damping import Rule
from enamnd_cost.engine.limits import Limits
from enamnd_cost.engine.participation import WHOLE_YEAR, Months, Participation
from enamnd_cost.engine.rounding import Receiver, Rounding


class Node(NamedTuple):
    """One service in one year: the unit of allocation, and what other services can build on."""

    service: str
    year: int


class Basis(Enum):
    """What a key goes by, for those who put it in words or ask what has changed."""

    STATED = "stated"
    EQUAL = "equal"
    POPULATION = "population"
    DATED = "dated"
    AMOUNTS = "amounts"
    STEPS = "steps"


# By how much more or less than its weight, or than its charge, a receiver counts: 0.9 of it. Who is
# not there counts as it is.
Counted = Mapping[Receiver, int | Fraction]
AS_IT_IS: Counted = MappingProxyType({})
NO_LIMITS: Mapping[str, Limits] = MappingProxyType({})


class Weights(NamedTuple):
    """A key: each receiver's weight. A share is the receiver's part of all weights taking part.

    Equal parts are weights of one; population, percentages and measured use are weights as well.
    ``whole`` is what the weights of those taking part must add up to: 100 for per cent (or what
    they come to where they were rounded in print), else None. ``of`` names the measure that is
    counted at a date (``basis``), so that the same one at another date is known for the same key.
    """

    label: str
    weights: Mapping[Receiver, int | Fraction]
    whole: int | Fraction | None = None
    basis: Basis = Basis.STATED
    of: str = ""


class ProportionsOf(NamedTuple):
    """A key whose weights are the rounded amounts of another service or year."""

    label: str
    source: Node
    basis: Basis = Basis.AMOUNTS


class Part(NamedTuple):
    """One key of a mix and its proportion: 50/50 is two parts of proportion one."""

    key: Weights | ProportionsOf
    proportion: int | Fraction = 1


class Factor(NamedTuple):
    """One year's uprating: ``percent`` added to what it was the year before, by ``series``."""

    series: str
    year: int
    percent: Fraction

    @property
    def value(self) -> Fraction:
        """The number to multiply by.

        >>> Factor("AKI", 2023, Fraction("5.75")).value
        Fraction(423, 400)
        """
        return 1 + self.percent / 100


def product(factors: Iterable[Factor]) -> Fraction:
    """Multiply each year's factor, exactly.

    >>> product((Factor("AKI", 2023, Fraction("5.75")), Factor("AKI", 2024, Fraction(0))))
    Fraction(423, 400)
    """
    return prod((factor.value for factor in factors), start=Fraction(1))


class Uprating(NamedTuple):
    """What is uprated, another year's cost or its amounts one by one, and by what."""

    source: Node
    factors: tuple[Factor, ...]
    by_amounts: bool = False


class SharedCost(NamedTuple):
    """A cost item in kronor a year, to be shared by a mix of keys among those who take part."""

    name: str
    cost: Fraction | Uprating
    parts: tuple[Part, ...]
    participation: Participation
    counted: Counted = AS_IT_IS


class Charge(NamedTuple):
    """A quantity at a price in kronor: 120 GB at 84, or one fee of 40 000.

    ``called`` is what it is charged for, where that is its own: a step of several.
    """

    quantity: int | Fraction
    price: int | Fraction
    called: str = ""


class Charges(NamedTuple):
    """A cost item where each receiver is charged an amount of its own, whatever the others pay.

    Agreed amounts are ``by_month``: they hold for a year, and part of a year gives that part.
    Measured use and fees are what they are; what is paid ``once`` cannot be uprated. Prices of an
    earlier year are uprated by ``factors``. Several items may have one name: a fixed amount and a
    rate are two charges for the same thing. What was charged by a ``rule`` of the model went by the
    ``sizes`` of the receivers; both are carried through for those who ask what has changed.
    """

    name: str
    label: str
    charges: Mapping[Receiver, Charge]
    participation: Participation
    by_month: bool = False
    once: bool = False
    basis: Basis = Basis.STATED
    factors: tuple[Factor, ...] = ()
    counted: Counted = AS_IT_IS
    rule: object = None
    sizes: Mapping[Receiver, int | Fraction] = MappingProxyType({})

    def kronor(self, receiver: Receiver) -> int | Fraction:
        """Give what a receiver is charged for a whole year, in kronor."""
        charge, counted = self.charges[receiver], self.counted.get(receiver, 1)
        return charge.quantity * charge.price * product(self.factors) * counted


class UpratedAmounts(NamedTuple):
    """A cost item that takes every receiver's rounded amount of another year, uprated."""

    name: str
    source: Node
    factors: tuple[Factor, ...]
    participation: Participation


Item = SharedCost | Charges | UpratedAmounts


def uprating(item: Item) -> Uprating | None:
    """Say what an item is uprated from, if it is."""
    match item:
        case UpratedAmounts():
            return Uprating(item.source, item.factors, by_amounts=True)
        case SharedCost():
            return item.cost if isinstance(item.cost, Uprating) else None
        case Charges():
            return None
        case never:
            assert_never(never)


def factors_of(item: Item) -> tuple[Factor, ...]:
    """Give the factors that an item is uprated by: its cost, its amounts or its prices."""
    if isinstance(item, Charges):
        return item.factors
    up = uprating(item)
    return up.factors if up else ()


class Damping(NamedTuple):
    """How far each amount may be, by a ``rule``, from that of another year, the ``source``."""

    source: Node
    rule: Rule


class Plan(NamedTuple):
    """One service in one year, in all its months or in those that the service is there.

    Costs and agreed amounts are a whole year's; in ``months`` that are fewer, the service bears
    that part of them. ``stated_cost`` (*underlag*) and ``stated_total`` (*belopp*) are what the
    files say, in kronor a year: the items must cost the one, and the rounded amounts must add up to
    the other or to the months' part of it, exactly. ``limits`` are the lowest and highest amounts
    that each pays for the items of a name. With ``damping`` the rounded amounts go only so far from
    last year's; their sum stays.
    """

    node: Node
    items: tuple[Item, ...]
    rounding: Rounding = Rounding()
    stated_cost: int | None = None
    stated_total: int | None = None
    months: Months = WHOLE_YEAR
    limits: Mapping[str, Limits] = NO_LIMITS
    damping: Damping | None = None

    def sources(self) -> set[Node]:
        """Name the allocations that this one builds on."""
        uprated = {up.source for item in self.items if (up := uprating(item))}
        keys = (
            part.key for item in self.items if isinstance(item, SharedCost) for part in item.parts
        )
        damped = {self.damping.source} if self.damping else set()
        return uprated | damped | {key.source for key in keys if isinstance(key, ProportionsOf)}
