"""Who stands in a table of municipalities, and who is missing, unknown or there twice."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from enamnd_cost.analysis.audit.subjects import Reading
from enamnd_cost.files.documents.grid import Place
from enamnd_cost.files.documents.tables import Row
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
    row: Row | None

    @property
    def elsewhere(self) -> bool:
        """Tell a municipality of Sweden's that is none of the nämnd's."""
        return self.code is None and fold(bare_name(self.text)) in _sweden()


@cache
def _sweden() -> frozenset[str]:
    return frozenset(fold(each.name) for each in everyone().values())


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
    def strange(self) -> list[Label]:
        """The labels that name none of the municipalities."""
        return [label for label in self.labels if not label.code]

    def name(self, code: str | None) -> str:
        """Give a municipality's name."""
        return self.reading.names.data.kommuner.names[code or ""]

    @property
    def doubtful(self) -> set[Row | None]:
        """The rows that stand twice: which of them is meant, nobody knows."""
        return {label.row for labels in self.twice.values() for label in labels}

    @property
    def surplus(self) -> list[Row]:
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
