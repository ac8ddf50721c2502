"""Reading population as SCB's statistical database exports it: PxWeb CSV, JSON-stat 2, xlsx.

Each reader gives the same thing: how many inhabitants each region had each year. A region is as
the file writes it, ``2582 Boden`` or a code or a name; who it is is for the caller to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.cells import Line, brief, dated, figure, lines_of
from enamnd_cost.files.documents.grid import Cell, UnreadableError
from enamnd_cost.files.inhabitants import (
    AGES,
    YEAR,
    Figures,
    NotPopulationError,
    Wanted,
    age_of,
    check_words,
    gathered,
    is_total,
    refuse_other_measures,
    refuse_others,
)
from enamnd_cost.files.json_stat import from_json_stat
from enamnd_cost.files.json_text import parse, strings
from enamnd_cost.model.ages import Ages

__all__ = ["Figures", "NotPopulationError", "from_json_stat", "from_rows", "read"]

# What a column that names a region is called: of several, those that come first tell it closest.
NAMES = (
    ("kommun", "kommuner", "kommunnamn", "kommunens namn", "municipality"),
    ("region", "område", "namn"),
    ("ort",),
)
CODES = ("kommunkod", "kod", "regionkod", "kommunnr", "kommunnummer", "kommun-id", "kommunid")
AROUND = ("län", "länskod", "länsnamn", "landsdel", "landskap")  # where the region lies
YEAR_HEADINGS = ("år", "ar", "year", "tid", "datum", "mätdatum", "period")
# A row below the table begins with one of these, or with any word and a colon.
LABEL = re.compile(
    r".*:|källa|(?:mått)?enhet|referens(?:tid|datum)|mätdatum|(?:senast )?uppdatera[dt]|kontakt|"
    r"anm(?:ärkning)?|not|databas|tabell|avser|gäller"
)
LONGEST_LABEL = 4  # lines: what is told, of which content, and what is told of it


@dataclass(frozen=True)
class Heading:
    """The row of headings: where it stands, what it says, and which columns name the region."""

    row: int
    words: dict[int, str]
    named: tuple[int, ...]

    @property
    def around(self) -> set[int]:
        """The columns that tell where a region lies, or name it less closely than another."""
        told = {word for names in NAMES for word in names} | {*AROUND}
        return {m for m, word in self.words.items() if word in told and m not in self.named}


def read(path: Path, wanted: Wanted | None = None) -> Figures:
    """Read a file by what it holds. Raises :class:`NotPopulationError`, with a Swedish reason.

    What is ``wanted`` is the whole population at 31 December, unless something else is said.
    """
    wanted = wanted or Wanted()
    try:
        sheets = documents.exported(path)
    except UnreadableError as error:
        raise NotPopulationError(error.text, error.remedy) from error
    if isinstance(sheets, str):
        return from_json_stat(sheets, wanted)
    check_words(cell.value for sheet in sheets for row in sheet.rows for cell in row)
    all_lines = [lines_of(sheet) for sheet in sheets]
    n = next((n for n, lines in enumerate(all_lines) if _heading(lines)), 0)
    refuse_others((sheet.name for sheet in sheets[n : n + 1]), wanted)
    for lines in all_lines[:n] + all_lines[n + 1 :]:
        # A sheet of texts, as one called Info, tells of the table; another table tells of itself.
        if not _heading(lines) and all(len(line) <= len(("label", "value")) for line in lines):
            refuse_others(_told(lines), wanted, notes=True)
    return from_rows(all_lines[n] if sheets else [], wanted)


def texts_of(path: Path) -> list[str]:
    """Give every text of a file that could be read, wherever it stands."""
    try:
        sheets = documents.exported(path)
        if isinstance(sheets, str):
            return [*strings(parse(sheets))]
    except (UnreadableError, ValueError, RecursionError):
        return []
    cells = (cell.value for sheet in sheets for row in sheet.rows for cell in row)
    return [sheet.name for sheet in sheets] + [each for each in cells if isinstance(each, str)]


def from_rows(rows: Sequence[Line], wanted: Wanted) -> Figures:
    """Read a table with a row per region: years as columns, or a column of years."""
    if (heading := _heading(rows)) is None:
        raise NotPopulationError("hittar ingen rad med rubriker för region och år")
    refuse_others(_told(rows[: heading.row]), wanted)
    refuse_others(map(_text, rows[heading.row].values()), wanted)
    return gathered(_below(rows[heading.row + 1 :], heading, wanted), wanted)


def _heading(rows: Sequence[Line]) -> Heading | None:
    """Find the row of headings: a title above it, or a text beside it, may hold a year as well."""
    unnamed = None
    for n, row in enumerate(rows):
        words = {m: _text(cell).casefold() for m, cell in row.items()}
        named = _named(words)
        if named and any(
            YEAR.search(word) or word in YEAR_HEADINGS
            for m, word in words.items()
            if m not in named
        ):
            return Heading(n, words, named)
        if unnamed is None and 1 not in words and any(map(YEAR.fullmatch, words.values())):
            # No heading stands over the regions: one column, or two if codes stand by themselves.
            unnamed = Heading(n, words, tuple(range(1, min(words))))
    return unnamed


def _named(words: dict[int, str]) -> tuple[int, ...]:
    """Give the columns that say which region a row is of: its code, then its name."""
    codes = [m for m, word in words.items() if word in CODES]
    found = ([m for m, word in words.items() if word in names] for names in NAMES)
    return (*codes[:1], *next(filter(None, found), [])[:1])


def _below(
    body: Sequence[Line], heading: Heading, wanted: Wanted
) -> Iterator[tuple[str, int, Ages | None, Cell | None]]:
    """Read what stands below a row of headings."""
    words, named = heading.words, heading.named
    last = max(words)  # of a column of years the figures stand in the last
    by = next((m for m, word in words.items() if word in YEAR_HEADINGS and m != last), None)
    aged = next((m for m, word in words.items() if wanted.group and word.startswith(AGES)), None)
    beside = {*named, *heading.around, *([aged] if aged else [])}
    years = {
        m: int(found[0])
        for m, word in words.items()
        if by is None and m not in beside and (found := YEAR.search(word))
    }
    figures = {*years} if by is None else {last}
    if not figures:
        raise NotPopulationError("hittar ingen kolumn för något år")
    refuse_other_measures(words[m] for m in sorted(figures))
    notes = [_is_note(row, figures, by) for row in body]
    rows = [row for row, note in zip(body, notes, strict=True) if not note]
    _refuse_parts(rows, words, {*beside, *figures, by}, wanted)
    told = _told(row for row, note in zip(body, notes, strict=True) if note)
    refuse_others(told, wanted, notes=True)
    if by is not None:
        refuse_others({_said(row, by): None for row in rows}, wanted)
    for row in rows:
        region = " ".join(filter(None, (_said(row, n) for n in named)))
        if by is not None:
            found = YEAR.search(_said(row, by))
            years = {last: int(found[0])} if region and found else {}
        age = age_of(_said(row, aged), wanted.remedy) if aged and region else None
        for column, year in years.items():
            if column in row or by is not None:
                if not region:
                    raise NotPopulationError(f"en rad har tal men ingen kommun: {wanted.remedy}")
                yield region, year, age, row.get(column)


def _is_note(row: Line, figures: set[int], by: int | None) -> bool:
    """Tell a row of what is said of the table: it has no figure, no year, or begins as a label."""
    if not (figures.intersection(row) if by is None else YEAR.search(_said(row, by))):
        return True
    first = _text(row[min(row)]).casefold()
    return bool(LABEL.fullmatch(first)) and not any(figure(row[m]) for m in figures & row.keys())


def _told(rows: Iterable[Line]) -> Iterator[str]:
    """Give what rows say, one by one; what ends with a colon goes on in the row below."""
    held: list[str] = []
    for row in rows:
        held.append(" ".join(_text(row[m]) for m in sorted(row)))
        if not held[-1].endswith(":") or len(held) == LONGEST_LABEL:
            yield " ".join(held)
            held = []
    yield " ".join(held)


def _said(row: Line, n: int) -> str:
    return _text(row[n]) if n in row else ""


def _text(cell: Cell) -> str:
    return unicodedata.normalize("NFC", dated(cell))


def _refuse_parts(
    body: Iterable[Line], words: dict[int, str], known: set[int | None], wanted: Wanted
) -> None:
    """Refuse figures for one sex or age: every other column may only say that it is the total."""
    for row in body:
        for m, cell in row.items():
            word, said = words.get(m, ""), _text(cell)
            if m in known or not said:
                continue
            refuse_others([said], wanted)
            if not is_total(word, said):
                raise NotPopulationError(
                    f'{brief(word) or "en kolumn"} är "{brief(said)}": {wanted.remedy}'
                )
