"""The encoding of what is written to the streams, and what becomes of signs that it lacks."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from pathlib import Path


def use_utf8() -> None:
    """Write UTF-8 wherever output is sent; a Windows console shows it through Python as it is.

    Who has set ``PYTHONIOENCODING`` has chosen otherwise: signs that the encoding lacks are then
    written as the nearest that it has. A stream that is closed is taken for one that nobody reads.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (to the end)
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    codecs.register_error("enamnd-cost", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if encoding:
                stream.reconfigure(errors=errors or "enamnd-cost")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


# A minus that became a question mark would turn a refund into a cost.
_NEAREST = {
    "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " ",
    "\N{BOX DRAWINGS LIGHT HORIZONTAL}": "-", "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x", "\N{RIGHTWARDS ARROW}": "->",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as the nearest that every encoding has."""
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    return "".join(_NEAREST.get(sign, _bare(sign)) for sign in signs), error.end


def _bare(sign: str) -> str:
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
