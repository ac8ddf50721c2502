"""What shows that something is being written in a folder, or was by a run that died.

Whoever only reads looks for it each time, so it takes nothing to look.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

PREFIX = ".enamnd-cost-"  # of everything that is only there while something is written
LOCK = f"{PREFIX}las"
JOURNAL = f"{PREFIX}skrivning.json"


def is_unfinished(folder: Path) -> bool:
    """Tell whether several files are being moved into the folder, by a run that lives or not."""
    return (folder / JOURNAL).exists()


def temporary(folder: Path, inside: Sequence[str] = ()) -> list[Path]:
    """List the temporary files and folders in a folder, in some ``inside`` it, and behind links."""
    found: dict[Path, None] = {}
    for each in (folder, *(folder / name for name in inside)):
        entries = _entries(each)
        found |= {path: None for path in entries if path.name.startswith(PREFIX)}
        # What stands beside a link's file was written beside it.
        for path in entries if inside else ():
            if path.is_symlink() and path.suffix == ".toml":
                beside = _entries(Path(os.path.realpath(path)).parent)
                found |= {path: None for path in beside if path.name.startswith(PREFIX)}
    return [path for path in found if path.name not in (LOCK, JOURNAL)]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
