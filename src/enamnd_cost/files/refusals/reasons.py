"""From an error of the system to the reason and the remedy."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path

from enamnd_cost.files.refusals.looking import denied, missing, no_device, not_a_folder
from enamnd_cost.files.refusals.naming import bad_name, from_windows, long, unclear
from enamnd_cost.files.refusals.words import CLOUD_AWAY, PASSING, SAID, Said

# Codes that say too little, and how to find out the rest.
_LOOKS: dict[int | str, Callable[[OSError, Path], Said]] = {
    **dict.fromkeys((5, 16, 82, "EACCES", "EPERM"), denied),
    **dict.fromkeys((2, 3, "ENOENT"), missing),
    **dict.fromkeys((267, "ENOTDIR"), not_a_folder),
    **dict.fromkeys((87, 110, 1920, "EINVAL"), unclear),
    **dict.fromkeys((123, 161), bad_name),
    **dict.fromkeys((111, 206, "ENAMETOOLONG"), long),
    **dict.fromkeys(("ENXIO", "ENODEV", "ENOTBLK"), no_device),
}


def why(error: OSError, path: Path) -> Said:
    """Give the reason why ``path`` could not be read or written, and the remedy.

    Where the code says too little, what is on the disk is looked at.

    >>> why(OSError(errno.ENOSPC, "No space left on device"), Path("ut.csv"))[0]
    'disken är full'
    """
    code = _code(error)
    if look := _LOOKS.get(code):
        return look(error, path)
    if error.errno == errno.EDEADLK and sys.platform == "darwin":
        return CLOUD_AWAY  # macOS says so of a file that is in the cloud alone
    system = "Windows" if isinstance(code, int) else "systemet"
    remedy = "kör igen; kommer felet tillbaka, fråga it-avdelningen vad koden betyder"
    return SAID.get(code) or (f"{system} svarar med felkod {code}", remedy)


def passing(error: OSError) -> bool:
    """Tell whether it may pass within a second: a virus scanner or OneDrive has the file."""
    code = _code(error)
    return code in PASSING or (code == "EACCES" and from_windows(error))


def _code(error: OSError) -> int | str:
    """Give the code of Windows, which says more than the errno that Python makes of it.

    There is none on other systems, nor where C's library opened the file: then the errno's name.
    """
    code: int | None = getattr(error, "winerror", None)
    return code or errno.errorcode.get(error.errno or 0, str(error.errno))
