"""What a message advises its reader to ask for: named here, spelt by the door that is used.

The layers below the command line know that one can ask for a service or a year, not how that is
typed. In a text it is a mark of signs that no text holds; the command line spells it before the
text leaves the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

# Unicode's noncharacters are for a program's own use: no text that is read may hold them.
_START, _APART, _END = "\ufdd0", "\ufdd1", "\ufdd2"


class Wish(Enum):
    """Something that can be asked for."""

    SERVICE = "tjanst"
    EXPLAIN = "explain"
    YEARS = "ar"
    COUNT = "antal"
    JSON = "json"
    INFER = "infer"
    ASSUME = "antag"
    SINCE = "fran"
    CHECK = "check"
    ROLL = "roll"
    FILL = "fyll"
    SHEET = "blad"
    COLUMN = "kolumn"
    REPLACE = "ersatt"
    DATA = "data"


# Of known wishes only: a user may well type anything.
_MARK = re.compile(f"{_START}((?:{'|'.join(w.value for w in Wish)})(?:{_APART}[^{_END}]*)?){_END}")


def ask(wish: Wish, *values: object) -> str:
    """Mark a wish in a text, with the values to ask for if it takes any.

    >>> spelled(f"visa {ask(Wish.SERVICE, 'e-arkiv')}.", lambda wish, values: f"{wish.value}!")
    'visa tjanst!.'
    """
    return _START + _APART.join((wish.value, *map(str, values))) + _END


def spelled(text: str, spell: Callable[[Wish, tuple[str, ...]], str]) -> str:
    """Put a door's own words in place of every mark."""

    def words(found: re.Match[str]) -> str:
        wish, *values = found[1].split(_APART)
        return spell(Wish(wish), tuple(values))

    return _MARK.sub(words, text)
