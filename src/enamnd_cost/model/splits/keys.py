"""The keys that a cost is shared by: a name (``"lika"``, ``"invanare"``, ``"50/50"``) or a table.

A table is known by the key that it holds; one with none of them is a mix.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from inspect import get_annotations
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import Discriminator, Tag

from enamnd_cost.model.base import FileModel
from enamnd_cost.model.splits.agreed import Procent, Vikter
from enamnd_cost.model.splits.lookup import SplitModel
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.used import Matt
from enamnd_cost.model.splits.vard import Vard

Namn = Literal["lika", "invanare", "50/50"]
NAMES: tuple[str, ...] = get_args(Namn)

Key = Mix | Vikter | Procent | Som | Matt | Vard

Tables = dict[str, type[FileModel]]


def known_by(*tables: type[FileModel]) -> Tables:
    """Give each table by the key that it is known by: the first that is its own."""
    return {
        next(key for key in get_annotations(table) if key in table.model_fields): table
        for table in tables
    }


def which(tables: Tables) -> Callable[[Any], str]:
    """Tell which shape a value has, by the key that it holds."""

    def tag(value: Any) -> str:
        if isinstance(value, dict):
            return next((key for key in tables if key in value), "mix")
        if isinstance(value, FileModel):
            return next((key for key, table in tables.items() if isinstance(value, table)), "mix")
        return "namn"

    return tag


KEYS = known_by(*(table for table in get_args(Key) if table is not Mix))

Nyckel = Annotated[
    Annotated[Namn, Tag("namn")]
    | Annotated[Mix, Tag("mix")]
    | Annotated[Vikter, Tag("vikter")]
    | Annotated[Procent, Tag("procent")]
    | Annotated[Som, Tag("som")]
    | Annotated[Matt, Tag("matt")]
    | Annotated[Vard, Tag("vard")],
    Discriminator(which(KEYS)),
]


Either = TypeVar("Either", bound="str | SplitModel")


def remeasured(fordelning: Either, change: Callable[[dt.date], dt.date]) -> Either:
    """Give a key with its dated measures at other dates; a name has none.

    >>> remeasured("lika", dt.date.today)
    'lika'
    """
    return fordelning if isinstance(fordelning, str) else fordelning.remeasured(change)


def of_name(name: str) -> Mix:
    """Give the mix that a name stands for."""
    equal, people = {"lika": (1, 0), "invanare": (0, 1), "50/50": (1, 1)}[name]
    return Mix.model_construct(lika=equal, invanare=people)
