"""Changes to a data folder: shown as a patch, tried out beside it, written all or none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from enamnd_cost.files.intake import MOST_TOML, entries, take
from enamnd_cost.files.loading import FOLDERS, load
from enamnd_cost.files.opening import between_writes
from enamnd_cost.files.writing import Change, tried, write_all, write_folder
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE
from enamnd_cost.model.problem import Problem

Changes = Mapping[str, Change]  # by the file's path from the data folder

PATCH_ENDINGS = {".patch", ".diff"}
NO_NEWLINE = b"\n\\ No newline at end of file\n"


def patch(changes: Changes, prefix: str) -> bytes:
    """Write the changes as a unified diff that ``git apply`` and ``patch -p1`` take.

    ``prefix`` is how the data folder is reached from where the patch is to be applied.
    """
    parts = []
    for file, change in changes.items():
        name = f"{prefix}{file}".encode()
        lines = difflib.diff_bytes(
            difflib.unified_diff,
            BytesIO(change.before or b"").readlines(),  # cuts at line feeds only, as patch does
            BytesIO(change.after).readlines(),
            b"/dev/null" if change.before is None else b"a/" + name,
            b"b/" + name,
        )
        parts += [line if line.endswith(b"\n") else line + NO_NEWLINE for line in lines]
    return b"".join(parts)


def refusal(folder: Path, changes: Changes) -> list[Problem]:
    """Say what would be wrong with the data folder if the changes were made."""
    with tried(_changed(folder, changes)) as made:
        return load(made)[1]


def _changed(folder: Path, changes: Changes) -> dict[str, bytes]:
    """Give the files that the program reads, with the changes made."""
    files = [KOMMUNER_FILE, INDEX_FILE]
    for kind in FOLDERS:
        found = entries(folder / kind) if (folder / kind).is_dir() else []
        files += [f"{kind}/{path.name}" for path in found if path.name.endswith(".toml")]
    held = {file: take(folder / file, MOST_TOML) for file in files if (folder / file).is_file()}
    return {**held, **{file: change.after for file, change in changes.items()}}


def write(folder: Path, changes: Changes) -> Problem | None:
    """Make the changes in the folder itself: all of them or none."""
    return write_all(folder, changes)


def write_copy(folder: Path, changes: Changes, out: Path) -> Problem | None:
    """Write a copy of the data folder with the changes made; never into what holds anything."""
    return write_folder(out, between_writes(folder, lambda: _changed(folder, changes)))
