"""From broken equations to findings: one for each slip, with what else speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from enamnd_cost.analysis.audit import causes
from enamnd_cost.analysis.audit.against import known
from enamnd_cost.analysis.audit.equations import Equation, Slip, solve
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, WARNING, Finding, kr, where
from enamnd_cost.analysis.audit.posts import Absent, Entry
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents.tables import Amount
from enamnd_cost.swedish import listing

SUM = ("EK505", "summan stämmer inte")
ROW = ("EK506", "radens summa stämmer inte")
SIDES = ("EK507", "intäkt och kostnad skiljer sig")
SAME = ("EK508", "samma post har två värden")
ABSENT = ("EK509", "en post saknas på ena sidan")
BOTH = ("EK510", "rutan stämmer varken med rad eller kolumn")
RESULT = ("EK511", "resultat eller avvikelse stämmer inte")
UNROUNDED = ("EK512", "avrundningen förklarar inte skillnaden")
ROUNDED = ("EK513", "avrundningen förklarar skillnaden")
MODEL = ("EK514", "beloppet är inte modellens")
BUDGET = ("EK515", "posten är inte den beslutade")
SWAPPED = ("EK517", "två belopp har bytt plats")
BY_KIND = {
    "sum": SUM, "row": ROW, "sides": SIDES, "same": SAME, "result": RESULT, "derived": RESULT,
    "model": MODEL, "budget": BUDGET,
}  # fmt: skip


class Judge:
    """Knows what every figure is called and which stand in a column with it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        texts: Mapping[Amount, str],
        years: Mapping[int, YearResult],
    ) -> None:
        self.entries = {entry.amount: entry for entry in entries}
        self.texts = texts
        self.years = years
        self.columns: dict[tuple[int, int, str], list[Entry]] = {}
        for entry in entries:
            self.columns.setdefault(self._column(entry), []).append(entry)

    def _column(self, entry: Entry) -> tuple[int, int, str]:
        return id(entry.reading), entry.column.number, entry.subject.side

    def judge(self, equations: Sequence[Equation]) -> list[Finding]:
        """Find the slips and tell them, then what is left, then what rounding explains."""
        slips, left = solve(equations)
        found = [self._slip(slip) for slip in slips]
        found += [self._left(equation) for equation in left]
        found += [self._rounded(e) for e in equations if e.holds and _by_thousands(e)]
        return found

    def _name(self, amount: Amount) -> str:
        entry = self.entries.get(amount)
        if entry is None:
            return f"texten om {self.texts[amount]}" if amount in self.texts else ""
        if entry.reading.municipal:
            heading = entry.column.heading if entry.reading.several else ""
            return ", ".join(part for part in (entry.row.label or "summan", heading) if part)
        several = entry.reading.several
        side = (
            ""
            if several and entry.subject.side in entry.column.heading.lower()
            else (entry.subject.side if entry.subject.side not in entry.row.label.lower() else "")
        )
        heading = entry.column.heading if several else ""
        return ", ".join(part for part in (entry.row.label or "summan", heading, side) if part)

    def _neighbours(self, amount: Amount) -> list[tuple[str, Amount]]:
        """List the figures nearest first of the same column and side."""
        entry = self.entries.get(amount)
        if entry is None:
            return []
        others = [
            other
            for other in self.columns[self._column(entry)]
            if other.amount is not amount and other.row.kind == "post"
        ]
        others.sort(key=lambda other: abs(other.row.n - entry.row.n))
        return [(other.row.label, other.amount) for other in others]

    def _slip(self, slip: Slip) -> Finding:
        if len(slip.changes) == 2:
            return self._pair(slip)
        ((amount, right),) = slip.changes
        code, what = _code(amount, slip.mended)
        name = self._name(amount)
        text = f"{name}: tryckt {kr(amount.value)}, ska troligen vara {kr(right)}"
        text += f" (skillnad {kr(right - amount.value)}): {self._evidence(slip.mended, amount)}"
        cause = self._other_year(amount, slip.mended)
        cause = cause or causes.of_figure(amount, right, self._neighbours(amount))
        if amount in self.texts:
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
            text = f"{self._name(a)} ({kr(a.value)}, {where(a.place)}) och "
            text += f"{self._name(b)} ({kr(b.value)}, {where(b.place)})"
            text += f" har bytt plats: {self._evidence(own, a)}"
            code, what = SWAPPED
            return Finding(code, ERROR, a.place, what, text, "", a.value, right)
        code, what = _code(a, own)
        text = f"{self._name(a)}: tryckt {kr(a.value)}, ska troligen vara {kr(right)}"
        text += f" (skillnad {kr(right - a.value)}): {self._evidence(own, a)}"
        text += f"; samma skillnad finns i {self._name(b)} ({where(b.place)})"
        cause = causes.of_figure(a, right, self._neighbours(a))
        return Finding(code, ERROR, a.place, what, text, cause, a.value, right)

    def _other_year(self, amount: Amount, broken: Sequence[Equation]) -> str:
        """See whether a figure that is not the decided one is just that of another year."""
        entry = self.entries.get(amount)
        if entry is None or not any(e.kind in ("model", "budget") for e in broken):
            return ""
        for year, result in self.years.items():
            if year != entry.subject.year and known(entry, result) == entry.value != 0:
                return f"det är {year} års belopp"
        return ""

    def apart(self, equation: Equation) -> Finding:
        """Tell of a post whose income is not its cost, where both sides add up all the same."""
        (_, a), (_, b) = equation.terms
        text = f"{self._name(a)} är {kr(a.value)}, men {self._name(b)} {kr(b.value)}"
        text += " i ett dokument där intäkter och kostnader annars är lika; båda sidornas summor"
        text += " stämmer, så det kan vara meningen"
        code, what = SIDES
        return Finding(code, WARNING, b.place, what, text, "", b.value, equation.right(b))

    def _wrong_post(self, amount: Amount) -> str:
        """See whether a text has the amount of another post of the document."""
        others = [
            e.row.label for e in self.entries.values()
            if e.amount.value == amount.value and e.row.kind == "post"
        ]  # fmt: skip
        return f"texten har beloppet för {others[0]}" if others else ""

    def _evidence(self, mended: Sequence[Equation], amount: Amount) -> str:
        return listing(dict.fromkeys(self._speaks(equation, amount) for equation in mended))

    def _speaks(self, equation: Equation, amount: Amount) -> str:
        """Say what an equation makes of a figure."""
        rest = equation.right(equation.head)
        if equation.kind in ("sum", "row", "result", "derived"):
            they = "raderna" if equation.kind == "sum" else "raden"
            if equation.head is amount:
                return f"{they} blir {kr(rest)}"
            of = f" ({equation.about})" if equation.about else ""
            return f"{they} blir {kr(rest)} mot tryckta {kr(equation.head.value)}{of}"
        if equation.kind == "budget":
            return f"den beslutade budgeten är {kr(equation.constant)}"
        if equation.kind == "model":
            return f"modellen ger {kr(equation.constant)}"
        other = next(term for _, term in equation.terms if term is not amount)
        if equation.kind == "sides":
            side = "intäktssidan" if self._side(other) == "intäkter" else "kostnadssidan"
            return f"{side} har {kr(other.value)}"
        return f"{where(other.place)} har {kr(other.value)}"

    def _side(self, amount: Amount) -> str:
        return self.entries[amount].subject.side

    def _left(self, equation: Equation) -> Finding:
        """Tell a difference of which nobody can say which figure is wrong."""
        head = equation.head
        right = equation.right(head)
        code, what = _code(head, [equation])
        name = self._name(head) or equation.about
        text = f"{name}: tryckt {kr(head.value)}, men {self._speaks(equation, head)}"
        text += f" (skillnad {kr(right - head.value)})"
        if equation.kind == "sum":
            cause = causes.of_sum(equation)
        else:
            cause = self._other_year(head, [equation])
            cause = cause or causes.of_figure(head, right, self._neighbours(head))
        return Finding(code, ERROR, head.place, what, text, cause, head.value, right)

    def _rounded(self, equation: Equation) -> Finding:
        head, right = equation.head, equation.right(equation.head)
        code, what = ROUNDED
        text = f"{self._name(head)}: tryckt {kr(head.value)}, men {self._speaks(equation, head)}; "
        text += f"{len(equation.terms)} avrundade tal kan skilja {kr(equation.slack)}"
        return Finding(code, NOTE, head.place, what, text, "", head.value, right)

    def absent(
        self, found: Absent, equations: Sequence[Equation]
    ) -> tuple[Finding, list[Equation]]:
        """Tell a post that one side lacks, and which sum it closes."""
        value = found.entry.amount.value
        closed = [
            e for e in equations
            if e.kind == "sum" and e.head is found.total and e.residual == -value
        ]  # fmt: skip
        text = f"{found.entry.row.label} ({kr(value)}) saknas bland {found.side}"
        cause = f"{kr(value)} sluter summan" if closed else ""
        code, what = ABSENT
        place = found.place_of.amount.place
        if closed:
            head = closed[0].head.value
            finding = Finding(code, ERROR, place, what, text, cause, head, head - value)
        else:
            finding = Finding(code, ERROR, place, what, text, cause, None, value)
        return finding, closed


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
    for kind in ("sum", "row", "result", "derived"):
        if any(e.kind == kind and e.head is amount for e in mended):
            return BY_KIND[kind]
    if {"sum", "row"} <= kinds:
        return BOTH
    order = ("sides", "same", "budget", "model", "row", "sum", "result", "derived")
    return BY_KIND[next(kind for kind in order if kind in kinds)]


def in_order(found: Sequence[Finding], sheets: Sequence[str]) -> Iterator[Finding]:
    """Sort findings as they stand in the document."""
    order = {name: n for n, name in enumerate(sheets)}
    yield from sorted(
        found, key=lambda f: (order[f.place.sheet], f.place.row, f.place.column, f.code)
    )
