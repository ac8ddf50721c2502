"""What else than a decided year's amount figures are, by the words of headings and titles."""

from __future__ import annotations

import re

from enamnd_cost.files.documents import vat
from enamnd_cost.files.documents.words import A_MONTH
from enamnd_cost.swedish import fold

_MEASURE = re.compile(
    r"(?<!\w)(utfall\w*|upplup\w*|prognos\w*|bokslut\w*|redovisa\w*|ackumulera\w*|per månad"
    r"|månad\w*|kvartal\w*|tertial\w*|scenario\w*|(?:kostnads|fördelnings)?underlag\w*"
    r"(?!\s+(?:till|för|inför|budget))|kostnad att fördela|per invånare|kr/inv"
    r"|alternativ\w*|föregående|avv(?:ikelse\w*)?|differens\w*|(?:för)?ändring\w*|skillnad\w*|^avrundning(?!\w|\s+(?:till|upp|ned))|delår\w*"
    r"|exkl\w*|inkl\w*|uppräkn\w*|inköp i efterhand)(?!\w)"
)
# A month makes a part of a year where it ends or heads one; within a date it says nothing, and what
# ends with December, or goes from January to it, is the whole year.
_TO = rf"t\.?\s?o\.?\s?m\.?|till och med|per|fram till|efter|utgången av|slutet av|{A_MONTH}\s*[-–]"
_ENDED = re.compile(
    rf"(?<!\w)(?:{_TO})\s*(?:den\s+)?(?:\d{{1,2}}(?::?e)?\s+)?(?!dec){A_MONTH}"
    rf"|(?<!\w)(?!jan){A_MONTH}\s*[-–]\s*{A_MONTH}"
)
_HEADED = re.compile(rf"{A_MONTH}(?:\s+(?:19|20)\d\d)?")
# What an amount is after its uprating is the year's, and a title may say how it was uprated.
_UPRATING = r"uppräkning\w*"
_AFTER = re.compile(rf"(?<!\w)(?:efter|med|inkl\w*\.?)\s+(?:\w+\s+)?{_UPRATING}(?!\w)")
_UPRATED = re.compile(
    rf"(?<!\w)uppräkna(?:d|t|de)(?!\w)|(?<!\w){_UPRATING}\s+(?:(?:med|enligt|från)(?!\w)|\d+(?:[.,]\d+)?\s?%)"
)


def measure(text: str) -> str:
    """Give what else than a decided year's amount a heading says that figures are.

    >>> measure("Utfall 2023"), measure("Budget 2024"), measure("kr per månad")
    ('utfall', '', 'per månad')
    >>> measure("Upplupet (kr)"), measure("Betalt i inköp i efterhand")
    ('upplupet', 'inköp i efterhand')
    >>> [measure(f"Kostnad {t}") for t in ("jan–maj", "t.o.m. maj", "per 31 maj", "26 maj 2021")]
    ['jan–maj', 't.o.m. maj', 'per 31 maj', '']
    >>> [measure(t) for t in ("Underlag", "Underlag till budget 2023", "beslutsunderlag")]
    ['underlag', '', '']
    >>> measure("Januari–december 2022"), measure("per 31 december 2022"), measure("maj-dec")
    ('', '', 'maj-dec')
    >>> [measure(t) for t in ("Budget exkl. moms", "2024 efter uppräkning", "Uppräkning 3,5 %")]
    ['', '', 'uppräkning']
    """
    if vat.is_with(text):
        return vat.WITH
    folded = _AFTER.sub(" ", vat.without(fold(text)))
    found = _MEASURE.search(folded) or _ENDED.search(folded)
    return found[0] if found else ""


def titled(text: str) -> str:
    """Give the same of what stands over a table, which may tell how its amounts came about.

    >>> [titled(t) for t in ("Budget, uppräknad med PKV", "Uppräkning med 2 %", "Uppräkning 2024")]
    ['', '', 'uppräkning']
    >>> titled("Belopp inkl. moms"), titled("Moms tillkommer"), titled("Exkl. E-arkiv")
    ('inkl. moms', '', 'exkl')
    """
    return measure(_UPRATED.sub(" ", _AFTER.sub(" ", fold(text))))


def of_part(text: str) -> bool:
    """Tell a heading of a part of the year: a month, or what ends with one.

    >>> of_part("t.o.m. maj"), of_part("Maj"), of_part("Utfall")
    (True, True, False)
    """
    return bool(of_month(text) or _ENDED.search(fold(text)))


def of_month(heading: str) -> str:
    """Give the month that a heading is, and nothing else.

    >>> of_month("Maj 2022"), of_month("26 maj 2022"), of_month("Majs")
    ('maj 2022', '', '')
    """
    found = _HEADED.fullmatch(fold(heading))
    return found[0] if found else ""
