"""Keys at times that the data folder has no population of, and whether they may be the answer.

Between two dates, and beyond the first and the last, populations are taken to move along a line,
and to stray from it by so much as those of Norrbotten have done. Nothing is said of the amounts
that such a population would give, only whether they could be the printed ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, prod
from typing import NamedTuple

from enamnd_cost.analysis.infer import keys
from enamnd_cost.analysis.infer.chance import rarity, tables_of, tables_of_mixes
from enamnd_cost.analysis.infer.hypothesis import EqualPart, Hypothesis
from enamnd_cost.analysis.infer.intervals import Strip
from enamnd_cost.analysis.infer.keys import Population
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.mix import SMALL, blends
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.plane import (
    MixRegion,
    box_of,
    equal_parts,
    meet,
    outline,
    sides_of,
)
from enamnd_cost.engine.rounding import Method, Rounding

YEAR, MONTH = 365, 30  # days
# How far a municipality's part of the population may be from the line. Of the fourteen from 2010 to
# 2024 half were within a third of this, both between two dates and beyond the last two, and the
# farthest of them about that far.
BETWEEN = Fraction(3, 1000)  # for each year between the dates
BEYOND = Fraction(8, 1000)  # for each year from the nearest date
YEARS_BEYOND = (0, 1, 3, 10)  # how far, step by step
SIMPLE = ((0, 1), (1, 1))  # parts shared equally and by population
NO_MARGINS = (Fraction(0), Fraction(0))
FAR_FINER = 20  # times
APART = 60  # days from a known date, at least: as the first of November is from the end of the year


class Stretch(NamedTuple):
    """Days that no population is known of: those at its ends, and how far others may stray.

    ``after`` and ``before`` are the known dates that it lies between, if there is one on that side;
    ``margins`` the parts of it, at its beginning and end, that are too near them.
    """

    after: dt.date | None
    before: dt.date | None
    ends: tuple[Population, Population]
    days: int
    stray: Fraction
    margins: tuple[Fraction, Fraction]

    @property
    def known(self) -> tuple[dt.date | None, dt.date | None]:
        """The known dates that it lies between."""
        return self.after, self.before

    @property
    def parts(self) -> list[Fraction]:
        """How far along it to look, where not all of it can be looked at: each quarter of a year.

        The first of November is two months before the end of a year.
        """
        quarters = max(self.days * 4 // YEAR, 1)
        steps = {Fraction(n, quarters) for n in range(quarters + 1)} | {Fraction(10, 12)}
        return sorted(part for part in steps if self.margins[0] <= part <= 1 - self.margins[1])

    def holds(self, region: MixRegion) -> bool:
        """Tell whether a region of what goes by its first end and its last has a time within it."""
        parts = [last / (first + last) for first, last in outline(region) if first + last]
        if not parts:
            return False
        return max(min(parts), self.margins[0]) <= min(max(parts), 1 - self.margins[1])

    def at(self, part: Fraction) -> Population:
        """Give the population a part of the way, many times over so that it is whole."""
        first, last = self.ends
        there, whole = part.numerator, part.denominator
        return {code: n * (whole - there) + last[code] * there for code, n in first.items()}


def stretches(populations: Mapping[dt.date, Population]) -> list[Stretch]:
    """List the times that lie between known dates, then those before the first and after the last.

    >>> one, other = dt.date(2018, 12, 31), dt.date(2020, 12, 31)
    >>> between, *beyond = stretches({one: {"2582": 100}, other: {"2582": 110}})
    >>> between.at(Fraction(1, 2)), between.days, len(beyond)
    ({'2582': 210}, 731, 6)
    """
    dates = sorted(populations)
    found = []
    for one, other in pairwise(dates):
        days = (other - one).days
        margins = (Fraction(APART, days),) * 2
        ends = populations[one], populations[other]
        found.append(Stretch(one, other, ends, days, BETWEEN * days / YEAR, margins))
    for three in zip(dates, dates[1:], dates[2:], strict=False):
        # The mean of three years lies on no line between two of them.
        mean = {
            code: sum(populations[date][code] for date in three) for code in populations[dates[0]]
        }
        found.append(Stretch(three[0], three[2], (mean, mean), MONTH, BETWEEN, NO_MARGINS))
    first, last = (dates[0], dates[min(1, len(dates) - 1)]), (dates[-1], dates[-2:][0])
    return [
        *found,
        *_beyond(populations, *first, (None, dates[0])),
        *_beyond(populations, *last, (dates[-1], None)),
    ]


def _beyond(
    populations: Mapping[dt.date, Population],
    near: dt.date,
    next_to: dt.date,
    known: tuple[dt.date | None, dt.date | None],
) -> Iterator[Stretch]:
    """Go on from the two dates at one end, the nearest first; from a single one, stand still."""
    apart = abs((near - next_to).days) or YEAR
    here, there = populations[near], populations[next_to]
    for start, end in pairwise(YEARS_BEYOND):
        first, last = (
            {code: max(n * apart + (n - there[code]) * years * YEAR, 1) for code, n in here.items()}
            for years in (start, end)
        )
        days = (end - start) * YEAR
        margins = (Fraction(0 if start else APART, days), Fraction(0))
        yield Stretch(*known, (first, last), days, BEYOND * end, margins)


class Absent(NamedTuple):
    """A key that may have given the table, at a time that the folder has no population of.

    ``equal_part`` is how much of the cost it shares equally, at least and at most; ``after`` and
    ``before`` are the known dates that the time lies between. ``one_in`` is as for a hypothesis.
    """

    equal_part: EqualPart
    after: dt.date | None
    before: dt.date | None
    rounding: Rounding
    one_in: int

    @property
    def simple(self) -> bool:
        """Tell whether it is by population or 50/50, and no free mix."""
        return self.equal_part[0] == self.equal_part[1]


def absent(
    question: Question, populations: Mapping[dt.date, Population], sets: int, least: int
) -> list[Absent]:
    """Find the times at which population, or 50/50, could give every amount.

    ``sets`` is how many sets of participants are as good to try as the one that is asked about;
    what weighs less than ``least`` is not looked for.
    """
    times = stretches(populations)
    tried = sets * len(SIMPLE) * sum(each.days for each in times) // MONTH
    found = []
    for lika, invanare in SIMPLE:
        equal = Fraction(lika, lika + invanare)
        like = keys.weights(times[0].ends[0], lika, invanare)
        cells = _Cells(question.observed, _moving(like, equal), least)
        tables = cells.tables_of(like)
        for stretch in times:
            ends = tuple(keys.weights(people, lika, invanare) for people in stretch.ends)
            for rounding, strips, one_in in cells.tries(stretch.stray, tried * tables):
                regions = meet(sides_of(strips, *ends), box_of(cells.above, strips, *ends), 0)
                if any(map(stretch.holds, regions)):
                    found.append(Absent((equal, equal), *stretch.known, rounding, one_in))
                    break
    return found


def absent_mixes(
    question: Question,
    populations: Mapping[dt.date, Population],
    like: Hypothesis,
    sets: int,
    least: int,
) -> list[Absent]:
    """Find the times at which a mix could give every amount, where one, ``like``, does nearly."""
    assert like.equal_part is not None
    times = [(stretch, part) for stretch in stretches(populations) for part in stretch.parts]
    cells = _Cells(question.observed, _moving(like.key.weights, like.equal_part[0]), least)
    small = len(SMALL) * cells.tables_of(like.key.weights)
    free = tables_of_mixes(len(cells.observed.amounts), cells.levels, by_total=False)
    found = []
    for stretch, part in times:
        people = stretch.at(part)
        equal = dict.fromkeys(people, 1)
        for rounding, strips, one_in in cells.tries(stretch.stray, sets * len(times) * small):
            box = blends(box_of(cells.above, strips, equal, people), rounding.year_unit, people)
            regions = meet(sides_of(strips, equal, people), box, 0)
            if not regions:
                continue
            low, high = equal_parts(outline(regions[0]))
            simple = any(low <= Fraction(a, a + b) <= high for a, b in SMALL)
            weight = one_in if simple else one_in + 1 - len(str(free // small))
            if weight >= least:
                found.append(Absent((low, high), *stretch.known, rounding, weight))
                break
    return found


def _moving(weights: Mapping[str, int], equal_part: Fraction) -> dict[str, Fraction]:
    """Give how much of each one's share goes by population."""
    equally = equal_part * sum(weights.values()) / sum(map(bool, weights.values()))
    return {
        code: max(1 - equally / weight, Fraction(0)) for code, weight in weights.items() if weight
    }


class _Cells:
    """What each amount says of its share, where the population behind it may stray."""

    def __init__(self, observed: Observed, moving: Mapping[str, Fraction], least: int) -> None:
        self.observed, self.moving, self.least = observed, moving, least
        self.unit, _ = observed.coarsest(0)
        rules = observed.roundings(0)
        # What the table's unit hides may be any of them; of those that can be seen, the coarsest.
        # Units that are far finer than it move a share by next to nothing: once for all of them.
        printed = observed.printed
        hidden = [unit for unit in rules if printed.hides(unit)]
        self.fine = max((unit for unit in hidden if FAR_FINER * unit < printed.step), default=0)
        self.rules = [*rules[self.unit], *(r for u in hidden if u > self.fine for r in rules[u])]
        self.above = 2 * max(observed.amounts.values()) + max(self.unit, *rules)
        self.levels = 2 * max(observed.amounts.values()) // self.unit + 1
        self._strips: dict[tuple[Rounding, Fraction], dict[str, Strip]] = {}
        self._room: dict[Fraction, int] = {}

    def tables_of(self, weights: Mapping[str, int]) -> int:
        """Count, from above, the tables that such weights give by one rounding."""
        held = sorted(weights[code] for code in self.observed.amounts)
        return tables_of(held, sum(weights.values()), self.levels, 0, by_total=False)

    def tries(
        self, stray: Fraction, tables: int
    ) -> Iterator[tuple[Rounding, dict[str, Strip], int]]:
        """Give the roundings to try, on the line and off it, with their strips and weight."""
        for apart, rounding in product((Fraction(0), stray), self.rules):
            one_in = self._one_in(tables, rounding.method, apart)
            if one_in >= self.least:
                yield rounding, self._strips_of(rounding, apart), one_in

    def _strips_of(self, rounding: Rounding, stray: Fraction) -> dict[str, Strip]:
        """Give the shares that an amount may come from, wider by what its population may stray."""
        strip, rule = self.observed.printed.strip, rounding
        if (rule, stray) not in self._strips:
            self._strips[rule, stray] = {
                code: _wider(
                    strip(kr, rule.year_unit, rule.method),
                    ceil(2 * kr * stray * self.moving[code]) + 2 * self.fine,
                )
                for code, kr in self.observed.amounts.items()
                if code in self.moving
            }
        return self._strips[rule, stray]

    def _one_in(self, tables: int, method: Method, stray: Fraction) -> int:
        """Weigh so many tables: more fit where populations stray, or a remainder is handed out."""
        if stray not in self._room:
            amounts = self.observed.amounts.items()
            room = (
                1 + 2 * stray * self.moving.get(code, 0) * kr / self.unit for code, kr in amounts
            )
            self._room[stray] = ceil(prod(room))
        wide = 2 ** len(self.observed.amounts) if method is Method.LARGEST_REMAINDER else 1
        return rarity(self.observed, tables * len(self.rules) * self._room[stray] * wide)


def _wider(band: Strip, by: int) -> Strip:
    return band._replace(low=band.low - by, high=band.high + by)
