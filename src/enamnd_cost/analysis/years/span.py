"""Several years in a row: budgets as they are, then years drafted from the last that exists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.year import Computed, YearResult, compute, unknown_years
from enamnd_cost.analysis.years.assuming import (
    INDEX,
    Lack,
    Premise,
    answer,
    assumed,
    lacking,
    missing,
    wrong,
)
from enamnd_cost.analysis.years.draft import draft
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.inputs import Input, InputKind
from enamnd_cost.model.problem import KeyPath, Problem


class Assumption(NamedTuple):
    """A figure that is assumed: what it is, its value as shown, who says so, and what it decides.

    ``number`` is that of the value, unless another date's or year's figures stand in. ``services``
    are the ids of those whose amounts rest on it, in some year.
    """

    what: str
    value: str
    source: str
    services: tuple[str, ...]
    number: Decimal | Fraction | None


class Span(NamedTuple):
    """Some years in a row: ``drafted`` have no budget file; ``data`` has what is assumed in it."""

    data: Data
    results: tuple[YearResult, ...]
    drafted: frozenset[int]
    assumptions: tuple[Assumption, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(result.year for result in self.results)

    def is_assumed(self, year: int) -> bool:
        """Tell whether the year's figures are an assumption: drafted, or resting on one."""
        result = self.results[self.years.index(year)]
        rests = any(service.assumed for service in result.services if not service.example)
        return year in self.drafted or rests


def span(
    data: Data, first: int, last: int, given: Sequence[Premise]
) -> tuple[Span | None, list[Problem]]:
    """Allocate the years from ``first`` to ``last``, drafting those after the last budget.

    What is missing is a problem for each series, date or measure (EK016), unless it is given; so is
    what is given and not needed (EK018).
    """
    budgets = [year for year in data.years if year <= last]
    if not budgets:
        return None, unknown_years(data, [first])
    if holes := [year for year in range(first, budgets[-1]) if year not in budgets]:
        return None, unknown_years(data, holes)
    making = _Making(data, given)
    for year in budgets:
        if data.budgetar[year].status == "forslag":
            making.assume(making.data, year)
    for year in range(budgets[-1], last):
        if problems := making.draft(year):
            return None, problems
    if problems := making.problems():
        return None, problems
    computed = compute(making.data, range(first, last + 1))
    if problems := _in_the_way(computed, data, range(first, last + 1)):
        return None, problems
    results = tuple(computed.year(year) for year in range(first, last + 1))
    drafted = frozenset(range(budgets[-1] + 1, last + 1))
    return Span(making.data, results, drafted, making.assumptions(results)), []


class _Making:
    """A span in the making: the data with what is assumed so far, and what is still lacking."""

    def __init__(self, data: Data, given: Sequence[Premise]) -> None:
        self.data = data
        self.given = given
        self.used: set[Premise] = set()
        self.instead: dict[tuple[str, KeyPath], Premise] = {}  # where whose figures stand in
        self.lacks: dict[Lack, set[str]] = {}

    def assume(self, drafted: Data, year: int) -> bool:
        """Assume what ``drafted`` lacks for the year; tell whether anything was."""
        before = self.data
        for lack, services in lacking(drafted, year).items():
            found = answer(lack, self.given, self.data)
            if found is None:
                self.lacks.setdefault(lack, set()).update(services)
            else:
                self.used.add(found)
                self.data, place = assumed(self.data, lack, found)
                if lack.key != INDEX:
                    self.instead[place] = found
        return self.data is not before

    def draft(self, year: int) -> list[Problem]:
        """Draft the year after ``year``: to see what it lacks, and again when that is assumed."""
        made, problems = draft(self.data, year)
        if made is not None and self.assume(made.data, year + 1):
            made, problems = draft(self.data, year)
        if made is not None:
            self.data = made.data
        return problems

    def problems(self) -> list[Problem]:
        """Say what is lacking still; if nothing is, what was given without being needed."""
        if self.lacks:
            return missing(self.lacks)
        remedy = "ta bort det; inget som saknas i planen bygger på det"
        needless = [each.text for each in self.given if each not in self.used]
        return [wrong(said, "behövs inte för de här åren", remedy) for said in needless]

    def assumptions(self, results: Sequence[YearResult]) -> tuple[Assumption, ...]:
        """List every assumed figure that the results rest on, with the services that do."""
        found: dict[Input, dict[str, None]] = {}
        for result in results:
            for service in result.services:
                for _, inputs in service.all_inputs if not service.example else ():
                    for each in inputs:
                        if each.assumed or (each.file, each.path) in self.instead:
                            found.setdefault(each, {})[service.id] = None
        made = []
        for each, services in sorted(found.items(), key=lambda pair: (pair[0].file, pair[0].named)):
            stand_in = self.instead.get((each.file, each.path))
            # An assumed level is no per cent; measures are only ever stood in for.
            value = str(each.value)
            number = None if each.kind is InputKind.LEVEL else each.number
            if stand_in:
                value, number = f"som {stand_in.value}", None
            source = each.source or each.file
            made.append(Assumption(each.named, value, source, tuple(services), number))
        return tuple(made)


def _in_the_way(computed: Computed, original: Data, years: Sequence[int]) -> list[Problem]:
    """Give what stands in the way of the years; examples are not part of them.

    A period that is only drafted stands in no file, so it has no place there to point at.
    """
    examples = {
        tjanst_file(service)
        for service, tjanst in computed.data.tjanster.items()
        if all((period := tjanst.known_in(year)) is None or period.exempel for year in years)
    }
    files = {tjanst_file(name): tjanst for name, tjanst in original.tjanster.items()}
    found = []
    for problem in computed.problems:
        tjanst, n = files.get(problem.file), problem.path[1] if len(problem.path) > 1 else None
        if problem.file not in examples:
            drafted = tjanst and isinstance(n, int) and n >= len(tjanst.period)
            found.append(problem._replace(path=()) if drafted else problem)
    return found
