"""What must hold of a document's figures, and which of them to change so that it does.

Every check says the same kind of thing: some figures, added and subtracted, make a number. Where
several such equations fail because of one figure, changing that figure mends them all: that is one
mistake, told once, at its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import Literal

from enamnd_cost.files.documents.tables import Amount, TableRow
from enamnd_cost.swedish import rounded

Kind = Literal[
    "sum", "row", "result", "derived", "product", "share", "sides", "same",
    "population", "model", "budget", "proposal",
]  # fmt: skip
# What holds within a table, and what the data folder has.
WITHIN: tuple[Kind, ...] = ("sum", "row", "result", "derived", "product", "share")
OUTSIDE: tuple[Kind, ...] = ("population", "model", "budget", "proposal")
# A document with more mistakes than this is another document: the rest are told one by one.
MOST_ROUNDS = 100
MOST_TRIED = 200_000
Factor = int | Fraction
Term = tuple[Factor, Amount]  # a figure with its sign, or with what it is multiplied by
Terms = tuple[Term, ...]


def added(terms: Terms) -> Fraction:
    """Add up terms exactly; whole numbers apart, since nearly all are and they add much faster."""
    whole = sum((sign * a.value.numerator for sign, a in terms if a.value.denominator == 1), 0)
    parts = (sign * a.value for sign, a in terms if a.value.denominator != 1)
    return sum(parts, Fraction(whole))


def slack_of(terms: Terms) -> Fraction:
    """Add up how much rounding may move each of some terms."""
    return sum((abs(sign * amount.half) for sign, amount in terms if amount.half), Fraction(0))


@dataclass(frozen=True, eq=False)
class Equation:
    """The terms, each with its sign, must come to ``constant``.

    ``head`` is the figure that a difference is told at, and ``about`` what it is of. ``rows`` are
    those that a sum adds up; ``rounded`` is what rounding to whole kronor may have moved it by.
    ``by`` are figures that others are multiplied by: they are tried as well.
    ``allowed`` is by how much rounding may explain a difference where its figures do not tell,
    ``step`` what its head is rounded to, and ``made`` says in words what it is made of.
    """

    kind: Kind
    head: Amount
    terms: Terms
    constant: Fraction = Fraction(0)
    about: str = ""
    rows: tuple[TableRow, ...] = ()
    rounded: Fraction = Fraction(0)
    allowed: Fraction | None = None
    step: Fraction = Fraction(0)
    made: str = ""
    by: tuple[Amount, ...] = ()

    @cached_property
    def residual(self) -> Fraction:
        """What the terms come to beyond the constant."""
        return added(self.terms) - self.constant

    @cached_property
    def slack(self) -> Fraction:
        """By how much rounding may explain a difference."""
        if self.allowed is not None:
            return self.allowed
        return slack_of(self.terms) + self.rounded

    @cached_property
    def signs(self) -> dict[Amount, Factor]:
        """The sign of each of its figures."""
        return {amount: sign for sign, amount in self.terms}

    @property
    def holds(self) -> bool:
        """Tell whether it holds, rounding allowed for."""
        return abs(self.residual) <= self.slack

    def without(self, amount: Amount | None) -> Equation:
        """Give what it is once a figure is taken out."""
        return replace(self, terms=tuple(term for term in self.terms if term[1] is not amount))

    def right(self, amount: Amount) -> Fraction:
        """Give the value of one of its figures that would make it hold."""
        return self.made_right(amount, amount.value, self.residual)

    def made_right(self, amount: Amount, value: Fraction, residual: Fraction) -> Fraction:
        """Give the value that leaves nothing of a residual, rounded as the head is.

        A factor of nothing may have any value: what is wrong is not there.
        """
        if not self.signs[amount]:
            return value
        right = value - residual / self.signs[amount]
        if not self.step or amount is not self.head:
            return right
        return Fraction(rounded(right / self.step, 0)) * self.step


Changes = tuple[tuple[Amount, Fraction], ...]


# Figures to change, each to a value, and the broken equations that this mends.
Slip = tuple[Changes, list[Equation]]


class _Solver:
    """Keeps, for the changes made so far, every figure's value and every equation's residual."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.residuals = {equation: equation.residual for equation in equations}
        self.values = {amount: amount.value for each in equations for amount in each.signs}
        self.by_amount: dict[Amount, list[Equation]] = defaultdict(list)
        for equation in equations:
            for amount in equation.signs:
                self.by_amount[amount].append(equation)
        self.tried = 0

    def holds(self, equation: Equation) -> bool:
        return abs(self.residuals[equation]) <= equation.slack

    def right(self, equation: Equation, amount: Amount) -> Fraction:
        return equation.made_right(amount, self.values[amount], self.residuals[equation])

    def after(self, changes: Changes) -> dict[Equation, Fraction]:
        """Give the residuals of the equations that a change touches, as they would be."""
        moved: dict[Equation, Fraction] = {}
        for amount, value in changes:
            by = value - self.values[amount]
            for equation in self.by_amount[amount]:
                before = moved.get(equation, self.residuals[equation])
                moved[equation] = before + equation.signs[amount] * by
        return moved

    def score(self, changes: Changes) -> tuple[int, list[Equation]]:
        """Count the equations that a change mends, less those that it breaks."""
        self.tried += 1
        after = self.after(changes)
        mended = [e for e, left in after.items() if not self.holds(e) and abs(left) <= e.slack]
        broken = sum(self.holds(e) and abs(left) > e.slack for e, left in after.items())
        return len(mended) - broken, mended

    def make(self, changes: Changes) -> None:
        """Take a change for made."""
        self.residuals.update(self.after(changes))
        self.values.update(changes)

    def best(self, failed: Sequence[Equation]) -> Slip | None:
        """Give the change that mends most; nothing where another figure's would do as well."""
        single = {
            (amount, self.right(equation, amount)): None
            for equation in failed
            for _, amount in equation.terms
        }
        changes: list[Changes] = [(change,) for change in single]
        changes += [*self._swaps(list(single)), *self._nearly_swapped(failed)]
        changes += self._together(failed)
        tried = [(*self.score(each), each) for each in changes]
        worth: dict[Equation, tuple[int, int]] = {}
        rivals: dict[Equation, set[tuple[Amount, ...]]] = {}
        for score, mended, each in tried:
            for equation in mended:
                rank = (score, -len(each))
                if rank > worth.get(equation, (0, 0)):
                    worth[equation], rivals[equation] = rank, set()
                if rank == worth.get(equation):
                    rivals[equation].add(tuple(amount for amount, _ in each))
        alone = [
            (score, mended, each)
            for score, mended, each in tried
            if mended
            and all(worth.get(e) == (score, -len(each)) and len(rivals[e]) == 1 for e in mended)
        ]
        # Where two figures may be to blame alike, several broken checks are told at one of them.
        alone = alone or [found for found in tried if found[0] > 1]
        _, mended, each = max(alone, key=itemgetter(0), default=(0, [], ()))
        return (each, mended) if mended else None

    def _swaps(self, single: Sequence[tuple[Amount, Fraction]]) -> Iterable[Changes]:
        """Pair figures that would each be right with the other's value."""
        wanted = defaultdict(list)
        for amount, value in single:
            wanted[amount.value, value].append(amount)
        for (old, new), amounts in wanted.items():
            if old < new:
                for a in amounts:
                    for b in wanted.get((new, old), ()):
                        yield (a, new), (b, old)

    def _nearly_swapped(self, failed: Sequence[Equation]) -> Iterable[Changes]:
        """Pair figures of two rows whose values shares, which are rounded, only nearly tell."""
        shares = [equation for equation in failed if equation.kind == "share"]
        for one, other in combinations(shares[:MOST_ROUNDS], 2):
            for (_, a), (_, b) in zip(one.terms, other.terms, strict=False):
                low, high = sorted((a, b), key=lambda amount: amount.value)
                if a.place.column == b.place.column and low.value < high.value:
                    yield (low, high.value), (high, low.value)

    def _together(self, failed: Sequence[Equation]) -> Iterable[Changes]:
        """Pair figures that are known to be wrong by as much, and whose sum holds for all that."""
        wrong = [
            (amount, self.right(equation, amount))
            for equation in failed
            if equation.kind not in WITHIN
            for _, amount in equation.terms
        ]
        for (a, x), (b, y) in combinations(wrong[:MOST_ROUNDS], 2):
            moved = x - self.values[a] == y - self.values[b]
            if a is not b and moved and any(e in self.by_amount[b] for e in self.by_amount[a]):
                yield (a, x), (b, y)


def solve(equations: Sequence[Equation]) -> tuple[list[Slip], list[Equation]]:
    """Find the slips, the best first; and the broken equations that none explains."""
    solver = _Solver(equations)
    slips: list[Slip] = []
    failed = [e for e in equations if not e.holds]
    while failed and len(slips) < MOST_ROUNDS and solver.tried < MOST_TRIED:
        found = solver.best(failed)
        if found is None:
            break
        slips.append(found)
        solver.make(found[0])
        failed = [e for e in failed if not solver.holds(e)]
    return slips, failed
