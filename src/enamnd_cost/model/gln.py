"""Global Location Numbers: where an electronic invoice is sent, and whether one is right."""

from __future__ import annotations

import re


def mistake_in(number: str) -> tuple[str, str] | None:
    """Say what is wrong with a GLN, and what to do about it, if anything is.

    Thirteen digits, the last of which makes the sum of all, every second three times, a multiple of
    ten. Source: GS1 General Specifications, the check digit of GS1 identification keys,
    whose example is the first below.

    >>> mistake_in("6291041500213") is None
    True
    >>> mistake_in("6291041500214")[0]
    'den sista siffran stämmer inte med de andra'
    >>> mistake_in("735000")[0]
    'den har inte tretton siffror'
    """
    if not re.fullmatch(r"\d{13}", number, re.ASCII):
        return "den har inte tretton siffror", "skriv de tretton siffrorna utan mellanslag"
    weighted = (int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(number))
    if sum(weighted) % 10:
        text = "den sista siffran stämmer inte med de andra"
        return text, "jämför med registreringen och rätta numret"
    return None
