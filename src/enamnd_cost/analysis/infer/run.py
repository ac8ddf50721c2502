"""The whole way: from a table to its hypotheses, the simplest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from enamnd_cost.analysis.infer import keys, line, mix
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.ranking import FIRM, one_in, rank, usual
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.result import Row

MOST_MISSES = 10  # of those that give fewer cells than an answer should


@dataclass(frozen=True)
class Answer:
    """What was found: hypotheses in order, and why the first is first (empty if there is none).

    ``declared`` is the place, from 1, of the one that is the model of our own data, if one is.
    """

    observed: Observed
    ranked: tuple[Hypothesis, ...]
    why: str
    declared: int | None

    @property
    def first(self) -> Hypothesis | None:
        """The hypothesis to believe first, if any says something."""
        return self.ranked[0] if self.ranked and self.ranked[0].telling else None

    @property
    def explained(self) -> bool:
        """Tell whether some hypothesis that says something gives every figure."""
        return self.first is not None and not self.first.odd

    @property
    def near(self) -> bool:
        """Tell whether one gives all figures but a few, as many as were looked for."""
        first, most = self.first, max(self.observed.most, 1)
        return first is not None and first.odd <= most and not first.far_off

    @property
    def equals(self) -> tuple[Hypothesis, ...]:
        """The others that say something and give as many of the figures as the first."""
        if self.first is None:
            return ()
        return tuple(h for h in self.ranked[1:] if h.telling and h.odd == self.first.odd)

    @property
    def rivals(self) -> tuple[Hypothesis, ...]:
        """Those of them that are as simple, by another key or date; rounding alone is no rival."""
        return tuple(
            h
            for h in self.equals
            if h.kind <= self.ranked[0].kind and h.shared_by != self.ranked[0].shared_by
        )

    @property
    def other_roundings(self) -> tuple[Hypothesis, ...]:
        """The equals that have the first's key and date, and only round in another way."""
        return tuple(
            h
            for h in self.equals
            if h.kind == self.ranked[0].kind and h.shared_by == self.ranked[0].shared_by
        )

    @property
    def firm(self) -> bool:
        """Tell whether the first can be relied on: no rival, and hardly a work of chance.

        What a printed sum contradicts is never relied on.
        """
        first = self.first
        sure = first is not None and not first.off and first.one_in >= FIRM
        return sure and self.near and not self.rivals


def infer(computed: Computed, observed: Observed) -> Answer:
    """Find every model that gives the table, then those that nearly do."""
    groups = _groups(computed, observed)
    searches = [_Search(computed, observed, group, len(groups)) for group in groups]
    found = [h for search in searches for h in search.found()]
    if not any(h.telling for h in found):
        found += [h for search in searches for h in search.misses()]
    sought = [h for h in found if h.explains]
    order, why = rank(sought, usual(computed.data, observed.node))
    return Answer(observed, order, why, _declared(computed, observed, order))


def _groups(computed: Computed, observed: Observed) -> list[tuple[str, ...]]:
    """List the sets of participants to try: everyone, and if fewer, those with a row.

    Where the printed sum is that of the rows, nobody else takes part.
    """
    rows = tuple(observed.amounts)
    if not observed.lacks_rows:
        return [computed.data.kommuner.codes]
    return [rows] if observed.total == observed.added else [computed.data.kommuner.codes, rows]


class _Search:
    """The keys that one set of participants may have shared by, as one of so many ``groups``."""

    def __init__(
        self, computed: Computed, observed: Observed, participants: tuple[str, ...], groups: int
    ) -> None:
        self.observed, self.participants, self.groups = observed, participants, groups
        self.populations = keys.populations(computed.data, participants)
        self.simple = keys.simple(participants, self.populations)
        self.tables = keys.tables(computed, observed.node, participants)

    def found(self) -> list[Hypothesis]:
        """Try every key, date and rounding."""
        most = self.observed.most
        need, rules = len(self.observed.amounts) - most, self.observed.roundings(most)
        question = Question(self.observed, self.participants, need, rules)
        dated = (Kind.POPULATION, Kind.HALF, Kind.SMALL_MIX, Kind.MIX)
        tried = {
            **dict.fromkeys((Kind.EQUAL, Kind.PERCENT), 1),
            **dict.fromkeys(dated, len(self.populations)),
            **dict.fromkeys((Kind.PROPORTIONS, Kind.UPRATED), len(self.tables)),
        }
        roundings = sum(map(len, rules.values())) * self.groups

        def weigh(hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
            return [replace(h, one_in=one_in(h, tried[h.kind] * roundings)) for h in hypotheses]

        found = weigh(h for key in self.simple for h in line.hypotheses(question, key))
        # Mixes with odd cells are looked for only where no simpler key gives all of them.
        simpler = tuple(found)
        if any(h.telling and not h.odd for h in simpler):
            most = 0
        for date, people in self.populations.items():
            known = [h for h in simpler if h.key.date in (date, None)]
            found += weigh(mix.hypotheses(question, date, people, most, known))
        for table in self.tables:
            if len(set(table.weights.values())) > 1:  # else equal parts under another name
                found += weigh(line.hypotheses(question, table))
            found += weigh(line.upratings(question, table))
        return found + weigh(line.percentages(question))

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
