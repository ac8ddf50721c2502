"""Figures of an index that cannot be: a lost comma, an index number for a change, another base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.model.index.file import Index
from enamnd_cost.model.index.reckoned import level, percent
from enamnd_cost.model.index.series import Figure, Serie, Tal, Varde
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal, listing

# Limits chosen wide, in per cent: what they are to catch is a lost comma (39), an index number
# (103,9) or a fraction (0,039) for 3,9. Zero is a value like others.
LOWEST, HIGHEST, LEAST = Decimal(-5), Decimal(15), Decimal("0.15")
FARTHEST = 5  # points from every earlier value of its series

ODD_INDEX = 'rätta värdet, eller säg varför det är så med ovanligt = "…"'


def doubts(index: Index) -> Iterator[tuple[KeyPath, str | None]]:
    """Say of every figure, at its place, what is odd about it; None where nothing is."""
    for n, key, m, figure in index.figures():
        doubt = _doubt(index.serie[n], figure)
        path = ("serie", n, key, m, "procent" if key == "varde" else "tal")
        yield path, doubt and f"{index.serie[n].id} {figure.ar}: {doubt}"


def _doubt(serie: Serie, figure: Figure) -> str | None:
    if isinstance(figure, Tal):
        return odd_level(serie, figure)
    return odd(figure) or far_off(serie, figure)


def odd(varde: Varde) -> str | None:
    """Say what is odd about a value, and what it may be a slip for; None where nothing is.

    >>> value = {"ar": 2025, "status": "avtalad"}
    >>> [odd(Varde(procent=Decimal(n), **value)) for n in ("3.9", "0", "39")]
    [None, None, '39 % är inte mellan −5 och 15; menas 3,9?']
    >>> odd(Varde(procent=Decimal("1.039"), **value))
    '1,039 % kan vara en faktor; menas 3,9?'
    """
    value = varde.procent
    if varde.ovanligt or value == 0:
        return None
    if abs(value - 1) < Decimal("0.15") and value.as_tuple().exponent in (-3, -4):
        return f"{decimal(value)} % kan vara en faktor; menas {decimal((value - 1) * 100)}?"
    if _is_usual(value):
        return None
    slips = (value * 100 if abs(value) < LEAST else value - 100, value / 10, value / 100)
    meant = next((decimal(slip) for slip in slips if slip > 0 and _is_usual(slip)), None)
    hint = f"; menas {meant}?" if meant else ""
    limits = f"mellan {decimal(LOWEST)} och {decimal(HIGHEST)}"
    what = f"inte {limits}" if abs(value) >= LEAST else "nästan noll"
    return f"{decimal(value)} % är {what}{hint}"


def _is_usual(value: Decimal) -> bool:
    return LOWEST <= value <= HIGHEST and abs(value) >= LEAST


def _nearest(value: Decimal, others: Sequence[Decimal]) -> Decimal:
    return min(abs(value - other) for other in others)


def far_off(serie: Serie, varde: Varde) -> str | None:
    """Say of a value that it is far from all that the series has been before; None if not.

    >>> earlier = {"ar": 2024, "procent": Decimal("4.4"), "status": "avtalad"}
    >>> later = {**earlier, "ar": 2025, "procent": Decimal(14)}
    >>> serie = Serie(id="PKV", namn="PKV", varde=[earlier, later])
    >>> far_off(serie, serie.varde[1])
    '14 % ligger långt från seriens tidigare värden (4,4 %); menas 1,4?'
    """
    earlier = [each.procent for each in serie.varde if each.ar < varde.ar]
    value = varde.procent
    if varde.ovanligt or not earlier or _nearest(value, earlier) <= FARTHEST:
        return None
    slips = (-value, value / 10, value - 10)
    meant = next((slip for slip in slips if _nearest(slip, earlier) <= FARTHEST), None)
    hint = f"; menas {decimal(meant)}?" if meant is not None else ""
    known = listing(f"{decimal(each)} %" for each in earlier)
    return f"{decimal(value)} % ligger långt från seriens tidigare värden ({known}){hint}"


def odd_level(serie: Serie, tal: Tal) -> str | None:
    """Say of a level that it changes more from the one before than an index can; None if not.

    >>> levels = [{"ar": ar, "tal": Decimal(n), "status": "definitiv"}
    ...           for ar, n in ((2023, "384.04"), (2024, "4090.1"))]
    >>> serie = Serie(id="KPI", namn="KPI", tal=levels)
    >>> odd_level(serie, serie.tal[1])
    '4090,1 är 965,01… % mer än 384,04 året före, inte mellan −5 och 15; menas 409,01?'
    """
    earlier = [each for each in serie.tal if each.ar < tal.ar]
    if tal.ovanligt or not earlier:
        return None
    before = max(earlier, key=lambda each: each.ar)
    years = tal.ar - before.ar
    if _may_become(Fraction(tal.tal), before, years):
        return None
    slips = (Fraction(tal.tal) * by for by in (Fraction(1, 10), 10, Fraction(1, 100), 100))
    meant = next((decimal(slip) for slip in slips if _may_become(slip, before, years)), None)
    hint = f"; menas {meant}?" if meant else ""
    changed = percent(Fraction(tal.tal) / Fraction(before.tal))
    since = "året före" if years == 1 else f"för {before.ar}"
    per_year = "" if years == 1 else " per år"
    more = "mer" if changed > 0 else "mindre"
    return (
        f"{level(Fraction(tal.tal))} är {decimal(abs(changed), 2)} % {more} "
        f"än {level(Fraction(before.tal))} {since}, inte mellan {decimal(LOWEST)} och "
        f"{decimal(HIGHEST)}{per_year}{hint}"
    )


def _may_become(slip: Fraction, before: Tal, years: int) -> bool:
    low, high = (1 + Fraction(limit) / 100 for limit in (LOWEST, HIGHEST))
    return low**years <= slip / Fraction(before.tal) <= high**years
