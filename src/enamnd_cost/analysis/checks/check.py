"""What a check and a finding are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from enamnd_cost.model.problem import KeyPath, Problem, Spot
from enamnd_cost.swedish import number

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """Something that does not add up: where, and the two figures (kronor or other units).

    ``others`` are the further files that the computed figure comes from: the slip may be there.
    """

    code: str
    level: str
    file: str
    path: KeyPath
    text: str
    published: int | None = None
    computed: int | None = None
    service: str | None = None
    others: tuple[str, ...] = ()
    on_key: bool = False
    remedy: str = ""
    spot: Spot | None = None

    @property
    def difference(self) -> int | None:
        """Computed less published."""
        if self.published is None or self.computed is None:
            return None
        return self.computed - self.published


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check's function found, before the check puts its code and level to it."""

    file: str
    path: KeyPath
    text: str
    published: int | None = None
    computed: int | None = None
    service: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check(Generic[T]):
    """One named check. ``after`` names checks whose findings for a subject make it pointless."""

    code: str
    name: str
    run: Callable[[T], Iterable[Fault]]
    remedy: str
    after: tuple[str, ...] = ()
    level: str = "fel"

    def findings(self, subject: T) -> list[CheckFinding]:
        """Run it on one subject."""
        return [
            CheckFinding(
                self.code, self.level, d.file, d.path, d.text, d.published, d.computed,
                d.service, d.others, remedy=self.remedy,
            )
            for d in self.run(subject)
        ]  # fmt: skip


def finding_of(problem: Problem, others: tuple[str, ...] = ()) -> CheckFinding:
    """Take what stood in the way of an allocation as a finding."""
    return CheckFinding(
        problem.code,
        "fel",
        problem.file,
        problem.path,
        problem.text,
        others=others,
        on_key=problem.on_key,
        remedy=problem.remedy,
        spot=problem.spot,
    )


def against(published: int, computed: int, unit: str = "kr") -> str:
    """Put two figures side by side."""
    difference = number(computed - published)
    return (
        f"angivet {number(published)} {unit}, beräknat {number(computed)} {unit}, "
        f"skillnad {difference} {unit}"
    )
