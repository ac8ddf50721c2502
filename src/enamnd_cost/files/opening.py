"""Reading a data folder as it is between two writes, never in the middle of one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from enamnd_cost.files.loading import FOLDERS, load
from enamnd_cost.files.traces import is_unfinished
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import Problem

T = TypeVar("T")

TRIES, PAUSE = 20, 0.05  # a write takes less than a second


def load_between_writes(folder: Path) -> tuple[Data | None, list[Problem]]:
    """Read a data folder as it is between two writes."""
    return between_writes(folder, lambda: load(folder))


def between_writes(folder: Path, read: Callable[[], T]) -> T:
    """Read in a data folder; again if files were moved into it meanwhile."""
    for _ in range(TRIES):
        before = _state(folder)
        answer = read()
        if _state(folder) == before and not is_unfinished(folder):
            break
        time.sleep(PAUSE)
    return answer


def _state(folder: Path) -> list[int | None]:
    """Tell when a file was last moved into the folder, or into any of those in it."""
    return [_changed(folder / kind) for kind in ("", *FOLDERS)]


def _changed(folder: Path) -> int | None:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return None
