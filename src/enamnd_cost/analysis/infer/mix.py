"""Every mix of equal parts and population that gives a table, or nearly: two unknowns.

The region of mixes is exact; what is proposed of it is a mix in small whole proportions if one
fits, else the roundest amounts in whole kronor, else an exact point with few decimals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from fractions import Fraction
from math import ceil, floor, gcd

from enamnd_cost.analysis.infer import keys
from enamnd_cost.analysis.infer.hypothesis import EqualPart, Hypothesis, at_cost, one_blend, rounded
from enamnd_cost.analysis.infer.intervals import significant, steps, whole_costs
from enamnd_cost.analysis.infer.keys import Kind, Population
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.plane import (
    Box,
    MixRegion,
    box_of,
    equal_parts,
    inside,
    meet,
    outline,
    sides_of,
)
from enamnd_cost.engine.rounding import Method, Rounding

LARGEST_PROPORTIONS = 10  # what lika and invanare add up to in a small mix, at most

SMALL = [
    (lika, parts - lika)
    for parts in range(3, LARGEST_PROPORTIONS + 1)
    for lika in range(parts - 1, 0, -1)
    if gcd(lika, parts) == 1
]


def hypotheses(
    question: Question,
    date: dt.date,
    population: Population,
    most: int,
    simpler: Collection[Hypothesis],
) -> Iterator[Hypothesis]:
    """Find every rounding, with its region of mixes, that gives all but at most ``most`` cells.

    Where a simpler key does as well by the same rounding it is a mix of this region, and the
    region is left unsaid.
    """
    plane = _Plane(question, date, population)
    for unit, rounding in question.tried(lambda unit: bool(plane.regions(unit, None, most))):
        known = (h for h in simpler if h.rounding == rounding)
        fewer = min([most, *(len(h.deviations) - 1 for h in known)])
        if fewer < 0:
            continue
        if rounding.method is Method.LARGEST_REMAINDER:
            found = plane.of_total(rounding)
        else:
            found = plane.simplest(rounding, plane.regions(unit, rounding.method, fewer))
        if found and found.hits >= question.need:
            yield found


def others(question: Question, found: Hypothesis, population: Population) -> EqualPart | None:
    """Give the equal parts of the mixes that do as well as fixed proportions, if any others do.

    ``population`` is of those who share. A mix that differs by less than a unit for each is the
    same, unless there is one in small whole proportions as near.
    """
    assert found.date is not None
    assert found.equal_part is not None
    plane, rounding = _Plane(question, found.date, population), found.rounding
    if rounding.method is Method.LARGEST_REMAINDER:
        held = plane.of_total(rounding)
        parts = [held.equal_part] if held and held.equal_part else []
    else:
        regions = plane.regions(rounding.year_unit, rounding.method, len(found.deviations))
        parts = [equal_parts(outline(region)) for region in regions]
    if not parts:
        return None
    low, high = min(low for low, _ in parts), max(high for _, high in parts)
    own, whole = found.equal_part[0], {Fraction(a, a + b) for a, b in (*SMALL, (1, 1))}
    alike = all(one_blend(found, (end, end)) for end in (low, high))
    return None if alike and not any(low <= each <= high for each in whole - {own}) else (low, high)


def blends(box: Box, unit: int, population: Population) -> Box:
    """Keep of the mixes those that are blends: what gives nobody a unit is no part of any.

    >>> blends(Box(9_000, 9_000), 100, {"2506": 1, "2582": 3})
    Box(right=9000, top=9000, left=200, bottom=134)
    """
    people, largest = sum(population.values()), max(population.values())
    return box._replace(left=unit * len(population), bottom=-(-unit * people // largest))


class _Plane:
    """One date's population, and the cells of the table as strips in the plane of mixes."""

    def __init__(self, question: Question, date: dt.date, population: Population) -> None:
        self.question, self.date, self.population = question, date, population
        amounts = dict(question.observed.amounts)
        missing, total = question.missing, question.observed.total
        exact = question.observed.printed.exact
        if len(missing) == 1 and exact and total is not None and total > question.observed.added:
            # One row is missing and the sum is there: they are as good as a row.
            amounts[missing[0]] = total - question.observed.added
        # The largest and the smallest in turn: where nothing fits, they soon show it.
        queue = sorted(amounts, key=lambda code: population[code])
        order = [code for pair in zip(reversed(queue), queue, strict=True) for code in pair]
        self.amounts = {code: amounts[code] for code in dict.fromkeys(order)}
        self.people, self.printed = sum(population.values()), question.observed.printed

    def regions(self, unit: int, method: Method | None, most: int) -> list[MixRegion]:
        """Find where the strips meet, with as few left out as can be; by no method, if any may."""
        printed, equal = self.printed, dict.fromkeys(self.population, 1)
        strips = {code: printed.strip(kr, unit, method) for code, kr in self.amounts.items()}
        seen = max(unit, printed.step)
        above = max(self.amounts.values()) + unit + printed.step
        box = blends(box_of(above, self.amounts, equal, self.population), seen, self.population)
        return meet(sides_of(strips, equal, self.population), box, most)

    def simplest(self, rounding: Rounding, regions: list[MixRegion]) -> Hypothesis | None:
        """Choose among the regions the one whose proposal is simplest."""
        found = [
            proposal
            for region in regions
            if (proposal := self._small(rounding, region) or self._free(rounding, region))
        ]
        return min(found, key=lambda h: (h.odd, h.kind, h.roundness, h.parts[0]), default=None)

    def _small(self, rounding: Rounding, region: MixRegion) -> Hypothesis | None:
        """Propose a mix in small whole proportions, if one passes through the region."""
        least, largest = equal_parts(outline(region))
        unit, method, strip = rounding.year_unit, rounding.method, self.printed.strip
        cells = self.amounts.items()
        kept = {who: strip(kr, unit, method) for who, kr in cells if who not in region.left_out}
        for lika, invanare in SMALL:
            if not least <= Fraction(lika, lika + invanare) <= largest:
                continue
            key = keys.mix(self.date, self.population, lika, invanare, Kind.SMALL_MIX)
            total = sum(key.weights.values())
            spans = [whole_costs(band, key.weights[who], total) for who, band in kept.items()]
            low, high = max(low for low, _ in spans), min(high for _, high in spans)
            if 1 <= low <= high:
                return at_cost(key, rounding, self.question.observed, (low, high))
        return None

    def _free(self, rounding: Rounding, region: MixRegion) -> Hypothesis:
        """Propose the roundest amounts, whole if they can be."""
        return self._mixed(rounding, inside(region), outline(region))

    def _mixed(
        self,
        rounding: Rounding,
        pair: tuple[int | Fraction, int | Fraction],
        corners: tuple[tuple[Fraction, Fraction], ...],
    ) -> Hypothesis:
        key = keys.mix(self.date, self.population, *pair, Kind.MIX)
        sums, total = [x + y for x, y in corners], sum(pair)
        low, high = ceil(min(sums)), floor(max(sums))
        cost = None
        if all(part.denominator == 1 for part in pair):
            cost = int(total)
            low, high = min(low, cost), max(high, cost)
        span: tuple[int | None, int | None] = (low, high) if low <= high else (None, None)
        amounts = rounded(key, total, rounding, self.printed)
        return Hypothesis(
            key, rounding, self.question.observed, *span, cost, amounts, corners=corners
        )

    def of_total(self, rounding: Rounding) -> Hypothesis | None:
        """Find the mixes of a known total that largest remainder turns into the table.

        Largest remainder is the rounding by which no two deviations from the exact shares lie
        more than a unit apart, so that every pair of cells bounds the part shared equally.
        """
        unit, question = rounding.year_unit, self.question
        if question.missing or any(kr % unit for kr in self.amounts.values()):
            return None
        total, people = question.observed.added, self.people
        box = blends(Box(total, total), unit, self.population)
        # Fractions as pairs: there are as many as pairs of cells.
        low, high = (box.left, 1), (total - box.bottom, 1)
        cells = [(self.population[code], kr) for code, kr in self.amounts.items()]
        for ours, our_kr in cells:
            for theirs, their_kr in cells:
                slope = theirs - ours
                most = people * (unit + our_kr - their_kr) + total * slope
                if slope > 0 and most * high[1] < high[0] * slope:
                    high = (most, slope)
                elif slope < 0 and -most * low[1] > low[0] * -slope:
                    low = (-most, -slope)
                elif slope == 0 and most < 0:
                    return None
        least, largest = Fraction(*low), Fraction(*high)
        if least > largest:
            return None
        corners = ((least, total - least), (largest, total - largest))
        tried = [*_rounded_parts(least, largest, total), (least + largest) / 2]
        made = (self._mixed(rounding, (equal, total - equal), corners) for equal in tried)
        return next((found for found in made if not found.deviations), None)


def _rounded_parts(low: Fraction, high: Fraction, total: int) -> Iterator[int | Fraction]:
    """Give whole parts of a total within bounds, both parts as round as can be, a few at most."""
    first, last = ceil(low), floor(high)
    for step in steps(total):
        at = range(-(-first // step) * step, last + 1, step)[:50]
        if at:
            yield min(at, key=lambda x: (significant(x, total - x)[0], x))
            if step == 1:
                yield from at
