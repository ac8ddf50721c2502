"""What the checks of a year look at: its result, less what could not be allocated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model.budget import Budgetpost
from enamnd_cost.model.data import budget_file
from enamnd_cost.model.problem import KeyPath


class CheckedYear(NamedTuple):
    """A year's result, and the services that could not be allocated: nothing is said of those."""

    result: YearResult
    failed: frozenset[str]

    @property
    def file(self) -> str:
        """The year's budget file."""
        return budget_file(self.result.year)

    def at(
        self,
        service: Service,
        path: KeyPath,
        text: str,
        published: int | None,
        computed: int | None,
    ) -> Fault:
        """Place a deviation in the budget file, with the files the service was computed from."""
        return Fault(self.file, path, text, published, computed, service.id, service.files)

    def lines(self) -> Iterator[tuple[str, Service, str, Budgetpost]]:
        """Give the budget's lines with the services they are about."""
        by_id = self.result.by_id
        for name, post in self.result.budget.tjanst.items():
            if name in by_id:
                yield f"{name} {self.result.year}", by_id[name], name, post
