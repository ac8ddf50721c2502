"""What every reader of population holds a file to: what it says it counts, and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from enamnd_cost.files.counted import ANOTHER_DAY, other_than_population, says_people
from enamnd_cost.files.documents.cells import brief, figure, shown
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import DASHES

Figures = dict[tuple[str, int], int]

YEAR = re.compile(r"(?<![^\W_])(?:19|20)\d\d(?![^\W_])")
TOTALS = ("totalt", "total", "samtliga", "alla", "båda könen", "män och kvinnor", "tot")
PARTS = ("kön", "kon", "ålder", "alder", "civilstånd", "civilstand", "sex", "age")
MOST_PEOPLE = 10**9
MOST_WORDS = 200_000  # characters; six thousand regions have half of it
_LETTER = re.compile(r"[^\W\d_]")
WHOLE = "exportera folkmängden den 31 december totalt, utan kön och ålder"

# What is to be written where a date that tells of the table could be that of its figures.
OF_THE_TABLE = '; är det dagen då tabellen gjordes, skriv "hämtad" eller "uppdaterad" före den'


class NotPopulationError(Exception):
    """The file holds no table that can be read as population by region and year; says why.

    ``remedy`` is what helps where the file cannot be read at all.
    """

    def __init__(self, text: str, remedy: str = "") -> None:
        super().__init__(text)
        self.remedy = remedy


def check_words(said: Iterable[object]) -> None:
    """Refuse a file that says more than a table does: each different text is looked through.

    Names of regions and notes are far less, of however many years the figures are.
    """
    texts = {each for each in said if isinstance(each, str) and _LETTER.search(each)}
    if sum(map(len, texts)) > MOST_WORDS:
        words = f"{MOST_WORDS:_}".replace("_", " ")
        raise NotPopulationError(f"filen har mer än {words} tecken text: {WHOLE}")


def refuse_others(texts: Iterable[str], *, notes: bool = False) -> None:
    """Refuse a table that is said to count something else; ``notes`` are what stands below it."""
    for text in texts:
        if what := _counted(text, notes):
            hint = OF_THE_TABLE if what.startswith(ANOTHER_DAY) else ""
            raise NotPopulationError(f"filen gäller {what}: {WHOLE}{hint}")


@lru_cache(maxsize=10_000)
def _counted(text: str, notes: bool) -> str | None:  # noqa: FBT001 (what is cached goes by place)
    """Say what a text tells is counted: the same text may stand in every row."""
    return other_than_population(text, note=notes)


def refuse_other_measures(headings: Iterable[str]) -> None:
    """Refuse a column of births, growth or anything else that stands beside the population."""
    for heading in headings:
        if not says_people(heading) or len(YEAR.findall(heading)) > 1:
            raise NotPopulationError(f'kolumnen "{brief(heading)}" är ingen folkmängd')


def is_total(heading: str, said: str) -> bool:
    """Tell what one value of a column or a dimension may be: population, or a total of a part."""
    named = re.search(r"[^\W\d_]", said) and not heading.startswith(PARTS)
    return bool(named and says_people(said)) or any(word in said.casefold() for word in TOTALS)


def gathered(cells: Iterable[tuple[str, int, Cell | None]]) -> Figures:
    """Gather figures by region and year, each a whole number of people that stands once."""
    figures: Figures = {}
    for region, year, cell in cells:
        if (region, year) in figures:
            raise NotPopulationError(f"{brief(region)} {year} står flera gånger: {WHOLE}")
        people = _whole(cell) if cell else None
        if people is None:
            said = shown(cell) if cell else ""
            raise NotPopulationError(f'{brief(region)} {year}: "{said}" är inget antal invånare')
        figures[region, year] = people
    if not figures:
        raise NotPopulationError("tabellen har inga rader")
    return figures


def _whole(cell: Cell) -> int | None:
    """Read a number of people: whole, with no unit; a dash is none."""
    found = figure(cell)
    if found is None or found.unit or found.value.denominator != 1 or cell.value in DASHES:
        return None
    return int(found.value) if 0 <= found.value < MOST_PEOPLE else None
