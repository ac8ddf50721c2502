"""The part of a year that a heading is of, whatever way an office writes it.

>>> months("Kvartal 2"), months("Q4 2024"), months("1:a halvåret"), months("Jan–maj")
((4, 6), (10, 12), (1, 6), (1, 5))
>>> months("T3"), months("dec 2024"), months("Helår"), months("2024"), months("Belopp")
((9, 12), (12, 12), (1, 12), (1, 12), None)
>>> beside("Utfall kv 1, kr"), beside("Helår 2024"), beside("T1 (jan–apr)"), beside("Q1-24")
('utfall', '', '', '')
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from enamnd_cost.swedish import MONTHS, fold

Months = tuple[int, int]  # the first and the last
WHOLE: Months = (1, 12)
MOST = 8  # ways to make up a stretch that are worth trying

_ORDER = {
    **dict.fromkeys(("första", "1:a", "1a", "i"), 1),
    **dict.fromkeys(("andra", "2:a", "2a", "ii"), 2),
    **dict.fromkeys(("tredje", "3:e", "3e", "iii"), 3),
    **dict.fromkeys(("fjärde", "4:e", "4e", "iv"), 4),
    **{str(n): n for n in range(1, 5)},
}
_LENGTHS = {"k": 3, "q": 3, "t": 4, "h": 6}  # months, by the letter that each begins with
_NAME = r"(?P<{}>kvartal(?:et)?|kv|kvart|k|q|tertial(?:et)?|tert|t|halvår(?:et)?|h)"
_NUMBER = r"(?P<{}>" + "|".join(sorted(map(re.escape, _ORDER), key=len, reverse=True)) + ")"
_PART = re.compile(
    rf"(?<!\w)(?:{_NAME.format('a')}[\s.]*{_NUMBER.format('n')}"
    rf"|{_NUMBER.format('m')}\s*{_NAME.format('b')})(?!\w)"
)
_MONTH = "|".join(sorted({short for m in MONTHS for short in (m, m[:3], m[:4])}, key=len)[::-1])
_SPAN = re.compile(
    rf"(?<!\w)(?P<first>{_MONTH})\.?(?:\s*(?:[-–]|till|t\.?\s?o\.?\s?m\.?)\s*(?P<last>{_MONTH})\.?)?(?!\w)"
)
_YEAR = r"(?:19|20)\d\d"
_ALL = re.compile(
    rf"(?<!\w)(?:helår\w*|hela året|heltår|året|årets|år(?:\s+{_YEAR})?|årsbelopp|årskostnad"
    rf"|årsavgift|årsbudget|årssumma|per år)(?!\w)|^{_YEAR}$"
)
_REST = re.compile(  # what tells nothing, since all columns of a table may have it
    rf"{_YEAR}|(?<!\w)(?:t?kr|kronor|mnkr|mkr|sek|summa|totalt?|kvartal|tertial|halvår|period|\d\d)"
    r"(?!\w)|[^\w\s]"
)


def months(heading: str) -> Months | None:
    """Give the months of its year that a heading names."""
    found = _found(heading)
    return found[0] if found else None


def beside(heading: str) -> str:
    """Give what else a heading says, such as budget or outcome; year and unit tell nothing."""
    found = _found(heading)
    text = fold(heading)
    start, end = found[1] if found else (0, 0)
    left = _ALL.sub(" ", _SPAN.sub(" ", f"{text[:start]} {text[end:]}"))
    return " ".join(_REST.sub(" ", left).split())


@cache
def _found(heading: str) -> tuple[Months, tuple[int, int]] | None:
    text = fold(heading)
    if part := _PART.search(text):
        length = _LENGTHS[(part["a"] or part["b"])[0]]
        last = length * _ORDER[part["n"] or part["m"]]
        return ((last - length + 1, last), part.span()) if last <= 12 else None
    if span := _SPAN.search(text):
        first, last = (_month(name) for name in (span["first"], span["last"] or span["first"]))
        return ((first, last), span.span()) if first <= last else None
    if whole := _ALL.search(text):
        return WHOLE, whole.span()
    return None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def wholes(headings: Sequence[str]) -> dict[int, list[list[int]]]:
    """Give, of each heading that others make up together, every way in which they do, by number.

    >>> wholes(["Kommun", "H1", "T1", "Halvår 2", "Helår", "Budget helår"])
    {4: [[1, 3]]}
    """
    found: dict[str, dict[Months, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, heading in enumerate(headings):
        if period := months(heading):
            found[beside(heading)][period].append(n)
    return {
        n: tilings
        for alike in found.values()
        for whole, places in alike.items()
        for n in places
        if (tilings := list(islice(_tilings(whole, _parts(n, whole, alike)), MOST)))
    }


def _parts(at: int, whole: Months, alike: Mapping[Months, list[int]]) -> dict[Months, int]:
    """Give the shorter stretches within one; of two that are the same, the nearest to it."""
    return {
        part: _nearest(places, at)
        for part, places in alike.items()
        if part != whole and whole[0] <= part[0] and part[1] <= whole[1]
    }


def _nearest(places: Sequence[int], at: int) -> int:
    after = bisect(places, at)
    return min(places[max(0, after - 1) : after + 1], key=lambda n: abs(n - at))


def _tilings(left: Months, parts: Mapping[Months, int]) -> Iterator[list[int]]:
    for (begins, ends), n in parts.items():
        if begins == left[0] and ends == left[1]:
            yield [n]
        elif begins == left[0] and ends < left[1]:
            for rest in _tilings((ends + 1, left[1]), parts):
                yield sorted([n, *rest])
