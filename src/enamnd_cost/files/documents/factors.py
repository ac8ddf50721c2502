"""Columns that are multiplied: inhabitants and kronor for each, licences and their price.

Nothing but the figures tells for certain: a column is the product of two others where that holds in
most rows, and in so many that it cannot be chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import NamedTuple

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Amount, Block, ColumnKind, TableColumn, TableRow

MOST_COLUMNS = 12  # of more, only those that say so by their headings are tried
MOST_PLACES = 10
ENOUGH = 40  # rows that are weighed
TRIED = 8  # rows that must hold anything before the rest are looked at
CHANCE = Fraction(1, 10_000)
DOUBT = Fraction(1, 1_000)


class Factors(NamedTuple):
    """A quantity, what each costs, and the column of what it comes to.

    ``per`` is 100 where the rate is in per cent. ``step`` is what products are rounded to, and
    ``looseness`` the rounding that most rows need: 0 to the nearest, 1 up or down, 2 a rate that is
    itself printed rounded, by ``half``.
    """

    quantity: TableColumn
    rate: TableColumn
    product: TableColumn
    per: int
    step: Fraction
    half: Fraction
    looseness: int = 0

    def of(self, row: TableRow) -> tuple[Amount, Amount, Amount] | None:
        """Give a row's quantity, rate and product, where it has all three.

        An amount beside a dash for its quantity or rate was not made by them: it is a fixed price.
        """
        found = [row.amounts.get(c.number) for c in (self.quantity, self.rate, self.product)]
        a, b, c = found
        if not (a and b and c) or (c.value and (a.dash or b.dash)):
            return None
        return a, b, c

    def come_to(self, quantity: Amount, rate: Fraction) -> Fraction:
        """Multiply."""
        return quantity.value * rate / self.per

    def allowed(self, quantity: Amount, product: Amount) -> Fraction:
        """Give by how much rounding may explain a difference."""
        if self.looseness == 1:
            return self.step * (1 - Fraction(1, 10**6)) + product.half
        own = self.step / 2 + product.half
        return own + abs(quantity.value) * self.half / self.per if self.looseness == 2 else own

    def holds(self, row: TableRow) -> bool:
        """Tell whether a row's product is that of its quantity and rate."""
        found = self.of(row)
        if not found:
            return False
        a, b, c = found
        return abs(self.come_to(a, b.value) - c.value) <= self.allowed(a, c)


def factors(block: Block) -> list[Factors]:
    """Find the columns that are products of two others; of each the likeliest reading."""
    best: dict[int, tuple[int, Factors]] = {}
    rows = [row for row in block.rows if row.kind == "post"]
    for tried in _candidates(block, rows):
        found = _loosened(tried, rows)
        if found is None:
            continue
        holding = sum(map(found.holds, rows))
        at = found.product.number
        if holding > best.get(at, (0, found))[0]:
            best[at] = holding, found
    return [found for _, found in best.values()]


def told(block: Block) -> Block:
    """Say of a table's quantities and rates what they are, whatever their headings."""
    kinds: dict[int, tuple[ColumnKind, str]] = {}
    for found in factors(block):
        kinds[found.rate.number] = ("share", "%" if found.per == 100 else "kr")
        if found.per == 1:
            kinds.setdefault(found.quantity.number, ("count", ""))
    changed = {c.number for c in block.columns if c.kind != kinds.get(c.number, (c.kind,))[0]}
    if not changed:
        return block
    columns = [
        replace(c, kind=kinds[c.number][0]) if c.number in changed else c for c in block.columns
    ]
    rows = [
        replace(
            row,
            amounts={
                n: replace(amount, unit=kinds[n][1]) if n in changed else amount
                for n, amount in row.amounts.items()
            },
        )
        for row in block.rows
    ]
    return replace(block, columns=tuple(columns), rows=tuple(rows))


def step_of(values: Sequence[Fraction]) -> Fraction:
    """Give what figures are rounded to: the largest power of ten that divides them all.

    >>> step_of([Fraction(1200), Fraction(500)]), step_of([Fraction(17, 2), Fraction(3)])
    (Fraction(100, 1), Fraction(1, 10))
    """
    step = Fraction(10**6)
    least = Fraction(1, 10**MOST_PLACES)
    while step > least and any((value / step).denominator > 1 for value in values):
        step /= 10
    return step


def _candidates(block: Block, rows: Sequence[TableRow]) -> Iterator[Factors]:
    """Pair the columns in every way for each column of money."""
    money = block.of("amount", "sum")
    others = [c for c in block.columns if c.kind != "derived"]
    if len(others) > MOST_COLUMNS:
        others = [c for c in others if c.kind in ("count", "share") or words.is_count(c.heading)]
    values = {c.number: [a.value for r in rows if (a := r.amounts.get(c.number))] for c in others}
    steps = {n: step_of([v for v in own if v]) for n, own in values.items() if any(own)}
    for first, second in combinations([c for c in others if c.number in steps], 2):
        quantity, rate = sorted((first, second), key=lambda c: (_is_rate(c), -steps[c.number]))
        for product in money:
            if product in (first, second) or rate.kind == "count":
                continue
            own = [a.value for r in rows if (a := r.amounts.get(product.number)) and a.value]
            per = (
                100
                if any(r.amounts[rate.number].unit == "%" for r in rows if rate.number in r.amounts)
                else 1
            )
            half = max(r.amounts[rate.number].half for r in rows if rate.number in r.amounts)
            half = half or min(steps[rate.number], Fraction(1)) / 2
            yield Factors(quantity, rate, product, per, step_of(own), half)


def _is_rate(column: TableColumn) -> bool:
    return column.kind == "share"


def _loosened(tried: Factors, rows: Sequence[TableRow]) -> Factors | None:
    """Give the tightest rounding that most rows hold with, if they cannot do so by chance."""
    loosest = tried._replace(looseness=2)
    some = [row for row in rows if tried.of(row)]
    if not any(map(loosest.holds, some[:TRIED])):
        return None
    levels = [tried._replace(looseness=n) for n in range(3)]
    holding = [[row for row in some if level.holds(row)] for level in levels]
    most = max(map(len, holding))
    for level, held in zip(levels, holding, strict=True):
        certain = len(held) == most or _tighter(level, loosest, held, len(some)) <= DOUBT
        if certain and 2 * len(held) > len(some) and _by_chance(level, held) <= CHANCE:
            return level
    return None


def _by_chance(level: Factors, held: Sequence[TableRow]) -> Fraction:
    """Bound the chance that rows hold by accident: each is as likely as its rounding is wide."""
    chance = Fraction(1)
    different = {
        (a.value, b.value): (a, c)
        for row in held
        if (found := level.of(row))
        for a, b, c in (found,)
        if a.value not in (0, 1) and b.value not in (0, 1) and c.value
    }
    for a, c in list(different.values())[:ENOUGH]:
        chance *= min(Fraction(1), (2 * level.allowed(a, c) + level.step) / abs(c.value))
    return chance


def _tighter(level: Factors, loosest: Factors, held: Sequence[TableRow], rows: int) -> Fraction:
    """Bound the chance that rows hold so tightly though their rate is a rounded one."""
    chance = Fraction(comb(rows, len(held)))
    for a, _, c in [found for row in held[:ENOUGH] if (found := level.of(row))]:
        chance *= min(Fraction(1), level.allowed(a, c) / loosest.allowed(a, c))
    return chance
