"""The figures of money in a document's tables, each with what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from enamnd_cost.analysis.audit.subjects import Reading, Subject, amounts
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.tables import Amount, Column, Row


@dataclass(frozen=True)
class Entry:
    """A figure of money in a table, with what it is about."""

    amount: Amount
    row: Row
    column: Column
    subject: Subject
    reading: Reading
    # −1 where a side's costs are all printed with minus signs: that is a way to write.
    sign: int = 1
    partial: bool = False  # a sum of some of the table's municipalities

    @property
    def value(self) -> Fraction:
        """The amount without the sign that its side is written with."""
        return self.sign * self.amount.value


def entries(readings: Iterable[Reading]) -> list[Entry]:
    """List the figures of all tables; a service that stands twice in a column is no post's."""
    found: list[Entry] = []
    for reading in readings:
        own = [Entry(*each, reading) for each in amounts(reading)]
        times = Counter(map(_spot, own))
        parts, minus = _part_sums(reading), _written_negative(own)
        for entry in own:
            subject = entry.subject
            if not reading.municipal and times[_spot(entry)] > 1:
                subject = subject._replace(service=None)
            negative = subject.side == "kostnader" and entry.column.number in minus
            sign, partial = -1 if negative else 1, entry.row.n in parts
            found.append(replace(entry, subject=subject, sign=sign, partial=partial))
    return found


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
