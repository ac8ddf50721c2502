"""Whole rows (or columns) of a table that have changed places: each has what is another's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.audit.findings import ERROR, Finding, where
from enamnd_cost.analysis.audit.known import equal
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.swedish import listing

LEAST = 2  # figures that must differ: where it is one, two figures have changed places
MOST = Fraction(3, 4)  # of a row's figures must be another's: one of them may be wrong as well


class Held(NamedTuple):
    """A figure, and what the data folder has for it."""

    entry: Entry
    value: int


# The figures of one municipality or post, by what they stand under.
Strip = Mapping[int, Held]


def exchanged(held: Sequence[tuple[Entry, int]]) -> Iterator[tuple[Finding, list[Entry]]]:
    """Find the rows that have changed places, and tell each ring of them once with its figures."""
    tables: dict[int, dict[int, dict[int, Held]]] = defaultdict(lambda: defaultdict(dict))
    for entry, value in held:
        own, under = entry.row.n, entry.column.number
        if entry.reading.municipal == "columns":
            own, under = under, own
        tables[id(entry.reading)][own][under] = Held(entry, value)
    for strips in tables.values():
        for ring in _rings(list(strips.values())):
            entries = [each.entry for strip in ring for each in strip.values()]
            yield _finding([_first(strip) for strip in ring], _apart(ring)), entries


def _rings(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Follow from each row that is wrong to the one whose figures it has, until they come back."""
    wrong = [s for s in strips if sum(not equal(*each) for each in s.values()) >= LEAST]
    owner: dict[int, int] = {}
    for n, strip in enumerate(wrong):
        fits = [m for m, other in enumerate(wrong) if m != n and _is(strip, other)]
        if len(fits) == 1:
            owner[n] = fits[0]
    seen: set[int] = set()
    for start in owner:
        ring = [start]
        while (after := owner.get(ring[-1])) is not None and after not in ring:
            ring.append(after)
        if after == start and not seen & set(ring):
            seen |= set(ring)
            yield [wrong[n] for n in ring]


def _is(strip: Strip, other: Strip) -> bool:
    """Tell whether a row has what another should have, and not what it should have itself."""
    fits = [n for n in strip.keys() & other.keys() if equal(strip[n].entry, other[n].value)]
    telling = sum(not equal(*strip[n]) for n in fits)
    return telling >= LEAST and len(fits) >= MOST * max(len(strip), len(other))


def _apart(ring: Sequence[Strip]) -> list[Entry]:
    """Give the figures that are not even what the row that they came from should have."""
    return [
        each.entry
        for strip, other in zip(ring, [*ring[1:], *ring[:1]], strict=True)
        for n, each in strip.items()
        if n in other and not equal(each.entry, other[n].value)
    ]


def _first(strip: Strip) -> Entry:
    return min((each.entry for each in strip.values()), key=lambda entry: entry.amount.place)


def _finding(firsts: Sequence[Entry], apart: Sequence[Entry]) -> Finding:
    firsts = sorted(firsts, key=lambda entry: entry.amount.place)
    columns = firsts[0].reading.municipal == "columns"
    what = "kolumner" if columns else "rader"
    named = [
        f"{e.column.heading if columns else e.row.label} ({where(e.amount.place)})" for e in firsts
    ]
    but = listing(where(e.amount.place) for e in apart)
    text = f"{listing(named)} har bytt plats med varandra: varje belopp "
    text += f"utom {but} är det som modellen ger " if but else "är det som modellen ger "
    text += "den andra" if len(named) == 2 else "nästa"
    return Finding("EK517", ERROR, firsts[0].amount.place, f"hela {what} har bytt plats", text)
