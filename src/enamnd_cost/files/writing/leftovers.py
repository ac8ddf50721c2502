"""Temporary files that runs that died have left: found, and cleared away."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from enamnd_cost.files.traces import PREFIX
from enamnd_cost.files.writing.staging import HOST

# As runs name them, and nobody else: a folder of the user's may begin with the program's name.
ENDING = r"[0-9a-f]{8}|[0-9a-f]{12}(?:\.fore)?"
NAME = re.compile(rf"{re.escape(PREFIX)}([0-9a-f]{{8}})-(\d+)-(?:{ENDING})")
LONG = 3600  # seconds: no run writes for an hour


def sweep(temporary: Iterable[Path]) -> int:
    """Clear away those temporary files that dead runs have left, and give how many they were."""
    return sum(_taken_away(path) for path in temporary if _is_dead(path))


def _taken_away(path: Path) -> bool:
    """Take one away; one that its run has just moved into place was not left."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError:
        return False
    return True


def _is_dead(path: Path) -> bool:
    """Tell what nobody is writing any more: its process is gone, or it is old."""
    found = NAME.fullmatch(path.name)
    if not found:
        return False
    if found[1] == HOST and _is_gone(int(found[2])):
        return True
    try:
        held = path.lstat()
        # A link has the time of its file; when it was made is a time of its own.
        return time.time() - max(held.st_mtime, held.st_ctime) > LONG
    except OSError:
        return False


def _is_gone(process: int) -> bool:
    """Tell a process that has ended; on Windows one cannot ask without harming it."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
