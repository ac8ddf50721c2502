"""From cells to figures: in kronor where they are money, with what rounding may move each by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import DASHES, KRONOR, Number
from enamnd_cost.files.documents.tables import Amount, ColumnKind, TableColumn
from enamnd_cost.swedish import rounded

MONEY: tuple[ColumnKind, ...] = ("amount", "sum", "derived")
NOISE = Fraction(1, 10**6)  # what binary numbers leave of a computation
NIL = DASHES | {"0 kr"}  # no number in Excel, and none that anybody misses


def decimals_of(lines: Sequence[tuple[Line, str, int]], scales: dict[int, int]) -> int:
    """Count the decimals of a table in thousands: those of its figure that shows the most."""
    return max(
        (
            found.places
            for line, _, _ in lines
            for n, cell in line.items()
            if scales.get(n, 1) > 1 and (found := figure(cell))
        ),
        default=0,
    )


def places_of(lines: Sequence[tuple[Line, str, int]], n: int) -> int:
    """Count the decimals that a column is printed with: those of the figure that shows the most."""
    cells = [line[n] for line, _, _ in lines if n in line]
    return max((_printed(cell, found) for cell in cells if (found := figure(cell))), default=0)


def _printed(cell: Cell, found: Number) -> int:
    return found.places if cell.shows is None else cell.shows


def amounts_of(
    line: Line,
    columns: Sequence[TableColumn],
    scales: dict[int, int],
    decimals: int,
    places: dict[int, int],
) -> dict[int, Amount]:
    """Give a row's figures by column: those of money in kronor, the others as they are printed."""
    amounts = {}
    for column in columns:
        cell = line.get(column.number)
        found = figure(cell) if cell else None
        money = column.kind in MONEY
        if cell and found and not (money and found.unit == "%"):
            scale = KRONOR.get(found.unit, scales[column.number]) if money else 1
            amount = _amount(cell, found, scale, decimals)
            if not money:
                half = Fraction(1, 2 * 10 ** places[column.number])
                half = half if column.kind == "share" else amount.half
                amount = replace(amount, unit=_unit(column, found), half=half)
            amounts[column.number] = amount
    return amounts


def _unit(column: TableColumn, found: Number) -> str:
    """Say what figures that are no amounts are in."""
    if column.kind == "count":
        return ""
    if words.is_rate(column.heading) or found.unit in KRONOR:
        return "kr"
    return "%" if found.unit == "%" or words.is_percent(column.heading) else ""


def _amount(cell: Cell, found: Number, scale: int, decimals: int) -> Amount:
    """Put a figure in kronor. Thousands are rounded as the table shows them; kronor are exact.

    Öre may be rounded; more decimals of a krona are a computation's, which no reader sees.
    """
    half = Fraction(0)
    if scale > 1:
        half = Fraction(scale, 2 * 10 ** max(decimals, found.places))
        if half <= Fraction(1, 2):
            half = Fraction(0)
    elif found.places > 1:
        half = Fraction(1, 200)
    text = isinstance(cell.value, str) and cell.place.named and cell.value not in NIL
    value, stored = found.value * scale, None
    if cell.shows is not None and cell.shows < found.places:
        value = Fraction(rounded(found.value, cell.shows)) * scale
        if abs(found.value * scale - value) > NOISE:
            stored = found.value * scale
            half = max(half, Fraction(scale, 2 * 10**cell.shows))
    dash = cell.value in DASHES
    return Amount(cell.place, value, half, text, cell.formula, stored=stored, dash=dash)
