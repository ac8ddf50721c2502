"""Safe writing: whole or not at all, and never over what exists unless asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.problem import Problem

# What a name ends on that was meant for a file, not for a folder.
FILE_ENDINGS = {".xlsx", ".csv", ".json", ".md", ".toml", ".txt", ".patch", ".diff", ".zip"}


def write(path: Path, content: bytes, *, overwrite: bool) -> Problem | None:
    """Write to a temporary file beside ``path`` and move it into place.

    Returns the reason where it cannot be done; what was there before is then untouched.
    """
    shown = path.as_posix()
    if path.is_dir():
        return Problem("EK003", shown, "utfilen är en mapp", "ange ett filnamn")
    if path.exists() and not overwrite:
        return _exists(shown)
    temporary: str | None = None
    claimed = False
    try:
        temporary = _whole(path, content)
        if not overwrite:
            path.open("x").close()  # claims the name: fails if something has come there meanwhile
            claimed = True
        Path(temporary).replace(path)
    except FileExistsError:
        _remove(temporary)
        return _exists(shown)
    except OSError as error:
        _remove(temporary)
        if claimed:
            path.unlink(missing_ok=True)
        text = f"filen går inte att skriva: {_reason(error)}"
        return Problem("EK003", shown, text, _remedy(error))
    return None


def write_all(changes: Mapping[Path, tuple[bytes | None, bytes]]) -> Problem | None:
    """Write several files, all or none: by path, what was read (None: a new file) and what comes.

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
                waiting[path] = Path(_whole(path, after))
                undo.callback(waiting[path].unlink, missing_ok=True)
            for path, temporary in waiting.items():
                before = changes[path][0]
                if before is None:
                    path.open("x").close()  # claims the name: fails if something has come there
                undo.callback(_put_back, path, before)
                temporary.replace(path)
            undo.pop_all()
    except FileExistsError:
        return Problem("EK002", path.as_posix(), "filen finns redan", "flytta den och kör igen")
    except OSError as error:
        text = f"filen går inte att skriva: {_reason(error)}"
        return Problem("EK003", path.as_posix(), text, _remedy(error))
    return None


def write_folder(folder: Path, fill: Callable[[Path], None]) -> Problem | None:
    """Write a whole folder, or nothing; never into one that holds anything.

    ``fill`` writes the content into a folder that stands beside the new one until it is whole, or
    in it where there is an empty one already (it may be the one we stand in, or a link).
    """
    shown = folder.as_posix()
    if folder.suffix.lower() in FILE_ENDINGS:
        text, remedy = (
            f'en mapp ska skrivas, men namnet slutar på "{folder.suffix}"',
            "ange en mapp",
        )
        return Problem("EK003", shown, text, remedy)
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


def _changed_meanwhile(path: Path, before: bytes | None) -> Problem | None:
    """Refuse to write where a file has come, or one that is locked or no longer as it was read."""
    shown = path.as_posix()
    if before is None:
        if path.exists():
            return Problem("EK002", shown, "filen finns redan", "flytta den och kör igen")
        return None
    if not os.access(path, os.W_OK):
        remedy = "ta bort skrivskyddet, eller stäng filen om den är öppen"
        return Problem("EK003", shown, "filen är skrivskyddad", remedy)
    if path.read_bytes() != before:
        return Problem("EK003", shown, "filen ändrades under tiden", "kör kommandot igen")
    return None


def _put_back(path: Path, before: bytes | None) -> None:
    """Restore what was there before: the old content, or nothing."""
    with contextlib.suppress(OSError):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            Path(_whole(path, before)).replace(path)


def _take_away(folder: Path) -> None:
    """Take away a folder that was made, unless somebody has put something there."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _whole(path: Path, content: bytes) -> str:
    """Write content to a temporary file beside ``path``, safe on disk, and give its name."""
    handle, temporary = tempfile.mkstemp(prefix=".enamnd-cost-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _mode(path: Path) -> int:
    """Keep an existing file's permissions; else those that a new file would have got."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _exists(shown: str) -> Problem:
    remedy = f"ange ett annat namn, eller {ask(Wish.REPLACE)}"
    return Problem("EK002", shown, "filen finns redan", remedy)


def _remove(temporary: str | None) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "mappen finns inte"
    if isinstance(error, PermissionError):
        return "åtkomst nekad"
    if isinstance(error, NotADirectoryError):
        return "en del av sökvägen är inte en mapp"
    return "disken eller sökvägen tar inte emot den"


def _remedy(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "stäng filen om den är öppen i Excel, eller välj en annan mapp"
    return "kontrollera sökvägen"
