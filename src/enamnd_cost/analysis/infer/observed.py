"""The table in question: a municipality's amount in each row, from a file or from our own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.model.data import Data
from enamnd_cost.model.facit import Tabell

UNITS = (1, 10, 100, 1_000)


@dataclass(frozen=True)
class Observed:
    """A table to explain: whole kronor by municipality code, and its sum row if it has one.

    ``name`` is what to call it, ``node`` which service and year of our own data it is, if any.
    ``lacks_rows`` tells that some of the data's municipalities have none.
    """

    name: str
    amounts: Mapping[str, int]
    total: int | None
    lacks_rows: bool
    node: Node | None = None

    @cached_property
    def added(self) -> int:
        """What the rows add up to, in kronor."""
        return sum(self.amounts.values())

    @property
    def most(self) -> int:
        """How many cells may be odd: three, and fewer where the table is small."""
        return max(0, min(3, (len(self.amounts) - 2) // 3))

    def roundings(self, odd: int) -> dict[int, list[Rounding]]:
        """Give the roundings that all amounts but ``odd`` are multiples of, coarsest first.

        They are grouped by the unit that an amount of a year is a multiple of: twelve hundred
        kronor where a month's share is rounded to a hundred.
        """
        found: dict[int, list[Rounding]] = {}
        for unit, monthly in ((unit, monthly) for unit in UNITS for monthly in (False, True)):
            whole = unit * 12 if monthly else unit
            if sum(1 for amount in self.amounts.values() if amount % whole) <= odd:
                found[whole] = [Rounding(unit, method, monthly) for method in Method]
        return dict(sorted(found.items(), reverse=True))


def year_unit(rounding: Rounding) -> int:
    """Give the unit that a year's amount is a multiple of: twelve of the month's."""
    return rounding.unit * 12 if rounding.monthly else rounding.unit


def published(data: Data, node: Node) -> Tabell | None:
    """Find the table that the board published of a service and year."""
    return next(
        (
            tabell
            for facit in data.facit.values()
            if facit.slag == "publicerad"
            for tabell in facit.tabell
            if (tabell.tjanst, tabell.ar) == node
        ),
        None,
    )


def own(data: Data, computed: Computed, node: Node) -> Observed | None:
    """Take a table from our own data: the published one, else what the model gives."""
    name = f"{node.service} {node.year}"
    if tabell := published(data, node):
        printed = {data.kommuner.resolve(who): kr for who, kr in tabell.belopp.items()}
        amounts = {code: printed[code] for code in data.kommuner.codes if code in printed}
        lacks = len(amounts) < len(data.kommuner.codes)
        return Observed(f"{name}, publicerad tabell", amounts, tabell.summa, lacks, node)
    allocation = computed.outcome.done.get(node)
    if allocation is None or not allocation.rows:
        return None
    found = {c: allocation.amounts[c] for c in data.kommuner.codes if c in allocation.amounts}
    lacks = len(found) < len(data.kommuner.codes)
    return Observed(f"{name}, modellens egen tabell", found, allocation.total, lacks, node)
