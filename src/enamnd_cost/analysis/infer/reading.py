"""Choosing a table per municipality out of a document, or saying all that is wrong with it.

What a number, a sum or a unit is, :mod:`enamnd_cost.files.documents` says. Whose a row is, in what
unit the whole table is printed, and that amounts have no minus signs, is seen to here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.rows import Table, amount_in, stands
from enamnd_cost.analysis.infer.units import printed_of, stated_scale, step_of
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents import vat, words
from enamnd_cost.files.documents.cells import Line, is_year, lines_of
from enamnd_cost.files.documents.grid import Cell, Document, Sheet, UnreadableError, column_letters
from enamnd_cost.files.documents.numbers import DASHES
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import decimal, fold, listing, meant

MOST_KRONOR = 10**12


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
        table = Table(document.file, chosen, lines, names, amounts, kommuner)
        table = replace(table, scale=stated_scale(table))
    except UnreadableError as error:
        return None, [error.problem(document.file)]
    step = step_of(table, (line for line in table.lines if table.code(line)))
    found, totals, problems = _taken(table, step)
    if problems:
        return None, problems
    printed = printed_of(step, [*found.values(), *totals])
    rows = {code: nearest(kr * printed.per_krona, printed.step) for code, kr in found.items()}
    if not any(rows.values()):
        text = "tabellen har inget belopp på minst ett halvt öre"
        return None, [Problem("EK026", table.file, text, "kontrollera att rätt kolumn är vald")]
    total, total_step = None, 1
    if totals:
        total = nearest(totals[0] * printed.per_krona)
        own = step_of(table, (line for line in table.lines if table.kronor(line) == totals[0]))
        total_step = max(int(own * printed.per_krona), 1)
    return Observed.among(kommuner, path.name, rows, total, None, printed, total_step), []


def _sheet(document: Document, asked: str | None) -> Sheet:
    """Take the sheet that is asked for, or the only one."""
    titles = [page.name for page in document.sheets]
    if not titles:
        text = "arbetsboken har inga blad"
        raise UnreadableError("EK036", text, "kontrollera att det är rätt fil")
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


def _columns(lines: list[Line], kommuner: Kommuner, asked: str | None) -> tuple[int, int]:
    """Find the column of names and the column of amounts, or say which there are."""
    known = Counter(n for line in lines for n in line if kommuner.labelled(stands(line, n)))
    if not known:
        text = "ingen rad börjar med en kommun i datamappen"
        first = ", ".join(kommun.namn for kommun in kommuner.kommun[:3])
        raise UnreadableError("EK021", text, f"tabellen ska ha en rad för varje kommun: {first} …")
    # Codes are known as well; where names stand beside them, the names are what people correct.
    names = max(known, key=lambda n: (known[n], not stands(lines[-1], n).isdigit(), -n))
    named = [line for line in lines if kommuner.labelled(stands(line, names))]
    start = row_of(named[0])
    heading = next((line for line in reversed(lines) if row_of(line) < start), {})
    headings = {n: stands(heading, n) for n in sorted({n for line in lines for n in line})}
    if asked is not None:
        return names, _asked(asked, headings, lines)
    numeric = [
        n
        for n in headings
        if n != names
        and any(amount_in(line, n) for line in named)
        and not all(kommuner.resolve(stands(line, n)) for line in named)
    ]
    # What a heading calls codes, people, shares or moms is no amount, unless it is all there is.
    no_money = words.is_code, words.is_count, words.is_share, vat.is_itself
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
        found = [n for n in line if fold(stands(line, n)) == wanted]
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


def _taken(
    table: Table, step: Fraction
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
        code, name, cell = table.code(line), stands(line, table.names), line.get(table.amounts)
        begun = begun or code is not None
        if cell is None or cell.value in DASHES or (not code and words.is_part_sum(name)):
            continue
        is_amount, kronor = amount_in(line, table.amounts), table.kronor(line)
        # The sum of what stands above is a sum, though no word says so.
        hidden = step * (len(found) + 1) / 2 if step != 1 else 0
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
        elif mistake := _mistake(cell, kronor, stands(line, table.amounts)) or _other(table, line):
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


def _unknown(table: Table, line: Line, name: str) -> Problem:
    if not name:
        text = f"rad {row_of(line)}: beloppet {stands(line, table.amounts)} har ingen kommun"
        remedy = "skriv kommunens namn på raden, eller hela kommunens belopp på en rad"
        return table.problem(line, "EK024", text, remedy)
    hint = meant(name, list(table.kommuner.names.values()))
    remedy = "rätta namnet, eller lägg till kommunen i kommuner.toml"
    return table.problem(line, "EK024", f'rad {row_of(line)}: okänd kommun "{name}"', remedy, hint)


def _other(table: Table, line: Line) -> tuple[str, str] | None:
    """Say of an amount that it is in another unit than most of the rows, if it is."""
    rows = (row for row in table.lines if table.code(row) and table.kronor(row) is not None)
    units = Counter(map(table.scale_of, rows))
    most = units.most_common(1)[0][0]
    if table.scale_of(line) == most or words.scale(stands(line, table.names)):
        return None
    what = f"beloppet står i {words.unit(table.scale_of(line))}, de flesta andra i "
    return what + words.unit(most), "skriv alla belopp i samma enhet"


def _mistake(cell: Cell, kronor: Fraction | None, shown: str) -> tuple[str, str] | None:
    """Say what is wrong with an amount, and what to do; None if nothing is."""
    if cell.unclear:
        remedy = (
            "det kan vara tusental eller decimaler: skriv tusental med mellanslag, som 21 000, "
        )
        remedy += "och tre decimaler med en fjärde, som 1,2740"
        return f'skiljetecknet i "{shown}" går inte att förstå', remedy
    if kronor is None:
        return f'"{shown}" är inget belopp', "skriv beloppet i siffror, till exempel 1 234 567"
    if kronor < 0:
        remedy = "är alla belopp återbetalningar, skriv dem utan minustecken: de är kostnadens "
        remedy += "spegelbild; annars, pröva kostnader och återbetalningar i var sin tabell"
        return f"{shown} är ett negativt belopp", remedy
    if kronor > MOST_KRONOR:
        return f"{shown} är för stort", "kontrollera beloppet"
    return None
