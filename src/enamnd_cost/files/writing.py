"""Safe writing: whole or not at all, and never over what exists unless asked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from enamnd_cost.model.problem import Problem


def write(path: Path, content: bytes, *, overwrite: bool) -> Problem | None:
    """Write to a temporary file beside ``path`` and move it into place.

    Returns the reason where it cannot be done; what was there before is then untouched.
    """
    shown = path.as_posix()
    if path.is_dir():
        return Problem("EK003", shown, "utfilen är en mapp", "ange ett filnamn")
    if path.exists() and not overwrite:
        return Problem("EK002", shown, "filen finns redan", "ange ett annat namn, eller --ersatt")
    temporary: str | None = None
    claimed = False
    try:
        handle, temporary = tempfile.mkstemp(prefix=".enamnd-cost-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        if not overwrite:
            path.open("x").close()  # claims the name: fails if something has come there meanwhile
            claimed = True
        Path(temporary).replace(path)
    except FileExistsError:
        _remove(temporary)
        return Problem("EK002", shown, "filen finns redan", "ange ett annat namn, eller --ersatt")
    except OSError as error:
        _remove(temporary)
        if claimed:
            path.unlink(missing_ok=True)
        text = f"filen går inte att skriva: {_reason(error)}"
        return Problem("EK003", shown, text, _remedy(error))
    return None


def _mode(path: Path) -> int:
    """Keep an existing file's permissions; else those that a new file would have got."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


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
