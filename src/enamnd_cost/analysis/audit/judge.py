"""From broken equations to findings: one for each slip, with what else speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from enamnd_cost.analysis.audit import causes
from enamnd_cost.analysis.audit.equations import OUTSIDE, WITHIN, Equation, Kind, Slip, solve
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, Finding, Level, kr, shown, where
from enamnd_cost.analysis.audit.known import known
from enamnd_cost.analysis.audit.posts import SIDES
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents.tables import Amount
from enamnd_cost.swedish import listing

SUM = ("EK505", "summan stämmer inte")
ROW = ("EK506", "radens summa stämmer inte")
SAME = ("EK508", "samma post har två värden")
BOTH = ("EK510", "rutan stämmer varken med rad eller kolumn")
RESULT = ("EK511", "resultat eller avvikelse stämmer inte")
UNROUNDED = ("EK512", "avrundningen förklarar inte skillnaden")
ROUNDED = ("EK513", "avrundningen förklarar skillnaden")
MODEL = ("EK514", "beloppet är inte modellens")
BUDGET = ("EK515", "posten är inte den beslutade")
PROPOSAL = ("EK515", "posten är inte förslagets")
SHARE = ("EK525", "andelen är inte beloppets")
PRODUCT = ("EK526", "antal gånger pris är inte beloppet")
POPULATION = ("EK527", "invånarantalet är inte datamappens")
SWAPPED = ("EK517", "två belopp har bytt plats")
# The kinds of what may be broken: of several, the first tells what is wrong.
BY_KIND: dict[Kind, tuple[str, str]] = {
    "sides": SIDES, "same": SAME, "budget": BUDGET, "proposal": PROPOSAL, "model": MODEL,
    "population": POPULATION, "product": PRODUCT, "share": SHARE, "row": ROW, "sum": SUM,
    "result": RESULT, "derived": RESULT,
}  # fmt: skip


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Find the slips and tell them, then what is left, then what rounding explains."""
    slips, left = solve(equations)
    found = [_slip(tables, slip) for slip in slips]
    whole = _whole_rows(equations, left)
    found += [_row(tables, sums_) for sums_ in whole]
    told = {equation for sums_ in whole for equation in sums_}
    left = [equation for equation in left if equation not in told]
    left += [equation for equation in equations if equation.holds and _by_rounding(equation)]
    return equations, found + [_difference(tables, equation) for equation in left]


def _whole_rows(equations: Sequence[Equation], left: Sequence[Equation]) -> list[list[Equation]]:
    """Give the rows of sums that are wrong in every column: one row of figures explains them."""
    rows: dict[tuple[object, ...], list[Equation]] = defaultdict(list)
    for equation in equations:
        if equation.kind == "sum" and equation.rows:
            place = equation.head.place
            rows[place.sheet, place.row, equation.rows].append(equation)
    broken = set(left)
    return [own for own in rows.values() if len(own) > 1 and broken.issuperset(own)]


def _row(tables: Tables, sums_: Sequence[Equation]) -> Finding:
    """Tell once of a row of sums, as of one that is missing from under it."""
    first, *more = sums_
    finding = _difference(tables, first)
    others = (
        f"{shown(e.head.value, e.head.unit)} mot {shown(e.right(e.head), e.head.unit)}"
        f" under {tables.name(e.head)}"
        for e in more
    )
    text = f"{finding.text}, liksom {listing(others)}"
    return replace(finding, text=text, cause=causes.of_row(sums_))


def _slip(tables: Tables, slip: Slip) -> Finding:
    """Tell a figure that is wrong, perhaps in its sum as well, or two that have changed places."""
    changes, mended = slip
    (a, right), *others = sorted(changes, key=lambda change: (change[0].place, change[1]))
    own = [equation for equation in mended if a in equation.signs]
    # What an earlier change broke says nothing of what is printed.
    own = [equation for equation in own if not equation.holds] or own
    name = tables.name(a)
    evidence = listing(dict.fromkeys(_speaks(tables, equation, a) for equation in own))
    (code, what), cause = _code(a, own), causes.of_figure(a, right, tables.same(a))
    text = f"{name}: tryckt {shown(a.value, a.unit)}, ska troligen vara {shown(right, a.unit)}"
    if any(equation.right(a) != right for equation in own if equation.head is a):
        text += " när de andra felen är rättade"  # as printed, its figures come to something else
    text += f" (skillnad {shown(right - a.value, a.unit)}): {evidence}"
    for b, other in others:
        text += f"; samma skillnad finns i {tables.name(b)} ({where(b.place)})"
        if right == b.value and other == a.value:
            text = f"{name} ({shown(a.value, a.unit)}, {where(a.place)}) och {tables.name(b)} "
            text += f"({shown(b.value, b.unit)}, {where(b.place)}) har bytt plats: {evidence}"
            (code, what), cause = SWAPPED, ""
    if not others:
        cause = (_wrong_post(tables, a) if a.of else "") or _cause(tables, a, right, own)
    return Finding(code, ERROR, a.place, what, text, cause, a.value, right, a.unit)


def _difference(tables: Tables, equation: Equation) -> Finding:
    """Tell a difference that rounding explains, or whose wrong figure nobody can point out."""
    head, right = equation.head, equation.right(equation.head)
    text = f"{tables.name(head) or equation.about}: tryckt {shown(head.value, head.unit)}, men "
    text += _speaks(tables, equation, head)
    if equation.holds:
        (code, what), cause = ROUNDED, ""
        if equation.rounded:
            text += "; avrundning av varje belopp för sig kan förklara skillnaden"
        else:
            text += f"; {len(equation.terms)} avrundade tal kan skilja {kr(equation.slack)}"
    else:
        (code, what), cause = _code(head, [equation]), _cause(tables, head, right, [equation])
        text += f" (skillnad {shown(right - head.value, head.unit)})"
    level: Level = NOTE if equation.holds else ERROR
    return Finding(code, level, head.place, what, text, cause, head.value, right, head.unit)


def _cause(tables: Tables, amount: Amount, right: Fraction, broken: Sequence[Equation]) -> str:
    """Guess why a figure is wrong: of a sum, by its rows."""
    for equation in broken:
        if equation.kind == "sum" and equation.head is amount:
            return causes.of_sum(equation)
    other = _other_year(tables, amount, broken)
    return other or causes.of_figure(amount, right, tables.same(amount))


def _other_year(tables: Tables, amount: Amount, broken: Sequence[Equation]) -> str:
    """See whether a figure that is not the decided one is just that of another year."""
    entry = tables.by_amount.get(amount)
    if entry is None or not any(e.kind in OUTSIDE for e in broken):
        return ""
    for year, result in tables.years.items():
        if year != entry.subject.year and known(entry, result) == entry.value != 0:
            return f"det är {year} års belopp"
    return ""


def _wrong_post(tables: Tables, amount: Amount) -> str:
    """See whether a text has the amount of another post of the document."""
    for entry in tables.entries:
        if entry.amount.value == amount.value and entry.row.kind == "post":
            return f"texten har beloppet för {entry.row.label}"
    return ""


def _speaks(tables: Tables, equation: Equation, amount: Amount) -> str:
    """Say what an equation makes of a figure."""
    match equation.kind:
        case "sum" | "row" | "result" | "derived" | "product" | "share":
            head = equation.head
            rest = shown(equation.right(head), head.unit)
            they = equation.made or ("raderna" if equation.kind == "sum" else "raden")
            if head is amount:
                return f"{they} blir {rest}"
            of = f" ({equation.about})" if equation.about else ""
            return f"{they} blir {rest} mot tryckta {shown(head.value, head.unit)}{of}"
        case "population":
            return f"folkmängden {equation.made} är {shown(equation.constant, '')}"
        case "budget":
            return f"den beslutade budgeten är {kr(equation.constant)}"
        case "proposal":
            return f"budgetförslaget är {kr(equation.constant)}"
        case "model":
            rest = kr(equation.right(equation.head))
            return f"{equation.made or 'modellen ger'} {rest}"
        case "sides" | "same":
            other = next(term for _, term in equation.terms if term is not amount)
            stands, place = tables.by_amount.get(other), where(other.place)
            if equation.kind == "sides" and stands:
                income = stands.subject.side == "intäkter"
                place = "intäktssidan" if income else "kostnadssidan"
            return f"{place} har {kr(other.value)}"
        case _:
            assert_never(equation.kind)


def _by_rounding(equation: Equation) -> bool:
    """Tell a difference that only the rounding of thousands, or of kronor, explains."""
    own = equation.allowed is None and equation.kind in WITHIN
    hidden = any(amount.stored is not None for _, amount in equation.terms)  # told by themselves
    return own and not hidden and bool(equation.residual) and bool(equation.slack)


def _code(amount: Amount, mended: Sequence[Equation]) -> tuple[str, str]:
    """Choose the code: by the sum that the figure is, or else by what shows that it is wrong."""
    kinds = {equation.kind for equation in mended}
    thousands = amount.half > Fraction(1, 2)
    if thousands and kinds & set(WITHIN) and not kinds & {"sides", "same"}:
        return UNROUNDED
    headed = {equation.kind for equation in mended if equation.head is amount}
    if within := [kind for kind in WITHIN if kind in headed]:
        return BY_KIND[within[0]]
    if {"sum", "row"} <= kinds:
        return BOTH
    return next(told for kind, told in BY_KIND.items() if kind in kinds)
