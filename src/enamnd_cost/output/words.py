"""The few phrases that several outputs share."""

from __future__ import annotations

from enamnd_cost.analysis.report import Cell, Column
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
