"""Reading one TOML file: from bytes to plain values, decimals exact, or to the mistake in it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from enamnd_cost.called import heed
from enamnd_cost.files import toml_bounds
from enamnd_cost.files.intake import MOST_TOML, NotTakenError, take
from enamnd_cost.model.problem import Problem, Spot

BOM = b"\xef\xbb\xbf"

# What Excel and Word save, by how it begins; nothing of it is worth showing.
NOT_TEXT = {
    b"PK\x03\x04": "en Excel- eller Wordfil",
    b"\xd0\xcf\x11\xe0": "en äldre Excel- eller Wordfil",
    b"\xff\xfe": 'sparad som "Unicode" (UTF-16)',
    b"\xfe\xff": 'sparad som "Unicode" (UTF-16)',
}

# Tables of which there may be several, each with its heading in double brackets.
SEVERAL = {
    "period", "post", "kommun", "folkmangd", "serie", "varde", "tal", "tabell",
    "intrade", "uttrade",
}  # fmt: skip

# How the parser says that something has stood before.
REPEATED = ("overwrite", "twice", "more than once", "Duplicate", "mutate", "redefine")

SHOWN = 60  # characters of a line that is too long to be shown

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_bytes(path: Path, file: str) -> tuple[bytes, Problem | None]:
    """Read a file whole; a file that cannot be read is a problem, not an exception."""
    try:
        return take(path, MOST_TOML), None
    except NotTakenError as error:
        code = "EK106" if error.large else "EK101"
        return b"", Problem(code, file, error.text, error.remedy)


def parse(raw: bytes, file: str) -> tuple[dict[str, Any], Problem | None]:
    """Parse TOML. A file saved with a BOM or in another encoding than UTF-8 is told apart."""
    if other := next((name for start, name in NOT_TEXT.items() if raw.startswith(start)), None):
        text, remedy = f"filen är {other}", "spara den som vanlig text i UTF-8"
        return {}, Problem("EK102", file, text, remedy)
    if raw.startswith(BOM):
        text = "filen är sparad med en BOM (osynliga tecken först i filen)"
        remedy = 'spara den som "UTF-8" i stället för "UTF-8 med BOM"'
        return {}, Problem("EK103", file, text, remedy)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start)
        before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode()
        source = raw.split(b"\n")[line].decode(errors="replace").rstrip("\r")
        remedy = 'öppna den i en textredigerare och spara med kodningen "UTF-8"'
        spot = Spot(line + 1, len(before) + 1, 1, source)
        return {}, Problem("EK102", file, "filen är inte sparad som UTF-8", remedy, spot=spot)
    if found := toml_bounds.of_text(text):
        return {}, _too_much(found, text, file)
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return {}, _syntax(str(error), text, file)
    except RecursionError:
        return {}, _too_much(toml_bounds.TOO_DEEP, text, file)
    except (ValueError, InvalidOperation):
        # A date that does not exist, or a number too long to be one.
        text = "filen går inte att läsa som TOML: ett värde är omöjligt eller för långt"
        return {}, Problem("EK104", file, text, "kontrollera datum och tal i filen")

    if found := toml_bounds.of_values(values):
        return {}, _too_much(found, text, file)
    if b"ommun" in raw:
        heed(values)
    return values, None


def _too_much(found: toml_bounds.TooMuch, text: str, file: str) -> Problem:
    """Say what a file has too much of; a line is shown by its beginning."""
    line = found.line
    spot = Spot(line, 1, 1, text.split("\n")[line - 1][:SHOWN]) if line else None
    what = f"filen är för stor eller för djup: {found.what}"
    remedy = "kontrollera att det är rätt fil; skriv värdena i tabeller, en rad för varje"
    return Problem("EK106", file, what, remedy, spot=spot)


def _syntax(message: str, text: str, file: str) -> Problem:
    """Say in Swedish where TOML's rules were broken, and what most often lies behind."""
    found = _AT.search(message)
    lines = text.split("\n")
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    source = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    if any(words in message for words in REPEATED):
        from enamnd_cost.files.positions import Positions

        # The second of the two is pointed at, where the parser points after its value. What stands
        # below has not been read, and may be anything.
        entry = Positions("\n".join(lines[:line])).repeated()
        spot = entry.key if entry else Spot(line, 1, 1, source)
        what, remedy = "samma nyckel eller tabell står två gånger", "ta bort den ena"
        heading = re.match(r"\s*\[([\w.]+)\]", spot.source)
        if heading and heading[1].split(".")[-1] in SEVERAL:
            remedy = f"skriv [[{heading[1]}]] med dubbla hakparenteser, på alla ställen"
        return Problem("EK104", file, what, remedy, spot=spot, on_key=True)
    from enamnd_cost.files.slips import KNOWN  # only a mistake needs them

    for mistake in KNOWN if len(source) < 1_000 else ():
        if said := mistake(source, column):
            what, remedy, start, end = said
            spot = Spot(line, start + 1, end - start, source)
            return Problem("EK104", file, what, remedy, spot=spot)
    remedy = "kontrollera citattecken, likhetstecken och parenteser på raden och raden före"
    spot = Spot(line, column, 1, source)
    return Problem("EK104", file, "raden följer inte TOML:s regler", remedy, spot=spot)
