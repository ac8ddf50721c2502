"""Which hypothesis is to be believed first, and why; and how firmly it stands against chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import comb

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.mix import SMALL
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.model.data import Data
from enamnd_cost.model.parts import Avrundning

Roundest = Mapping[tuple[object, ...], int]
Usual = Callable[[Rounding], tuple[int, ...]]
Grounds = dict[str, tuple[object, ...]]


def usual(data: Data, node: Node | None) -> Usual:
    """Give what sorts roundings: those that the services of the data folder use most, first.

    The service in question is not counted; by the year goes before by the month.
    """
    used = [
        period.avrundning or Avrundning()
        for service, tjanst in data.tjanster.items()
        if node is None or service != node.service
        for period in tjanst.period
        if not period.exempel and not period.saknas
    ]
    methods = Counter(rule.method for rule in used)
    units: Counter[int] = Counter(rule.till for rule in used)
    return lambda rule: (-methods[rule.method], -units[rule.unit], int(rule.monthly))


FAR_ROUNDER = 2  # digits fewer: of a hundred costs as near, one is so round by chance


def _alike(hypothesis: Hypothesis) -> tuple[object, ...]:
    """Name what hypotheses have in common that only round in different ways."""
    return hypothesis.kind, hypothesis.shared_by, hypothesis.odd


def _grounds(hypothesis: Hypothesis, usual: Usual, fewest: Roundest) -> Grounds:
    """Give what the order rests on, the weightiest ground first."""
    return {
        "telling": (not hypothesis.telling,),
        "odd": (hypothesis.odd,),
        "kind": (hypothesis.kind,),
        "whole": (bool(hypothesis.observed.lacks_rows and not hypothesis.missing),),
        "far": (hypothesis.roundness[0] - fewest[_alike(hypothesis)] >= FAR_ROUNDER,),
        "rounding": usual(hypothesis.rounding),
        "round": hypothesis.roundness,
        "name": (str(hypothesis.key.date), str(hypothesis.key.fordelning)),
    }


def rank(found: Sequence[Hypothesis], usual: Usual) -> tuple[tuple[Hypothesis, ...], str]:
    """Put the simplest hypothesis with the fewest odd cells first, and say why it is the first."""
    # The fewest digits of a cost among those that only round in different ways.
    roundest_last = sorted(found, key=lambda h: h.roundness, reverse=True)
    fewest = {_alike(hypothesis): hypothesis.roundness[0] for hypothesis in roundest_last}
    grounds = [(_grounds(hypothesis, usual, fewest), hypothesis) for hypothesis in found]
    grounds.sort(key=lambda each: tuple(each[0].values()))
    return tuple(hypothesis for _, hypothesis in grounds), _why_first(grounds[:2])


def _why_first(best: Sequence[tuple[Grounds, Hypothesis]]) -> str:
    """Say in a sentence why the first stands before the second; nothing where there is none."""
    if len(best) < 2:
        return "Ingen annan hypotes kommer så nära." if best else ""
    (grounds, first), (other, second) = best
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


FIRM = 6  # one in a million


def one_in(hypothesis: Hypothesis, tried: int) -> int:
    """Give k where one random table in 10**k, at most, would fit as well; 0 where most would.

    Of all tables with as many rows and amounts of whole units from zero to the largest one printed,
    how many could the kind of key give, at every date and by every rounding that was tried, with as
    many odd cells? Both are integers; the first is a bound from above, so that the chance is never
    made smaller than it is. Rows of zero kronor are not counted among those that a table could
    fill.

    ``tried`` is how many keys of the kind, times roundings, times sets of participants were tried.
    """
    unit = hypothesis.rounding.year_unit
    amounts = hypothesis.observed.amounts
    levels = max(amounts.values()) // unit + 1  # amounts that a cell can have: 0, unit, ...
    odd = len(hypothesis.deviations)
    if not hypothesis.explains:
        return 0
    # A cell of nothing is no evidence: many a service leaves some out.
    possible = levels ** sum(1 for kr in amounts.values() if kr)
    fitting = tried * _tables(hypothesis, levels) * comb(len(amounts), odd) * levels**odd
    return len(str(possible // fitting)) - 1 if possible > fitting else 0


def _tables(hypothesis: Hypothesis, levels: int) -> int:
    """Count, from above, the tables that one key gives by one rounding as its cost varies.

    The table changes only where some share passes a bound of its rounding. A key of one unknown
    passes them one by one. In the plane of mixes each is a line, and L lines part a plane into
    1 + L + L(L-1)/2 regions at most.
    """
    printed = list(hypothesis.observed.amounts)
    # The cost is bounded by the cells that follow: at worst the largest are the odd ones.
    weights = sorted(hypothesis.key.weights[code] for code in printed)
    cells, odd = len(weights), len(hypothesis.deviations)
    largest = max(weights[max(cells - odd - 1, 0)], 1)
    by_total = hypothesis.rounding.method is Method.LARGEST_REMAINDER
    if hypothesis.kind is Kind.MIX and by_total:
        # For each total, the order of remainders changes where two of them pass each other.
        return cells * levels * (1 + 2 * cells * cells * (levels + 1))
    if hypothesis.kind is Kind.MIX:
        lines = cells * (levels + 1)
        return 1 + lines + lines * (lines - 1) // 2
    if by_total:
        passed = sum(hypothesis.key.weights.values()) * (levels + 1) // largest + 1
    else:
        passed = 1 + sum(min(w, largest) * (levels + 1) // largest + 1 for w in weights)
    if hypothesis.kind is Kind.PERCENT:
        # Every way to divide the steps of a percentage among the cells, at every cost.
        return passed * comb(sum(weights) + cells - 1, cells - 1)
    return passed * (len(SMALL) if hypothesis.kind is Kind.SMALL_MIX else 1)
