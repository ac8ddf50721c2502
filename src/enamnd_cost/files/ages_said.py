"""Ages as tables write them: a year of age, a group of them, all from an age upwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from enamnd_cost.model.ages import AGE, Ages

_YEARS = r"(?:\s*-?(?:åringar|år|years))?"
_GROUP = (
    rf"(?<![\w-])(?P<first>{AGE})(?:\s*år)?\s*(?:[-–]|till|to)\s*(?P<last>{AGE})(?!-?\d){_YEARS}"
)
_UPWARDS = (
    rf"(?<![\w-])(?P<from>{AGE})(?:\s*\+{_YEARS}|\s*[-–]\s*w(?!\w){_YEARS}|"
    r"(?:\s*år)?\s*(?:och|eller)\s*(?:äldre|över|uppåt|mer))"
)
_FORMS = re.compile(rf"{_GROUP}|{_UPWARDS}")
_ONE_YEAR = re.compile(rf"(?P<first>{AGE})(?:\s*-?(?:åringar|år|years))?")


def of_cell(text: str) -> Ages | None:
    """Read a text that is an age and nothing else.

    >>> of_cell("16 år"), of_cell("16-64 år"), of_cell("100+ år"), of_cell("totalt ålder")
    (Ages(first=16, last=16), Ages(first=16, last=64), Ages(first=100, last=None), None)
    """
    text = text.casefold().strip()
    if one := _ONE_YEAR.fullmatch(text):
        return Ages(int(one["first"]), int(one["first"]))
    found = _FORMS.fullmatch(text)
    return _ages(found) if found else None


def said(text: str) -> Iterator[tuple[Ages, tuple[int, int]]]:
    """Give the groups of ages that a text, in small letters, names, and where.

    >>> [ages.words for ages, _ in said("folkmängd 16-64 år, och 65 år och äldre")]
    ['16–64 år', '65 år och äldre']
    """
    for found in _FORMS.finditer(text):
        yield _ages(found), found.span()


def groups_of(texts: Iterable[str]) -> set[Ages]:
    """Give the groups of ages that texts name, but for what only ends a row of single years.

    >>> sorted(groups_of(["Folkmängd 16-64 år", "2024-12-31"]))
    [Ages(first=16, last=64)]
    >>> groups_of(["99 år", "100+ år"])
    set()
    """
    every = [text.casefold() for text in texts]
    ones = {one for text in every if (one := of_cell(text)) and one.first == one.last}
    named = {group for text in every for group, _ in said(text)}
    before = {one.first + 1 for one in ones}
    return {each for each in named if each.last is not None or each.first not in before}


def _ages(found: re.Match[str]) -> Ages:
    if found["from"]:
        return Ages(int(found["from"]), None)
    return Ages(int(found["first"]), int(found["last"]))
