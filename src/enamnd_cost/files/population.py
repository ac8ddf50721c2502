"""Writing a new reference date into ``kommuner.toml`` without touching the rest of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files import scb
from enamnd_cost.files.counted import other_than_population
from enamnd_cost.files.drafting import ADDED_UP, folkmangd_lines
from enamnd_cost.files.inhabitants import WHOLE
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.positions import Positions
from enamnd_cost.files.reading import read_bytes
from enamnd_cost.files.toml_text import toml
from enamnd_cost.files.writing import Change, write_all
from enamnd_cost.model.data import KOMMUNER_FILE
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.swedish import listing

DIGITS = 4  # of a municipality's code


@dataclass(frozen=True)
class Moved:
    """A municipality whose population moved much from the date before."""

    name: str
    before: int
    after: int
    since: dt.date

    @property
    def percent(self) -> Fraction | None:
        """The change in per cent; None where there was nobody before."""
        return Fraction(100 * (self.after - self.before), self.before) if self.before else None


def figures_of(
    found: scb.Figures, kommuner: Kommuner, year: int | None, source: Path, today: dt.date
) -> tuple[int, dict[str, int], list[Problem]]:
    """Choose a year (the last, unless one is asked for) and give each municipality's figure."""
    shown = source.as_posix()
    years = sorted({each for _, each in found})
    chosen = years[-1] if year is None else year
    if chosen not in years:
        text = f"filen har inga tal för {chosen}"
        remedy = f"den har {listing(map(str, years))}"
        return chosen, {}, [Problem("EK211", shown, text, remedy)]
    if problem := _not_yet(chosen, years, shown, today):
        return chosen, {}, [problem]
    given: dict[str, int] = {}
    for (region, each), number in found.items():
        code, name = _code(region, kommuner)
        if each != chosen or code is None:
            continue
        if what := other_than_population(region) if "(" in region else None:
            text = f'"{region}" gäller {what}: {WHOLE}'
            return chosen, {}, [Problem("EK212", shown, text, "exportera hela kommunen")]
        if name and kommuner.labelled(name) != code:
            text = f'"{region}": koden och namnet hör inte ihop'
            return chosen, {}, [Problem("EK212", shown, text, "kontrollera filen mot SCB")]
        if code in given:
            text = f"{kommuner.names[code]} står flera gånger för {chosen}"
            return chosen, {}, [Problem("EK212", shown, text, "kontrollera filen mot SCB")]
        given[code] = number
    missing = [kommun.namn for kommun in kommuner.kommun if kommun.code not in given]
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
        code = first.zfill(DIGITS)
        return (code if code in kommuner.names else None), rest.strip()
    return kommuner.labelled(region), ""


def _not_yet(chosen: int, years: Sequence[int], shown: str, today: dt.date) -> Problem | None:
    """Refuse a year whose last day has not been: nobody has counted its people.

    Where some years of a file are such, no one knows from which of them it is a projection.
    """
    if dt.date(chosen, 12, 31) < today:
        return None
    text = f"den 31 december {chosen} har inte varit, så talen är ingen räknad folkmängd"
    been = [str(each) for each in years if dt.date(each, 12, 31) < today]
    remedy = "läs in en fil med räknad folkmängd"
    if been:
        counted = f"vilket år i filen som är räknat: {listing(been, 'eller')}"
        remedy += f", eller säg med {ask(Wish.YEARS)} {counted}"
    return Problem("EK212", shown, text, remedy)


def moved(
    kommuner: Kommuner, date: dt.date, given: Mapping[str, int], most: Fraction
) -> list[Moved]:
    """List those whose figure moved more than ``most`` per cent since the date before."""
    earlier = [folkmangd for folkmangd in kommuner.folkmangd if folkmangd.datum < date]
    if not earlier:
        return []
    before = max(earlier, key=lambda folkmangd: folkmangd.datum)
    found = []
    for name, then in before.invanare.items():
        code = kommuner.resolve(name)
        if code is not None and abs(given[code] - then) * 100 > most * then:
            found.append(Moved(kommuner.names[code], then, given[code], before.datum))
    return found


def add(
    folder: Path, date: dt.date, given: Mapping[str, int], source: str, *, replace: bool
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
    held = [n for n, folkmangd in enumerate(kommuner.folkmangd) if folkmangd.datum == date]
    if held and not replace:
        remedy = f"talen lämnas som de är; skriv {ask(Wish.REPLACE)} för att byta ut dem"
        text = f"mätdatum {date} finns redan"
        return [Problem("EK002", KOMMUNER_FILE, text, remedy, ("folkmangd", held[0], "datum"))]
    newline = "\r\n" if "\r\n" in text else "\n"
    by_id = {kommun.id: given[kommun.code] for kommun in kommuner.kommun}
    new = (
        _replaced(text, kommuner, held[0], given, source)
        if held
        else text.rstrip() + newline * 2 + newline.join(folkmangd_lines(date, by_id, source))
    )
    written, problems = read_text(new.encode(), KOMMUNER_FILE, Kommuner)
    if written is None:
        return problems
    people = next(each.invanare for each in written.folkmangd if each.datum == date)
    read_back = {kommuner.resolve(name): number for name, number in people.items()}
    if read_back != {code: given[code] for code in kommuner.codes}:
        text = f"folkmängd {date} går inte att byta ut på sin plats"
        remedy = "ta bort mätdatumet ur filen och läs in det på nytt"
        return [Problem("EK003", KOMMUNER_FILE, text, remedy)]
    refused = write_all(folder, {KOMMUNER_FILE: Change(raw, new.encode())})
    return [refused._replace(file=KOMMUNER_FILE)] if refused else []


def _replaced(text: str, kommuner: Kommuner, n: int, given: Mapping[str, int], source: str) -> str:
    """Put new figures and their source where the old ones stand, and nothing else."""
    positions = Positions(text)
    held = kommuner.folkmangd[n]
    new: dict[KeyPath, str | int] = {("summa",): sum(given[code] for code in kommuner.codes)}
    if held.kalla is not None:
        new["kalla",] = source
    if held.harledning is not None:
        new["harledning",] = ADDED_UP
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
