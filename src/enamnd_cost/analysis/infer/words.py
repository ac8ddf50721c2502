"""Hypotheses in Swedish."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.intervals import Interval, simplest
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model import wording
from enamnd_cost.model.parts import Avrundning
from enamnd_cost.swedish import decimal, number

KINDS = {
    Kind.EQUAL: "lika delar",
    Kind.POPULATION: "folkmängd",
    Kind.HALF: "50/50",
    Kind.SMALL_MIX: "en blandning i små hela tal",
    Kind.MIX: "en fri blandning",
    Kind.PROPORTIONS: "proportionerna i en annan tabell",
    Kind.UPRATED: "en annan tabell gånger en faktor",
    Kind.PERCENT: "fasta procenttal",
}


def key(hypothesis: Hypothesis) -> str:
    """Name the key, without its date."""
    fordelning = hypothesis.key.fordelning
    match hypothesis.kind:
        case Kind.SMALL_MIX:
            return f"{fordelning['lika']}:{fordelning['invanare']} lika och folkmängd"
        case Kind.MIX:
            equal, people = map(part, hypothesis.parts)
            return f"{equal} lika, {people} efter folkmängd"
        case Kind.PROPORTIONS:
            return f"som {fordelning['som']} {fordelning['ar']}"
        case Kind.UPRATED:
            assert hypothesis.factor is not None
            name = f"{fordelning['som']} {fordelning['ar']}"
            times = simplest(hypothesis.factor)
            return f"samma belopp som {name}" if times == 1 else f"{name} × {decimal(times)}"
        case Kind.PERCENT:
            places = max(
                -int(Decimal(p).as_tuple().exponent) for p in fordelning["procent"].values()
            )
            return f"fasta procenttal med {places} decimaler" if places else "fasta hela procenttal"
        case Kind.EQUAL | Kind.POPULATION | Kind.HALF:
            return KINDS[hypothesis.kind]
        case never:
            assert_never(never)


def full_key(hypothesis: Hypothesis) -> str:
    """Name the key with its date."""
    date = hypothesis.key.date
    with_date = f" {date}" if hypothesis.kind is Kind.POPULATION else f" med folkmängden {date}"
    return key(hypothesis) + (with_date if date else "")


def rounding(rule: Rounding) -> str:
    """Say how shares are rounded."""
    per = "manad" if rule.monthly else "ar"
    given = {"till": rule.unit, "metod": rule.method.value, "per": per}
    return wording.rounding(Avrundning.model_validate(given))


def cost(hypothesis: Hypothesis) -> str:
    """Give the proposed cost with its unit; both parts of a mix."""
    parts = " + ".join(map(part, hypothesis.parts))
    return f"{parts} kr" if parts else "inget helt belopp"


def part(value: int | Fraction) -> str:
    """Write a cost or a part of it, with its decimals if any; what does not end is cut."""
    return decimal(value, None if (value * 10**6).denominator == 1 else 6)


def span(hypothesis: Hypothesis) -> str:
    """Give the whole costs that do, from the lowest to the highest."""
    low, high = hypothesis.low, hypothesis.high
    if low is None or high is None:
        return "–"
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def factor(span: Interval) -> tuple[str, str]:
    """Give the bounds of a factor, cut after six decimals."""
    (low, _), (high, _) = span
    return decimal(low, 6), decimal(high, 6)


def cells(hypothesis: Hypothesis) -> str:
    """Say how many of the printed cells follow."""
    return f"{hypothesis.hits} av {hypothesis.cells}"


def chance(hypothesis: Hypothesis) -> str:
    """Say how many random tables would fit as well."""
    return f"en på 10^{hypothesis.one_in}" if hypothesis.one_in else "de flesta"
