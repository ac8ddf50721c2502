"""What is settled in a buy-in: who comes in when, to which months, and how their costs wear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.buy_in import When, worth
from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.model.data import Data
from enamnd_cost.model.tjanst import Tjanst


class Deal(NamedTuple):
    """A buy-in: ``codes`` come in on ``date``, and what was paid from ``since`` until then counts.

    ``life`` is in years. ``stated`` is what the file says that each paid (kronor, by code), ``n``
    its place in the file from 0; one that is settled now has neither.
    """

    codes: tuple[str, ...]
    date: dt.date
    since: dt.date
    life: int | None
    stated: Mapping[str, int] = {}
    n: int | None = None

    def months(self, tjanst: Tjanst) -> Iterator[When]:
        """List the months that count, one by one, of those in which there is such a service."""
        for year in range(self.since.year, self.date.year + 1):
            if own := tjanst.months(year):
                for month in range(own.first, own.last + 1):
                    if self.since <= dt.date(year, month, 1) < self.date:
                        yield year, Months(month, month)

    def left(self, tjanst: Tjanst, year: int) -> Fraction:
        """Give what is not worn out of a year's cost.

        It is taken into use on 1 January, or when the service then began.
        """
        own = tjanst.months(year)
        began = own.first if own else 1
        age = (self.date.year - year) * MONTHS_A_YEAR + self.date.month - began
        return worth(age, self.life * MONTHS_A_YEAR if self.life else None)


def stated(data: Data, service: str, now: Deal) -> tuple[Deal, ...]:
    """List the settled buy-ins that matter to one that is settled now, in order.

    Of its months, or of the months of another that matters; and not after it.
    """
    tjanst, kommuner = data.tjanster[service], data.kommuner
    since, found = now.since, []
    for n, inkop in reversed(list(enumerate(tjanst.inkop))):
        if since < inkop.datum <= now.date:
            deal = Deal(
                tuple(_codes(data, inkop.kommun)),
                inkop.datum,
                max(inkop.fran or tjanst.start, tjanst.start),
                inkop.avskrivning,
                {code: kr for who, kr in inkop.belopp.items() if (code := kommuner.resolve(who))},
                n,
            )
            since = min(since, deal.since)
            found.append(deal)
    return tuple(reversed(found))


def _codes(data: Data, names: Iterable[str]) -> Iterator[str]:
    yield from filter(None, map(data.kommuner.resolve, names))


def bought_in(deals: Iterable[Deal], when: When) -> frozenset[str]:
    """Name those who count as if they had been there in a month: they have bought in to it."""
    year, months = when
    month = dt.date(year, months.first, 1)
    return frozenset(
        code for deal in deals if deal.since <= month < deal.date for code in deal.codes
    )
