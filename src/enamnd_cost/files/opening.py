"""Reading a data folder as it is between two writes, never in the middle of one."""

from __future__ import annotations

import time
from pathlib import Path

from enamnd_cost.files.loading import FOLDERS, load
from enamnd_cost.files.traces import is_unfinished
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import Problem

TRIES, PAUSE = 20, 0.05  # a write takes less than a second


def load_between_writes(folder: Path) -> tuple[Data | None, list[Problem]]:
    """Read a data folder; again if files were moved into it meanwhile, so that none is missed."""
    for _ in range(TRIES):
        before = _state(folder)
        answer = load(folder)
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
