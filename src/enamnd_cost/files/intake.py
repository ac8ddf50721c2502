"""The one door through which files are read: whole, within a bound, and only if they are files.

A queue or a device never ends, or waits for somebody who never writes; so it is refused before it
is opened. Whoever asks says how much may be read, and hears why nothing was.
"""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

# What a path may lead to instead of a file.
OTHERS = (
    (stat.S_ISDIR, "en mapp"),
    (stat.S_ISFIFO, "en kö (FIFO)"),
    (stat.S_ISSOCK, "en förbindelse (socket)"),
    (stat.S_ISCHR, "en enhet"),
    (stat.S_ISBLK, "en enhet"),
)
# Nothing that the kind of file was mistaken for keeps us waiting, and bytes stay as they are.
FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# The largest TOML that can be needed, of 290 municipalities at thirty dates, is a fifth of this.
MOST_TOML = 1_000_000
MOST_ENTRIES = 100_000  # of a folder
STDIN = "-"


class NotTakenError(Exception):
    """Nothing was read: why, and what to do about it; ``large`` if there was too much of it."""

    def __init__(self, text: str, remedy: str, *, large: bool = False) -> None:
        super().__init__(text)
        self.text, self.remedy, self.large = text, remedy, large


def take(path: Path, most: int) -> bytes:
    """Read a file whole, if it is one and has at most so many bytes."""
    try:
        _refuse_others(path, path.stat())
        with open(os.open(path, FLAGS), "rb") as file:  # noqa: PTH123 (a path has no such flags)
            held = os.fstat(file.fileno())
            _refuse_others(path, held)  # it may be another by now
            if held.st_size > most:
                raise _too_large(most)
            raw = file.read(most + 1)
    except FileNotFoundError:
        raise _missing(path) from None
    except PermissionError:
        text, remedy = "filen får inte läsas", "kontrollera behörigheten, och om den är låst"
        raise NotTakenError(text, remedy) from None
    except (OSError, ValueError):  # a disk that fails, links in a ring, a name that none can have
        remedy = "kontrollera namnet, och att mappen eller disken går att nå"
        raise NotTakenError("filen går inte att läsa", remedy) from None
    if len(raw) > most:  # such as those of /proc, which say that they are empty
        raise _too_large(most)
    return raw


def _refuse_others(path: Path, held: os.stat_result) -> None:
    """Refuse what is no file."""
    if stat.S_ISREG(held.st_mode):
        return
    kind = next((name for tell, name in OTHERS if tell(held.st_mode)), "något annat")
    remedy = "ange en fil" if stat.S_ISDIR(held.st_mode) else "spara innehållet i en fil"
    raise NotTakenError(f"{path.name or path} är ingen vanlig fil utan {kind}", remedy)


def _missing(path: Path) -> NotTakenError:
    if str(path) == STDIN:
        text, remedy = "standard in läses inte", "spara innehållet i en fil, och ange den"
        return NotTakenError(text, remedy)
    return NotTakenError("filen finns inte", "kontrollera namn och behörighet")


def _too_large(most: int) -> NotTakenError:
    remedy = "kontrollera att det är rätt fil, eller ta bort det som inte hör till den"
    return NotTakenError(f"filen är för stor: över {most // 1_000_000} MB", remedy, large=True)


def entries(folder: Path, most: int = MOST_ENTRIES) -> list[Path]:
    """List what stands in a folder, in order; of very many only so many as come first."""
    with os.scandir(folder) as found:
        return sorted(folder / each.name for each in islice(found, most))


def any_toml(folder: Path, most: int) -> tuple[bool, int]:
    """Tell whether a TOML file lies in a folder or below it, and how many entries were looked at.

    No more than so many are; what is linked to is not followed, since links may go in a ring.
    """
    looked = 0
    for _, folders, files in os.walk(folder):
        if any(name.endswith(".toml") for name in files):
            return True, looked
        looked += len(folders) + len(files)
        if looked >= most:
            break
    return False, looked
