"""What TOML may hold at most: beyond it nobody has written it by hand, and reading it takes long.

Keys of many parts are refused before the parser sees them, since it takes longer for each; all else
is counted in what it has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

MOST_PARTS = 20  # of a dotted key; no file of ours has more than four
MOST_DEPTH = 20  # tables and lists within each other
MOST_VALUES = 30_000  # 290 municipalities at thirty dates are nine thousand
MOST_LINE = 20_000  # characters: a line of all municipalities has a third of it
MOST_TEXT = 32_767  # characters, as a cell in Excel
MOST_KEY = 1_000  # characters of a key or a number

# Texts and comments, in which nothing is a key; one that does not end goes on for as long as it
# may, so that none is looked through twice. No alternatives within a possessive group: the Python
# that Debian 12 has (3.11.2) gets those wrong.
_TEXTS = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"{3,5}|\\?\Z)'
    r"|'''[^']*(?:'(?!'')[^']*)*(?:'{3,5}|\Z)"
    r'|"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*",
    re.DOTALL,
)
_PART = r"[\w-]++"
_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")
_WORD = re.compile(rf"(?<![\w+.-])[\w+.-]{{{MOST_KEY + 1}}}")


class TooMuch(NamedTuple):
    """What there is too much of, and in which line where that is known."""

    what: str
    line: int | None = None


TOO_DEEP = TooMuch(f"värden ligger inuti varandra i mer än {MOST_DEPTH} led")


def of_text(text: str) -> TooMuch | None:
    r"""Tell what a text has too much of to be given to the parser.

    >>> of_text("a.b = 'www.sida.se/a.b'"), of_text("x = 1\n" + ".".join("a" * 30) + " = 1")
    (None, TooMuch(what='en nyckel har mer än 20 led', line=2))
    """
    suspect = False
    for n, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_LINE:
            return TooMuch(f"en rad har mer än {MOST_LINE:_} tecken".replace("_", " "), n)
        suspect = suspect or len(line) > MOST_KEY or line.count(".") >= MOST_PARTS
    if not suspect:
        return None
    plain = _TEXTS.sub(_blank, text)
    if found := _KEY.search(plain):
        return _at(plain, found.start(), f"en nyckel har mer än {MOST_PARTS} led")
    if found := _WORD.search(plain):
        return _at(plain, found.start(), f"ett tal eller en nyckel har mer än {MOST_KEY:_} tecken")
    return None


def _blank(found: re.Match[str]) -> str:
    """Put one sign, that may be a key's, for a text; its line ends stay."""
    return "_" + "\n" * found[0].count("\n")


def _at(text: str, at: int, what: str) -> TooMuch:
    return TooMuch(what.replace("_", " "), text.count("\n", 0, at) + 1)


def of_values(values: dict[str, Any]) -> TooMuch | None:
    """Tell what the values of a file are too many of, or which of them is too much.

    >>> of_values({"a": {"b": [1, 2]}}), of_values({"a": "x" * 40_000})
    (None, TooMuch(what='en text har mer än 32 767 tecken', line=None))
    """
    level: list[Any] = [values]
    depth = count = 0
    while level:
        depth += 1
        count += len(level)
        if depth > MOST_DEPTH:
            return TOO_DEEP
        if count > MOST_VALUES:
            return TooMuch(f"den har mer än {MOST_VALUES:_} värden".replace("_", " "))
        for value in level:
            if what := _too_long(value):
                return TooMuch(what.replace("_", " "))
        level = [inner for value in level for inner in _within(value)]
    return None


def _within(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _too_long(value: Any) -> str:
    if isinstance(value, str) and len(value) > MOST_TEXT:
        return f"en text har mer än {MOST_TEXT:_} tecken"
    if isinstance(value, dict) and any(len(key) > MOST_KEY for key in value):
        return f"en nyckel har mer än {MOST_KEY:_} tecken"
    return ""
