"""Shares held to what they are shares of, and to their sum.

Most shares are computed from the kronor and printed rounded: they allow what that rounding allows.
Where the kronor are to the krona what the printed shares give, the shares are the agreed ones, and
nothing is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import comb
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation, Terms
from enamnd_cost.analysis.audit.findings import NOTE, Finding, shown
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.factors import DOUBT, step_of
from enamnd_cost.files.documents.tables import Amount, Block, TableColumn, TableRow

ENOUGH = 3  # rows that must fit before a column is taken for the shares of another
FAR = 3  # times what rounding explains, for a second base to be meant and its figure wrong
WHOLES = (Fraction(100), Fraction(1))


class Shares(NamedTuple):
    """A column of shares, the column that they are of, and what the whole is in each.

    ``half`` is how much a printed share may be rounded, ``step`` what the other column is rounded
    to, and ``agreed`` tells that the shares gave the kronor and not the other way about.
    """

    column: TableColumn
    base: TableColumn
    whole: Fraction
    total: Fraction
    half: Fraction
    step: Fraction
    agreed: bool = False

    def of(self, row: TableRow) -> tuple[Amount, Amount] | None:
        """Give a row's share and what it is of, where it has both."""
        share, base = row.amounts.get(self.column.number), row.amounts.get(self.base.number)
        return (share, base) if share and base else None

    def holds(self, row: TableRow) -> bool:
        """Tell whether a row's share fits."""
        equation = self.equation(row)
        return equation is not None and equation.holds

    def equation(self, row: TableRow) -> Equation | None:
        """Say what must hold of a row."""
        found = self.of(row)
        if found is None:
            return None
        share, base = found
        per = self.whole / self.total
        whole = shown(self.total, base.unit)
        head, terms, step = share, ((1, share), (-per, base)), 2 * self.half
        made = f"{shown(base.value, base.unit)} av {whole}"
        allowed = self.half + abs(per) * base.half
        if self.agreed:
            head, terms, step = base, ((1, base), (-1 / per, share)), self.step
            made, allowed = f"{shown(share.value, share.unit)} av {whole}", step / 2 + base.half
        about = f"{row.label}, {(self.base if self.agreed else self.column).heading}"
        return Equation("share", head, terms, about=about, allowed=allowed, step=step, made=made)


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Hold each column of shares to the column whose shares they are, and to its sum."""
    made: list[Equation] = []
    findings: list[Finding] = []
    for block in (reading.block for reading in tables.readings):
        for column in block.of("share"):
            bases = _meant(block, column)
            made += _sums(bases[0], block, equations) if bases else _alone(block, column)
            evened = [each for found in bases if (each := _evened(found, block, equations))]
            findings += evened[:1]
            for found in bases:
                own = [
                    e
                    for row in block.rows
                    if row.kind in ("post", "sum") and (e := found.equation(row))
                ]
                made += [e for e in own if e.holds] if evened else own
    return [*equations, *made], findings


def _meant(block: Block, column: TableColumn) -> list[Shares]:
    """Find what most of a column's figures are shares of: what fits best, and what fits as well.

    Where both what is counted and amounts do, the shares are of the one and give the other. Of
    amounts alike, such as those of two years, only one is meant: the nearest of the best.
    """
    if words.is_rate(column.heading) or words.is_derived(column.heading):
        return []
    rows = [row for row in block.rows if row.kind == "post" and column.number in row.amounts]
    best: dict[bool, tuple[int, Shares]] = {}
    bases = sorted(block.of("amount", "sum", "count"), key=lambda c: abs(c.number - column.number))
    for base in bases:
        for found in _readings(block, column, base, rows):
            some = [row for row in rows if (pair := found.of(row)) and pair[0].value]
            fits, counted = sum(map(found.holds, some)), base.kind == "count"
            most = best[counted][0] if counted in best else 1
            if fits > most and 2 * fits > len(some) and not _chance(found, some):
                best[counted] = fits, found
    ranked = [each for _, each in sorted(best.values(), key=lambda one: -one[0])]
    meant = [each for each in ranked if each is ranked[0] or _surely(each, rows)]
    return [_agreed(each, rows) or each for each in meant]


def _surely(found: Shares, rows: Sequence[TableRow]) -> bool:
    """Tell shares that fit in three rows of four, and that rounding is far from in the others.

    Where others are nearly right, as for inhabitants a year later, the shares are not of these.
    """
    own = [e for row in rows if (e := found.equation(row))]
    failed = [e for e in own if not e.holds]
    return 4 * len(failed) <= len(own) and all(abs(e.residual) > FAR * e.slack for e in failed)


def _chance(found: Shares, rows: Sequence[TableRow]) -> bool:
    """Tell whether a few shares may fit by accident: each is as likely as its rounding is wide."""
    held = [pair[0].value for row in rows if found.holds(row) and (pair := found.of(row))]
    likely = Fraction(1)
    for share in set(held):
        likely *= min(Fraction(1), 2 * found.half / abs(share))
    return len(held) < ENOUGH and likely > DOUBT


def _readings(
    block: Block, column: TableColumn, base: TableColumn, rows: Sequence[TableRow]
) -> Iterator[Shares]:
    """Take a column for shares of another's printed sums, or of what its rows come to."""
    posts = [a.value for row in rows if (a := row.amounts.get(base.number))]
    sums = [a.value for r in block.rows if r.kind == "sum" and (a := r.amounts.get(base.number))]
    half = max((row.amounts[column.number].half for row in rows), default=Fraction(0))
    step = step_of([value for value in posts if value])
    for total in dict.fromkeys([*reversed(sums[-3:]), sum(posts, Fraction(0))]):
        for whole in WHOLES if total else ():
            # Shares of one have decimals.
            if half > whole / 20:
                continue
            yield Shares(column, base, whole, total, half, step)


def _agreed(found: Shares, rows: Sequence[TableRow]) -> Shares | None:
    """Take the shares for agreed ones where they give most kronor, as rounded ones seldom would."""
    tried = found._replace(agreed=True)
    some = [row for row in rows if tried.of(row)]
    fits = sum(map(tried.holds, some))
    wide = 2 * found.half * abs(found.total) / found.whole
    likely = min(Fraction(1), found.step / wide)
    chance = likely ** min(fits, 60) * comb(len(some), fits)
    return tried if 2 * fits > len(some) and chance <= DOUBT else None


def _sums(found: Shares, block: Block, equations: Sequence[Equation]) -> Iterator[Equation]:
    """Hold sums of shares to the shares of the same rows; where none is printed, to the whole."""
    number = found.column.number
    posts = [row for row in block.rows if row.kind == "post" and found.of(row)]
    heads = {
        row.amounts[found.base.number]: row
        for row in block.rows
        if found.base.number in row.amounts
    }
    printed = False
    for equation in [e for e in equations if e.kind == "sum" and e.head in heads]:
        head = heads[equation.head].amounts.get(number)
        parts = [
            (equation.signs[row.amounts[found.base.number]], row.amounts[number])
            for row in equation.rows
            if found.of(row)
        ]
        if head and len(parts) == len(equation.rows):
            printed = True
            about = f"{heads[equation.head].label}, {found.column.heading}"
            yield _sum(found, head, ((-1, head), *parts), about, equation.rows)
    if (
        posts
        and not printed
        and sum(row.amounts[found.base.number].value for row in posts) == found.total
    ):
        terms = tuple((1, row.amounts[number]) for row in posts)
        yield _sum(found, terms[-1][1], terms, found.column.heading, posts, found.whole)


def _sum(
    found: Shares,
    head: Amount,
    terms: Terms,
    about: str,
    rows: Sequence[TableRow],
    constant: Fraction = Fraction(0),
) -> Equation:
    allowed = Fraction(0) if found.agreed else found.half * len(terms)
    return Equation("sum", head, terms, constant, about, tuple(rows), allowed=allowed)


def _alone(block: Block, column: TableColumn) -> Iterator[Equation]:
    """Hold shares of what the table does not have to the whole that is printed under them."""
    number = column.number
    posts = [
        row.amounts[number] for row in block.rows if row.kind == "post" and number in row.amounts
    ]
    sums = [row for row in block.rows if row.kind == "sum" and number in row.amounts]
    if len(sums) != 1 or len(posts) < ENOUGH or words.is_rate(column.heading):
        return
    (row,), (head,) = sums, [row.amounts[number] for row in sums]
    near = abs(sum(a.value for a in posts) - head.value) <= head.value / 5
    if head.value in WHOLES and near:
        half = posts[0].half
        terms = ((-1, head), *((1, amount) for amount in posts))
        about = f"{row.label}, {column.heading}"
        yield Equation("sum", head, terms, about=about, allowed=half * len(posts))


def _evened(found: Shares, block: Block, equations: Sequence[Equation]) -> Finding | None:
    """Tell shares that were moved by their last digit so that they come to the whole.

    Only where those that are rounded right do not, and no more are moved than that takes. Where
    the amounts do not come to their own sum it may as well be an amount that is wrong.
    """
    own = {row.amounts.get(found.base.number) for row in block.rows}
    if any(e.kind == "sum" and e.head in own and not e.holds for e in equations):
        return None
    step = 2 * found.half
    rows = [row for row in block.rows if row.kind == "post" and found.of(row)]
    pairs = [pair for row in rows if (pair := found.of(row))]
    moved = [
        (e.head.value - e.right(e.head), e.head)
        for row in rows
        if (e := found.equation(row)) and not e.holds
    ]
    off = sum((by for by, _ in moved), Fraction(0))
    comes_to = sum(share.value for share, _ in pairs)
    if found.agreed or not moved or comes_to != found.whole:
        return None
    if any(abs(by) != step for by, _ in moved) or abs(off) != step * len(moved):
        return None
    head = moved[0][1]
    text = f"{found.column.heading}: {len(moved)} av andelarna är jämkade med "
    text += f"{shown(step, head.unit)}, så att de tillsammans blir {shown(found.whole, head.unit)}"
    return Finding("EK528", NOTE, head.place, "andelar är jämkade", text)
