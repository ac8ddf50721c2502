"""The few phrases that several outputs share."""

from __future__ import annotations

from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Budget
from enamnd_cost.swedish import number


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
