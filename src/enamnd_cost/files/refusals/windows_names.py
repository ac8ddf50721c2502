"""Names that Windows takes for something else than a file, or changes: refused beforehand."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

# "Naming Files, Paths, and Namespaces" at learn.microsoft.com; COM0 and LPT0 OneDrive refuses.
_PORTS = {f"{port}{sign}" for port in ("COM", "LPT") for sign in "0123456789¹²³"}
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS}
FORBIDDEN = '<>"|?*'


def odd_name(path: Path, *, windows: bool) -> tuple[str, str] | None:
    """Give the reason and the remedy where a part of a path is no name of a file on Windows.

    Elsewhere every name is one.

    >>> odd_name(Path("ut/con.csv"), windows=True)
    ('Windows har reserverat namnet "con.csv" för en enhet', 'ange ett annat namn')
    >>> odd_name(Path("ut/con.csv"), windows=False)
    """
    if not windows:
        return None
    whole = PureWindowsPath(path)
    if whole.drive.startswith("\\\\.\\"):
        return f'"{path}" är en enhet', "ange ett filnamn"
    return next((odd for name in whole.parts if name != whole.anchor if (odd := _odd(name))), None)


def _odd(name: str) -> tuple[str, str] | None:
    if name == "..":
        return None
    if any(ord(sign) < 32 for sign in name):
        return "namnet har ett styrtecken, som Windows inte tillåter", "ange ett annat namn"
    if sign := next((sign for sign in name if sign in FORBIDDEN), ""):
        return f'namnet "{name}" har tecknet {sign}, som Windows inte tillåter', "ange ett annat"
    # What follows a colon would be written where neither Utforskaren nor Excel shows it.
    if ":" in name:
        text = f'namnet "{name}" har ett kolon, och Windows tar resten för en dold del av filen'
        return text, "ange ett namn utan kolon"
    if name.partition(".")[0].rstrip(" ").upper() in RESERVED:
        return f'Windows har reserverat namnet "{name}" för en enhet', "ange ett annat namn"
    if name.endswith((".", " ")):
        text = f'namnet "{name}" slutar på punkt eller mellanslag, som Windows tar bort'
        return text, "ange namnet utan det"
    return None
