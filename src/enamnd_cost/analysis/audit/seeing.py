"""What a reader of a sheet does not see, or sees wrongly: said, since figures depend on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, WARNING, Finding, Level
from enamnd_cost.analysis.audit.known import equal
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.files.documents import words
from enamnd_cost.files.documents.cells import is_text, shown, spoilt
from enamnd_cost.files.documents.grid import Place, column_letters
from enamnd_cost.files.documents.tables import Page
from enamnd_cost.swedish import listing

ALIKE = "de är lästa, och en summa får gälla med eller utan dem"
MOST = 8  # places named in one finding
FEWEST = 2  # figures, that make words beside them a figure that is missing


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Point out hidden rows and columns, formulas without values, texts for numbers, and errors."""
    found = [finding for page in tables.pages for finding in _seen(page)]
    return equations, [*found, *(f for page in tables.pages for f in _unshown(tables, page))]


def _unshown(tables: Tables, page: Page) -> Iterator[Finding]:
    """Tell of decimals that the cells' formats hide: the figures are judged as they are shown."""
    kinds = {(c.place.sheet, c.number) for b in page.blocks for c in b.columns if c.kind != "share"}
    rows = [row for block in page.blocks for row in block.rows if row.kind != "other"]
    amounts = [
        amount
        for row in rows
        for n, amount in row.amounts.items()
        if amount.stored is not None and (amount.place.sheet, n) in kinds
    ]
    if not amounts:
        return
    own = set(amounts)
    model = sum(entry.amount in own and equal(entry, value) for entry, value in tables.held)
    text = f"celler har decimaler som inte visas: {_some(a.place.cell for a in amounts)}"
    text += "; de är granskade som de visas, avrundade"
    if model:
        text += f", och är då modellens i {model} av {len(amounts)} celler"
    level: Level = WARNING if model else NOTE
    yield Finding("EK524", level, amounts[0].place, "decimaler visas inte", text)


def _seen(page: Page) -> Iterator[Finding]:
    sheet, rows = page.sheet, [row for block in page.blocks for row in block.rows]
    named = any(cell.place.named for cell in page.cells)
    if sheet.hidden and page.blocks:
        yield Finding(
            "EK518", NOTE, Place(sheet.name, 0, 0, named), "något är dolt", "bladet är dolt"
        )
    if hidden := sorted({row.place.row for row in rows if row.hidden}):
        text = f"dolda rader med tal: {_some(map(str, hidden))}; {ALIKE}"
        yield Finding("EK518", NOTE, Place(sheet.name, hidden[0], 0, named), "något är dolt", text)
    if columns := sorted(sheet.hidden_columns):
        place = Place(sheet.name, 1, columns[0], named)
        text = f"dolda kolumner: {_some(map(column_letters, columns))}; {ALIKE}"
        yield Finding("EK518", NOTE, place, "något är dolt", text)
    if unknown := [cell for cell in page.cells if cell.unknown]:
        text = f"formler utan sparat värde: {_some(cell.place.cell for cell in unknown)}"
        text += "; det de ingår i är inte granskat (öppna filen i Excel och spara den, så går det)"
        yield Finding("EK519", NOTE, unknown[0].place, "formeln har inget värde", text)
    if texts := [amount for row in rows for amount in row.amounts.values() if amount.text]:
        text = f"tal som är sparade som text: {_some(a.place.cell for a in texts)}"
        text += "; Excel räknar inte med dem"
        yield Finding("EK520", NOTE, texts[0].place, "talet är text", text)
    yield from _spoilt(page)


def _spoilt(page: Page) -> Iterator[Finding]:
    for cell in page.cells:
        if cell.error:
            text = f"cellen visar {shown(cell)}: formeln ger inget tal"
            yield Finding("EK521", ERROR, cell.place, "formeln ger ett fel", text)
    for block in page.blocks:
        shares = {column.number for column in block.columns if words.is_share(column.heading)}
        figures = Counter(n for row in block.rows if row.kind != "sum" for n in row.amounts)
        for row in block.rows:
            for cell in row.gaps:
                if not spoilt(cell) and figures[cell.place.column] < FEWEST:
                    continue
                if cell.unclear and cell.place.column in shares:  # decimals, of nobody's money
                    continue
                if (spoilt(cell) or is_text(cell)) and not cell.error and not cell.unknown:
                    text = f'"{shown(cell)}" går inte att läsa som ett tal'
                    if cell.unclear:
                        text += ": skiljetecknet går inte att förstå"
                    yield Finding("EK522", WARNING, cell.place, "talet går inte att läsa", text)


def _some(names: Iterable[str]) -> str:
    """Name some, and say how many are left."""
    every = list(names)
    more = [f"{len(every) - MOST} till"] if len(every) > MOST else []
    return listing(every[:MOST] + more)
