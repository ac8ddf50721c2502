"""A sentence of plain Swedish on what a model means: what it takes to be fair.

A share of a cost in equal parts and the rest by population is the Shapley value of a cost of which
that share is fixed and the rest follows population; no group of municipalities then pays more than
such a cost would be for the group alone. So the question whether a mix is fair is the question how
much of the cost is fixed.
"""

from __future__ import annotations

from fractions import Fraction

from enamnd_cost.model.fordelning import (
    Avgift,
    Belopp,
    Fordelning,
    Matt,
    Procent,
    Som,
    Vikter,
    mix_of,
)
from enamnd_cost.model.tjanst import Period
from enamnd_cost.swedish import number

SHAPLEY = (
    "Under den kostnadsbilden är fördelningen Shapleyvärdet, och ingen grupp av kommuner betalar "
    "mer än gruppen skulle ha kostat för sig."
)


def meaning(period: Period) -> str:
    """Say what a period's model means.

    >>> meaning(Period(fran=2024, belopp=1, fordelning="lika"))[:59]
    'Lika delar betyder att hela kostnaden behandlas som fast: d'
    """
    if period.saknas is not None:
        return "Uppgiften saknas, så ingenting fördelas."
    if period.uppraknas is not None and period.uppraknas.av == "belopp":
        return (
            f"Varje kommuns belopp från {period.uppraknas.fran} räknas upp med lika många procent: "
            "proportionerna ligger kvar och bara nivån ändras."
        )
    if period.post:
        return _posts(period)
    return _split(period.fordelning)


def _split(fordelning: Fordelning | None) -> str:
    mix = mix_of(fordelning) if fordelning is not None else None
    if mix:
        return _mix(Fraction(mix[0], sum(mix)))
    match fordelning:
        case Vikter() | Procent():
            return (
                "Proportionerna är överenskomna och ändras inte när kommunerna växer eller krymper."
            )
        case Belopp():
            return (
                "Varje kommuns belopp är överenskommet för sig; det följer inte av någon nyckel "
                "och ändras bara genom ett nytt avtal."
            )
        case Som(som=service, ar=year):
            of = f"{service} {year}" if year else service
            return (
                f"Proportionerna är desamma som för {of}: den som bär en viss del där bär den här."
            )
        case Matt(pris=price) if price is not None:
            return (
                "Var och en betalar för sin egen användning till samma pris; de andras användning "
                "påverkar inte."
            )
        case Matt():
            return "Kostnaden delas efter användning: den som använder mer bär mer av samma summa."
        case Avgift():
            return "Avgiften täcker kommunens egen start och betalas en enda gång."
    return ""


def _mix(fixed: Fraction) -> str:
    if fixed == 1:
        return (
            "Lika delar betyder att hela kostnaden behandlas som fast: den antas vara densamma hur "
            "många invånare kommunerna än har."
        )
    if fixed == 0:
        return (
            "Efter folkmängd betyder att hela kostnaden behandlas som rörlig: alla betalar lika "
            "mycket per invånare."
        )
    name = "50/50" if fixed == Fraction(1, 2) else "Blandningen"
    first, rest = (
        ("hälften", "hälften") if fixed == Fraction(1, 2) else (f"{fixed}", f"{1 - fixed}")
    )
    return (
        f"{name} betyder att {first} av kostnaden behandlas som fast och delas lika, och att "
        f"{rest} antas följa antalet invånare. {SHAPLEY}"
    )


def _posts(period: Period) -> str:
    """Say how much is fixed and how much follows population, or what each item means."""
    mixes = [(mix_of(post.fordelning), post.underlag) for post in period.post]
    apart = any(post.deltagare for post in period.post)
    if not apart and all(mix and cost is not None and cost >= 0 for mix, cost in mixes):
        fixed = sum(
            (Fraction(cost or 0) * Fraction(mix[0], sum(mix)) for mix, cost in mixes if mix),
            Fraction(0),
        )
        whole = sum(cost or 0 for _, cost in mixes)
        if fixed.denominator == 1:
            return (
                f"{number(int(fixed))} kr av kostnaden behandlas som fast och delas lika, och "
                f"{number(whole - int(fixed))} kr antas följa antalet invånare. {SHAPLEY}"
            )
    return " ".join(f"{post.namn}: {_split(post.fordelning)}" for post in period.post)
