"""Who stands in a table of municipalities, and who is missing, unknown or there twice."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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


@functools.cache
def _sweden() -> frozenset[str]:
    return frozenset(fold(each.name) for each in everyone().values())


@dataclass(frozen=True)
class Roll:
    """The labels among which each municipality should stand once.

    ``missing`` are the municipalities that have none, ``twice`` those that have several, by code.
    """

    reading: Reading
    labels: Sequence[Label]
    missing: Sequence[str]
    twice: Mapping[str, Sequence[Label]]

    @property
    def strange(self) -> list[Label]:
        """The labels that name none of the municipalities."""
        return [label for label in self.labels if not label.code]

    @property
    def doubtful(self) -> set[int]:
        """The ids of the rows that stand twice: which of them is meant, nobody knows."""
        return {id(label.row) for labels in self.twice.values() for label in labels}

    @property
    def surplus(self) -> list[Row]:
        """The rows that should not be there, and make a sum wrong as well."""
        more = [label for labels in self.twice.values() for label in labels[1:]]
        more += [label for label in self.strange if label.elsewhere]
        return [label.row for label in more if label.row]


def _roll(reading: Reading, labels: Sequence[Label]) -> Roll:
    by_code: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        if label.code:
            by_code[label.code].append(label)
    missing = [code for code in reading.names.data.kommuner.codes if code not in by_code]
    twice = {code: own for code, own in sorted(by_code.items()) if len(own) > 1}
    return Roll(reading, labels, missing, twice)


def rolls(reading: Reading) -> list[Roll]:
    """Call the rolls of a table; stretches that have different municipalities are one table's.

    What stands below the last sum, and is no municipality, is no receiver.
    """
    found = list(_stretches(reading)) if reading.municipal else []
    last = max((row.n for row in reading.block.rows if row.kind == "sum"), default=None)
    if reading.municipal == "rows" and last is not None:
        beyond = [[x for x in part if x.code or not x.row or x.row.n < last] for part in found]
        found = [part for part in beyond if part]
    codes = [{label.code for label in part if label.code} for part in found]
    if sum(map(len, codes)) == len(set[str | None]().union(*codes)):
        found = [[label for part in found for label in part]]
    return [_roll(reading, part) for part in found if part]


def _stretches(reading: Reading) -> Iterator[list[Label]]:
    """Give the labels in the stretches between sums and sections: in each, everyone stands once."""
    block = reading.block
    if reading.municipal == "columns":
        yield [
            Label(c.heading, c.place, reading.codes.get(n), n in reading.misspelt, None)
            for c in block.columns
            if c.kind == "amount" and reading.names.service(c.heading) is None
            for n in (c.number,)
        ]
        return
    part: list[Label] = []
    section: tuple[str, ...] | None = None
    for row in block.rows:
        if row.kind in ("sum", "bare", "result") or row.part != section:
            if part:
                yield part
            part, section = [], row.part
        if row.kind == "post":
            code = reading.codes.get(row.n)
            part.append(Label(row.label, row.place, code, row.n in reading.misspelt, row))
    if part:
        yield part
