"""What all splits have in common, and what one may look up to be planned, and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import ClassVar, NamedTuple, Protocol, Self, TypeVar

from enamnd_cost.engine.participation import Participation
from enamnd_cost.engine.plan import Node, Weights
from enamnd_cost.model.base import FileModel
from enamnd_cost.model.problem import KeyPath

T = TypeVar("T")


class Listed(NamedTuple):
    """The municipalities that a split lists under one of its keys, each with its own value."""

    key: str
    values: Mapping[str, object]


class SplitModel(FileModel):
    """What most splits answer: they share a cost, and name nothing outside of themselves."""

    metered: ClassVar[bool] = False

    @property
    def charges(self) -> bool:
        return False

    @property
    def by_population(self) -> bool:
        return False

    @property
    def listed(self) -> Listed | None:
        return next((Listed(key, value) for key, value in self if isinstance(value, dict)), None)

    @property
    def measure(self) -> str | None:
        return None

    @property
    def service(self) -> str | None:
        return None

    def scaled(self, factor: Fraction) -> Self:
        return self


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
