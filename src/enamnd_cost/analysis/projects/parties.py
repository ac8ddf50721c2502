"""A project's parties: when each took part, what it pays, and what it has settled afterwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import last_of_month
from enamnd_cost.model.projekt import Projekt


class Spell(NamedTuple):
    """Months in a row in which somebody took part: their first day and their last."""

    first: dt.date
    last: dt.date


class Party(NamedTuple):
    """One party on a day, in whole kronor.

    ``amount`` is its share of the years that are known, of the whole of each. ``bought`` and
    ``refunded`` are what it has paid (zero or more) and got back (zero or less) in buy-ins until
    the day, and ``since`` the day it bought in, if it did.
    """

    code: str
    spells: tuple[Spell, ...]
    amount: int
    bought: int
    refunded: int
    since: dt.date | None

    @property
    def net(self) -> int:
        """What it has paid in the end."""
        return self.amount + self.bought + self.refunded

    def takes_part(self, day: dt.date) -> bool:
        """Tell whether it is in on a day: in its turn, or since it bought in."""
        turns = any(first <= day <= last for first, last in self.spells)
        return turns or (self.since is not None and self.since <= day)


def parties(
    kommuner: Kommuner,
    projekt: Projekt,
    known: Mapping[int, ServiceAllocation],
    settled: Iterable[Inkop],
) -> tuple[Party, ...]:
    """List who has a share of a project, or has settled a buy-in, in the order of the members.

    ``known`` are its years' allocations, by year; ``settled`` the buy-ins until the day.
    """
    months: dict[str, set[dt.date]] = defaultdict(set)
    amounts: dict[str, int] = defaultdict(int)
    for year, allocation in known.items():
        for code, kr in allocation.amounts.items():
            amounts[code] += kr
        for code, month in _months(year, allocation):
            if projekt.start <= month <= projekt.slut:
                months[code].add(month)
    moved = _moved(kommuner, settled)
    return tuple(
        Party(
            code,
            tuple(_spells(months[code])),
            amounts[code],
            sum(kr for _, kr, _ in moved[code] if kr > 0),
            sum(kr for _, kr, _ in moved[code] if kr < 0),
            min((date for date, _, new in moved[code] if new), default=None),
        )
        for code in kommuner.codes
        if code in months or code in amounts or moved[code]
    )


def _months(year: int, allocation: ServiceAllocation) -> Iterator[tuple[str, dt.date]]:
    """Give each month of a year in which somebody takes part in any item, by its first day."""
    for item in allocation.plan.items:
        for code, own in item.participation.items():
            for month in range(own.first, own.last + 1):
                yield code, dt.date(year, month, 1)


def _moved(
    kommuner: Kommuner, settled: Iterable[Inkop]
) -> dict[str, list[tuple[dt.date, int, bool]]]:
    """Give, by code, what each paid in buy-ins (below zero: got back), and whether it came in."""
    moved: dict[str, list[tuple[dt.date, int, bool]]] = defaultdict(list)
    for inkop in settled:
        new = set(map(kommuner.resolve, inkop.kommun))
        for name, kr in inkop.belopp.items():
            if code := kommuner.resolve(name):
                moved[code].append((inkop.datum, kr, code in new))
    return moved


def _spells(months: Iterable[dt.date]) -> Iterator[Spell]:
    """Join months, by their first days, that follow upon each other.

    >>> days = [dt.date(2022, 12, 1), dt.date(2023, 3, 1), dt.date(2023, 1, 1)]
    >>> [str(spell.last) for spell in _spells(days)]
    ['2023-01-31', '2023-03-31']
    """
    first = last = None
    for month in sorted(months):
        if first is None or last is None or month > last + dt.timedelta(days=1):
            if first and last:
                yield Spell(first, last)
            first = month
        last = last_of_month(month)
    if first and last:
        yield Spell(first, last)
