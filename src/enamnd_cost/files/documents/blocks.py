"""From rows under one set of headings to tables: labels, kinds of columns, figures in kronor."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enamnd_cost.files.documents import periods, words
from enamnd_cost.files.documents.amounts import amounts_of, decimals_of, places_of
from enamnd_cost.files.documents.cells import Line, figure, heads_years, is_text, spoilt, text_of
from enamnd_cost.files.documents.grid import Cell, Sheet
from enamnd_cost.files.documents.tables import (
    Amount,
    Block,
    ColumnKind,
    Region,
    RowKind,
    TableColumn,
    TableRow,
    figure_columns,
    first,
    scale_of,
)
from enamnd_cost.swedish import fold

MOST_PER_CENT = 100  # what is more, under a heading that names a rate, is amounts at that rate


def blocks(sheet: Sheet, region: Region, above: int) -> Iterator[Block]:
    """Make a block for each column of labels: tables that stand side by side have one each."""
    region = _halves_joined(region)
    lines = [line for line, _, _ in region.lines]
    figures = sorted({n for line in lines for n in figure_columns(line)})
    codes = {n for n in figures if words.is_code(_heading(region.heads, n))}
    years = {
        n
        for n in figures
        if heads_years(_heading(region.heads, n), (line[n] for line in lines if n in line))
    }
    figures = [n for n in figures if n not in codes | years and not _is_texts(n, lines)]
    found = _label_columns(lines, set(figures), years, codes)
    starts = [label for label, _ in found]
    heads = _filled(region.heads, starts, figures)
    for labels, end in zip(found, [*starts[1:], math.inf], strict=True):
        columns = [n for n in figures if labels[0] < n < end]
        yield from _block(sheet, region, labels, columns, heads, above, codes)


def _halves_joined(region: Region) -> Region:
    """Put the halves of a table printed side by side under each other, the sum last.

    They have the same headings, no row in common, and one sum at most.
    """
    if not region.heads:
        return region
    head = region.heads[-1]
    columns = sorted(head)
    names = [fold(text_of(head[n])) for n in columns]
    half = len(names) // 2
    if half < 2 or names[:half] != names[half:]:
        return region
    left, right = columns[:half], columns[half:]
    first_of = dict(zip(columns, left + left, strict=True))
    if any(n not in first_of for line, _, _ in region.lines for n in line):
        return region
    parts = [
        ({first_of[n]: line[n] for n in side if n in line}, section, group)
        for side in (left, right)
        for line, section, group in region.lines
        if any(n in line for n in side)
    ]
    labels = [fold(text_of(line[left[0]])) for line, _, _ in parts if left[0] in line]
    totals = [words.is_sum(label) for label in labels]
    several = len({section for _, section, _ in parts}) > 1 or sum(totals) > 1
    if several or len(set(labels)) < len(labels) or len(labels) < len(parts):
        return region
    parts.sort(key=lambda part: words.is_sum(text_of(part[0][left[0]])))
    heads = [{n: cell for n, cell in line.items() if n in left} for line in region.heads]
    lines = [(line, section, 0) for line, section, _ in parts]
    return Region(region.titles, heads, lines, region.section, region.group)


def _heading(heads: Sequence[Line], n: int) -> str:
    return " ".join(text_of(head[n]) for head in heads if n in head)


def _is_texts(n: int, lines: Sequence[Line]) -> bool:
    """Tell a column of texts, of which some are figures, from amounts that cannot all be read.

    Many of its cells have words, and not the same; or it is a workbook's, and not one is a number.
    """
    cells = [line[n] for line in lines if n in line]
    typed = any(isinstance(cell.value, Decimal) for cell in cells)
    said = [
        text_of(cell)
        for cell in cells
        if is_text(cell) and not spoilt(cell) and not words.is_absent(text_of(cell))
    ]
    if typed:
        return len(set(said)) >= 3 and 3 * len(said) >= len(cells)
    if any(cell.place.named for cell in cells):
        return bool(said) and 10 * len(said) >= len(cells)
    return len(set(said)) >= 2 and 4 * len(said) >= len(cells)


def _label_columns(
    lines: Sequence[Line], figures: set[int], years: set[int], codes: set[int]
) -> list[tuple[int, tuple[int, ...]]]:
    """Find the columns of labels, each with those beside it that say more of the same rows.

    Of columns that stand together the one with the most different texts is the label. Later ones
    are labels only if the figures after them are theirs.
    """
    texts = {
        n: [text_of(line[n]) for line in lines if n in line and (is_text(line[n]) or n in years)]
        for n in sorted({n for line in lines for n in line} - figures - codes)
    }
    groups: list[list[int]] = []
    for n in [n for n, found in texts.items() if found]:
        if groups and not any(groups[-1][-1] < f < n for f in figures):
            groups[-1].append(n)
        elif not groups or _has_figures(lines, n, list(texts), figures):
            groups.append([n])
    found: list[tuple[int, tuple[int, ...]]] = []
    for group in groups:
        named = [n for n in group if n not in years]
        if not named:
            continue
        label = max(named, key=lambda n: len(set(texts[n])))
        beside = [n for n in group if n != label and _repeats(texts[n], len(lines))]
        found.append((label, tuple(beside)))
    return found or [(0, ())]


def _repeats(texts: Sequence[str], rows: int) -> bool:
    """Tell a column that divides the rows: nearly every row has a text of few."""
    return 5 * len(texts) >= 4 * rows and 2 * len(set(texts)) <= len(texts)


def _has_figures(lines: Sequence[Line], n: int, texts: Sequence[int], figures: set[int]) -> bool:
    """Tell a second column of labels from remarks: whatever has figures after it has a label."""
    end = min((m for m in texts if m > n and any(n < f < m for f in figures)), default=1_000_000)
    after = [line for line in lines if any(n < f < end for f in figures & set(line))]
    labelled = [line for line in after if n in line and is_text(line[n])]
    own = [line for line in lines if n in line and is_text(line[n])]
    return len(labelled) >= 2 and 5 * len(labelled) >= 4 * max(len(after), len(own))


def _filled(heads: Sequence[Line], labels: Sequence[int], figures: Sequence[int]) -> list[Line]:
    """Let a heading of an upper row stand over the columns to its right, until the next."""
    filled: list[Line] = []
    columns = sorted({n for head in heads for n in head} | set(figures))
    for line in heads[:-1]:
        wide: Line = {}
        current: Cell | None = None
        for n in columns:
            current = line.get(n, None if n in labels else current)
            if current is not None:
                wide[n] = current
        filled.append(wide)
    return [*filled, *heads[-1:]]


def _block(
    sheet: Sheet,
    region: Region,
    labels: tuple[int, tuple[int, ...]],
    numbers: Sequence[int],
    heads: Sequence[Line],
    above: int,
    codes: Collection[int],
) -> Iterator[Block]:
    titles = tuple(region.titles)
    corner = _heading(heads, labels[0])
    context = scale_of([corner, *reversed(titles), sheet.name], above)
    people = words.people_over(titles)
    columns: list[TableColumn] = []
    for n in numbers:
        cells = [line[n] for line, _, _ in region.lines if n in line]
        heading = _heading(heads, n)
        kind = _kind(heading, cells, money=any(c.kind == "amount" for c in columns))
        if kind == "amount" and words.is_difference(heading) and _money(heads, numbers, n) > 1:
            kind = "derived"
        if kind in ("amount", "sum") and people and words.is_of_people(heading):
            kind = "count"
        if kind:
            columns.append(TableColumn(n, heading, kind, cells[0].place))
    for at in periods.wholes([column.heading for column in columns]):
        if columns[at].kind == "amount":
            columns[at] = replace(columns[at], kind="sum")
    scales = {c.number: scale_of([c.heading], context) for c in columns}
    decimals = decimals_of(region.lines, scales)
    places = {c.number: places_of(region.lines, c.number) for c in columns}
    rows = [
        _row(
            sheet,
            n,
            entry,
            labels,
            numbers,
            codes,
            amounts_of(entry[0], columns, scales, decimals, places),
        )
        for n, entry in enumerate(region.lines)
        if not entry[0].keys().isdisjoint(numbers)
    ]
    for at in periods.wholes([row.label for row in rows]):
        rows[at] = replace(rows[at], kind="sum")
    if columns and rows:
        yield Block(titles, corner, tuple(columns), tuple(_without_carried(rows)))


def _without_carried(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Tell rows that carry the sum so far from page to page from posts that are called so."""
    so_far: dict[int, Fraction] = defaultdict(Fraction)
    for row in rows:
        amounts = row.amounts
        carried = amounts and all(so_far[n] == a.value != 0 for n, a in amounts.items())
        if row.kind == "post" and carried and words.is_carried(row.label):
            yield replace(row, kind="other")
            continue
        if row.kind == "post":
            for n, amount in amounts.items():
                so_far[n] += amount.value
        elif row.kind == "sum":
            so_far.clear()
        yield row


def _kind(heading: str, cells: Sequence[Cell], *, money: bool) -> ColumnKind | None:
    """Tell what a column holds; None for codes and numbered rows."""
    figures = [found for cell in cells if (found := figure(cell))]
    values = [found.value for found in figures]
    if len(values) > 2 and values == list(range(1, len(values) + 1)):
        return None
    units = {f.unit == "%" for f in figures if f.value} or {f.unit == "%" for f in figures}
    rates = words.may_be_share(heading) and values and max(map(abs, values)) <= MOST_PER_CENT
    if words.is_share(heading) or units == {True} or rates:
        return "share"
    if words.is_count(heading):
        return "count"
    if money and words.is_difference(heading):
        return "derived"
    return "sum" if money and words.is_sum(heading) else "amount"


def _money(heads: Sequence[Line], numbers: Sequence[int], at: int) -> int:
    """Count the columns after one whose headings say that they are amounts."""
    after = [_heading(heads, n) for n in numbers if n > at]
    return sum(_kind(heading, (), money=True) == "amount" for heading in after)


def _row(
    sheet: Sheet,
    n: int,
    entry: tuple[Line, str, int],
    labels: tuple[int, tuple[int, ...]],
    numbers: Sequence[int],
    codes: Collection[int],
    amounts: dict[int, Amount],
) -> TableRow:
    line, section, group = entry
    label, beside = labels
    text = text_of(line[label]) if label in line and is_text(line[label]) else ""
    place = line.get(label, first(line)).place
    kind: RowKind = "sum" if words.is_sum(text) else "post" if text else "bare"
    if words.is_result(text):
        kind = "result"
    elif words.is_other(text):
        kind = "other"
    gaps = tuple(line[at] for at in numbers if at in line and figure(line[at]) is None)
    said = tuple(text_of(line[at]) for at in beside if at in line)
    hidden = place.row in sheet.hidden_rows
    code = next((text_of(line[at]) for at in codes if at in line), "")
    return TableRow(n, text, place, kind, section, said, group, amounts, gaps, hidden, code)
