"""What one municipality bears alone: a host's fixed share, as a part of a total."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pydantic import Field

from enamnd_cost.engine.plan import Part, Weights
from enamnd_cost.model.base import Text
from enamnd_cost.model.splits.lookup import ForItem, Lookup, Named, SplitModel


class Vard(SplitModel):
    """One bears all of it: ``{ vard = "lulea" }``."""

    vard: Text = Field(description="Den som ensam bär kostnaden, till exempel värdkommunen.")

    @property
    def members(self) -> tuple[Named, ...]:
        return (Named(("vard",), self.vard),)

    def words(self, date: dt.date | None) -> str:
        return f"bara {self.vard}"

    def spelled(self, named: Callable[[str], str]) -> Vard:
        return Vard(vard=named(self.vard))

    def meaning(self) -> str:
        return "En bär kostnaden ensam, som värd eller enligt avtal."

    def kept(self, keep: Callable[[str], bool]) -> Vard | None:
        return self if keep(self.vard) else None

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        bearing = lookup.by_code({self.vard: 1})
        weights = dict.fromkeys(lookup.everyone, 0) | bearing
        return (Part(Weights(f"bara {lookup.names(bearing)}", weights)),)
