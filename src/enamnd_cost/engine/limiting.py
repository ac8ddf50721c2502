"""Shares and charges of a span of months, held between the lowest and highest amounts of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import FREE, Limits, held
from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Charges, Item, Plan
from enamnd_cost.engine.result import LimitStep, Step
from enamnd_cost.engine.rounding import Receiver


def limited(
    plan: Plan, steps: Mapping[str, Mapping[Receiver, Sequence[Step]]], months: Months
) -> Iterator[tuple[Receiver, Step]]:
    """Hold what each pays for the items of a name within its limits, in one span of months.

    ``steps`` are those of the span, by item name and receiver. Of a shared cost the others bear the
    rest; what is charged has no rest.
    """
    for item in {item.name: item for item in plan.items if item.name in plan.limits}.values():
        limits, of_item = plan.limits[item.name], steps.get(item.name, {})
        by_key = {who: sum((s.exact for s in own), Fraction(0)) for who, own in of_item.items()}
        part = {who: _part_of_limit(item, who, months, plan.months) for who in by_key}
        if isinstance(item, Charges):
            now = {who: limits.get(who, FREE).nearest(kr, part[who]) for who, kr in by_key.items()}
        else:
            now = _held(item, by_key, limits, months)
        for who, kr in now.items():
            if kr != by_key[who]:
                limit = limits.get(who, FREE).reached(kr, part[who])
                yield who, LimitStep(item.name, months, by_key[who], limit, kr - by_key[who])


def _held(
    item: Item, by_key: Mapping[Receiver, Fraction], limits: Limits, months: Months
) -> dict[Receiver, Fraction]:
    """Hold a span's shares within its part of a year's limits; say of which item it cannot be."""
    when = "" if months == WHOLE_YEAR else months.name
    try:
        return held(by_key, limits, Fraction(months.length, MONTHS_A_YEAR), when)
    except AllocationError as error:
        error.item = item.name
        raise


def _part_of_limit(item: Item, who: Receiver, months: Months, within: Months) -> Fraction:
    """Give the part of a year's limit that holds in some months; what is paid once has all."""
    if isinstance(item, Charges) and item.once:
        own = item.participation[who].common(within) or within
        return Fraction(months.length, own.length)
    return Fraction(months.length, MONTHS_A_YEAR)
