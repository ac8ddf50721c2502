"""What headings say of quantities that are no money: that they are thousands, or storage."""

from __future__ import annotations

import re

from enamnd_cost.files.documents.words import without_rounding
from enamnd_cost.swedish import fold

_1000 = r"1[\s.]?000"
_THOUSANDS = re.compile(
    rf"(?<!\w)tusen\w*|(?<![\d.,]){_1000}-?\s?tal\w*|(?<!\w)[x×*]\s?{_1000}(?!\d)"
    rf"|\({_1000}(?:\s+[^\W\d]+)?\)"
)
_MILLIONS = re.compile(r"(?<!\w)(?:miljon\w*|milj\.?)(?!\w)")
_MONEY = re.compile(r"(?<!\w)(?:[tk]?kr|mn?kr|kronor|[tkm]?sek)(?!\w)")
_SIZES = {"k": "kilo", "m": "mega", "g": "giga", "t": "tera", "p": "peta"}
_STORAGE = re.compile(
    r"(?<!\w)(?:([kmgtp])(i?)b(?:yte)?|(kilo|mega|giga|tera|peta)byte)s?(?!\w)(?!\s?/\s?s)"
)


def multiple(text: str) -> int | None:
    """Give how many each that is counted stands for, where a heading says more than one.

    >>> [multiple(t) for t in ("Tusen transaktioner", "Antal (1 000-tal)", "Antal x 1000", "Antal")]
    [1000, 1000, 1000, None]
    >>> multiple("Miljoner anrop"), multiple("Avrundat till hela tusental"), multiple("Dok 1000")
    (1000000, None, None)
    """
    folded = fold(without_rounding(text))
    ways = ((_MILLIONS, 10**6), (_THOUSANDS, 1_000))
    return next((many for way, many in ways if way.search(folded)), None)


def is_money(text: str) -> bool:
    """Tell a heading, or a unit, of kronor, however many together.

    >>> is_money("Belopp (tkr)"), is_money("Avgift, SEK"), is_money("Transaktioner, tusental")
    (True, True, False)
    """
    return bool(_MONEY.search(fold(text)))


def storage(text: str) -> str | None:
    """Give the unit of storage that a heading, or a unit, names; None of none or several.

    >>> storage("Lagrat (TB)"), storage("gigabyte"), storage("GiB"), storage("MB eller GB")
    ('TB', 'GB', 'GiB', None)
    """
    found = {
        f"{size or next(k for k, v in _SIZES.items() if v == word)}".upper() + f"{i}B"
        for size, i, word in _STORAGE.findall(fold(text))
    }
    return found.pop() if len(found) == 1 else None
