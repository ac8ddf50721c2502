"""What was checked, against what, and what was not: the answer of ``check`` as a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.run import Checkup, known_checks
from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table, plain
from enamnd_cost.files.positions import Locate
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import Spot, spell_path
from enamnd_cost.swedish import listing, number

FACIT = "EK419"  # the check that holds amounts against tables of amounts
SLAG = {"publicerad": "publicerat", "last": "beräknat av programmet och låst", "exempel": "exempel"}


class Places(NamedTuple):
    """How the user knows the files, and where in them a key stands."""

    shown: Callable[[str], str]
    locate: Locate

    def spot(self, fault: Fault) -> Spot | None:
        """Find where a finding is: it knows, or the key it is about does."""
        if fault.spot or not fault.path:
            return fault.spot
        return self.locate(fault.file, fault.path, fault.on_key)


def report(checkup: Checkup, data: Data, years: Sequence[int], places: Places) -> Report:
    """Lay out what was tried and what was found, and say what was not tried."""
    tried = sum(tried or 0 for turns in checkup.turns.values() for tried, _ in turns.values())
    count = len(checkup.findings)
    budgets = listing(_called(data, year) for year in years)
    found = f"{number(count)} fynd" if count else "inga fynd"
    made = f"{_counted(len(checkup.turns), 'kontroll', 'kontroller')}, "
    made += _counted(tried, "prövning", "prövningar")
    tables = [_checks(checkup, years)]
    if FACIT in checkup.turns:
        tables.append(_published(data, years))
    return Report(
        data,
        f"{data.kommuner.namnd}: kontroll av budget {budgets}",
        (f"{made}: {found}.", f"Data (sha256): {data.digest}"),
        tuple(table for table in (*tables, _findings(checkup, places)) if table.lines),
        notes=plain(_notes(checkup)),
    )


def _called(data: Data, year: int) -> str:
    proposal = data.budgetar[year].status == "forslag"
    return f"{year} (förslag)" if proposal else str(year)


def untried(checkup: Checkup) -> list[str]:
    """List, by code, the checks that had no turn."""
    return [code for code in known_checks() if code not in checkup.turns]


def _counted(n: int, one: str, more: str) -> str:
    return f"{number(n)} {one if n == 1 else more}"


def _checks(checkup: Checkup, years: Sequence[int]) -> Table:
    """Set each check's turns side by side: how much it tried, and how much it found."""
    columns = (
        Column("haller", "Ska stämma", "Ska stämma"),
        Column("alla", "Alla år", "Prövningar, alla år"),
        *(Column(str(year), str(year), f"Prövningar, {year}") for year in years),
        Column("fynd", "Fynd", "Fynd"),
    )
    lines = []
    for code, known in known_checks().items():
        if turns := checkup.turns.get(code):
            each = (turns[year][0] if year in turns else None for year in (None, *years))
            held = known.holds.replace("`", "")
            cells: tuple[Cell, ...] = (held, *each, sum(found for _, found in turns.values()))
            lines.append(Line("", f"{code} {known.name}", cells))
    return Table("Kontroller", columns, tuple(lines), corner="Kontroll", coded=False)


def _published(data: Data, years: Sequence[int]) -> Table:
    """List the tables of amounts that the model's are held against, and what they are worth."""
    columns = (
        Column("slag", "Slag", "Slag"),
        Column("kalla", "Källa", "Källa"),
        Column("tabeller", "Tabeller", "Tabeller"),
        Column("rutor", "Rutor", "Rutor"),
    )
    lines = []
    for name, facit in data.facit.items():
        held = [tabell for tabell in facit.tabell if tabell.ar in years]
        cells = sum(len(tabell.belopp) for tabell in held)
        if held:
            row = (SLAG[facit.slag], facit.kalla, len(held), cells)
            lines.append(Line("", name, row))
    return Table("Facit för åren", columns, tuple(lines), corner="Facit", coded=False)


def _findings(checkup: Checkup, places: Places) -> Table:
    columns = (
        Column("niva", "Nivå", "Nivå"),
        Column("plats", "Fil och rad", "Fil och rad"),
        Column("nyckel", "Plats i filen", "Plats i filen"),
        Column("fynd", "Fynd", "Fynd"),
        Column("angivet", "Angivet", "Angivet"),
        Column("beraknat", "Beräknat", "Beräknat"),
        Column("skillnad", "Skillnad", "Skillnad", signed=True),
        Column("atgard", "Åtgärd", "Åtgärd"),
    )
    lines = tuple(
        Line("", fault.code, (
            fault.level, _place(fault, places), spell_path(fault.path), fault.text,
            fault.published, fault.computed, fault.difference, fault.remedy,
        ))
        for fault in checkup.findings
    )  # fmt: skip
    return Table("Fynd", columns, lines, corner="Kod", coded=False)


def _place(fault: Fault, places: Places) -> str:
    spot = places.spot(fault)
    return f"{places.shown(fault.file)}:{spot.line}" if spot else places.shown(fault.file)


def _notes(checkup: Checkup) -> Iterable[str]:
    """Say what was not tried, and why."""
    known = known_checks()
    yield from (f"Hoppades över: {skipped}." for skipped in checkup.skipped)
    yield from (f"{told}." for told in checkup.told)
    counted = {code: [tried for tried, _ in of.values()] for code, of in checkup.turns.items()}
    empty = [code for code, tried in counted.items() if not any(tried)]
    for said, codes in (
        ("Ingick inte i kontrollen", untried(checkup)),
        ("Hade inget att pröva", empty),
    ):
        if codes:
            yield f"{said}: {listing(f'{code} {known[code].name}' for code in codes)}."
