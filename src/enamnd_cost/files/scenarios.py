"""Reading scenario files: one, and those that it builds on, down to a year."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from enamnd_cost.files.loading import read_one
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Scenario

MOST_FILES = 100  # of a chain; each is laid over the one before


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario, and the file it was read from: as an absolute path, for those who point at it.

    One that was asked for without a file has none.
    """

    file: str
    scenario: Scenario

    @property
    def id(self) -> str:
        """The file's name without its ending, which is short enough for a column."""
        return Path(self.file).stem or "andring"


@dataclass(frozen=True)
class Chain:
    """A base year and the scenarios to lay over it, the one that was asked for last."""

    year: int
    files: tuple[ScenarioFile, ...]

    @property
    def stated(self) -> int:
        """The base year that the first of them states, though they may be laid on another."""
        base = self.files[0].scenario.bas
        assert isinstance(base, int)  # so a chain begins
        return base


def read_chain(path: Path) -> tuple[Chain | None, list[Problem]]:
    """Read a scenario and all that it builds on; a ring of scenarios is a problem."""
    chain: list[ScenarioFile] = []
    while True:
        real = Path(os.path.realpath(path))  # which links in a ring do not trouble
        path = real if real.exists() else path  # a shell's pipe has no path but the one it gave
        file = path.as_posix()
        if file in (read.file for read in chain):
            chain = chain[[read.file for read in chain].index(file) :]
            ring = " → ".join(read.id for read in [*chain, chain[0]])
            text = f"scenarierna bygger på varandra i en ring: {ring}"
            remedy = "låt ett av dem bygga på ett år: bas = 2024"
            return None, [Problem("EK223", chain[0].file, text, remedy, ("bas",))]
        if len(chain) == MOST_FILES:
            text = f"scenarierna bygger på varandra i mer än {MOST_FILES} led"
            remedy = "låt ett av dem bygga på ett år: bas = 2024"
            return None, [Problem("EK223", chain[0].file, text, remedy, ("bas",))]
        _, scenario, problems = read_one(path, file, Scenario)
        if scenario is None:
            return None, problems
        chain.append(ScenarioFile(file, scenario))
        if isinstance(scenario.bas, int):
            return Chain(scenario.bas, tuple(reversed(chain))), []
        path = path.parent / scenario.bas
        if not path.exists() or path.is_dir():
            text = f'scenariot "{scenario.bas}" finns inte'
            remedy = (
                f"ett år skrivs utan citattecken: bas = {scenario.bas}"
                if scenario.bas.isdecimal()
                else f"ange ett år, eller en fil i {chain[-1].id}.tomls mapp"
            )
            return None, [Problem("EK223", file, text, remedy, ("bas",))]
