"""A scenario phased in: the step of a year within the limits that it states, and who waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from enamnd_cost.engine.damping import Rule
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.phasing import Waiting, waiting
from enamnd_cost.model.dampning import Infasning
from enamnd_cost.model.kommuner import Kommuner


@dataclass(frozen=True)
class PhasedYear:
    """One year of a phasing-in: from what was ``paid`` towards the ``target``, in kronor by code.

    ``kommuner`` are those of the target, whose population the limits may count.
    """

    phasing: Infasning
    paid: Mapping[str, int]
    target: Mapping[str, int]
    kommuner: Kommuner

    def step(self, year: int) -> tuple[dict[str, int], Waiting]:
        """Give what each pays this year, and who waits.

        Raises ``AllocationError`` (EK311), with what would help, where the limits cannot be met, or
        are so narrow that nothing changes.
        """
        rule = self.rule
        made = rule.step(self.paid, self.target)
        if made == self.paid != self.target:
            text = f"gränserna är så snäva att ingenting ändras {year}; den nya modellen nås aldrig"
            remedy = rule.remedy(self.paid, self.target, "vidga gränserna")
            raise AllocationError("EK311", text, remedy=remedy, field="infasning")
        limits = rule.limits(self.paid, self.target)
        return made, waiting(self.paid, self.target, limits, made)

    @property
    def rule(self) -> Rule:
        """The limits as the engine has them; kronor per inhabitant by the latest population."""
        people = latest_population(self.kommuner) if self.phasing.by_population else {}
        return self.phasing.rule({who: count for who, (_, count) in people.items()})


def latest_population(kommuner: Kommuner) -> dict[str, tuple[dt.date, int]]:
    """Give each municipality's population at the latest date there is of it, by code."""
    people: dict[str, tuple[dt.date, int]] = {}
    for held in sorted(kommuner.folkmangd, key=lambda held: held.datum):
        for name, count in held.invanare.items():
            if code := kommuner.resolve(name):
                people[code] = held.datum, count
    return people
