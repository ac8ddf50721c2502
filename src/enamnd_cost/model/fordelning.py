"""The key ``fordelning``: every way to say how a cost is split.

A name (``"lika"``, ``"invanare"``, ``"50/50"``) or a table. A table is known by the key that it
holds; one with none of them is a mix.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from enamnd_cost.model.base import FileModel, Kronor, NotNegative, Number, Text, Year, mistake
from enamnd_cost.swedish import decimal

Namn = Literal["lika", "invanare", "50/50"]
NAMES: tuple[str, ...] = get_args(Namn)

Proportion = Annotated[int, Field(ge=0)]


class Mix(FileModel):
    """Equal parts and population in integer proportions: ``{ lika = 3, invanare = 1 }``."""

    lika: Proportion = 0
    invanare: Proportion = 0

    @model_validator(mode="after")
    def _not_empty(self) -> Mix:
        if self.lika + self.invanare == 0:
            text = "en blandning behöver minst en del över noll"
            raise mistake("EK115", text, remedy="till exempel { lika = 1, invanare = 1 }")
        return self


class Vikter(FileModel):
    """Fixed weights per municipality: ``{ vikter = { boden = 2, kalix = 1 } }``."""

    vikter: Annotated[dict[str, NotNegative], Field(min_length=1)]


class Procent(FileModel):
    """Fixed percentages per municipality, together exactly 100."""

    procent: Annotated[dict[str, NotNegative], Field(min_length=1)]

    @model_validator(mode="after")
    def _sums_to_100(self) -> Procent:
        total = sum(map(Fraction, self.procent.values()), Fraction(0))
        if total != 100:
            text = f"procenttalen blir tillsammans {decimal(total)}, inte 100"
            remedy = "rätta dem, eller använd vikter, som inte behöver bli 100"
            raise mistake("EK118", text, "procent", remedy=remedy)
        return self


class Belopp(FileModel):
    """Agreed amounts in kronor per municipality and year."""

    belopp: Annotated[dict[str, Kronor], Field(min_length=1)]


class Som(FileModel):
    """The proportions of another allocation: a service's, in the same year unless ``ar`` is."""

    som: Text
    ar: Year | None = None


class Matt(FileModel):
    """Measured use, from ``matt/``: times ``pris`` (kronor) if given, else as weights."""

    matt: Text
    pris: Number | None = None


class Avgift(FileModel):
    """A one-off fee in kronor, paid by each municipality in the year of its start date."""

    avgift: Kronor
    start: dict[str, dt.date]


TABLES: dict[str, type[FileModel]] = {
    "vikter": Vikter,
    "procent": Procent,
    "belopp": Belopp,
    "som": Som,
    "matt": Matt,
    "avgift": Avgift,
}


def _which(value: Any) -> str:
    """Tell which shape a value has, by the key that it holds."""
    if isinstance(value, dict):
        return next((key for key in TABLES if key in value), "mix")
    if isinstance(value, FileModel):
        return next((key for key, table in TABLES.items() if isinstance(value, table)), "mix")
    return "namn"


Fordelning = Annotated[
    Annotated[Namn, Tag("namn")]
    | Annotated[Mix, Tag("mix")]
    | Annotated[Vikter, Tag("vikter")]
    | Annotated[Procent, Tag("procent")]
    | Annotated[Belopp, Tag("belopp")]
    | Annotated[Som, Tag("som")]
    | Annotated[Matt, Tag("matt")]
    | Annotated[Avgift, Tag("avgift")],
    Discriminator(_which),
]

TAGS = ("namn", "mix", *TABLES)


def mix_of(fordelning: Any) -> tuple[int, int] | None:
    """Give the proportions (equal, population) of a split by those keys, else None.

    >>> mix_of("50/50")
    (1, 1)
    """
    named = {"lika": (1, 0), "invanare": (0, 1), "50/50": (1, 1)}
    if isinstance(fordelning, str):
        return named[fordelning]
    return (fordelning.lika, fordelning.invanare) if isinstance(fordelning, Mix) else None


def charges(fordelning: Any) -> bool:
    """Tell whether the split itself says what each pays, so that no cost is to be shared."""
    if isinstance(fordelning, Matt):
        return fordelning.pris is not None
    return isinstance(fordelning, Belopp | Avgift)
