"""The whole way: from a table to its hypotheses, the simplest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import comb
from typing import NamedTuple

from enamnd_cost.analysis.infer import dates, keys, line, mix, rate, reduced, steps
from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.chance import FAR, FIRM, one_in
from enamnd_cost.analysis.infer.dates import Absent
from enamnd_cost.analysis.infer.hypothesis import TELLING, EqualPart, Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.ranking import rank, usual
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.result import Row

FIXED = (Kind.POPULATION, Kind.RATE, Kind.HALF, Kind.SMALL_MIX)  # in fixed proportions
MOST_MISSES = 10  # of those that give fewer cells than an answer should


def infer(computed: Computed, observed: Observed) -> Answer:
    """Find every model that gives the table, then those that nearly do, then what rivals them."""
    groups = _groups(computed, observed)
    searches = [_Search(computed, observed, group, len(groups)) for group in groups]
    found = [h for search in searches for h in search.found()]
    if not any(h.telling for h in found):
        found += [h for search in searches for h in search.misses()]
    sought = _not_above_itself([h for h in found if h.explains])
    order, why = rank(sought, usual(computed.data, observed.node))
    answer = Answer(observed, order, why, _declared(computed, observed, order))
    return _with_rivals(answer, searches)


class _Group(NamedTuple):
    """Who is taken to share; ``ways`` is how many such sets there would be."""

    participants: tuple[str, ...]
    ways: int = 1


def _groups(computed: Computed, observed: Observed) -> list[_Group]:
    """List the sets of participants to try: everyone, and if fewer, those with a row.

    Where the printed sum is that of the rows, others have lost their rows only if the sum has been
    done again: then it might have been any of them. However many they would be, the table itself
    cannot tell, so that it is never far less likely.
    """
    everyone, rows = computed.data.kommuner.codes, tuple(observed.amounts)
    if not observed.lacks_rows:
        return [_Group(everyone)]
    if observed.added_up:
        ways = min(comb(len(everyone), len(rows)), 10 ** (FAR - 1))
        return [_Group(rows), _Group(everyone, ways)]
    return [_Group(everyone), _Group(rows)]


def _not_above_itself(found: list[Hypothesis]) -> list[Hypothesis]:
    """Weigh the table's own entry in the data folder no higher than the keys it may be made of."""
    most = max((each.one_in for each in found if each.kind < Kind.PROPORTIONS), default=None)
    if most is None:
        return found
    return [
        replace(each, one_in=min(each.one_in, most)) if each.is_copy else each for each in found
    ]


def _with_rivals(answer: Answer, searches: Sequence[_Search]) -> Answer:
    """Try what the folder has no population of, and other mixes, before anything is certain."""
    first = answer.first
    least = FIRM if first is None else max(first.one_in - FAR + 1, TELLING)
    elsewhen = [each for search in searches for each in search.absent(first, least)]
    elsewhen.sort(key=lambda each: -each.one_in)
    fewest = sorted(searches, key=lambda search: len(search.participants))
    own = next(s for s in fewest if not first or first.participants <= set(s.participants))
    blends = own.blends(first) if first and answer.sure else None
    known = tuple(own.populations)
    return replace(answer, dates=known, elsewhen=tuple(elsewhen), blends=blends)


class _Search:
    """The keys that one set of participants may have shared by, as one of so many ``groups``."""

    def __init__(self, computed: Computed, observed: Observed, group: _Group, groups: int) -> None:
        self.observed, self.participants = observed, group.participants
        self.ways, self.groups = group.ways, groups
        participants = group.participants
        self.populations = keys.populations(computed.data, participants)
        self.names = computed.data.kommuner.names
        self.simple = keys.simple(participants, self.populations)
        times = observed.printed.per_krona
        self.tables = [
            table._replace(weights={code: kr * times for code, kr in table.weights.items()})
            for table in keys.tables(computed, observed.node, participants)
        ]

    def found(self) -> list[Hypothesis]:
        """Try every key, date and rounding."""
        most = self.observed.most
        need, rules = len(self.observed.amounts) - most, self.observed.roundings(most)
        question = Question(self.observed, self.participants, need, rules)
        dated = (Kind.POPULATION, Kind.HALF, Kind.SMALL_MIX, Kind.STEPS, Kind.MIX)
        rates = (Kind.RATE, Kind.FIXED_RATE)
        tried = {
            **dict.fromkeys((Kind.EQUAL, Kind.PERCENT), 1),
            **dict.fromkeys((*dated, *rates), len(self.populations)),
            Kind.REDUCED: len(self.simple),
            **dict.fromkeys((Kind.PROPORTIONS, Kind.UPRATED), len(self.tables)),
        }
        roundings = sum(map(len, rules.values())) * self.groups * self.ways

        def weigh(hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
            return [replace(h, one_in=one_in(h, tried[h.kind] * roundings)) for h in hypotheses]

        found = weigh(h for key in self.simple for h in line.hypotheses(question, key))
        # Mixes with odd cells are looked for only where no simpler key gives all of them.
        simpler = tuple(found)
        if any(h.telling and not h.odd for h in simpler):
            most = 0
        for date, people in self.populations.items():
            known = [h for h in simpler if h.key.date in (date, None)]
            mixes = list(mix.hypotheses(question, date, people, most, known))
            by_people = next(k for k in self.simple if (k.kind, k.date) == (Kind.POPULATION, date))
            rated = weigh(rate.hypotheses(question, by_people))
            found += [*rated, *weigh(reduced.hypotheses(question, rated, self.names))]
            for each in mixes:
                found += weigh(rate.with_fixed(question, by_people, each))
            # A free mix among more people is the same as one among fewer.
            found += weigh(h for h in mixes if self.ways == 1 or h.kind is not Kind.MIX)
        for table in self.tables:
            if len(set(table.weights.values())) > 1:  # else equal parts under another name
                found += weigh(line.hypotheses(question, table))
            found += weigh(line.upratings(question, table))
        found += weigh(self._without_the_odd(question, found))
        found += weigh(reduced.hypotheses(question, simpler, self.names))
        return found + weigh(
            [*steps.hypotheses(question, self.populations), *line.percentages(question)]
        )

    def _without_the_odd(
        self, question: Question, found: Sequence[Hypothesis]
    ) -> Iterator[Hypothesis]:
        """Try 50/50 among those who follow a mix, where others do not: they may take no part."""
        sets = {
            (h.key.date, tuple(d.code for d in h.deviations))
            for h in found
            if h.kind is Kind.MIX and h.deviations and h.key.date
        }
        for date, odd in sorted(sets):
            people = {c: n for c, n in self.populations[date].items() if c not in odd}
            key = keys.mix(date, people, 1, 1, Kind.HALF)
            weights = {code: key.weights.get(code, 0) for code in self.participants}
            yield from line.hypotheses(question, key._replace(weights=weights))

    def absent(self, first: Hypothesis | None, least: int) -> list[Absent]:
        """Find the times that the folder has no population of at which a key could do as well."""
        if not self.populations or len(set(self.observed.amounts.values())) == 1:
            return []
        question = Question(self.observed, self.participants, 0, {})
        sets = self.groups * self.ways
        found = dates.absent(question, self.populations, sets, least)
        mixed = first and (first.kind in (Kind.SMALL_MIX, Kind.MIX) or first.deviations)
        if first and mixed and first.key.date in self.populations:
            found += dates.absent_mixes(question, self.populations, first, sets, least)
        return found

    def blends(self, first: Hypothesis) -> EqualPart | None:
        """Give the equal parts of the mixes that do as well as a fixed one, if others do."""
        people = self.populations.get(first.date) if first.date else None
        if people is None or first.kind not in FIXED:
            return None
        shared = {code: n for code, n in people.items() if code in first.participants}
        rows = {code: kr for code, kr in self.observed.amounts.items() if code in shared}
        observed = replace(self.observed, amounts=rows)
        return mix.others(Question(observed, tuple(shared), 0, {}), first, shared)

    def misses(self) -> list[Hypothesis]:
        """Find what comes nearest where nothing does: the keys that give most cells, however few.

        Only the coarsest unit of the amounts is tried, and what judges each share by itself.
        """
        unit, roundings = self.observed.coarsest(self.observed.most)
        question = Question(self.observed, self.participants, 1, {unit: roundings})
        tried = [*self.simple, *self.tables]
        found = [h for key in tried for h in line.hypotheses(question, key)]
        found.sort(key=lambda h: (h.odd, h.kind, str(h.key.date)))
        count = len(tried) * len(roundings) * self.groups
        return [replace(h, one_in=one_in(h, count)) for h in found[:MOST_MISSES]]


def _declared(computed: Computed, observed: Observed, order: tuple[Hypothesis, ...]) -> int | None:
    """Give the place, from 1, of the hypothesis that is the declared model; None if none is.

    They are the same model if they round alike and the declared exact shares, in the cells that
    follow, are those of the hypothesis for some cost.
    """
    if observed.node is None:
        return None
    declared = computed.outcome.done[observed.node]
    for n, found in enumerate(order, 1):
        if found.rounding == declared.plan.rounding and _same(found, declared.rows):
            return n
    return None


def _same(found: Hypothesis, rows: Mapping[str, Row]) -> bool:
    """Tell whether exact shares follow the key: in proportion, or for a mix on a straight line."""
    odd = {deviation.code for deviation in found.deviations}
    cells = [(found.key.weights[c], rows[c].exact) for c in found.observed.amounts if c not in odd]
    if found.kind is not Kind.MIX:
        total = sum(weight for weight, _ in cells), sum(share for _, share in cells)
        return all(share * total[0] == weight * total[1] for weight, share in cells)
    (low, first), (high, last) = min(cells), max(cells)
    return all((share - first) * (high - low) == (last - first) * (w - low) for w, share in cells)
