"""A settlement as tables: per municipality, per service, and each service by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from enamnd_cost.analysis.report import (
    TOTAL,
    Cell,
    Column,
    Given,
    Line,
    Note,
    NoteKind,
    Report,
    Table,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.settling.run import Settled, Settlement, Sums
from enamnd_cost.analysis.standing import standing
from enamnd_cost.swedish import decimal, listing, number

DUE = Column("bor_betala", "Bör betala", "Bör betala på utfallet (kr)")
INVOICED = Column("fakturerat", "Fakturerat", "Fakturerat (kr)")
DIFFERENCE = Column("skillnad", "Skillnad", "Skillnad, fakturerat mot utfallet (kr)", signed=True)
CARRIED = Column("overfors", "Överförs", "Överförs efter utfallet (kr)", signed=True)
TO_PAY = Column("reglering", "Reglering", "Regleras efter utfallet (kr)", signed=True)
COLUMNS = (DUE, INVOICED, DIFFERENCE, CARRIED, TO_PAY)
BECOMES = Column("blir", "Blir", "Vad skillnaden blir")
RULE = Column("regel", "Delas", "Hur utfallet delas")

SIGNS = (
    "Skillnaden är fakturerat minus det som kommunen bör betala på utfallet: + är ett överskott, − "
    "ett underskott. Regleringen är + när kommunen ska betala mer och − när den får tillbaka."
)
WHOLE_KRONOR = (
    "Utfallet är utdelat i hela kronor, efter största rest: summan är utfallet på kronan, även "
    "för tjänster vars budget avrundas på annat sätt. Det som budgetens avrundning lade på eller "
    "drog av regleras därför också, även när utfallet är det som budgeterades."
)


def report(settlement: Settlement) -> Report:
    """Make the tables of a settlement."""
    result, outcome, sums = settlement.result, settlement.outcome, settlement.sums
    kommuner = result.data.kommuner
    tables = [
        _table("Per kommun", settlement.names, settlement.by_municipality),
        _services(settlement),
        *(_of_service(each, settlement.names) for each in settlement.services),
    ]
    return Report(
        result.data,
        f"{kommuner.namnd}: reglering {settlement.year}",
        (
            f"Utfall: {outcome.report.namn}, till och med {outcome.report.utfall_till}",
            f"Fakturerat: {settlement.invoiced.source}",
            SIGNS,
        ),
        tuple(tables),
        (
            (INVOICED.short, sums.invoiced),
            ("Utfall", sums.due),
            (CARRIED.short, sums.carried),
            (TO_PAY.short, sums.to_pay),
        ),
        (*_status(settlement), *standing([result]), *_missing(settlement), *_notes(settlement)),
    )


def cells(sums: Sums) -> tuple[int, ...]:
    """Give the figures of a row, in the order of the columns."""
    return sums.due, sums.invoiced, sums.difference, sums.carried, sums.to_pay


def becomes(each: Settled) -> str:
    """Say what becomes of a service's result."""
    if each.service.tjanst.overfort:
        return "är överfört från ett tidigare år"
    return "överförs till kommande år" if each.carries else "regleras mellan kommunerna"


def _table(title: str, names: Mapping[str, str], rows: Mapping[str, Sums]) -> Table:
    """Lay out a row for each municipality, and the sum."""
    given: list[Given] = [
        summed(column, {code: cells(row)[n] for code, row in rows.items()})
        for n, column in enumerate(COLUMNS)
    ]
    return table_of(title, names, given)


def _of_service(each: Settled, names: Mapping[str, str]) -> Table:
    """Lay out one service, of those who have a part in it."""
    some = {code: name for code, name in names.items() if code in each.rows}
    return _table(each.service.tjanst.namn, some, each.rows)


def _services(settlement: Settlement) -> Table:
    """Lay out a row for each service, and by which rule its outcome is shared."""
    lines = [
        Line("", each.service.tjanst.namn, (*cells(each.sums), becomes(each), each.rule))
        for each in settlement.services
    ]
    whole: Sequence[Cell] = (*cells(settlement.sums), None, None)
    sums = (Line("", TOTAL, tuple(whole), whole=True),)
    columns = (*COLUMNS, BECOMES, RULE)
    return Table("Per tjänst", columns, tuple(lines), sums, corner="Tjänst", coded=False)


def _status(settlement: Settlement) -> Iterator[Note]:
    if settlement.invented:
        text = "Regleringen bygger på påhittade tal (exempel)."
        yield Note(text, NoteKind.STATUS)


def _missing(settlement: Settlement) -> Iterator[Note]:
    for each in settlement.left:
        why = each.why.removesuffix(".")  # a reason in the files is a sentence of its own
        yield Note(f"{each.name} regleras inte: {why}.", NoteKind.MISSING)


def _notes(settlement: Settlement) -> Iterator[Note]:
    yield from plain([WHOLE_KRONOR])
    rates = [(s.service.tjanst.namn, s.service.tjanst.moms) for s in settlement.services]
    if taxed := [f"{name} ({decimal(rate)} %)" for name, rate in rates if rate]:
        yield Note(f"Beloppen är före moms. Moms faktureras på {listing(taxed)}.")
    if carrying := [each for each in settlement.services if each.carries]:
        names = listing(each.service.tjanst.namn for each in carrying)
        said = f"Enligt avtalet överförs resultatet inom nämnden: {names}."
        said += " Ingen betalar eller får något nu; hur det delas sägs när det läggs i en budget."
        yield Note(said)
    for each in settlement.services:
        allocated, invoiced = each.service.allocation.total, each.sums.invoiced
        if allocated != invoiced:
            yield Note(
                f"{each.service.tjanst.namn}: fakturerat är {number(invoiced)} kr, men årets "
                f"fördelning är {number(allocated)} kr. Se efter att allt som är fakturerat är med."
            )
        income = each.cost.income
        if income is not None and income != each.sums.invoiced:
            yield Note(
                f"{each.service.tjanst.namn}: utfallets intäkt är {number(income)} kr, men "
                f"fakturerat är {number(each.sums.invoiced)} kr. Regleringen går efter det "
                "fakturerade."
            )
