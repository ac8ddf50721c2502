"""A mistake in the input: a value with a code and a place, collected and never raised."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
MOST_PROBLEMS = 1_000  # so many nobody reads, and each takes its time to find and to word


class Spot(NamedTuple):
    """A place in a file as a person finds it: line and column from 1, and the line as it stands."""

    line: int
    column: int
    length: int
    source: str


class Problem(NamedTuple):
    """One mistake: what is wrong, in which file and at which key, and what to do about it.

    ``file`` is relative to the data folder. ``path`` is the way to the key from the top of the
    file, with tables in a list counted from 0; ``on_key`` tells that the key itself is wrong, not
    its value. ``hint`` is what stands beside the caret. ``spot`` is found when it is to be shown.
    """

    code: str
    file: str
    text: str
    remedy: str = ""
    path: KeyPath = ()
    hint: str = ""
    on_key: bool = False
    spot: Spot | None = None


def first(problems: Iterable[Problem]) -> list[Problem]:
    """List problems as they are found: of very many the first, and that they are not all.

    >>> len(first(Problem("EK111", "x.toml", "nyckeln saknas") for _ in range(5_000)))
    1001
    """
    found = list(islice(problems, MOST_PROBLEMS + 1))
    if len(found) > MOST_PROBLEMS:
        text = "filen har så många fel att de inte räknas upp allihop"
        found[-1] = Problem("EK106", found[-1].file, text, "rätta de första, och kör igen")
    return found


def spell_path(path: KeyPath) -> str:
    """Write a key's path as a person would say it: lists are counted from 1.

    >>> spell_path(("period", 1, "avrundning", "till"))
    'period[2].avrundning.till'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text
