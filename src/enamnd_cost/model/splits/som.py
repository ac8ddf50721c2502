"""The proportions of another allocation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pydantic import Field

from enamnd_cost.engine.plan import Node, Part, ProportionsOf
from enamnd_cost.model.base import Text, Year, optional
from enamnd_cost.model.splits.lookup import ForItem, Lookup, Named, SplitModel


class Som(SplitModel):
    """The proportions of a service's allocation, in the same year unless ``ar`` is stated."""

    som: Text = Field(description="Tjänsten vars proportioner följs.")
    ar: Year | None = optional("Året vars proportioner följs; utan nyckeln samma år.")

    @property
    def services(self) -> tuple[Named, ...]:
        return (Named(("som",), self.som),)

    @property
    def _named(self) -> str:
        return f"{self.som} {self.ar}" if self.ar else self.som

    def words(self, date: dt.date | None) -> str:
        return f"i samma proportioner som {self._named}"

    def meaning(self) -> str:
        of = self._named
        return f"Proportionerna är desamma som för {of}: den som bär en viss del där bär den här."

    def kept(self, keep: Callable[[str], bool]) -> Som:
        return self

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        node = lookup.node
        source = Node(self.som, node.year if self.ar is None else self.ar)
        if source.year > node.year:
            text = f"{node.service} {node.year} kan inte följa {source.year}, som kommer senare"
            lookup.problem("EK205", text, "ange ett tidigare år", (*item.split, "ar"))
        return (Part(ProportionsOf(f"fördelningen av {source.service} {source.year}", source)),)
