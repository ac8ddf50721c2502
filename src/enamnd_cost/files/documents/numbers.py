"""Numbers as people type them in a Swedish table, read exactly and never guessed.

A point or comma before three digits may part thousands or decimals. Where the number itself leaves
that open, the other figures of its column tell; if they do not, it is not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

KRONOR = {  # a unit beside a number
    "kr": 1, "kronor": 1, "sek": 1, ":-": 1, ",-": 1,
    "tkr": 1_000, "kkr": 1_000, "mkr": 10**6, "mnkr": 10**6,
}  # fmt: skip
DASHES = {"-", "\u2013", "\u2014", "\u2212", "--"}  # nothing, where an amount would stand
_SPACE = r"[^\S\r\n]"
_MINUS = r"\-\u2212\u2013\u2012"
# Bounded, or a long row of digits takes for ever.
_NUMBER = (
    rf"(?:(?:\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,6}}|\d{{1,3}}(?:'\d{{3}}){{1,6}}|\d{{1,20}})"
    r"(?:[.,]\d{1,30})?"
    r"|[1-9]\d{0,2}(?:\.\d{3}){1,6}(?:,\d{1,30})?|[1-9]\d{0,2}(?:,\d{3}){1,6}(?:\.\d{1,30})?)"
)
LONGEST = 80  # characters; no number is written with more
_WORDS = r"kr(?:onor)?|sek|tkr|kkr|mkr|mnkr"
_UNIT = rf"(?P<unit>{_WORDS}|%|:-|,-)?\.?"
_UNIT_AFTER = rf"(?<=[){_MINUS}\s])(?P<beyond>{_WORDS}|%)\.?"
_WHOLE = re.compile(  # a unit may stand before or after what makes a number negative
    rf"(?P<open>\()?(?P<minus>[{_MINUS}])?{_SPACE}?(?P<number>{_NUMBER}){_SPACE}*{_UNIT}"
    rf"(?P<after>[{_MINUS}])?(?P<close>\))?(?:{_SPACE}*{_UNIT_AFTER})?\*?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_PARTED_ONCE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_OTHER = {".": ",", ",": "."}
_IN_TEXT = re.compile(  # an amount that says that it is kronor, and is not the end of a span
    rf"(?<![\d.,§/])(?<!\w[{_MINUS}])(?<!\d\s[{_MINUS}]\s)(?P<number>{_NUMBER}){_SPACE}?"
    rf"(?P<unit>{_WORDS}|:-)(?!\w)",
    re.IGNORECASE,
)


class Number(NamedTuple):
    """A number as written: its value, how many decimals it shows, and its unit if it has one."""

    value: Fraction
    places: int
    unit: str


def number_in(text: str, decimals: str = "") -> Number | None:
    """Read a text that is a number and nothing else; None if it is something else, or unclear.

    ``decimals`` are the signs that may stand before decimals in a number that does not tell itself.

    >>> number_in("1 036 100 kr").value, number_in("−1.036.100").value, number_in("12,5 %").unit
    (Fraction(1036100, 1), Fraction(-1036100, 1), '%')
    >>> number_in("8.2 Verksamhetsutvecklare"), number_in("(1 500)").value
    (None, Fraction(-1500, 1))
    >>> number_in("(15 300) kr").value, number_in("15 300-").value, number_in("(15,3) tkr").unit
    (Fraction(-15300, 1), Fraction(-15300, 1), 'tkr')
    >>> number_in("21.000"), number_in("21.000", ",").value, number_in("21.000,00").value
    (None, Fraction(21000, 1), Fraction(21000, 1))
    """
    return _number_in(text, decimals) if len(text) <= LONGEST else None


@lru_cache(maxsize=100_000)  # as many as a document has cells, each of which is asked often
def _number_in(text: str, decimals: str) -> Number | None:
    found = _WHOLE.fullmatch(text.strip())
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    if found["unit"] and found["beyond"]:
        return None
    unit = (found["unit"] or found["beyond"] or "").lower()
    read = _value(found["number"], ".," if unit == "%" else decimals)
    if read is None:
        return None
    value, places = read
    negative = found["open"] or found["minus"] or found["after"]
    return Number(-value if negative else value, places, unit)


def amounts_in(text: str) -> list[Number | None]:
    """Find the amounts in running text: those that say that they are kronor; None if unclear.

    >>> [int(n.value) for n in amounts_in("Enligt § 12 den 3 maj 1 046 900 kr, varav 84 kr")]
    [1046900, 84]
    >>> amounts_in("E-arkiv kostar 322.000 kr."), amounts_in("Räkna med 500–1500 kr")
    ([None], [])
    """
    return [
        Number(*read, found["unit"].lower()) if (read := _value(found["number"])) else None
        for found in _IN_TEXT.finditer(text)
    ]


def _value(number: str, decimals: str = "") -> tuple[Fraction, int] | None:
    """Give a number's value, and how many decimals it has."""
    sign = _told(number)
    if _PARTED_ONCE.fullmatch(number):
        if not decimals:
            return None
        sign = number[-4] if number[-4] in decimals else _OTHER[number[-4]]
    plain = re.sub(r"[\s']", "", number)
    whole, _, places = (plain.replace(_OTHER[sign], "") if sign else plain).partition(sign or ",")
    return Fraction(int(whole + places), 10 ** len(places)), len(places)


def _told(number: str) -> str:
    """Give the sign before decimals, where a number itself tells: 21.000,00 or 1.036.100 or 2,5."""
    signs = re.findall("[.,]", number)
    if not signs or _PARTED_ONCE.fullmatch(number):
        return ""
    return _OTHER[signs[-1]] if signs.count(signs[-1]) > 1 else signs[-1]


def decimals_in(column: Iterable[str]) -> dict[str, str]:
    """Give the sign before decimals of those numbers of a column that others must tell it of.

    Nothing where they do not, or contradict each other. What the same sign parts in several groups
    tells of others, and is itself read only where another is written so.

    >>> decimals_in(["21.000", "1.022.500"]), decimals_in(["1.234", "12,50"])
    ({'21.000': ',', '1.022.500': ','}, {'1.234': ','})
    >>> decimals_in(["21.000", "46.800", "1 500"])
    {'21.000': '', '46.800': ''}
    """
    numbers = [
        (text, found["number"])
        for text in column
        if (found := _WHOLE.fullmatch(text.strip())) and "%" not in found.group("unit", "beyond")
    ]
    parted = Counter(found[1] for _, number in numbers if (found := _PARTED.fullmatch(number)))
    telling = {
        _told(number)
        for _, number in numbers
        if not (found := _PARTED.fullmatch(number)) or parted[found[1]] > 1
    } - {""}
    sign = telling.pop() if len(telling) == 1 else ""
    return {
        text: sign if _told(number) in ("", sign) else ""
        for text, number in numbers
        if _PARTED.fullmatch(number)
    }
