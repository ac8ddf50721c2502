"""Safe writing: whole or not at all, and never over what exists unless asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.problem import Problem

# What a name ends on that was meant for a file, not for a folder.
FILE_ENDINGS = {".xlsx", ".csv", ".json", ".md", ".toml", ".txt", ".patch", ".diff", ".zip"}


class Change(NamedTuple):
    """A file's content as it was read (None where there is no such file), and as it becomes."""

    before: bytes | None
    after: bytes


def write(path: Path, content: bytes, *, overwrite: bool) -> Problem | None:
    """Write to a temporary file beside ``path`` and move it into place.

    Returns the reason where it cannot be done; what was there before is then untouched.
    """
    shown = path.as_posix()
    if path.is_dir():
        return Problem("EK003", shown, "utfilen är en mapp", "ange ett filnamn")
    if path.exists() and not overwrite:
        return _exists(shown)
    try:
        with contextlib.ExitStack() as undo:
            temporary = _whole(path, content)
            undo.callback(temporary.unlink, missing_ok=True)
            if not overwrite:
                _claim(path)
                undo.callback(path.unlink, missing_ok=True)
            temporary.replace(path)
            undo.pop_all()
    except FileExistsError:
        return _exists(shown)
    except OSError as error:
        return _not_written(shown, error)
    return None


def write_all(changes: Mapping[Path, Change]) -> Problem | None:
    """Write several files, all or none.

    All are written beside their places first and moved when they are whole. Where a move fails, or
    the user breaks off, what has been moved is put back and folders that were made are taken away.
    A file that is no longer as it was read is left alone.
    """
    for path, (before, _) in changes.items():
        if refused := _changed_meanwhile(path, before):
            return refused
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        with contextlib.ExitStack() as undo:  # whatever ends it before everything is in place
            for path, (_, after) in changes.items():
                if not path.parent.exists():
                    path.parent.mkdir()
                    undo.callback(_take_away, path.parent)
                waiting[path] = _whole(path, after)
                undo.callback(waiting[path].unlink, missing_ok=True)
            for path, temporary in waiting.items():
                before = changes[path][0]
                if before is None:
                    _claim(path)
                undo.callback(_put_back, path, before)
                temporary.replace(path)
            undo.pop_all()
    except FileExistsError:
        return _exists(path.as_posix(), "flytta den och kör igen")
    except OSError as error:
        return _not_written(path.as_posix(), error)
    return None


def write_folder(folder: Path, fill: Callable[[Path], None]) -> Problem | None:
    """Write a whole folder, or nothing; never into one that holds anything.

    ``fill`` writes the content into a folder that stands beside the new one until it is whole, or
    in it where there is an empty one already (it may be the one we stand in, or a link).
    """
    shown = folder.as_posix()
    if folder.suffix.lower() in FILE_ENDINGS:
        text = f'en mapp ska skrivas, men namnet slutar på "{folder.suffix}"'
        return Problem("EK003", shown, text, "ange en mapp")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem("EK002", shown, "mappen finns och är inte tom", "ange en ny mapp")
    try:
        beside = folder if folder.exists() else folder.absolute().parent
        beside.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".enamnd-cost-", dir=beside))
        try:
            fill(made)
            made.chmod(0o755)
            if folder.exists():
                for path in sorted(made.iterdir()):
                    path.rename(folder / path.name)
            else:
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError:
        text = "mappen går inte att skapa"
        return Problem("EK003", shown, text, "kontrollera sökvägen och behörigheten")
    return None


def locked(path: Path, shown: str) -> Problem | None:
    """Refuse to write over a file that is write-protected."""
    if os.access(path, os.W_OK):
        return None
    remedy = "ta bort skrivskyddet, eller stäng filen om den är öppen"
    return Problem("EK003", shown, "filen är skrivskyddad", remedy)


def _changed_meanwhile(path: Path, before: bytes | None) -> Problem | None:
    """Refuse to write where a file has come, or one that is locked or no longer as it was read."""
    shown = path.as_posix()
    if before is None:
        return _exists(shown, "flytta den och kör igen") if path.exists() else None
    if refused := locked(path, shown):
        return refused
    if path.read_bytes() != before:
        return Problem("EK003", shown, "filen ändrades under tiden", "kör kommandot igen")
    return None


def _put_back(path: Path, before: bytes | None) -> None:
    """Restore what was there before: the old content, or nothing."""
    with contextlib.suppress(OSError):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _whole(path, before).replace(path)


def _take_away(folder: Path) -> None:
    """Take away a folder that was made, unless somebody has put something there."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _claim(path: Path) -> None:
    """Take a name for a new file; fails if something has come there meanwhile."""
    path.open("x").close()


def _whole(path: Path, content: bytes) -> Path:
    """Write content to a temporary file beside ``path``, safe on disk, and give its path."""
    handle, name = tempfile.mkstemp(prefix=".enamnd-cost-", dir=path.parent)
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


def _mode(path: Path) -> int:
    """Keep an existing file's permissions; else those that a new file would have got."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _exists(shown: str, remedy: str = "") -> Problem:
    remedy = remedy or f"ange ett annat namn, eller {ask(Wish.REPLACE)}"
    return Problem("EK002", shown, "filen finns redan", remedy)


def _not_written(shown: str, error: OSError) -> Problem:
    remedy = "kontrollera sökvägen"
    match error:
        case FileNotFoundError():
            reason = "mappen finns inte"
        case NotADirectoryError():
            reason = "en del av sökvägen är inte en mapp"
        case PermissionError():
            reason = "åtkomst nekad"
            remedy = "stäng filen om den är öppen i Excel, eller välj en annan mapp"
        case _:
            reason = "disken eller sökvägen tar inte emot den"
    return Problem("EK003", shown, f"filen går inte att skriva: {reason}", remedy)
