"""A comparison in a sentence or two per municipality: text to paste into a mail."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.compare.headings import HEADINGS
from enamnd_cost.analysis.compare.over_years import OverYears
from enamnd_cost.analysis.compare.year_by_year import when
from enamnd_cost.analysis.report import Column, Line, Table, one_decimal
from enamnd_cost.swedish import MINUS, fixed, listing, number


def in_words(comparison: OverYears, name: str, title: str) -> Table:
    """Give each municipality its text; ``name`` is the alternative's."""
    lines = tuple(
        Line(code, who, (" ".join(_said(comparison, code, name)),))
        for code, who in comparison.names.items()
    )
    return Table(title, (Column("mening", "I ord", "I ord"),), lines)


def _said(comparison: OverYears, code: str, name: str) -> Iterator[str]:
    who, change = comparison.names[code], comparison.difference[code]
    before, after = comparison.paid_before[code], comparison.paid_after[code]
    base = comparison.before.name
    years = when(comparison)
    services = (
        f" för {listing(comparison.tjanst(service).namn for service in comparison.chosen)}"
        if comparison.chosen
        else ""
    )
    if not change:
        yield f"{who} betalar{years} lika mycket{services} med {name} som med {base}: {_kr(after)}."
    else:
        more = "mer" if change > 0 else "mindre"
        share = one_decimal(comparison.percent(code))
        per_cent = "" if share is None else f", {_signed(change)[0]}{fixed(abs(share))} %"
        yield (
            f"{who} betalar{years} {_kr(abs(change))} {more}{services} med {name} än med {base} "
            f"({_kr(before)} blir {_kr(after)}{per_cent})."
        )
    for service in comparison.service_causes:
        if kr := comparison.per_service[service].get(code, 0):
            parts = [
                f"{HEADINGS[cause].name.lower()} {_signed(effect[code])}"
                for cause, effect in comparison.causes_of(service).items()
                if effect[code]
            ]
            why = parts[0].rsplit(" ", 1)[0] if len(parts) == 1 else listing(parts)
            yield f"{comparison.tjanst(service).namn}: {_signed(kr)} kr ({why})."
    if kr := comparison.phased.get(code, 0):
        yield f"Infasningen: {_signed(kr)} kr."


def _kr(kr: int) -> str:
    return f"{number(kr)} kr"


def _signed(kr: int) -> str:
    """Write an amount with its sign.

    >>> _signed(3), _signed(-3)
    ('+3', '−3')
    """
    return f"{'+' if kr > 0 else MINUS}{number(abs(kr))}"
