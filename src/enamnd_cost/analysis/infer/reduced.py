"""One member is counted at a part of its weight, and all others follow the key exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.analysis.infer import line
from enamnd_cost.analysis.infer.hypothesis import Hypothesis, rounded
from enamnd_cost.analysis.infer.keys import Kind, TriedKey
from enamnd_cost.analysis.infer.line import Question
from enamnd_cost.analysis.infer.rate import MOST_DECIMALS

# Those that agreements have. The finer they are, the more misprints are some factor.
HUNDREDTHS = (10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)
# Of a mix each part is counted so, and then nobody's share stays as it was.
KINDS = (Kind.EQUAL, Kind.POPULATION, Kind.RATE)


def hypotheses(
    question: Question, found: Sequence[Hypothesis], names: Mapping[str, str]
) -> Iterator[Hypothesis]:
    """Try the factors of the one cell that does not follow a simple key, where all others do."""
    odd = {
        (str(each.key.fordelning), each.key.date, each.deviations[0].code, each.rounding): each
        for each in found
        if each.kind in KINDS and len(each.deviations) == 1 and not each.missing
    }
    tried = set()
    for (fordelning, date, code, _), each in odd.items():
        for hundredths in HUNDREDTHS:
            key = _counted_at(each.key, code, hundredths, names[code])
            if each.charges:
                yield from _charged(each, key)
            elif (fordelning, date, code, hundredths) not in tried:
                tried.add((fordelning, date, code, hundredths))
                made = line.hypotheses(question, key)
                yield from (each for each in made if not each.deviations)


def _counted_at(key: TriedKey, code: str, hundredths: int, name: str) -> TriedKey:
    weights = {
        each: weight * (hundredths if each == code else 100) for each, weight in key.weights.items()
    }
    factor = (Decimal(hundredths) / 100).normalize()
    return key._replace(
        kind=Kind.REDUCED,
        fordelning={"fordelning": key.fordelning, "faktor": {code: factor}},
        weights=weights,
        base=None,
        counted=name,
    )


def _charged(found: Hypothesis, key: TriedKey) -> Iterator[Hypothesis]:
    """Take the same rate, of which one pays a part."""
    printed, scale = found.observed.printed, 100 * 10**MOST_DECIMALS
    cost = Fraction(sum(key.weights.values()) * printed.per_krona, scale)
    amounts = rounded(key, cost, found.rounding, printed)
    if all(amounts[code] == kr for code, kr in found.observed.amounts.items()):
        total = sum(amounts.values())
        yield replace(found, key=key, low=total, high=total, cost=total, amounts=amounts)
