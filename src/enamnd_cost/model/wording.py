"""How roundings and decisions, and what a model means, are put in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from enamnd_cost.engine.rounding import Method
from enamnd_cost.model import parts
from enamnd_cost.model.beslut import Beslut
from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.parts import Avrundning, Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.mix import EVENLY, SHAPLEY, Mix
from enamnd_cost.swedish import nearest, number, units


def rounding(rule: Avrundning) -> str:
    r"""Say how shares are rounded.

    >>> rounding(Avrundning(till=100, metod="uppat", per="manad")).replace("\xa0", " ")
    'uppåt till jämna 100 kr per månad'
    """
    return rounded_to(rule.till, rule.method, monthly=rule.per == "manad")


def rounded_to(unit: int | Fraction, method: Method, *, monthly: bool) -> str:
    """Say to what unit (kronor) and how shares are rounded, by the month or the year."""
    of_what = "per månad" if monthly else "per år"
    if method is Method.LARGEST_REMAINDER:
        return f"till {units(unit)} {of_what}, efter största rest"
    return f"{in_direction(unit, method)} {of_what}"


def in_direction(unit: int | Fraction, method: Method) -> str:
    """Say which way each share is rounded by itself, and to what unit (kronor).

    >>> in_direction(1, Method.DOWN), in_direction(1, Method.NEAREST)
    ('nedåt till hela kronor', 'till närmaste krona')
    """
    if method is Method.NEAREST:
        return f"till {nearest(unit)}"
    return f"{'uppåt' if method is Method.UP else 'nedåt'} till {units(unit)}"


def rounding_together(unit: int) -> str:
    r"""Say how services that are rounded together are.

    >>> rounding_together(100).replace("\xa0", " ")
    'tvåvägs till jämna 100 kr, tillsammans med budgetens andra tjänster'
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
    >>> import datetime as dt
    >>> when = dt.date(2023, 12, 31)
    >>> held = Period(fran=2024, belopp=9, fordelning="invanare", folkmangd=when, lagst=1)
    >>> "lika mycket per invånare" in meaning(held)
    False
    """
    if period.saknas is not None:
        return "Uppgiften saknas, så ingenting fördelas."
    said, held = _of_the_split(period), list(dict.fromkeys(_counting(period)))
    if held:
        said = said.replace(EVENLY, "den antas följa antalet invånare.")
    if period.dampning is not None:
        said = f"Före dämpningen: {said}"
        held.append(
            f"Ändringen från året före dämpas, {period.dampning.words()}: det som gränserna håller "
            "tillbaka för några bärs av de andra, så summan är som utan dämpning."
        )
    # What is fair by the split alone need not be so once somebody counts as less, or is held.
    return " ".join([said.replace(f" {SHAPLEY}", ""), *held]) if held else said


def _of_the_split(period: Period) -> str:
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
            | parts.Charged(split, _)
            | parts.CostGiven(_, split)
            | parts.TotalGiven(_, split)
        ):
            return split.meaning()
        case never:
            assert_never(never)


def _counting(period: Period) -> Iterator[str]:
    """Say what factors and limits do, of a cost that is shared or of what each is charged."""
    own: list[tuple[Period | Post, Split]] = (
        [] if period.split is None else [(period, period.split)]
    )
    for where, split in (*own, *((post, post.split) for post in period.post)):
        if where.faktor or period.faktor:
            left = "ingen annan bär resten" if split.charges else "de andra bär resten"
            yield f"Den som har en faktor räknas till den delen, och {left}."
        if where.lagst is not None or where.hogst is not None:
            left = "de andra påverkas inte"
            if not split.charges:
                left = "resten delas av de andra i de proportioner som nyckeln ger dem"
            yield f"Den som når ett lägsta eller högsta belopp betalar det, och {left}."


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
