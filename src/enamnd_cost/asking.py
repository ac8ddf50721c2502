"""What a message advises its reader to ask for: named here, spelt by the door that is used.

The layers below the command line know that one can ask for a service or a year, not how that is
typed. In a text it is a mark that no text from outside can hold, as it is another each time the
program runs; the command line spells it before the text leaves the program. Who reads a file is not
at the program and can ask for nothing: what only advises stands in an aside, which a file leaves
out.
"""

from __future__ import annotations

import os
import re
from enum import Enum

# Signs for private use, and two of as many as there are that nobody outside can know.
_OWN = "".join(chr(0xF0000 + int.from_bytes(os.urandom(2)) % 0xFFFE) for _ in range(2))
_START, APART, _END, _ASIDE, _DONE = (f"{sign}{_OWN}" for sign in "\ue000\ue001\ue002\ue003\ue004")


class Wish(Enum):
    """Something that can be asked for."""

    SERVICE = "tjanst"
    EXPLAIN = "explain"
    YEARS = "ar"
    COUNT = "antal"
    COUNTED = "raknad"
    JSON = "json"
    TOML = "toml"
    BUY_IN = "inkop"
    INFER = "infer"
    ASSUME = "antag"
    CHANGE = "andra"
    SINCE = "fran"
    CHECK = "check"
    FOLLOW_UP = "follow-up"
    SETTLE = "settle"
    ROLL = "roll"
    DATE = "folkmangd"
    COST = "kostnad"
    FILL = "fyll"
    UPDATE = "uppdatera"
    DRAFT = "utkast"
    SHEET = "blad"
    COLUMN = "kolumn"
    REPLACE = "ersatt"
    DATA = "data"
    INVOICED = "fakturerat"


_WISHES = "|".join(wish.value for wish in Wish)
MARK = re.compile(f"{_START}((?:{_WISHES})(?:{APART}.*?)?){_END}", re.DOTALL)
ASIDE = re.compile(f"{_ASIDE}(.*?){_DONE}", re.DOTALL)


def ask(wish: Wish, *values: object) -> str:
    """Mark a wish in a text, with the values to ask for if it takes any.

    >>> MARK.fullmatch(ask(Wish.SERVICE, "e-arkiv"))[1].split(APART)
    ['tjanst', 'e-arkiv']
    """
    return _START + APART.join((wish.value, *map(str, values))) + _END


def aside(text: str) -> str:
    """Mark a part of a text as advice to who is at the program, which a file reads well without.

    >>> ASIDE.sub("", f"Visar 3 av 33{aside(f'; {ask(Wish.COUNT)} visar fler')}.")
    'Visar 3 av 33.'
    """
    return _ASIDE + text + _DONE
