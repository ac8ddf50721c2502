"""How a slip was likely made: named only where it explains the difference to the krona."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import shown
from enamnd_cost.files.documents.tables import Amount, TableRow


def of_figure(amount: Amount, right: Fraction, same: str) -> str:
    """Guess why a figure is not the right one; ``same`` is a post that has the same amount."""
    if same and amount.value:
        return f"talet är detsamma som för {same}: fel rads värde har upprepats"
    return typing(amount.value, right)


def typing(printed: Fraction, right: Fraction) -> str:
    """Guess how a number was mistyped.

    >>> typing(Fraction(80500), Fraction(85000)), typing(Fraction(8050), Fraction(80500))
    ('två siffror har bytt plats', 'en nolla har fallit bort')
    >>> typing(Fraction(81500), Fraction(80500)), typing(Fraction(123), Fraction(999))
    ('en siffra är fel', '')
    """
    if printed == -right and printed:
        return "fel tecken"
    for factor, less, more in (
        (10, "en nolla har fallit bort", "en nolla är en för mycket"),
        (1000, "beloppet står i tkr, inte i kr", "beloppet är tusen gånger för stort"),
    ):
        if printed and right == printed * factor:
            return less
        if right and printed == right * factor:
            return more
    if {printed.denominator, right.denominator} != {1} or printed * right <= 0:
        return ""
    return _digits(str(abs(printed.numerator)), str(abs(right.numerator)))


def _digits(a: str, b: str) -> str:
    if len(a) == len(b):
        apart = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(a) == sorted(b):
            return "två siffror har bytt plats"
        return "en siffra är fel" if len(apart) == 1 else ""
    short, long = sorted((a, b), key=len)
    if len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long))
    ):
        return "en siffra har fallit bort" if short == a else "en siffra är en för mycket"
    return ""


def of_sum(equation: Equation) -> str:
    """Guess why a sum is not that of its rows, where nothing else tells which is wrong."""
    head = equation.head
    rows = [(row, amount) for row in equation.rows if (amount := row.under(head))]
    over = equation.residual  # the rows less the sum
    if left_out := _beyond_formula(head, rows, over):
        return left_out
    for meant, said in (
        (over, "{} är inte med i summan"),
        (-over, "{} är räknad två gånger, eller en rad med samma belopp saknas"),
        (over / 2, "{} har räknats med fel tecken"),
    ):
        fitting = [row.label for row, amount in rows if amount.value == meant]
        if len(fitting) == 1:
            return said.format(f"{fitting[0]} ({shown(meant, head.unit)})")
        if fitting:
            return said.format(f"en rad på {shown(meant, head.unit)}")
    mistyped = typing(head.value, head.value + over)
    if mistyped and mistyped != "en siffra är fel":
        return f"{mistyped} i summan"
    slips = [
        (row, amount.value - over, found)
        for row, amount in rows
        if (found := typing(amount.value, amount.value - over)) and found != "en siffra är fel"
    ]
    if len(slips) == 1:
        row, right, found = slips[0]
        return f"{row.label}: {found}; {shown(right, head.unit)} sluter summan"
    return _repeated(rows, over) or (f"{mistyped} i summan" if mistyped else "")


def of_row(sums_: Sequence[Equation]) -> str:
    """Guess why the sums of some rows are wrong in every column: by a row of figures."""
    for sign, said in ((1, "inte med i summan"), (-1, "räknad två gånger, eller saknas en gång")):
        fitting = [
            row.label
            for row in sums_[0].rows
            if all((a := row.under(e.head)) and a.value == sign * e.residual for e in sums_)
        ]
        if len(fitting) == 1:
            return f"{fitting[0]} är {said}"
    # Where all figures are above zero, too large a sum has more rows than are printed.
    plain = [e.residual for e in sums_ if all(amount.value >= 0 for _, amount in e.terms)]
    return "en rad saknas" if plain and max(plain) < 0 else ""


def _repeated(rows: Sequence[tuple[TableRow, Amount]], over: Fraction) -> str:
    """Point at the one pair of neighbours with the same amount: one of them may be the other's."""
    pairs = [
        (a.label, b.label, x.value, x.unit)
        for (a, x), (b, y) in pairwise(rows)
        if x.value == y.value and x.value
    ]
    if len(pairs) != 1 or pairs[0][2] <= over:
        return ""
    first, second, value, unit = pairs[0]
    right = shown(value - over, unit)
    return f"{first} och {second} har samma belopp; vore det ena {right} sluts summan"


def _beyond_formula(head: Amount, rows: Sequence[tuple[TableRow, Amount]], over: Fraction) -> str:
    """Tell a formula whose range ends before the rows do."""
    found = re.fullmatch(r"SUM\(\$?([A-Z]+)\$?(\d+):\$?\1\$?(\d+)\)", head.formula)
    if not found:
        return ""
    beyond = [a for _, a in rows if not int(found[2]) <= a.place.row <= int(found[3])]
    if not beyond or sum(a.value for a in beyond) != over:
        return ""
    return f"formeln ={head.formula} tar inte med rad {', '.join(str(a.place.row) for a in beyond)}"
