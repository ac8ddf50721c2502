"""Results: what income, costs and the results above come to, whatever signs costs are printed with.

An income statement goes down in steps: each result is the one above and the rows since, or all
that is above it. A reading that closes is taken as meant, as with sums.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from enamnd_cost.analysis.audit.equations import Equation, Terms, added, slack_of
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Block, TableRow


class Reading(NamedTuple):
    """Rows that a result may be of; ``how`` tells what is subtracted, ``head`` the result's sign.

    ``likely`` tells one to hold a result to where nothing closes.
    """

    rows: tuple[TableRow, ...]
    how: str
    head: int
    likely: bool

    def terms(self, row: TableRow, column: int) -> Terms:
        """Write it as terms of an equation."""
        of = [(self._sign(item, column), item) for item in self.rows if column in item.amounts]
        head = (-self.head, row.amounts[column])
        return (head, *((sign, item.amounts[column]) for sign, item in of))

    def closes(self, row: TableRow, column: int) -> bool:
        """Tell whether it closes."""
        terms = self.terms(row, column)
        return len(terms) > 1 and abs(added(terms)) <= slack_of(terms)

    def _sign(self, row: TableRow, column: int) -> int:
        if words.is_deducted(row.label):
            return -1 if row.amounts[column].value > 0 else 1
        if self.how == "printed" or row.kind == "result":
            return 1
        rest = self.how == "rest" and side_of(row) != "intäkter"
        return -1 if rest or side_of(row) == "kostnader" else 1


def side_of(row: TableRow) -> str:
    """Give the side that a row is on, by its own name or its section's."""
    return _side(row.label) or _side(row.section)


_named = lru_cache(10_000)(words.side)


@lru_cache(10_000)
def _side(text: str) -> str:
    return words.kind(text)


def read(
    block: Block,
    row: TableRow,
    ledger: Sequence[TableRow],
    *,
    signed: bool | None,
    favour: Collection[int] = (),
) -> tuple[list[Equation], list[TableRow]]:
    """Hold a row of results to what it is of, column by column; also give the rows it covers.

    ``ledger`` has the rows above that no sum and no other result has covered yet, ``favour`` the
    columns in which what is good for the result is more, so that nothing is subtracted.
    """
    columns = [c for c in block.columns if c.number in row.amounts and c.kind != "share"]
    numbers = [c.number for c in columns]
    sides = _sides([item for item in block.rows if item.n < row.n], numbers)
    readings = list(_readings(row, ledger, sides, signed=signed))
    closing = [sum(reading.closes(row, n) for n in numbers) for reading in readings]
    likely = [reading for reading in readings if reading.likely]
    meant = readings[closing.index(max(closing))] if any(closing) else likely[0] if likely else None
    if meant is None:
        return [], []
    made = []
    for n, heading in ((column.number, column.heading) for column in columns):
        own = meant._replace(how="printed") if n in favour else meant
        found = next((each for each in (own, meant, *readings) if each.closes(row, n)), own)
        terms = found.terms(row, n)
        if len(terms) > 1:
            about = ", ".join(filter(None, (row.label, heading)))
            head = row.amounts[n]
            made.append(Equation("result", head, terms, about=about, rows=found.rows))
    return made, list(meant.rows if set(meant.rows) <= set(ledger) else ledger)


def _readings(
    row: TableRow, ledger: Sequence[TableRow], sides: Sequence[TableRow], *, signed: bool | None
) -> Iterator[Reading]:
    """List what a result may be, the likeliest first."""
    steps = [n for n, item in enumerate(ledger) if item.kind == "result"]
    since = ledger[steps[-1] + 1 :] if steps else ledger
    stair = ledger[steps[-1] :] if steps and since else []
    alone = bool(stair) and all(item.kind == "post" for item in since)
    apart = bool(stair) and bool(row.section) and stair[0].section != row.section
    signs = {amount.value > 0 for item in ledger for amount in item.amounts.values()}
    told = signed is not None or len(signs) > 1
    ways: list[tuple[Sequence[TableRow], bool]] = [
        (stair, alone and not apart),
        (sides, True),
        (ledger, told and len(ledger) > 1 and not steps),
        (since, apart and len(since) > 1),
        ([ledger[n] for n in steps[-2:]], False),
        ([item for item in ledger if item.kind == "sum"], False),
    ]
    if words.is_part_result(row.label):
        ways = [(since, False)]
    hows = ("printed",) if signed else ("sides", "rest", "printed")
    heads = (1, -1) if words.is_net_cost(row.label) else (1,)
    for rows, likely in ways:
        if rows:
            yield from (Reading(tuple(rows), how, head, likely) for how in hows for head in heads)


def signed_costs(block: Block) -> bool | None:
    """Tell whether a table prints costs as minus; None where it does not tell what is a cost."""
    costs = [
        amount.value
        for row in block.rows
        if side_of(row) == "kostnader" and row.kind != "result"
        for column in block.of("amount", "sum")
        if (amount := row.amounts.get(column.number)) and amount.value
    ]
    return sum(value < 0 for value in costs) > len(costs) / 2 if costs else None


def _sides(above: Sequence[TableRow], numbers: Sequence[int]) -> list[TableRow]:
    """Find both sides' totals: each its last sum, or the one row that bears its name."""
    found = []
    for side in words.SIDES:
        own = [item for item in above if any(n in item.amounts for n in numbers)]
        totals = [item for item in own if item.kind == "sum" and side_of(item) == side]
        alone = [item for item in own if item.kind == "post" and _named(item.label) == side]
        found += totals[-1:] or (alone if len(alone) == 1 else [])
    return found if len(found) == 2 else []
