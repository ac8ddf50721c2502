"""From a file to what is booked on each side, row by row, or all that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.grid import EXPORT, Document, Sheet, UnreadableError
from enamnd_cost.files.documents.tables import problem_at
from enamnd_cost.files.ledger import sides, sums
from enamnd_cost.files.ledger.rows import Row, Table, table_of
from enamnd_cost.files.ledger.sides import Side
from enamnd_cost.files.supplied import Measure
from enamnd_cost.model.problem import Problem, first
from enamnd_cost.swedish import fold, listing

SAID: dict[Side, str] = {"intakt": "intäkterna", "kostnad": "kostnaderna"}
_ORE = re.compile(r"(?<!\w)i öre(?!\w)|\(öre\)|,\s?öre$")
_MONTH = re.compile(r"((?:19|20)\d\d)[-/. ]?(0[1-9]|1[0-2])")


class Entry(NamedTuple):
    """A post: its row, what it may go by, and its exact kronor by side.

    ``keys`` are those of its names that tell best what it is of.
    """

    row: int
    names: tuple[str, ...]
    keys: tuple[str, ...]
    amounts: dict[Side, Fraction]


class Ledger(NamedTuple):
    """The posts of a file, and what the reader should know of how they were read."""

    file: str
    sheet: Sheet
    column: str
    entries: tuple[Entry, ...]
    told: tuple[str, ...]

    def problem(self, entry: Entry, code: str, text: str, remedy: str) -> Problem:
        """Say what is wrong with a post, placed at its line where the file has lines."""
        problem = Problem(code, self.file, f"rad {entry.row}: {text}", remedy)
        return problem_at(self.sheet, entry.row, problem)


def read(path: Path, until: dt.date) -> tuple[Ledger | None, list[Problem]]:
    """Read what is booked from the year's beginning until a day; with all that is wrong with it.

    Where rows are wrong the rest of them is still given, so that all mistakes can be told at once.
    """
    document, problems = documents.read(path, EXPORT)
    if document is None:
        return None, problems
    try:
        table = _table(document, until.year)
        _in_kronor(table)
    except UnreadableError as error:
        return None, [error.problem(document.file)]
    if wrong := sides.without_accounts(table.columns):
        return None, [Problem("EK051", document.file, *wrong)]
    posts = [row for row in table.rows if not row.total and not row.parted]
    if not posts:
        text, remedy = "tabellen har inga rader med belopp", "ta ut den med en rad för varje konto"
        return None, [Problem("EK026", document.file, text, f"{remedy} eller projekt")]
    problems = first(
        problem_at(table.sheet, row.number, Problem(code, document.file, text, remedy))
        for row, code, text, remedy in _wrong(table, posts, until)
    )
    entries = [
        Entry(row.number, row.names, row.keys or row.names, sides.on_sides(row))
        for row in posts
        if not row.wrong and not sides.unknown(row)
    ]
    turned = () if "debet" in table.columns.amounts.values() else _turned(entries)
    if len(turned) == len(SAID):
        text = "både intäkterna och kostnaderna är tillsammans under noll"
        remedy = "ta ut tabellen så att kostnaderna, eller båda, står utan minus"
        problems.append(Problem("EK051", document.file, text, remedy))
    found = tuple(_as_turned(entry, turned) for entry in entries)
    told = tuple(_told(table, posts, turned, until))
    return Ledger(document.file, table.sheet, table.columns.named, found, told), problems


def _table(document: Document, year: int) -> Table:
    """Find the one sheet that has the headings of an export."""
    found = [table for sheet in document.sheets if (table := table_of(sheet, year))]
    if not found:
        text = "ingen tabell har rubriker för vad som är bokfört"
        remedy = (
            "tabellen behöver en rad med rubriker: Konto eller Projekt, och Intäkter och "
            "Kostnader, Debet och Kredit, eller Belopp"
        )
        raise UnreadableError("EK022", text, remedy)
    if len(found) > 1:
        text = f"flera blad har bokförda belopp: {listing(each.sheet.name for each in found)}"
        raise UnreadableError("EK022", text, "spara det som gäller som en fil för sig")
    return found[0]


def _in_kronor(table: Table) -> None:
    """Refuse a table that says that it is in thousands, millions or öre."""
    of_amounts = len(table.columns.amounts)
    for heading in table.said[:of_amounts]:
        near = (heading, *table.said[of_amounts:])
        scales = ((text, words.scale(words.without_rounding(text))) for text in near)
        said = next(((text, scale) for text, scale in scales if scale), None)
        ore = next((text for text in near if _ORE.search(fold(text))), None)
        if ore or (said and said[1] != 1):
            text = f'i filen står "{ore or (said and said[0])}", men utfallet skrivs i hela kronor'
            raise UnreadableError("EK027", text, "ta ut tabellen ur ekonomisystemet i kronor")


def _wrong(table: Table, posts: list[Row], until: dt.date) -> Iterator[tuple[Row, str, str, str]]:
    """List what is wrong with rows: amounts, sides, sums, and of when they are."""
    for row in table.rows:
        for text, remedy in row.wrong:
            yield row, "EK023", f"rad {row.number}: {text}", remedy
    for row in posts:
        if wrong := sides.unknown(row):
            yield row, "EK051", f"rad {row.number}: {wrong[0]}", wrong[1]
    if not any(row.wrong for row in table.rows):
        for row, text in sums.off(table.rows):
            yield row, "EK026", f"rad {row.number}: {text}", sums.REMEDY
    outside = [(row, text) for row in posts for text in _outside(row, until)]
    if outside:
        row, said = outside[0]
        begins, more = dt.date(until.year, 1, 1), len(outside) - 1
        others = "" if not more else f", och {more} rader till" if more > 1 else ", och en rad till"
        text = f"rad {row.number}: {said} är inte från {begins} till och med {until}{others}"
        yield row, "EK052", text, f"ta ut tabellen från {begins} till och med dagen som anges"


def _outside(row: Row, until: dt.date) -> Iterator[str]:
    """Give what a row says of its time, where that is another year or after the day."""
    for heading, text in row.times:
        begins = _begins(text, until.year)
        if begins and (begins.year != until.year or begins > until):
            yield f"{heading} {text}"
            return


def _begins(text: str, year: int) -> dt.date | None:
    """Give the first day of what a cell of times says: a day, a month, or a year.

    >>> [str(_begins(t, 2022)) for t in ("2022-06-03", "202206", "2022", "6", "Maj", "13")]
    ['2022-06-03', '2022-06-01', '2022-01-01', '2022-06-01', 'None', 'None']
    """
    if found := _MONTH.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), 1)
    if re.fullmatch(r"(19|20)\d\d", text):
        return dt.date(int(text), 1, 1)
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return dt.date(year, int(text), 1)
    return words.date(text)


def _turned(entries: list[Entry]) -> tuple[Side, ...]:
    """Name the sides whose amounts come to less than nothing: they are printed with minus."""
    return tuple(
        side
        for side in SAID
        if sum((entry.amounts.get(side, Fraction(0)) for entry in entries), Fraction(0)) < 0
    )


def _as_turned(entry: Entry, turned: tuple[Side, ...]) -> Entry:
    amounts = {side: -kr if side in turned else kr for side, kr in entry.amounts.items()}
    return entry._replace(amounts=amounts)


def _told(
    table: Table, posts: list[Row], turned: tuple[Side, ...], until: dt.date
) -> Iterator[str]:
    """Say what the reader should know of how the file was read."""
    if not table.columns.sided:
        yield sides.BY_CLASS
    if turned:
        yield f"{listing(SAID[side] for side in turned)} står med minus i filen, och har vänts"
    hidden = sum(row.number in table.sheet.hidden_rows for row in posts)
    if hidden:
        many = "en dold rad är med" if hidden == 1 else f"{hidden} dolda rader är med"
        yield f"{many} i det som är läst"
    said_in = Measure(until, "kr").said_in
    times = (None, until, until.year)
    if other := next((text for text in table.said if said_in(text) not in times), None):
        yield f'i filen står "{other}", men talen läses in för {until}'
