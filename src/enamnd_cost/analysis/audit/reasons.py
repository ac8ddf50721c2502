"""Why a figure of a document was held to nothing: what is said of it is what is so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from enamnd_cost.analysis.audit.stage import Tables
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.files.documents import measures, vat, words
from enamnd_cost.files.documents.tables import Amount, TableColumn
from enamnd_cost.swedish import fold

UNDATED = "året framgår inte"
UNKNOWN = "tjänsten är inte känd"
PARTS = ("månad", "kvartal", "tertial", "delår", "ackumulera")  # of a year
MEASURES = {
    vat.ITSELF: "de är moms",
    vat.WITH: "de är med moms",
    "del": "de är delar av tjänstens belopp",
}
ROWS = {
    "sum": "de är summor av flera poster",
    "result": "de är resultat",
    "other": "raden är ingen post",
    "bare": "raden har ingen text",
}


def of_amount(tables: Tables, entry: Entry) -> str:
    """Say why an amount was not held to the data folder."""
    subject, data = entry.subject, tables.names.data
    year = subject.year
    if subject.measure:
        part = subject.measure.startswith(PARTS) or measures.of_part(subject.measure)
        other = "de gäller del av år" if part else f'de är inte årets belopp ("{subject.measure}")'
        return MEASURES.get(subject.measure, other)
    if year is None:
        return UNDATED
    if year not in tables.years:
        if year in data.budgetar:
            how = aside(f" ({ask(Wish.CHECK, year)})")
            return f"förslaget till budget {year} går inte att beräkna än{how}"
        return f"datamappen har inget för {year}"
    if entry.row in tables.doubtful:
        return "raden står två gånger"
    if entry.partial:
        return "de är delsummor"
    if subject.service is None:
        return _of_no_service(entry)
    return f"datamappen har inget motsvarande belopp för {year}"


def _of_no_service(entry: Entry) -> str:
    """Say what an amount is that is of no one service; only of some one can be told by asking."""
    reading, row = entry.reading, entry.row
    if entry.column.kind == "sum":
        return "de är summor av flera kolumner"
    if reading.municipal == "rows":
        return UNKNOWN if reading.alone else "kolumnens rubrik nämner ingen av datamappens tjänster"
    if row.kind in ROWS:
        return ROWS[row.kind]
    if vat.is_itself(row.label):
        return MEASURES[vat.ITSELF]
    if fold(row.label).strip(" :") in words.SIDES:
        return "de är en hel sida av budgeten"
    if reading.names.service(row.label):
        return "tjänsten står flera gånger"
    return "posten är ingen av datamappens tjänster"


def of_others(tables: Tables, tried: set[Amount]) -> Counter[str]:
    """Count the shares, prices and differences that nothing was held to, by what is said of it."""
    said: Counter[str] = Counter()
    for column, figures in _others(tables):
        left = [amount for amount in figures if amount not in tried]
        why = _of_other(column, alone=len(left) == len(figures))
        said.update({f'under "{column.heading}" är inte prövade: {why}': len(left)} if left else {})
    return said


def _others(tables: Tables) -> Iterator[tuple[TableColumn, list[Amount]]]:
    for block in (reading.block for reading in tables.readings):
        rows = [row.amounts for row in block.rows if row.kind != "other"]
        for column in block.of("share", "derived"):
            yield column, [own[column.number] for own in rows if column.number in own]


def _of_other(column: TableColumn, *, alone: bool) -> str:
    if not alone:
        return "raden har inget att hålla dem mot"
    if column.kind == "derived":
        return "ingen skillnad mellan två kolumner ger de flesta av dem"
    if words.is_rate(column.heading):
        return "inget antal och belopp ger de flesta av dem"
    if words.is_derived(column.heading):
        return "förändringar i procent prövas inte"
    return "ingen kolumn ger de flesta av dem"
