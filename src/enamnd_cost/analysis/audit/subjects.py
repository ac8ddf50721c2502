"""What figures are about: municipality, service, year, side; from labels, headings and titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeVar

from enamnd_cost.analysis.audit.names import Names
from enamnd_cost.files.documents import measures, periods, vat, words
from enamnd_cost.files.documents.tables import Amount, Block, Page, TableColumn, TableRow

# Receivers that are no municipalities, and belong in a table per municipality all the same.
NO_MUNICIPALITY = re.compile(
    r"avrundning|övrig|reserv|(ej|att) fördela|gemensam|nämnden|region|intäkt|kostnad|resultat"
    r"|\soch\s"  # several that are named together
)
_T = TypeVar("_T")


class Subject(NamedTuple):
    """What a figure is about; None and empty where nothing says so."""

    service: str | None
    year: int | None
    municipality: str | None
    side: str
    measure: str


@dataclass(frozen=True)
class Hints:
    """What the user says that the document is about, where it does not say so itself."""

    year: int | None = None
    service: str | None = None


@dataclass(frozen=True)
class Reading:
    """A block with what is known of it.

    ``municipal`` tells whether its rows are municipalities (``rows``), its columns are
    (``columns``), or neither. ``codes`` has the municipality of each row, or column, that is one.
    """

    block: Block
    page: Page
    names: Names
    asked: Hints
    municipal: str
    codes: Mapping[int, str]
    misspelt: frozenset[int]

    @property
    def alone(self) -> bool:
        """Tell whether the table has but one column of a decided year's amounts."""
        columns = self.block.of("amount")
        return len(columns) == 1 or sum(not self._measured(c) for c in columns) == 1

    def subject(self, row: TableRow, column: TableColumn) -> Subject:
        """Say what the figure in a row and a column is about."""
        above = (self.block.corner, *reversed(self.block.titles))
        measure = self._measured(column) or self._vat_down.get(row.n)
        measure = measure or _first(_other_measure, row.part)
        measure = measure or _first(measures.titled, (*above, self.page.sheet.name))
        if not measure and column.kind == "amount" and self.in_parts:
            asked = self._titled or self.asked.service
            measure = "del" if self.municipal != "rows" or asked else None
        if (periods.months(column.heading) or periods.WHOLE) != periods.WHOLE:
            measure = measure or "del"
        service = None
        if self.municipal == "rows":
            near = (column.heading, *row.beside, row.section)
            service = self._service(*near, of_its_own=self._of_its_own(row.section))
        elif self.municipal == "columns" or row.kind == "post":
            service = self.names.service(row.label)
        code = self.codes.get(row.n if self.municipal == "rows" else column.number)
        own = "" if self.municipal == "rows" else row.label
        year = _first(words.year, (column.heading, own, *row.part)) or self.asked.year
        year = year or _first(words.year, (*above, self.page.sheet.name, self.page.title))
        return Subject(service, year, code, self._side(row, column), measure or "")

    @cached_property
    def in_parts(self) -> bool:
        """Tell a table whose columns are parts of what its sum column says."""
        named = any(
            self.names.service(c.heading)
            or words.year(c.heading)
            or words.side(c.heading)
            or (c.number in self.codes and self.municipal == "columns")
            for c in self.block.of("amount")
        )
        return any(c.number not in self._vat for c in self.block.of("sum")) and not named

    def _measured(self, column: TableColumn) -> str:
        """Give what a column has by its heading, but a decided year's amount."""
        return self._vat.get(column.number) or _other_measure(column.heading)

    @cached_property
    def _vat(self) -> Mapping[int, str]:
        """The columns that are moms or have it in them, which no amount of a service does."""
        columns = self.block.columns
        found = vat.across([column.heading for column in columns])
        return {columns[n].number: said for n, said in found.items()}

    @cached_property
    def _vat_down(self) -> Mapping[int, str]:
        rows = self.block.rows
        return {rows[n].n: said for n, said in vat.down([row.label for row in rows]).items()}

    @cached_property
    def titled_municipalities(self) -> set[str]:
        """The municipalities that stand over the table."""
        titles = [*self.block.titles, self.page.sheet.name, self.page.title]
        parts = (part.strip() for title in titles for part in re.split(r"[,:–]", title))
        return set(filter(None, map(self.names.municipality, parts)))

    @cached_property
    def _titled(self) -> str | None:
        """The service that stands over the table."""
        titles = [*reversed(self.block.titles), self.page.sheet.name]
        return _first(lambda text: self.names.service(text) or self.names.named_in(text), titles)

    def _service(self, *near: str, of_its_own: bool) -> str | None:
        found = _first(self.names.service, near)
        if found or of_its_own or not (self.alone or self.in_parts):
            return found
        return self._titled or self.asked.service

    def _of_its_own(self, section: str) -> bool:
        """Tell a section that begins a table of something else: "Support 2022" in "Arkiv 2022"."""
        return bool(
            words.year(section)
            and _first(words.year, self.block.titles)
            and self.names.says_more(section)
            and not (words.side(section) or _other_measure(section))
        )

    def _side(self, row: TableRow, column: TableColumn) -> str:
        block = self.block
        label = row.label if row.kind == "sum" else ""
        above = (block.corner, *reversed(block.titles[-2:]), self.page.sheet.name)
        return _first(words.side, (column.heading, label, *row.part, *above)) or ""


def _other_measure(text: str) -> str:
    """Give what a column's or a section's heading says that it has, but a decided year's amount."""
    return measures.measure(text) or measures.of_month(text)


def _first(read: Callable[[str], _T | None], texts: Iterable[str]) -> _T | None:
    """Give what the first of some texts says that says anything."""
    return next(filter(None, map(read, texts)), None)


def read(block: Block, page: Page, names: Names, asked: Hints) -> Reading:
    """Find out what a block's rows and columns are about."""
    rows = {row.n: row.label for row in block.rows if row.kind in ("post", "other")}
    columns = {c.number: c.heading for c in block.of("amount")}
    for way, labels in (("rows", rows), ("columns", columns)):
        codes = {n: code for n, label in labels.items() if (code := names.municipality(label))}
        if len(codes) >= 2 and 2 * len(codes) >= len(labels):
            misspelt = {
                n: code
                for n, label in labels.items()
                if n not in codes and not names.service(label) and (code := names.near(label))
            }
            return Reading(block, page, names, asked, way, codes | misspelt, frozenset(misspelt))
    return Reading(block, page, names, asked, "", {}, frozenset())


@dataclass(frozen=True)
class Entry:
    """A figure of money in a table, with what it is about."""

    amount: Amount
    row: TableRow
    column: TableColumn
    subject: Subject
    reading: Reading
    # −1 where a side's costs are all printed with minus signs: that is a way to write.
    sign: int = 1
    partial: bool = False  # a sum of some of the table's municipalities

    @property
    def value(self) -> Fraction:
        """The amount without the sign that its side is written with."""
        return self.sign * self.amount.value

    @property
    def term(self) -> tuple[int, Amount]:
        """The amount as printed, with that sign."""
        return self.sign, self.amount

    @property
    def of_year(self) -> tuple[int, int, int | None]:
        """Tell apart the columns of all tables, and what they have of different years."""
        return id(self.reading), self.column.number, self.subject.year


def entries(reading: Reading) -> Iterator[Entry]:
    """List a table's figures of money; a service that stands twice in a column is no post's."""
    own = [
        Entry(found, row, column, reading.subject(row, column), reading)
        for row in reading.block.rows
        for column in reading.block.of("amount", "sum")
        if (found := row.amounts.get(column.number))
    ]
    times = Counter(map(_spot, own))
    parts, minus = _part_sums(reading), _written_negative(own)
    for entry in own:
        subject = entry.subject
        if not reading.municipal and times[_spot(entry)] > 1:
            subject = subject._replace(service=None)
        negative = subject.side == "kostnader" and entry.column.number in minus
        sign, partial = -1 if negative else 1, entry.row.n in parts
        yield replace(entry, subject=subject, sign=sign, partial=partial)


def _written_negative(own: Sequence[Entry]) -> set[int]:
    """Give the columns whose costs all have minus signs."""
    costs = [e for e in own if e.subject.side == "kostnader" and e.amount.value]
    positive = {entry.column.number for entry in costs if entry.amount.value > 0}
    return {entry.column.number for entry in costs} - positive


def _part_sums(reading: Reading) -> set[int]:
    """Give the rows that sum up some of a table's municipalities, such as those of a section."""
    if reading.municipal != "rows":
        return set()
    everybody = set(reading.codes.values())
    since: set[str] = set()
    parts: set[int] = set()
    for row in reading.block.rows:
        if row.kind == "sum":
            if (since and since < everybody) or words.is_part_sum(row.label):
                parts.add(row.n)
            since = set()
        elif row.n in reading.codes:
            since.add(reading.codes[row.n])
    return parts


def _spot(entry: Entry) -> tuple[object, ...]:
    subject = entry.subject
    return (entry.column.number, subject.side, subject.service, subject.year, entry.row.kind)
