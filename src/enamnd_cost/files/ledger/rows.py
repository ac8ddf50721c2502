"""The rows of an export's sheet: posts and sums, each with what it goes by and its amounts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.files.by_member.taking import unread
from enamnd_cost.files.by_member.units import TRACE
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import (
    Line,
    dated,
    figure,
    is_text,
    lines_of,
    says_amount,
    shown,
    text_of,
)
from enamnd_cost.files.documents.grid import Cell, Sheet
from enamnd_cost.files.documents.numbers import KRONOR
from enamnd_cost.files.documents.tables import first, row_of
from enamnd_cost.files.ledger.columns import Columns, Kind, columns_of
from enamnd_cost.swedish import fold, rounded

_ACCOUNT = re.compile(r"\d{3,}")


class Row(NamedTuple):
    """A row under headings: what it goes by, and the exact amount of each kind that it has.

    ``names`` are its codes and texts, ``keys`` the codes of what an account does not tell: of what
    stands under project first. ``wrong`` says what is wrong with amounts, and what to do.
    """

    number: int
    columns: Columns
    names: tuple[str, ...]
    keys: tuple[str, ...]
    account: str | None
    times: tuple[tuple[str, str], ...]
    amounts: dict[Kind, Fraction]
    label: str
    total: bool
    wrong: tuple[tuple[str, str], ...] = ()

    @property
    def parted(self) -> bool:
        """Tell whether the row has no amounts."""
        return not self.amounts and not self.wrong


class Table(NamedTuple):
    """What a sheet has of an export: its rows, and the texts that stand around them."""

    sheet: Sheet
    columns: Columns
    rows: tuple[Row, ...]
    said: tuple[str, ...]


def table_of(sheet: Sheet, year: int) -> Table | None:
    """Read a sheet; None where no row has the headings of an export.

    Raises :class:`UnreadableError` where it cannot be told which column is meant.
    """
    columns: Columns | None = None
    rows: list[Row] = []
    above: list[str] = []
    below: list[str] = []
    for line in lines_of(sheet):
        if found := columns_of(line, year):
            columns = found
        elif columns is None:
            above += [text_of(cell) for cell in line.values() if is_text(cell)]
        else:
            rows.append(_row(line, columns))
            below += [rows[-1].label] if rows[-1].parted and len(line) == 1 else []
    if columns is None:
        return None
    said = [columns.headings[n] for n in columns.amounts]
    near = [text for text in (*reversed(above), sheet.name, *below) if not says_amount(text)]
    return Table(sheet, columns, tuple(rows), (*said, *filter(None, near)))


def _row(line: Line, columns: Columns) -> Row:
    names = tuple(
        text_of(cell)
        for n, cell in sorted(line.items())
        if n not in columns.amounts and n not in columns.times
        if n in columns.codes or is_text(cell)
    )
    keyed = sorted(columns.codes - columns.accounts & line.keys(), key=lambda n: _order(columns, n))
    keys = tuple(text_of(line[n]) for n in keyed if n in line)
    accounts = (_ACCOUNT.match(text_of(line[n])) for n in sorted(columns.accounts & line.keys()))
    account = next((found[0] for found in accounts if found), None)
    amounts, wrong = {}, []
    for n, kind in columns.amounts.items():
        if n not in line:
            continue
        value, mistake = _amount(line[n])
        if mistake is not None:
            wrong.append(mistake)
        elif value is not None:
            amounts[kind] = value
    times = tuple(
        (columns.headings[n], dated(line[n])) for n in sorted(columns.times & line.keys())
    )
    coded = any(re.search(r"\d", text_of(line[n])) for n in columns.codes & line.keys())
    label = next(filter(words.is_sum, names), names[0] if names else text_of(first(line)))
    total = not names or words.is_sum(names[0]) or words.is_result(names[0])
    total = total or (not coded and words.is_sum(label))
    return Row(
        row_of(line), columns, names, keys, account, times, amounts, label, total, tuple(wrong)
    )


def _order(columns: Columns, n: int) -> tuple[bool, int]:
    return not fold(columns.headings[n]).startswith("proj"), n


def _amount(cell: Cell) -> tuple[Fraction | None, tuple[str, str] | None]:
    """Read an amount in kronor, or say what is wrong with it and what to do."""
    found = figure(cell)
    if found and KRONOR.get(found.unit, 1) != 1:
        remedy = "ta ut tabellen i kronor"
        return None, (f'"{shown(cell)}" är inte i kronor, och utfallet skrivs i kronor', remedy)
    value = found.value if found and found.unit != "%" else None
    if wrong := unread(cell, value, shown(cell) or f"={cell.formula}", "belopp"):
        return None, wrong
    assert value is not None
    ore = Fraction(rounded(value, 2))  # a binary number leaves traces far behind the last of them
    return ore if abs(value - ore) < TRACE else value, None
