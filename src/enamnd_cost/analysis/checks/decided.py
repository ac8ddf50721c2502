"""The decisions on a year's budget, each of them to check, and where a fault of one is put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enamnd_cost.analysis.checks import remedies
from enamnd_cost.analysis.checks.check import Fault, fault_of
from enamnd_cost.analysis.scenarios.held import Held, first_day, held_on, latest
from enamnd_cost.analysis.year import Computed, compute
from enamnd_cost.model.data import Data, budget_file, revidering_file, tjanst_file
from enamnd_cost.model.plans import problem_of
from enamnd_cost.model.problem import Problem

BUDGETS_OWN = {"EK413", "EK414", "EK415", "EK416", "EK417", "EK418"}


@dataclass(frozen=True)
class Decision:
    """A year's budget as one decision made it, allocated; ``file`` is the decision's own."""

    held: Held
    computed: Computed
    year: int
    file: str

    @property
    def revised(self) -> bool:
        """Tell whether it is a later decision."""
        return self.file != budget_file(self.year)

    def placed(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Put faults where what is wrong was written."""
        for fault in faults:
            file, path = self.held.origin(fault.file, fault.path)
            if self.revised and fault.code in BUDGETS_OWN:
                yield self._of_the_revision(fault, file, path)
            else:
                yield fault._replace(file=file, path=path, others=self._files(fault.others))

    def _files(self, names: Iterable[str]) -> tuple[str, ...]:
        """Name files as they are: what a decision adds stands in the decision's own."""
        added = set(map(tjanst_file, self.held.data.as_filed.not_yet))
        found = (self.held.origin(name, ())[0] if name in added else name for name in names)
        return tuple(dict.fromkeys(found))

    def _of_the_revision(self, fault: Fault, file: str, path: tuple[str | int, ...]) -> Fault:
        """Put it in the decision that made it so: what fitted before it has not been looked at."""
        if file != self.file:
            path = ("budget", *fault.path) if fault.path == ("summa",) else ("budget",)
        remedy = remedies.in_revision(
            fault.code, fault.path, fault.service, fault.computed, self.file
        )
        others = self._files((budget_file(self.year), *fault.others))
        text = f"{fault.text} (reviderad)"
        return fault._replace(file=self.file, path=path, text=text, remedy=remedy, others=others)

    @property
    def failures(self) -> list[Fault]:
        """What of all that was allocated could not be."""
        faults = [fault_of(problem) for problem in self.computed.lacking]
        faults += [
            fault_of(problem_of(failure, self.computed.data), self.computed.files(failure.node))
            for failure in self.computed.outcome.failures
        ]
        return list(self.placed(faults))

    @property
    def failed(self) -> frozenset[str]:
        """The services that have figures for the year but could not be allocated."""
        return frozenset(
            service
            for service, tjanst in self.computed.data.tjanster.items()
            if tjanst.known_in(self.year) and (service, self.year) not in self.computed.outcome.done
        )


def decisions(
    data: Data, years: Iterable[int], also: Iterable[int] = ()
) -> tuple[Computed, list[Decision], list[Problem]]:
    """Allocate years, and list each decision on each of them in order.

    What is given first is all years, with those ``also`` asked for, as the latest decisions have
    them. Where the later decisions are wrong, which is the problems, the first ones are what holds;
    so they are where a year cannot be allocated as it was first decided.
    """
    found, problems = latest(data)
    last = found or Held(data.as_filed)
    computed = compute(last.data, sorted({*years, *also}))
    laid = {layer.scenario.file for layer in last.layers}
    made: list[Decision] = []
    for year in years:
        revisions = last.data.revideringar.get(year, ())
        later = ((each.day, revidering_file(each.day)) for each in revisions)
        decided = (first_day(data, year), budget_file(year)), *(x for x in later if x[1] in laid)
        *earlier, (_, latest_file) = decided
        for day, file in earlier:
            held, _ = held_on(data, year, day)
            assert held is not None  # all of them could be laid over the data
            made.append(Decision(held, compute(held.data, [year]), year, file))
        made.append(Decision(last, computed, year, latest_file))
    return computed, made, problems
