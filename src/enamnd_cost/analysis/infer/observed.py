"""The table in question: a municipality's amount in each row, from a file or from our own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from enamnd_cost.analysis.infer.printed import IN_KRONOR, Printed
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.model.data import Data
from enamnd_cost.model.facit import Tabell
from enamnd_cost.model.kommuner import Kommuner

SHOWS_FIVES = 5  # different amounts: by chance one in 5**5 tables has only fives among its tens


@dataclass(frozen=True)
class Observed:
    """A table to explain: whole amounts by municipality code, and its sum row if it has one.

    Amounts, and all that is worked out from them, are in kronor, or in öre where ``printed`` says
    so. ``total_step`` is what the sum row is printed to the nearest of. ``name`` is what to call
    it, ``node`` which service and year of our own data it is, if any.
    ``lacks_rows`` tells that some of the data's municipalities have none.
    """

    name: str
    amounts: Mapping[str, int]
    total: int | None
    lacks_rows: bool
    node: Node | None = None
    printed: Printed = IN_KRONOR
    total_step: int = 1

    @classmethod
    def among(
        cls,
        kommuner: Kommuner,
        name: str,
        rows: Mapping[str, int],
        total: int | None,
        node: Node | None = None,
        printed: Printed = IN_KRONOR,
        total_step: int = 1,
    ) -> Observed:
        """Take a table as the data folder knows the municipalities, in its order."""
        amounts = {code: rows[code] for code in kommuner.codes if code in rows}
        lacks = len(amounts) < len(kommuner.codes)
        return cls(name, amounts, total, lacks, node, printed, total_step)

    @cached_property
    def added(self) -> int:
        """What the rows add up to."""
        return sum(self.amounts.values())

    @property
    def added_up(self) -> bool:
        """Tell whether the printed sum is that of the rows: it may have been done again."""
        return self.total is not None and self.agrees(self.total, self.added)

    @property
    def slack(self) -> int:
        """How far the printed sum may be from that of the rows, for being rounded on their own."""
        of_rows = 0 if self.printed.exact else len(self.amounts) * self.printed.step
        return (of_rows + self.total_step) // 2

    def agrees(self, one: int, other: int) -> bool:
        """Tell whether two sums of the table are the same, but for what its unit hides."""
        return abs(one - other) <= self.slack

    @property
    def most(self) -> int:
        """How many cells may be odd: three, and fewer where the table is small."""
        return max(0, min(3, (len(self.amounts) - 2) // 3))

    def roundings(self, odd: int) -> dict[int, list[Rounding]]:
        """Give the roundings that may have made all amounts but ``odd``, coarsest first.

        They are grouped by the unit that an amount of a year is a multiple of: twelve hundred
        kronor where a month's share is rounded to a hundred.
        """
        return {unit: rules for unit, (rules, others) in self._units.items() if others <= odd}

    @property
    def _fives(self) -> set[int]:
        """The units that are five times another."""
        units = self.printed.units()
        return {unit for unit in units if unit % 5 == 0 and unit // 5 in units}

    @cached_property
    def _units(self) -> dict[int, tuple[list[Rounding], int]]:
        """Give the roundings by unit of a year's amount, and how many amounts none has made."""
        found = {}
        for unit, monthly in product(self.printed.units(), (False, True)):
            whole, may_be = unit * 12 if monthly else unit, self.printed.may_be
            others = sum(1 for amount in self.amounts.values() if not may_be(amount, whole))
            found[whole] = self.printed.roundings(unit, monthly=monthly), others
        return dict(sorted(found.items(), reverse=True))

    def coarsest(self, odd: int) -> tuple[int, list[Rounding]]:
        """Give the coarsest unit of them that can be seen, and what judges each share by itself.

        Of few amounts all may be whole fifties, or five hundreds, though they were rounded to tens.
        """
        few = len({kr for kr in self.amounts.values() if kr}) < SHOWS_FIVES
        found = self.roundings(odd).items()
        unit, roundings = next(
            (unit, rules)
            for unit, rules in found
            if not self.printed.hides(unit) and not (few and rules[0].unit in self._fives)
        )
        return unit, [rule for rule in roundings if rule.method is not Method.LARGEST_REMAINDER]


def published(data: Data, node: Node) -> Tabell | None:
    """Find the table that the board published of a service and year."""
    budget = data.budgetar.get(node.year)
    every = (facit for facit in data.facit.values() if facit.is_of(budget))
    printed = (facit for facit in every if facit.slag == "publicerad")
    tables = (tabell for facit in printed for tabell in facit.tabell)
    return next((tabell for tabell in tables if (tabell.tjanst, tabell.ar) == node), None)


def own(computed: Computed, node: Node) -> Observed | None:
    """Take a table from our own data: the published one, else what the model gives."""
    kommuner, name = computed.data.kommuner, f"{node.service} {node.year}"
    if tabell := published(computed.data, node):
        rows = tabell.belopp.items()
        amounts = {code: kr for who, kr in rows if (code := kommuner.resolve(who))}
        return Observed.among(kommuner, f"{name}, publicerad tabell", amounts, tabell.summa, node)
    found = computed.outcome.done[node]
    if not found.rows:
        return None
    name = f"{name}, modellens egen tabell"
    return Observed.among(kommuner, name, found.amounts, found.total, node)
