"""The key ``fordelning``: a name (``"lika"``, ``"invanare"``, ``"50/50"``) or a table.

A table is known by the key that it holds; one with none of them is a mix. What each way to split a
cost is and means stands in :mod:`~enamnd_cost.model.splits`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Discriminator, Tag

from enamnd_cost.model.base import FileModel
from enamnd_cost.model.splits.agreed import Belopp, Procent, Vikter
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.used import Avgift, Matt

Namn = Literal["lika", "invanare", "50/50"]
NAMES: tuple[str, ...] = get_args(Namn)

Split = Mix | Vikter | Procent | Belopp | Som | Matt | Avgift

# The key that a table is known by comes first in it.
TABLES: dict[str, type[FileModel]] = {
    next(iter(table.model_fields)): table for table in get_args(Split) if table is not Mix
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


def split_of(fordelning: Fordelning) -> Split:
    """Give the split that a name stands for, or that a table is.

    >>> split_of("50/50")
    Mix(lika=1, invanare=1)
    """
    if isinstance(fordelning, str):
        equal, people = {"lika": (1, 0), "invanare": (0, 1), "50/50": (1, 1)}[fordelning]
        return Mix.model_construct(lika=equal, invanare=people)
    return fordelning
