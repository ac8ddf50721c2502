"""Reading a table of municipalities and amounts as people save it: csv or a workbook.

The Swedish ways to write a number are taken as they come. What is not understood is a mistake with
its row, never a guess: 1.234 may be meant in two ways here, where no other figures tell which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.grid import Cell, Document, column_letters
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem, Spot
from enamnd_cost.swedish import closest, fold, listing, number

MOST_KRONOR = 10**12
SUM_WORDS = ("summa", "totalt", "total", "s:a", "summa totalt", "totalsumma", "hela länet")
HEADINGS = ("kommun", "kommuner", "kommunnamn", "namn", "")
NO_AMOUNTS = re.compile(
    r"(kommun)?(kod|nr|nummer)|folkmängd.*|befolkning.*|(.*\s)?invånar.*", re.DOTALL
)
IN_THOUSANDS = re.compile(
    r"(?<!\w)([tkm]kr|mnkr|tusen\w*\s+(kr|kronor)|tusental\w*|(1\s?000|1000)-tal\w*|"
    r"1\s?000\s?(kr|kronor)|miljon\w*)(?!\w)"
)
NOTHING = ("", "-", "–", "—", "−")


@dataclass(frozen=True)
class ReadTable:
    """Amounts in whole kronor by code, in the municipalities' own order, and the sum row's."""

    amounts: Mapping[str, int]
    total: int | None


@dataclass(frozen=True)
class _Row:
    """A row as it stands: its number and its columns' texts, both from 1, and its line if any."""

    number: int
    cells: Mapping[int, str]
    line: str | None = None

    def cell(self, n: int) -> str:
        return self.cells.get(n, "")


class _TableError(Exception):
    """What keeps the table from being found, as a problem."""

    def __init__(self, code: str, text: str, remedy: str) -> None:
        super().__init__(text)
        self.code, self.text, self.remedy = code, text, remedy


def read(
    path: Path, kommuner: Kommuner, column: str | None = None, sheet: str | None = None
) -> tuple[ReadTable | None, list[Problem]]:
    """Read the table, or say everything that is wrong with it.

    ``column`` is the heading or the letter of the column of amounts, ``sheet`` the name of the
    workbook's sheet; neither is needed where there is only one.
    """
    shown = path.as_posix()
    document, problems = documents.read(path)
    if document is None:
        return None, problems
    try:
        rows = _rows(document, sheet)
        names, amounts = _columns(rows, kommuner, column)
        _in_kronor(rows, names, amounts, kommuner)
    except _TableError as error:
        return None, [Problem(error.code, shown, error.text, error.remedy)]
    return _table(rows, names, amounts, kommuner, shown)


def _rows(document: Document, sheet: str | None) -> list[_Row]:
    """Take the rows of the sheet that is asked for, or of the only one."""
    pages = {fold(page.name): page for page in document.sheets}
    titles = [page.name for page in document.sheets]
    if sheet is not None and titles == [""]:
        text = f'--blad "{sheet}" gäller en arbetsbok, och filen är ingen'
        raise _TableError("EK022", text, "ta bort --blad")
    if sheet is None and len(titles) > 1:
        text = f"arbetsboken har {len(titles)} blad: {listing(titles)}"
        raise _TableError("EK022", text, f'välj ett, till exempel --blad "{titles[0]}"')
    if sheet is not None and fold(sheet) not in pages:
        near = closest(sheet, titles)
        hint = f'menade du "{near}"? ' if near else ""
        text = f'bladet "{sheet}" finns inte'
        raise _TableError("EK022", text, f"{hint}arbetsboken har {listing(titles)}")
    chosen = [pages[fold(sheet)]] if sheet is not None else document.sheets
    return [
        _Row(
            at := cells[0].place.row,
            {cell.place.column: _text(cell) for cell in cells},
            page.lines[at - 1] if page.lines else None,
        )
        for page in chosen
        for cells in page.rows
    ]


def _text(cell: Cell) -> str:
    """Write a cell as text; a date, or a formula whose value is not there, is no amount."""
    if cell.unknown:
        return f"={cell.formula}"
    if isinstance(cell.value, str):
        return cell.value
    return "datum" if cell.date else f"{cell.value:f}"


def _amount(text: str) -> int | None:
    r"""Read an amount in whole kronor as Swedes write it; None if it is no such number.

    >>> _amount("1 234 567"), _amount("1\xa0234,00 kr"), _amount("12,50"), _amount("1.234")
    (1234567, 1234, None, None)
    """
    found = _number(text)
    return int(found) if found is not None and found == found.to_integral_value() else None


def _number(text: str) -> Decimal | None:
    """Read a number: groups of three apart, decimals after a comma, or after a point."""
    plain = re.sub(r"\s*(kr|kronor|:-|,-)\.?$", "", fold(text).replace("−", "-"))
    if re.fullmatch(r"-?\s?\d{1,3}(?:[\s\u00a0\u202f\u2009']\d{3})+([.,]\d+)?", plain):
        plain = re.sub(r"[\s\u00a0\u202f\u2009']", "", plain)
    grouped = re.fullmatch(r"-?\d{1,3}[.,]\d{3}", plain)
    if grouped or not re.fullmatch(r"-?\d{1,15}([.,]\d{1,20})?", plain):
        return None
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def _columns(rows: Sequence[_Row], kommuner: Kommuner, asked: str | None) -> tuple[int, int]:
    """Find the column of names and the column of amounts, or say which there are."""
    known = Counter(n for row in rows for n, cell in row.cells.items() if kommuner.labelled(cell))
    if not known:
        text = "ingen rad börjar med en kommun i datamappen"
        first = ", ".join(kommun.namn for kommun in kommuner.kommun[:3])
        raise _TableError("EK021", text, f"tabellen ska ha en rad för varje kommun: {first} …")
    # Codes are known as well; where names stand beside them, the names are what people correct.
    names = max(known, key=lambda n: (known[n], not rows[-1].cell(n).isdigit(), -n))
    named = [row for row in rows if kommuner.labelled(row.cell(names))]
    heading = next((row for row in reversed(rows) if row.number < named[0].number), None)
    used = sorted({n for row in rows for n in row.cells})
    headings = {n: heading.cell(n) if heading else "" for n in used}
    numeric = [
        n
        for n in used
        if n != names
        and any(_number(row.cell(n)) is not None for row in named)
        and not all(kommuner.resolve(row.cell(n)) for row in named)
    ]
    if len(numeric) > 1:
        # What a heading calls codes or people is no amount, unless it is all there is.
        numeric = [n for n in numeric if not NO_AMOUNTS.fullmatch(fold(headings[n]))] or numeric
    if asked is not None:
        return names, _asked(asked, headings, rows)
    if len(numeric) == 1:
        return names, numeric[0]
    if not numeric:
        raise _TableError("EK022", "ingen kolumn har belopp", "ange kolumnen med --kolumn")
    shown = listing(_column_name(n, headings) for n in numeric)
    letter = column_letters(numeric[0])
    raise _TableError(
        "EK022",
        f"tabellen har flera kolumner med tal: {shown}",
        f"välj en, till exempel --kolumn {letter}",
    )


def _in_kronor(rows: Sequence[_Row], names: int, amounts: int, kommuner: Kommuner) -> None:
    """Refuse a column that is said to be in thousands or millions by a heading or a title."""
    for row in rows:
        if kommuner.labelled(row.cell(names)):
            return
        titles = [row.cell(amounts)] if row.cell(amounts) else list(row.cells.values())
        for title in titles:
            if IN_THOUSANDS.search(fold(title)):
                text = f'beloppen står inte i kronor: "{title}"'
                remedy = "räkna om beloppen till hela kronor, och skriv kr i rubriken"
                raise _TableError("EK022", text, remedy)


def _asked(asked: str, headings: Mapping[int, str], rows: Sequence[_Row]) -> int:
    """Find the column that was asked for: by heading, in any row above, or by letter."""
    wanted = fold(asked)
    for row in rows:
        found = [n for n, cell in row.cells.items() if cell and fold(cell) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            letters = listing(map(column_letters, found))
            text = f'flera kolumner heter "{asked}"'
            raise _TableError("EK022", text, f"välj en av dem med dess bokstav: {letters}")
    for n in headings:
        if column_letters(n).casefold() == wanted:
            return n
    shown = listing(_column_name(n, headings) for n in headings)
    raise _TableError("EK022", f'kolumnen "{asked}" finns inte', f"tabellen har {shown}")


def _column_name(n: int, headings: Mapping[int, str]) -> str:
    return f'{column_letters(n)} "{headings[n]}"' if headings[n] else column_letters(n)


def _table(
    rows: Sequence[_Row], names: int, amounts: int, kommuner: Kommuner, shown: str
) -> tuple[ReadTable | None, list[Problem]]:
    """Take every row; collect what is wrong with any of them."""
    problems: list[Problem] = []
    found: dict[str, tuple[int, int]] = {}
    totals: list[int] = []
    for row, kind, code in _kinds(rows, names, amounts, kommuner):
        mistaken = _mistake(row, kind, amounts, row.cell(names), kommuner)
        if kind == "kommun" and code in found:
            who = kommuner.by_code[code].namn
            text = f"{who} står två gånger, på rad {found[code][0]} och rad {row.number}"
            mistaken = "EK025", text, "", "ta bort den ena raden"
        if mistaken:
            problems.append(_problem(row, shown, *mistaken))
            continue
        kronor = _amount(row.cell(amounts))
        assert kronor is not None  # else it was a mistake
        if kind == "summa":
            totals.append(kronor)
        else:
            assert code is not None
            found[code] = (row.number, kronor)
    if not problems and len(set(totals)) > 1:
        text = f"tabellen har olika summor: {listing(map(number, totals))}"
        problems.append(Problem("EK026", shown, text, "behåll den som gäller alla kommuner"))
    if not problems and not any(kr for _, kr in found.values()):
        text = "tabellen har inget belopp över noll"
        problems.append(Problem("EK026", shown, text, "kontrollera att rätt kolumn är vald"))
    if problems:
        return None, problems
    kronor_of = {code: found[code][1] for code in kommuner.codes if code in found}
    return ReadTable(kronor_of, totals[0] if totals else None), []


def _kinds(
    rows: Sequence[_Row], names: int, amounts: int, kommuner: Kommuner
) -> Iterator[tuple[_Row, str, str | None]]:
    """Tell rows of municipalities, of sums and of unknown names; titles and notes are passed by.

    A municipality with nothing or a dash for an amount has no row: it takes no part.
    """
    for row in rows:
        name, amount = row.cell(names), row.cell(amounts)
        if amount in NOTHING:
            continue
        code = kommuner.labelled(name)
        if code:
            yield row, "kommun", code
        elif fold(name).startswith("delsumma"):
            continue
        elif fold(name).rstrip(":") in SUM_WORDS or fold(name).startswith(("summa ", "totalt ")):
            yield row, "summa", None
        elif _number(amount) is not None and fold(name) not in HEADINGS:
            yield row, "okänd", None


def _mistake(
    row: _Row, kind: str, amounts: int, name: str, kommuner: Kommuner
) -> tuple[str, str, str, str] | None:
    """Say what is wrong with a row: code, text, hint and remedy; None if nothing is."""
    if kind == "okänd":
        known = [kommun.namn for kommun in kommuner.kommun]
        near = closest(name, known)
        remedy = "rätta namnet, eller lägg till kommunen i kommuner.toml"
        return (
            "EK024",
            f'rad {row.number}: okänd kommun "{name}"',
            (f'menade du "{near}"?' if near else ""),
            remedy,
        )
    cell = row.cell(amounts)
    value = _number(cell)
    if value is None and re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", fold(cell).strip()):
        text = f'rad {row.number}: skiljetecknet i "{cell}" går inte att förstå'
        remedy = "det kan vara tusental eller decimaler: skriv utan punkt och komma, som 21 000"
        return "EK023", text, "", remedy
    if value is None:
        text = f'rad {row.number}: "{cell}" är inget belopp'
        return "EK023", text, "", "skriv hela kronor, till exempel 1 234 567"
    if _amount(cell) is None:
        text = f"rad {row.number}: {cell} är inte hela kronor"
        return "EK023", text, "", "ange beloppen i hela kronor, som de är beslutade"
    if value < 0:
        text = f"rad {row.number}: {cell} är ett negativt belopp"
        remedy = "en återbetalning är en kostnads spegelbild: skriv alla belopp utan minustecken"
        return "EK023", text, "", remedy
    if value > MOST_KRONOR:
        return "EK023", f"rad {row.number}: {cell} är för stort", "", "kontrollera beloppet"
    return None


def _problem(row: _Row, shown: str, code: str, text: str, hint: str, remedy: str) -> Problem:
    """Place a mistake at its line, where the file has lines."""
    spot = None
    if row.line is not None and row.line.strip():
        spot = Spot(row.number, 1, len(row.line), row.line)
    return Problem(code, shown, text, remedy, hint=hint, spot=spot)
