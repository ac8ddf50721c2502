"""What a table may have been shared by: equal parts, population at each date, other tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.data import Data

Population = Mapping[str, int]


class Kind(IntEnum):
    """The kinds of key, the simplest first."""

    EQUAL = 0
    POPULATION = 1
    HALF = 2
    SMALL_MIX = 3
    MIX = 4
    PROPORTIONS = 5
    UPRATED = 6
    PERCENT = 7


class TriedKey(NamedTuple):
    """A key with whole weights by municipality code; ``fordelning`` is how a file writes it."""

    kind: Kind
    fordelning: Any
    weights: Mapping[str, int]
    date: dt.date | None = None


def populations(data: Data, participants: Sequence[str]) -> dict[dt.date, Population]:
    """Give the population of those who take part at every date that has it for all of them."""
    found = {}
    for folkmangd in data.kommuner.folkmangd:
        by_code = {data.kommuner.resolve(name): n for name, n in folkmangd.invanare.items()}
        if all(by_code.get(code) for code in participants):
            found[folkmangd.datum] = {code: by_code[code] for code in participants}
    return dict(sorted(found.items()))


def simple(
    participants: Sequence[str], populations: Mapping[dt.date, Population]
) -> list[TriedKey]:
    """List the keys without an unknown mix, the simplest first."""
    dated = populations.items()
    return [
        TriedKey(Kind.EQUAL, "lika", dict.fromkeys(participants, 1)),
        *(TriedKey(Kind.POPULATION, "invanare", people, date) for date, people in dated),
        *(mix(date, people, 1, 1, Kind.HALF) for date, people in dated),
    ]


def mix(
    date: dt.date,
    population: Population,
    lika: int | Fraction,
    invanare: int | Fraction,
    kind: Kind,
) -> TriedKey:
    """Share a mix of equal parts and population, in any exact proportions.

    >>> mix(dt.date(2020, 12, 31), {"2506": 1, "2582": 9}, 1, 1, Kind.HALF).weights
    {'2506': 12, '2582': 28}
    """
    total, receivers = sum(population.values()), len(population)
    times = lcm(lika.denominator, invanare.denominator)
    equal_parts, people = int(lika * times), int(invanare * times)
    weights = {code: equal_parts * total + people * receivers * n for code, n in population.items()}
    fordelning = "50/50" if kind is Kind.HALF else {"lika": lika, "invanare": invanare}
    return TriedKey(kind, fordelning, weights, date)


def tables(computed: Computed, node: Node | None, participants: Sequence[str]) -> list[TriedKey]:
    """List the other tables that cover all who take part, each set of amounts (kronor) once.

    For a table of our own (``node``) neither itself counts nor a later year of any service: what
    came later is no explanation. Invented examples never count.
    """
    found: dict[tuple[int, ...], TriedKey] = {}
    for other, allocation in sorted(computed.outcome.done.items()):
        period = computed.data.tjanster[other.service].period_in(other.year)
        if period is None or period.exempel:
            continue
        if node and (other == node or other.year > node.year):
            continue
        amounts = allocation.amounts
        if all(amounts.get(code, 0) > 0 for code in participants):
            taken = {code: amounts[code] for code in participants}
            fordelning = {"som": other.service, "ar": other.year}
            found.setdefault(tuple(taken.values()), TriedKey(Kind.PROPORTIONS, fordelning, taken))
    return list(found.values())
