"""What a service costs in a scenario, when it is no longer what its file says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.rounding import round_shares
from enamnd_cost.engine.steps import UprateStep
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Vikter, charges
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.tjanst import UNITS, Avrundning, Period, Post


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


def unit_of_total(bench: Workbench, service: Service) -> int:
    """Give the unit (kronor) in which a decided total is to stay, to be handed out as it was."""
    together = bench.data.budgetar[bench.year].tvavagsavrundning
    rule = service.period.avrundning
    units = [together.till if together else 1, rule.till if rule else 1]
    return max(unit for unit in units if service.allocation.total % unit == 0)


def own_rule(period: Period) -> bool:
    """Tell whether each share is rounded on its own, so that there is no total to hand out."""
    return period.avrundning is not None and period.avrundning.metod != "storsta_rest"


def frozen(service: Service, kommuner: Kommuner) -> dict[str, Any] | None:
    """Say what a service gives this year without saying where it came from.

    What was uprated amount by amount is a cost shared in the proportions of what was uprated, and
    rounded as before; anything else is a total handed out in the proportions of its amounts, in
    the largest unit that they are all whole in. Both give the same amounts again. None where an
    amount is below zero, which is no proportion.
    """
    allocation = service.allocation
    uprated = [step for row in allocation.rows.values() for step in row.steps]
    names = {kommun.kod: kommun.id for kommun in kommuner.kommun}
    if own_rule(service.period) and all(isinstance(step, UprateStep) for step in uprated):
        bases = {
            who: step.base
            for who, row in allocation.rows.items()
            for step in row.steps
            if isinstance(step, UprateStep)
        }
        total = {"underlag": krona(allocation.cost), "avrundning": service.period.avrundning}
    else:
        bases = dict(allocation.amounts)
        common = gcd(*bases.values())
        unit = max(unit for unit in UNITS if common % unit == 0)
        rule = Avrundning.model_validate({"till": unit, "metod": "storsta_rest"})
        total = {"belopp": allocation.total, "avrundning": rule}
    if min(bases.values(), default=0) < 0:
        return None
    weights = {names[code]: Decimal(kr) for code, kr in bases.items()}
    return {**total, "fordelning": Vikter(vikter=weights)}


def scaled(fields: dict[str, Any], service: Service, percent: Decimal) -> dict[str, Any]:
    """Change what a period costs by so many per cent, whatever its cost comes from.

    Amounts that are uprated one by one are changed one by one, and rounded as they were.
    """
    factor = 1 + Fraction(percent) / 100
    if posts := fields.get("post"):
        return {**fields, "post": [_scaled_post(post, factor) for post in posts], "underlag": None}
    split = fields.get("fordelning")
    if split is not None and charges(split):
        return {**fields, "fordelning": _scaled_charge(split, factor)}
    uprated = fields.get("uppraknas")
    if uprated is not None and uprated.av == "belopp":
        return {**fields, **_scaled_amounts(service, factor), "uppraknas": None}
    if uprated is not None:
        cost = krona(service.allocation.cost * factor)
        return {**fields, "underlag": cost, "uppraknas": None}
    if fields.get("underlag") is not None:
        return {**fields, "underlag": krona(fields["underlag"] * factor)}
    rule = fields.get("avrundning") or Avrundning()
    return {**fields, "belopp": krona(fields["belopp"] * factor, rule.till)}


def _scaled_amounts(service: Service, factor: Fraction) -> dict[str, Any]:
    rule = service.period.avrundning or Avrundning()
    exact = {who: row.exact * factor for who, row in service.allocation.rows.items()}
    if rule.metod == "storsta_rest":
        amounts = {who: krona(kr) for who, kr in exact.items()}
    else:
        rounded = round_shares(exact, rule.till, rule.method)
        amounts = {who: each.amount for who, each in rounded.items()}
    return {"fordelning": Belopp(belopp=amounts)}


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
