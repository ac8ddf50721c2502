"""From broken equations to findings: one for each slip, with what else speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from enamnd_cost.analysis.audit import causes
from enamnd_cost.analysis.audit.equations import WITHIN, Equation, Kind, Slip, solve
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, Finding, kr, where
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
SWAPPED = ("EK517", "två belopp har bytt plats")
BY_KIND: dict[Kind, tuple[str, str]] = {
    "sum": SUM, "row": ROW, "sides": SIDES, "same": SAME, "result": RESULT, "derived": RESULT,
    "model": MODEL, "budget": BUDGET,
}  # fmt: skip


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Find the slips and tell them, then what is left, then what rounding explains."""
    judge = _Judge(tables)
    slips, left = solve(equations)
    found = [judge.slip(slip) for slip in slips]
    found += [judge.left(equation) for equation in left]
    found += [judge.rounded(e) for e in equations if e.holds and _by_thousands(e)]
    return Looked(equations, found)


@dataclass(frozen=True)
class _Judge:
    """Tells what is wrong in words; the tables know what every figure is called."""

    tables: Tables

    def slip(self, slip: Slip) -> Finding:
        if len(slip.changes) == 2:
            return self._pair(slip)
        ((amount, right),) = slip.changes
        code, what = _code(amount, slip.mended)
        name = self.tables.name(amount)
        text = f"{name}: tryckt {kr(amount.value)}, ska troligen vara {kr(right)}"
        text += f" (skillnad {kr(right - amount.value)}): {self._evidence(slip.mended, amount)}"
        cause = self._other_year(amount, slip.mended)
        cause = cause or causes.of_figure(amount, right, self.tables.neighbours(amount))
        if amount.of:
            cause = self._wrong_post(amount) or cause
        elif any(e.kind == "sum" and e.head is amount for e in slip.mended):
            equation = next(e for e in slip.mended if e.kind == "sum" and e.head is amount)
            cause = causes.of_sum(equation)
        return Finding(code, ERROR, amount.place, what, text, cause, amount.value, right)

    def _pair(self, slip: Slip) -> Finding:
        """Tell two figures that have changed places, or one whose slip is in its sum as well."""
        by_place = sorted(slip.changes, key=lambda change: (change[0].place, change[1]))
        (a, right), (b, other) = by_place
        own = [e for e in slip.mended if any(term is a for _, term in e.terms)]
        if right == b.value and other == a.value:
            text = f"{self.tables.name(a)} ({kr(a.value)}, {where(a.place)}) och "
            text += f"{self.tables.name(b)} ({kr(b.value)}, {where(b.place)})"
            text += f" har bytt plats: {self._evidence(own, a)}"
            code, what = SWAPPED
            return Finding(code, ERROR, a.place, what, text, "", a.value, right)
        code, what = _code(a, own)
        text = f"{self.tables.name(a)}: tryckt {kr(a.value)}, ska troligen vara {kr(right)}"
        text += f" (skillnad {kr(right - a.value)}): {self._evidence(own, a)}"
        text += f"; samma skillnad finns i {self.tables.name(b)} ({where(b.place)})"
        cause = causes.of_figure(a, right, self.tables.neighbours(a))
        return Finding(code, ERROR, a.place, what, text, cause, a.value, right)

    def _other_year(self, amount: Amount, broken: Sequence[Equation]) -> str:
        """See whether a figure that is not the decided one is just that of another year."""
        entry = self.tables.entry(amount)
        if entry is None or not any(e.kind in ("model", "budget") for e in broken):
            return ""
        for year, result in self.tables.years.items():
            if year != entry.subject.year and known(entry, result) == entry.value != 0:
                return f"det är {year} års belopp"
        return ""

    def _wrong_post(self, amount: Amount) -> str:
        """See whether a text has the amount of another post of the document."""
        others = [
            e.row.label for e in self.tables.entries
            if e.amount.value == amount.value and e.row.kind == "post"
        ]  # fmt: skip
        return f"texten har beloppet för {others[0]}" if others else ""

    def _evidence(self, mended: Sequence[Equation], amount: Amount) -> str:
        return listing(dict.fromkeys(self._speaks(equation, amount) for equation in mended))

    def _speaks(self, equation: Equation, amount: Amount) -> str:
        """Say what an equation makes of a figure."""
        match equation.kind:
            case "sum" | "row" | "result" | "derived":
                rest = equation.right(equation.head)
                they = "raderna" if equation.kind == "sum" else "raden"
                if equation.head is amount:
                    return f"{they} blir {kr(rest)}"
                of = f" ({equation.about})" if equation.about else ""
                return f"{they} blir {kr(rest)} mot tryckta {kr(equation.head.value)}{of}"
            case "budget":
                return f"den beslutade budgeten är {kr(equation.constant)}"
            case "model":
                return f"modellen ger {kr(equation.constant)}"
            case "sides" | "same":
                other = next(term for _, term in equation.terms if term is not amount)
                stands, place = self.tables.entry(other), where(other.place)
                if equation.kind == "sides" and stands:
                    income = stands.subject.side == "intäkter"
                    place = "intäktssidan" if income else "kostnadssidan"
                return f"{place} har {kr(other.value)}"
            case _:
                assert_never(equation.kind)

    def left(self, equation: Equation) -> Finding:
        """Tell a difference of which nobody can say which figure is wrong."""
        head = equation.head
        right = equation.right(head)
        code, what = _code(head, [equation])
        name = self.tables.name(head) or equation.about
        text = f"{name}: tryckt {kr(head.value)}, men {self._speaks(equation, head)}"
        text += f" (skillnad {kr(right - head.value)})"
        if equation.kind == "sum":
            cause = causes.of_sum(equation)
        else:
            cause = self._other_year(head, [equation])
            cause = cause or causes.of_figure(head, right, self.tables.neighbours(head))
        return Finding(code, ERROR, head.place, what, text, cause, head.value, right)

    def rounded(self, equation: Equation) -> Finding:
        head, right = equation.head, equation.right(equation.head)
        code, what = ROUNDED
        name = self.tables.name(head)
        text = f"{name}: tryckt {kr(head.value)}, men {self._speaks(equation, head)}; "
        text += f"{len(equation.terms)} avrundade tal kan skilja {kr(equation.slack)}"
        return Finding(code, NOTE, head.place, what, text, "", head.value, right)


def _by_thousands(equation: Equation) -> bool:
    """Tell a difference that only the rounding of thousands explains."""
    coarse = any(term.half > Fraction(1, 2) for _, term in equation.terms)
    return coarse and equation.kind in ("sum", "row") and bool(equation.residual)


def _code(amount: Amount, mended: Sequence[Equation]) -> tuple[str, str]:
    """Choose the code: by the sum that the figure is, or else by what shows that it is wrong."""
    kinds = {equation.kind for equation in mended}
    thousands = amount.half > Fraction(1, 2)
    if thousands and kinds & {"sum", "row"} and not kinds & {"sides", "same"}:
        return UNROUNDED
    for kind in WITHIN:
        if any(e.kind == kind and e.head is amount for e in mended):
            return BY_KIND[kind]
    if {"sum", "row"} <= kinds:
        return BOTH
    order: tuple[Kind, ...] = (
        "sides", "same", "budget", "model", "row", "sum", "result", "derived",
    )  # fmt: skip
    return BY_KIND[next(kind for kind in order if kind in kinds)]
