"""Buying in afterwards: what a newcomer pays, and what those who paid before get back.

Each past cost is shared anew as if the newcomer had been there. What of it is worn out is left as
it is; of the rest, each settles the difference between what it should have paid and what it did.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.balance import added
from enamnd_cost.engine.participation import Months
from enamnd_cost.engine.result import Row, ServiceAllocation
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.engine.two_way import round_table


class Past(NamedTuple):
    """A year's cost as it was paid, and as it would have been shared with the newcomer.

    ``months`` are those that are bought in to, and ``left`` what is not worn out of them (0 to 1).
    """

    paid: ServiceAllocation
    shared: ServiceAllocation
    months: Months
    left: Fraction

    def payments(self) -> dict[Receiver, Fraction]:
        """Give what each paid for what counts: its amount, in proportion to its months."""
        return {
            who: row.amount * _within(row, self.months) / row.exact * self.left
            for who, row in self.paid.rows.items()
            if row.exact
        }

    @property
    def counts(self) -> Fraction:
        """What counts of what was paid, by all."""
        return sum(self.payments().values(), Fraction(0))

    def shares(self) -> dict[Receiver, Fraction]:
        """Give what each would have borne of the same sum."""
        exact = {who: _within(row, self.months) for who, row in self.shared.rows.items()}
        whole = sum(exact.values(), Fraction(0))
        paid = self.counts
        return {who: paid * share / whole for who, share in exact.items()} if whole else {}


def _within(row: Row, months: Months) -> Fraction:
    """Give a row's exact share in some months of the year."""
    share = Fraction(0)
    for step in row.steps:
        common = min(step.months.last, months.last) - max(step.months.first, months.first) + 1
        share += step.exact * Fraction(max(common, 0), step.months.length)
    return share


class Settlement(NamedTuple):
    """What a receiver has paid, what it should have, and what it now pays (or gets, below zero).

    Kronor; ``paid`` and ``share`` are of what counts, exact, and ``pays`` is whole.
    """

    paid: Fraction
    share: Fraction
    pays: int


def settle(past: Iterable[Past], unit: int = 1) -> dict[Receiver, Settlement]:
    """Settle past years between all that have or should have had a part in them; the sum is zero.

    What was paid in a year is shared in the proportions of the sharing with the newcomer, so that
    rounding then does not become money now.
    """
    years = list(past)
    paid = added(year.payments() for year in years)
    shares = added(year.shares() for year in years)
    zero = Fraction(0)
    sides = {who: (paid.get(who, zero), shares.get(who, zero)) for who in (*paid, *shares)}
    # A table of one column, whose sum is zero and stays so: the nearest amounts that give it.
    pays = round_table({"": {who: share - kr for who, (kr, share) in sides.items()}}, unit)[""]
    return {who: Settlement(kr, share, pays[who].amount) for who, (kr, share) in sides.items()}


def worth(age: int, life: int | None) -> Fraction:
    """Give what is left of a cost after ``age`` months of a life of ``life``; None wears nothing.

    >>> worth(24, 60)
    Fraction(3, 5)
    """
    if life is None:
        return Fraction(1)
    return max(Fraction(life - age, life), Fraction(0))
