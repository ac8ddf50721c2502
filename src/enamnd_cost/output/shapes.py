"""The shapes that the outputs for programs share; each output's own shape stands in its module.

A shape is the type of what is written, and the JSON Schema that describes it is made from it, so
the two cannot disagree. Field names are what programs read: Swedish, a–z.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.report import PLACES
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.swedish import rounded

DIGITS = 15  # as many as a binary number holds to the letter, which is how most programs read it

Ar = Annotated[int, Field(description="Ett år.")]
Datum = Annotated[str, Field(description="Ett datum, år-månad-dag.")]
Kronor = Annotated[int, Field(description="Hela kronor.")]
Kommunkod = Annotated[str, Field(description="SCB:s kommunkod.", pattern="^[0-9]{4}$")]
TjanstId = Annotated[str, Field(description="Tjänstens id: namnet på dess fil.")]
Exakt = Annotated[
    str,
    Field(description="Exakt, som ett förkortat bråk.", pattern="^-?[0-9]+(/[1-9][0-9]*)?$"),
]
Decimaltal = Annotated[
    int | float,
    Field(
        description="Samma tal som nyckeln utan _decimal, avrundat till högst sex decimaler; det "
        "exakta är bråket."
    ),
]


def near(value: Fraction | int) -> int | float:
    """Give an exact number as programs without fractions read it, rounded where it must be.

    Nothing is computed with it: what is written is the same digits, whoever reads them.

    >>> near(Fraction(1, 3)), near(Fraction(-5, 2)), near(7), near(Fraction(10**13, 3))
    (0.333333, -2.5, 7, 3333333333333.33)
    """
    if Fraction(value).denominator == 1:
        return int(value)
    places = min(PLACES, max(0, DIGITS - len(str(abs(int(value))))))
    return float(rounded(value, places))


class Kommun(TypedDict):
    """A municipality that the output is about."""

    kod: Kommunkod
    id: Annotated[str, Field(description="Kommunens id i filerna.")]
    namn: str


def kommuner_of(kommuner: Kommuner, codes: tuple[str, ...]) -> list[Kommun]:
    """Say which municipalities an output is about."""
    return [
        {"kod": code, "id": kommuner.by_code[code].id, "namn": kommuner.by_code[code].namn}
        for code in codes
    ]
