"""Reading xlsx straight from its parts, in bounded memory and time, with no number as a float.

A cell's number is taken as its digits in the file; formula, value, hidden rows and columns are seen
in one pass, and a file that unpacks to more than any published document is refused on the way.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Context, Decimal, InvalidOperation
from typing import IO
from xml.etree import ElementTree as ET

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
    check_size,
    too_big,
)

MOST_UNPACKED = 100_000_000
MOST_RATIO = 250  # a sheet of nothing but the same row packs to a hundredth
SMALL = 2_000_000  # what unpacks to less harms nobody, whatever its ratio
MOST_ELEMENTS = 3_000_000
MOST_INSIDE = 200_000  # in one row or text
MOST_DEPTH = 50
MAY_LACK = ("xl/sharedStrings.xml", "xl/styles.xml")  # of a workbook's parts
# As many digits as Excel keeps: the rest is noise of binary numbers. What is too large is infinite.
EXCEL_DIGITS = Context(prec=15, traps=[InvalidOperation])
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ET.ParseError,
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
            _refuse_bombs(archive)
            return tuple(_Book(archive, most).sheets())
    except DAMAGED as error:
        text = "filen går inte att öppna som en arbetsbok: den är skadad, eller något annat"
        remedy = "öppna den i Excel och spara om den som Excel-arbetsbok (.xlsx)"
        raise UnreadableError("EK033", text, remedy) from error
    except RuntimeError as error:  # how zipfile says that a part is encrypted
        remedy = "ta bort lösenordet och spara om den"
        raise UnreadableError("EK032", "filen är skyddad med lösenord", remedy) from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much; zipfile never gives more than a part's stated size."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
        raise too_big(f"den packas upp till mer än {MOST_UNPACKED // 1_000_000} MB")
    for part in parts:
        if part.file_size > max(SMALL, MOST_RATIO * part.compress_size):
            raise too_big("den är packad hårdare än någon arbetsbok är")


class _Book:
    """One workbook while it is read: its shared texts and which formats are dates."""

    def __init__(self, archive: zipfile.ZipFile, most: Size) -> None:
        self.archive, self.most = archive, most
        self.targets = {
            found.get("Id", ""): found.get("Target", "")
            for _, found in self._walk("xl/_rels/workbook.xml.rels", "Relationship")
        }
        shared = self._walk("xl/sharedStrings.xml", "si")
        self.texts = {n: _text(item) for n, (_, item) in enumerate(shared)}
        self.dates = self._date_styles()
        self.cells = 0

    def _walk(self, part: str, *tags: str) -> Iterator[tuple[str, ET.Element]]:
        """Give a part's elements of some tags as they end; each is emptied when seen."""
        if part in MAY_LACK and part not in self.archive.namelist():
            return
        with self.archive.open(part) as stream:
            yield from _elements(stream, tags)

    def _date_styles(self) -> set[int]:
        """Give the cell styles that show dates."""
        dates, styles = set(DATE_FORMATS), set[int]()
        for tag, found in self._walk("xl/styles.xml", "numFmt", "cellXfs"):
            if tag == "numFmt":
                code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", found.get("formatCode", ""))
                if re.search(r"[dmyhs]", code, re.IGNORECASE):
                    dates.add(int(found.get("numFmtId", "0")))
            else:
                formats = [int(style.get("numFmtId", "0")) for style in found]
                styles = {n for n, format_ in enumerate(formats) if format_ in dates}
        return styles

    def sheets(self) -> Iterator[Sheet]:
        for _, found in self._walk("xl/workbook.xml", "sheet"):
            relation = next((v for k, v in found.items() if _local(k) == "id"), "")
            part = posixpath.normpath(posixpath.join("xl", self.targets[relation])).lstrip("/")
            if "chartsheet" not in part:
                hidden = found.get("state", "visible") != "visible"
                yield self._sheet(found.get("name", ""), part, hidden=hidden)

    def _sheet(self, name: str, part: str, *, hidden: bool) -> Sheet:
        rows: list[tuple[Cell, ...]] = []
        hidden_rows, hidden_columns = set(), set()
        at = 0
        for tag, found in self._walk(part, "col", "row"):
            unseen = found.get("hidden") in ("1", "true")
            if tag == "col":
                if unseen:
                    first, last = int(found.get("min", "1")), int(found.get("max", "1"))
                    hidden_columns |= set(range(first, min(last, MOST_COLUMNS) + 1))
                continue
            at = int(found.get("r", at + 1))
            row = tuple(self._cells(found, name, at))
            self.cells += len(row)
            if row:
                rows.append(row)
                if unseen:
                    hidden_rows.add(at)
            self.most.check(len(rows), self.cells)
        used = {cell.place.column for row in rows for cell in row}
        return Sheet(
            name, tuple(rows), hidden, frozenset(hidden_rows), frozenset(hidden_columns & used)
        )

    def _cells(self, row: ET.Element, name: str, at: int) -> Iterator[Cell]:
        column = 0
        for element in row:
            if _local(element.tag) != "c":
                continue
            column = _column(element.get("r", "")) or column + 1
            cell = self._cell(element, Place(name, at, column, named=True))
            if cell is not None:
                yield cell

    def _cell(self, element: ET.Element, place: Place) -> Cell | None:
        parts = {_local(part.tag): part for part in element}
        kind = element.get("t", "n")
        raw = (parts["v"].text or "") if "v" in parts else ""
        # A formula that others share is written out in one of its cells only.
        formula = (parts["f"].text or "…") if "f" in parts else ""
        if kind == "inlineStr" and "is" in parts:
            raw = _text(parts["is"])
        elif kind == "s" and raw:
            raw = self.texts[int(raw)]
        elif kind == "str":
            raw = unescaped(raw)
        check_size(raw, place.column)
        raw = raw.strip()
        if not raw:
            return Cell(place, "", formula) if formula and kind != "str" else None
        if kind in ("s", "str", "inlineStr", "d"):
            return Cell(place, raw, formula, date=kind == "d")
        if kind == "e":
            return Cell(place, raw, formula, error=True)
        if kind == "b":  # a yes or a no is no amount
            return Cell(place, "FALSKT" if raw == "0" else "SANT", formula)
        date = int(element.get("s", "0")) in self.dates
        number = EXCEL_DIGITS.create_decimal(raw)
        if not number.is_finite() or abs(number) > MOST_NUMBER:
            return Cell(place, raw, formula)
        if number.adjusted() < -MOST_DECIMALS // 2:  # what binary numbers leave of nothing
            number = Decimal(0)
        return Cell(place, number, formula, date=date)


def _elements(stream: IO[bytes], tags: tuple[str, ...]) -> Iterator[tuple[str, ET.Element]]:
    depth: list[ET.Element] = []
    inside = count = 0
    # expat itself stops entities that grow without end
    for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314
        if event == "start":
            depth.append(element)
            count, inside = count + 1, inside + 1
            if count > MOST_ELEMENTS or inside > MOST_INSIDE or len(depth) > MOST_DEPTH:
                raise too_big("ett blad har för många celler")
            continue
        depth.pop()
        tag = _local(element.tag)
        if tag in tags:
            yield tag, element
        if not any(_local(above.tag) in tags for above in depth):
            if depth:
                depth[-1].remove(element)
            element.clear()
            inside = 0


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(item: ET.Element) -> str:
    """Join a text's runs; how it is pronounced (``rPh``) is no part of it."""
    if _local(item.tag) == "rPh":
        return ""
    own = unescaped(item.text or "") if _local(item.tag) == "t" else ""
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
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column
