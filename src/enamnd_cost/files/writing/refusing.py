"""What is said when something cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.refusals.reasons import why
from enamnd_cost.files.refusals.windows_names import odd_name
from enamnd_cost.model.problem import Problem

BROKEN = "en körning bröts medan den skrev i mappen, och det går inte att slutföra"


class RefusedError(Exception):
    """Nothing can be written, or read for sure, in a folder; says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def exists(shown: str, remedy: str = "") -> Problem:
    """Say that a file is in the way."""
    remedy = remedy or f"ange ett annat namn, eller {ask(Wish.REPLACE)}"
    return Problem("EK002", shown, "filen finns redan", remedy)


def changed(shown: str) -> Problem:
    """Say that somebody has saved a file since it was read."""
    return Problem("EK003", shown, "filen ändrades under tiden", "kör kommandot igen")


def not_written(shown: str, error: OSError, what: str = "filen") -> Problem:
    """Say why the disk or the system refused."""
    reason, remedy = why(error, Path(shown))
    return Problem("EK003", shown, f"{what} går inte att skriva: {reason}", remedy)


def unfit(path: Path, shown: str) -> Problem | None:
    """Refuse to write where no ordinary file is or can be."""
    if odd := odd_name(path, windows=os.name == "nt"):
        return Problem("EK003", shown, *odd)
    if path.is_dir():
        return Problem("EK003", shown, "utfilen är en mapp", "ange ett filnamn")
    if path.is_symlink():
        text = "länken leder i en ring"
        return Problem("EK003", shown, text, "ange ett annat namn, eller ta bort länken")
    return no_file(path, shown)


def no_file(path: Path, shown: str) -> Problem | None:
    """Refuse a queue, a device, or a link to one: /dev/stdout leads to a pipe that has no path."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        text = "utfilen är ingen vanlig fil utan en enhet eller en kö"
        return Problem("EK003", shown, text, "ange ett annat namn")
    return None


def locked(path: Path, shown: str) -> Problem | None:
    """Refuse to write over a file that is write-protected."""
    if os.access(path, os.W_OK):
        return None
    remedy = "ta bort skrivskyddet, eller ange ett annat namn"
    return Problem("EK003", shown, "filen är skrivskyddad", remedy)
