"""What all splits have in common, and what one may look up to be planned, and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Annotated, ClassVar, NamedTuple, Protocol, Self, TypeVar

from pydantic import Field

from enamnd_cost.engine.participation import Participation
from enamnd_cost.engine.plan import Charges, Node, Part, Weights
from enamnd_cost.model.base import Day, FileModel
from enamnd_cost.model.problem import KeyPath

T = TypeVar("T")


class Listed(NamedTuple):
    """The municipalities that a split lists at one of its keys, each with its own value."""

    path: KeyPath
    values: Mapping[str, object]


class Named(NamedTuple):
    """Something that a split names at one of its keys: a municipality, a measure or a service.

    ``date`` is the day of a measure that goes by one, and not by the year that is planned.
    """

    path: KeyPath
    name: str
    date: dt.date | None = None

    def when(self, year: int) -> int | dt.date:
        """Give the date of a measure, or the year that it is of where it has none."""
        return self.date or year

    @property
    def called(self) -> str:
        """Name it, with its date if it has one.

        >>> Named(("av",), "skatteunderlag", dt.date(2023, 12, 31)).called
        'skatteunderlag 2023-12-31'
        """
        return f"{self.name} {self.date}" if self.date else self.name


MeasureDate = Annotated[
    Day | None,
    Field(
        description="Mätdatum: en [[matning]] med det datumet i mätningens fil. Utan nyckeln årets "
        "egen mätning."
    ),
]


# What shares a cost, or what says itself what each pays: one charge after the other.
Made = tuple[Part, ...] | tuple[Charges, ...]


class SplitModel(FileModel):
    """What most splits answer: they share a cost, and name nothing outside of themselves."""

    metered: ClassVar[bool] = False

    @property
    def charges(self) -> bool:
        return False

    @property
    def priced(self) -> bool:
        return self.charges and not self.metered

    @property
    def ends(self) -> bool:
        return self.charges

    @property
    def rated(self) -> bool:
        return self.charges and self.ends and not self.metered

    @property
    def by_population(self) -> bool:
        return False

    @property
    def listed(self) -> tuple[Listed, ...]:
        return tuple(Listed((key,), value) for key, value in self if isinstance(value, dict))

    @property
    def members(self) -> tuple[Named, ...]:
        return ()

    @property
    def measures(self) -> tuple[Named, ...]:
        return ()

    @property
    def services(self) -> tuple[Named, ...]:
        return ()

    def population_dates(self, date: dt.date) -> tuple[dt.date, ...]:
        return (date,) if self.by_population else ()

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Self:
        return self

    def scaled(self, factor: Fraction) -> Self:
        return self

    def spelled(self, named: Callable[[str], str]) -> Self:
        return self


class ForItem(NamedTuple):
    """The cost item that is planned: its name, the table it stands in, who takes part by code.

    ``split`` is the key that says how it is split. ``date`` is that of the population that it would
    go by, and ``dated`` the table that says so.
    """

    name: str
    at: KeyPath
    split: KeyPath
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

    def population(self, item: ForItem, dates: Iterable[dt.date], label: str) -> Weights: ...

    def measures(self, named: Named, item: ForItem) -> Weights: ...

    def problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None: ...
