"""Choosing a table per municipality out of a document, or saying all that is wrong with it.

What a number, a sum or a unit is, :mod:`enamnd_cost.files.documents` says. Whose a row is, in what
unit the whole table is printed, and that amounts have no minus signs, is seen to here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR, ORE, Printed
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import Line, figure, is_year, lines_of, says_amount
from enamnd_cost.files.documents.grid import Cell, Document, Sheet, UnreadableError, column_letters
from enamnd_cost.files.documents.numbers import DASHES, KRONOR
from enamnd_cost.files.documents.tables import row_of, scale_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem, Spot
from enamnd_cost.swedish import decimal, fold, listing, meant, rounded

MOST_KRONOR = 10**12
TRACE = Fraction(1, 10**7)  # of what an amount is counted in: too little for any decimal


@dataclass(frozen=True)
class _Table:
    """A sheet's rows, with the columns of names and of amounts; ``file`` is what to call it."""

    file: str
    sheet: Sheet
    lines: list[Line]
    names: int
    amounts: int
    kommuner: Kommuner
    scale: int = 1  # kronor, of an amount that states no unit of its own

    def kronor(self, line: Line) -> Fraction | None:
        """Read a row's amount in kronor; None if it is anything else, or unclear."""
        cell = line.get(self.amounts)
        found = figure(cell) if cell else None
        return found.value * self.scale_of(cell) if cell and found and found.unit != "%" else None

    def scale_of(self, cell: Cell) -> int:
        """Give the unit of an amount, in kronor: its own, or the table's."""
        found = figure(cell)
        return KRONOR[found.unit] if found and found.unit in KRONOR else self.scale

    def code(self, line: Line) -> str | None:
        """Give the municipality that a row is of."""
        return self.kommuner.labelled(_text(line, self.names))

    def problem(self, line: Line, code: str, text: str, remedy: str, hint: str = "") -> Problem:
        """Say what is wrong with a row, placed at its line where the file has lines."""
        row = row_of(line)
        stands = self.sheet.lines[row - 1] if self.sheet.lines else ""
        spot = Spot(row, 1, len(stands), stands) if stands.strip() else None
        return Problem(code, self.file, text, remedy, hint=hint, spot=spot)


def read(
    path: Path, kommuner: Kommuner, column: str | None = None, sheet: str | None = None
) -> tuple[Observed | None, list[Problem]]:
    """Read the table, or say everything that is wrong with it.

    ``column`` is the heading or the letter of the column of amounts, ``sheet`` the name of the
    workbook's sheet; neither is needed where there is only one.
    """
    document, problems = documents.read(path)
    if document is None:
        return None, problems
    try:
        chosen = _sheet(document, sheet)
        lines = lines_of(chosen)
        names, amounts = _columns(lines, kommuner, column)
        table = _Table(document.file, chosen, lines, names, amounts, kommuner)
        table = replace(table, scale=_scale(table))
    except UnreadableError as error:
        return None, [error.problem(document.file)]
    step = _step(table)
    found, totals, problems = _taken(table, step)
    if problems:
        return None, problems
    printed = _printed(step, [*found.values(), *totals])
    rows = {code: _counted(kr, printed) for code, kr in found.items()}
    total = _counted(totals[0], printed) if totals else None
    return Observed.among(kommuner, path.name, rows, total, printed=printed), []


def _counted(kronor: Fraction, printed: Printed) -> int:
    """Count an amount in whole steps of what the table is printed in."""
    return nearest(kronor * printed.per_krona, printed.step)


def _sheet(document: Document, asked: str | None) -> Sheet:
    """Take the sheet that is asked for, or the only one."""
    titles = [page.name for page in document.sheets]
    if asked is None and len(titles) == 1:
        return document.sheets[0]
    if asked is None:
        seen = (f"{page.name} (dolt)" if page.hidden else page.name for page in document.sheets)
        text = f"arbetsboken har {len(titles)} blad: {listing(seen)}"
        raise UnreadableError("EK022", text, f"välj ett, till exempel {ask(Wish.SHEET, titles[0])}")
    if titles == [""]:
        text = f"{ask(Wish.SHEET, asked)} gäller en arbetsbok, och filen är ingen"
        raise UnreadableError("EK022", text, f"ta bort {ask(Wish.SHEET)}")
    for page in document.sheets:
        if fold(page.name) == fold(asked):
            return page
    text, remedy = f'bladet "{asked}" finns inte', f"arbetsboken har {listing(titles)}"
    raise UnreadableError("EK022", text, f"{meant(asked, titles)} {remedy}".strip())


def _text(line: Line, n: int) -> str:
    """Give what stands in a column; a date, or a formula whose value is not there, is no amount."""
    cell = line.get(n)
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value or f"={cell.formula}"
    return "datum" if cell.date else f"{cell.value:f}"


def _is_amount(line: Line, n: int) -> bool:
    """Tell a number that may be of money, in whatever unit, clear or not; a dash is none."""
    cell = line.get(n)
    if cell is None or cell.value in DASHES:
        return False
    found = figure(cell)
    return cell.unclear or (found is not None and found.unit != "%")


def _columns(lines: list[Line], kommuner: Kommuner, asked: str | None) -> tuple[int, int]:
    """Find the column of names and the column of amounts, or say which there are."""
    known = Counter(n for line in lines for n in line if kommuner.labelled(_text(line, n)))
    if not known:
        text = "ingen rad börjar med en kommun i datamappen"
        first = ", ".join(kommun.namn for kommun in kommuner.kommun[:3])
        raise UnreadableError("EK021", text, f"tabellen ska ha en rad för varje kommun: {first} …")
    # Codes are known as well; where names stand beside them, the names are what people correct.
    names = max(known, key=lambda n: (known[n], not _text(lines[-1], n).isdigit(), -n))
    named = [line for line in lines if kommuner.labelled(_text(line, names))]
    start = row_of(named[0])
    heading = next((line for line in reversed(lines) if row_of(line) < start), {})
    headings = {n: _text(heading, n) for n in sorted({n for line in lines for n in line})}
    if asked is not None:
        return names, _asked(asked, headings, lines)
    numeric = [
        n
        for n in headings
        if n != names
        and any(_is_amount(line, n) for line in named)
        and not all(kommuner.resolve(_text(line, n)) for line in named)
    ]
    # What a heading calls codes, people or shares is no amount, unless it is all there is.
    no_money = words.is_code, words.is_count, words.is_share
    numeric = [n for n in numeric if not any(tell(headings[n]) for tell in no_money)] or numeric
    if len(numeric) == 1:
        return names, numeric[0]
    if not numeric:
        remedy = f"ange kolumnen med {ask(Wish.COLUMN)}"
        raise UnreadableError("EK022", "ingen kolumn har belopp", remedy)
    shown = listing(_column_name(n, headings) for n in numeric)
    text = f"tabellen har flera kolumner med tal: {shown}"
    letter = column_letters(numeric[0])
    raise UnreadableError("EK022", text, f"välj en, till exempel {ask(Wish.COLUMN, letter)}")


def _asked(asked: str, headings: Mapping[int, str], lines: list[Line]) -> int:
    """Find the column that was asked for: by heading, in any row above, or by letter."""
    wanted = fold(asked)
    for line in lines:
        found = [n for n in line if fold(_text(line, n)) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            letters = listing(map(column_letters, found))
            text = f'flera kolumner heter "{asked}"'
            raise UnreadableError("EK022", text, f"välj en av dem med dess bokstav: {letters}")
    for n in headings:
        if column_letters(n).casefold() == wanted:
            return n
    shown = listing(_column_name(n, headings) for n in headings)
    raise UnreadableError("EK022", f'kolumnen "{asked}" finns inte', f"tabellen har {shown}")


def _column_name(n: int, headings: Mapping[int, str]) -> str:
    return f'{column_letters(n)} "{headings[n]}"' if headings[n] else column_letters(n)


def _scale(table: _Table) -> int:
    """Find the unit that the nearest text states: a heading, a title, the sheet's name, a note."""
    named = [n for n, line in enumerate(table.lines) if table.code(line)]
    above, below = table.lines[: named[0]][::-1], table.lines[named[0] :]
    headings = [_text(line, n) for n in (table.amounts, table.names) for line in above if n in line]
    titles = [_text(line, n) for line in above for n in line]
    notes = [_text(line, n) for line in below if table.code(line) is None for n in line]
    said = [*headings, *titles, table.sheet.name, *notes]
    return scale_of((text for text in said if not says_amount(text)), 1)


def _step(table: _Table) -> Fraction:
    """Give what the rows are printed to the nearest of, in kronor: their unit and its decimals.

    More decimals than öre are a computation's, which no reader sees.
    """
    steps = []
    for line in table.lines:
        cell = line.get(table.amounts) if table.code(line) else None
        if cell and table.kronor(line) is not None and cell.value not in DASHES:
            steps.append(Fraction(table.scale_of(cell), 10 ** _places(cell)))
    return max(min(steps, default=Fraction(1)), Fraction(1, ORE))


def _places(cell: Cell) -> int:
    """Count the decimals of a figure: those that it is written or shown with, or has."""
    found = figure(cell)
    assert found is not None
    if isinstance(cell.value, str):
        return found.places
    # Binary numbers leave traces of a computation far behind the last decimal.
    traces = (abs(found.value - Fraction(rounded(found.value, n))) for n in range(found.places))
    has = next((n for n, trace in enumerate(traces) if trace < TRACE), found.places)
    return max(has, cell.shows or 0)


def _printed(step: Fraction, values: Collection[Fraction]) -> Printed:
    """Say what a table with such a step and such amounts is printed to the nearest of."""
    if step >= 1:
        return Printed(int(step))
    whole = all(abs(kr - nearest(kr)) < TRACE for kr in values)
    return IN_KRONOR if whole else Printed(int(step * ORE), ORE)


def _taken(
    table: _Table, step: Fraction
) -> tuple[dict[str, Fraction], list[Fraction], list[Problem]]:
    """Take the amounts and the sums, in kronor; collect what is wrong with any row.

    A municipality with nothing or a dash for an amount has no row: it takes no part.
    """
    found: dict[str, Fraction] = {}
    totals: list[Fraction] = []
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    begun = False
    for line in table.lines:
        code, name, cell = table.code(line), _text(line, table.names), line.get(table.amounts)
        begun = begun or code is not None
        if cell is None or cell.value in DASHES or (not code and words.is_part_sum(name)):
            continue
        is_amount, kronor = _is_amount(line, table.amounts), table.kronor(line)
        # The sum of what stands above is a sum, though no word says so.
        hidden = step * (len(found) + 1) / 2 if step > 1 else 0
        adds_up = kronor is not None and abs(kronor - sum(found.values())) <= hidden
        sums = words.is_sum(name) or (begun and not name and adds_up)
        if not code and not (sums and (is_amount or begun)):
            heads = fold(name) in words.HEADINGS and (not begun or is_year(cell))
            if is_amount and not heads:
                problems.append(_unknown(table, line, name))
            continue
        if code in rows:
            who, row = table.kommuner.names[code], row_of(line)
            text = f"{who} står två gånger, på rad {rows[code]} och rad {row}"
            problems.append(table.problem(line, "EK025", text, "ta bort den ena raden"))
        elif mistake := _mistake(cell, kronor, _text(line, table.amounts)) or _other(table, cell):
            what, remedy = mistake
            problems.append(table.problem(line, "EK023", f"rad {row_of(line)}: {what}", remedy))
        elif code:
            rows[code], found[code] = row_of(line), kronor or Fraction(0)
        else:
            totals.append(kronor or Fraction(0))
    if not problems and len(set(totals)) > 1:
        text = f"tabellen har olika summor: {listing(map(decimal, totals))}"
        problems.append(Problem("EK026", table.file, text, "behåll den som gäller alla kommuner"))
    if not problems and not any(found.values()):
        text = "tabellen har inget belopp över noll"
        problems.append(Problem("EK026", table.file, text, "kontrollera att rätt kolumn är vald"))
    return found, totals, problems


def _unknown(table: _Table, line: Line, name: str) -> Problem:
    if not name:
        text = f"rad {row_of(line)}: beloppet {_text(line, table.amounts)} har ingen kommun"
        remedy = "skriv kommunens namn på raden, eller hela kommunens belopp på en rad"
        return table.problem(line, "EK024", text, remedy)
    hint = meant(name, list(table.kommuner.names.values()))
    remedy = "rätta namnet, eller lägg till kommunen i kommuner.toml"
    return table.problem(line, "EK024", f'rad {row_of(line)}: okänd kommun "{name}"', remedy, hint)


def _other(table: _Table, cell: Cell) -> tuple[str, str] | None:
    """Say of an amount that it is in another unit than most of the rows, if it is."""
    cells = (line.get(table.amounts) for line in table.lines if table.code(line))
    units = Counter(table.scale_of(each) for each in cells if each and figure(each))
    most = units.most_common(1)[0][0]
    if table.scale_of(cell) == most:
        return None
    what = f"beloppet står i {words.unit(table.scale_of(cell))}, de flesta andra i "
    return what + words.unit(most), "skriv alla belopp i samma enhet"


def _mistake(cell: Cell, kronor: Fraction | None, shown: str) -> tuple[str, str] | None:
    """Say what is wrong with an amount, and what to do; None if nothing is."""
    if cell.unclear:
        remedy = "det kan vara tusental eller decimaler: skriv utan punkt och komma, som 21 000"
        return f'skiljetecknet i "{shown}" går inte att förstå', remedy
    if kronor is None:
        return f'"{shown}" är inget belopp', "skriv beloppet i siffror, till exempel 1 234 567"
    if kronor < 0:
        remedy = "en återbetalning är en kostnads spegelbild: skriv alla belopp utan minustecken"
        return f"{shown} är ett negativt belopp", remedy
    if kronor > MOST_KRONOR:
        return f"{shown} är för stort", "kontrollera beloppet"
    return None
