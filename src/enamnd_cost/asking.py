"""What a message advises its reader to ask for: named here, spelt by the door that is used.

The layers below the command line know that one can ask for a service or a year, not how that is
typed. In a text it is a mark of signs that no text holds; the command line spells it before the
text leaves the program. Who reads a file is not at the program and can ask for nothing: what only
advises stands in an aside, which a file leaves out.
"""

from __future__ import annotations

import re
from enum import Enum

# Unicode's noncharacters are for a program's own use: no text that is read may hold them.
_START, APART, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_ASIDE, _DONE = "\ufdd3", "\ufdd4"


class Wish(Enum):
    """Something that can be asked for."""

    SERVICE = "tjanst"
    EXPLAIN = "explain"
    YEARS = "ar"
    COUNT = "antal"
    JSON = "json"
    TOML = "toml"
    BUY_IN = "inkop"
    INFER = "infer"
    ASSUME = "antag"
    CHANGE = "andra"
    SINCE = "fran"
    CHECK = "check"
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


# Of known wishes only: a user may well type anything.
MARK = re.compile(f"{_START}((?:{'|'.join(w.value for w in Wish)})(?:{APART}[^{_END}]*)?){_END}")
ASIDE = re.compile(f"{_ASIDE}([^{_DONE}]*){_DONE}")


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
