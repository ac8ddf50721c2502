"""What is measured, in a table as its supplier sends it: a figure for each member, and its sum."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeVar

from enamnd_cost.files.by_member.choosing import column_name, sheet_of, table_in
from enamnd_cost.files.by_member.sought import Sought
from enamnd_cost.files.by_member.table import Table
from enamnd_cost.files.by_member.taking import Taken, taken
from enamnd_cost.files.by_member.units import said_near, step_of
from enamnd_cost.files.by_member.years import of_year
from enamnd_cost.files.dates_said import OF_THE_TABLE
from enamnd_cost.files.documents import periods, quantities, vat, words
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.cells import lines_of
from enamnd_cost.files.documents.grid import Document, UnreadableError
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import decimal, fold, listing, number, rounded

T = TypeVar("T")

PLACES = 12  # decimals that a file of the folder may have
CHOOSE = "välj en annan kolumn, eller läs in talen i en serie med den enheten"


class Measure(NamedTuple):
    """What is read: of which year or date, counted in which unit, from which sheet and column."""

    when: int | dt.date
    unit: str
    column: str | None = None
    sheet: str | None = None

    @property
    def year(self) -> int:
        """The year of the figures, or of their date."""
        return self.when.year if isinstance(self.when, dt.date) else self.when

    def said_in(self, text: str) -> int | dt.date | None:
        """Give the time that a text says that figures are of: a date if such are read, or a year.

        >>> each = Measure(dt.date(2024, 12, 31), "GB")
        >>> str(each.said_in("GB 31 december 2023")), each.said_in("2023"), each.said_in("GB")
        ('2023-12-31', 2023, None)
        >>> each.said_in("Uttaget 2025-01-15"), each.said_in("Rapport 2024")
        (None, 2024)
        """
        date = None if OF_THE_TABLE.search(fold(text)) else words.date(text)
        year = date.year if date else words.year(text)
        return date or year if isinstance(self.when, dt.date) else year

    @property
    def times(self) -> tuple[int | dt.date, int]:
        """What the file may say of when the figures are: the date, or no more than its year."""
        return self.when, self.year

    def is_of(self, heading: str) -> bool:
        """Tell a heading of the year or the date that is read."""
        return self.said_in(heading) in self.times

    def counts(self, heading: str) -> bool:
        """Tell a heading that has the words of the unit."""
        return _words(self.unit) <= _words(heading)

    @property
    def sought(self) -> Sought:
        """Say what is sought in a table, and what is none of it."""
        money = quantities.is_money(self.unit)
        people = words.is_population(self.unit)
        others: list[Callable[[str], bool]] = [words.is_code, words.is_share, vat.is_itself]
        others += [] if money else [quantities.is_money]
        others += [] if people else [words.is_population]
        others += [] if isinstance(self.when, dt.date) else [_of_a_part]
        return Sought(
            figure="tal",
            others=tuple(others),
            preferred=(self.counts, self.is_of),
            below_zero="det som mäts är aldrig under noll: rätta talet, eller fråga den som "
            "skickade filen",
            twice="ta bort den ena raden, eller lägg ihop dem om båda räknas",
            unknown="rätta namnet, eller lägg till kommunen i kommuner.toml; gäller raden inte "
            "nämnden: ta bort den, och räkna om summan om den är med där",
            unit=None if money else self.unit,
        )


class Supplied(NamedTuple):
    """Figures by member code, in the order of kommuner.toml, whether the file has their sum.

    ``told`` is what the reader should know of how they were read.
    """

    figures: dict[str, Decimal]
    summed: bool
    column: str
    told: list[str]


def read(path: Path, kommuner: Kommuner, asked: Measure) -> tuple[Supplied | None, list[Problem]]:
    """Read the figures, or say everything that is wrong with the table."""
    document, problems = documents.read(path)
    if document is None:
        return None, problems
    try:
        table, others = _table(document, kommuner, asked)
        table, per, told = _in_unit(table, asked)
    except UnreadableError as error:
        return None, [error.problem(document.file)]
    step = step_of(table, (line for line in table.lines if table.code(line)))
    found, problems = taken(table, step, asked.sought)
    problems = problems or _sum_of(table, found, step)
    if problems:
        return None, problems
    figures = {
        code: rounded(found.figures[code] / per, PLACES).normalize()
        for code in kommuner.codes
        if code in found.figures
    }
    if any(found.figures[code] != per * Fraction(each) for code, each in figures.items()):
        told.append(f"tal med fler än {PLACES} decimaler är avrundade till så många")
    added = per * sum(map(Fraction, figures.values()))
    if off := [total for total in found.totals if total != added]:
        stated, rows = (decimal(each / table.scale) for each in (off[0], added))
        told.append(f"filens summa är {stated} och radernas {rows}, som avrundning kan göra")
    if others:
        told.append(f"raderna för {listing(map(str, others))} är inte med")
    elif (said := _first(said_near(table), asked.said_in)) and said[0] not in asked.times:
        told.append(f'i filen står "{said[1]}", men talen läses in för {asked.when}')
    if not isinstance(asked.when, dt.date) and _of_a_part(table.heading):
        told.append(f'rubriken "{table.heading}" gäller en del av ett år')
    return Supplied(figures, bool(found.totals) and not off, _called(table), told), []


def _table(document: Document, kommuner: Kommuner, asked: Measure) -> tuple[Table, list[int]]:
    """Choose the table's rows and columns; and list the other years that it has rows of."""
    sheet = sheet_of(document, asked.sheet)
    lines, years = of_year(lines_of(sheet), kommuner, asked.year)
    if years and asked.year not in years:
        text = f"filen har inga tal för {asked.year}"
        raise UnreadableError("EK211", text, f"den har {listing(map(str, years))}")
    table = table_in(document, sheet, lines, kommuner, asked.column, asked.sought)
    return table, [year for year in years if year != asked.year]


def _called(table: Table) -> str:
    """Name the column, and the sheet of a workbook."""
    column = f"kolumn {column_name(table.figures, table.heading)}"
    return f'{column} i bladet "{table.sheet.name}"' if table.sheet.name else column


def _of_a_part(heading: str) -> bool:
    return periods.months(heading) not in (None, periods.WHOLE)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


def _in_unit(table: Table, asked: Measure) -> tuple[Table, Fraction, list[str]]:
    """Say in what the table counts, and how many of that make one of the series'.

    Raises :class:`UnreadableError` where it says another unit than the series has.
    """
    near, unit = said_near(table), asked.unit
    _same_kind(table, near, unit)
    many = words.scale if quantities.is_money(unit) else quantities.multiple
    if quantities.storage(table.heading):  # which is a unit, whatever is said of other figures
        near = [table.heading]
    own = many(unit) or 1
    scale, said = _first(near, many) or (own, "")
    told = []
    if scale != own:
        ratio = Fraction(scale, own)
        how = (
            f"gånger {number(ratio.numerator)}"
            if ratio > 1
            else f"delade med {number(ratio.denominator)}"
        )
        told.append(f'i filen står "{said}", så talen är räknade {how}')
    return replace(table, scale=scale), Fraction(own), told


def _same_kind(table: Table, near: Iterable[str], unit: str) -> None:
    """Refuse figures that the file says are in kronor or in a unit of storage, unlike the series.

    What stands farther off than over them may be of other figures: there only another unit of the
    same kind tells.
    """
    heading = table.heading
    if quantities.is_money(heading) and not quantities.is_money(unit):
        text = f'{_called(table)} är kronor, men serien räknas i "{unit}"'
        raise UnreadableError("EK027", text, CHOOSE)
    own = quantities.storage(unit)
    said = _first(near if own else [heading], quantities.storage)
    if said and said[0] != own:
        text = f'i filen står "{said[1]}", men serien räknas i "{unit}"'
        remedy = f"räkna om talen i filen, och skriv {own} där; eller {CHOOSE}"
        raise UnreadableError("EK027", text, remedy if own else CHOOSE)


def _first(texts: Iterable[str], tell: Callable[[str], T | None]) -> tuple[T, str] | None:
    """Give what the first text tells that tells anything, and the text."""
    told = ((tell(text), text) for text in texts)
    return next(((found, text) for found, text in told if found is not None), None)


def _sum_of(table: Table, found: Taken, step: Fraction) -> list[Problem]:
    """Refuse a sum that is not its rows', by more than what rounding them may do."""
    if not found.totals:
        return []
    total, added = found.totals[0], sum(found.figures.values(), Fraction(0))
    sums = (line for line in table.lines if table.code(line) is None)
    line = next(line for line in sums if table.figure(line) == total)
    may = Fraction(0) if step == 1 else (len(found.figures) * step + step_of(table, [line])) / 2
    if abs(total - added) <= may:
        return []
    stated, rows, off = (decimal(n / table.scale) for n in (total, added, abs(total - added)))
    text = f"rad {row_of(line)}: summan är {stated}, men raderna är tillsammans {rows}"
    text += f", {off} {'mer' if added > total else 'mindre'}"
    remedy = "rätta det som är fel, efter den som skickade filen; saknas en rad, lägg till den"
    return [table.problem(line, "EK026", text, remedy)]
