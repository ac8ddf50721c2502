"""A report of outcome written last in a year's file, or first in a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from enamnd_cost.files.drafting import appended
from enamnd_cost.files.loading import read_text
from enamnd_cost.files.reading import read_bytes
from enamnd_cost.files.toml_text import pairs
from enamnd_cost.files.writing import Change
from enamnd_cost.model.data import Data, utfall_file
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.utfall import Grupp, Utfall

Sides = Mapping[Any, int]  # kronor by side


class New(NamedTuple):
    """A report to be written: what it is called, until when, whence, and figures by line."""

    name: str
    until: dt.date
    source: str
    derived: str | None
    groups: Mapping[str, Sides]
    services: Mapping[str, Sides]

    @property
    def lines(self) -> list[str]:
        """The report as it stands in a file."""
        told = {"namn": self.name, "utfall_till": self.until, "kalla": self.source}
        derived = {"harledning": self.derived} if self.derived else {}
        lines = ["[[rapport]]", *pairs({**told, **derived})]
        for key, figures in (("grupp", self.groups), ("tjanst", self.services)):
            for name, sides in figures.items():
                lines += ["", "[[rapport.post]]", *pairs({key: name, "utfall": dict(sides)})]
        return lines


def refusals(data: Data, year: int, name: str, until: dt.date) -> list[Problem]:
    """Say why a report cannot be put last among the year's: its day, or its name."""
    utfall, file = data.utfall.get(year), utfall_file(year)
    problems = []
    for n, each in enumerate(utfall.rapport if utfall else ()):
        key = "prognos_per" if each.utfall_till is None else "utfall_till"
        if each.day >= until:
            same = each.utfall_till == until
            text = (
                f"{each.namn} har redan utfallet till och med {until}"
                if same
                else (f"{each.namn} är per {each.day}, och en rapport läggs sist")
            )
            remedy = "ta bort den rapporten, eller läs in ett utfall till en senare dag"
            problems.append(Problem("EK002", file, text, remedy, ("rapport", n, key)))
        if each.namn == name:
            text = f'det finns redan en rapport som heter "{name}"'
            problems.append(
                Problem("EK002", file, text, "ge den nya ett annat namn", ("rapport", n, "namn"))
            )
    return problems


def with_report(
    folder: Path, data: Data, year: int, new: New
) -> tuple[Change | None, list[Problem]]:
    """Put a report last in the year's file; a new file gets the groups of the year before."""
    file = utfall_file(year)
    if year not in data.utfall:
        head = [*pairs({"ar": year}), *_as_lines(groups_of(data, year)), ""]
        return Change(None, "".join(f"{line}\n" for line in [*head, *new.lines]).encode()), []
    raw, problem = read_bytes(folder / file, file)
    if problem is not None:
        return None, [problem]
    after = appended(raw, new.lines)
    if _is_last(new, data.utfall[year], after, file):
        return Change(raw, after), []
    remedy = "skriv rapporterna i filen som tabeller, [[rapport]], och läs in utfallet igen"
    return None, [Problem("EK003", file, "rapporten går inte att skriva sist i filen", remedy)]


def _is_last(new: New, held: Utfall, after: bytes, file: str) -> bool:
    """Tell whether a file that is read back has the report last, and all else as before."""
    alone = "\n".join([*pairs({"ar": held.ar}), *_as_lines(held.grupp), *new.lines])
    report, _ = read_text(alone.encode(), file, Utfall)
    made, _ = read_text(after, file, Utfall)
    return report is not None and made == held.model_copy(
        update={"rapport": [*held.rapport, *report.rapport]}
    )


def groups_of(data: Data, year: int) -> Sequence[Grupp]:
    """Give the groups that a year is reported by.

    Where it has no file, they are those of the latest year before, as far as their services are
    budgeted or are projects; a group needs two.
    """
    if year in data.utfall:
        return data.utfall[year].grupp
    before = max((each for each in data.utfall if each < year), default=None)
    known = {*data.lines(year), *data.projects(year)}
    kept = (
        grupp.model_copy(update={"tjanster": [each for each in grupp.tjanster if each in known]})
        for grupp in (data.utfall[before].grupp if before else ())
    )
    return [grupp for grupp in kept if len(grupp.tjanster) > 1]


def _as_lines(groups: Sequence[Grupp]) -> list[str]:
    lines: list[str] = []
    for grupp in groups:
        told = {"namn": grupp.namn, "tjanster": grupp.tjanster}
        lines += ["", "[[grupp]]", *pairs(told)]
    return lines
