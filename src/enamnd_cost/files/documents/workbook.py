"""Reading xlsx straight from its parts, in bounded memory and time, with no number as a float.

A cell's number is taken as its digits in the file; formula, value, hidden rows and columns are seen
in one pass. Cells that only have a format, and the columns and rows of a format, are no content.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Context, Decimal, InvalidOperation
from xml.etree import ElementTree as ET
from xml.parsers import expat

from enamnd_cost.files.documents import formats
from enamnd_cost.files.documents.grid import (
    DOCUMENT,
    MOST_COLUMNS,
    MOST_DECIMALS,
    MOST_NUMBER,
    Cell,
    Place,
    Sheet,
    Size,
    UnreadableError,
    check_row,
    check_size,
)
from enamnd_cost.files.documents.parts import Parts, local
from enamnd_cost.signs import legible

# As many digits as Excel keeps: the rest is noise of binary numbers. What is too large is infinite.
EXCEL_DIGITS = Context(prec=15, traps=[InvalidOperation])
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    LookupError,
    EOFError,
    NotImplementedError,
    ValueError,
    InvalidOperation,
    OSError,
)


def sheets(raw: bytes, most: Size = DOCUMENT) -> tuple[Sheet, ...]:
    """Read a workbook's sheets, hidden ones as well."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return tuple(_Book(Parts(archive), most).sheets())
    except DAMAGED as error:
        text = "filen går inte att öppna som en arbetsbok: den är skadad, eller något annat"
        remedy = "öppna den i Excel och spara om den som Excel-arbetsbok (.xlsx)"
        raise UnreadableError("EK033", text, remedy) from error
    except RuntimeError as error:  # how zipfile says that a part is encrypted
        remedy = "ta bort lösenordet och spara om den"
        raise UnreadableError("EK032", "filen är skyddad med lösenord", remedy) from error


class _Book:
    """One workbook while it is read: its shared texts and what its formats show."""

    def __init__(self, parts: Parts, most: Size) -> None:
        self.parts, self.most = parts, most
        self.targets = {
            found.get("Id", ""): found.get("Target", "")
            for _, found in parts.walk("xl/_rels/workbook.xml.rels", "Relationship")
        }
        shared = parts.walk("xl/sharedStrings.xml", "si")
        self.texts = {n: _text(item) for n, (_, item) in enumerate(shared)}
        self.styles = self._styles()
        self.cells = self.characters = 0

    def _styles(self) -> list[formats.Format]:
        """Give what each cell style shows of a number."""
        known = dict(formats.BUILT_IN)
        styles: list[formats.Format] = []
        for tag, found in self.parts.walk("xl/styles.xml", "numFmt", "cellXfs"):
            if tag == "numFmt":
                code = found.get("formatCode", "")
                known[int(found.get("numFmtId", "0"))] = formats.read(code)
            else:
                ids = (int(style.get("numFmtId", "0")) for style in found)
                styles = [known.get(each, formats.GENERAL) for each in ids]
        return styles

    def sheets(self) -> Iterator[Sheet]:
        seen: set[str] = set()
        for _, found in self.parts.walk("xl/workbook.xml", "sheet"):
            relation = next((v for k, v in found.items() if local(k) == "id"), "")
            part = posixpath.normpath(posixpath.join("xl", self.targets[relation])).lstrip("/")
            name = legible(found.get("name", ""))
            check_size(name, 0)
            if part in seen:
                raise ValueError(part)  # two sheets are never one part
            seen.add(part)
            if "chartsheet" not in part:
                hidden = found.get("state", "visible") != "visible"
                yield self._sheet(name, part, hidden=hidden)

    def _sheet(self, name: str, part: str, *, hidden: bool) -> Sheet:
        rows: list[tuple[Cell, ...]] = []
        hidden_rows: set[int] = set()
        hidden_columns = bytearray(MOST_COLUMNS + 1)
        at = 0
        for tag, found in self.parts.walk(part, "col", "row"):
            unseen = found.get("hidden") in ("1", "true")
            if tag == "col":
                if unseen:
                    _mark(hidden_columns, int(found.get("min", "1")), int(found.get("max", "1")))
                continue
            at = int(found.get("r", at + 1))
            if at < 1:
                raise ValueError(at)
            check_row(at)
            row = tuple(self._cells(found, name, at))
            if row:
                rows.append(row)
                self.cells += len(row)
                self.characters += sum(map(_length, row))
                if unseen:
                    hidden_rows.add(at)
            self.most.check(len(rows), self.cells, self.characters, len(row))
        used = {cell.place.column for row in rows for cell in row}
        unseen_of_used = frozenset(n for n in used if hidden_columns[n])
        return Sheet(name, tuple(rows), hidden, frozenset(hidden_rows), unseen_of_used)

    def _cells(self, row: ET.Element, name: str, at: int) -> Iterator[Cell]:
        column = 0
        for element in row:
            if local(element.tag) != "c":
                continue
            column = _column(element.get("r", "")) or column + 1
            cell = self._cell(element, Place(name, at, column, named=True))
            if cell is not None:
                yield cell

    def _cell(self, element: ET.Element, place: Place) -> Cell | None:
        parts = {local(part.tag): part for part in element}
        kind = element.get("t", "n")
        raw = (parts["v"].text or "") if "v" in parts else ""
        # A formula that others share is written out in one of its cells only.
        formula = legible(parts["f"].text or "…") if "f" in parts else ""
        if kind == "inlineStr" and "is" in parts:
            raw = _text(parts["is"])
        elif kind == "s" and raw:
            raw = self.texts[int(raw)]
        elif kind == "str":
            raw = unescaped(raw)
        check_size(raw, place.column)
        raw = legible(raw).strip()
        if not raw:
            return Cell(place, "", formula) if formula and kind != "str" else None
        if kind in ("s", "str", "inlineStr", "d"):
            return Cell(place, raw, formula, date=kind == "d")
        if kind == "e":
            return Cell(place, raw, formula, error=True)
        if kind == "b":  # a yes or a no is no amount
            return Cell(place, "FALSKT" if raw == "0" else "SANT", formula)
        style = int(element.get("s", "0"))
        shows = self.styles[style] if 0 <= style < len(self.styles) else formats.GENERAL
        number = EXCEL_DIGITS.create_decimal(raw)
        if not number.is_finite() or abs(number) > MOST_NUMBER:
            return Cell(place, raw, formula)
        if number.adjusted() < -MOST_DECIMALS // 2:  # what binary numbers leave of nothing
            number = Decimal(0)
        return Cell(
            place, number, formula, date=shows.date, percent=shows.percent, shows=shows.places
        )


def _mark(columns: bytearray, first: int, last: int) -> None:
    """Mark columns, however often, at no cost in memory."""
    first, last = max(first, 1), min(last, MOST_COLUMNS)
    columns[first : last + 1] = bytes([1]) * (last + 1 - first)


def _length(cell: Cell) -> int:
    return len(cell.formula) + (len(cell.value) if isinstance(cell.value, str) else 0)


def _text(item: ET.Element) -> str:
    """Join a text's runs; how it is pronounced (``rPh``) is no part of it."""
    if local(item.tag) == "rPh":
        return ""
    own = unescaped(item.text or "") if local(item.tag) == "t" else ""
    return own + "".join(_text(part) for part in item)


def unescaped(text: str) -> str:
    r"""Read the signs that Excel writes by number: a carriage return, or an underscore itself.

    >>> unescaped("Boden_x000D_"), unescaped("a_x005F_x000D_"), unescaped("_x_")
    ('Boden\r', 'a_x000D_', '_x_')
    """
    read = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    # Two numbers may be the halves of one sign; half a sign is none.
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _column(reference: str) -> int:
    """Read the column of a reference.

    >>> _column("AB15"), _column("")
    (28, 0)
    """
    column = 0
    for letter in reference[:4]:  # Excel's last has three
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column
