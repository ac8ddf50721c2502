"""How roundings, participants and decisions are put in words."""

from __future__ import annotations

from enamnd_cost.model.budget import Beslut
from enamnd_cost.model.parts import Avrundning
from enamnd_cost.swedish import number


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

    >>> import datetime as dt
    >>> decision(Beslut(dokument="Budget 2023", datum=dt.date(2022, 6, 22), paragraf="§ 12"))
    'Budget 2023, 2022-06-22, § 12'
    """
    if beslut is None:
        return "inget ännu"
    parts = [beslut.dokument, str(beslut.datum or ""), beslut.paragraf or "", beslut.arende or ""]
    return ", ".join(part for part in parts if part)
