"""The shape of every stage of an audit: tables, and what must hold of them, before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from enamnd_cost.analysis.audit import known
from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import Finding
from enamnd_cost.analysis.audit.rolls import Roll, rolls
from enamnd_cost.analysis.audit.subjects import Asked, Entry, Names, Reading, entries
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents.tables import Amount, Page, Row


class Looked(NamedTuple):
    """What must hold from here on, and what was found."""

    equations: Sequence[Equation]
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Tables:
    """A document as it was read, and the years of the data folder to hold it against."""

    pages: Sequence[Page]
    readings: Sequence[Reading]
    names: Names
    asked: Asked
    years: Mapping[int, YearResult]

    @cached_property
    def entries(self) -> list[Entry]:
        """Every figure of money."""
        return [entry for reading in self.readings for entry in entries(reading)]

    @cached_property
    def rolls(self) -> list[Roll]:
        """Who stands in each table of municipalities."""
        return [roll for reading in self.readings for roll in rolls(reading)]

    @cached_property
    def dated(self) -> list[Entry]:
        """The figures of which a year's budget or model may know something."""
        doubtful = set[Row | None]().union(*(roll.doubtful for roll in self.rolls))
        return [
            entry
            for entry in known.guessed(self.entries, self.years)
            if entry.subject.year is not None
            and not (entry.subject.measure or entry.partial or entry.row in doubtful)
        ]

    @cached_property
    def held(self) -> list[tuple[Entry, int]]:
        """The figures that the data folder knows, each with what it has."""
        return [
            (entry, value)
            for entry in self.dated
            if (result := self.years.get(entry.subject.year or 0))
            and (value := known.known(entry, result)) is not None
        ]

    @property
    def compared(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The years of those figures, and the years that the data folder has nothing of."""
        held = {entry.subject.year for entry, _ in self.held}
        lacking = {entry.subject.year for entry in self.dated} - self.years.keys()
        return tuple(sorted(filter(None, held))), tuple(sorted(filter(None, lacking)))

    @cached_property
    def _by_amount(self) -> dict[Amount, Entry]:
        return {entry.amount: entry for entry in self.entries}

    @cached_property
    def _by_column(self) -> dict[tuple[object, ...], list[Entry]]:
        found = defaultdict(list)
        for entry in self.entries:
            found[_column(entry)].append(entry)
        return found

    def entry(self, amount: Amount) -> Entry | None:
        """Give the entry of a figure, if it stands in a table."""
        return self._by_amount.get(amount)

    def name(self, amount: Amount) -> str:
        """Say what a figure is called in its document."""
        entry = self.entry(amount)
        if entry is None:
            return f"texten om {amount.of}" if amount.of else ""
        label, side = entry.row.label, entry.subject.side
        heading = entry.column.heading if entry.reading.several else ""
        if entry.reading.municipal or side in heading.lower() or side in label.lower():
            side = ""
        return ", ".join(part for part in (label or "summan", heading, side) if part)

    def neighbours(self, amount: Amount) -> list[tuple[str, Amount]]:
        """List the posts of a figure's column and side with their labels, nearest first."""
        entry = self.entry(amount)
        if entry is None:
            return []
        others = [
            other
            for other in self._by_column[_column(entry)]
            if other.amount is not amount and other.row.kind == "post"
        ]
        others.sort(key=lambda other: abs(other.row.n - entry.row.n))
        return [(other.row.label, other.amount) for other in others]


def _column(entry: Entry) -> tuple[object, ...]:
    return id(entry.reading), entry.column.number, entry.subject.side


Stage = Callable[[Tables, Sequence[Equation]], Looked]
