"""Columns that others make: their sum, the year that periods make up, or what two differ by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation, Kind
from enamnd_cost.analysis.audit.results import side_of, signed_costs
from enamnd_cost.files.documents import measures, periods, words
from enamnd_cost.files.documents.tables import Block, TableColumn, TableRow

Signed = tuple[tuple[int, TableColumn], ...]  # columns, each with the sign it is added with
Side = Callable[[TableRow], str]  # the side of a budget that a row is on
ENOUGH = 4  # rows in which a column must be the sum of others, where its heading does not say so
MOST_STARTS = 30  # columns at which what a sum column adds up may begin
FEW = 2  # rows of which one may be wrong, so that no majority tells what a column is


def row_sums(block: Block, column: TableColumn) -> list[Equation] | None:
    """Read a sum column: the reading that closes in most rows, in half of them at least.

    None if there is none, where the column has anything to tell. In a table of few rows what the
    headings say is enough.
    """
    rows = [row for row in block.rows if column.number in row.amounts and row.kind != "other"]
    tilings = _tilings(block, column)
    made = [
        (meant, _across("row", column, rows, tuple((1, c) for c in meant)))
        for meant in [*tilings, *_readings(block, column)]
    ]
    meant, best = max(made, key=lambda each: holding(each[1]))
    if 2 * holding(best) < len(rows) and len(rows) <= FEW:
        meant, best = made[0] if tilings or _plain(made[0][0]) else ([], [])
    elif 2 * holding(best) < len(rows):
        meant = []
    return best if meant else None if rows else []


def unnamed_sums(block: Block) -> list[Equation]:
    """Read a last column that has no name of a sum, and is the others' in three rows of four."""
    columns = block.of("amount")
    if len(columns) < 3 or block.of("sum"):
        return []
    *parts, last = columns
    rows = [row for row in block.rows if last.number in row.amounts and row.kind != "other"]
    made = _across("row", last, rows, tuple((1, c) for c in parts), least=2)
    telling = sum(e.holds and sum(bool(a.value) for _, a in e.terms) > 2 for e in made)
    return made if telling >= ENOUGH and 4 * telling >= 3 * len(made) else []


def counted_sums(block: Block) -> list[Equation]:
    """Read columns of people, or of what else is counted, that are called the others' sum."""
    found: list[Equation] = []
    counts = block.of("count")
    for column in counts:
        parts = tuple((1, c) for c in counts if c.number < column.number)
        if words.is_sum(column.heading) and len(parts) > 1:
            rows = [row for row in block.rows if column.number in row.amounts]
            made = _across("row", column, [r for r in rows if r.kind != "other"], parts, least=2)
            found += made if 2 * holding(made) > len(made) else []
    return found


def _tilings(block: Block, column: TableColumn) -> list[list[TableColumn]]:
    """Give the columns of periods that make up that of a column, such as the quarters of a year."""
    columns = [c for c in block.columns if c.kind in ("amount", "sum")]
    found = periods.wholes([c.heading for c in columns])
    return [[columns[n] for n in tiling] for tiling in found.get(columns.index(column), [])]


def _readings(block: Block, column: TableColumn) -> list[list[TableColumn]]:
    n = block.columns.index(column)
    left = [c for c in block.columns[:n] if c.kind in ("amount", "sum")]
    lasts = [at for at, c in enumerate(left) if c.kind == "sum"]
    amounts = [c for c in left if c.kind == "amount"]
    return [
        left[lasts[-1] + 1 :] if lasts else left,
        amounts,
        [c for c in left if c.kind == "sum"],
        *(amounts[at:] for at in range(1, len(amounts) - 1)[-MOST_STARTS:]),
        [c for c in block.columns[n + 1 :] if c.kind == "amount"],
        # A column named for what it is shared out by may be of kronor all the same.
        [c for c in block.columns[:n] if c.kind in ("amount", "count")],
    ]


def _plain(columns: Sequence[TableColumn]) -> bool:
    """Tell columns whose sum a sum column can only be: none is of a side, a year or an outcome."""
    tells = (words.side, words.year, measures.measure)
    return len(columns) > 1 and not any(tell(c.heading) for c in columns for tell in tells)


class Differences(NamedTuple):
    """What a column of differences is held to; ``favour`` tells what is good to be more in it.

    Less income is then less, and less cost is more.
    """

    equations: list[Equation]
    favour: bool = False


def differences(block: Block, column: TableColumn, side: Side = side_of) -> Differences:
    """Read a column of differences: the pair of columns whose difference it is in most rows.

    Where only two columns can be meant, few rows are enough, and so is half of several that
    differ: two figures may have changed places. A table that prints costs without signs may count
    what is good for the result as more, on both sides.
    """
    candidates = _candidates(block, column)
    rows = [row for row in block.rows if column.number in row.amounts]
    signed = signed_costs(block)
    best: list[Equation] = []
    meant: Signed = ()
    enough = (1, 0)  # one row that holds may do so by chance
    for pair in _pairs(column, candidates, rows):
        made = _across("derived", column, rows, pair, least=2)
        fits = [own for own in made if own.holds or (not signed and _holds_turned(own))]
        fit = len(fits)
        few = len(candidates) == 2 and len(made) <= FEW and not best
        few = few and not all(map(_is_per_cent, made))
        half = len(candidates) == 2 and sum(bool(own.head.value) for own in fits) > 1
        most = 2 * fit > len(made) or (half and 2 * fit == len(made))
        if few or ((fit, holding(made)) > enough and most):
            best, enough, meant = made, (fit, holding(made)), pair
    if signed:
        return Differences(best)
    turned = _across("derived", column, rows, tuple((-sign, c) for sign, c in meant), least=2)
    return _by_side(list(zip(best, turned, strict=True)), side)


def _holds_turned(equation: Equation) -> bool:
    """Tell whether it would hold with the opposite of what its other figures come to."""
    return abs(equation.residual + 2 * equation.head.value) <= equation.slack


def _is_per_cent(equation: Equation) -> bool:
    """Tell a difference that is printed as per cent of one of its figures, without saying so."""
    head, *others = (amount.value for _, amount in equation.terms)
    off = equation.residual + head
    return any(x and abs(100 * abs(off / x) - abs(head)) < 1 and head != off for x in others)


def _candidates(block: Block, column: TableColumn) -> list[TableColumn]:
    found = [c for c in block.columns if c.kind in ("amount", "sum")]
    left = [c for c in found if c.number < column.number]
    return left if len(left) > 1 else found


def _pairs(
    column: TableColumn, columns: Sequence[TableColumn], rows: Sequence[TableRow]
) -> Iterator[Signed]:
    """Give what a column may be of: one less another, or both where one is printed as minus."""
    result = words.is_result(column.heading) and not words.is_net_cost(column.heading)
    for a, b in permutations(columns, 2):
        sides = words.side(a.heading), words.side(b.heading)
        if sides == ("kostnader", "intäkter") and (result or b.number < a.number):
            continue  # a result is income less cost
        opposite = all(
            row.amounts[a.number].value >= 0 >= row.amounts[b.number].value
            for row in rows
            if a.number in row.amounts and b.number in row.amounts
        )
        if opposite and sides[0] != sides[1]:
            yield (1, a), (1, b)
        else:
            yield (1, a), (-1, b)


def _by_side(pairs: Sequence[tuple[Equation, Equation]], side: Side) -> Differences:
    """Take the second of each pair, the difference turned around, on the sides where it fits.

    A result is signed as income is: where the rows of one tell nothing, those of the other do.
    """
    groups: dict[str, list[tuple[Equation, Equation]]] = defaultdict(list)
    for own, turned in pairs:
        (row,) = own.rows
        group = "netto" if words.is_net_cost(row.label) else "resultat"
        # What is not named for its side is a cost: income is, where a table has both.
        groups[group if row.kind == "result" else side(row) or "kostnader"].append((own, turned))
    votes = {name: sum(t.holds - o.holds for o, t in group) for name, group in groups.items()}
    alike = {"resultat": votes.get("intäkter", 0), "intäkter": votes.get("resultat", 0)}
    turns = {
        name: len(groups) > 1 and (vote or alike.get(name, 0)) > 0 for name, vote in votes.items()
    }
    made = [t if turns[name] else own for name, group in groups.items() for own, t in group]
    income = turns.get("intäkter", turns.get("resultat"))
    favour = income is not None and turns.get("kostnader", income) != income
    return Differences(made, favour)


def _across(
    kind: Kind, column: TableColumn, rows: Sequence[TableRow], meant: Signed, least: int = 1
) -> list[Equation]:
    """Hold a column to what others, each with its sign, come to, where so many have figures."""
    made = []
    for row in rows:
        head = row.amounts[column.number]
        others = [(sign, row.amounts[c.number]) for sign, c in meant if c.number in row.amounts]
        if len(others) >= least:
            about = f"{row.label}, {column.heading}"
            made.append(Equation(kind, head, ((-1, head), *others), about=about, rows=(row,)))
    return made


def holding(equations: Sequence[Equation]) -> int:
    """Count those that hold."""
    return sum(equation.holds for equation in equations)
