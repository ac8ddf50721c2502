"""The shapes that the outputs for programs share; each output's own shape stands in its module.

A shape is the type of what is written, and the JSON Schema that describes it is made from it, so
the two cannot disagree; the decimal beside an exact number is left to be understood. Field names
are what programs read: Swedish, a–z.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, TypeVar, cast

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from enamnd_cost.model.kommuner import Kommuner

T = TypeVar("T")

Ar = Annotated[int, Field(description="Ett år.")]
Datum = Annotated[str, Field(description="Ett datum, år-månad-dag.")]
Kronor = Annotated[int, Field(description="Hela kronor.")]
Kommunkod = Annotated[
    str,
    Field(
        description="SCB:s kommunkod; av den som inte är en svensk kommun dess egen, eller id.",
        pattern="^[A-Za-z0-9-]+$",
    ),
]
TjanstId = Annotated[str, Field(description="Tjänstens id: namnet på dess fil.")]
EXACT = "^-?[0-9]+(/[1-9][0-9]*)?$"
Exakt = Annotated[
    Fraction,
    WithJsonSchema(
        {
            "type": "string",
            "description": "Exakt, som ett förkortat bråk; bredvid står samma tal med decimaler.",
            "pattern": EXACT,
        }
    ),
]

Manader = Annotated[
    int, Field(description="Hur många av årets månader tjänsten finns, om inte alla tolv.")
]
Belopp = Annotated[Kronor | Exakt, Field(description="Hela kronor, eller exakt om det har öre.")]


def known(shape: type[T], entry: Mapping[str, object]) -> T:  # noqa: ARG001 (for its type)
    """Write an entry less what is None: keys that a shape need not have."""
    return cast("T", {key: value for key, value in entry.items() if value is not None})


class Kommun(TypedDict):
    """A municipality that the output is about."""

    kod: Kommunkod
    id: Annotated[str, Field(description="Kommunens id i filerna.")]
    namn: str


def kommuner_of(kommuner: Kommuner, codes: tuple[str, ...]) -> list[Kommun]:
    """Say which municipalities an output is about."""
    return [{"kod": code, "id": kommuner.ids[code], "namn": kommuner.names[code]} for code in codes]
