"""Which of a document's sheets and columns is meant: the one asked for, or the only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.by_member.sought import Sought
from enamnd_cost.files.by_member.table import Table, figure_in, stands
from enamnd_cost.files.documents.cells import Line, heads_years
from enamnd_cost.files.documents.grid import Document, Sheet, UnreadableError, column_letters
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.swedish import fold, listing, meant


def sheet_of(document: Document, asked: str | None) -> Sheet:
    """Take the sheet that is asked for, or the only one.

    Raises :class:`UnreadableError` where there is no such sheet, or none is chosen of several.
    """
    titles = [page.name for page in document.sheets]
    if not titles:
        text = "arbetsboken har inga blad"
        raise UnreadableError("EK036", text, "kontrollera att det är rätt fil")
    if asked is None and len(titles) == 1:
        return document.sheets[0]
    if asked is None:
        seen = (f"{page.name} (dolt)" if page.hidden else page.name for page in document.sheets)
        text = f"arbetsboken har {len(titles)} blad: {listing(seen)}"
        raise UnreadableError("EK022", text, f"välj ett, till exempel {ask(Wish.SHEET, titles[0])}")
    if titles == [""]:
        text = f"{ask(Wish.SHEET, asked)} gäller en arbetsbok, och filen är ingen"
        raise UnreadableError("EK022", text, f"ta bort {ask(Wish.SHEET)}")
    for page in document.sheets:
        if fold(page.name) == fold(asked):
            return page
    text, remedy = f'bladet "{asked}" finns inte', f"arbetsboken har {listing(titles)}"
    raise UnreadableError("EK022", text, f"{meant(asked, titles)} {remedy}".strip())


def table_in(
    document: Document,
    sheet: Sheet,
    lines: list[Line],
    kommuner: Kommuner,
    column: str | None,
    sought: Sought,
) -> Table:
    """Find the columns of names and of figures in a sheet's lines, or say which there are.

    ``column`` is the heading or the letter of the one with figures. Raises
    :class:`UnreadableError` where no row names a member, or no single column can be told.
    """
    names, named, heading = headed(lines, kommuner)
    headings = {n: stands(heading, n) for n in sorted({n for line in lines for n in line})}
    at = (
        _asked(column, headings, lines)
        if column
        else _only(names, named, headings, kommuner, sought)
    )
    return Table(document.file, sheet, lines, names, at, kommuner, headings.get(at, ""))


def headed(lines: list[Line], kommuner: Kommuner) -> tuple[int, list[Line], Line]:
    """Find the column that names members, the rows in which it does, and that of headings.

    Raises :class:`UnreadableError` where no row names a member.
    """
    known = Counter(n for line in lines for n in line if kommuner.labelled(stands(line, n)))
    if not known:
        text = "ingen rad börjar med en kommun i datamappen"
        first = ", ".join(kommun.namn for kommun in kommuner.kommun[:3])
        raise UnreadableError("EK021", text, f"tabellen ska ha en rad för varje kommun: {first} …")
    # Codes are known as well; where names stand beside them, the names are what people correct.
    names = max(known, key=lambda n: (known[n], not stands(lines[-1], n).isdigit(), -n))
    named = [line for line in lines if kommuner.labelled(stands(line, names))]
    above = (line for line in reversed(lines) if row_of(line) < row_of(named[0]))
    return names, named, next(above, {})


def _only(
    names: int, named: list[Line], headings: Mapping[int, str], kommuner: Kommuner, sought: Sought
) -> int:
    """Find the only column of what is sought."""
    numeric = [
        n
        for n in headings
        if n != names
        and any(figure_in(line, n) for line in named)
        and not all(kommuner.labelled(stands(line, n)) for line in named)
        and not heads_years(headings[n], [line[n] for line in named if n in line])
    ]
    numeric = [
        n for n in numeric if not any(tell(headings[n]) for tell in sought.others)
    ] or numeric
    for tell in sought.preferred:
        numeric = [n for n in numeric if tell(headings[n])] or numeric
    if len(numeric) == 1:
        return numeric[0]
    if not numeric:
        remedy = f"ange kolumnen med {ask(Wish.COLUMN)}"
        raise UnreadableError("EK022", f"ingen kolumn har {sought.figure}", remedy)
    shown = listing(column_name(n, headings[n]) for n in numeric)
    text = f"tabellen har flera kolumner med tal: {shown}"
    letter = column_letters(numeric[0])
    raise UnreadableError("EK022", text, f"välj en, till exempel {ask(Wish.COLUMN, letter)}")


def _asked(asked: str, headings: Mapping[int, str], lines: list[Line]) -> int:
    """Find the column that was asked for: by heading, in any row above, or by letter."""
    wanted = fold(asked)
    for line in lines:
        found = [n for n in line if fold(stands(line, n)) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            letters = listing(map(column_letters, found))
            text = f'flera kolumner heter "{asked}"'
            raise UnreadableError("EK022", text, f"välj en av dem med dess bokstav: {letters}")
    for n in headings:
        if column_letters(n).casefold() == wanted:
            return n
    shown = listing(column_name(n, heading) for n, heading in headings.items())
    raise UnreadableError("EK022", f'kolumnen "{asked}" finns inte', f"tabellen har {shown}")


def column_name(n: int, heading: str) -> str:
    """Name a column by its letter and what stands over it."""
    return f'{column_letters(n)} "{heading}"' if heading else column_letters(n)
