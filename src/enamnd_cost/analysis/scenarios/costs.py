"""What a service costs in a scenario, when it is no longer what its file says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.year import Service
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Vikter, charges
from enamnd_cost.model.tjanst import Avrundning, Post


def krona(value: Fraction, unit: int = 1) -> int:
    """Round an assumed cost to whole kronor or units, halves away from zero.

    >>> krona(Fraction(375_600), 1_000)
    376000
    """
    units = (2 * abs(value) + unit) // (2 * unit)
    return int(units) * unit * (1 if value >= 0 else -1)


def handed_out(total: int, rule: Avrundning | None) -> Avrundning:
    """Give the rounding that hands out a total exactly: in the same unit where that goes evenly."""
    till = rule.till if rule and total % rule.till == 0 else 1
    return Avrundning(till=till, metod="storsta_rest")


def frozen(service: Service, names: dict[str, str]) -> dict[str, Any]:
    """Say what a service gives this year without saying where it came from.

    Its total is handed out in the proportions of its amounts, which gives those amounts again.
    ``names`` are the municipalities' ids by code.
    """
    amounts, total = service.allocation.amounts, service.allocation.total
    return {
        "belopp": total,
        "fordelning": Vikter(vikter={names[code]: Decimal(kr) for code, kr in amounts.items()}),
        "avrundning": handed_out(total, service.period.avrundning),
    }


def scaled(
    fields: dict[str, Any], service: Service, percent: Decimal, names: dict[str, str]
) -> dict[str, Any]:
    """Change what a period costs by so many per cent, whatever its cost comes from."""
    factor = 1 + Fraction(percent) / 100
    if posts := fields.get("post"):
        return {**fields, "post": [_scaled_post(post, factor) for post in posts], "underlag": None}
    split = fields.get("fordelning")
    if split is not None and charges(split):
        return {**fields, "fordelning": _scaled_charge(split, factor)}
    if fields.get("uppraknas") is not None:
        fields = {**fields, **frozen(service, names), "uppraknas": None}
    if fields.get("underlag") is not None:
        return {**fields, "underlag": krona(fields["underlag"] * factor)}
    rule = fields.get("avrundning") or Avrundning()
    return {**fields, "belopp": krona(fields["belopp"] * factor, rule.till)}


def _scaled_post(post: Post, factor: Fraction) -> Post:
    if post.underlag is None:
        return post.model_copy(update={"fordelning": _scaled_charge(post.fordelning, factor)})
    return post.model_copy(update={"underlag": krona(post.underlag * factor)})


def _scaled_charge(split: Any, factor: Fraction) -> Any:
    """Change every charge, each to the nearest krona; a price keeps its decimals."""
    match split:
        case Belopp(belopp=amounts):
            return Belopp(belopp={who: krona(kr * factor) for who, kr in amounts.items()})
        case Avgift(avgift=fee, start=dates):
            return Avgift(avgift=krona(fee * factor), start=dates)
        case Matt(matt=name, pris=price) if price is not None:
            return Matt(matt=name, pris=price * Decimal(factor.numerator) / factor.denominator)
    return split
