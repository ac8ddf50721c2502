"""A series' factor for a year with all that it was made of, and how such numbers are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.swedish import decimal

if TYPE_CHECKING:
    from enamnd_cost.model.index.series import Figure, Serie, Status
    from enamnd_cost.model.problem import KeyPath

MOST_PLACES = 12  # that a file may have
PLACES = 4  # of what is told; what is computed with is exact
LEAST_CERTAIN: tuple[Status, ...] = ("antagen", "preliminar", "harledd", "definitiv", "avtalad")


class Gap(NamedTuple):
    """A figure that is needed and stands in no file: of which series, for which year."""

    series: str
    year: int


class Piece(NamedTuple):
    """A figure in the file: of which series, under which key, and which of them."""

    series: int
    key: str
    figure: int


class Step(NamedTuple):
    """How a series' factor for a year came to be, in words, and the key that made it so.

    ``status`` is that of the least certain figure that it was made of.
    """

    series: str
    year: int
    text: str
    path: KeyPath
    percent: Fraction
    status: Status | None


class Reckoned(NamedTuple):
    """A factor with all that it was made of; ``gaps`` are what it lacks, and then it is no factor.

    ``steps`` tell how it came to be, where it is more than a value in the file, the last first.
    """

    factor: Fraction = Fraction(1)
    pieces: tuple[Piece, ...] = ()
    steps: tuple[Step, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def percent(self) -> Fraction:
        """The per cent that it adds."""
        return percent(self.factor)

    def joined(self, other: Reckoned) -> Reckoned:
        """Multiply by another, made of what both were made of."""
        return Reckoned(
            self.factor * other.factor,
            tuple(dict.fromkeys((*self.pieces, *other.pieces))),
            tuple(dict.fromkeys((*self.steps, *other.steps))),
            tuple(dict.fromkeys((*self.gaps, *other.gaps))),
        )


def figures(series: Sequence[Serie], pieces: tuple[Piece, ...]) -> Iterator[tuple[Serie, Figure]]:
    """Give the figures that something was made of, each with its series."""
    for n, key, m in pieces:
        serie = series[n]
        yield serie, serie.varde[m] if key == "varde" else serie.tal[m]


def percent(factor: Fraction | Decimal) -> Fraction:
    """Give a factor as the per cent that it adds.

    >>> percent(Decimal("1.044"))
    Fraction(22, 5)
    """
    return (Fraction(factor) - 1) * 100


def cut(value: Fraction) -> str:
    """Write a value with all its decimals, or as many as are of use of one that goes on.

    >>> cut(Fraction("1.04125")), cut(Fraction(400, 399))
    ('1,04125', '1,0025…')
    """
    ends = (value * 10**MOST_PLACES).denominator == 1
    return decimal(value) if ends else decimal(value, PLACES)


def percents(factor: Fraction) -> str:
    """Write a factor as the per cent that it adds.

    >>> percents(Fraction(1044, 1000))
    '4,4 %'
    """
    return f"{cut(percent(factor))} %"


def level(value: Fraction) -> str:
    """Write a level as indices are published: no spaces between thousands.

    >>> level(Fraction("1335.92"))
    '1335,92'
    """
    return "".join(cut(value).split())
