"""Quantity times rate: inhabitants and kronor for each, hours and their price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation, Terms
from enamnd_cost.analysis.audit.findings import ERROR, Finding, shown
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents.factors import Factors, factors
from enamnd_cost.files.documents.tables import Amount, Block, TableRow


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold each product to its quantity and rate; a rate that is not all the others' is told."""
    made: list[Equation] = []
    findings: list[Finding] = []
    for reading in tables.readings:
        for found in factors(reading.block):
            common = _common(found, reading.block)
            for row in reading.block.rows:
                wrong = _other_rate(found, row, common) if row.kind == "post" else None
                findings += [wrong] if wrong else []
                if row.kind in ("post", "sum"):
                    made += _equation(found, row, reading.block, common if wrong else None)
    return [*equations, *made], findings


def _common(found: Factors, block: Block) -> Fraction | None:
    """Give the rate that all rows but a few have, if there is one."""
    rates = [
        of[1].value
        for row in block.rows
        if row.kind == "post" and (of := found.of(row)) is not None
    ]
    ((rate, times),) = Counter(rates).most_common(1) or [(Fraction(0), 0)]
    return rate if 3 * times >= 2 * len(rates) and times > 2 else None


def _other_rate(found: Factors, row: TableRow, common: Fraction | None) -> Finding | None:
    """Tell a rate with which the row does not hold, though it does with all the others'."""
    of = found.of(row)
    if of is None or common is None or found.holds(row):
        return None
    a, b, c = of
    if b.value == common or abs(found.come_to(a, common) - c.value) > found.allowed(a, c):
        return None
    text = f"{row.label}, {found.rate.heading}: tryckt {shown(b.value, b.unit)}, ska troligen vara "
    text += f"{shown(common, b.unit)} som på de andra raderna: {_made(a, common, b.unit)} blir "
    text += shown(c.value, c.unit)
    what = "priset är inte de andra radernas"
    return Finding("EK526", ERROR, b.place, what, text, "", b.value, common, b.unit)


def _made(quantity: Amount, rate: Fraction, unit: str) -> str:
    return f"{shown(quantity.value, quantity.unit)} × {shown(rate, unit)}"


def _equation(
    found: Factors, row: TableRow, block: Block, rate: Fraction | None
) -> Iterator[Equation]:
    """Say what must hold of a row, at another rate than its own if that is wrong."""
    of = found.of(row)
    if of is None:
        return
    a, b, c = of
    about = f"{row.label}, {found.product.heading}"
    if row.kind == "post":
        by = b.value if rate is None else rate
        # At no price any quantity gives as much: nothing is known of it then.
        terms: Terms = ((1, c), (-by / found.per, a)) if by else ((1, c),)
        allowed, step = found.allowed(a, c), found.step
        made = _made(a, by, b.unit)
        yield Equation(
            "product", c, terms, about=about, made=made, allowed=allowed, step=step, by=(b,)
        )
    elif a.value and b.value:
        # The rate under a sum is a mean, and says no more than its own rounding lets it.
        rows = sum(found.of(each) is not None for each in block.rows)
        allowed = abs(a.value) * found.half / found.per + rows * found.step + c.half
        made = f"{shown(c.value, c.unit)} / {shown(a.value, a.unit)}"
        # Any of the three may be wrong: a product of two is what each of them adds, less itself.
        each, whole = a.value / found.per, a.value * b.value / found.per
        terms = ((each, b), (b.value / found.per, a), (-1, c))
        about = f"{row.label}, {found.rate.heading}"
        step = 2 * found.half
        yield Equation("product", b, terms, whole, about, made=made, allowed=allowed, step=step)
