"""Whole rows (or columns) of a table that have changed places: each has what is another's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from enamnd_cost.analysis.audit.findings import ERROR, Finding, where
from enamnd_cost.analysis.audit.known import equal
from enamnd_cost.analysis.audit.subjects import Entry
from enamnd_cost.swedish import listing

LEAST = 2  # figures that must differ: where it is one, two figures have changed places


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
            yield _finding([_first(strip) for strip in ring]), entries


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
    """Tell whether a row has just what another should have."""
    return strip.keys() == other.keys() and all(
        equal(each.entry, other[n].value) for n, each in strip.items()
    )


def _first(strip: Strip) -> Entry:
    return min((each.entry for each in strip.values()), key=lambda entry: entry.amount.place)


def _finding(firsts: Sequence[Entry]) -> Finding:
    firsts = sorted(firsts, key=lambda entry: entry.amount.place)
    columns = firsts[0].reading.municipal == "columns"
    what = "kolumner" if columns else "rader"
    named = [
        f"{e.column.heading if columns else e.row.label} ({where(e.amount.place)})" for e in firsts
    ]
    text = f"{listing(named)} har bytt plats med varandra: varje belopp är det som modellen ger "
    text += "den andra" if len(named) == 2 else "nästa"
    return Finding("EK517", ERROR, firsts[0].amount.place, f"hela {what} har bytt plats", text)
