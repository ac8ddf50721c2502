"""Reading csv: whatever encoding and separator a person's programs save it with."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from enamnd_cost.files.documents.grid import (
    DOCUMENT,
    Cell,
    Place,
    Sheet,
    Size,
    UnreadableError,
    check_row,
    check_size,
    too_big,
)
from enamnd_cost.signs import legible

MOST_PLAIN = 10_000_000  # bytes: as text and in rows it takes twenty times as much memory
_MEANT_AS_TEXT = re.compile('^="([^"]*)"$')  # how a csv file keeps Excel from changing a value


def decoded(raw: bytes) -> str:
    """Decode UTF-8 or UTF-16, with or without BOM, or the Windows encoding of Excel's csv.

    >>> decoded("Luleå".encode("cp1252")), decoded("Luleå".encode("utf-16"))
    ('Luleå', 'Luleå')
    """
    if len(raw) > MOST_PLAIN:
        raise too_big(f"över {MOST_PLAIN // 1_000_000} MB text")
    encoding = "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif raw[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise _no_text() from None
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise _no_text()
    return text


def _no_text() -> UnreadableError:
    remedy = "spara den på nytt som csv eller xlsx"
    return UnreadableError("EK037", "filen är varken text eller en arbetsbok", remedy)


def separator(text: str) -> str:
    r"""Choose the separator: the semicolon of Swedish Excel, a tab, or a comma.

    A comma that is a decimal comma, or stands in running text, is none where there are others; but
    where commas part many lines alike, a few others are those of notes.

    >>> separator("Boden;1 036,5\nKalix;2,5\n")
    ';'
    """
    lines = (re.sub('"[^"\n]*"', "", text) if '"' in text else text).splitlines()
    commas = Counter(line.count(",") for line in lines if "," in line)
    parted = {sign: [line.count(sign) for line in lines if sign in line] for sign in ";\t"}
    sign = max(parted, key=lambda sign: len(parted[sign]))
    few = 10 * len(parted[sign]) <= max(commas.values(), default=0)
    return "," if sum(parted[sign]) < 2 or few else sign


def sheets(text: str, most: Size = DOCUMENT) -> tuple[Sheet, ...]:
    """Read the one sheet that a csv file is; places are those of the file's own lines."""
    text = legible(text)
    check_row(max(text.count("\n"), text.count("\r")))
    sign = separator(text)
    # A cell that is too long is told as one. The limit is everybody's, so it is never made lower.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    lines = tuple(io.StringIO(text, newline=""))
    rows: list[tuple[Cell, ...]] = []
    cells = characters = line = 0
    try:
        for fields in reader:
            at, line = line + 1, reader.line_num
            if line > at or line == len(lines):
                _check_quotes(lines[at - 1 : line], at, sign)
            if row := tuple(_cells(fields, at)):
                rows.append(row)
                cells += len(row)
                characters += sum(map(len, fields))
                most.check(len(rows), cells, characters, len(row))
    except csv.Error as error:
        remedy = "kontrollera citattecken, och spara den på nytt"
        raise UnreadableError("EK033", "filen går inte att läsa som csv", remedy) from error
    return (Sheet("", tuple(rows), lines=tuple(line.rstrip("\r\n") for line in lines)),)


def _cells(fields: Iterable[str], at: int) -> Iterator[Cell]:
    for n, field in enumerate(fields, 1):
        text = field.strip()
        if text.startswith("="):
            text = _MEANT_AS_TEXT.sub(r"\1", text).strip()
        if text:
            check_size(text, n)
            yield Cell(Place("", at, n), text)


def _check_quotes(lines: Sequence[str], at: int, sign: str) -> None:
    """Refuse a row over several lines, or the last, unless its quotes are those of whole cells.

    A quote that is not closed swallows the rows below, to the next quote or to the end: either it
    is not closed right, or what lies within are rows with figures.
    """
    try:
        list(csv.reader(lines, delimiter=sign, strict=True))
    except csv.Error:
        if len(lines) == 1 and lines[0].count('"') % 2 == 0:
            return  # what stands within a line has been read, whatever its quotes
    else:
        quoted = re.findall('"[^"]*"', "".join(lines).replace('""', ""))
        swallowed = [text.split("\n")[1:-1] for text in quoted]
        if not any(
            len(inner) > 1 and all(sign in line and re.search(r"\d", line) for line in inner)
            for inner in swallowed
        ):
            return
    text = f"rad {at}: citattecknet stängs inte i sin ruta, så filen går inte att läsa som csv"
    remedy = "ta bort citattecknet, eller skriv ett till där texten slutar"
    raise UnreadableError("EK033", text, remedy)
