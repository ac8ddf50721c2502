"""What every answer that is of a scenario says first: whose it is, and that nobody decided it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from enamnd_cost.analysis.scenarios.apply import Alternative

PHASED = "Infasningen gäller kommunens hela summa och är inte med här."


class Undecided(NamedTuple):
    """A scenario and its motive, the year whose costs it has, and the one that it is counted for.

    ``file`` is where it is written, and ``phased`` tells that amounts in all are phased in.
    """

    name: str
    motive: str
    year: int
    at: int
    file: str = ""
    phased: bool = False

    @property
    def title(self) -> str:
        """Name it as what it is.

        >>> Undecided("Efter folkmängd", "", 2024, 2024).title
        'Scenario Efter folkmängd, inte beslutat'
        """
        return f"Scenario {self.name}, inte beslutat"

    def counted_for(self, year: int) -> int:
        """Give the year that figures of ``year`` are counted for, which may be a later one."""
        return self.at if year == self.year else year

    def said(self, *, whole: bool = False) -> Iterator[str]:
        """Say why it is there, and for which year, where that is another than that of the costs.

        ``whole`` tells that what is said is of all that somebody pays, phasing in included.
        """
        yield self.motive
        if self.at != self.year:
            yield f"Räknat för {self.at} på {self.year} års kostnader."
        if self.phased and not whole:
            yield PHASED


def undecided(alternative: Alternative) -> Undecided | None:
    """Say which scenario an alternative is, if it is one."""
    if not alternative.layers:
        return None
    name, motive, file = alternative.name, alternative.motive, alternative.layers[-1].scenario.file
    phased = any(alternative.held.values())
    return Undecided(name, motive, alternative.year, alternative.at, file, phased)
