"""A year to check, and checks of its budget's own figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from enamnd_cost.analysis.checks import remedies
from enamnd_cost.analysis.checks.check import Check, Tried
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.model.budget import Budgetpost
from enamnd_cost.model.data import budget_file


class CheckedYear(NamedTuple):
    """A year's result, and the services that could not be allocated: nothing is said of those."""

    result: YearResult
    failed: frozenset[str]

    @property
    def file(self) -> str:
        """The year's budget file."""
        return budget_file(self.result.year)

    def lines(self) -> Iterator[tuple[str, Service, str, Budgetpost]]:
        """Give the budget's lines with the services they are about."""
        by_id = self.result.by_id
        for name, post in self.result.budget.tjanst.items():
            if name in by_id:
                part = by_id[name].part_of_year
                months = f" ({part.length} av {MONTHS_A_YEAR} månader)" if part else ""
                yield f"{name} {self.result.year}{months}", by_id[name], name, post


def of_figures(
    code: str, name: str, holds: str, remedy: str, after: tuple[str, ...] = ()
) -> Callable[[Callable[[CheckedYear], Iterator[Tried]]], Check[CheckedYear]]:
    """Make a check of a budget's own figures, which a command rewrites while it is a proposal."""

    def made(run: Callable[[CheckedYear], Iterator[Tried]]) -> Check[CheckedYear]:
        def tried(year: CheckedYear) -> Iterator[Tried]:
            for fault in run(year):
                said = (
                    remedies.or_updated(fault.remedy or remedy, year.result.budget) if fault else ""
                )
                yield fault and fault._replace(remedy=said)

        return Check(code, name, holds, tried, remedy, after)

    return made
