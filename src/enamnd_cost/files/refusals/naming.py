"""Names and paths that a system does not take: too long, with odd signs, or out of reach."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from enamnd_cost.files.refusals.windows_names import odd_name
from enamnd_cost.files.refusals.words import CLOUD_AWAY, NAME, Said

# MAX_PATH counts the end sign, too, and a folder is to have room for a short name.
LONGEST_FILE, LONGEST_FOLDER = 259, 247
LONGEST_NAME = 255  # on nearly every disk; counted in bytes but on Windows

# WinNT.h: FILE_ATTRIBUTE_RECALL_ON_OPEN and …_ON_DATA_ACCESS: the content is in the cloud.
_AWAY = stat.FILE_ATTRIBUTE_OFFLINE | 0x40000 | 0x400000


def from_windows(error: OSError) -> bool:
    """Tell an error of Windows: there alone they have this attribute, if only as None."""
    return hasattr(error, "winerror")


def unclear(error: OSError, path: Path) -> Said:
    """Tell what is called invalid: the name, its length, or a file that cannot be fetched."""
    if said := too_long(error, path):
        return said
    if not from_windows(error):
        text = "disken godtar inte namnet, eller kan inte göra det som krävs"
        return text, f"{NAME[1]}, eller välj en annan mapp"
    if odd := odd_name(path, windows=True):
        return odd
    if _is_away(path):
        return CLOUD_AWAY
    remedy = "kontrollera sökvägen, och att nätverksmappen eller molntjänsten är igång; kör igen"
    return "Windows godtar inte sökvägen, eller når inte filen", remedy


def bad_name(error: OSError, path: Path) -> Said:
    """Tell what is wrong with a name that Windows refuses."""
    return too_long(error, path) or odd_name(path, windows=True) or NAME


def long(error: OSError, path: Path) -> Said:
    """Tell how long a path is of which the system says that it is too long."""
    return too_long(error, path) or _length(path, "")


def too_long(error: OSError, path: Path) -> Said | None:
    """Find what is too long, if anything is: a name, or on Windows the path from its root.

    What failed may be a temporary file beside ``path``, of a longer name.
    """
    windows = from_windows(error)
    tried = [path, *(Path(name) for name in (error.filename,) if isinstance(name, str))]
    for name in (part for each in tried for part in each.parts):
        if (len(name) if windows else len(os.fsencode(name))) > LONGEST_NAME:
            return f"namnet är för långt: {len(name)} tecken", "ange ett kortare namn"
    longest = max(tried, key=_characters)
    if not windows or _characters(longest) <= LONGEST_FILE:
        return None
    beside = " med den temporära filens namn" if longest.name != path.name else ""
    most = f"Windows tar {LONGEST_FILE}, och {LONGEST_FOLDER} för en mapp"
    return _length(longest, f"{beside} ({most})")


def _length(path: Path, more: str) -> Said:
    remedy = "ange ett kortare namn, eller flytta mappen så att färre mappar ligger över den"
    return f"sökvägen är för lång: {_characters(path)} tecken{more}", remedy


def _characters(path: Path) -> int:
    try:
        return len(str(path.absolute()))
    except OSError:  # the folder where we stand is gone
        return len(str(path))


def _is_away(path: Path) -> bool:
    """Tell a file that OneDrive has in the cloud alone."""
    try:
        return bool(getattr(path.stat(), "st_file_attributes", 0) & _AWAY)
    except OSError:
        return False
