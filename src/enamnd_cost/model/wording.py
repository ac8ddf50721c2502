"""How a model is put in words: the labels that follow a key through the engine to the reader."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from enamnd_cost.model.budget import Beslut
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Procent, Som, Vikter, mix_of
from enamnd_cost.model.tjanst import Avrundning, Period, Post
from enamnd_cost.swedish import decimal, listing, number

EQUAL = "lika delar"


def population(date: dt.date | None) -> str:
    """Name the population key.

    >>> population(dt.date(2020, 12, 31))
    'folkmängd 2020-12-31'
    """
    return f"folkmängd {date}"


def split(where: Period | Post, date: dt.date | None) -> str:
    """Say how a period or a post splits its cost.

    >>> post = Post(namn="Drift", underlag=1, fordelning={"lika": 3, "invanare": 1},
    ...             folkmangd=dt.date(2020, 12, 31))
    >>> split(post, post.folkmangd)
    '75 % lika delar och 25 % efter folkmängd 2020-12-31'
    """
    fordelning = where.fordelning
    mix = mix_of(fordelning)
    if mix:
        return _mix(*mix, date)
    match fordelning:
        case Vikter():
            return "efter fasta vikter"
        case Procent():
            return "efter fasta procenttal"
        case Belopp():
            return "avtalade belopp per kommun"
        case Som(som=service, ar=None):
            return f"i samma proportioner som {service}"
        case Som(som=service, ar=year):
            return f"i samma proportioner som {service} {year}"
        case Matt(matt=name, pris=price) if price is not None:
            return f"mätningen {name} gånger {decimal(price, 2)} kr"
        case Matt(matt=name):
            return f"efter mätningen {name}"
        case Avgift(avgift=fee):
            return f"engångsavgift {number(fee)} kr det år kommunen startar"
    return ""


def _mix(equal: int, inhabitants: int, date: dt.date | None) -> str:
    total = equal + inhabitants
    names = [(equal, EQUAL), (inhabitants, f"efter {population(date)}")]
    used = [(share, name) for share, name in names if share]
    if len(used) == 1:
        return used[0][1]
    parts = []
    for share, name in used:
        percent = Fraction(100 * share, total)
        exact = (percent * 100).denominator == 1
        parts.append(f"{decimal(percent)} % {name}" if exact else f"{share}/{total} {name}")
    return listing(parts)


def rounding(avrundning: Avrundning | None) -> str:
    r"""Say how shares are rounded.

    >>> rounding(Avrundning(till=100, metod="uppat", per="manad")).replace("\\xa0", " ")
    'uppåt till hela 100 kr per månad'
    """
    rule = avrundning or Avrundning()
    unit = units(rule.till)
    period = "per månad" if rule.per == "manad" else "per år"
    method = {
        "uppat": f"uppåt till {unit}",
        "nedat": f"nedåt till {unit}",
        "narmast": f"till närmaste {unit}",
        "storsta_rest": f"{unit}, resten efter största rest",
    }[rule.metod]
    return f"{method} {period}"


def units(unit: int) -> str:
    r"""Name what is rounded to.

    >>> units(100).replace("\\xa0", " "), units(1)
    ('hela 100 kr', 'hela kronor')
    """
    return f"hela {number(unit)} kr" if unit > 1 else "hela kronor"


def rounding_together(unit: int) -> str:
    r"""Say how services that are rounded together are.

    >>> rounding_together(100).replace("\\xa0", " ")
    'tvåvägs till hela 100 kr, tillsammans med budgetens andra tjänster'
    """
    return f"tvåvägs till {units(unit)}, tillsammans med budgetens andra tjänster"


def participants(names: list[str], everyone: int) -> str:
    """Say who takes part."""
    if len(names) == everyone:
        return f"alla {everyone}"
    return f"{len(names)} av {everyone}: {', '.join(names)}"


def decision(beslut: Beslut | None) -> str:
    """Say where a decision is to be found.

    >>> decision(Beslut(dokument="Budget 2023", datum=dt.date(2022, 6, 22), paragraf="§ 12"))
    'Budget 2023, 2022-06-22, § 12'
    """
    if beslut is None:
        return "inget ännu"
    parts = [beslut.dokument, str(beslut.datum or ""), beslut.paragraf or "", beslut.arende or ""]
    return ", ".join(part for part in parts if part)
