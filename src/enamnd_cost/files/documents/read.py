"""From a path to a document: by what the file holds, not by what it is called."""

from __future__ import annotations

from pathlib import Path

from enamnd_cost.called import heed
from enamnd_cost.files.documents.grid import (
    DOCUMENT,
    EXPORT,
    MOST_BYTES,
    Document,
    Sheet,
    Size,
    UnreadableError,
    too_big,
)
from enamnd_cost.files.intake import NotTakenError, take
from enamnd_cost.model.problem import Problem

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What is no table at all, by how it begins.
OTHERS = {
    b"%PDF": ("en PDF", "kopiera tabellerna till Excel eller spara dem som csv"),
    b"{\\rtf": ("ett RTF-dokument", "kopiera tabellerna till Excel eller spara dem som csv"),
    b"\x89PNG": ("en bild", "skriv av tabellerna i Excel eller som csv"),
    b"\xff\xd8\xff": ("en bild", "skriv av tabellerna i Excel eller som csv"),
}
BEGINNING = 20  # characters
MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<head", "<meta")


def read(path: Path, most: Size = DOCUMENT) -> tuple[Document | None, list[Problem]]:
    """Read a file, or say why it cannot be; ``most`` of it, where it is only read, can be more."""
    file = path.as_posix()
    try:
        return Document(file, sheets(contents(path), path, most)), []
    except UnreadableError as error:
        return None, [error.problem(file)]


def contents(path: Path) -> bytes:
    """Give a file's bytes, or refuse one that is missing or larger than any document."""
    try:
        return take(path, MOST_BYTES)
    except NotTakenError as error:
        if error.large:
            raise too_big(f"över {MOST_BYTES // 1_000_000} MB") from error
        raise UnreadableError("EK030", error.text, error.remedy) from error


def exported(path: Path) -> str | tuple[Sheet, ...]:
    """Read a statistical office's export: the text of a JSON-stat cube, or the sheets of a table.

    Raises :class:`UnreadableError` where it is neither.
    """
    raw = contents(path)
    if not raw.startswith(b"PK"):
        from enamnd_cost.files.documents import texts

        text = texts.decoded(raw)
        if text.lstrip().startswith("{"):
            return text
    return sheets(raw, path, EXPORT)


def sheets(raw: bytes, path: Path, most: Size = DOCUMENT) -> tuple[Sheet, ...]:
    """Read the sheets of a file that has been taken in; what they call members is heeded."""
    found = _sheets(raw, path, most)
    for sheet in found:
        heed([sheet.name])
        for row in sheet.rows:
            heed([cell.value for cell in row if isinstance(cell.value, str)])
    return found


def _sheets(raw: bytes, path: Path, most: Size) -> tuple[Sheet, ...]:
    if raw.startswith(OLE):
        text = "filen är skyddad med lösenord, eller sparad i Excels äldre format (.xls)"
        remedy = "ta bort lösenordet, eller spara om den som Excel-arbetsbok (.xlsx)"
        raise UnreadableError("EK032", text, remedy)
    if raw.startswith(b"PK"):
        from enamnd_cost.files.documents import workbook

        return workbook.sheets(raw, most)
    for start, (what, remedy) in OTHERS.items():
        if raw.startswith(start):
            raise UnreadableError("EK031", f"filen är {what}, ingen tabell", remedy)
    from enamnd_cost.files.documents import texts

    if path.suffix.lower() in (".xlsx", ".xlsm") and not raw.strip():
        raise UnreadableError("EK033", "filen är tom", "spara arbetsboken på nytt")
    text = texts.decoded(raw)
    begins = text.lstrip()[:BEGINNING].lower()
    if begins.startswith(MARKUP):
        what = "filen är en webbsida eller XML, vad den än heter"
        raise UnreadableError("EK031", what, "öppna den i Excel och spara om den som .xlsx")
    if path.suffix.lower() == ".toml":
        from enamnd_cost.files.documents import toml

        return toml.sheets(text)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        what = "filen heter som en arbetsbok men är vanlig text"
        raise UnreadableError("EK031", what, "döp om den till .csv, eller spara den i Excel")
    if begins.startswith(("{", "[{")):
        what = "filen är JSON, ingen tabell"
        raise UnreadableError("EK031", what, "spara tabellerna som csv, xlsx eller TOML")
    return texts.sheets(text, most)
