"""A whole folder, or nothing; never into one that holds anything."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from enamnd_cost.files.traces import LOCK
from enamnd_cost.files.writing import journal, refusing, staging
from enamnd_cost.files.writing.journal import Change
from enamnd_cost.files.writing.several import write_all
from enamnd_cost.model.problem import Problem

# What a name ends on that was meant for a file, not for a folder.
FILE_ENDINGS = {".xlsx", ".csv", ".json", ".md", ".toml", ".txt", ".patch", ".diff", ".zip"}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Problem | None:
    """Write a folder of files, named from it.

    A new one stands beside its place until it is whole. One that is there, and empty, is filled as
    several files are written: it may be the one we stand in, or a link. A lock that a dead run
    has left is nothing that it holds.
    """
    shown = folder.as_posix()
    if folder.suffix.lower() in FILE_ENDINGS:
        text = f'en mapp ska skrivas, men namnet slutar på "{folder.suffix}"'
        return Problem("EK003", shown, text, "ange en mapp")
    try:
        if os.path.lexists(folder):
            if not folder.is_dir() or any(path.name != LOCK for path in folder.iterdir()):
                return Problem("EK002", shown, "mappen finns och är inte tom", "ange en ny mapp")
            return write_all(folder, {file: Change(None, held) for file, held in files.items()})
        if refused := refusing.unfit(folder, shown):
            return refused
        _write_new(folder.absolute(), files)
    except OSError as error:
        return refusing.not_written(shown, error, "mappen")
    return None


def write_several(folder: Path, files: Mapping[str, bytes], *, overwrite: bool) -> Problem | None:
    """Write several files whatever they held before; or, unless asked to, over none that is."""
    if not os.path.lexists(folder):
        return write_folder(folder, files)
    there = [folder / file for file in files if os.path.lexists(folder / file)]
    if there and not overwrite:
        return refusing.exists(there[0].as_posix())
    try:
        before = {file: journal.content(folder / file) for file in files}
    except refusing.RefusedError as error:
        return error.problem
    return write_all(folder, {file: Change(before[file], files[file]) for file in files})


def _write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = folder.with_name(f"{staging.mark()}{secrets.token_hex(4)}")
    made.mkdir()
    try:
        for file, content in files.items():
            path = made / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with staging.staged(path, content) as temporary:
                staging.put(temporary, path)
        staging.settle([made, *(each for each in made.rglob("*") if each.is_dir())])
        staging.put(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    staging.settle([folder.parent])
