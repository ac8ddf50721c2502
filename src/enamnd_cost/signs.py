r"""Signs that nobody sees, or that make a text look other than it is; every room uses them.

The control and format signs of Unicode (categories Cc and Cf), separators of lines, halves of a
sign (surrogates), codes that are no sign (noncharacters), and the few letters and marks that are
drawn as nothing. The ranges are written out, so that every Python gives the same answer.

>>> print(visible("Lule\u202e"), legible("Bo\u00adden"))
Lule\u202e Boden
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # and a tab, a line feed, a carriage return
_LINE_ENDS = r"\n\v\f\r\x85\u2028\u2029"
_TURNING = r"\u202b\u202d\u202e\u2067"  # from there on a text is read the other way
_GUIDING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HALVES = r"\ud800-\udfff"
_NO_SIGNS = r"\ufdd0-\ufdef\ufffe\uffff"
_NO_SIGNS_BEYOND = "".join(rf"\U{n:04x}fffe\U{n:04x}ffff" for n in range(1, 17))
_UNSEEN = (
    r"\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
)
_UNSEEN_BEYOND = (
    r"\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)


class Odd:
    """Finds odd signs, and some ``beside``.

    The pattern is made when it is first used: it takes a tenth of the start-up. Far signs, which
    few texts have, are looked at twice, so that a text of twenty megabytes is searched in a fifth
    of a second, not in two.
    """

    def __init__(self, beside: str = "") -> None:
        self._near = rf"{_CONTROL}{beside}\u2028\u2029{_HALVES}{_NO_SIGNS}{_UNSEEN}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of one odd sign."""
        far = rf"{_NO_SIGNS_BEYOND}{_UNSEEN_BEYOND}"
        return re.compile(rf"[{self._near}\U00010000-\U0010ffff](?<=[{self._near}{far}])")

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first odd sign of a text."""
        return self.pattern.search(text)

    def sub(self, put: Callable[[re.Match[str]], str], text: str) -> str:
        """Put something in the place of each odd sign."""
        return self.pattern.sub(put, text)


ODD = Odd(r"\t\n\r")
ODD_IN_TEXT = Odd()  # what a text of several lines may not hold either
_ODD_IN_LINES = Odd(r"\r")  # nor what is shown in lines
_LEFT_OUT = re.compile(rf"(?![{_TURNING}])[{_UNSEEN}{_UNSEEN_BEYOND}]")
_BREAK = re.compile(rf"[{_LINE_ENDS}]")

_CALLED = {
    _LINE_ENDS: "en radbrytning",
    r"\t": "en tabb",
    _CONTROL: "ett styrtecken",
    r"\xad": "ett mjukt bindestreck",
    _GUIDING: "ett osynligt tecken som styr läsriktningen",
    _HALVES + _NO_SIGNS + _NO_SIGNS_BEYOND: "en kod som inte är något tecken",
}


def called(sign: str) -> str:
    r"""Name an odd sign by its number and what it is.

    >>> called("\u202e")
    'U+202E, ett osynligt tecken som styr läsriktningen'
    >>> called("\n"), called("\u200b")
    ('U+000A, en radbrytning', 'U+200B, ett osynligt tecken')
    """
    names = (name for signs, name in _CALLED.items() if re.match(f"[{signs}]", sign))
    return f"U+{ord(sign):04X}, {next(names, 'ett osynligt tecken')}"


def visible(text: str) -> str:
    r"""Write a name or a sentence on one line, with each odd sign as an escape that is seen.

    A byte of a file's name that is no UTF-8 is written by its number.

    >>> print(visible("a\tb\x1b[31m\uffff\udce9"))
    a\tb\u001b[31m\uffff\xe9
    """
    return ODD.sub(_escape, text)


def visible_lines(text: str) -> str:
    """Write a text of several lines likewise: what is between its lines and its tabs stays."""
    return _ODD_IN_LINES.sub(_escape, text)


def without_unseen(text: str) -> str:
    """Leave out what is not seen and deceives nobody."""
    return ODD_IN_TEXT.sub(lambda found: "" if _LEFT_OUT.match(found[0]) else found[0], text)


def legible(text: str) -> str:
    r"""Give the text that a document of others shows: as it is seen, with what may deceive escaped.

    What is not seen is left out, also marks that guide a reading from left to right, which programs
    put around names and numbers. What parts lines and is no line feed is a space.

    >>> print(legible("\u2068Boden\u2069\u2028\ufeff1\u00ad000"), legible("\u202e0001"))
    Boden 1000 \u202e0001
    """
    return ODD_IN_TEXT.sub(_seen, text)


def _seen(found: re.Match[str]) -> str:
    if _LEFT_OUT.match(found[0]):
        return ""
    return " " if _BREAK.match(found[0]) else _escape(found)


_SHORT = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


def _escape(found: re.Match[str]) -> str:
    sign, code = found[0], ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte of a name that is no UTF-8
        return rf"\x{code - 0xDC00:02x}"
    return _SHORT.get(sign) or (rf"\u{code:04x}" if code <= 0xFFFF else rf"\U{code:08x}")
