"""Content made whole beside its place, then moved there in one step that nobody can see half of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from enamnd_cost.files.refusals.reasons import passing
from enamnd_cost.files.traces import PREFIX


def _processes() -> str:
    """Tell which processes' numbers ours is one of: containers of one machine have their own."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


# Whose a temporary file is: by the machine and the process, so that one left behind can be told.
HOST = hashlib.sha256(f"{platform.node()} {sys.platform} {_processes()}".encode()).hexdigest()[:8]
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
TRIES, PAUSE = 8, 0.1  # as often, and as many seconds between, as a virus scanner holds a file


class ChangedMeanwhileError(Exception):
    """What stands in a file is no longer what was read there."""


def mark() -> str:
    """Give what the name of a temporary file of this run begins with."""
    return f"{PREFIX}{HOST}-{os.getpid()}-"


def whole(path: Path, content: bytes) -> Path:
    """Write content to a temporary file beside ``path``, safe on disk, and give its path.

    Where the folder is still to be made, it stands in the nearest that is there.
    """
    beside = next(folder for folder in path.parents if folder.exists())
    temporary = beside / f"{mark()}{secrets.token_hex(6)}"
    # The library's own makes some million tries where Windows lets nobody write.
    handle = os.open(temporary, NEW, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
    except BaseException:
        remove(temporary)
        raise
    return temporary


def remove(temporary: Path) -> None:
    """Take a temporary file away; one that is held for long is left, and cleared by a later run."""
    with contextlib.suppress(OSError):
        _patiently(lambda: temporary.unlink(missing_ok=True))


@contextlib.contextmanager
def staged(path: Path, content: bytes) -> Iterator[Path]:
    """Give a whole temporary file, to be moved; if it is not, it is taken away."""
    temporary = whole(path, content)
    try:
        yield temporary
    finally:
        remove(temporary)


def put(temporary: Path, path: Path) -> None:
    """Move a temporary file into place, over what may be there."""
    _patiently(lambda: temporary.replace(path))


def claim(temporary: Path, path: Path) -> None:
    """Move a temporary file to a name that nobody has; fails if somebody has taken it meanwhile.

    A link is made at once or not at all, and never over another file. Where a file system has no
    links the name is looked for first: somebody who takes it in that moment is written over.
    """
    if os.name == "nt":  # there a rename is never over another file
        _patiently(lambda: temporary.rename(path))
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.rename(path)
    else:
        remove(temporary)


def exchange(temporary: Path, path: Path, before: bytes) -> None:
    """Move a temporary file over a file that still holds ``before``, or leave both as they are.

    The file is compared just before the move, and once more when it has been moved away: who saved
    in it in that moment has it back. Who puts another file in its place between the last look and
    the move, some microseconds, is not seen.
    """
    aside = temporary.with_name(f"{temporary.name}.fore")
    try:
        if os.name != "nt":  # OneDrive takes no file that has two names
            with contextlib.suppress(OSError):  # a file system that has no links
                aside.hardlink_to(path)
        if _held(path) != before or (aside.exists() and not aside.samefile(path)):
            raise ChangedMeanwhileError
        put(temporary, path)
        if aside.exists() and _held(aside) != before:
            put(aside, path)
            raise ChangedMeanwhileError
    finally:
        remove(aside)


def _held(path: Path) -> bytes:
    held: list[bytes] = []
    _patiently(lambda: held.append(path.read_bytes()))
    return held[0]


def forget(path: Path) -> None:
    """Take a file away, patiently."""
    _patiently(lambda: path.unlink(missing_ok=True))


def settle(folders: Iterable[Path]) -> None:
    """See to it that names are safe on disk, where a folder can be opened for that."""
    for folder in folders:
        with contextlib.suppress(OSError):  # Windows, and many network shares
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def real(path: Path) -> Path:
    """Give what a path leads to: through a link it is that which is written.

    A link that leads round in a ring is given as it is.
    """
    return Path(os.path.realpath(path))


def _patiently(move: Callable[[], object]) -> None:
    """Try a move again while a virus scanner or a sync program holds the file."""
    for _ in range(TRIES - 1):
        try:
            move()
        except OSError as error:
            if not passing(error):
                raise
            time.sleep(PAUSE)
        else:
            return
    move()
