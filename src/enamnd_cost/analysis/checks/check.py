"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from enamnd_cost.model.problem import KeyPath, Problem, Spot
from enamnd_cost.swedish import number

T = TypeVar("T")


class Fault(NamedTuple):
    """Something that does not add up: where, and the two figures (kronor or other units).

    ``others`` are the further files that the computed figure comes from: the slip may be there.
    ``code`` and ``level`` are those of the check that found it, and ``remedy`` too unless it has
    one of its own.
    """

    file: str
    path: KeyPath
    text: str
    published: int | None = None
    computed: int | None = None
    service: str | None = None
    others: tuple[str, ...] = ()
    code: str = ""
    level: str = "fel"
    remedy: str = ""
    on_key: bool = False
    spot: Spot | None = None

    @property
    def difference(self) -> int | None:
        """Computed less published."""
        if self.published is None or self.computed is None:
            return None
        return self.computed - self.published


HELD: Final = None  # what a check gives for each thing that it tried and found right

Tried = Fault | None


def compared(fault: Fault) -> Tried:
    """Give what would be a fault, unless its two figures are the same."""
    return fault if fault.difference else HELD


@dataclass(frozen=True)
class Check(Generic[T]):
    """One named check: what it holds against what, in Swedish, and what to do when that fails.

    ``after`` names checks whose findings for a subject make it pointless.
    """

    code: str
    name: str
    holds: str
    run: Callable[[T], Iterable[Tried]]
    remedy: str
    after: tuple[str, ...] = ()
    level: str = "fel"

    def results(self, subject: T) -> list[Tried]:
        """Run it on one subject: a fault, or HELD, for each thing that there was to try."""
        return [
            fault
            and fault._replace(code=self.code, level=self.level, remedy=fault.remedy or self.remedy)
            for fault in self.run(subject)
        ]


def check(
    code: str,
    name: str,
    holds: str,
    remedy: str,
    after: tuple[str, ...] = (),
    level: str = "fel",
) -> Callable[[Callable[[T], Iterable[Tried]]], Check[T]]:
    """Make a check of the function that tries one thing after another."""
    return lambda run: Check(code, name, holds, run, remedy, after, level)


def fault_of(problem: Problem, others: tuple[str, ...] = ()) -> Fault:
    """Take what stood in the way of an allocation as a fault."""
    return Fault(
        problem.file,
        problem.path,
        problem.text,
        others=others,
        code=problem.code,
        remedy=problem.remedy,
        on_key=problem.on_key,
        spot=problem.spot,
    )


def against(published: int, computed: int, unit: str = "kr") -> str:
    """Put two figures side by side."""
    difference = number(computed - published)
    return (
        f"angivet {number(published)} {unit}, beräknat {number(computed)} {unit}, "
        f"skillnad {difference} {unit}"
    )
