"""Who goes from one step by size to another: it pays otherwise, though nobody decided so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.plan import Charges, Node, Plan
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.model.data import Data
from enamnd_cost.model.planner import Planner
from enamnd_cost.model.splits.steps import Trappa, class_of
from enamnd_cost.swedish import decimal


class Standing(NamedTuple):
    """Which step somebody is in for one thing that is charged for, and how large it is."""

    place: int
    words: str
    size: int | Fraction


class Crossing(NamedTuple):
    """Somebody who is in another step than before, of the same thing."""

    item: str
    code: Receiver
    before: Standing
    after: Standing

    def told(self, was: str, now: str) -> str:
        r"""Say it of two times, or two alternatives.

        >>> low, high = Standing(0, "till och med 250", 249), Standing(1, "över 250", 251)
        >>> Crossing("Avgift", "2582", low, high).told("2023", "2024")
        'steget till och med 250 (249) 2023, steget över 250 (251) 2024'
        """
        return ", ".join(
            f"steget {side.words} ({decimal(side.size, 4)}) {when}"
            for side, when in ((self.before, was), (self.after, now))
        )


def between(before: Plan | None, after: Plan | None) -> list[Crossing]:
    """Find those who are in other steps in one plan than in another, of things in both."""
    was = _standings(before)
    return [
        Crossing(item, code, was[item, code], standing)
        for (item, code), standing in _standings(after).items()
        if (item, code) in was and was[item, code].place != standing.place
    ]


def since_last_year(data: Data, plan: Plan) -> list[Crossing]:
    """Find those who are in another step than the year before, by the files as they are."""
    if not _standings(plan):
        return []
    node = Node(plan.node.service, plan.node.year - 1)
    if data.tjanster[node.service].known_in(node.year) is None:
        return []
    earlier = Planner(data, node, None)
    earlier.plan()
    return between(earlier.made, plan)


def _standings(plan: Plan | None) -> Mapping[tuple[str, Receiver], Standing]:
    return dict(_each(plan)) if plan else {}


def _each(plan: Plan) -> Iterator[tuple[tuple[str, Receiver], Standing]]:
    """Give where each who takes part stands, in what is charged in steps."""
    for item in plan.items:
        if isinstance(item, Charges) and isinstance(item.rule, Trappa):
            for code in item.participation:
                if code in item.sizes:
                    place, words = class_of(item.rule.trappa, item.sizes[code])
                    yield (item.name, code), Standing(place, words, item.sizes[code])
