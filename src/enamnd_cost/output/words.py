"""The few phrases that several outputs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from enamnd_cost.analysis.report import Cell, Column, Table
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Budget
from enamnd_cost.swedish import fixed, number


def shown(cell: Cell, column: Column) -> str:
    r"""Write a cell as people read it.

    >>> shown(-1500, Column("kr", "kronor")), shown(7, Column("kr", "kronor", signed=True))
    ('−1\xa0500', '+7')
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    plus = "+" if column.signed and cell > 0 else ""
    return plus + fixed(cell)


BARS = "▁▂▃▄▅▆▇█"


def with_curves(table: Table) -> Table:
    """Add a small curve to each row of a table that has points along one."""
    if not table.curve:
        return table
    lines = tuple(
        replace(line, cells=(*line.cells, curve(line.cells[: table.curve]))) for line in table.lines
    )
    sums = tuple(replace(line, cells=(*line.cells, None)) for line in table.sums)
    columns = (*table.columns, Column("Kurva", "Kurva"))
    return replace(table, columns=columns, lines=lines, sums=sums)


def curve(cells: Sequence[Cell]) -> str:
    """Draw numbers as bars between the least and the greatest of them.

    >>> curve([100, 150, 200]), curve([5, 5])
    ('▁▅█', '▄▄')
    """
    values = [cell for cell in cells if isinstance(cell, int | Decimal)]
    least, most = min(values, default=0), max(values, default=0)
    if least == most:
        return BARS[3] * len(values)
    # Whole steps, rounded: a curve shows the shape, not the figure.
    top = len(BARS) - 1
    return "".join(
        BARS[int((2 * top * (value - least) + (most - least)) // (2 * (most - least)))]
        for value in values
    )


def kronor(amount: int | None) -> str:
    """Write kronor, or nothing where there is no part."""
    return "" if amount is None else number(amount)


def budget_title(result: YearResult) -> str:
    """Name the year's budget."""
    proposal = " (förslag)" if result.budget.status == "forslag" else ""
    return f"{result.data.kommuner.namnd}: budget {result.year}{proposal}"


def decision(budget: Budget) -> str:
    """Say which decision the budget rests on."""
    return f"Beslut: {wording.decision(budget.beslut)}"


def result_lines(result: YearResult) -> list[tuple[str, int]]:
    """List income, cost and result of the whole budget, in kronor."""
    whole = result.result
    return [("Intäkter", whole.income), ("Kostnader", whole.cost), ("Resultat", whole.result)]
