"""Finding the tables in a sheet: headings, sections, rows of figures, and the notes between.

A table may have gaps, several may stand below or beside each other. Nothing here knows what the
figures are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enamnd_cost.files.documents import periods, words
from enamnd_cost.files.documents.blocks import blocks
from enamnd_cost.files.documents.cells import (
    Line,
    figure,
    is_text,
    is_year,
    lines_of,
    says_amount,
    spoilt,
    states_unit,
    text_of,
)
from enamnd_cost.files.documents.grid import Cell, Sheet
from enamnd_cost.files.documents.lists import tables_in
from enamnd_cost.files.documents.numbers import DASHES
from enamnd_cost.files.documents.tables import (
    Page,
    Region,
    Remark,
    figure_columns,
    first,
    row_of,
    scale_of,
)
from enamnd_cost.swedish import fold

MOST_HEADS = 20  # rows of headings over one table
MOST_WORDS = 20  # rows without a figure within a table
ALIKE = 3  # columns of texts in two rows
LONG = 60  # a text longer than this is a note, no heading


def page(sheet: Sheet) -> Page:
    """Read a sheet."""
    whole, listed = _Descent(sheet).page(), tables_in(sheet)
    if not listed:
        return whole
    parts = [(name, _Descent(part).page()) for name, part in listed]
    found = [
        replace(block, titles=(*block.titles, name) if name else block.titles)
        for name, part in parts
        for block in part.blocks
    ]
    notes = [note for _, part in parts for note in part.notes]
    return Page(sheet, tuple(found), tuple(notes), whole.title)


class _Descent:
    """Goes down a sheet's rows once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.lines = lines_of(sheet)
        self.figures = [figure_columns(line) for line in self.lines]
        self.regions: list[Region] = []
        self.notes: list[Remark] = []
        self.pending: list[Line] = []
        self.listed: str | None = None  # what the points of a list stand under, while it lasts
        self.open: Region | None = None

    def page(self) -> Page:
        for n, line in enumerate(self.lines):
            self._line(n, line)
        self.notes += [
            Remark(text_of(cell), cell.place, "")
            for line in self.pending
            for cell in line.values()
            if isinstance(cell.value, str)
        ]
        texts = (text_of(cell) for line in self.lines for cell in line.values() if is_text(cell))
        title = next(texts, "")
        said = [title, *(note.text for note in self.notes[:3])]
        above = scale_of([text for text in said if not says_amount(text)], 1)
        found = tuple(
            block for region in self.regions for block in blocks(self.sheet, region, above)
        )
        return Page(self.sheet, found, tuple(self.notes), title)

    def _line(self, n: int, line: Line) -> None:
        texts = [cell for cell in line.values() if is_text(cell)]
        if self.open and row_of(line) > row_of(self.lines[n - 1]) + 1:
            self.open.group += 1
        listed, self.listed = self.listed, None
        if _is_nothing(line):
            self.listed = listed
        elif self._is_data(line, texts) or self._is_within(n):
            self._data(line)
        elif self._is_listed(n, texts, listed):
            self._list(texts[0], listed)
        elif len(line) > 1 or (self.pending and not texts):
            self.open = None
            self.pending.append(line)
        elif self._is_note(texts):
            under = self.open.section if self.open else ""
            under = under or (text_of(first(self.pending[-1])) if self.pending else "")
            self.notes.append(Remark(text_of(texts[0]), texts[0].place, under))
        elif self.open and not self._heads_new_table(n):
            if texts:
                self.open.begin(text_of(texts[0]))
            self.open.group += 1
        else:
            self.open = None
            self.pending.append(line)

    def _is_listed(self, n: int, texts: Sequence[Cell], listed: str | None) -> bool:
        """Tell a point of a list, or a line that goes on with one, from a heading."""
        if len(texts) != 1 or len(self.lines[n]) != 1:
            return False
        below = self.lines[n + 1] if n + 1 < len(self.lines) else {}
        heads = len(below) > 1 and row_of(below) == row_of(self.lines[n]) + 1
        near = listed is not None and row_of(self.lines[n]) == row_of(self.lines[n - 1]) + 1
        return not heads and (near or words.is_bullet(text_of(texts[0])))

    def _list(self, cell: Cell, listed: str | None) -> None:
        """Take a point of a list, which has the heading above it and no table has."""
        if listed is None:
            listed = self.open.section if self.open else ""
            if self.pending and len(self.pending[-1]) == 1:
                listed = text_of(first(self.pending.pop()))
        self.listed = listed
        self.notes.append(Remark(text_of(cell), cell.place, listed))

    def _is_note(self, texts: Sequence[Cell]) -> bool:
        """Tell a text that stands by itself from a heading: it is long, or says an amount."""
        said = text_of(texts[0]) if texts else ""
        return len(said) > LONG or said.endswith(".") or says_amount(said)

    def _is_data(self, line: Line, texts: Sequence[Cell]) -> bool:
        """Tell a row of figures from a row of headings, which may hold years."""
        figures = [cell for cell in line.values() if figure(cell) or spoilt(cell)]
        label = fold(text_of(texts[0])) if texts else ""
        if label in words.NAMES:
            return False
        if not figures:
            first = texts[0] if texts else None
            return bool(self.open and first and len(line) > 1 and words.is_sum(text_of(first)))
        if not all(is_year(cell) or states_unit(cell) for cell in figures):
            return True
        if len(texts) > 1 and any(periods.months(text_of(cell)) for cell in texts):
            return False
        if self._heads_again(figures):
            return False
        begun = self.open is not None or (len(figures) == 1 and bool(self.pending))
        return begun and label not in words.HEADINGS

    def _heads_again(self, figures: Sequence[Cell]) -> bool:
        """Tell the headings of a further table: the years that the open one's columns have."""
        above = self.open.heads[-1] if self.open and self.open.heads else {}
        return len(figures) > 1 and all(
            cell.place.column in above and text_of(above[cell.place.column]) == text_of(cell)
            for cell in figures
        )

    def _is_within(self, n: int) -> bool:
        """Tell a row that has words for its figures, such as "deltar ej", from a row of headings.

        The same words stand in every column in which the nearest rows above and below have figures;
        headings are of other words, one for each column. Above the first figures, and below a sum,
        only words that say there is no amount tell.
        """
        line, above, below = self.lines[n], self._figures_beside(n, -1), self._figures_beside(n, 1)
        sides = [self.figures[at] for at in (above, below) if at is not None]
        columns = set.intersection(*sides) & line.keys() if sides else set()
        said = {fold(text_of(line[m])) for m in columns}
        label = fold(text_of(first(line)))
        if self._is_alike(n):
            return True
        if len(said) != 1 or min(line) in columns or {label, *said} & self._headings():
            return False
        ended = above is None or words.is_sum(text_of(first(self.lines[above])))
        (text,) = said
        return words.is_no_amount(text) or not (ended or words.year(text))

    def _is_alike(self, n: int) -> bool:
        """Tell a row that has texts where that above has them, in three columns and no others.

        Such a table is of texts, with a figure here and there.
        """
        above, line = self.lines[n - 1] if n else {}, self.lines[n]
        if not self.open or line.keys() != above.keys() or row_of(line) != row_of(above) + 1:
            return False
        return sum(is_text(line[m]) and is_text(above[m]) for m in line) >= ALIKE

    def _figures_beside(self, n: int, step: int) -> int | None:
        """Find the nearest row that has figures, with no gap between; None if none has."""
        for at in range(n + step, n + step * MOST_WORDS, step):
            near = self.lines[at] if 0 <= at < len(self.lines) else {}
            if not near or abs(row_of(near) - row_of(self.lines[n])) != abs(at - n):
                break
            if self.figures[at]:
                return at
        return None

    def _headings(self) -> set[str]:
        """Give the words that head the rows which are open, or wait for their first figures."""
        heads = self.open.heads if self.open else self.pending
        return {*words.HEADINGS, *(fold(text_of(cell)) for line in heads for cell in line.values())}

    def _data(self, line: Line) -> None:
        if self.open is None:
            heads: list[Line] = []
            while self.pending and len(self.pending[-1]) > 1 and len(heads) < MOST_HEADS:
                heads.insert(0, self.pending.pop())
            titles = [text_of(first(above)) for above in self.pending]
            if not heads and self.pending and min(self.pending[-1]) in figure_columns(line):
                heads = [self.pending[-1]]
            section = ""
            if not heads and self._is_headed(line):
                heads, section = [self.pending[-2]], titles.pop()
                del titles[-1]
            self.open = Region(titles, heads)
            self.open.begin(section)
            self.regions.append(self.open)
            self.pending = []
        self.open.lines.append((line, self.open.section, self.open.group))
        if words.is_sum(text_of(first(line))):
            self.open.side = ""

    def _is_headed(self, line: Line) -> bool:
        """Tell a section's name that stands between the headings and the first figures."""
        if len(self.pending) < 2:
            return False
        head, section = self.pending[-2:]
        together = row_of(line) - row_of(head) == 2 and row_of(section) == row_of(head) + 1
        return together and len(head) > 1 and figure_columns(line) <= head.keys()

    def _heads_new_table(self, n: int) -> bool:
        """Look past further single texts: a row of headings makes this a title of a new table."""
        for line in self.lines[n + 1 :]:
            if len(line) > 1:
                texts = [cell for cell in line.values() if is_text(cell)]
                return not self._is_data(line, texts)
            if any(figure(cell) for cell in line.values()):
                return False
        return True


def _is_nothing(line: Line) -> bool:
    """Tell a row that has a lone dash: a point of a list that nothing was written at."""
    return len(line) == 1 and first(line).value in DASHES
