"""How numbers, dates and lists are written in Swedish; used by every room, knows none of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def number(value: int) -> str:
    """Write a whole number with non-breaking spaces between groups of three.

    >>> number(7830800).replace(NBSP, "_")
    '7_830_800'
    >>> number(-1500).replace(NBSP, "_")
    '−1_500'
    """
    digits = f"{abs(value):,}".replace(",", NBSP)
    return f"{MINUS}{digits}" if value < 0 else digits


def decimal(value: Decimal | Fraction | int, places: int | None = None) -> str:
    """Write a number with a decimal comma: all its decimals, or cut after ``places`` of them.

    A cut number ends in an ellipsis, so that it is never taken for the exact one.

    >>> decimal(Decimal("5.75"))
    '5,75'
    >>> decimal(Fraction(1, 3), 4)
    '0,3333…'
    >>> decimal(Fraction(265401, 2), 2).replace(NBSP, "_")
    '132_700,5'
    """
    exact = Fraction(value)
    if places is None:  # those of a finite decimal fraction; 12 where it does not end
        places = next((n for n in range(13) if (exact * 10**n).denominator == 1), 12)
    scaled = abs(exact) * 10**places
    whole, cut = divmod(scaled.numerator, scaled.denominator)
    units, decimals = divmod(whole, 10**places)
    text = number(units)
    if places:
        text += f",{decimals:0{places}d}"
        if not cut:
            text = text.rstrip("0").rstrip(",")
    return (MINUS if exact < 0 else "") + text + ("…" if cut else "")


def rounded(value: Fraction | int, places: int) -> Decimal:
    """Round for show, halves away from zero, to a fixed number of decimals.

    What is computed with stays exact; this is for per cent and kronor per inhabitant in a table.

    >>> rounded(Fraction(2, 3), 1), rounded(Fraction(-1, 8), 2), rounded(5, 1)
    (Decimal('0.7'), Decimal('-0.13'), Decimal('5.0'))
    """
    exact = Fraction(value) * 10**places
    units = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return Decimal(units if exact >= 0 else -units).scaleb(-places)


def fixed(value: Decimal | int) -> str:
    """Write a number with all its decimals, also those that are zero.

    >>> fixed(Decimal("-1234.50")).replace(NBSP, "_")
    '−1_234,50'
    """
    whole, _, decimals = f"{abs(Decimal(value)):f}".partition(".")
    text = number(int(whole)) + (f",{decimals}" if decimals else "")
    return f"{MINUS}{text}" if value < 0 else text


def units(unit: int | Fraction) -> str:
    """Name the units (kronor) that amounts are rounded to, or handed out in.

    >>> units(100), units(1), units(Fraction(1, 100))
    ('jämna 100 kr', 'hela kronor', 'hela ören')
    """
    if unit < 1:
        return f"jämna {number(int(100 * unit))} öre" if 100 * unit > 1 else "hela ören"
    return f"jämna {number(int(unit))} kr" if unit > 1 else "hela kronor"


def nearest(unit: int | Fraction) -> str:
    """Name the unit (kronor) that amounts are rounded to the nearest of.

    >>> nearest(100), nearest(1), nearest(Fraction(1, 100))
    ('närmaste 100 kr', 'närmaste krona', 'närmaste öre')
    """
    if unit < 1:
        return f"närmaste {number(int(100 * unit))} öre" if 100 * unit > 1 else "närmaste öre"
    return f"närmaste {number(int(unit))} kr" if unit > 1 else "närmaste krona"


def keep_numbers(text: str) -> str:
    """Hold numbers in running text together with non-breaking spaces.

    >>> keep_numbers("§ 12: 2 887 878 kr och 5 %").replace(NBSP, "_")
    '§_12: 2_887_878_kr och 5_%'
    """
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d)|kr\b|%)|(?<=§) (?=\d)", NBSP, text)


def listing(words: Iterable[str], last: str = "och") -> str:
    """Join words as running text.

    >>> listing(["Boden", "Luleå", "Piteå"])
    'Boden, Luleå och Piteå'
    """
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def fold(text: str) -> str:
    r"""Fold a name for comparison: composed letters, no case, å ä ö kept apart.

    >>> fold("O\u0308vertornea\u030a") == fold("ÖVERTORNEÅ")
    True
    """
    return unicodedata.normalize("NFC", text).strip().casefold()


def closest(word: str, candidates: Sequence[str], near: float = 0.6) -> str | None:
    """Return the candidate that ``word`` was most likely meant to be, if any is near.

    >>> closest("Bodem", ["Boden", "Piteå"])
    'Boden'
    """
    import difflib  # only a mistake needs it

    by_fold = {fold(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(fold(word), list(by_fold), n=1, cutoff=near)
    return by_fold[found[0]] if found else None


def meant(word: str, known: Sequence[str], otherwise: str = "") -> str:
    """Ask whether the nearest of what is known was meant, if any is near.

    >>> meant("Bodem", ["Boden", "Piteå"])
    'menade du "Boden"?'
    """
    near = closest(word, known)
    return f'menade du "{near}"?' if near else otherwise


def plain(name: str) -> str:
    """Write a name with a–z, digits and hyphens, as ids are.

    >>> plain("Dals Ed"), plain("Övertorneå")
    ('dals-ed', 'overtornea')
    """
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    kept = (sign for sign in letters if (sign.isascii() and sign.isalnum()) or sign in " -")
    return "".join(kept).replace(" ", "-")
