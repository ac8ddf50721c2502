"""A measuring put in a file of measures: a new series, one more of a series, or one in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.drafting import appended
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.reading import read_bytes
from enamnd_cost.files.rewriting import Rewriting
from enamnd_cost.files.toml_text import pairs
from enamnd_cost.files.writing import Change
from enamnd_cost.model.data import matt_file
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Matning, Mattserie
from enamnd_cost.model.problem import KeyPath, Problem

ADDED_UP = "Summan är talen sammanräknade."
Made = tuple[Change | None, list[Problem]]


class Measured(NamedTuple):
    """Figures by member code, of a year or at a date; whence they are, and how the sum is."""

    when: int | dt.date
    figures: Mapping[str, int | Decimal]
    source: str
    derived: str | None = None

    @property
    def total(self) -> int | Decimal:
        """What the figures add up to."""
        return sum(self.figures.values())

    @property
    def told(self) -> dict[str, Any]:
        """The keys of the measuring, but for the figures."""
        when = {"datum" if isinstance(self.when, dt.date) else "ar": self.when}
        derived = {} if self.derived is None else {"harledning": self.derived}
        return {**when, "summa": self.total, "kalla": self.source, **derived}


def begun(called: str, unit: str, ages: str | None, new: Measured, kommuner: Kommuner) -> Change:
    """Make a series of what is ``called`` so, with its first measuring."""
    told = {"namn": called, "enhet": unit, **({"aldrar": ages} if ages else {})}
    lines = [*pairs(told), "", *_lines(new, kommuner)]
    return Change(None, "".join(f"{line}\n" for line in lines).encode())


def put(
    folder: Path, name: str, serie: Mattserie, new: Measured, kommuner: Kommuner, *, replace: bool
) -> Made:
    """Put a measuring last in a series, or in place of the one of its time if that is asked for.

    The rest of the file stays as it is, byte for byte.
    """
    file = matt_file(name)
    raw, problem = read_bytes(folder / file, file)
    if problem is not None:
        return None, [problem]
    held = next((n for n, each in enumerate(serie.matning) if each.when == new.when), None)
    if held is not None and not replace:
        return None, [_there(name, held, new)]
    if held is not None:
        own = {who: kommuner.resolve(who) or who for who in serie.matning[held].varde}
        after = _replaced(raw, held, serie.matning[held], new, own, kommuner)
        remedy = "ta bort mätningen ur filen, och läs in den på nytt"
    else:
        own, held = {}, len(serie.matning)
        after = appended(raw, _lines(new, kommuner))
        remedy = "skriv mätningarna i filen som tabeller, [[matning]], och läs in talen igen"
    if _is(new, after, held, own, kommuner, file):
        return Change(raw, after), []
    text = f"talen för {new.when} går inte att skriva på sin plats"
    return None, [Problem("EK003", file, text, remedy)]


def _there(name: str, n: int, new: Measured) -> Problem:
    """Say that the year or the date is in a series already."""
    dated = isinstance(new.when, dt.date)
    text = f"{'mätdatum' if dated else 'mätningen för'} {new.when} finns redan"
    remedy = f"talen lämnas som de är; skriv {ask(Wish.REPLACE)} för att byta ut dem"
    path = ("matning", n, "datum" if dated else "ar")
    return Problem("EK002", matt_file(name), text, remedy, path)


def _lines(new: Measured, kommuner: Kommuner) -> list[str]:
    by_id = {kommuner.ids[code]: value for code, value in new.figures.items()}
    return ["[[matning]]", *pairs(new.told), "", "[matning.varde]", *pairs(by_id)]


def _replaced(
    raw: bytes, n: int, held: Matning, new: Measured, own: Mapping[str, str], kommuner: Kommuner
) -> bytes:
    """Put other figures, and what is said of them, in place of those that are there.

    Members keep the names that they have there (``own``); who is new comes last, who has no figure
    goes, and so does that the figures were an example.
    """
    text, at = Rewriting(raw), ("matning", n)
    _settle(text, (*at, "summa"), {"summa": held.summa}, {"summa": new.total})
    said = {"kalla": held.kalla, "harledning": held.harledning}
    wanted = {"kalla": new.source, "harledning": new.told.get("harledning")}
    _settle(text, (*at, "summa"), said, wanted)
    if (*at, "exempel") in text.at:
        text.take((*at, "exempel"))
    figures = {who: new.figures.get(code) for who, code in own.items()}
    known = set(own.values())
    for code, value in new.figures.items():
        if code not in known:
            figures[kommuner.ids[code]] = value
    _settle(text, (*at, "varde", list(own)[-1]), held.varde, figures)
    return text.raw


def _settle(
    text: Rewriting, last: KeyPath, held: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Give keys of one table the values wanted; None takes one away, new ones follow ``last``."""
    table = last[:-1]
    for name, value in wanted.items():
        path = (*table, name)
        if held.get(name) == value:
            last = path if path in text.at else last
        elif path in text.at and value is not None:
            text.put(path, value)
            last = path
        elif value is not None and last in text.at:
            text.add(last, {name: value})
            last = path
    for name, value in wanted.items():
        if value is None and (*table, name) in text.at:
            text.take((*table, name))


def _is(
    new: Measured, after: bytes, n: int, own: Mapping[str, str], kommuner: Kommuner, file: str
) -> bool:
    """Tell whether a file that is read back has the measuring, and it says what it shall."""
    serie, _ = read_text(after, file, Mattserie)
    made = serie.at(new.when) if serie else None
    if serie is None or made is None or made is not serie.matning[n] or made.exempel:
        return False
    figures = {own.get(who, kommuner.resolve(who)): value for who, value in made.varde.items()}
    told = {name: value for name, value in made if name in new.told}
    derived = "harledning" in new.told or made.harledning is None
    return figures == new.figures and told == new.told and derived
