"""Reading one TOML file: from bytes to plain values, decimals exact, or to the mistake in it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from enamnd_cost.model.problem import Problem

BOM = b"\xef\xbb\xbf"

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_bytes(path: Path, file: str) -> tuple[bytes, Problem | None]:
    """Read a file whole; a file that cannot be read is a problem, not an exception."""
    try:
        return path.read_bytes(), None
    except OSError as error:
        reason = "finns inte" if isinstance(error, FileNotFoundError) else "går inte att läsa"
        return b"", Problem("EK101", file, f"filen {reason}", "kontrollera namn och behörighet")


def parse(raw: bytes, file: str) -> tuple[dict[str, Any], Problem | None]:
    """Parse TOML. A file saved with a BOM or in another encoding than UTF-8 is told apart."""
    if raw.startswith(BOM):
        return {}, Problem(
            "EK103",
            file,
            "filen är sparad med en BOM (osynliga tecken först i filen)",
            'spara den som "UTF-8" i stället för "UTF-8 med BOM"',
            line=1,
            column=1,
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start]) + 1
        return {}, Problem(
            "EK102",
            file,
            "filen är inte sparad som UTF-8",
            'öppna den i en textredigerare och spara med kodningen "UTF-8"',
            line=line,
            column=column,
        )
    try:
        return tomllib.loads(text, parse_float=_decimal), None
    except tomllib.TOMLDecodeError as error:
        return {}, _syntax(str(error), text, file)
    except (RecursionError, ValueError):
        # ValueError: a date that does not exist, or a number too long to be one.
        return {}, Problem(
            "EK104",
            file,
            "filen går inte att läsa som TOML: ett värde är omöjligt eller för långt",
            "kontrollera datum och tal i filen",
        )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _syntax(message: str, text: str, file: str) -> Problem:
    """Say in Swedish where TOML's rules were broken, and what most often lies behind."""
    found = _AT.search(message)
    lines = text.split("\n")
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    source = lines[line - 1] if line <= len(lines) else ""
    before = source[: column - 1]
    if "overwrite" in message or "twice" in message or "more than once" in message:
        what, remedy = "samma nyckel eller tabell står två gånger", "ta bort den ena"
    elif re.match(r"\s*[\w-]*[^\W\d_a-zA-Z][\w-]*\s*[=.]", source):
        what = "en nyckel med å, ä eller ö"
        remedy = 'skriv nyckeln utan prickar (kommunens id), eller inom citattecken: "Älvsbyn" = 1'
    elif "date" in message.lower():
        what, remedy = "ett datum som inte finns", "skriv år-månad-dag: 2023-12-31"
    elif re.search(r"=\s*[-+]?\d[\d_]*$", before) and source[column - 1 : column] == ",":
        what, remedy = "ett tal med decimalkomma", "skriv decimalpunkt: 5.75"
    elif re.search(r"=\s*[-+]?\d[\d_]*\s*$", before):
        what = "något som inte hör till talet"
        remedy = "skriv tal utan mellanslag och enheter; gruppera med understreck: 1_177_400"
    else:
        what = "raden följer inte TOML:s regler"
        remedy = "kontrollera citattecken, likhetstecken och parenteser på raden och raden före"
    return Problem("EK104", file, what, remedy, line=line, column=column)
