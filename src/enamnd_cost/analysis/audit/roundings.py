"""Differences that rounding to whole kronor, or to whole öre, may be the cause of.

Shares rounded one by one rarely add up to what was shared out: the sum of fourteen is a krona or
two off. Amounts that are all whole tens or hundreds are not rounded so, and are not excused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation, Kind
from enamnd_cost.analysis.audit.stage import Looked, Tables

KRONA, ORE, HALF_KRONA = Fraction(1), Fraction(1, 100), Fraction(1, 2)
SUMS: tuple[Kind, ...] = ("sum", "row", "result", "derived")


def look(_: Tables, equations: Sequence[Equation]) -> Looked:
    """Let the equations that rounding may have broken hold.

    A sum that is a krona from its rows for that reason is as far from the model's, which has the
    same rows: that is the same difference, told once.
    """
    excused = {e for e in equations if not e.holds and may_hold(e)}
    sums = {e.head: e.right(e.head) for e in excused}
    excused |= {
        e
        for e in equations
        if e.kind == "model" and e.head in sums and sums[e.head] == e.right(e.head)
    }
    return [replace(e, rounded=abs(e.residual)) if e in excused else e for e in equations], []


def may_hold(equation: Equation) -> bool:
    """Tell an equation that holds, but for what rounding does: within three standard deviations."""
    others = [amount.value for _, amount in equation.terms if amount is not equation.head]
    # Shares and prices tell themselves how they are rounded, and so do thousands.
    told = equation.allowed is not None or any(a.half > HALF_KRONA for _, a in equation.terms)
    if equation.holds or told or equation.kind not in SUMS:
        return equation.holds
    unit, own = _unit(others), _unit([equation.head.value])
    coarse = sum(value % (10 * unit) == 0 for value in others)
    if 2 * coarse >= len(others):
        return False
    off = abs(equation.residual)
    likely = 4 * off**2 <= 3 * (own**2 + len(others) * unit**2)
    return likely and 2 * off <= own + len(others) * unit


def _unit(values: Sequence[Fraction]) -> Fraction:
    return KRONA if all(value.denominator == 1 for value in values) else ORE
