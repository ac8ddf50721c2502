"""The figures of a table of members, its sums, and all that is wrong with any row of it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.files.by_member.sought import Sought
from enamnd_cost.files.by_member.table import Table, figure_in, stands
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure, is_text, is_year
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import DASHES
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import decimal, fold, listing, meant

MOST = 10**12
CHECK_COLUMN = "kontrollera att rätt kolumn är vald"


class Taken(NamedTuple):
    """A table's figures by member code, and the sums that it states, in whole units."""

    figures: dict[str, Fraction]
    totals: list[Fraction]


def taken(table: Table, step: Fraction, sought: Sought) -> tuple[Taken, list[Problem]]:
    """Take the figures and the sums; collect what is wrong with any row.

    ``step`` is what figures are printed to the nearest of. A member with nothing or a dash for a
    figure has no row.
    """
    found: dict[str, Fraction] = {}
    totals: list[Fraction] = []
    problems: list[Problem] = []
    again: list[Problem] = []
    rows: dict[str, int] = {}
    begun = False
    for line in table.lines:
        code, name, cell = table.code(line), table.label(line), line.get(table.figures)
        begun = begun or code is not None
        if cell is None or cell.value in DASHES or (not code and words.is_part_sum(name)):
            continue
        is_figure, value = figure_in(line, table.figures), table.figure(line)
        # The sum of what stands above is a sum, though no word says so.
        hidden = step * (len(found) + 1) / 2 if step != 1 else 0
        adds_up = value is not None and abs(value - sum(found.values())) <= hidden
        sums = words.is_sum(name) or (begun and not name and adds_up)
        if not code and not (sums and (is_figure or begun)):
            heads = fold(name) in words.HEADINGS and (not begun or is_year(cell))
            if is_figure and not heads and (begun or not _heads_years(line)):
                problems.append(_unknown(table, line, name, sought))
            continue
        if code in rows:
            who, row = table.kommuner.names[code], row_of(line)
            text = f"{who} står två gånger, på rad {rows[code]} och rad {row}"
            again.append(table.problem(line, "EK025", text, sought.twice))
            continue
        mistake = _mistake(cell, value, stands(line, table.figures), sought)
        if mistake := mistake or _other(table, line, sought):
            what, remedy = mistake
            problems.append(table.problem(line, "EK023", f"rad {row_of(line)}: {what}", remedy))
        elif code:
            rows[code], found[code] = row_of(line), value or Fraction(0)
        else:
            totals.append(value or Fraction(0))
    problems += again if len(again) <= len(rows) else [_several_each(table, len(again), len(rows))]
    if not problems and len(set(totals)) > 1:
        text = f"tabellen har olika summor: {listing(map(decimal, totals))}"
        problems.append(Problem("EK026", table.file, text, "behåll den som gäller alla kommuner"))
    if not problems and not any(found.values()):
        text = f"tabellen har inget {sought.figure} över noll"
        problems.append(Problem("EK026", table.file, text, CHECK_COLUMN))
    return Taken(found, totals), problems


def _heads_years(line: Line) -> bool:
    """Tell a row that has nothing but a text and several years: each heads a column."""
    said = [cell for cell in line.values() if not is_text(cell)]
    return len(said) > 1 and all(map(is_year, said))


def _several_each(table: Table, more: int, members: int) -> Problem:
    """Say once that the table has another make: a row for each of something else as well."""
    text = f"{members + more} rader gäller {members} kommuner: var och en står på flera rader"
    remedy = "summera raderna för varje kommun först, så att var och en har en rad, och läs in det"
    return Problem("EK025", table.file, text, remedy)


def _unknown(table: Table, line: Line, name: str, sought: Sought) -> Problem:
    figure = sought.figure
    if not name:
        text = f"rad {row_of(line)}: {figure}et {stands(line, table.figures)} har ingen kommun"
        remedy = f"skriv kommunens namn på raden, eller hela kommunens {figure} på en rad"
        return table.problem(line, "EK024", text, remedy)
    hint = meant(name, list(table.kommuner.names.values()))
    text = f'rad {row_of(line)}: okänd kommun "{name}"'
    return table.problem(line, "EK024", text, sought.unknown, hint)


def _other(table: Table, line: Line, sought: Sought) -> tuple[str, str] | None:
    """Say of a figure that it is in another unit than most of the rows, if it is."""
    rows = (row for row in table.lines if table.code(row) and table.figure(row) is not None)
    units = Counter(map(table.scale_of, rows))
    most = units.most_common(1)[0][0]
    if table.scale_of(line) == most or words.scale(table.label(line)):
        return None
    what = f"{sought.figure}et står i {words.unit(table.scale_of(line))}, de flesta andra i "
    return what + words.unit(most), f"skriv alla {sought.figure} i samma enhet"


def unread(cell: Cell, value: Fraction | None, shown: str, called: str) -> tuple[str, str] | None:
    """Say why a cell is no figure that can be read, and what to do; None if it is one.

    ``shown`` is what stands in it, and what it should hold is ``called`` so.
    """
    if cell.unclear:
        remedy = (
            "det kan vara tusental eller decimaler: skriv tusental med mellanslag, som 21 000, "
        )
        remedy += "och tre decimaler med en fjärde, som 1,2740"
        return f'skiljetecknet i "{shown}" går inte att förstå', remedy
    if cell.unknown:
        remedy = "öppna filen i Excel och spara om den, så står formelns värde i den"
        return f'formeln "{shown}" har inget värde i filen', remedy
    if value is None:
        remedy = f"skriv {called}et i siffror, till exempel 1 234 567"
        return f'"{shown}" är inget {called}', remedy
    return None


def _mistake(
    cell: Cell, value: Fraction | None, shown: str, sought: Sought
) -> tuple[str, str] | None:
    """Say what is wrong with a figure, and what to do; None if nothing is."""
    wrong = unread(cell, value, shown, sought.figure)
    if wrong or value is None:
        return wrong
    found = figure(cell)
    if sought.unit is not None and found and found.unit:
        remedy = "välj kolumnen med mängder, eller skriv talet utan kronor om det är en mängd"
        return f'"{shown}" är kronor, men serien räknas i {sought.unit}', remedy
    if value < 0:
        return f"{shown} är ett negativt {sought.figure}", sought.below_zero
    if value > MOST:
        return f"{shown} är för stort", f"kontrollera {sought.figure}et"
    return None
