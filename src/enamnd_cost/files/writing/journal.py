"""What is to become of several files, on disk before any of them is touched.

A run that dies while it moves files leaves its journal. The next run in the folder, whatever it is
to do, carries it out to its end; or, if somebody has saved in one of the files since, back to its
beginning. Either way no file of somebody else's is touched.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from enamnd_cost.files.intake import NotTakenError, take
from enamnd_cost.files.refusals.reasons import why
from enamnd_cost.files.refusals.windows_names import odd_name
from enamnd_cost.files.traces import JOURNAL, is_unfinished
from enamnd_cost.files.writing import staging
from enamnd_cost.files.writing.refusing import BROKEN, RefusedError, changed
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import visible

# What is ever written several at a time: files of the folder, or of one in it.
FILE = re.compile(r"(?:[\w-][\w .-]*/)?[\w-][\w .-]*\.(?:toml|json)")
MOST_BYTES = 50_000_000


class Change(NamedTuple):
    """A file's content as it was read (None where there is no such file), and as it becomes."""

    before: bytes | None
    after: bytes


def record(folder: Path, changes: Mapping[str, Change]) -> None:
    """Write down what is to be done; from here on it is to be done."""
    rows = [
        {"fil": file, "fore": _coded(before), "efter": _coded(after)}
        for file, (before, after) in changes.items()
    ]
    path = folder / JOURNAL
    with staging.staged(path, json.dumps({"filer": rows}).encode()) as temporary:
        staging.put(temporary, path)
    staging.settle([folder])


def forget(folder: Path) -> None:
    """Take the journal away: what it says is done, or undone."""
    staging.forget(folder / JOURNAL)
    staging.settle([folder])


def mend(folder: Path) -> list[str]:
    """Carry out what a dead run left, and say so. The folder's lock is to be held.

    Raises :class:`RefusedError` where that cannot be done.
    """
    if not is_unfinished(folder):
        return []
    path = folder / JOURNAL
    try:
        changes = _read(path, folder)
        told = _carried_out(folder, changes)
        forget(folder)
    except staging.ChangedMeanwhileError as error:
        raise RefusedError(changed(path.as_posix())) from error
    except OSError as error:
        reason, remedy = why(error, Path(error.filename or path))
        raise RefusedError(
            Problem("EK012", path.as_posix(), f"{BROKEN}: {reason}", remedy)
        ) from error
    return told


def _carried_out(folder: Path, changes: Mapping[str, Change]) -> list[str]:
    """Let the files be as they were to be; or as they were, if others have changed some of them.

    Where all that nobody has changed is as it was to be, or as it was, there is nothing to do.
    """
    places = {file: staging.real(folder / file) for file in changes}
    now = {file: content(place) for file, place in places.items()}
    others = [file for file, change in changes.items() if now[file] not in change]
    ours = {file: change for file, change in changes.items() if file not in others}
    half = len({now[file] == change.after for file, change in ours.items()}) > 1
    if others and not half:
        return []
    for file, (before, after) in ours.items():
        become(places[file], now[file], before if others else after)
    staging.settle({place.parent for place in places.values()})
    every = visible(", ".join(ours))
    if not others:
        return [f"en tidigare körning bröts medan den skrev; det är nu slutfört: {every}"]
    left = visible(", ".join(others))
    text = f"en tidigare körning bröts medan den skrev, och sedan dess har {left} ändrats"
    return [f"{text}: det lämnas som det är, och {every} är som före den körningen"]


def become(path: Path, now: bytes | None, wanted: bytes | None) -> None:
    """Let a file that holds ``now`` hold what is wanted; None is that there is no such file.

    Raises :class:`ChangedMeanwhileError` if it holds something else, and leaves it.
    """
    if now == wanted:
        return
    if wanted is None:
        if content(path) != now:
            raise staging.ChangedMeanwhileError
        staging.forget(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with staging.staged(path, wanted) as temporary:
        move(temporary, path, now)


def move(temporary: Path, path: Path, before: bytes | None) -> None:
    """Move a temporary file over what is to be there before, or to a name that nobody has."""
    if before is None:
        staging.claim(temporary, path)
    else:
        staging.exchange(temporary, path, before)


def content(path: Path) -> bytes | None:
    """Give what a file holds, or None where there is none."""
    if not os.path.lexists(path):
        return None
    try:
        return take(path, MOST_BYTES)
    except NotTakenError as error:
        remedy = error.remedy if path.is_file() else "flytta undan den och kör igen"
        raise RefusedError(Problem("EK003", path.as_posix(), error.text, remedy)) from error


def _coded(held: bytes | None) -> str | None:
    return None if held is None else base64.b64encode(held).decode()


def _read(path: Path, folder: Path) -> dict[str, Change]:
    """Read a journal, and hold it to what a run of this program can have written.

    A folder may come from anywhere: a journal in it names files that stand in that folder, behind
    no link that leads out of it.
    """
    try:
        rows = json.loads(take(path, MOST_BYTES))["filer"]
        changes = {row["fil"]: Change(_decoded(row["fore"]), _bytes(row["efter"])) for row in rows}
        sound = all(_is_within(folder, file) for file in changes)
    except (ValueError, TypeError, LookupError, RecursionError, NotTakenError) as error:
        raise _unreadable(path) from error
    if not (changes and sound):
        raise _unreadable(path)
    return changes


def _is_within(folder: Path, file: str) -> bool:
    plain = FILE.fullmatch(file) and not odd_name(Path(file), windows=True)
    return bool(plain) and staging.real(folder / file).is_relative_to(staging.real(folder))


def _unreadable(path: Path) -> RefusedError:
    text = "filen visar vad en körning som bröts skulle skriva, men går inte att följa"
    remedy = "jämför mappens filer med en säkerhetskopia, och ta sedan bort filen"
    return RefusedError(Problem("EK012", path.as_posix(), text, remedy))


def _decoded(text: str | None) -> bytes | None:
    return None if text is None else _bytes(text)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
