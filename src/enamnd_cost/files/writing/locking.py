"""One writer at a time in a folder.

The lock is the system's own on a file in the folder, so it ends with the run that holds it, however
that ends. The file says who holds it; when the lock is let go the file is empty, then gone. A file
that says so though nobody holds it was left by a run that died, or by a program that copies files.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_cost.files.intake import NotTakenError, take
from enamnd_cost.files.traces import LOCK
from enamnd_cost.files.writing.refusing import RefusedError, not_written
from enamnd_cost.files.writing.staging import real
from enamnd_cost.model.problem import Problem
from enamnd_cost.signs import visible

if TYPE_CHECKING:
    from filelock import FileLock

PATIENCE = 10  # seconds: a write takes less than one
POLL = 0.02
# File systems without locks: what is written there is still compared with what was read.
UNSUPPORTED = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}

_ours: set[Path] = set()  # the folders that this run holds


@contextlib.contextmanager
def held(folder: Path) -> Iterator[str]:
    """Hold the lock of a folder; a run that holds it already goes on.

    Gives what an abandoned lock said of its holder, or an empty text. Raises :class:`RefusedError`
    if somebody else does not let it go.
    """
    folder = real(folder)
    if folder in _ours:
        yield ""
        return
    path = folder / LOCK
    lock, handle = _acquired(path)
    if not lock:
        yield ""
        return
    try:
        left = _said(handle, path)
        _ours.add(folder)
        yield left
    finally:
        _ours.discard(folder)
        _let_go(lock, handle, path)


def _acquired(path: Path) -> tuple[FileLock | None, int]:
    """Wait for the lock, and give it with its open file; None where there are no locks."""
    from filelock import FileLock, Timeout  # only who writes needs it

    until = time.monotonic() + PATIENCE
    while True:
        got: list[int] = []
        lock = FileLock(path, on_acquired=got.append)
        try:
            lock.acquire(timeout=max(until - time.monotonic(), 0), poll_interval=POLL)
        except Timeout as error:
            raise RefusedError(_busy(path)) from error
        except OSError as error:
            if error.errno in UNSUPPORTED:
                return None, -1
            raise RefusedError(_unlockable(path, error)) from error
        names = os.fstat(got[0]).st_nlink
        if names == 1 and _is_of(got[0], path):
            return lock, got[0]
        lock.release()
        if names > 1:  # else it is of a file that its holder took away
            text, remedy = "låsfilen är en annan fil också (en hård länk)", "ta bort den, kör igen"
            raise RefusedError(Problem("EK003", path.as_posix(), text, remedy))


def _is_of(handle: int, path: Path) -> bool:
    """Tell whether an open file is still the one that a path leads to."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _said(handle: int, path: Path) -> str:
    """Read who held the lock, and write who does."""
    try:
        left = os.read(handle, 200).decode(errors="replace").strip()
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        since = dt.datetime.now().astimezone().isoformat(" ", "seconds")
        os.write(handle, f"process {os.getpid()} på {platform.node()} sedan {since}".encode())
    except OSError as error:
        raise RefusedError(_unlockable(path, error)) from error
    return visible(left)


def _let_go(lock: FileLock, handle: int, path: Path) -> None:
    """Say that nobody holds the lock, take its file away, and let it go.

    What cannot be done is left: the lock ends with the run at the latest.
    """
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        if os.name != "nt":  # there the library takes it away, when nobody has it open
            path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        lock.release()


def _unlockable(path: Path, error: OSError) -> Problem:
    """Say why the lock file cannot be had; one that somebody else's dead run left can go.

    So can what has its name and is no file: no run of ours has made it.
    """
    problem = not_written(path.as_posix(), error)
    if os.path.lexists(path) and (path.is_symlink() or not path.is_file()):
        remedy = f"ta bort {LOCK} i mappen och kör igen"
        return problem._replace(text="låsfilen är ingen vanlig fil", remedy=remedy)
    if isinstance(error, PermissionError) and path.exists():
        remedy = f"körs inget kommando i mappen, ta bort {LOCK} i den och kör igen"
        return problem._replace(text="låsfilen tillhör ett annat konto", remedy=remedy)
    return problem


def _busy(path: Path) -> Problem:
    """Say who holds the lock, if that can be read: Windows lets nobody read a locked file."""
    try:
        holder = visible(take(path, 1_000).decode(errors="replace").strip())
    except NotTakenError:
        holder = ""
    by = f": {holder}" if holder else ""
    text = f"en annan körning skriver i mappen just nu{by}"
    return Problem("EK011", path.parent.as_posix(), text, "vänta tills den är klar, och kör igen")
