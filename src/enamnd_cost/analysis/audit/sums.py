"""Sum rows and sum columns: what each adds up is told by where it stands, and by what closes.

A sum may be of the rows since the last one, of its section, of everything above, or of the sums
above. A reading that closes is taken as meant. Where none does, the one that closes in the table's
other columns is, or else the nearest.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, takewhile

from enamnd_cost.analysis.audit import across, results
from enamnd_cost.analysis.audit.equations import Equation, Terms, added, slack_of
from enamnd_cost.analysis.audit.findings import NOTE, Finding
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import is_text, spoilt
from enamnd_cost.files.documents.tables import Block, ColumnKind, TableColumn, TableRow

MOST_ABOVE = 1_000  # no sum of everything above is further from its first row
MOST_SUMS = 200  # of sums that none has covered: each is tried with all of those above it
# Columns that are sums of others: months, quarters and the year of several years have as many. Each
# is tried with the columns beside it in many ways; those after it are told as not tried.
MOST_SUM_COLUMNS = 40
MOST_UNNAMED = 20  # posts among which the costs may begin
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
            favour: set[int] = set()
            for column in block.of("sum")[:MOST_SUM_COLUMNS]:
                sums = across.row_sums(block, column)
                found += [e for e in sums or () if not _unreadable_in(e)]
                puzzling += [_puzzling(column)] if sums is None else []
            found += [*across.unnamed_sums(block), *across.counted_sums(block)]
            for column in block.of("derived"):
                differences = across.differences(block, column, down.side)
                found += differences.equations
                favour |= {column.number} if differences.favour else set()
            found += down.held(favour)
    return found, puzzling


def _unreadable(row: TableRow, column: int) -> bool:
    """Tell a cell that holds a figure which cannot be known: what it is part of is not judged."""
    return any(cell.place.column == column and (spoilt(cell) or is_text(cell)) for cell in row.gaps)


def _unreadable_in(equation: Equation) -> bool:
    """Tell a sum of a row in which a figure cannot be known."""
    (row,) = equation.rows
    return any(spoilt(cell) or is_text(cell) for cell in row.gaps)


def _puzzling(column: TableColumn) -> Finding:
    text = f'kolumnen "{column.heading}" är inte summan av andra kolumner; den är inte granskad'
    return Finding("EK523", NOTE, column.place, "summakolumnen går inte att förstå", text)


@dataclass
class _Down:
    """Goes down the rows; ``stack`` has the posts and sums that no sum has covered yet.

    ``covers`` has the sum of each row that is part of one, ``results`` each row of results with the
    stack that it stands under.
    """

    block: Block
    earlier: Sequence[TableRow]
    stack: list[TableRow] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    last: TableRow | None = None
    covers: dict[TableRow, TableRow] = field(default_factory=dict)
    results: list[tuple[TableRow, list[TableRow]]] = field(default_factory=list)

    def run(self) -> None:
        for n, row in enumerate(self.block.rows):
            if row.kind == "sum" or (row.kind == "bare" and self._is_sum(n, row)):
                self._sum(n, row)
            elif row.kind in ("post", "bare"):
                self.stack.append(row)
            elif row.kind == "result":
                self.results.append((row, list(self.stack)))

    @cached_property
    def signed(self) -> bool | None:
        """Tell whether costs are printed as minus."""
        return results.signed_costs(self.block)

    def side(self, row: TableRow) -> str:
        """Give the side that a row is on, by its own name or by that of the sum that covers it."""
        own, covering = results.side_of(row), self.covers.get(row)
        return own or (self.side(covering) if covering else "")

    def held(self, favour: Collection[int]) -> list[Equation]:
        """Hold the results to what they are of; ``favour`` has the columns where good is more.

        They come last, for they take the signs that the columns of differences turn out to have.
        """
        made: list[Equation] = []
        steps: list[TableRow] = []  # the results that no later one has covered
        covered: set[TableRow] = set()
        for row, stack in self.results:
            above = {item.n: item for item in (*stack, *steps) if item not in covered}
            ledger = [above[n] for n in sorted(above)]
            found, rows = results.read(self.block, row, ledger, signed=self.signed, favour=favour)
            made += found
            covered |= set(rows)
            steps.append(row)
        return made

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
            _own_side(row, stack),
            _like_signed(row, stack),
            *self._costs_alone(row),
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
        own = self._left_to(row, since)
        return [rows for rows in made if not (own and self._of_others(row, rows, own))]

    def _left_to(self, row: TableRow, since: Sequence[TableRow]) -> list[TableRow]:
        """Give the posts since the last sum that are in none, and not named for the other side."""
        side = words.kind(row.label)
        left = [item for item in since if item not in self.covers]
        return [item for item in left if not side or words.kind(item.label) in ("", side)]

    def _of_others(self, row: TableRow, rows: Sequence[TableRow], own: Sequence[TableRow]) -> bool:
        """Tell a reading that closes only because the sides of a table come to the same.

        It has none of the posts that are left to the sum, but a single row, rows of the other side
        alone, or rows below that have another heading or a sum of their own.
        """
        if any(item in own for item in rows):
            return False
        side = words.kind(row.label)
        # Where the posts stand under the side's own heading, what stands elsewhere is not its.
        headed = any(results.side_of(item) == side for item in own)
        its = (side,) if headed else (side, "")
        if len(rows) == 1 or (side and all(results.side_of(item) not in its for item in rows)):
            return True
        after = [item for item in self.block.rows if item.n > rows[-1].n][:1]
        summed = [
            item
            for item in after
            if item.kind == "sum" and any(_closes(item, rows, n) for n in row.amounts)
        ]
        return rows[0].n > row.n and (rows[0].part != row.part or bool(summed))

    def _costs_alone(self, row: TableRow) -> list[list[TableRow]]:
        """Give the last rows above a sum of costs, where those before them may be unnamed income.

        So it may be in a table that comes to a result, if nothing says where the costs begin.
        """
        rows = [item for item in self.stack if item.kind == "post"][-MOST_UNNAMED:]
        unnamed = not any(map(results.side_of, rows))
        ends = any(item.kind == "result" and item.n > row.n for item in self.block.rows)
        if words.kind(row.label) != "kostnader" or not (unnamed and ends):
            return []
        return [rows[at:] for at in range(1, len(rows))]

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
        self.covers.update(dict.fromkeys(meant, row))
        covered = set(map(id, meant))
        self.stack = [item for item in self.stack if id(item) not in covered] + [row]
        if sum(item.kind == "sum" for item in self.stack) > MOST_SUMS:
            self.stack.remove(next(item for item in self.stack if item.kind == "sum"))
        self.last = row

    def _begins(self, row: TableRow) -> bool:
        """Tell the total of a side none of whose posts stand in the table."""
        side = words.side(row.label)
        others = [words.side(item.label) for item in self.stack if item.kind == "sum"]
        return bool(side) and len(others) == len(self.stack) and side not in others and all(others)

    def _add(self, row: TableRow, rows: Sequence[TableRow], column: TableColumn) -> None:
        if words.is_of_more(row.label, len(rows)) and not _closes(row, rows, column.number):
            return  # it says itself that it is of more rows than are shown
        if column.kind == "derived" and any(column.number not in item.amounts for item in rows):
            return  # what is new has no difference, but is in the sum's
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


def _own_side(row: TableRow, stack: Sequence[TableRow]) -> list[TableRow]:
    """Give the rows since the last that is on the other side than a sum says that it is."""
    own = words.kind(row.label)
    others = [n for n, item in enumerate(stack) if own and results.side_of(item) not in ("", own)]
    return list(stack[others[-1] + 1 :]) if others else []


def _like_signed(row: TableRow, stack: Sequence[TableRow]) -> list[TableRow]:
    """Give the rows since the last that a sum of one side is printed with another sign than."""
    if not words.kind(row.label):
        return []
    column = next((n for n, amount in row.amounts.items() if amount.value), None)
    others = [
        at
        for at, item in enumerate(stack)
        if column in item.amounts and item.amounts[column].value * row.amounts[column].value < 0
    ]
    return list(stack[others[-1] + 1 :]) if others else []
