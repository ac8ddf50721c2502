"""Which hypothesis is to be believed first, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model.data import Data
from enamnd_cost.model.parts import Avrundning

Roundest = Mapping[tuple[object, ...], int]


@dataclass(frozen=True)
class Usage:
    """How often methods and units of rounding are used by the services of the data folder."""

    methods: Counter[str]
    units: Counter[int]

    def order(self, rounding: Rounding) -> tuple[int, ...]:
        """Give a key that sorts what is used most first; by the year before by the month."""
        used = self.methods[rounding.method.value], self.units[rounding.unit]
        return (-used[0], -used[1], int(rounding.monthly))


def usage(data: Data, node: Node | None) -> Usage:
    """Count the roundings of all services' periods, but for the service in question."""
    used = [
        period.avrundning or Avrundning()
        for service, tjanst in data.tjanster.items()
        if node is None or service != node.service
        for period in tjanst.period
        if not period.exempel and not period.saknas
    ]
    return Usage(Counter(rule.metod for rule in used), Counter(rule.till for rule in used))


FAR_ROUNDER = 2  # digits fewer: of a hundred costs as near, one is so round by chance


def _alike(hypothesis: Hypothesis) -> tuple[object, ...]:
    """Name what hypotheses have in common that only round in different ways."""
    return hypothesis.kind, hypothesis.shared_by, hypothesis.odd


def _fewest_digits(found: Iterable[Hypothesis]) -> Roundest:
    """Give the fewest digits of a cost among hypotheses that only round in different ways."""
    roundest_last = sorted(found, key=lambda h: h.roundness, reverse=True)
    return {_alike(hypothesis): hypothesis.roundness[0] for hypothesis in roundest_last}


def _grounds(
    hypothesis: Hypothesis, used: Usage, fewest: Roundest
) -> dict[str, tuple[object, ...]]:
    """Give what the order rests on, the weightiest ground first."""
    return {
        "telling": (not hypothesis.telling,),
        "odd": (hypothesis.odd,),
        "kind": (hypothesis.kind,),
        "whole": (bool(hypothesis.observed.lacks_rows and not hypothesis.missing),),
        "far": (hypothesis.roundness[0] - fewest[_alike(hypothesis)] >= FAR_ROUNDER,),
        "rounding": used.order(hypothesis.rounding),
        "round": hypothesis.roundness,
        "name": (str(hypothesis.key.date), str(hypothesis.key.fordelning)),
    }


def rank(found: Iterable[Hypothesis], used: Usage) -> tuple[Hypothesis, ...]:
    """Put the simplest hypothesis with the fewest odd cells first."""
    everything = list(found)
    fewest = _fewest_digits(everything)
    return tuple(sorted(everything, key=lambda h: tuple(_grounds(h, used, fewest).values())))


def why_first(ranked: tuple[Hypothesis, ...], used: Usage) -> str:
    """Say in a sentence why the first stands before the second."""
    if len(ranked) == 1:
        return "Ingen annan hypotes kommer så nära."
    first, second = ranked[:2]
    fewest = _fewest_digits(ranked)
    grounds, other = _grounds(first, used, fewest), _grounds(second, used, fewest)
    differs = next((name for name in grounds if grounds[name] != other[name]), "name")
    return "Den står först för att " + {
        "telling": "nästa hypotes skulle ge nästan vilken tabell som helst.",
        "odd": f"färre tal avviker: {first.odd} mot {second.odd} för nästa.",
        "kind": f"nyckeln är enklare: {words.KINDS[first.kind]} före {words.KINDS[second.kind]}.",
        "whole": "alla nämndens kommuner deltar i den, även de som saknar rad.",
        "rounding": f"övriga tjänster oftast avrundas så: {words.rounding(first.rounding)}.",
        "far": f"den medger ett mycket rundare underlag: {words.cost(first)} mot "
        f"{words.cost(second)}.",
        "round": f"den medger ett rundare underlag: {words.cost(first)} mot {words.cost(second)}.",
        "name": "den kommer först i ordning; inget annat skiljer den från nästa.",
    }[differs]  # fmt: skip
