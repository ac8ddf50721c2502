"""Which hypothesis is to be believed first, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.chance import FAR
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.data import Data

Roundest = Mapping[tuple[object, ...], int]
Usual = Callable[[Hypothesis], tuple[int, ...]]
Grounds = dict[str, tuple[object, ...]]


def usual(data: Data, node: Node | None) -> Usual:
    """Give what sorts roundings: those that the services of the data folder use most, first.

    The service in question is not counted; by the year goes before by the month.
    """
    used = [
        period.rounding
        for service, tjanst in data.tjanster.items()
        if node is None or service != node.service
        for period in tjanst.period
        if not period.exempel and not period.saknas
    ]
    methods = Counter(rule.method for rule in used)
    units: Counter[int | Fraction] = Counter(rule.till for rule in used)

    def order(found: Hypothesis) -> tuple[int, ...]:
        rule, till = found.rounding, found.observed.printed.kronor(found.rounding.unit)
        return -methods[rule.method], -units[till], int(rule.monthly)

    return order


FAR_ROUNDER = 2  # digits fewer: of a hundred costs as near, one is so round by chance


def _alike(hypothesis: Hypothesis) -> tuple[object, ...]:
    """Name what hypotheses have in common that only round in different ways."""
    key = "" if hypothesis.kind is Kind.MIX else str(hypothesis.key.fordelning)
    return hypothesis.kind, key, hypothesis.key.date, hypothesis.participants, hypothesis.odd


def _grounds(hypothesis: Hypothesis, usual: Usual, fewest: Roundest) -> Grounds:
    """Give what the order rests on, the weightiest ground first."""
    return {
        "telling": (not hypothesis.telling,),
        "itself": (hypothesis.is_copy,),
        "odd": (hypothesis.odd,),
        "kind": (hypothesis.kind,),
        "whole": (bool(hypothesis.missing) == hypothesis.observed.added_up,),
        "far": (hypothesis.roundness[0] - fewest[_alike(hypothesis)] >= FAR_ROUNDER,),
        "rounding": usual(hypothesis),
        "round": hypothesis.roundness,
        "name": (str(hypothesis.key.date), str(hypothesis.key.fordelning)),
    }


def rank(found: Sequence[Hypothesis], usual: Usual) -> tuple[tuple[Hypothesis, ...], str]:
    """Put the simplest hypothesis with the fewest odd cells first, and say why it is the first.

    But what is far likelier than another never stands below it.
    """
    # The fewest digits of a cost among those that only round in different ways.
    roundest_last = sorted(found, key=lambda h: h.roundness, reverse=True)
    fewest = {_alike(hypothesis): hypothesis.roundness[0] for hypothesis in roundest_last}
    grounds = [(_grounds(hypothesis, usual, fewest), hypothesis) for hypothesis in found]
    grounds.sort(key=lambda each: tuple(each[0].values()))
    order = []
    while grounds:
        best = max(hypothesis.one_in for _, hypothesis in grounds)
        n = next(n for n, (_, each) in enumerate(grounds) if each.one_in > best - FAR)
        order.append(grounds.pop(n))
    return tuple(hypothesis for _, hypothesis in order), _why_first(order[:2])


def _why_first(best: Sequence[tuple[Grounds, Hypothesis]]) -> str:
    """Say in a sentence why the first stands before the second; nothing where there is none."""
    if len(best) < 2:
        return "Ingen annan hypotes kommer så nära." if best else ""
    (grounds, first), (other, second) = best
    if first.one_in >= second.one_in + FAR:
        return (
            f"Den står först för att den är mycket troligare: {words.chance(first)} mot "
            f"{words.chance(second)} för nästa."
        )
    differs = next((name for name in grounds if grounds[name] != other[name]), "name")
    return "Den står först för att " + {
        "telling": "nästa hypotes skulle ge nästan vilken tabell som helst.",
        "itself": "nästa är tabellen själv, som den står i datamappen.",
        "odd": f"färre tal avviker: {first.odd} mot {second.odd} för nästa.",
        "kind": f"nyckeln är enklare: {words.KINDS[first.kind]} före {words.KINDS[second.kind]}.",
        "whole": "summaraden är radernas summa, så att ingen annan deltar."
        if first.observed.added_up
        else "alla nämndens kommuner deltar i den, även de som saknar rad.",
        "rounding": f"övriga tjänster oftast avrundas så: {words.rule(first)}.",
        "far": f"den medger ett mycket rundare underlag: {words.cost(first)} mot "
        f"{words.cost(second)}.",
        "round": f"den medger ett rundare underlag: {words.cost(first)} mot {words.cost(second)}.",
        "name": "den kommer först i ordning; inget annat skiljer den från nästa.",
    }[differs]  # fmt: skip
