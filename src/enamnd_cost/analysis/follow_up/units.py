"""What a follow-up shows: whole kronor, or thousands, each number rounded by itself from kronor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.follow_up.figures import Figures, added, less
from enamnd_cost.analysis.follow_up.lines import SIDES, Line, Side
from enamnd_cost.analysis.follow_up.run import FollowUp, What, printed_sum
from enamnd_cost.model.utfall import Rapport
from enamnd_cost.swedish import rounded


class Unit(NamedTuple):
    """What figures are shown in: its name in the files and in headings, and its kronor."""

    name: str
    kronor: int

    def shown(self, kronor: int | Fraction | None) -> int | None:
        """Round to the nearest whole unit, halves away from zero.

        >>> TKR.shown(5_034_600), TKR.shown(-1_158_800), KR.shown(Fraction(461_000, 3))
        (5035, -1159, 153667)
        """
        return None if kronor is None else int(rounded(Fraction(kronor) / self.kronor, 0))


KR, TKR = Unit("kr", 1), Unit("tkr", 1000)


class Shown(NamedTuple):
    """A line's cells on a side, in the unit; None is not known."""

    budget: int | None
    so_far: int | None
    outcome: int | None
    forecast: int | None
    deviation: int | None


def rounded_to(figures: Figures, unit: Unit) -> Shown:
    """Round each of a line's figures by itself, its deviation too.

    >>> rounded_to(Figures(1_400, None, None, 600), TKR)
    Shown(budget=1, so_far=None, outcome=None, forecast=1, deviation=1)
    """
    return Shown(*map(unit.shown, (*figures, figures.deviation)))


@dataclass(frozen=True)
class Rows:
    """The rows of one table, income, cost or result, in the order of the lines, and their sum.

    ``printed`` names the columns whose sum is no sum of rows, but as a report prints it.
    """

    lines: dict[Line, Shown]
    total: Shown
    printed: frozenset[str]

    def cells(self, field: str) -> list[int | None]:
        """Give a column, with what is known of its sum last, unless it is printed."""
        total = None if field in self.printed else getattr(self.total, field)
        return [*(getattr(row, field) for row in self.lines.values()), total]


def of_side(made: FollowUp, side: Side, unit: Unit) -> Rows:
    """Give a side's rows. A sum that is only printed in the unit is taken as it is printed."""
    return _rows(made, made.sides[side], made.total(side), side, unit)


def of_result(made: FollowUp, unit: Unit) -> Rows:
    """Give the rows of the result."""
    income, cost = (made.total(side) for side in SIDES)
    return _rows(made, made.results, income.less(cost), "resultat", unit)


def _rows(
    made: FollowUp, figures: Mapping[Line, Figures], total: Figures, side: str, unit: Unit
) -> Rows:
    known = rounded_to(total, unit)
    whole = known._replace(
        outcome=printed(made.outcome, "utfall", side, known.outcome, unit),
        forecast=printed(made.forecast, "prognos", side, known.forecast, unit),
    )
    other = {f for f in Shown._fields if getattr(known, f) != getattr(whole, f)}
    return Rows({line: rounded_to(each, unit) for line, each in figures.items()}, whole,
                frozenset(other))  # fmt: skip


def printed(
    report: Rapport | None, what: What, side: str, known: int | None, unit: Unit
) -> int | None:
    """Give a sum in the unit: what is ``known`` of it, else as the report prints it."""
    if known is not None or report is None:
        return known
    return printed_sum(report, unit.name, what, side)


def apart_by_rounding(income: Rows, cost: Rows, result: Rows) -> list[str]:
    """Name the columns where shown figures do not add up, since each was rounded by itself."""
    found = dict.fromkeys(
        field
        for field in Shown._fields
        if any(_apart(rows.cells(field)) for rows in (income, cost, result))
        or any(
            _differ(less(one, other), left)
            for one, other, left in zip(
                *(rows.cells(field) for rows in (income, cost, result)), strict=True
            )
        )
    )
    for rows in (income, cost, result):
        each = zip(*(rows.cells(f) for f in ("budget", "forecast", "deviation")), strict=True)
        if any(_differ(less(budget, forecast), shown) for budget, forecast, shown in each):
            found["deviation"] = None
    return list(found)


def _apart(cells: Sequence[int | None]) -> bool:
    """Tell whether the last is another sum than that of the others, where all are known."""
    return _differ(added(cells[:-1], 0), cells[-1])


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def kronor_of(shown: int, unit: Unit) -> tuple[int, int]:
    """Give the least and the greatest whole kronor that are shown as a number in the unit.

    >>> kronor_of(1_792, TKR), kronor_of(0, TKR), kronor_of(-1, TKR), kronor_of(7, KR)
    ((1791500, 1792499), (-499, 499), (-1499, -500), (7, 7))
    """
    half = unit.kronor // 2
    up, down = (half - 1, half) if half else (0, 0)
    exact = shown * unit.kronor
    if not shown:
        return -up, up
    return (exact - down, exact + up) if shown > 0 else (exact - up, exact + down)


def result_within(income: int, cost: int, result: int, unit: Unit) -> tuple[int, int] | None:
    """Give the least and greatest result (kronor) that three printed numbers can all be of.

    None where no kronor are rounded to all three.

    >>> result_within(1_792, 1_673, 120, TKR), result_within(1_792, 1_673, 121, TKR)
    ((119500, 119999), None)
    """
    (least, most), (low, high) = kronor_of(income, unit), kronor_of(cost, unit)
    bottom, top = kronor_of(result, unit)
    within = max(least - high, bottom), min(most - low, top)
    return within if within[0] <= within[1] else None
