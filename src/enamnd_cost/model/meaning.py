"""A sentence of plain Swedish on what a model means: what it takes to be fair."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from enamnd_cost.model import stated
from enamnd_cost.model.parts import Post
from enamnd_cost.model.splits.mix import SHAPLEY, Mix
from enamnd_cost.model.tjanst import Period
from enamnd_cost.swedish import number


def meaning(period: Period) -> str:
    """Say what a period's model means.

    >>> meaning(Period(fran=2024, belopp=1, fordelning="lika"))[:59]
    'Lika delar betyder att hela kostnaden behandlas som fast: d'
    """
    if period.saknas is not None:
        return "Uppgiften saknas, så ingenting fördelas."
    match period.stated:
        case stated.EachUprated(rule):
            return (
                f"Varje kommuns belopp från {rule.fran} räknas upp med lika många procent: "
                "proportionerna ligger kvar och bara nivån ändras."
            )
        case stated.InItems(posts):
            return _posts(posts)
        case (
            stated.CostUprated(_, split)
            | stated.Charged(split)
            | stated.CostGiven(_, split)
            | stated.TotalGiven(_, split)
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
