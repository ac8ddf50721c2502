"""What every reader of population holds a file to: what it says it counts, and its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from enamnd_cost.files import ages_said
from enamnd_cost.files.counted import ANOTHER_DAY, groups_in, other_than_population, says_people
from enamnd_cost.files.dates_said import LAST_OF_YEAR, Day
from enamnd_cost.files.documents.cells import brief, figure, shown
from enamnd_cost.files.documents.grid import Cell
from enamnd_cost.files.documents.numbers import DASHES
from enamnd_cost.model.ages import Ages

Figures = dict[tuple[str, int], int]

YEAR = re.compile(r"(?<![^\W_])(?:19|20)\d\d(?![^\W_])")
TOTALS = ("totalt", "total", "samtliga", "alla", "båda könen", "män och kvinnor", "tot")
AGES = ("ålder", "alder", "age")
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


@dataclass
class Wanted:
    """What a file is to count: people on a ``day`` of the year, all of them or of some ages.

    ``named`` tells once a text that is no note has said those ages. Where a file has a row for each
    year of age they are added up, if each is there.
    """

    day: Day = LAST_OF_YEAR
    group: Ages | None = None
    named: bool = False

    @property
    def remedy(self) -> str:
        """What to export instead of something else."""
        if self.group is None and self.day == LAST_OF_YEAR:
            return WHOLE
        people = "totalt, utan kön och ålder"
        if self.group:
            people = f"för {self.group.words}, utan kön; i rubriken eller i en kolumn med ålder"
        return f"exportera folkmängden den {self.day.words} {people}"

    def other(self, said: str, *, note: bool = False) -> str | None:
        """Say what else a text tells is counted, if it is something else."""
        return other_than_population(said, note=note, day=self.day, group=self.group)

    def people(self, who: str, held: Mapping[Ages | None, int]) -> int:
        """Give the people of one region and year: of the ages wanted, or of each of them."""
        if self.group is None:
            return held[None]
        if held.keys() == {None}:
            if self.named:
                return held[None]
            text = f"filen säger inte att den gäller {self.group.words}"
            raise NotPopulationError(f"{text}: {self.remedy}")
        if self.group in held:
            return held[self.group]
        years = _years_of(self.group, held)
        if missing := [each for each in years if each not in held]:
            gap = missing[0].words if len(missing) == 1 else f"{missing[0].words} och fler åldrar"
            text = f"{who} saknar {gap} av {self.group.words}, som varje ålder för sig ska ge"
            raise NotPopulationError(f"{text}: {self.remedy}")
        return sum(held[each] for each in years)


def _years_of(group: Ages, held: Mapping[Ages | None, int]) -> list[Ages]:
    """List each year of age of a group; what has no end ends with what a table says is older."""
    if group.last is not None:
        return [Ages(age, age) for age in range(group.first, group.last + 1)]
    open_ended = [each.first for each in held if each and each.last is None]
    oldest = max(open_ended, default=group.first)
    return [*(Ages(age, age) for age in range(group.first, oldest)), Ages(oldest, None)]


def age_of(said: str, remedy: str) -> Ages | None:
    """Read the age that a row is of; None of a row of all ages."""
    found = ages_said.of_cell(said)
    if found is None and not any(word in said.casefold() for word in TOTALS):
        raise NotPopulationError(f'åldern "{brief(said)}" går inte att läsa: {remedy}')
    return found


def check_words(said: Iterable[object]) -> None:
    """Refuse a file that says more than a table does: each different text is looked through.

    Names of regions and notes are far less, of however many years the figures are.
    """
    texts = {each for each in said if isinstance(each, str) and _LETTER.search(each)}
    if sum(map(len, texts)) > MOST_WORDS:
        words = f"{MOST_WORDS:_}".replace("_", " ")
        raise NotPopulationError(f"filen har mer än {words} tecken text: {WHOLE}")


def refuse_others(texts: Iterable[str], wanted: Wanted, *, notes: bool = False) -> None:
    """Refuse a table that is said to count something else; ``notes`` are what stands below it."""
    for text in texts:
        if what := _counted(text, notes, wanted.day, wanted.group):
            hint = OF_THE_TABLE if what.startswith(ANOTHER_DAY) else ""
            raise NotPopulationError(f"filen gäller {what}: {wanted.remedy}{hint}")
        if wanted.group and not notes and not wanted.named:
            wanted.named = wanted.group in groups_in(text)


@lru_cache(maxsize=10_000)
def _counted(text: str, notes: bool, day: Day, group: Ages | None) -> str | None:  # noqa: FBT001
    """Say what a text tells is counted: the same text may stand in every row."""
    return other_than_population(text, note=notes, day=day, group=group)


def refuse_other_measures(headings: Iterable[str]) -> None:
    """Refuse a column of births, growth or anything else that stands beside the population."""
    for heading in headings:
        if not says_people(heading) or len(YEAR.findall(heading)) > 1:
            raise NotPopulationError(f'kolumnen "{brief(heading)}" är ingen folkmängd')


def is_total(heading: str, said: str) -> bool:
    """Tell what one value of a column or a dimension may be: population, or a total of a part."""
    named = re.search(r"[^\W\d_]", said) and not heading.startswith(PARTS)
    return bool(named and says_people(said)) or any(word in said.casefold() for word in TOTALS)


def gathered(cells: Iterable[tuple[str, int, Ages | None, Cell | None]], wanted: Wanted) -> Figures:
    """Gather figures by region and year, each a whole number of people that stands once.

    A row may be of an age, where a group of ages is wanted.
    """
    gathered: dict[tuple[str, int], dict[Ages | None, int]] = {}
    for region, year, age, cell in cells:
        held = gathered.setdefault((region, year), {})
        if age in held:
            of_age = f" ({age.words})" if age else ""
            raise NotPopulationError(
                f"{brief(region)} {year}{of_age} står flera gånger: {wanted.remedy}"
            )
        people = _whole(cell) if cell else None
        if people is None:
            said = shown(cell) if cell else ""
            raise NotPopulationError(f'{brief(region)} {year}: "{said}" är inget antal invånare')
        held[age] = people
    if not gathered:
        raise NotPopulationError("tabellen har inga rader")
    return {
        (region, year): wanted.people(f"{brief(region)} {year}", held)
        for (region, year), held in gathered.items()
    }


def _whole(cell: Cell) -> int | None:
    """Read a number of people: whole, with no unit; a dash is none."""
    found = figure(cell)
    if found is None or found.unit or found.value.denominator != 1 or cell.value in DASHES:
        return None
    return int(found.value) if 0 <= found.value < MOST_PEOPLE else None
