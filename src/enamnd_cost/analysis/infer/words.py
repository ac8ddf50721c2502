"""Hypotheses in Swedish."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, assert_never

from enamnd_cost.analysis.infer.dates import Absent
from enamnd_cost.analysis.infer.hypothesis import EqualPart, Hypothesis
from enamnd_cost.analysis.infer.intervals import Interval, simplest
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.printed import Printed
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model import wording
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.swedish import decimal, fixed, listing, nearest, number, rounded

KINDS = {
    Kind.EQUAL: "lika delar",
    Kind.POPULATION: "folkmängd",
    Kind.RATE: "en taxa per invånare",
    Kind.HALF: "50/50",
    Kind.SMALL_MIX: "en blandning i små hela tal",
    Kind.STEPS: "trappsteg efter folkmängd",
    Kind.MIX: "en fri blandning",
    Kind.FIXED_RATE: "ett fast belopp och en taxa per invånare",
    Kind.REDUCED: "en nyckel där en räknas till en del",
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
            printed = hypothesis.observed.printed
            equal, people = (amount(part, printed) for part in hypothesis.parts)
            return f"{equal} lika, {people} efter folkmängd"
        case Kind.RATE | Kind.FIXED_RATE:
            return _rate(fordelning)
        case Kind.REDUCED:
            ((_, factor),) = fordelning["faktor"].items()
            plain = {"lika": Kind.EQUAL, "invanare": Kind.POPULATION}
            key = fordelning["fordelning"]
            name = _rate(key) if hypothesis.charges else KINDS[plain[key]]
            return f"{name}, där {hypothesis.key.counted} räknas till {decimal(factor)}"
        case Kind.STEPS:
            printed = hypothesis.observed.printed
            paid = Counter(map(printed.kronor, hypothesis.key.weights.values()))
            steps = listing(f"{kronor(kr)} kr för {n}" for kr, n in sorted(paid.items()))
            return f"{KINDS[hypothesis.kind]}: {steps}"
        case Kind.PROPORTIONS:
            return f"som {fordelning['som']} {fordelning['ar']}{_made_of(hypothesis)}"
        case Kind.UPRATED:
            assert hypothesis.factor is not None
            name = f"{fordelning['som']} {fordelning['ar']}{_made_of(hypothesis)}"
            times = simplest(hypothesis.factor)
            return f"samma belopp som {name}" if times == 1 else f"{name} × {decimal(times)}"
        case Kind.PERCENT:
            places = max(
                -int(Decimal(p).as_tuple().exponent) for p in fordelning["procent"].values()
            )
            with_places = {0: "fasta hela procenttal", 1: "fasta procenttal med en decimal"}
            return with_places.get(places, f"fasta procenttal med {places} decimaler")
        case Kind.EQUAL | Kind.POPULATION | Kind.HALF:
            return KINDS[hypothesis.kind]
        case never:
            assert_never(never)


def _rate(fordelning: Mapping[str, Any]) -> str:
    rate = f"{kronor(Fraction(fordelning['per_invanare']))} kr per invånare"
    return f"{kronor(fordelning['fast'])} kr och {rate}" if "fast" in fordelning else rate


def _made_of(hypothesis: Hypothesis) -> str:
    """Say which key another table is made of, where that is known."""
    base = hypothesis.key.base
    return f" ({base_key(base.equal_part, base.date)})" if base else ""


def base_key(equal_part: Fraction, date: dt.date | None) -> str:
    """Name a mix of equal parts and population, with its date if it has one."""
    equal, whole = equal_part.as_integer_ratio()
    return Mix(lika=equal, invanare=whole - equal).words(date)


def full_key(hypothesis: Hypothesis) -> str:
    """Name the key with its date."""
    date = hypothesis.key.date
    with_date = f" {date}" if hypothesis.kind is Kind.POPULATION else f" med folkmängden {date}"
    return key(hypothesis) + (with_date if date else "")


def rounding(rule: Rounding, printed: Printed) -> str:
    """Say how shares are rounded."""
    return wording.rounded_to(printed.kronor(rule.unit), rule.method, monthly=rule.monthly)


def rule(hypothesis: Hypothesis) -> str:
    """Say how a hypothesis rounds."""
    return rounding(hypothesis.rounding, hypothesis.observed.printed)


def cost(hypothesis: Hypothesis) -> str:
    """Give the proposed cost with its unit; both parts of a mix."""
    printed = hypothesis.observed.printed
    parts = " + ".join(amount(part, printed) for part in hypothesis.parts)
    return f"{parts} kr" if parts else "inget helt belopp"


def limits(hypothesis: Hypothesis) -> str:
    """Say between which numbers of inhabitants each limit of the steps may lie."""
    steps = hypothesis.key.steps
    assert steps is not None
    paid = [kronor(step["belopp"]) for step in hypothesis.key.fordelning["trappa"]]
    said = [
        f"mellan {below} och {above} kr vara {number(low)}"
        + (f"–{number(high)} invånare" if low < high else " invånare")
        for (below, above), (low, high) in zip(pairwise(paid), steps.limits, strict=True)
    ]
    return f"Med folkmängden {steps.date} kan gränsen {listing(said, 'och den')}."


def amount(value: int | Fraction, printed: Printed) -> str:
    """Write an amount of a table in kronor."""
    return kronor(printed.kronor(value))


def kronor(value: int | Fraction) -> str:
    """Write kronor, with öre if there are any, or more decimals; what does not end is cut.

    >>> kronor(1200), kronor(Fraction("12.5")), kronor(Fraction(1, 3))
    ('1\N{NO-BREAK SPACE}200', '12,50', '0,333333…')
    """
    if value.denominator == 1 or (value * 10**2).denominator != 1:
        return decimal(value, None if (value * 10**6).denominator == 1 else 6)
    return fixed(rounded(value, 2))


def cell(value: int, printed: Printed) -> int | Decimal:
    """Give an amount of a table as a cell: whole kronor, or with two decimals where it has öre."""
    return value if printed.per_krona == 1 else rounded(Fraction(value, printed.per_krona), 2)


def unit(printed: Printed) -> str:
    """Say what the amounts of a table are known to; nothing where it is whole kronor."""
    if printed.exact:
        return ""
    return nearest(printed.kronor(printed.step))


def span(hypothesis: Hypothesis) -> str:
    """Give the whole costs that do, from the lowest to the highest."""
    low, high = hypothesis.low, hypothesis.high
    if low is None or high is None:
        return "–"
    least, most = (amount(end, hypothesis.observed.printed) for end in (low, high))
    return least if low == high else f"{least}–{most}"


def factor(span: Interval) -> tuple[str, str]:
    """Give the bounds of a factor, cut after six decimals."""
    (low, _), (high, _) = span
    return decimal(low, 6), decimal(high, 6)


def absent(found: Absent) -> str:
    """Name a key at a time that the folder has no population of."""
    key = "en blandning av lika delar och folkmängd"
    if found.simple:
        key = KINDS[Kind.HALF] if found.equal_part[0] else KINDS[Kind.POPULATION]
    return f"{key} vid {time(found)}"


def dates(known: Sequence[dt.date]) -> str:
    """List dates; those that are a year apart as a span.

    >>> dates([dt.date(2010, 12, 31), dt.date(2011, 12, 31), dt.date(2012, 12, 31)])
    '2010-12-31–2012-12-31 (varje år)'
    """
    runs: list[list[dt.date]] = []
    for date in known:
        if runs and date == runs[-1][-1].replace(year=runs[-1][-1].year + 1):
            runs[-1].append(date)
        else:
            runs.append([date])
    return listing(
        f"{run[0]}–{run[-1]} (varje år)" if len(run) > 2 else listing(map(str, run)) for run in runs
    )


def time(found: Absent) -> str:
    """Say between what dates a time lies that the folder has no population of."""
    after, before = found.after, found.before
    if after is None:
        return f"ett datum före {before}"
    return f"ett datum mellan {after} och {before}" if before else f"ett datum efter {after}"


def blends(equal_part: EqualPart) -> str:
    """Name the mixes with such an equal part."""
    low, high = (fixed(rounded(100 * part, 2)) for part in equal_part)
    return f"blandningar där {low}–{high} % av underlaget delas lika"


def cells(hypothesis: Hypothesis) -> str:
    """Say how many of the printed cells follow."""
    return f"{hypothesis.hits} av {hypothesis.cells}"


def chance(hypothesis: Hypothesis) -> str:
    """Say how many random tables would fit as well."""
    return one_in(hypothesis.one_in)


def one_in(k: int) -> str:
    """Say that at most one random table in 10**k fits."""
    return f"en på 10^{k}" if k else "de flesta"
