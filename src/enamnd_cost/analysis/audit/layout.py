"""Finding the tables in a sheet: headings, labels, columns, sections, sums, and the notes between.

A table may have gaps, several may stand below or beside each other. Nothing here knows what the
figures are about; :mod:`subjects` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.analysis.audit import words
from enamnd_cost.analysis.audit.numbers import NIL, Number, number_in
from enamnd_cost.files.documents.grid import Cell, Place, Sheet
from enamnd_cost.swedish import fold

LONG = 60  # a text longer than this is a note, no heading


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A printed figure in kronor (or what its column counts), and by how much rounding may move it.

    ``text`` tells that the file holds it as text; ``formula`` is the formula that gave it.
    """

    place: Place
    value: Fraction
    half: Fraction
    text: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its headings from the top, joined, and what kind it is.

    ``kind`` is amount, sum, derived, count or share.
    """

    number: int
    heading: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of figures by column; ``gaps`` are cells that hold something that is no figure.

    ``kind`` is post, sum, bare (no label), result or other. ``group`` changes after an empty row.
    """

    n: int
    label: str
    place: Place
    kind: str
    section: str
    group: int
    amounts: dict[int, Amount]
    gaps: tuple[Cell, ...]
    hidden: bool


@dataclass(frozen=True)
class Block:
    """A table: what stands above it (farthest first), the heading over its labels, its content."""

    sheet: Sheet
    titles: tuple[str, ...]
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    scale: int
    place: Place

    @property
    def posts(self) -> list[Row]:
        """The rows that are no sums."""
        return [row for row in self.rows if row.kind == "post"]

    @property
    def named(self) -> str:
        """Name the table as its readers would."""
        return next((title for title in reversed(self.titles) if title), self.sheet.name)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that stands by itself, with the heading that it stands under."""

    text: str
    place: Place
    under: str


@dataclass(frozen=True)
class Page:
    """What was found in a sheet."""

    sheet: Sheet
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    title: str

    @property
    def cells(self) -> list[Cell]:
        """Every cell of the sheet."""
        return [cell for row in self.sheet.rows for cell in row]


Line = dict[int, Cell]


@dataclass
class _Region:
    """Rows under one set of headings, while they are gathered."""

    titles: list[str]
    heads: list[Line]
    lines: list[tuple[Line, str, int]] = field(default_factory=list)
    section: str = ""
    group: int = 0


def figure(cell: Cell) -> Number | None:
    """Read a cell as a figure: a number, a text that is one, or a dash for nothing."""
    if cell.date or cell.error or cell.unknown:
        return None
    if isinstance(cell.value, Decimal):
        exponent = cell.value.normalize().as_tuple().exponent
        return Number(Fraction(cell.value), max(0, -int(exponent)), "")
    return Number(Fraction(0), 0, "") if cell.value in NIL else number_in(cell.value)


_SPOILT = re.compile(r"[-−–(]?\s*\d[\dOoIl\s.,']*(kr|tkr)?\.?\)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+(\.\d+)+\.?")  # a date or a section, not a figure


def spoilt(cell: Cell) -> bool:
    """Tell a cell that was meant as a figure, but cannot be read as one."""
    if cell.error or cell.unknown:
        return True
    text = cell.value if isinstance(cell.value, str) else ""
    meant = len(text) > 2 and _SPOILT.fullmatch(text) and not _NUMBERED.fullmatch(text)
    return bool(meant) and figure(cell) is None


def _is_year(cell: Cell) -> bool:
    found = figure(cell)
    grouped = isinstance(cell.value, str) and not cell.value.isdigit()
    return found is not None and not grouped and 1990 <= found.value <= 2099 and not found.places


def page(sheet: Sheet) -> Page:
    """Read a sheet."""
    return _Reader(sheet).page()


class _Reader:
    """Goes down a sheet's rows once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.lines: list[Line] = [{cell.place.column: cell for cell in row} for row in sheet.rows]
        self.regions: list[_Region] = []
        self.notes: list[Note] = []
        self.pending: list[Line] = []
        self.open: _Region | None = None
        self.last_row = 0
        self.title = ""

    def page(self) -> Page:
        for n, line in enumerate(self.lines):
            self._line(n, line)
            self.last_row = _row_of(line)
        self.notes += [
            Note(_text(cell), cell.place, "")
            for line in self.pending
            for cell in line.values()
            if isinstance(cell.value, str)
        ]
        above = _scale_of([self.title, *(note.text for note in self.notes[:3])], 1)
        blocks = tuple(
            block for region in self.regions for block in _blocks(self.sheet, region, above)
        )
        return Page(self.sheet, blocks, tuple(self.notes), self.title)

    def _line(self, n: int, line: Line) -> None:
        texts = [cell for cell in line.values() if _is_text(cell)]
        if not self.title and texts:
            self.title = _text(texts[0])
        if self.open and _row_of(line) > self.last_row + 1:
            self.open.group += 1
        if self._is_data(line, texts):
            self._data(line)
        elif len(line) > 1 or (self.pending and not texts):
            self.open = None
            self.pending.append(line)
        elif self._is_note(texts):
            under = self.open.section if self.open else ""
            under = under or (_text(_first(self.pending[-1])) if self.pending else "")
            self.notes.append(Note(_text(texts[0]), texts[0].place, under))
        elif self.open and not self._heads_new_table(n):
            self.open.section = _text(texts[0]) if texts else self.open.section
            self.open.group += 1
            self._short_note(texts)
        else:
            self.open = None
            self.pending.append(line)
            self._short_note(texts)

    def _short_note(self, texts: Sequence[Cell]) -> None:
        """Keep a heading that holds an amount as a note as well."""
        self.notes += [Note(_text(cell), cell.place, "") for cell in texts if "kr" in _text(cell)]

    def _is_note(self, texts: Sequence[Cell]) -> bool:
        return bool(texts) and (len(_text(texts[0])) > LONG or _text(texts[0]).endswith("."))

    def _is_data(self, line: Line, texts: Sequence[Cell]) -> bool:
        """Tell a row of figures from a row of headings, which may hold years."""
        figures = [cell for cell in line.values() if figure(cell) or spoilt(cell)]
        if not figures:
            first = texts[0] if texts else None
            return bool(self.open and first and len(line) > 1 and words.is_sum(_text(first)))
        if not all(figure(cell) and _is_year(cell) for cell in figures):
            return True
        label = fold(_text(texts[0])) if texts else ""
        if self.open is None:
            return label not in words.HEADINGS and len(figures) == 1 and bool(self.pending)
        return label not in words.HEADINGS

    def _data(self, line: Line) -> None:
        if self.open is None:
            heads: list[Line] = []
            while self.pending and len(self.pending[-1]) > 1:
                heads.insert(0, self.pending.pop())
            titles = [_text(_first(above)) for above in self.pending]
            if not heads and self.pending and min(self.pending[-1]) in _figure_columns(line):
                heads = [self.pending[-1]]
            self.open = _Region(titles, heads)
            self.regions.append(self.open)
            self.pending = []
        self.open.lines.append((line, self.open.section, self.open.group))

    def _heads_new_table(self, n: int) -> bool:
        """Look past further single texts: a row of headings makes this a title of a new table."""
        for line in self.lines[n + 1 :]:
            if len(line) > 1:
                texts = [cell for cell in line.values() if _is_text(cell)]
                return not self._is_data(line, texts)
            if any(figure(cell) for cell in line.values()):
                return False
        return True


def _first(line: Line) -> Cell:
    return line[min(line)]


def _row_of(line: Line) -> int:
    return _first(line).place.row


def _text(cell: Cell) -> str:
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    return " ".join(cell.value.split())


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(cell.value) and figure(cell) is None


def _figure_columns(line: Line) -> set[int]:
    return {n for n, cell in line.items() if figure(cell) or cell.unknown}


def _blocks(sheet: Sheet, region: _Region, above: int) -> Iterator[Block]:
    """Make a block for each column of labels: tables that stand side by side have one each."""
    lines = [line for line, _, _ in region.lines]
    labels = _label_columns(lines)
    figures = sorted({n for line in lines for n in _figure_columns(line)})
    heads = _filled(region.heads, labels)
    for at, label in enumerate(labels):
        end = labels[at + 1] if at + 1 < len(labels) else 1_000_000
        columns = [n for n in figures if label < n < end]
        yield from _block(sheet, region, label, columns, heads, above)


def _label_columns(lines: Sequence[Line]) -> list[int]:
    """Find the columns of labels: the first of texts, and later ones with figures of their own."""
    texts: dict[int, int] = {}
    for line in lines:
        for n, cell in line.items():
            if _is_text(cell) and not cell.error:
                texts[n] = texts.get(n, 0) + 1
    figures = {n for line in lines for n in _figure_columns(line)}
    most = max(texts.values(), default=0)
    found: list[int] = []
    for n in sorted(texts):
        if not found:
            if 2 * texts[n] >= most:
                found.append(n)
        elif any(found[-1] < f < n for f in figures) and _labels(lines, n, sorted(texts), figures):
            found.append(n)
        elif not any(found[-1] < f < n for f in figures) and texts[n] > texts[found[-1]]:
            found[-1] = n
    return found or [0]


def _labels(lines: Sequence[Line], n: int, texts: Sequence[int], figures: set[int]) -> bool:
    """Tell a second column of labels from remarks: whatever has figures after it has a label."""
    end = min((m for m in texts if m > n and any(n < f < m for f in figures)), default=1_000_000)
    after = [line for line in lines if any(n < f < end for f in _figure_columns(line))]
    labelled = [line for line in after if n in line and _is_text(line[n])]
    own = [line for line in lines if n in line and _is_text(line[n])]
    return len(labelled) >= 2 and 5 * len(labelled) >= 4 * max(len(after), len(own))


def _filled(heads: Sequence[Line], labels: Sequence[int]) -> list[Line]:
    """Let a heading of an upper row stand over the columns to its right, until the next."""
    filled: list[Line] = []
    for at, line in enumerate(heads):
        if at == len(heads) - 1:
            filled.append(line)
            continue
        wide: Line = {}
        current: Cell | None = None
        for n in range(1, max(max(head) for head in heads) + 1):
            current = line.get(n, None if n in labels else current)
            if current is not None:
                wide[n] = current
        filled.append(wide)
    return filled


def _block(
    sheet: Sheet,
    region: _Region,
    label: int,
    numbers: Sequence[int],
    heads: Sequence[Line],
    above: int,
) -> Iterator[Block]:
    titles = tuple(region.titles)
    corner = " ".join(_text(head[label]) for head in heads if label in head)
    context = _scale_of([corner, *reversed(titles), sheet.name], above)
    rows = [_row(sheet, n, label, set(numbers), entry) for n, entry in enumerate(region.lines)]
    kept = [row for row in rows if row is not None]
    columns: list[Column] = []
    for n in numbers:
        cells = [line[n] for line, _, _ in region.lines if n in line]
        heading = " ".join(_text(head[n]) for head in heads if n in head)
        kind = _kind(heading, cells, money=any(c.kind == "amount" for c in columns))
        if kind:
            columns.append(Column(n, heading, kind, cells[0].place))
    if not columns or not kept:
        return
    scales = {c.number: _scale_of([c.heading], context) for c in columns}
    decimals = _decimals(region.lines, scales)
    finished = tuple(
        _with_amounts(row, region.lines[row.n][0], columns, scales, decimals) for row in kept
    )
    yield Block(sheet, titles, corner, tuple(columns), finished, context, kept[0].place)


def _scale_of(texts: Sequence[str], otherwise: int) -> int:
    return next((found for text in texts if (found := words.scale(text))), otherwise)


def _kind(heading: str, cells: Sequence[Cell], *, money: bool) -> str:
    """Tell what a column holds; nothing for codes and numbered rows."""
    figures = [found for cell in cells if (found := figure(cell))]
    values = [found.value for found in figures]
    if words.is_code(heading) or (len(values) > 2 and values == list(range(1, len(values) + 1))):
        return ""
    if words.is_share(heading) or (figures and all(f.unit == "%" for f in figures if f.value)):
        return "share"
    if words.is_count(heading):
        return "count"
    if money and (words.is_derived(heading) or words.is_result(heading)):
        return "derived"
    return "sum" if money and words.is_sum(heading) else "amount"


def _decimals(lines: Sequence[tuple[Line, str, int]], scales: dict[int, int]) -> int:
    """Count the decimals of a table in thousands: those of its figure that shows the most."""
    return max(
        (
            found.places
            for line, _, _ in lines
            for n, cell in line.items()
            if scales.get(n, 1) > 1 and (found := figure(cell))
        ),
        default=0,
    )


def _row(
    sheet: Sheet, n: int, label: int, numbers: set[int], entry: tuple[Line, str, int]
) -> Row | None:
    line, section, group = entry
    if not numbers & set(line):
        return None
    text = _text(line[label]) if label in line and _is_text(line[label]) else ""
    place = line[label].place if label in line else _first(line).place
    kind = "sum" if words.is_sum(text) else "post" if text else "bare"
    if words.is_result(text):
        kind = "result"
    elif words.is_other(text):
        kind = "other"
    gaps = tuple(cell for at, cell in line.items() if at in numbers and figure(cell) is None)
    return Row(n, text, place, kind, section, group, {}, gaps, place.row in sheet.hidden_rows)


def _with_amounts(
    row: Row,
    line: Line,
    columns: Sequence[Column],
    scales: dict[int, int],
    decimals: int,
) -> Row:
    amounts = {}
    for column in columns:
        cell = line.get(column.number)
        found = figure(cell) if cell else None
        if cell and found and found.unit != "%":
            money = column.kind in ("amount", "sum", "derived")
            scale = SCALES_OF.get(found.unit, scales[column.number]) if money else 1
            amounts[column.number] = _amount(cell, found, scale, decimals)
    return Row(
        row.n, row.label, row.place, row.kind, row.section, row.group, amounts, row.gaps, row.hidden
    )


SCALES_OF = {"kr": 1, "kronor": 1, "tkr": 1_000, "kkr": 1_000, "mkr": 10**6, "mnkr": 10**6}


def _amount(cell: Cell, found: Number, scale: int, decimals: int) -> Amount:
    """Put a figure in kronor. Thousands are rounded as the table shows them; kronor are exact.

    More than two decimals of a krona are a computation's, which no reader sees.
    """
    half = Fraction(0)
    if scale > 1:
        half = Fraction(scale, 2 * 10 ** max(decimals, found.places))
        if half <= Fraction(1, 2):
            half = Fraction(0)
    elif found.places > 2:
        half = Fraction(1, 200)
    text = isinstance(cell.value, str) and cell.place.named and cell.value not in NIL
    return Amount(cell.place, found.value * scale, half, text, cell.formula)
