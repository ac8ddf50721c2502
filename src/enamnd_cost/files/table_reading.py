"""Reading a table of municipalities and amounts as people save it: csv or a workbook.

Separators, encodings and the Swedish ways to write a number are taken as they come. What is not
understood is a mistake with its row, never a guess.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem, Spot
from enamnd_cost.swedish import closest, fold, listing, number

MOST_BYTES = 20_000_000
MOST_KRONOR = 10**12
SUM_WORDS = ("summa", "totalt", "total", "s:a", "summa totalt", "totalsumma", "hela länet")
HEADINGS = ("kommun", "kommuner", "kommunnamn", "namn", "")
NOTHING = ("", "-", "–", "—", "−")


@dataclass(frozen=True)
class ReadTable:
    """Amounts in whole kronor by code, in the municipalities' own order, and the sum row's."""

    amounts: Mapping[str, int]
    total: int | None


@dataclass(frozen=True)
class _Row:
    """A row as it stands: its number from 1, its cells as text, and the line where there is one."""

    number: int
    cells: tuple[str, ...]
    line: str | None = None

    def cell(self, n: int) -> str:
        return self.cells[n] if n < len(self.cells) else ""


class _TableError(Exception):
    """What makes the whole file unreadable, as a problem."""

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
    try:
        rows = _rows(path, sheet)
        names, amounts = _columns(rows, kommuner, column)
    except _TableError as error:
        return None, [Problem(error.code, shown, error.text, error.remedy)]
    return _table(rows, names, amounts, kommuner, shown)


def _rows(path: Path, sheet: str | None) -> list[_Row]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _TableError("EK020", "filen är för stor", "spara bara tabellen i en egen fil")
        raw = path.read_bytes()
    except OSError:
        text = "filen finns inte eller går inte att läsa"
        raise _TableError("EK020", text, "kontrollera namnet, och att filen inte är låst") from None
    if raw.startswith(b"PK"):
        return _xlsx(raw, sheet)
    if raw.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        text = "filen är varken csv eller en arbetsbok i formatet xlsx"
        raise _TableError("EK020", text, "öppna den och spara den som .xlsx eller .csv")
    if sheet is not None:
        text = f'--blad "{sheet}" gäller en arbetsbok, och filen är ingen'
        raise _TableError("EK022", text, "ta bort --blad")
    return _csv(raw)


def _csv(raw: bytes) -> list[_Row]:
    text = _decoded(raw)
    lines = text.splitlines()
    separator = max(";\t,", key=lambda sign: sum(line.count(sign) for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        for cells in reader:
            n = reader.line_num
            line = lines[n - 1] if n <= len(lines) else ""
            rows.append(_Row(n, tuple(cell.strip() for cell in cells), line))
    except csv.Error:
        text = "filen går inte att läsa som csv"
        raise _TableError("EK020", text, "spara den på nytt som csv eller xlsx") from None
    return rows


def _decoded(raw: bytes) -> str:
    """Decode UTF-8 or UTF-16, with or without a mark; else what older Windows programs write."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if raw[1:2] == b"\0":
        return raw.decode("utf-16-le", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _xlsx(raw: bytes, sheet: str | None) -> list[_Row]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheets = {fold(page.title): page for page in book.worksheets}
    except Exception:  # noqa: BLE001 (openpyxl raises whatever it meets in a damaged file)
        text = "filen går inte att öppna som en arbetsbok"
        raise _TableError("EK020", text, "spara den på nytt som .xlsx") from None
    titles = [page.title for page in book.worksheets]
    if sheet is None and len(titles) > 1:
        text = f"arbetsboken har {len(titles)} blad: {listing(titles)}"
        raise _TableError("EK022", text, f'välj ett, till exempel --blad "{titles[0]}"')
    if sheet is not None and fold(sheet) not in sheets:
        near = closest(sheet, titles)
        hint = f'menade du "{near}"? ' if near else ""
        text = f'bladet "{sheet}" finns inte'
        raise _TableError("EK022", text, f"{hint}arbetsboken har {listing(titles)}")
    page = sheets[fold(sheet)] if sheet is not None else book.worksheets[0]
    try:
        return [
            _Row(n, tuple(_text(value) for value in values))
            for n, values in enumerate(page.iter_rows(values_only=True), 1)
        ]
    except Exception:  # noqa: BLE001 (as above: a sheet is read only when it is asked for)
        text = "bladet går inte att läsa"
        raise _TableError("EK020", text, "spara arbetsboken på nytt som .xlsx") from None


def _text(value: object) -> str:
    """Write a cell as text; a number of a workbook is the decimal that it shows, not its binary."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


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
    plain = re.sub(r"[\s\u00a0\u202f\u2009']", "", plain)
    grouped = re.fullmatch(r"-?\d{1,3}[.,]\d{3}", plain)
    if grouped or not re.fullmatch(r"-?\d{1,15}([.,]\d{1,10})?", plain):
        return None
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def _who(text: str, kommuner: Kommuner) -> str | None:
    """Find a municipality by name, id or code, also as "Bodens kommun" or "2582 Boden"."""
    name = re.sub(r"^\d{4}\s+", "", re.sub(r"\s+kommun$", "", fold(text)))
    return (
        kommuner.resolve(text)
        or kommuner.resolve(name)
        or (kommuner.resolve(name[:-1]) if name.endswith("s") else None)
    )


def _columns(rows: Sequence[_Row], kommuner: Kommuner, asked: str | None) -> tuple[int, int]:
    """Find the column of names and the column of amounts, or say which there are."""
    width = max((len(row.cells) for row in rows), default=0)
    known = [sum(1 for row in rows if _who(row.cell(n), kommuner)) for n in range(width)]
    if not known or not max(known):
        text = "ingen rad börjar med en kommun i datamappen"
        first = ", ".join(kommun.namn for kommun in kommuner.kommun[:3])
        raise _TableError("EK021", text, f"tabellen ska ha en rad för varje kommun: {first} …")
    # Codes are known as well; where names stand beside them, the names are what people correct.
    names = max(range(width), key=lambda n: (known[n], not rows[-1].cell(n).isdigit(), -n))
    named = [row for row in rows if _who(row.cell(names), kommuner)]
    heading = next((row for row in reversed(rows) if row.number < named[0].number), None)
    headings = [heading.cell(n) if heading else "" for n in range(width)]
    numeric = [
        n
        for n in range(width)
        if n != names
        and any(_number(row.cell(n)) is not None for row in named)
        and not all(kommuner.resolve(row.cell(n)) for row in named)
    ]
    if asked is not None:
        return names, _asked(asked, headings, width, rows)
    if len(numeric) == 1:
        return names, numeric[0]
    if not numeric:
        raise _TableError("EK022", "ingen kolumn har belopp", "ange kolumnen med --kolumn")
    shown = listing(_column_name(n, headings) for n in numeric)
    letter = _letter(numeric[0])
    raise _TableError(
        "EK022",
        f"tabellen har flera kolumner med tal: {shown}",
        f"välj en, till exempel --kolumn {letter}",
    )


def _asked(asked: str, headings: Sequence[str], width: int, rows: Sequence[_Row]) -> int:
    """Find the column that was asked for: by heading, in any row above, or by letter."""
    wanted = fold(asked)
    for row in rows:
        found = [n for n in range(width) if row.cell(n) and fold(row.cell(n)) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            letters = listing(map(_letter, found))
            text = f'flera kolumner heter "{asked}"'
            raise _TableError("EK022", text, f"välj en av dem med dess bokstav: {letters}")
    for n in range(width):
        if _letter(n).casefold() == wanted:
            return n
    shown = listing(_column_name(n, headings) for n in range(width))
    raise _TableError("EK022", f'kolumnen "{asked}" finns inte', f"tabellen har {shown}")


def _letter(n: int) -> str:
    """Name a column as a spreadsheet does, from 0.

    >>> _letter(0), _letter(27)
    ('A', 'AB')
    """
    return (_letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _column_name(n: int, headings: Sequence[str]) -> str:
    return f'{_letter(n)} "{headings[n]}"' if headings[n] else _letter(n)


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
        code = _who(name, kommuner)
        if code:
            yield row, "kommun", code
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
