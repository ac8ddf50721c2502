"""One writer at a time in a folder.

The lock is the system's own on a file in the folder, so it ends with the run that holds it, however
that ends. The file says who holds it; when the lock is let go the file is empty, then gone. Whoever
gets the lock of a file that still says so knows that its holder died.
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

from enamnd_cost.files.traces import LOCK
from enamnd_cost.files.writing.refusing import RefusedError, not_written
from enamnd_cost.files.writing.staging import real
from enamnd_cost.model.problem import Problem

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

    Gives who died holding it, or an empty text. Raises :class:`RefusedError` if somebody else
    does not let it go.
    """
    folder = real(folder)
    if folder in _ours:
        yield ""
        return
    path = folder / LOCK
    lock, handle = _acquired(path)
    _ours.add(folder)
    try:
        yield _said(handle) if lock else ""
    finally:
        _ours.discard(folder)
        if lock:
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
            raise RefusedError(not_written(path.as_posix(), path, error)) from error
        if _is_of(got[0], path):
            return lock, got[0]
        lock.release()  # of a file that its holder took away


def _is_of(handle: int, path: Path) -> bool:
    """Tell whether an open file is still the one that a path leads to."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _said(handle: int) -> str:
    """Read who held the lock, and write who does."""
    left = os.read(handle, 200).decode(errors="replace").strip()
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    since = dt.datetime.now().astimezone().isoformat(" ", "seconds")
    os.write(handle, f"process {os.getpid()} på {platform.node()} sedan {since}".encode())
    return left


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


def _busy(path: Path) -> Problem:
    """Say who holds the lock, if that can be read: Windows lets nobody read a locked file."""
    try:
        holder = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        holder = ""
    by = f": {holder}" if holder else ""
    text = f"en annan körning skriver i mappen just nu{by}"
    return Problem("EK011", path.parent.as_posix(), text, "vänta tills den är klar, och kör igen")
