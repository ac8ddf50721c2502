"""A group of ages that a series of inhabitants counts."""

from __future__ import annotations

import re
from typing import NamedTuple

AGE = r"(?:1[01]\d|[1-9]?\d)"
AGES = rf"({AGE})(?:-({AGE})|\+)"  # as files and options write them


class Ages(NamedTuple):
    """From one age to another, both counted; None as the last is all who are older."""

    first: int
    last: int | None

    @property
    def written(self) -> str:
        """Write them as files and options do.

        >>> Ages(16, 64).written, Ages(65, None).written
        ('16-64', '65+')
        """
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"

    @property
    def words(self) -> str:
        """Say them in Swedish.

        >>> Ages(16, 64).words, Ages(65, None).words, Ages(16, 16).words
        ('16–64 år', '65 år och äldre', '16 år')
        """
        if self.last is None:
            return f"{self.first} år och äldre"
        return f"{self.first} år" if self.first == self.last else f"{self.first}–{self.last} år"


def read(written: str) -> Ages | None:
    """Read ages as files and options write them; None where they make no sense.

    >>> read("16-64"), read("65+"), read("64-16")
    (Ages(first=16, last=64), Ages(first=65, last=None), None)
    """
    found = re.fullmatch(AGES, written)
    if not found:
        return None
    ages = Ages(int(found[1]), int(found[2]) if found[2] else None)
    return ages if ages.last is None or ages.first <= ages.last else None
