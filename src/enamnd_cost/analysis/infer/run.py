"""The whole way: from a table to its hypotheses, the simplest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from enamnd_cost.analysis.infer import keys, line, mix, percent, ranking
from enamnd_cost.analysis.infer.chance import FIRM, one_in
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Base, Kind, TriedKey
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.ranking import Ranked
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.rounding import Method, Rounding

MOST_MISSES = 10  # of those that give fewer cells than an answer should


@dataclass(frozen=True)
class Answer:
    """What was found: hypotheses in order, and why the first is first (empty if there is none)."""

    observed: Observed
    ranked: tuple[Ranked, ...]
    why: str

    @property
    def first(self) -> Ranked | None:
        """The hypothesis to believe first, if any says something."""
        return self.ranked[0] if self.ranked and self.ranked[0].telling else None

    @property
    def explained(self) -> bool:
        """Tell whether some hypothesis that says something gives every figure."""
        return self.first is not None and not self.first.hypothesis.odd

    @property
    def near(self) -> bool:
        """Tell whether one gives all figures but a few, as many as were looked for."""
        first = self.first
        return (
            first is not None
            and first.hypothesis.odd <= max(self.observed.most, 1)
            and not first.hypothesis.far_off
        )

    @property
    def equals(self) -> tuple[Ranked, ...]:
        """The others that say something and give as many of the figures as the first."""
        first = self.first
        if first is None:
            return ()
        odd = first.hypothesis.odd
        return tuple(r for r in self.ranked[1:] if r.telling and r.hypothesis.odd == odd)

    @property
    def rivals(self) -> tuple[Ranked, ...]:
        """Those of them that are as simple, by another key or date; rounding alone is no rival."""
        if self.first is None:
            return ()
        own = self.first.hypothesis
        return tuple(
            r
            for r in self.equals
            if r.hypothesis.kind <= own.kind and _which(r.hypothesis) != _which(own)
        )

    @property
    def other_roundings(self) -> tuple[Ranked, ...]:
        """The equals that have the first's key and date, and only round in another way."""
        if self.first is None:
            return ()
        own = self.first.hypothesis
        return tuple(
            r
            for r in self.equals
            if r.hypothesis.kind == own.kind and _which(r.hypothesis) == _which(own)
        )

    @property
    def firm(self) -> bool:
        """Tell whether the first can be relied on: no rival, and hardly a work of chance.

        What a printed sum contradicts is never relied on.
        """
        return (
            self.first is not None
            and self.near
            and self.first.hypothesis.off is None
            and self.first.one_in >= FIRM
            and not self.rivals
        )


def _which(hypothesis: Hypothesis) -> tuple[str, str, int]:
    free = hypothesis.kind is Kind.MIX  # its parts are only the roundest of a region
    name = "" if free else str(hypothesis.key.fordelning)
    return name, str(hypothesis.key.date), len(hypothesis.participants)


def infer(computed: Computed, observed: Observed) -> Answer:
    """Find every model that gives the table, then those that nearly do."""
    groups = _groups(computed, observed)
    found = [ranked for group in groups for ranked in _search(computed, observed, group)]
    if not any(ranked.telling for ranked in found):
        found += [ranked for group in groups for ranked in _misses(computed, observed, group)]
    found = [ranked for ranked in found if ranked.hypothesis.explains]
    used = ranking.usage(computed.data, observed.node)
    order = ranking.rank(found, used)
    return Answer(observed, order, ranking.why_first(order, used) if order else "")


def _search(computed: Computed, observed: Observed, participants: tuple[str, ...]) -> list[Ranked]:
    """Try every key, date and rounding for one set of participants."""
    question = Question(observed, participants, observed.most, observed.roundings(observed.most))
    populations = keys.populations(computed.data, participants)
    simple = _simple(participants, populations)
    tables = keys.bases(computed, observed.node, participants)
    roundings = sum(map(len, question.roundings.values())) * len(_groups(computed, observed))
    tries = {
        Kind.EQUAL: roundings,
        **dict.fromkeys((Kind.POPULATION, Kind.HALF, Kind.SMALL_MIX, Kind.MIX),
                        roundings * len(populations)),
        **dict.fromkeys((Kind.PROPORTIONS, Kind.UPRATED), roundings * len(tables)),
        Kind.PERCENT: roundings,
    }  # fmt: skip

    def weigh(hypotheses: Iterable[Hypothesis]) -> list[Ranked]:
        return [Ranked(each, one_in(each, tries[each.kind])) for each in hypotheses]

    found = weigh(h for key in simple for h in line.hypotheses(question, key))
    fewest: dict[tuple[object, Rounding], int] = {}
    for ranked in found:
        at = (ranked.hypothesis.key.date, ranked.hypothesis.rounding)
        odd = len(ranked.hypothesis.deviations)
        fewest[at] = min(fewest.get(at, odd), odd)
    # Mixes with odd cells are looked for only where no simpler key gives all of them.
    whole = any(ranked.telling and not ranked.hypothesis.odd for ranked in found)
    for date, population in populations.items():

        def simpler(rounding: Rounding, date: object = date) -> int | None:
            known = [fewest[at] for at in ((date, rounding), (None, rounding)) if at in fewest]
            return min(known, default=None)

        most = 0 if whole else question.most
        found += weigh(mix.hypotheses(question, date, population, most, simpler))
    found += weigh(_of_tables(question, tables))
    return found + weigh(percent.hypotheses(question))


def _groups(computed: Computed, observed: Observed) -> list[tuple[str, ...]]:
    """List the sets of participants to try: everyone, and if fewer, those with a row.

    Where the printed sum is that of the rows, nobody else takes part.
    """
    rows = tuple(observed.amounts)
    if not observed.lacks_rows:
        return [computed.data.kommuner.codes]
    return [rows] if observed.total == observed.added else [computed.data.kommuner.codes, rows]


def _simple(
    participants: tuple[str, ...], populations: Mapping[dt.date, keys.Population]
) -> list[TriedKey]:
    """List the keys without an unknown mix, the simplest first."""
    return [
        keys.equal(participants),
        *(keys.by_population(date, people) for date, people in populations.items()),
        *(keys.mix(date, people, 1, 1, Kind.HALF) for date, people in populations.items()),
    ]


def _of_tables(question: Question, tables: list[Base]) -> Iterator[Hypothesis]:
    """Try the proportions of other tables, and the tables themselves times a factor."""
    for table in tables:
        key = table.key(question.participants, Kind.PROPORTIONS)
        if len(set(key.weights.values())) > 1:  # else it is equal parts under another name
            yield from line.hypotheses(question, key)
        yield from line.upratings(question, table)


def _misses(computed: Computed, observed: Observed, participants: tuple[str, ...]) -> list[Ranked]:
    """Find what comes nearest where nothing does: the keys that give most cells, however few.

    Only the coarsest unit of the amounts is tried, and what judges each share by itself.
    """
    unit, rules = next(iter(observed.roundings(observed.most).items()))
    judged = {unit: [rule for rule in rules if rule.method is not Method.LARGEST_REMAINDER]}
    question = Question(observed, participants, len(observed.amounts) - 1, judged)
    populations = keys.populations(computed.data, participants)
    tables = keys.bases(computed, observed.node, participants)
    tried = [*_simple(participants, populations)]
    tried += [table.key(participants, Kind.PROPORTIONS) for table in tables]
    found = [h for key in tried for h in line.hypotheses(question, key)]
    found.sort(key=lambda h: (h.odd, h.kind, str(h.key.date)))
    count = len(tried) * len(judged[unit]) * len(_groups(computed, observed))
    return [Ranked(each, one_in(each, count)) for each in found[:MOST_MISSES]]
