"""What is on the disk where an error's code says too little."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path, PurePath

from enamnd_cost.files.refusals.naming import from_windows, too_long
from enamnd_cost.files.refusals.words import GONE, HELD, LINK, NETWORK, Said

FILE, FOLDER, OTHER, NOTHING = "file", "folder", "other", ""


def denied(error: OSError, path: Path) -> Said:
    """Tell what is denied: to come into a folder, to write in it, or the file."""
    if from_windows(error):
        return _denied_by_windows(error, path)
    for folder in reversed(path.parents):
        if _kind(folder) == FOLDER and not os.access(folder, os.X_OK):
            return f"du får inte öppna {_named(folder)}", _ask_for("mappen")
    kind = _kind(path)
    if kind == FOLDER and not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        return f"du saknar behörighet till {_named(path)}", _ask_for("mappen")
    if kind == FILE and not os.access(path, os.R_OK):
        return "du får inte läsa filen", _ask_for("filen")
    if not os.access(path.parent, os.W_OK):
        return f"du får inte skriva i {_named(path.parent)}", _ask_for("mappen")
    if kind == FILE and not os.access(path, os.W_OK):
        return "filen är skrivskyddad", "ta bort skrivskyddet och kör igen"
    if sys.platform == "darwin":
        where = "under Integritet och säkerhet i Systeminställningar"
        remedy = f"ge terminalen åtkomst till mappen {where}, eller välj en annan mapp"
        return "macOS nekar åtkomst", remedy
    return "systemet nekar åtkomst", "välj en annan mapp, eller fråga den som sköter datorn"


def _denied_by_windows(error: OSError, path: Path) -> Said:
    """Tell what may lie behind: an open file, a flag and a right have one code there."""
    kind = _kind(path)
    if kind == FOLDER:
        text = f"Windows nekar åtkomst till {_named(path)}"
        return text, f"stäng filer som är öppna i den och kör igen, eller {_ask_for('mappen')}"
    if not kind:
        text = f"Windows nekar åtkomst till {_named(path.parent)}"
        guard = "att släppa fram enamnd-cost i skyddet mot utpressningsprogram"
        return text, f"välj en annan mapp, eller be it-avdelningen om behörighet eller {guard}"
    if os.access(path, os.W_OK):  # tells of the flag alone
        remedy = "stäng den där och kör igen; är den inte öppen, välj en annan mapp"
        return f"åtkomst nekad; kanske är {HELD[0]}", remedy
    if getattr(error, "winerror", None):
        return "filen är skrivskyddad", "ta bort skrivskyddet i filens egenskaper och kör igen"
    # It could not be opened, which the flag hinders only if it was to be written.
    text = f"åtkomst nekad: {HELD[0]}, eller skrivskyddad"
    return text, "stäng den där, ta bort skrivskyddet i filens egenskaper och kör igen"


def missing(error: OSError, path: Path) -> Said:
    """Tell what is missing: the drive, a folder, what a link leads to, or the file."""
    if said := too_long(error, path):
        return said
    if not path.anchor and not _stands_somewhere():
        return "mappen du står i finns inte längre", "gå till en annan mapp och kör igen"
    for folder in reversed(path.parents):
        kind = _kind(folder)
        if not kind:
            return _no_folder(folder)
        if kind == FILE:
            return not_a_folder(error, path)
    if _is_link(path) and not _kind(path):
        return LINK
    if _kind(path) or getattr(error, "filename2", None):  # of two, the other was missing
        return "en fil som behövs försvann under tiden", "kör kommandot igen"
    return "filen finns inte", "kontrollera namnet och sökvägen"


def _no_folder(folder: PurePath) -> Said:
    if folder.drive and str(folder) == folder.anchor:
        return NETWORK if folder.drive.startswith("\\\\") else GONE
    if _is_link(folder):
        return LINK
    return f"{_named(folder)} finns inte", "kontrollera sökvägen, eller skapa mappen"


def not_a_folder(_error: OSError, path: Path) -> Said:
    """Tell which part of a path is a file."""
    file = next((part for part in (*reversed(path.parents), path) if _kind(part) == FILE), None)
    text = f'"{file.as_posix()}" är en fil, inte en mapp' if file else "en del av den är ingen mapp"
    return text, "kontrollera sökvägen"


def no_device(_error: OSError, path: Path) -> Said:
    """Tell a disk that is not there from something that is no file."""
    if _kind(path) == OTHER:
        return "det är ingen vanlig fil", "ange ett annat namn"
    return GONE


def _kind(path: PurePath) -> str:
    """Tell what stands somewhere; nothing, too, where nobody may look."""
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return NOTHING
    return FILE if stat.S_ISREG(mode) else FOLDER if stat.S_ISDIR(mode) else OTHER


def _is_link(path: PurePath) -> bool:
    try:
        return stat.S_ISLNK(Path(path).lstat().st_mode)
    except OSError:
        return False


def _stands_somewhere() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _named(folder: PurePath) -> str:
    return "mappen du står i" if str(folder) == "." else f'mappen "{folder.as_posix()}"'


def _ask_for(what: str) -> str:
    return f"välj en annan mapp, eller be den som äger {what} om behörighet"
