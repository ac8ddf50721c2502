"""Sum rows and sum columns: what each adds up is told by where it stands, and by what closes.

A sum may be of the rows since the last one, of its section, of everything above, or of the sums
above. A reading that closes is taken as meant. Where none does, the one that closes in the table's
other columns is, or else the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, permutations, takewhile

from enamnd_cost.analysis.audit.equations import Equation, Kind, Terms, added, slack_of
from enamnd_cost.analysis.audit.findings import NOTE, Finding
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import is_text, spoilt
from enamnd_cost.files.documents.tables import Amount, Block, ColumnKind, TableColumn, TableRow

MOST_ABOVE = 1_000  # no sum of everything above is further from its first row
# Columns whose figures sums may add up: all but those of shares.
SUMMED: tuple[ColumnKind, ...] = ("amount", "sum", "derived", "count")


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Read the sums of each sheet's tables, each knowing the last sums of those above it."""
    found = list(equations)
    puzzling: list[Finding] = []
    for _, readings in groupby(tables.readings, key=lambda reading: id(reading.page)):
        earlier: list[TableRow] = []
        for block in (reading.block for reading in readings):
            down = _Down(block, tuple(earlier))
            down.run()
            earlier += [down.last] if down.last else []
            found += down.equations
            for column in block.of("sum"):
                across = _row_sums(block, column)
                found += across or ()
                puzzling += [_puzzling(column)] if across is None else []
            for column in block.of("derived"):
                found += _differences(block, column)
            found += _results(block)
    return found, puzzling


def _unreadable(row: TableRow, column: int) -> bool:
    """Tell a cell that holds a figure which cannot be known: what it is part of is not judged."""
    return any(cell.place.column == column and (spoilt(cell) or is_text(cell)) for cell in row.gaps)


def _puzzling(column: TableColumn) -> Finding:
    text = f'kolumnen "{column.heading}" är inte summan av andra kolumner; den är inte granskad'
    return Finding("EK523", NOTE, column.place, "summakolumnen går inte att förstå", text)


@dataclass
class _Down:
    """Goes down the rows; ``stack`` has the posts and sums that no sum has covered yet."""

    block: Block
    earlier: Sequence[TableRow]
    stack: list[TableRow] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    last: TableRow | None = None

    def run(self) -> None:
        for n, row in enumerate(self.block.rows):
            if row.kind == "sum" or (row.kind == "bare" and self._is_sum(n, row)):
                self._sum(n, row)
            elif row.kind in ("post", "bare"):
                self.stack.append(row)

    def _is_sum(self, n: int, row: TableRow) -> bool:
        """Tell whether a row without a label is a sum: it closes, or is last and the largest."""
        readings, columns = self._readings(n, row), self.block.of(*SUMMED)
        if any(_closes(row, rows, c.number) for rows in readings for c in columns):
            return len(self.stack) > 1
        after = self.block.rows[n + 1 : n + 2]
        final = not after or after[0].group != row.group
        return final and all(
            abs(amount.value) >= abs(other.value)
            for column, amount in row.amounts.items()
            for item in self.stack
            if (other := item.amounts.get(column))
        )

    def _readings(self, n: int, row: TableRow) -> list[list[TableRow]]:
        """List what the sum may add up, the likeliest first."""
        stack = self.stack
        lasts = [at for at, item in enumerate(stack) if item.kind == "sum"]
        since = stack[lasts[-1] + 1 :] if lasts else stack
        after = self.block.rows[n + 1 : n + MOST_ABOVE]
        next_ = takewhile(lambda item: item.kind in ("post", "other"), after)
        below = [item for item in next_ if item.kind == "post"]
        near = self.block.rows[max(0, n - MOST_ABOVE) : n]
        together = len(self.earlier) + len(stack) > 1 and len(lasts) == len(stack)
        found = [
            since,
            [item for item in stack if item.part == row.part and item.kind == "post"],
            [item for item in stack if item.kind == "sum"],
            stack,
            [item for item in stack if item.group == row.group],
            [item for item in near if item.kind == "post"],
            [item for item in near if item.kind == "sum"],
            # The sums of the tables above and of this: what a sum of all of them adds up.
            [*self.earlier, *stack] if together else [],
            below,
            [item for item in below if item.part == row.part],
        ]
        seen = [[item for item in rows if not item.hidden] for rows in found]
        made: list[list[TableRow]] = []
        for rows in [*found, *seen]:
            if rows and rows not in made:
                made.append(rows)
        return made

    def _sum(self, n: int, row: TableRow) -> None:
        readings = self._readings(n, row)
        columns = [c for c in self.block.of(*SUMMED) if c.number in row.amounts]
        if not readings or not columns:
            return
        closing = [sum(_closes(row, rows, c.number) for c in columns) for rows in readings]
        if max(closing):
            meant = readings[closing.index(max(closing))]
        elif self._begins(row):
            meant = []
        else:
            # What stands below is only meant where it closes, or where nothing stands above.
            above = [rows for rows in readings if rows[0].n < row.n] or readings
            if self.stack and self.stack[-1].kind != "sum":
                above = [rows for rows in above if self.stack[-1] in rows] or above
            meant = min(above, key=lambda rows: abs(added(_terms(row, rows, columns[0].number))))
        for column in columns:
            rows = meant
            if not _closes(row, meant, column.number):
                rows = next((r for r in readings if _closes(row, r, column.number)), meant)
            self._add(row, rows, column)
        covered = set(map(id, meant))
        self.stack = [item for item in self.stack if id(item) not in covered] + [row]
        self.last = row

    def _begins(self, row: TableRow) -> bool:
        """Tell the total of a side none of whose posts stand in the table."""
        side = words.side(row.label)
        others = [words.side(item.label) for item in self.stack if item.kind == "sum"]
        return bool(side) and len(others) == len(self.stack) and side not in others and all(others)

    def _add(self, row: TableRow, rows: Sequence[TableRow], column: TableColumn) -> None:
        if any(_unreadable(item, column.number) for item in rows):
            return
        terms = _terms(row, rows, column.number)
        if len(terms) > 1:
            head = row.amounts[column.number]
            heading = column.heading if len(self.block.columns) > 1 else ""
            about = ", ".join(filter(None, (row.label or "summan", heading)))
            self.equations.append(Equation("sum", head, terms, about=about, rows=tuple(rows)))


def _terms(row: TableRow, rows: Sequence[TableRow], column: int) -> Terms:
    others = [item for item in rows if column in item.amounts]
    return ((-1, row.amounts[column]), *((_sign(r, column), r.amounts[column]) for r in others))


def _sign(row: TableRow, column: int) -> int:
    """Subtract what the row says is deducted, unless its amount has a minus sign already."""
    deducted = words.is_deducted(row.label) and row.amounts[column].value > 0
    return -1 if deducted else 1


def _closes(row: TableRow, rows: Sequence[TableRow], column: int) -> bool:
    """Tell whether a reading closes in a column that has something to add."""
    if column not in row.amounts:
        return False
    terms = _terms(row, rows, column)
    return len(terms) > 1 and abs(added(terms)) <= slack_of(terms)


def _row_sums(block: Block, column: TableColumn) -> list[Equation] | None:
    """Read a sum column: the reading that closes in most rows, in half of them at least.

    None if there is none, where the column has anything to tell.
    """
    n = block.columns.index(column)
    left = [c for c in block.columns[:n] if c.kind in ("amount", "sum")]
    lasts = [at for at, c in enumerate(left) if c.kind == "sum"]
    amounts = [c for c in left if c.kind == "amount"]
    readings = [
        left[lasts[-1] + 1 :] if lasts else left,
        amounts,
        [c for c in left if c.kind == "sum"],
        *(amounts[at:] for at in range(1, len(amounts) - 1)),
        [c for c in block.columns[n + 1 :] if c.kind == "amount"],
        # A column named for what it is shared out by may be of kronor all the same.
        [c for c in block.columns[:n] if c.kind in ("amount", "count")],
    ]
    rows = [row for row in block.rows if column.number in row.amounts and row.kind != "other"]
    made = [(meant, _across("row", column, rows, [(1, c) for c in meant])) for meant in readings]
    meant, best = max(made, key=lambda each: _holding(each[1]))
    if not meant or 2 * _holding(best) < len(rows):
        return None if rows else []
    return [e for e in best if not any(_unreadable(e.rows[0], c.number) for c in meant)]


def _across(
    kind: Kind,
    column: TableColumn,
    rows: Sequence[TableRow],
    meant: Sequence[tuple[int, TableColumn]],
    least: int = 1,
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


def _holding(equations: Sequence[Equation]) -> int:
    return sum(equation.holds for equation in equations)


def _differences(block: Block, column: TableColumn) -> list[Equation]:
    """Read a column of differences: the pair of columns whose difference it is in most rows."""
    before = block.columns[: block.columns.index(column)]
    left = [c for c in before if c.kind in ("amount", "sum")]
    rows = [row for row in block.rows if column.number in row.amounts]
    best: list[Equation] = []
    for a, b in permutations(left, 2):
        made = _across("derived", column, rows, [(1, a), (-1, b)], least=2)
        closing = _holding(made)
        if closing > max(_holding(best), 1) and 2 * closing > len(made):
            best = made
    return best


def _results(block: Block) -> Iterator[Equation]:
    """Hold a row of results to income less cost, where the table names both sides."""
    for row in block.rows:
        for column in block.columns if row.kind == "result" else ():
            above = [r for r in block.rows if r.n < row.n and column.number in r.amounts]
            income, cost = (_side_total(above, column.number, side) for side in words.SIDES)
            if column.number not in row.amounts or income is None or cost is None:
                continue
            head = row.amounts[column.number]
            sides = ((-1, head), (1, income), (1 if cost.value < 0 else -1, cost))
            terms = _stair(above, row, column.number) or sides
            about = ", ".join(filter(None, (row.label, column.heading)))
            yield Equation("result", head, terms, about=about)


def _stair(above: Sequence[TableRow], row: TableRow, column: int) -> Terms | None:
    """Read a result as the one above it and the rows since, where there are any."""
    at = next((n for n in reversed(range(len(above))) if above[n].kind == "result"), None)
    since = [r for r in above[at + 1 :] if r.kind == "post"] if at is not None else []
    if at is None or not since or any(r.kind == "sum" for r in above[at + 1 :]):
        return None
    return _terms(row, [above[at], *since], column)


def _side_total(above: Sequence[TableRow], column: int, side: str) -> Amount | None:
    """Find a side's total above a row: its last sum, or the one row that bears its name."""
    totals = [
        item
        for item in above
        if item.kind == "sum" and side in (words.side(item.label), words.side(item.section))
    ]
    alone = [item for item in above if item.kind == "post" and words.side(item.label) == side]
    found = totals[-1:] or (alone if len(alone) == 1 else [])
    return found[0].amounts[column] if found else None
