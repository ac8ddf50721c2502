"""Putting mistakes at their line and column, once there are any to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_cost.model.problem import KeyPath, Problem, Spot

if TYPE_CHECKING:
    from enamnd_cost.files.positions import Positions

Locate = Callable[[str, KeyPath, bool], Spot | None]


def locator(folder: Path) -> Locate:
    """Make a function that finds a key of a file (relative to ``folder``); each file is read once.

    It takes file, path, and whether the key is meant or its value. Where the place is not known it
    gives None: better to name the key than to point wrong.
    """

    @cache
    def read(file: str) -> Positions | None:
        try:
            text = (folder / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        from enamnd_cost.files.positions import Positions

        return Positions(text)

    def locate(file: str, path: KeyPath, on_key: bool) -> Spot | None:  # noqa: FBT001 (a callback)
        found = read(file) if file else None
        return found.of(path, key=on_key) if found else None

    return locate


def place(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Give every mistake its spot, in the order of the files' lines, each mistake once."""
    locate = locator(folder)
    placed = dict.fromkeys(
        problem
        if problem.spot or not problem.path
        else problem._replace(spot=locate(problem.file, problem.path, problem.on_key))
        for problem in problems
    )
    return sorted(placed, key=_order)


def _order(problem: Problem) -> tuple[str, int, int, str]:
    spot = problem.spot
    return problem.file, spot.line if spot else 0, spot.column if spot else 0, problem.code
