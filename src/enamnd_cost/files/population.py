"""Writing a new reference date into ``kommuner.toml`` without touching the rest of the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from enamnd_cost.asking import Wish, ask
from enamnd_cost.called import worded
from enamnd_cost.files import scb
from enamnd_cost.files.dates_said import Day
from enamnd_cost.files.drafting import ADDED_UP, folkmangd_lines
from enamnd_cost.files.inhabitants import Wanted
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.moved import Moved, moved_since
from enamnd_cost.files.positions import Positions
from enamnd_cost.files.reading import read_bytes
from enamnd_cost.files.toml_text import toml
from enamnd_cost.files.writing import Change, write_all
from enamnd_cost.model.data import KOMMUNER_FILE
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.swedish import listing

DIGITS = 4  # of a municipality's code


def figures_of(
    found: scb.Figures,
    kommuner: Kommuner,
    year: int | None,
    source: Path,
    today: dt.date,
    wanted: Wanted | None = None,
) -> tuple[int, dict[str, int], list[Problem]]:
    """Choose a year (the last, unless one is asked for) and give each municipality's figure.

    Of members that are no Swedish municipality, those that the file names; it need have none.
    """
    shown, wanted = source.as_posix(), wanted or Wanted()
    years = sorted({each for _, each in found})
    chosen = years[-1] if year is None else year
    if chosen not in years:
        text = f"filen har inga tal för {chosen}"
        remedy = f"den har {listing(map(str, years))}"
        return chosen, {}, [Problem("EK211", shown, text, remedy)]
    if problem := _not_yet(chosen, years, shown, today, wanted.day):
        return chosen, {}, [problem]
    given: dict[str, int] = {}
    for (region, each), number in found.items():
        code, name = _code(region, kommuner)
        if each != chosen or code is None:
            continue
        if what := wanted.other(region) if "(" in region else None:
            text = f'"{region}" gäller {what}: {wanted.remedy}'
            return chosen, {}, [Problem("EK212", shown, text, "exportera hela kommunen")]
        if name and kommuner.labelled(name) != code:
            text = f'"{region}": koden och namnet hör inte ihop'
            return chosen, {}, [Problem("EK212", shown, text, "kontrollera filen mot SCB")]
        if code in given:
            text = f"{kommuner.names[code]} står flera gånger för {chosen}"
            return chosen, {}, [Problem("EK212", shown, text, "kontrollera filen mot SCB")]
        given[code] = number
    missing = [k.namn for k in kommuner.kommun if k.scb and k.code not in given]
    if missing:
        text = f"filen saknar {listing(missing)} för {chosen}"
        remedy = "exportera en tabell där alla nämndens kommuner är med"
        short = sorted({r for r, _ in found if r.isdigit() and r.zfill(DIGITS) in kommuner.names})
        if short := [code for code in short if code not in kommuner.names]:
            remedy = (
                f"{listing(short)} kan vara {listing(code.zfill(DIGITS) for code in short)} utan "
                "sin första nolla: skriv kommunens namn efter koden, eller läs in koden som text"
            )
        return chosen, {}, [Problem("EK208", shown, text, remedy)]
    return chosen, given, []


def _code(region: str, kommuner: Kommuner) -> tuple[str | None, str]:
    """Read ``2582 Boden``, ``127 Botkyrka``, a code or a name: the code, and any name beside it."""
    first, _, rest = region.partition(" ")
    # A spreadsheet drops the zero that a code begins with; the name tells that it is one.
    if first.isdigit() and (len(first) == DIGITS or (rest and len(first) == DIGITS - 1)):
        known = [code for code in (first.zfill(DIGITS), first) if code in kommuner.names]
        named = kommuner.labelled(rest) if rest else None
        if named in known or named in kommuner.beyond_scb:
            return named, ""
        return (known[0] if known else None), rest.strip()
    return kommuner.labelled(region), ""


def _not_yet(
    chosen: int, years: Sequence[int], shown: str, today: dt.date, day: Day
) -> Problem | None:
    """Refuse a year whose last day, or other day, has not been: nobody has counted its people.

    Where some years of a file are such, no one knows from which of them it is a projection.
    """
    if dt.date(chosen, *day) < today:
        return None
    text = f"den {day.words} {chosen} har inte varit, så talen är ingen räknad folkmängd"
    been = [str(each) for each in years if dt.date(each, *day) < today]
    remedy = "läs in en fil med räknad folkmängd"
    if been:
        counted = f"vilket år i filen som är räknat: {listing(been, 'eller')}"
        remedy += f", eller säg med {ask(Wish.YEARS)} {counted}"
    return Problem("EK212", shown, text, remedy)


def moved(
    kommuner: Kommuner, date: dt.date, given: Mapping[str, int], most: Fraction
) -> list[Moved]:
    """List those whose figure moved more than ``most`` per cent since the date before."""
    held = {folkmangd.datum: folkmangd.invanare for folkmangd in kommuner.folkmangd}
    return moved_since(held, kommuner, date, given, most)


def by_hand(words: Sequence[str], kommuner: Kommuner) -> tuple[dict[str, int], list[Problem]]:
    """Read figures that no file has, as ``sunnmore=27_000``: of who is no Swedish municipality."""
    given: dict[str, int] = {}
    problems = []
    for word in words:
        name, _, count = word.partition("=")
        code = kommuner.resolve(name)
        if code is None:
            known = [kommuner.ids[each] for each in kommuner.beyond_scb]
            problems.append(unknown("medlem", name, known, code="EK005", file="", path=()))
        elif code not in kommuner.beyond_scb:
            text = f"{kommuner.names[code]} är en svensk kommun: dess folkmängd läses ur filen"
            problems.append(Problem("EK005", "", text, f"ta bort {word}"))
        elif not re.fullmatch(r"[0-9][0-9_ \N{NO-BREAK SPACE}]{0,14}", count):
            remedy = f"skriv ett antal: {kommuner.ids[code]}=27000"
            problems.append(Problem("EK005", "", f'"{word}" är ingen folkmängd', remedy))
        else:
            given[code] = int(re.sub(r"\D", "", count))
    return given, problems


def held(kommuner: Kommuner, date: dt.date) -> dict[str, int]:
    """Give what the folder has at a date of those whom SCB does not count."""
    people = next((each.invanare for each in kommuner.folkmangd if each.datum == date), {})
    by_code = {kommuner.resolve(name): count for name, count in people.items()}
    return {code: by_code[code] for code in kommuner.beyond_scb if code in by_code}


def lacking(kommuner: Kommuner, given: Mapping[str, int]) -> Problem | None:
    """Refuse a date that would lack a municipality: SCB counts those of Sweden alone."""
    missing = [k for k in kommuner.kommun if k.municipality and k.code not in given]
    if not missing:
        return None
    text = f"filen har ingen folkmängd för {listing(k.namn for k in missing)}, som SCB inte räknar"
    remedy = "ange den: " + " ".join(ask(Wish.COUNTED, f"{k.id}=ANTAL") for k in missing)
    return Problem("EK208", KOMMUNER_FILE, text, remedy)


def told(
    kommuner: Kommuner, date: dt.date, file: str, read: Mapping[str, int], given: Mapping[str, int]
) -> tuple[str, str]:
    """Give the source of a date read from a file, and what of it is derived or from elsewhere."""
    counted = f"folkmängd {date} (ur {file})"
    by_scb = not set(read) & set(kommuner.beyond_scb)
    source = f"SCB:s statistikdatabas, {counted}" if by_scb else f"F{counted[1:]}"
    if others := [kommuner.names[code] for code in kommuner.codes if code in {*given} - {*read}]:
        but = f"utom för {listing(others)}"
        return f"{source}, {but}", f"Summan är talen sammanräknade; talen är hämtade, {but}."
    return source, ADDED_UP


def without(kommuner: Kommuner, date: dt.date, given: Mapping[str, int]) -> list[str]:
    """Name, by code, those with a figure at the latest date before that have none now."""
    before = [each for each in kommuner.folkmangd if each.datum < date]
    if not before:
        return []
    last = max(before, key=lambda each: each.datum)
    codes = (kommuner.resolve(name) for name in last.invanare)
    return [code for code in codes if code is not None and code not in given]


def add(
    folder: Path,
    date: dt.date,
    given: Mapping[str, int],
    source: str,
    *,
    replace: bool,
    derived: str = ADDED_UP,
) -> list[Problem]:
    """Write the date into the file: at its end, or in place of the same date if asked.

    The new text is read back before it is moved into place, so that a sound file stays sound.
    """
    raw, problem = read_bytes(folder / KOMMUNER_FILE, KOMMUNER_FILE)
    if problem is not None:
        return [problem]
    kommuner, problems = read_text(raw, KOMMUNER_FILE, Kommuner)
    if kommuner is None:
        return problems
    text = raw.decode("utf-8")
    at = [n for n, folkmangd in enumerate(kommuner.folkmangd) if folkmangd.datum == date]
    if at and not replace:
        remedy = f"talen lämnas som de är; skriv {ask(Wish.REPLACE)} för att byta ut dem"
        text = f"mätdatum {date} finns redan"
        return [Problem("EK002", KOMMUNER_FILE, text, remedy, ("folkmangd", at[0], "datum"))]
    newline = "\r\n" if "\r\n" in text else "\n"
    by_id = {k.id: given[k.code] for k in kommuner.kommun if k.code in given}
    lines = folkmangd_lines(date, by_id, source, derived=derived)
    new = (
        _replaced(text, kommuner, at[0], given, source, derived)
        if at
        else text.rstrip() + newline * 2 + newline.join(lines)
    )
    written, problems = read_text(new.encode(), KOMMUNER_FILE, Kommuner)
    if written is None:
        return problems
    people = next(each.invanare for each in written.folkmangd if each.datum == date)
    read_back = {kommuner.resolve(name): number for name, number in people.items()}
    if read_back != dict(given):
        text = f"folkmängd {date} går inte att byta ut på sin plats"
        remedy = "ta bort mätdatumet ur filen och läs in det på nytt"
        return [Problem("EK003", KOMMUNER_FILE, text, remedy)]
    refused = write_all(folder, {KOMMUNER_FILE: Change(raw, new.encode())})
    return [refused._replace(file=KOMMUNER_FILE)] if refused else []


def _replaced(
    text: str, kommuner: Kommuner, n: int, given: Mapping[str, int], source: str, derived: str
) -> str:
    """Put new figures and their source where the old ones stand, and nothing else."""
    positions = Positions(text)
    held = kommuner.folkmangd[n]
    new: dict[KeyPath, str | int] = {("summa",): sum(given.values())}
    if held.kalla is not None:
        new["kalla",] = source
    if held.harledning is not None:
        new["harledning",] = worded(derived)
    for name in held.invanare:
        code = kommuner.resolve(name)
        assert code is not None
        new["invanare", name] = given[code]
    raw = text.encode()
    placed = [
        (span, toml(new[at]).encode())
        for at in new
        if (span := positions.span(("folkmangd", n, *at)))
    ]
    # From the end, so that what has another length moves nothing that is still to be replaced.
    for (start, end), value in sorted(placed, reverse=True):
        raw = raw[:start] + value + raw[end:]
    return raw.decode()
