"""What a split may look up to be planned, and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from enamnd_cost.engine.participation import Participation
from enamnd_cost.engine.plan import Node, Weights
from enamnd_cost.model.problem import KeyPath

T = TypeVar("T")


class Listed(NamedTuple):
    """The municipalities that a split lists under one of its keys, each with its own value."""

    key: str
    values: Mapping[str, object]


class ForItem(NamedTuple):
    """The cost item that is planned: its name, the table it stands in, who takes part by code.

    ``date`` is that of the population that it would go by, and ``dated`` the table that says so.
    """

    name: str
    at: KeyPath
    participation: Participation
    date: dt.date | None
    dated: KeyPath


class Lookup(Protocol):
    """Goes from the names of a file to what they stand for in the year of ``node``.

    ``everyone`` holds all municipality codes. What is missing is told, and the plan is not made.
    """

    node: Node
    everyone: tuple[str, ...]

    def by_code(self, by_name: Mapping[str, T]) -> dict[str, T]: ...

    def names(self, codes: Iterable[str]) -> str: ...

    def population(self, item: ForItem) -> Weights: ...

    def measures(self, name: str, item: ForItem) -> Weights: ...

    def problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None: ...
