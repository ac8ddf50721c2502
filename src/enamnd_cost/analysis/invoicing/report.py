"""An invoice basis as a report: a row per line, what each is to pay, and what others invoice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from enamnd_cost.analysis.invoicing.basis import Invoicing
from enamnd_cost.analysis.invoicing.lines import Line
from enamnd_cost.analysis.report import (
    Cell,
    Column,
    Note,
    NoteKind,
    Report,
    Table,
    plain,
    rows_of,
    summed,
    table_of,
)
from enamnd_cost.analysis.report import Line as Row
from enamnd_cost.analysis.standing import standing
from enamnd_cost.model import wording
from enamnd_cost.swedish import decimal, listing

LINES = "Fakturarader"
# What stands on every row. Of those that say the same on every row the screen tells once.
COLUMNS = (
    Column("tjanst", "Id", "Tjänst (id)"),
    Column("tjanstnamn", "Tjänst", "Tjänstens namn"),
    Column("period", "Period", "Period"),
    Column("fran", "Från", "Från och med"),
    Column("till", "Till", "Till och med"),
    Column("faktureras", "Faktureras", "Faktureras"),
    Column("slag", "Slag", "Slag"),
    Column("belopp", "Belopp", "Belopp före moms, kr", signed=False),
    Column("momssats", "Moms %", "Momssats, %"),
    Column("moms", "Moms", "Moms, kr", places=2),
    Column("att_betala", "Att betala", "Att betala, kr", places=2),
    Column("konto", "Konto", "Konto"),
    Column("orgnr", "Org.nr", "Organisationsnummer"),
    Column("gln", "GLN", "GLN"),
    Column("referens", "Referens", "Referens"),
    Column("beslut", "Beslut", "Beslut"),
    Column("namnd", "Nämnd", "Nämnd"),
    Column("ar", "År", "År"),
    Column("underlag", "Underlag", "Underlagets nummer"),
    Column("raknar_av", "Räknar av", "Underlag som är avräknade"),
)
KEYS = tuple(column.key for column in COLUMNS)
MONEY = ("belopp", "moms", "att_betala")
ON_SCREEN = ("tjanstnamn", "period", "belopp")  # whatever they say
OFF_SCREEN = ("tjanst",)  # its name is there


class Sums(NamedTuple):
    """What lines come to together: before VAT (kronor), the VAT, and what is to be paid."""

    amount: int
    vat: Decimal
    gross: Decimal


def sums(lines: Iterable[Line]) -> Sums:
    """Add up lines: each line's VAT is to the öre already, so the sum of lines is the invoice."""
    found = tuple(lines)
    amount, vat = (
        sum(line.amount for line in found),
        sum((line.vat for line in found), Decimal("0.00")),
    )
    return Sums(amount, vat, amount + vat)


def report(of: Invoicing) -> Report:
    """Give the basis: every line with all that stands on it, and its sums."""
    made = (lines_table(of), _each(of), *_direct(of))
    return Report(of.result.data, _title(of), tuple(_lead(of)), made, (), tuple(_notes(of)))


def lines_table(of: Invoicing) -> Table:
    """Lay out a row per line, in the order of municipalities, services and periods."""
    rows = tuple(Row(line.key.code, of.names[line.key.code], _cells(of, line)) for line in of.lines)
    whole: dict[str, Cell] = dict(zip(MONEY, sums(of.lines), strict=True))
    total = tuple(whole.get(key) for key in KEYS)
    return Table(LINES, COLUMNS, rows, (Row("", "Summa", total, whole=True),))


def on_screen(of: Invoicing) -> Report:
    """Give the basis for a screen: without the columns that say the same on every row, or nothing.

    What they say is told above the table.
    """
    whole = report(of)
    table = whole.tables[0]
    taxed = any(line.vat for line in of.lines)
    left_out = OFF_SCREEN if taxed else (*OFF_SCREEN, *MONEY[1:])
    shown, said = [], []
    for n, column in enumerate(COLUMNS):
        cells = {line.cells[n] for line in table.lines}
        if column.key in left_out:
            continue
        if column.key in ON_SCREEN or len(cells) > 1:
            shown.append(n)
        elif column.key in ("slag", "konto", "momssats") and cells - {None}:
            said.append(f"{column.name}: {_as_text(cells.pop())}")
    fewer = table._replace(
        columns=tuple(COLUMNS[n] for n in shown),
        lines=tuple(row._replace(cells=tuple(row.cells[n] for n in shown)) for row in table.lines),
        sums=tuple(row._replace(cells=tuple(row.cells[n] for n in shown)) for row in table.sums),
    )
    return whole._replace(lead=(*whole.lead, *said), tables=(fewer, *whole.tables[1:]))


def _as_text(cell: Cell) -> str:
    return decimal(cell) if isinstance(cell, Decimal) else str(cell)


def _cells(of: Invoicing, line: Line) -> tuple[Cell, ...]:
    data, key = of.result.data, line.key
    member = data.kommuner.by_code.get(key.code)
    said: dict[str, Cell] = {
        "tjanst": key.service,
        "tjanstnamn": line.service,
        "period": key.period,
        "fran": str(line.first) if line.first else None,
        "till": str(line.last) if line.last else None,
        "faktureras": str(line.due) if line.due else None,
        "slag": line.kind,
        "belopp": line.amount,
        "momssats": line.rate,
        "moms": line.vat,
        "att_betala": line.gross,
        "konto": line.account,
        "orgnr": member.orgnr if member else None,
        "gln": member.gln if member else None,
        "referens": member.referens if member else None,
        "beslut": line.decision,
        "namnd": data.kommuner.namnd,
        "ar": str(of.result.year),
        "underlag": of.id,
        "raknar_av": " ".join(of.counted) or None,
    }
    return tuple(said[key] for key in KEYS)


def _title(of: Invoicing) -> str:
    return f"{of.result.data.kommuner.namnd}: fakturaunderlag {of.result.year}"


def _lead(of: Invoicing) -> Iterator[str]:
    yield f"Beslut: {wording.decision(of.result.budget.beslut)}"
    yield f"Underlag {of.id}, ur uppgifterna {of.result.data.short_digest}"
    if of.periods is not None:
        yield f"Period: {listing(of.periods)}"
    if of.bases:
        yield f"Avräknat: {listing(f'{basis.file} ({basis.id})' for basis in of.bases)}"
    if others := [each for each in of.bases if each.digest != of.result.data.short_digest]:
        made = listing(f"{each.file} ur {each.digest}" for each in others)
        said = "Uppgifterna är andra än när det avräknade gjordes"
        yield f"{said} ({made}): det som blev annorlunda rättas"


def _each(of: Invoicing) -> Table:
    """Give what each municipality is to pay now: its lines together."""
    by_code: dict[str, list[Line]] = {}
    for line in of.lines:
        by_code.setdefault(line.key.code, []).append(line)
    columns = (
        Column("rader", "Rader", "Antal rader"),
        Column("belopp", "Belopp", "Belopp före moms, kr"),
        Column("moms", "Moms", "Moms, kr", places=2),
        Column("att_betala", "Att betala", "Att betala, kr", places=2),
    )
    rows = tuple(
        Row(code, name, (len(by_code[code]), *sums(by_code[code])))
        for code, name in of.names.items()
        if code in by_code
    )
    whole = Row("", "Summa", (len(of.lines), *sums(of.lines)), whole=True)
    return Table("Per kommun", columns, rows, (whole,))


def _direct(of: Invoicing) -> Iterator[Table]:
    """Give what suppliers invoice, apart: none of it is in the lines."""
    if of.direct:
        columns = [
            summed(Column(each.id, each.tjanst.kort, each.tjanst.namn), each.allocation.amounts)
            for each in of.direct
        ]
        names = of.result.data.kommuner.names
        made = table_of("Faktureras av leverantören, hela året", names, columns)
        yield made if of.only[1] is None else rows_of(made, of.only[1])


def _notes(of: Invoicing) -> Iterator[Note]:
    result = of.result
    yield from standing([result])
    if not of.lines:
        yield Note(_nothing(of))
    if of.waiting:
        yield from plain([f"Inte med, och inte fakturerade: {listing(of.waiting)}."])
    if any(line.rate for line in of.lines):
        yield Note(
            "Momsen är räknad på varje rad, till närmaste öre; den avrundas inte till kronor."
        )
    examples = [service.tjanst.namn for service in result.services if service.example]
    if examples:
        yield Note(f"Påhittade tal faktureras inte: {listing(examples)}.")
    for missing in result.missing:
        text = f"Uppgift saknas, och är inte med: {missing.name}. {missing.reason}"
        yield Note(text, NoteKind.MISSING)


def _nothing(of: Invoicing) -> str:
    if of.bases:
        return "Inget att fakturera: de avräknade underlagen ger redan de rätta beloppen."
    return "Inget att fakturera."
