"""Numbers as people type them in a Swedish table, read exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

SPACES = "\u00a0\u202f\u2009\u2007 "
_MINUS = "-\u2212\u2013\u2012"
_DIGITS = (
    rf"(?:\d{{1,3}}(?:[{SPACES}]\d{{3}}){{1,6}}|\d{{1,3}}(?:\.\d{{3}}){{2,6}}"
    r"|\d{1,3}(?:,\d{3}){2,6}|\d{1,3}(?:'\d{3}){1,6}|\d{1,20})"
)
_NUMBER = rf"{_DIGITS}(?:[.,]\d{{1,30}})?"  # bounded, or a long row of digits takes for ever
LONGEST = 80  # characters; no number is written with more
_UNIT = r"(?P<unit>kr(?:onor)?|sek|tkr|kkr|mkr|mnkr|%|:-|,-)?\.?"
_WHOLE = re.compile(
    rf"(?P<open>\()?(?P<minus>[{_MINUS}])?[{SPACES}]?(?P<number>{_NUMBER})[{SPACES}]?{_UNIT}"
    rf"(?P<after>[{_MINUS}])?(?P<close>\))?\*?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}(?!\d)")
IN_TEXT = re.compile(  # an amount that says that it is kronor
    rf"(?<![\d.,§/{_MINUS}])(?P<number>{_NUMBER})[{SPACES}]?"
    r"(?P<unit>kr(?:onor)?|tkr|kkr|mkr|mnkr|:-)(?!\w)",
    re.IGNORECASE,
)
NIL = {"-", "\u2013", "\u2014", "\u2212", "--", "..", "0 kr"}


class Number(NamedTuple):
    """A number as written: its value, how many decimals it shows, and its unit if it has one."""

    value: Fraction
    places: int
    unit: str


def number_in(text: str) -> Number | None:
    """Read a text that is a number and nothing else; None if it is something else.

    >>> number_in("1 036 100 kr").value, number_in("−1.036.100").value, number_in("12,5 %").unit
    (Fraction(1036100, 1), Fraction(-1036100, 1), '%')
    >>> number_in("8.2 Verksamhetsutvecklare"), number_in("(1 500)").value
    (None, Fraction(-1500, 1))
    """
    found = _WHOLE.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    value, places = _value(found["number"])
    negative = found["open"] or found["minus"] or found["after"]
    return Number(-value if negative else value, places, (found["unit"] or "").lower())


def amounts_in(text: str) -> list[Number]:
    """Find the amounts in running text: those that say that they are kronor.

    >>> [int(n.value) for n in amounts_in("Enligt § 12 den 3 maj 1 046 900 kr, varav 84 kr")]
    [1046900, 84]
    """
    return [
        Number(*_value(found["number"]), found["unit"].lower()) for found in IN_TEXT.finditer(text)
    ]


def _value(text: str) -> tuple[Fraction, int]:
    """Tell thousands from decimals: a comma is for decimals, unless there are several."""
    plain = re.sub(f"[{SPACES}']", "", text)
    if plain.count(".") > 1 or (_THOUSANDS.fullmatch(plain) and not plain.startswith("0")):
        plain = plain.replace(".", "")
    if plain.count(",") > 1:
        plain = plain.replace(",", "")
    whole, _, decimals = plain.replace(",", ".").partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals)
