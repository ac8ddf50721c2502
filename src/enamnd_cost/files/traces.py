"""What shows that something is being written in a folder, or was by a run that died.

Whoever only reads looks for it each time, so it takes nothing to look.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from enamnd_cost.files.intake import entries

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
        for path in _entries(each):
            if path.suffix == ".toml" and path.is_symlink():
                found |= dict.fromkeys(_temporary(Path(os.path.realpath(path)).parent))
    return sorted(found)


def _temporary(folder: Path) -> list[Path]:
    return [
        path
        for path in _entries(folder)
        if path.name.startswith(PREFIX) and path.name not in (LOCK, JOURNAL)
    ]


def _entries(folder: Path) -> list[Path]:
    try:
        return entries(folder)
    except OSError:
        return []
