"""What whole kronor somebody meant who wrote öre, thousands or a text where they should stand.

Only for what is refused: nothing here is ever taken for an amount.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

from enamnd_cost.engine.rounding import nearest
from enamnd_cost.files.documents.numbers import KRONOR, Number, number_in

MOST = 10**12  # as much as a file may say
WRITE = "skriv hela kronor i siffror, till exempel 12_832_000"


def remedy(value: Decimal | str, show: Callable[[int], str] = "{:_}".format) -> str:
    """Say what to write for what stands where whole kronor should; ``show`` writes an amount.

    >>> remedy("12 832,5 tkr")
    'skriv 12_832_500: i hela kronor'
    >>> remedy(Decimal("12832.00")), remedy(Decimal("12832.6"))
    ('skriv 12_832', 'skriv 12_833, som är närmast; är det tkr, skriv 12_832_600')
    >>> remedy(Decimal("12832.5"))
    'skriv 12_832 eller 12_833, som är lika nära; är det tkr, skriv 12_832_500'
    >>> remedy("12.832"), remedy(Decimal("12.832")), remedy("tolv")
    ('skriv 12_832', 'skriv 12_832', 'skriv hela kronor i siffror, till exempel 12_832_000')
    """
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > 12 or int(value.as_tuple().exponent) < -12:
            return WRITE
        if int(value.as_tuple().exponent) == -3 and 1 <= abs(value) < 1_000:
            value *= 1_000  # a point before three digits, here as in a text
        return _of_kronor(Fraction(value), show)
    found = amount_in(value)
    if found is None or found.unit == "%":
        return WRITE
    scale = KRONOR.get(found.unit, 1)
    kronor = found.value * scale
    if scale == 1:
        return _of_kronor(kronor, show, unit=found.unit)
    return f"skriv {show(int(kronor))}: i hela kronor" if _is_whole(kronor) else WRITE


def number_said(text: str, *, percent: bool = False) -> str:
    """Give a number that stands as a text as it is written in a file; ``percent`` if it is in %.

    >>> number_said("42,25"), number_said("25 000"), number_said("30 %", percent=True)
    ('42.25', '25_000', '30')
    >>> number_said("90 %"), number_said("halva"), number_said("5 tkr")
    ('', '', '')
    """
    found = number_in(text.replace("_", " "), ".,")
    if found is None or found.unit not in ({"", "%"} if percent else {""}):
        return ""
    if _is_whole(found.value):
        whole = int(found.value)
        return f"{whole:_}" if abs(whole) >= 10_000 else f"{whole}"  # a year is not parted
    exact = abs(found.value) <= MOST and (found.value * 10**12).denominator == 1
    return f"{Decimal(found.value.numerator) / found.value.denominator:f}" if exact else ""


def amount_in(text: str) -> Number | None:
    """Read a text that is a number; a sign before three digits parts thousands.

    No krona has so many decimals.

    >>> amount_in("12,832 tkr").value, amount_in("12_832").value
    (Fraction(12832, 1), Fraction(12832, 1))
    """
    typed = text.replace("_", " ")
    return number_in(typed, "," if "." in typed else ".")


def _of_kronor(kronor: Fraction, show: Callable[[int], str], unit: str = "") -> str:
    if abs(kronor) > MOST:
        return WRITE
    if kronor.denominator == 1:
        return f"skriv {show(int(kronor))}"
    below = floor(kronor)
    if kronor - below == Fraction(1, 2):
        text = f"skriv {show(below)} eller {show(below + 1)}, som är lika nära"
    else:
        text = f"skriv {show(nearest(kronor))}, som är närmast"
    if not unit and _is_whole(1_000 * kronor):
        text += f"; är det tkr, skriv {show(int(1_000 * kronor))}"
    return text


def _is_whole(kronor: Fraction) -> bool:
    return kronor.denominator == 1 and abs(kronor) <= MOST
