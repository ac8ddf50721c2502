"""The key ``fordelning``: a name (``"lika"``, ``"invanare"``, ``"50/50"``) or a table.

A table is known by the key that it holds; one with none of them is a mix. What each way to split a
cost is and means stands in :mod:`~enamnd_cost.model.splits`.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Discriminator, Tag

from enamnd_cost.model.base import FileModel
from enamnd_cost.model.splits.agreed import Belopp, Procent, Vikter
from enamnd_cost.model.splits.delar import Delar
from enamnd_cost.model.splits.keys import NAMES, Key, Namn, known_by, of_name, which
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.rate import PerInvanare, Promille
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.steps import Trappa
from enamnd_cost.model.splits.used import Avgift, Matt
from enamnd_cost.model.splits.vard import Vard

Split = Key | Delar | Belopp | PerInvanare | Promille | Trappa | Avgift

TABLES: dict[str, type[FileModel]] = known_by(
    *(table for table in get_args(Split) if table is not Mix)
)

Fordelning = Annotated[
    Annotated[Namn, Tag("namn")]
    | Annotated[Mix, Tag("mix")]
    | Annotated[Vikter, Tag("vikter")]
    | Annotated[Procent, Tag("procent")]
    | Annotated[Belopp, Tag("belopp")]
    | Annotated[Som, Tag("som")]
    | Annotated[Matt, Tag("matt")]
    | Annotated[Avgift, Tag("avgift")]
    | Annotated[PerInvanare, Tag("per_invanare")]
    | Annotated[Promille, Tag("promille")]
    | Annotated[Trappa, Tag("trappa")]
    | Annotated[Delar, Tag("delar")]
    | Annotated[Vard, Tag("vard")],
    Discriminator(which(TABLES)),
]

TAGS = ("namn", "mix", *TABLES)

__all__ = ["NAMES", "TABLES", "TAGS", "Fordelning", "Split", "split_of"]


def split_of(fordelning: Fordelning) -> Split:
    """Give the split that a name stands for, or that a table is.

    >>> split_of("50/50")
    Mix(medel_ar=1, lika=1, invanare=1)
    """
    return of_name(fordelning) if isinstance(fordelning, str) else fordelning
