"""What an audit finds: a code, a level, a place, two figures, and a likely cause."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from enamnd_cost.files.documents.grid import Place
from enamnd_cost.swedish import decimal

Level = Literal["fel", "varning", "upplysning"]
ERROR: Final = "fel"
WARNING: Final = "varning"
NOTE: Final = "upplysning"
LEVELS: tuple[Level, ...] = (ERROR, WARNING, NOTE)


@dataclass(frozen=True)
class Finding:
    """Something that does not add up, or that a reader must know.

    Its figures are in kronor, or in another ``unit``: per cent, or nothing for what is counted.
    """

    code: str
    level: Level
    place: Place
    what: str
    text: str
    cause: str = ""
    printed: Fraction | None = None
    computed: Fraction | None = None
    unit: str = "kr"

    @property
    def difference(self) -> Fraction | None:
        """Computed less printed."""
        if self.printed is None or self.computed is None:
            return None
        return self.computed - self.printed


def kr(value: Fraction) -> str:
    """Write kronor.

    >>> kr(Fraction(1979600)).replace(chr(160), "_")
    '1_979_600_kr'
    """
    return f"{decimal(value, 2) if value.denominator > 100 else decimal(value)}\u00a0kr"


def shown(value: Fraction, unit: str) -> str:
    r"""Write a figure in its unit.

    >>> shown(Fraction(347, 10), "%").replace(chr(160), "_"), shown(Fraction(80500), "")
    ('34,7_%', '80\xa0500')
    """
    if unit == "kr":
        return kr(value)
    text = decimal(value, 4) if value.denominator > 10_000 else decimal(value)
    return f"{text}\u00a0{unit}" if unit else text


def where(place: Place) -> str:
    """Name a place within its file.

    >>> where(Place("Budget", 15, 2, True)), where(Place("", 15, 2)), where(Place("", 15, 0))
    ('Budget!B15', 'rad 15, kolumn 2', 'rad 15')
    """
    if place.named and not place.column:
        return f"{place.sheet}!{place.row}:{place.row}" if place.row else place.sheet
    if place.named:
        return f"{place.sheet}!{place.cell}"
    return f"rad {place.row}, kolumn {place.column}" if place.column else f"rad {place.row}"
