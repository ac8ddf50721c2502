"""The engine's steps as sentences: every figure in them is the step's own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.engine.plan import Basis, Factor
from enamnd_cost.engine.result import (
    ChargeStep,
    DampingStep,
    LimitStep,
    RoundingStep,
    ServiceAllocation,
    ShareStep,
    Standing,
    Step,
    Together,
    UprateStep,
)
from enamnd_cost.engine.rounding import Method, Rounded
from enamnd_cost.model import wording
from enamnd_cost.swedish import decimal, listing, number, units

PLACES = 4


def cut(value: Fraction | int, places: int = PLACES) -> str:
    """Write a number with as many decimals as are of use, an ellipsis after one that goes on."""
    return decimal(value, places)


def factors_in_words(factors: tuple[Factor, ...]) -> str:
    """Write factors as they are multiplied, the oldest first.

    >>> factors_in_words((Factor("AKI", 2023, Fraction("5.75")),))
    '× 1,0575 (AKI 2023: 5,75 %)'
    """
    return " ".join(
        f"× {decimal(factor.value)} ({factor.series} {factor.year}: {decimal(factor.percent)} %)"
        for factor in factors
    )


def share_in_words(step: Step, costs: Mapping[str, Fraction]) -> tuple[str, str]:
    """Name a step of the exact share, and write its arithmetic."""
    if isinstance(step, ShareStep):
        return _upper(step.label), _share(step, costs[step.item])
    if isinstance(step, ChargeStep):
        return _upper(step.label), _charge(step)
    if isinstance(step, LimitStep):
        return _limit(step)
    return "Uppräkning", f"{in_short(step)}{_part_of_year(step.months)} = {cut(step.exact)} kr"


def _charge(step: ChargeStep) -> str:
    times = "" if step.quantity == 1 else f"{decimal(step.quantity)} × "
    called = f"{step.called}, " if step.called else ""
    text = f"{called}{times}{decimal(step.price)} kr"
    text += f" {factors_in_words(step.factors)}" if step.factors else ""
    text += f" × {decimal(step.counted)} (faktor)" if step.counted != 1 else ""
    if step.months.length != step.of_months:
        text += f" × {step.months.length}/{step.of_months} ({step.months.name})"
    result = f" = {cut(step.exact)} kr" if "×" in text else ""
    return text + result


def _limit(step: LimitStep) -> tuple[str, str]:
    """Name what a lowest or highest amount does to a share, and show it."""
    sign = "+" if step.exact > 0 else "−"
    change = f"{sign} {cut(abs(step.exact))} kr{_part_of_year(step.months)}"
    if step.limit is None:
        why = "sin del av det som andra hålls ifrån"
        return "Andras gränser", f"{why}, i proportion till {cut(step.by_key)} kr: {change}"
    what = "Lägsta belopp" if step.exact > 0 else "Högsta belopp"
    return what, f"{number(step.limit)} kr om året i stället för {cut(step.by_key)} kr: {change}"


def _share(step: ShareStep, cost: Fraction) -> str:
    if step.counted != 1:
        unit = " invånare" if step.basis is Basis.POPULATION else ""
        counted = f"{_whole(step.weight)} × {decimal(step.counted)} (faktor)"
        weight = f"{counted} av {_whole(step.total)}{unit},"
    elif step.basis is Basis.EQUAL and Fraction(step.total).denominator == 1:
        weight = f"{step.weight}/{step.total}"
    else:
        unit = " invånare" if step.basis is Basis.POPULATION else ""
        weight = f"{_whole(step.weight)} av {_whole(step.total)}{unit},"
    text = f"{weight} av {cut(step.cost)} kr"
    if step.cost != cost and cost:
        part = step.cost / cost
        share = "hälften" if part == Fraction(1, 2) else str(part)
        text += f" ({share} av {cut(cost)} kr{_part_of_year(step.months)})"
    return f"{text} = {cut(step.exact)} kr"


def _whole(weight: Fraction | int) -> str:
    """Write a weight with all its decimals; a mean that does not end is cut."""
    ends = (Fraction(weight) * 10**12).denominator == 1
    return decimal(weight) if ends else cut(weight)


def _part_of_year(months: Months) -> str:
    return "" if months.length == MONTHS_A_YEAR else f", {months.name}"


def rounding_in_words(
    step: RoundingStep, code: str, allocation: ServiceAllocation, names: Mapping[str, str]
) -> str:
    """Say what was rounded, which way, who got what was left over and why, ties included."""
    rule, rounded = allocation.plan.rounding, step.rounded
    if step.once:
        paid = f"{cut(rounded.exact)} kr betalas en enda gång"
        if rounded.remainder:
            return f"{paid}, i hela kronor: {_sum(rounded)}"
        return f"{paid} och avrundas inte"
    monthly = f" per månad, {step.months.name}" if rule.monthly else ""
    if step.together:
        text = _in_two_ways(step.together, rounded, rule.unit)
    elif not rounded.remainder:
        text = f"{cut(rounded.exact)} kr är redan i {units(rule.unit)}{monthly}"
    elif rule.method is Method.LARGEST_REMAINDER:
        text = _handed_out(step, code, allocation, names, monthly)
    else:
        way = wording.in_direction(rule.unit, rule.method)
        text = f"{cut(rounded.exact)} kr {way}{monthly}: {_sum(rounded)}"
    if rule.monthly:
        text += f"; {number(rounded.amount)} × {step.times} = {number(step.amount)} kr"
    return text


def damping_in_words(
    step: DampingStep, allocation: ServiceAllocation, names: Mapping[str, str]
) -> str:
    """Say what was paid the year before, what the key gives, within what, and what comes of it."""
    return f"{_held_to(step)}: {_outcome(step, allocation, names)}"


def _held_to(step: DampingStep) -> str:
    wanted, year = f"{number(step.wanted)} kr utan dämpning", step.source.year
    if not step.paid:
        return f"{wanted}, ingenting {year} att räkna gränser från"
    ends = (("minst", step.limits.least), ("högst", step.limits.most))
    limits = [f"{word} {number(max(kr, 0))} kr" for word, kr in ends if kr is not None]
    return f"{wanted}, {number(step.paid)} kr {year}, så {listing(limits)}"


def _outcome(step: DampingStep, allocation: ServiceAllocation, names: Mapping[str, str]) -> str:
    amount = f"{number(step.amount)} kr"
    steps = {who: row.damping for who, row in allocation.rows.items()}
    held = [names[who] for who, each in steps.items() if each and each.standing is Standing.HELD]
    others = listing(held) if held else "de andra"
    match step.standing:
        case None:
            return f"beloppet är nått, {amount}"
        case Standing.HELD:
            return f"gränsen håller det vid {amount}"
        case Standing.WAITS:
            return f"{amount}, i väntan på {others}, som gränsen håller"
        case Standing.CARRIES:
            return f"{amount}, som bär det som gränsen inte låter {others} göra"
        case never:
            assert_never(never)


def damping_in_short(step: DampingStep) -> str:
    """Say as part of a sentence what damping has made of an amount."""
    return f"dämpat från {number(step.wanted)} kr ({number(step.paid)} kr {step.source.year})"


def _in_two_ways(together: Together, rounded: Rounded, unit: int) -> str:
    """Tell which way a share went, and what it made of the receiver's sum over the services."""
    moved = f": {_sum(rounded)}" if rounded.remainder else ", som den redan är"
    services = "1 tjänst" if len(together.services) == 1 else f"{len(together.services)} tjänster"
    return (
        f"{cut(rounded.exact)} kr {wording.rounding_together(unit)}{moved}. Så stämmer både "
        f"tjänstens summa och kommunens: {services} för exakt {cut(together.exact)} kr blir "
        f"{number(together.amount)} kr"
    )


def _sum(rounded: Rounded) -> str:
    whole, extra = number(rounded.whole), number(abs(rounded.extra))
    if not rounded.extra:
        return f"{whole} kr"
    return f"{whole} {'+' if rounded.extra > 0 else '−'} {extra} = {number(rounded.amount)} kr"


def _handed_out(
    step: RoundingStep,
    code: str,
    allocation: ServiceAllocation,
    names: Mapping[str, str],
    monthly: str,
) -> str:
    """Tell the largest remainder's story: what was left over, and who was before whom."""
    rounded = step.rounded
    turns = {
        who: turn.rounded
        for who, row in allocation.rows.items()
        for turn in row.roundings
        if turn.months == step.months and not turn.once
    }
    served = sorted(
        (w for w, r in turns.items() if r.extra), key=lambda w: -abs(turns[w].remainder)
    )
    unit = allocation.plan.rounding.unit
    text = (
        f"{cut(rounded.exact)} kr till {units(unit)}{monthly}, efter största rest: "
        f"{_sum(rounded)}. Resten är {cut(rounded.remainder)} kr; "
    )
    if not served:
        return text + "ingenting blev över att dela ut"
    each = turns[served[0]].extra
    left = f"{number(each * len(served))} kr blev över och gick"
    if len(served) > 1:
        left += f", {number(each)} kr var,"
    text += f"{left} till {listing(names[who] for who in served)}"
    if rounded.tied:
        text += (
            f". {listing(names[who] for who in rounded.tied)} har lika stor rest; då går den med "
            "störst andel före, och sedan den med lägst kommunkod"
        )
    elif code not in served:
        text += ", som har större rest"
    return text


def label(step: Step) -> str:
    """Name a step's key, or what it charges for, and the months where it is not the whole year."""
    if isinstance(step, UprateStep):
        name = f"Belopp {step.source.year}"
    else:
        name = "Gräns" if isinstance(step, LimitStep) else _upper(step.label)
    return name + _part_of_year(step.months)


def weight(step: Step) -> Fraction | int | None:
    """Give what a step weighs a receiver by: weight, quantity, limit, or last time's amount."""
    if isinstance(step, ShareStep):
        return Fraction(step.weight) * step.counted
    if isinstance(step, ChargeStep):
        return Fraction(step.price if step.quantity == 1 else step.quantity) * step.counted
    if isinstance(step, LimitStep):
        return step.limit
    return step.base


def in_short(step: Step) -> str:
    """Write a step as part of a sentence."""
    if isinstance(step, ShareStep):
        part = f"{decimal(step.weight * step.counted)}/{decimal(step.total)}"
        if step.basis is Basis.EQUAL:
            of = f"{part} av {cut(step.cost, 2)} kr i lika delar"
        else:
            of = f"{part} av {cut(step.cost, 2)} kr ({step.label})"
        return of + _part_of_year(step.months)
    if isinstance(step, ChargeStep):
        return _charge_in_short(step)
    if isinstance(step, LimitStep):
        if step.limit is None:
            return f"{_signed(step.exact)} kr som andra hålls ifrån"
        what = "lägsta" if step.exact > 0 else "högsta"
        return f"{what} belopp {number(step.limit)} kr"
    return f"{number(step.base)} kr från {step.source.year} {factors_in_words(step.factors)}"


def _charge_in_short(step: ChargeStep) -> str:
    name, by = step.called or step.label, ""
    by += f" {factors_in_words(step.factors)}" if step.factors else ""
    by += f" × {decimal(step.counted)}" if step.counted != 1 else ""
    if step.quantity == 1:
        return f"{name}, {decimal(step.price)} kr{by}{_part_of_year(step.months)}"
    return f"{decimal(step.quantity)} × {decimal(step.price)} kr{by} ({name})"


def _signed(kronor: Fraction) -> str:
    return f"{'+' if kronor > 0 else '−'} {cut(abs(kronor), 2)}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
