"""The table in question: a municipality's amount in each row, from a file or from our own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.model.data import Data
from enamnd_cost.model.facit import Tabell
from enamnd_cost.model.kommuner import Kommuner

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

    @classmethod
    def among(
        cls,
        kommuner: Kommuner,
        name: str,
        printed: Mapping[str, int],
        total: int | None,
        node: Node | None = None,
    ) -> Observed:
        """Take a table as the data folder knows the municipalities, in its order."""
        amounts = {code: printed[code] for code in kommuner.codes if code in printed}
        return cls(name, amounts, total, len(amounts) < len(kommuner.codes), node)

    @cached_property
    def added(self) -> int:
        """What the rows add up to, in kronor."""
        return sum(self.amounts.values())

    @property
    def added_up(self) -> bool:
        """Tell whether the printed sum is that of the rows: it may have been done again."""
        return self.total == self.added

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
        for unit, monthly in product(UNITS, (False, True)):
            whole = unit * 12 if monthly else unit
            if sum(1 for amount in self.amounts.values() if amount % whole) <= odd:
                found[whole] = [Rounding(unit, method, monthly) for method in Method]
        return dict(sorted(found.items(), reverse=True))

    def coarsest(self, odd: int) -> tuple[int, list[Rounding]]:
        """Give the coarsest unit of them, and its roundings that judge each share by itself."""
        unit, roundings = next(iter(self.roundings(odd).items()))
        return unit, [rule for rule in roundings if rule.method is not Method.LARGEST_REMAINDER]


def published(data: Data, node: Node) -> Tabell | None:
    """Find the table that the board published of a service and year."""
    printed = (facit for facit in data.facit.values() if facit.slag == "publicerad")
    tables = (tabell for facit in printed for tabell in facit.tabell)
    return next((tabell for tabell in tables if (tabell.tjanst, tabell.ar) == node), None)


def own(computed: Computed, node: Node) -> Observed | None:
    """Take a table from our own data: the published one, else what the model gives."""
    kommuner, name = computed.data.kommuner, f"{node.service} {node.year}"
    if tabell := published(computed.data, node):
        rows = tabell.belopp.items()
        printed = {code: kr for who, kr in rows if (code := kommuner.resolve(who))}
        return Observed.among(kommuner, f"{name}, publicerad tabell", printed, tabell.summa, node)
    found = computed.outcome.done[node]
    if not found.rows:
        return None
    name = f"{name}, modellens egen tabell"
    return Observed.among(kommuner, name, found.amounts, found.total, node)
