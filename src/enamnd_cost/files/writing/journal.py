"""What is to become of several files, on disk before any of them is touched.

A run that dies while it moves files leaves its journal. The next run in the folder, whatever it is
to do, carries it out to its end; or, if somebody has saved in one of the files since, back to its
beginning. Either way no file of somebody else's is touched.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from enamnd_cost.files.traces import JOURNAL, is_unfinished
from enamnd_cost.files.writing import staging
from enamnd_cost.files.writing.refusing import RefusedError, not_written
from enamnd_cost.model.problem import Problem

ENDINGS = {".toml", ".json"}  # of what is ever written several at a time
MOST_BYTES = 100_000_000


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
    (folder / JOURNAL).unlink(missing_ok=True)
    staging.settle([folder])


def mend(folder: Path) -> list[str]:
    """Carry out what a dead run left, and say so. The folder's lock is to be held.

    Raises :class:`RefusedError` where that cannot be done.
    """
    path = folder / JOURNAL
    try:
        if not is_unfinished(folder):
            return []
        changes = _read(path)
        places = {file: staging.real(folder / file) for file in changes}
        now = {file: content(place) for file, place in places.items()}
        others = [file for file, change in changes.items() if now[file] not in change]
        for file, (before, after) in changes.items():
            if file not in others:
                become(places[file], now[file], before if others else after)
        staging.settle({place.parent for place in places.values()})
        forget(folder)
    except staging.ChangedMeanwhileError:
        return mend(folder)
    except OSError as error:
        refused = not_written(path.as_posix(), path, error)
        text = f"en skrivning som bröts går inte att slutföra: {refused.text}"
        raise RefusedError(Problem("EK012", path.as_posix(), text, refused.remedy)) from error
    return list(_told(changes, others))


def _told(changes: Mapping[str, Change], others: list[str]) -> Iterator[str]:
    every = ", ".join(changes)
    if not others:
        yield f"en tidigare körning bröts medan den skrev; det är nu slutfört: {every}"
        return
    back = ", ".join(file for file in changes if file not in others)
    yield (
        f"en tidigare körning bröts medan den skrev, och {', '.join(others)} har ändrats sedan "
        "dess: den filen lämnas som den är"
        + (f", och {back} är som före körningen" if back else "")
    )


def become(path: Path, now: bytes | None, wanted: bytes | None) -> None:
    """Let a file that holds ``now`` hold what is wanted; None is that there is no such file.

    Raises :class:`ChangedMeanwhileError` if it holds something else, and leaves it.
    """
    if now == wanted:
        return
    if wanted is None:
        if content(path) != now:
            raise staging.ChangedMeanwhileError
        path.unlink()
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
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _coded(held: bytes | None) -> str | None:
    return None if held is None else base64.b64encode(held).decode()


def _read(path: Path) -> dict[str, Change]:
    """Read a journal, and hold it to what a run of this program can have written.

    A folder may come from anywhere: a journal in it names files of that folder, and no others.
    """
    if path.stat().st_size > MOST_BYTES:
        raise _unreadable(path)
    try:
        rows = json.loads(path.read_bytes())["filer"]
        changes = {row["fil"]: Change(_decoded(row["fore"]), _bytes(row["efter"])) for row in rows}
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise _unreadable(path) from error
    if not all(map(_is_ours, changes)):
        raise _unreadable(path)
    return changes


def _unreadable(path: Path) -> RefusedError:
    text = "filen visar vad en körning som bröts skulle skriva, men går inte att läsa"
    remedy = "jämför datamappens filer med en säkerhetskopia, och ta sedan bort filen"
    return RefusedError(Problem("EK012", path.as_posix(), text, remedy))


def _is_ours(file: str) -> bool:
    path = PurePosixPath(file)
    plain = all(part.strip(". ") == part for part in path.parts) and ":" not in file
    return plain and not path.is_absolute() and "\\" not in file and path.suffix in ENDINGS


def _decoded(text: str | None) -> bytes | None:
    return None if text is None else _bytes(text)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
