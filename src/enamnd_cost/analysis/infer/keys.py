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
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.som import Som

Population = Mapping[str, int]


class Kind(IntEnum):
    """The kinds of key, the simplest first."""

    EQUAL = 0
    POPULATION = 1
    RATE = 2
    HALF = 3
    SMALL_MIX = 4
    STEPS = 5
    MIX = 6
    FIXED_RATE = 7
    REDUCED = 8
    PROPORTIONS = 9
    UPRATED = 10
    PERCENT = 11


class Base(NamedTuple):
    """How much of a cost is shared equally, from 0 to 1, and whose date the rest goes by."""

    equal_part: Fraction
    date: dt.date | None


class Steps(NamedTuple):
    """Between which numbers of inhabitants, at a date, each limit between two steps may lie.

    Each is the least and the most that a limit may be, for those who have no more than that.
    """

    date: dt.date
    limits: tuple[tuple[int, int], ...]


class TriedKey(NamedTuple):
    """A key with whole weights by municipality code; ``fordelning`` is how a file writes it.

    ``base`` is what it comes down to: of another table, what that is made of; None if unknown, or
    a mix whose proportions are what is looked for. ``counted`` names who is counted at a factor;
    ``steps`` is where the limits of steps may lie, if any can.
    """

    kind: Kind
    fordelning: Any
    weights: Mapping[str, int]
    date: dt.date | None = None
    base: Base | None = None
    counted: str = ""
    steps: Steps | None = None


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
        TriedKey(Kind.EQUAL, "lika", dict.fromkeys(participants, 1), None, Base(Fraction(1), None)),
        *(
            TriedKey(Kind.POPULATION, "invanare", people, date, Base(Fraction(0), date))
            for date, people in dated
        ),
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
    fordelning = "50/50" if kind is Kind.HALF else {"lika": lika, "invanare": invanare}
    base = None if kind is Kind.MIX else Base(Fraction(lika) / (lika + invanare), date)
    return TriedKey(kind, fordelning, weights(population, lika, invanare), date, base)


def weights(
    population: Population, lika: int | Fraction, invanare: int | Fraction
) -> dict[str, int]:
    """Give the whole weights of a mix of equal parts and population, in any exact proportions."""
    total, receivers = sum(population.values()), len(population)
    times = lcm(lika.denominator, invanare.denominator)
    equal_parts, people = int(lika * times), int(invanare * times)
    return {code: equal_parts * total + people * receivers * n for code, n in population.items()}


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
            key = TriedKey(Kind.PROPORTIONS, fordelning, taken, base=_made_of(computed.data, other))
            found.setdefault(tuple(taken.values()), key)
    return list(found.values())


def _made_of(data: Data, node: Node) -> Base | None:
    """Follow a table of our own back to the mix of equal parts and population that it rests on.

    None where it rests on anything else, as agreed amounts, on several posts, or on last year's.
    """
    period = data.tjanster[node.service].period_in(node.year)
    if period is None or period.post or period.dampning:
        return None
    if period.faktor or period.lagst or period.hogst:
        return None
    if period.uppraknas and period.uppraknas.av == "belopp":
        return _made_of(data, Node(node.service, period.uppraknas.fran))
    match period.split:
        case Som(som=service, ar=year):
            return _made_of(data, Node(service, year or node.year))
        case Mix(fixed=fixed, medel_ar=1):
            return Base(fixed, period.folkmangd if fixed < 1 else None)
        case _:
            return None
