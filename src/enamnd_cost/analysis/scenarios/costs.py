"""What a service costs in a scenario, when it is no longer what its file says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any, assert_never

from enamnd_cost.analysis.scenarios.services import let_go
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.result import ChargeStep, ShareStep, UprateStep
from enamnd_cost.engine.rounding import nearest, round_shares
from enamnd_cost.model import parts
from enamnd_cost.model.parts import UNITS, Avrundning, Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.splits.agreed import Belopp, Vikter

# What a split gives once it no longer counts anybody as less, or holds anybody within limits.
AS_IT_IS: Mapping[str, Any] = {"faktor": {}, "lagst": None, "hogst": None}


def handed_out(total: int, rule: Avrundning | None, months: int = MONTHS_A_YEAR) -> Avrundning:
    """Give the rounding that hands out a total exactly: in the same unit where that goes evenly.

    It is what the ``months`` that a service is there bear of the total that is to go evenly.
    """
    part = Fraction(total * months, MONTHS_A_YEAR)
    till = rule.till if rule and part % rule.till == 0 else 1
    return Avrundning(till=till, metod="storsta_rest")


def of_year(kronor: int | Fraction, unit: int, months: int) -> int:
    """Give the whole year's level of what was paid in the months that a service is there.

    It is the nearest whose part for those months is whole units (kronor).

    >>> of_year(50_000, 100, 7), of_year(50_000, 1, 12)
    (85200, 50000)
    """
    step = unit * MONTHS_A_YEAR // gcd(unit * MONTHS_A_YEAR, months)
    return nearest(Fraction(kronor) * MONTHS_A_YEAR / months, step)


def months_of(service: Service) -> int:
    """Count the months of the year that a service is there."""
    return service.allocation.plan.months.length


def unit_of_total(bench: Workbench, service: Service) -> int:
    """Give the unit (kronor) in which a decided total is to stay, to be handed out as it was."""
    together = bench.data.budgetar[bench.year].tvavagsavrundning
    rule = service.period.avrundning
    units = [together.till if together else 1, rule.till if rule else 1]
    return max(unit for unit in units if service.allocation.total % unit == 0)


def own_rule(period: Period) -> bool:
    """Tell whether each share is rounded on its own, so that there is no total to hand out."""
    return period.avrundning is not None and period.avrundning.metod != "storsta_rest"


def frozen(bench: Workbench, service: Service, at: KeyPath, remedy: str) -> dict[str, Any] | None:
    """Say what a service gives this year without saying where it came from.

    What was uprated amount by amount is a cost shared in the proportions of what was uprated, and
    rounded as before; anything else is a total handed out in the proportions of its amounts, in
    the largest unit that they are all whole in. Both give the same amounts again. An amount below
    zero, which is no proportion, is a mistake at ``at``, and there is nothing to say.
    """
    allocation = service.allocation
    steps = [(who, step) for who, row in allocation.rows.items() for step in row.steps]
    bases = {who: step.base for who, step in steps if isinstance(step, UprateStep)}
    if own_rule(service.period) and all(isinstance(step, UprateStep) for _, step in steps):
        total = {"underlag": nearest(allocation.level), "avrundning": service.period.avrundning}
    else:
        bases = dict(allocation.amounts)
        common = gcd(*bases.values())
        unit = max(unit for unit in UNITS if common % unit == 0)
        rule = Avrundning.model_validate({"till": unit, "metod": "storsta_rest"})
        total = {"belopp": of_year(allocation.total, unit, months_of(service)), "avrundning": rule}
    if min(bases.values(), default=0) < 0:
        text = f"{service.id} har belopp under noll, som inte går att dela efter"
        bench.problem("EK227", text, remedy, at)
        return None
    weights = {bench.data.kommuner.ids[code]: Decimal(kr) for code, kr in bases.items()}
    return {**total, "fordelning": Vikter(vikter=weights), **AS_IT_IS}


def scaled(period: Period, service: Service, percent: Decimal) -> Period:
    """Change what a period costs by so many per cent, whatever its cost comes from.

    Amounts that are uprated one by one are changed one by one, and rounded as they were.
    """
    factor = 1 + Fraction(percent) / 100
    changed: dict[str, Any]
    match period.stated:
        case parts.EachUprated():
            amounts = Belopp(belopp=_scaled_amounts(service, factor))
            changed = {"fordelning": amounts, "uppraknas": None}
        case parts.CostUprated():
            cost = nearest(service.allocation.level * factor)
            changed = {"underlag": cost, "uppraknas": None}
        case stated:
            changed = scaled_as_stated(period, stated, factor, months_of(service))
    return period.model_copy(update=changed)


def scaled_as_stated(
    period: Period,
    stated: parts.InItems | parts.Charged | parts.CostGiven | parts.TotalGiven,
    factor: Fraction,
    months: int,
) -> dict[str, Any]:
    """Multiply a cost that stands in the period itself: the keys that change, and their values.

    A total that is to be handed out is so in the ``months`` that the service is there.
    """
    match stated:
        case parts.InItems(posts):
            return {"post": [_scaled_post(post, factor) for post in posts], "underlag": None}
        case parts.Charged(split):
            return {"fordelning": split.scaled(factor)}
        case parts.CostGiven(kronor):
            return {"underlag": nearest(kronor * factor)}
        case parts.TotalGiven(kronor):
            rule = period.rounding
            part = Fraction(months, MONTHS_A_YEAR)
            return {"belopp": of_year(kronor * factor * part, rule.till, months)}
        case never:
            assert_never(never)


def no_cost_of_its_own(period: Period) -> str | None:
    """Say why a period's cost is not one figure that can be exchanged for another, if it is not."""
    match period.stated:
        case parts.InItems():
            return "kostnaden står i posterna"
        case parts.EachUprated() | parts.CostUprated():
            return "beloppen räknas upp från ett tidigare år"
        case parts.Charged():
            return "fördelningen ger själv beloppen"
        case parts.CostGiven() | parts.TotalGiven():
            return None
        case never:
            assert_never(never)


def _scaled_amounts(service: Service, factor: Fraction) -> dict[str, int]:
    rule, months = service.period.rounding, service.allocation.plan.months
    factor *= Fraction(MONTHS_A_YEAR, months.length)
    exact = {who: row.exact * factor for who, row in service.allocation.rows.items()}
    if rule.metod == "storsta_rest":
        return {who: nearest(kr) for who, kr in exact.items()}
    rounded = round_shares(exact, rule.till, rule.method)
    return {who: each.amount for who, each in rounded.items()}


def _scaled_post(post: Post, factor: Fraction) -> Post:
    if post.underlag is None:
        return post.model_copy(update={"fordelning": post.split.scaled(factor)})
    return post.model_copy(update={"underlag": nearest(post.underlag * factor)})


def part(service: Service, code: str) -> Fraction:
    """Give what of somebody's part can remain: less what it pays for itself alone."""
    row, period = service.allocation.rows[code], service.period
    if period.split and period.split.ends:
        return row.amount - row.exact - row.damped
    used = {post.namn for post in period.post if post.split.ends}
    return row.amount - sum((s.exact for s in row.steps if s.item in used), Fraction(0))


def agreed_amount(service: Service, code: str) -> Fraction:
    """Give what somebody pays in items because it has agreed to: not for use, nor once."""
    posts = service.period.post
    agreeing = {post.namn for post in posts if post.split.charges and not post.split.ends}
    steps = service.allocation.rows[code].steps
    exact = (s.exact for s in steps if isinstance(s, ChargeStep) and s.item in agreeing)
    return sum(exact, Fraction(0))


def cheaper(
    bench: Workbench, service: Service, drops: Mapping[str, int], at: KeyPath, *, during: bool
) -> Period:
    """Take what falls away (kronor, by code) off the cost; the key then shares what is left.

    Agreed and uprated amounts have no key: they are shared in their own proportions, unless every
    part falls away whole and each of the others pays what it did; not so where somebody is there
    ``during`` a part of the year.
    """
    period = let_go(service.period)
    drop = sum(drops.values())
    whole = not during and all(kr == part(service, code) for code, kr in drops.items())
    changed: dict[str, Any]
    match period.stated:
        case parts.Charged(split) if split.ends:
            return period
        case parts.InItems(posts) if any(post.underlag is not None for post in posts):
            changed = {"post": _cheaper_posts(service, posts, drops)}
        case parts.Charged() | parts.InItems() if whole:
            return period
        case parts.Charged() | parts.InItems() | parts.EachUprated():
            changed = _frozen(bench, service, drop, at)
        case parts.CostUprated():
            cost = nearest(service.allocation.level) - of_year(drop, 1, months_of(service))
            changed = {"uppraknas": None, "underlag": cost}
        case parts.CostGiven(kronor):
            changed = {"underlag": kronor - of_year(drop, 1, months_of(service))}
        case parts.TotalGiven(kronor):
            total = kronor - of_year(drop, unit_of_total(bench, service), months_of(service))
            changed = {
                "belopp": total,
                "avrundning": handed_out(total, period.avrundning, months_of(service)),
            }
        case never:
            assert_never(never)
    return period.model_copy(update=changed)


def _frozen(bench: Workbench, service: Service, drop: int, at: KeyPath) -> dict[str, Any]:
    """Share what is left in the proportions of the amounts themselves."""
    remedy = f"ange hur de andra delar: [tjanst.{service.id}] fordelning = …"
    left = frozen(bench, service, at, remedy)
    if left is None:
        return {}
    key = "underlag" if "underlag" in left else "belopp"
    left[key] -= of_year(drop, 1, months_of(service))
    if key == "belopp":
        left["avrundning"] = handed_out(left[key], left["avrundning"], months_of(service))
    return {"uppraknas": None, "post": [], "folkmangd": None, **left}


def _cheaper_posts(service: Service, posts: Sequence[Post], drops: Mapping[str, int]) -> list[Post]:
    """Take a drop off the items that it comes from, and let the others carry what is agreed.

    What somebody has agreed to pay for itself goes with it; what remains of that as a cost is
    shared by the items that share a cost, in proportion to theirs.
    """
    less: dict[str, Fraction] = defaultdict(Fraction)
    costing = {post.namn: post.underlag for post in posts if post.underlag}
    for code, drop in drops.items():
        own = agreed_amount(service, code)
        shares: dict[str, Fraction] = defaultdict(Fraction)
        for step in service.allocation.rows[code].steps:
            if isinstance(step, ShareStep):
                shares[step.item] += step.exact
        whole = part(service, code)
        falls = Fraction(drop) / whole if whole else Fraction(0)
        # The shared items answer for all of the part that is not agreed, rounding included.
        shared = sum(shares.values(), Fraction(0))
        for name, share in shares.items():
            less[name] += falls * (whole - own) * share / shared if shared else 0
        for name, cost in costing.items():
            less[name] -= (1 - falls) * own * Fraction(cost, sum(costing.values()))
    return [
        post.model_copy(
            update={"underlag": post.underlag - of_year(less[post.namn], 1, months_of(service))}
        )
        if post.underlag is not None
        else post
        for post in posts
    ]
