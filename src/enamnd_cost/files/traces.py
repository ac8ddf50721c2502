"""What shows that something is being written in a folder, or was by a run that died.

Whoever only reads looks for it each time, so it takes nothing to look.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from enamnd_cost.files.intake import MOST_ENTRIES

PREFIX = ".enamnd-cost-"  # of everything that is only there while something is written
LOCK = f"{PREFIX}las"
JOURNAL = f"{PREFIX}skrivning.json"


def is_unfinished(folder: Path) -> bool:
    """Tell whether several files are being moved into the folder, by a run that lives or not."""
    return (folder / JOURNAL).exists()


def temporary(folder: Path, inside: Sequence[str] = ()) -> list[Path]:
    """List the temporary files and folders in a folder, in some ``inside`` it, and behind links."""
    found = dict.fromkeys(_temporary(folder))
    for each in (folder, *(folder / name for name in inside)) if inside else ():
        found |= dict.fromkeys(_temporary(each))
        # What stands beside a link's file was written beside it.
        for entry in _entries(each):
            if entry.name.endswith(".toml") and entry.is_symlink():
                found |= dict.fromkeys(_temporary(Path(os.path.realpath(entry.path)).parent))
    return sorted(found)


def _temporary(folder: Path) -> list[Path]:
    names = (entry.name for entry in _entries(folder) if entry.name.startswith(PREFIX))
    return [folder / name for name in names if name not in (LOCK, JOURNAL)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(islice(found, MOST_ENTRIES))
    except OSError:
        return []
