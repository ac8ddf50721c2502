"""The ledger laid out: a row per project, a table of parties each, accrual month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from enamnd_cost.analysis.projects.ledger import Ledger, Project
from enamnd_cost.analysis.projects.parties import Party
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
    one_decimal,
    percent,
    summed,
    table_of,
)
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.wording import decision
from enamnd_cost.swedish import listing, number

CAME = Column("kopte_in_sig", "Köpte in sig", "Köpte in sig")
BOUGHT = Column("inkopt", "Inköp", "Betalt i inköp i efterhand (kr)")
SHARE = Column("andel", "Andel (%)", "Andel (%)")


def report(ledger: Ledger) -> Report:
    """Lay out the projects: what is decided of each and has become of it, and its parties."""
    year = f" {ledger.year}" if ledger.year is not None else ""
    lead = [f"Per {ledger.day}. Upplupet är beloppet gånger gångna månader genom alla månader."]
    if not ledger.projects:
        lead = [f"Inga projekt{year}."]
    tables = [_projects(ledger.projects), *_accruals(ledger)]
    tables += [
        _parties(project, shown) for project in ledger.projects if (shown := project.parties)
    ]
    tables += [_buy_ins(ledger.projects)]
    return Report(
        ledger.data,
        f"{ledger.data.kommuner.namnd}: projekt{year}",
        tuple(lead),
        tuple(table for table in tables if table.lines),
        notes=tuple(_notes(ledger)),
    )


def _projects(projects: Sequence[Project]) -> Table:
    """Give each project a row; what no file says is left empty, and a note says that."""
    columns = (
        Column("start", "Start", "Start"),
        Column("slut", "Slut", "Slut enligt beslutet"),
        Column("manader", "Månader", "Månader"),
        Column("gangna", "Gångna", "Gångna månader"),
        Column("belopp", "Belopp", "Beslutat belopp (kr)"),
        Column("upplupet", "Upplupet", "Upplupet (kr)"),
        Column("utfall", "Utfall", "Utfall, kostnad (kr)"),
        Column("utfall_till", "Utfall till", "Utfall till och med"),
        Column("parter", "Parter", "Antal parter"),
        BOUGHT,
        Column("fardigt", "Färdigt", "Färdigt"),
        Column("avslutat", "Avslutat", "Avslutat"),
    )
    lines = []
    for each in projects:
        took, cost = each.taking_part, each.reported
        cells: tuple[Cell, ...] = (
            str(each.projekt.start), str(each.projekt.slut), each.projekt.months, each.gone,
            each.projekt.belopp, each.accrued,
            cost.cost if cost else None, str(cost.until) if cost else None,
            None if took is None else len(took), each.bought,
            str(each.finished or "") or None, str(each.closed or "") or None,
        )  # fmt: skip
        lines.append(Line("", each.tjanst.namn, cells))
    sums = {"belopp", "upplupet", "utfall", BOUGHT.key}
    below = tuple(
        _sum([line.cells[n] for line in lines]) if column.key in sums else None
        for n, column in enumerate(columns)
    )
    whole = (Line("", TOTAL, below, whole=True),) if len(lines) > 1 else ()
    return Table("Projekt", columns, tuple(lines), whole, corner="Projekt", coded=False)


def _sum(cells: Iterable[Cell]) -> int | None:
    """Add up, unless something is not known."""
    listed = list(cells)
    numbers = [cell for cell in listed if isinstance(cell, int)]
    return sum(numbers) if len(numbers) == len(listed) else None


def _accruals(ledger: Ledger) -> Iterator[Table]:
    """Show what has been accrued at the end of each month, in whole kronor as booked."""
    columns = [Column(p.id, p.tjanst.kort, p.tjanst.namn) for p in ledger.projects]
    if several := len(columns) > 1:
        columns.append(Column("summa", TOTAL, TOTAL))
    lines = []
    for end in ledger.months:
        each = [nearest(project.projekt.accrued(end)) for project in ledger.projects]
        lines.append(Line("", str(end), (*each, *([sum(each)] if several else []))))
    yield Table(
        "Upplupet vid månadens slut (kr)",
        tuple(columns), tuple(lines), corner="Till och med", coded=False,
    )  # fmt: skip


def _parties(project: Project, parties: Sequence[Party]) -> Table:
    """Show who has been in when, and what each pays, has bought in for and got back."""
    names = project.data.kommuner.names
    own = {each.code: each.amount for each in parties}
    turns = {each.code: _turns(each) for each in parties}
    columns = [Given(Column("med", "Med", "Med"), turns)]
    if any(each.since for each in parties):
        columns.append(Given(CAME, {e.code: str(e.since) for e in parties if e.since}))
    whole = sum(own.values())
    shares = {code: one_decimal(percent(kr, whole)) for code, kr in own.items()}
    columns += [
        Given(SHARE, shares, one_decimal(percent(whole, whole))),
        summed(Column("betalar", "Betalar", "Betalar (kr)"), own),
    ]
    if project.buy_ins:
        bought = {each.code: each.bought for each in parties}
        refunded = {each.code: each.refunded for each in parties}
        columns += [
            summed(BOUGHT, bought),
            summed(Column("ater", "Åter", "Fått tillbaka i inköp i efterhand (kr)"), refunded),
            summed(Column("netto", TOTAL, "Summa (kr)"), {e.code: e.net for e in parties}),
        ]
    title = f"{project.tjanst.namn}: parter"
    return table_of(title, {each.code: names[each.code] for each in parties}, columns)


def _turns(party: Party) -> str | None:
    return ", ".join(f"{first}–{last}" for first, last in party.spells) or None


def _buy_ins(projects: Sequence[Project]) -> Table:
    """List what was settled in each buy-in: who paid and who got back, to zero."""
    columns = (
        Column("datum", "Datum", "Datum"),
        Column("kommun", "Kommun", "Kommun"),
        Column("betalade", "Betalade (+) fick (−)", "Betalade (+) eller fick (−), kr", signed=True),
    )
    lines = [
        Line("", project.tjanst.namn, (str(inkop.datum), project.data.kommuner.named(name), kr))
        for project in projects
        for inkop in project.buy_ins
        for name, kr in inkop.belopp.items()
    ]
    sums = (Line("", TOTAL, (None, None, 0), whole=True),) if lines else ()
    return Table("Inköp i efterhand", columns, tuple(lines), sums, corner="Projekt", coded=False)


def _notes(ledger: Ledger) -> Iterator[Note]:
    """Say what is invented, missing and derived."""
    for each in ledger.projects:
        if each.example:
            text = f"Talen för {each.tjanst.namn} är påhittade, som exempel."
            yield Note(text, NoteKind.STATUS)
    yield from _lacking(ledger.projects)
    for each in ledger.projects:
        if each.projekt.harledning:
            text = f"Härlett: {each.tjanst.namn}. {each.projekt.harledning}"
            yield Note(text, NoteKind.DERIVED)
        if each.projekt.beslut:
            yield Note(f"Beslut: {each.tjanst.namn}. {decision(each.projekt.beslut)}")
    yield from _shares(ledger.projects)
    if ledger.hidden:
        only = f"Exempel visas bara när de väljs med {ask(Wish.SERVICE)}: "
        yield Note(f"{only}{', '.join(ledger.hidden)}.", NoteKind.UNSEEN)


def _lacking(projects: Sequence[Project]) -> Iterator[Note]:
    """Say which figures and days no file has; of an end only where it should have come."""
    for each in projects:
        for reason in dict.fromkeys(each.missing.values()):
            yield Note(f"Uppgift saknas: {each.tjanst.namn}. {reason}", NoteKind.MISSING)
    over = [each for each in projects if each.projekt.slut <= each.day]
    for what, lacking in (
        ("beslutet", [each for each in projects if each.projekt.beslut is None]),
        ("kostnaden till den dagen", [each for each in projects if each.reported is None]),
        ("när arbetet blev färdigt", [each for each in over if each.finished is None]),
        ("när projektet avslutades", [each for each in over if each.closed is None]),
    ):
        if lacking:
            names = listing(each.tjanst.namn for each in lacking)
            yield Note(f"Uppgift saknas om {what}: {names}.", NoteKind.MISSING)


def _shares(projects: Sequence[Project]) -> Iterator[Note]:
    """Say what the parties' amounts are, and are not."""
    shown = [each for each in projects if each.parties is not None]
    for each in shown:
        if each.missing:
            years, kr = listing(map(str, each.known)), sum(p.amount for p in each.parties or ())
            yield Note(f"{each.tjanst.namn}: parternas belopp är för {years}, {number(kr)} kr.")
    if shown:
        yield Note(
            "Betalar är var och ens andel av de år som är fördelade; vad som är fakturerat eller "
            "betalt står inte i filerna."
        )
