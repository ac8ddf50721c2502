"""A hypothesis: key, date, rounding and cost, with what the model then gives in every cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, cast

from enamnd_cost.analysis.infer.intervals import Interval, exact_costs, roundest, significant
from enamnd_cost.analysis.infer.keys import Kind, TriedKey
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.plane import equal_parts
from enamnd_cost.analysis.infer.printed import Printed
from enamnd_cost.engine.rounding import Method, Rounding, round_shares

EqualPart = tuple[Fraction, Fraction]  # of a cost, from 0 to 1: at least and at most
TELLING = 3  # one in a thousand: a hypothesis that fits more than that fits anything


class Deviation(NamedTuple):
    """A cell that does not follow: what is printed and what the model gives."""

    code: str
    printed: int
    model: int

    @property
    def difference(self) -> int:
        """What is printed beyond the model."""
        return self.printed - self.model


@dataclass(frozen=True)
class Hypothesis:
    """One way to make the table; amounts are counted in what those of the table are.

    ``low`` and ``high`` are the whole costs that give the same cells, ``cost`` the one proposed;
    all three are None where only a factor is known that gives no whole cost. ``cost`` is None as
    well for a mix whose parts cannot both be whole.
    ``amounts`` is what the model gives everyone who takes part, as the table prints it. ``factor``
    is the exact interval of an uprating, ``corners`` those of the region of mixes that fit: exact
    points of (equal parts, by population). ``one_in`` is the k of "one random table in 10**k would
    fit as well", once it is weighed.
    """

    key: TriedKey
    rounding: Rounding
    observed: Observed
    low: int | None
    high: int | None
    cost: int | None
    amounts: Mapping[str, int]
    factor: Interval | None = None
    corners: tuple[tuple[Fraction, Fraction], ...] = ()
    one_in: int = 0

    @property
    def telling(self) -> bool:
        """Tell whether it says anything: that it does not fit nearly every table."""
        return self.one_in >= TELLING

    @property
    def kind(self) -> Kind:
        """The kind of key."""
        return self.key.kind

    @property
    def charges(self) -> bool:
        """Tell what gives the amounts itself, so that there is no cost to share."""
        if self.kind is Kind.REDUCED:
            return isinstance(self.key.fordelning["fordelning"], dict)
        return self.kind in (Kind.RATE, Kind.FIXED_RATE, Kind.STEPS)

    @property
    def unit(self) -> int:
        """What an amount of a year is seen to be a multiple of."""
        return max(self.rounding.year_unit, self.observed.printed.step)

    @property
    def in_kronor(self) -> bool:
        """Tell whether its amounts are whole kronor, and seen: nothing is hidden by the table."""
        printed = self.observed.printed
        return printed.per_krona == 1 and not printed.hides(self.rounding.year_unit)

    @property
    def participants(self) -> frozenset[str]:
        """Those who share: who has any weight."""
        return frozenset(code for code, weight in self.key.weights.items() if weight)

    @property
    def date(self) -> dt.date | None:
        """Whose date it goes by, itself or by the table that it follows."""
        return self.key.base.date if self.key.base else self.key.date

    @cached_property
    def equal_part(self) -> EqualPart | None:
        """How much of the cost is shared equally, at least and at most; None if nobody knows."""
        if self.corners:
            return equal_parts(self.corners)
        return (self.key.base.equal_part,) * 2 if self.key.base else None

    @property
    def is_copy(self) -> bool:
        """Tell whether it only says that the table is another one, amount by amount."""
        follows = self.kind in (Kind.PROPORTIONS, Kind.UPRATED)
        printed, nearest = self.observed.amounts.items(), self.observed.printed.nearest
        return follows and all(nearest(self.key.weights[code]) == kr for code, kr in printed)

    def same_key(self, other: Hypothesis) -> bool:
        """Tell whether they share by the same key, whatever the date, rounding and participants."""
        ours, theirs = self.equal_part, other.equal_part
        if self.kind is other.kind is Kind.STEPS:
            return True  # the same rows: only who has none can differ
        if self.kind is other.kind is Kind.REDUCED:
            return self._reduced == other._reduced
        if ours is None or theirs is None:
            return self.kind == other.kind and self.key.fordelning == other.key.fordelning
        if self.kind is other.kind is Kind.MIX:
            return True
        return one_blend(self, theirs, max(self.unit, other.unit))

    @property
    def _reduced(self) -> tuple[str, dict[str, Decimal]]:
        """What a key is of which one has a part: a rate is by population as a cost may be."""
        key, factor = self.key.fordelning["fordelning"], self.key.fordelning["faktor"]
        return "invanare" if self.charges else key, factor

    @cached_property
    def parts(self) -> tuple[int | Fraction, ...]:
        """The proposed cost, or both parts of a free mix; nothing where there is no whole cost."""
        if self.kind is Kind.MIX:
            return tuple(self.key.fordelning.values())
        return () if self.cost is None else (self.cost,)

    @cached_property
    def roundness(self) -> tuple[int, int]:
        """How round what is proposed is; nothing is less round than no whole cost."""
        return significant(*(self.parts or (10**15 - 1,)))

    @cached_property
    def exact(self) -> Interval | None:
        """What the cells that follow say of the cost, exactly.

        None for what has another unknown, or a rounding that judges no share by itself.
        """
        if self.factor or self.corners or self.rounding.method is Method.LARGEST_REMAINDER:
            return None
        weights, rule, strip = self.key.weights, self.rounding, self.observed.printed.strip
        total = sum(weights.values())
        ends = [
            exact_costs(strip(kr, rule.year_unit, rule.method), weights[code], total)
            for code, kr in self.observed.amounts.items()
            if weights[code] and self.amounts[code] == kr
        ]
        return (max(low for low, _ in ends), min(high for _, high in ends)) if ends else None

    @cached_property
    def deviations(self) -> tuple[Deviation, ...]:
        """The printed cells that do not follow."""
        return tuple(
            Deviation(code, printed, self.amounts[code])
            for code, printed in self.observed.amounts.items()
            if self.amounts[code] != printed
        )

    @property
    def cells(self) -> int:
        """How many cells are printed."""
        return len(self.observed.amounts)

    @property
    def hits(self) -> int:
        """How many of them the model gives."""
        return self.cells - len(self.deviations)

    @cached_property
    def missing(self) -> dict[str, int]:
        """What the model gives those who have no row."""
        printed = self.observed.amounts
        return {code: kr for code, kr in self.amounts.items() if code not in printed}

    @cached_property
    def total(self) -> int:
        """What the model's amounts add up to."""
        return sum(self.amounts.values())

    @property
    def sum_follows(self) -> bool | None:
        """Tell whether the printed sum is the model's; None where none is printed."""
        printed = self.observed.total
        return None if printed is None else self._agrees(printed, self.total)

    def _agrees(self, printed: int, total: int) -> bool:
        """Tell whether a printed sum is the model's; what is handed out adds up by itself."""
        handed_out = self.rounding.method is Method.LARGEST_REMAINDER
        slack = self.observed.total_step // 2 if handed_out else self.observed.slack
        return abs(printed - total) <= slack

    @property
    def off(self) -> int:
        """How far the printed sum is from what it may be; 0 if it is one of them, or none.

        It may add up the model's amounts, or those that are printed, with odd cells as they stand.
        """
        with_odd = self.total + sum(deviation.difference for deviation in self.deviations)
        printed = self.total if self.observed.total is None else self.observed.total
        may_be = self.total, with_odd
        if any(self._agrees(printed, each) for each in may_be):
            return 0
        return min(abs(printed - each) for each in may_be)

    @property
    def contradicted(self) -> bool:
        """Tell whether the printed sum says no: that of other rows than the model's.

        A sum of the rows that are left, where others are missing, may have been done again.
        """
        return bool(self.off) and not (self.missing and self.observed.added_up)

    @property
    def far_off(self) -> bool:
        """Tell whether rows that are missing are said to hold what the printed sum denies.

        More than a unit for everyone is no matter of how the rows were rounded.
        """
        most = self.unit * len(self.amounts)
        return bool(self.missing) and self.contradicted and self.off > most

    @property
    def explains(self) -> bool:
        """Tell whether any cell that follows holds an amount; nothing is what any key gives."""
        return any(kr and kr == self.amounts[code] for code, kr in self.observed.amounts.items())

    @cached_property
    def odd(self) -> int:
        """How many printed figures do not follow: cells, and the sum of a table that lacks rows.

        A sum over all rows says nothing of the model that the rows do not, if they are exact.
        """
        more = self.observed.lacks_rows or not self.observed.printed.exact
        judged = more and self.sum_follows is False
        return len(self.deviations) + int(judged and self.contradicted)


def one_blend(found: Hypothesis, equal_part: EqualPart, unit: int | None = None) -> bool:
    """Tell whether a mix with such an equal part is a hypothesis' own.

    Mixes whose equal parts differ by less than a unit for each are one: rounding hides it.
    """
    ours = found.equal_part
    if ours is None:
        return False
    apart = max(ours[0] - equal_part[1], equal_part[0] - ours[1], Fraction(0))
    return apart * found.total <= (unit or found.unit) * len(found.participants)


def at_cost(
    key: TriedKey, rounding: Rounding, observed: Observed, span: tuple[int, int]
) -> Hypothesis:
    """Make the hypothesis of the roundest cost in a span of whole ones that give the same cells."""
    cost = roundest(*span)
    amounts = rounded(key, cost, rounding, observed.printed)
    return Hypothesis(key, rounding, observed, *span, cost, amounts)


def rounded(
    key: TriedKey, cost: int | Fraction, rounding: Rounding, printed: Printed
) -> dict[str, int]:
    """Give the model's amounts by the engine's own rounding, as a table prints them.

    Shares and unit are both taken as many times over as the weights are in all: rounding is the
    same at every scale, and whole numbers are soon compared.
    """
    scale = sum(key.weights.values()) * cost.denominator
    shares = {
        code: cast("Fraction", cost.numerator * weight) for code, weight in key.weights.items()
    }
    made = round_shares(shares, rounding.year_unit * scale, rounding.method)
    amounts = {code: share.amount // scale for code, share in made.items()}
    if printed.hides(rounding.year_unit):
        return {code: printed.nearest(amount) for code, amount in amounts.items()}
    return amounts
