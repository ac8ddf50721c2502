"""``follow-up ÅR --las FIL``: an export from the finance system into the year's outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.cli import console
from enamnd_cost.cli.patching import deliver_change
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD, visible
from enamnd_cost.swedish import listing, number

if TYPE_CHECKING:
    from enamnd_cost.analysis.follow_up.reading import Booked
    from enamnd_cost.files.ledger.read import Ledger
    from enamnd_cost.model.data import Data

SIDES = {"intakt": "intäkter", "kostnad": "kostnader"}
ROUNDED = "Avrundat till hela kronor, en gång för varje rad och sida."


class Asked(NamedTuple):
    """What is asked for: which file is the outcome until when, and what the report is called."""

    file: Path
    until: dt.date
    name: str | None
    source: str | None
    write: bool


def read_in(asked: Asked, year: int, data: str | None) -> None:
    """Read the file into the year's outcome: show the change as a patch, or write it."""
    for option, text in (("--namn", asked.name), ("--kalla", asked.source)):
        if text is not None and not (text.strip() and not ODD.search(text)):
            raise Mistake(f"{option} ska vara en text på en rad, utan osynliga tecken")
    where, folder = console.opened(data, to_write=asked.write)

    from enamnd_cost.analysis.follow_up.reading import booked
    from enamnd_cost.analysis.year import unknown_years
    from enamnd_cost.files.ledger.read import read
    from enamnd_cost.files.outcomes import New, refusals, with_report
    from enamnd_cost.files.positions import place
    from enamnd_cost.model.data import utfall_file

    console.refuse_any(unknown_years(folder, [year]), where)
    name = asked.name or f"Utfall till och med {asked.until}"
    problems = refusals(folder, year, name, asked.until)
    ledger, wrong = read(asked.file, asked.until)
    made, unclaimed = booked(ledger, folder, year) if ledger else (None, [])
    held = (each._replace(file=where.shown(each.file)) for each in place(problems, where.folder))
    console.refuse_any([*held, *wrong, *unclaimed])
    assert ledger  # or it would have been refused
    assert made
    source = asked.source or f"Ekonomisystemet (ur {visible(asked.file.name)})"
    derived = ROUNDED if made.rounded else None
    new = New(name, asked.until, source, derived, made.groups, made.services)
    change = console.settled(with_report(where.folder, folder, year, new), where)
    said = [visible(text) for text in _said(ledger, made, folder)]
    deliver_change(utfall_file(year), change, where, visible(name), said, write=asked.write)


def _said(ledger: Ledger, made: Booked, folder: Data) -> Iterator[str]:
    """Tell what was read, and how."""
    figures = [*made.groups.values(), *made.services.values()]
    sums = [
        f"{word} {number(sum(each[side] for each in figures if side in each))} kr"
        for side, word in SIDES.items()
    ]
    rows = "en rad" if len(ledger.entries) == 1 else f"{len(ledger.entries)} rader"
    yield f"Ur {ledger.column}: {rows}, tillsammans {listing(sums)}."
    for text in ledger.told:
        yield f"observera: {text}"
    if made.rounded:
        yield "observera: ören är avrundade till hela kronor, en gång för varje rad och sida"
    for group in dict.fromkeys(made.within.values()):
        names = (folder.tjanster[s].namn for s, owner in made.within.items() if owner == group)
        yield f"observera: {listing(names)} redovisas i {group}, som har egna rader i filen"
