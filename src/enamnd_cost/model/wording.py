"""How roundings and decisions, and what a model means, are put in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from enamnd_cost.engine.rounding import Method
from enamnd_cost.model import parts
from enamnd_cost.model.budget import Beslut
from enamnd_cost.model.parts import Avrundning, Post
from enamnd_cost.model.splits.mix import SHAPLEY, Mix
from enamnd_cost.model.tjanst import Period
from enamnd_cost.swedish import number


def rounding(rule: Avrundning) -> str:
    r"""Say how shares are rounded.

    >>> rounding(Avrundning(till=100, metod="uppat", per="manad")).replace("\\xa0", " ")
    'uppåt till hela 100 kr per månad'
    """
    return rounded_to(rule.till, rule.method, monthly=rule.per == "manad")


def rounded_to(unit: int | Fraction, method: Method, *, monthly: bool) -> str:
    """Say to what unit (kronor) and how shares are rounded, by the month or the year."""
    to = units(unit)
    said = {
        Method.UP: f"uppåt till {to}",
        Method.DOWN: f"nedåt till {to}",
        Method.NEAREST: f"till närmaste {to}",
        Method.LARGEST_REMAINDER: f"{to}, resten efter största rest",
    }[method]
    return f"{said} {'per månad' if monthly else 'per år'}"


def units(unit: int | Fraction) -> str:
    r"""Name what is rounded to, in kronor.

    >>> units(100).replace("\\xa0", " "), units(1), units(Fraction(1, 100))
    ('hela 100 kr', 'hela kronor', 'hela ören')
    """
    if unit < 1:
        return f"hela {number(int(100 * unit))} öre" if 100 * unit > 1 else "hela ören"
    return f"hela {number(int(unit))} kr" if unit > 1 else "hela kronor"


def rounding_together(unit: int) -> str:
    r"""Say how services that are rounded together are.

    >>> rounding_together(100).replace("\\xa0", " ")
    'tvåvägs till hela 100 kr, tillsammans med budgetens andra tjänster'
    """
    return f"tvåvägs till {units(unit)}, tillsammans med budgetens andra tjänster"


def decision(beslut: Beslut | None) -> str:
    """Say where a decision is to be found.

    >>> import datetime as dt
    >>> decision(Beslut(dokument="Budget 2023", datum=dt.date(2022, 6, 22), paragraf="§ 12"))
    'Budget 2023, 2022-06-22, § 12'
    """
    if beslut is None:
        return "inget ännu"
    said = [beslut.dokument, str(beslut.datum or ""), beslut.paragraf or "", beslut.arende or ""]
    return ", ".join(part for part in said if part)


def meaning(period: Period) -> str:
    """Say what a period's model means.

    >>> meaning(Period(fran=2024, belopp=1, fordelning="lika"))[:59]
    'Lika delar betyder att hela kostnaden behandlas som fast: d'
    """
    if period.saknas is not None:
        return "Uppgiften saknas, så ingenting fördelas."
    match period.stated:
        case parts.EachUprated(rule):
            return (
                f"Varje kommuns belopp från {rule.fran} räknas upp med lika många procent: "
                "proportionerna ligger kvar och bara nivån ändras."
            )
        case parts.InItems(posts):
            return _posts(posts)
        case (
            parts.CostUprated(_, split)
            | parts.Charged(split)
            | parts.CostGiven(_, split)
            | parts.TotalGiven(_, split)
        ):
            return split.meaning()
        case never:
            assert_never(never)


def _posts(posts: Sequence[Post]) -> str:
    """Say how much is fixed and how much follows population, or what each item means."""
    apart = any(post.deltagare for post in posts)
    mixes = [
        (post.underlag, post.split.fixed)
        for post in posts
        if isinstance(post.split, Mix) and post.underlag is not None and post.underlag >= 0
    ]
    fixed = sum((cost * part for cost, part in mixes), Fraction(0))
    if len(mixes) == len(posts) and not apart and fixed.denominator == 1:
        moving = sum(cost for cost, _ in mixes) - int(fixed)
        return (
            f"{number(int(fixed))} kr av kostnaden behandlas som fast och delas lika, och "
            f"{number(moving)} kr antas följa antalet invånare. {SHAPLEY}"
        )
    return " ".join(f"{post.namn}: {post.split.meaning()}" for post in posts)
