"""One series of an index as a table gives it: figures by period, and what it says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from enamnd_cost.files.periods_said import Period
from enamnd_cost.swedish import listing

Kind = Literal["tal", "varde"]

MOST_SHOWN = 6
MOST = 12  # digits before and after the comma
ONE_SERIES = "exportera en enda serie, med tiden som rader eller kolumner"
_CHANGE = re.compile(r"procent|%|förändring|(?<!\w)ändring|utveckling|inflationstakt")
_LEVEL = re.compile(r"index|indextal|=\s*100(?!\d)|fastställda tal")
_SHORTER = re.compile(
    r"(?:månads|kvartals)\w{0,20}(?:förändring|ändring)|från (?:föregående )?(?:månad|kvartal)"
)
_YEARLY = re.compile(r"års|föregående år|12[- ]?månad|samma (?:månad|kvartal|period)")
_PRELIMINARY = re.compile(r"preliminär", re.IGNORECASE)


class NotIndexError(Exception):
    """The file holds no table that can be read as one series over time; says why, in Swedish."""

    def __init__(self, text: str, remedy: str = ONE_SERIES) -> None:
        super().__init__(text)
        self.remedy = remedy


class Reading(NamedTuple):
    """A figure of the table: for which period, and whether it is marked as preliminary."""

    period: Period
    value: Decimal
    preliminary: bool


@dataclass(frozen=True)
class Table:
    """One series over time; ``said`` is what the table says of its figures, ``notes`` all else."""

    readings: tuple[Reading, ...]
    said: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Tell whether the figures are levels or changes in per cent from a year before.

        Raises :class:`NotIndexError` where the table does not say, or says another change, and
        where a figure can be no index.
        """
        kind = self._kind()
        low = 0 if kind == "tal" else -100
        if wrong := next((each for each in self.readings if each.value <= low), None):
            what = "inget indextal" if kind == "tal" else "ingen ändring av ett index"
            raise NotIndexError(f"{wrong.period}: {wrong.value:f} är {what}")
        return kind

    def _kind(self) -> Kind:
        text = " ".join(self.said).casefold()
        if not _CHANGE.search(text):
            if _LEVEL.search(text):
                return "tal"
            remedy = "exportera med tabellens rubrik, eller skriv index eller procent i rubriken"
            raise NotIndexError("filen säger inte om talen är indextal eller procent", remedy)
        within = any(reading.period.month or reading.period.quarter for reading in self.readings)
        if _SHORTER.search(text) or (within and not _YEARLY.search(text)):
            text = "filen säger inte att ändringen är från ett år före"
            raise NotIndexError(text, "exportera indextalen, eller ändringen på ett år i procent")
        return "varde"

    @property
    def tells_status(self) -> bool:
        """Tell whether the table marks what is preliminary, so that the rest is not."""
        return any(reading.preliminary for reading in self.readings)

    @property
    def speaks_of_preliminary(self) -> bool:
        """Tell whether it speaks of preliminary figures without marking any."""
        spoken = any(map(_PRELIMINARY.search, (*self.said, *self.notes)))
        return spoken and not self.tells_status


def table(readings: Sequence[Reading], said: Iterable[str], notes: Iterable[str]) -> Table:
    """Make a table, each period once."""
    if not readings:
        raise NotIndexError("tabellen har inga tal")
    for period, value, _ in readings:
        _, digits, exponent = value.as_tuple()
        if value.adjusted() > MOST or len(digits) > MOST * 2 or int(exponent) < -MOST:
            raise NotIndexError(f"{period}: talet är för stort eller har för många decimaler")
    times = Counter(reading.period for reading in readings)
    if twice := next((period for period, count in times.items() if count > 1), None):
        raise NotIndexError(f"{twice} står flera gånger")
    return Table(tuple(readings), tuple(said), tuple(notes))


def held(readings: Iterable[Reading]) -> str:
    """Say which periods there are, the first and the last of many."""
    periods = sorted(str(reading.period) for reading in readings)
    few = len(periods) <= MOST_SHOWN
    return listing(periods) if few else f"{periods[0]}–{periods[-1]}"
