"""Content made whole beside its place, then moved there in one step that nobody can see half of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from enamnd_cost.files.refusals.reasons import passing
from enamnd_cost.files.traces import PREFIX

# Whose a temporary file is: by the machine and the process, so that one left behind can be told.
HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
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
    handle, name = tempfile.mkstemp(prefix=mark(), dir=beside)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextlib.contextmanager
def staged(path: Path, content: bytes) -> Iterator[Path]:
    """Give a whole temporary file, to be moved; if it is not, it is taken away."""
    temporary = whole(path, content)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


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
        temporary.unlink()


def exchange(temporary: Path, path: Path, before: bytes) -> None:
    """Move a temporary file over a file that still holds ``before``, or leave both as they are.

    The file is compared just before the move, and once more when it has been moved away: who saves
    in it in that moment, as an editor does, has it back.
    """
    if path.read_bytes() != before:
        raise ChangedMeanwhileError
    aside = temporary.with_name(f"{temporary.name}-fore")
    with contextlib.suppress(OSError):  # a file system that has no links
        aside.hardlink_to(path)
    try:
        put(temporary, path)
        if aside.exists() and aside.read_bytes() != before:
            put(aside, path)
            raise ChangedMeanwhileError
    finally:
        aside.unlink(missing_ok=True)


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


def _mode(path: Path) -> int:
    """Keep an existing file's permissions; else those that a new file would have got."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
