"""The shape of every stage of an audit: tables, and what must hold of them, before and after.

Also who stands in a table of municipalities, and who is missing, unknown or there twice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from enamnd_cost.analysis.audit import known
from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import Finding
from enamnd_cost.analysis.audit.names import Names
from enamnd_cost.analysis.audit.subjects import Entry, Hints, Reading, entries
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.grid import Place
from enamnd_cost.files.documents.tables import Amount, Page, TableColumn, TableRow
from enamnd_cost.files.riket import everyone
from enamnd_cost.model.kommuner import bare_name
from enamnd_cost.swedish import fold


@dataclass(frozen=True)
class Label:
    """A row's or a column's label, and the municipality that it names."""

    text: str
    place: Place
    code: str | None
    misspelt: bool
    row: TableRow | None

    @property
    def row_code(self) -> str:
        """The code that stands in the row, if any does."""
        return self.row.code if self.row else ""

    @property
    def elsewhere(self) -> bool:
        """Tell a municipality of Sweden's that is none of the nämnd's."""
        return self.code is None and fold(bare_name(self.text)) in _sweden()

    @property
    def newcomer(self) -> bool:
        """Tell such a one that stands with its own code: it is no slip of a name."""
        own = _sweden().get(fold(bare_name(self.text)))
        return self.code is None and own is not None and own == self.row_code


@cache
def _sweden() -> Mapping[str, str]:
    """Give the codes of all municipalities by name."""
    return {fold(each.name): code for code, each in everyone().items()}


@dataclass(frozen=True)
class Roll:
    """The labels among which each municipality should stand once."""

    reading: Reading
    labels: Sequence[Label]

    @cached_property
    def missing(self) -> list[str]:
        """The municipalities that have no label, by code."""
        named = {label.code for label in self.labels}
        return [code for code in self.reading.names.data.kommuner.codes if code not in named]

    @cached_property
    def twice(self) -> dict[str, list[Label]]:
        """The labels of those that have several, by code."""
        by_code: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            if label.code:
                by_code[label.code].append(label)
        return {code: own for code, own in sorted(by_code.items()) if len(own) > 1}

    @property
    def in_part(self) -> bool:
        """Tell whether a sum says that not all of its rows are shown."""
        rows = self.reading.block.rows
        return any(r.kind == "sum" and words.is_of_more(r.label, len(self.labels)) for r in rows)

    @property
    def unknown(self) -> list[Label]:
        """The labels that name none of the municipalities."""
        return [label for label in self.labels if not label.code]

    @property
    def strange(self) -> list[Label]:
        """Those of them that a code does not tell from a slip."""
        return [each for each in self.unknown if not (each.newcomer or self.is_group(each))]

    def is_group(self, label: Label) -> bool:
        """Tell a row that has no code in a table whose municipalities have: it is of several."""
        return self.coded and not label.row_code and not label.elsewhere

    @cached_property
    def coded(self) -> bool:
        """Tell whether the rows of all municipalities that are known have a code."""
        known = [label for label in self.labels if label.code]
        return bool(known) and all(label.row_code for label in known)

    @cached_property
    def miscoded(self) -> list[Label]:
        """The rows with another municipality's code than the name's, where most have their own."""
        known = [label for label in self.labels if label.code and label.row_code]
        wrong = [each for each in known if each.row_code.zfill(len(each.code or "")) != each.code]
        return wrong if 2 * len(wrong) < len(known) else []

    def name(self, code: str | None) -> str:
        """Give a municipality's name."""
        return self.reading.names.data.kommuner.names[code or ""]

    @property
    def surplus(self) -> list[TableRow]:
        """The rows that should not be there, and make a sum wrong as well."""
        more = [label for labels in self.twice.values() for label in labels[1:]]
        more += [label for label in self.strange if label.elsewhere]
        return [label.row for label in more if label.row]


def rolls(reading: Reading) -> list[Roll]:
    """Call the rolls of a table; stretches that have different municipalities are one table's.

    What stands below the last sum, and is no municipality, is no receiver.
    """
    if not reading.municipal:
        return []
    last = max((row.n for row in reading.block.rows if row.kind == "sum"), default=math.inf)
    found = [
        [label for label in part if label.code or not label.row or label.row.n < last]
        for part in _stretches(reading)
    ]
    codes = [{label.code for label in part if label.code} for part in found]
    if sum(map(len, codes)) == len(set[str]().union(*codes)):
        found = [[label for part in found for label in part]]
    return [Roll(reading, part) for part in found if part]


def _stretches(reading: Reading) -> Iterator[list[Label]]:
    """Give the labels in the stretches between sums and sections: in each, everyone stands once."""
    codes, misspelt = reading.codes, reading.misspelt
    if reading.municipal == "columns":
        yield [
            Label(c.heading, c.place, codes.get(c.number), c.number in misspelt, None)
            for c in reading.block.of("amount")
            if not reading.names.service(c.heading)
        ]
        return
    part: list[Label] = []
    section: tuple[str, ...] | None = None
    for row in reading.block.rows:
        if row.kind in ("sum", "bare", "result") or row.part != section:
            yield part
            part, section = [], row.part
        if row.kind == "post":
            part.append(Label(row.label, row.place, codes.get(row.n), row.n in misspelt, row))
    yield part


@dataclass(frozen=True)
class Tables:
    """A document as it was read, and the years of the data folder to hold it against."""

    pages: Sequence[Page]
    readings: Sequence[Reading]
    names: Names
    asked: Hints
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
    def doubtful(self) -> set[TableRow | None]:
        """The rows that stand twice: nobody knows which is meant."""
        twice = [labels for roll in self.rolls for labels in roll.twice.values()]
        return {label.row for labels in twice for label in labels}

    @cached_property
    def dated(self) -> list[Entry]:
        """The figures of which a year's budget or model may know something."""
        return [
            entry
            for entry in known.guessed(self.entries, self.years)
            if entry.subject.year is not None
            and not (entry.subject.measure or entry.partial or entry.row in self.doubtful)
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

    @cached_property
    def by_amount(self) -> dict[Amount, Entry]:
        """The entry of each figure that stands in a table."""
        return {entry.amount: entry for entry in self.entries}

    @cached_property
    def _spots(self) -> dict[Amount, tuple[Reading, TableRow, TableColumn]]:
        return {
            amount: (reading, row, column)
            for reading in self.readings
            for row in reading.block.rows
            for column in reading.block.columns
            if (amount := row.amounts.get(column.number))
        }

    @cached_property
    def _by_column(self) -> dict[tuple[object, ...], list[Entry]]:
        found = defaultdict(list)
        for entry in self.entries:
            found[_column(entry)].append(entry)
        return found

    def name(self, amount: Amount) -> str:
        """Say what a figure is called in its document."""
        spot = self._spots.get(amount)
        if spot is None:
            return f"texten om {amount.of}" if amount.of else ""
        reading, row, column = spot
        entry = self.by_amount.get(amount)
        label, side = row.label, entry.subject.side if entry else ""
        several = sum(c.kind != "share" for c in reading.block.columns) > 1
        heading = column.heading if several or column.kind == "share" else ""
        if reading.municipal or side in heading.lower() or side in label.lower():
            side = ""
        return ", ".join(part for part in (label or "summan", heading, side) if part)

    def same(self, amount: Amount) -> str:
        """Name the nearest post of a figure's column and side that has the same amount."""
        entry = self.by_amount.get(amount)
        if entry is None:
            return ""
        posts = [
            other
            for other in self._by_column[_column(entry)]
            if other.amount is not amount
            and other.row.kind == "post"
            and other.amount.value == amount.value
        ]
        nearest = min(posts, key=lambda other: abs(other.row.n - entry.row.n), default=None)
        return nearest.row.label if nearest else ""


def _column(entry: Entry) -> tuple[object, ...]:
    return id(entry.reading), entry.column.number, entry.subject.side


# What must hold from here on, and what was found.
Looked = tuple[Sequence[Equation], Sequence[Finding]]
Stage = Callable[[Tables, Sequence[Equation]], Looked]
