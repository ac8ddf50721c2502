"""A municipality buys in to a service that others have paid for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from enamnd_cost.analysis.buy_in.deals import Deal, stated
from enamnd_cost.analysis.buy_in.worlds import Worlds
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.balance import added, less
from enamnd_cost.engine.buy_in import NOTHING_MOVED, Moved, Past, Settlement, after, settle
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.parts import UNITS
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import listing


class Earlier(NamedTuple):
    """A buy-in before this one: ``computed`` is what the program makes of it, in whole kronor.

    To the unit that gives what was stated, if any does, else to the krona. ``counts`` is what of it
    now counts, exact, and ``worn`` tells that nothing was left to buy in to.
    """

    deal: Deal
    computed: Mapping[str, int]
    counts: Mapping[str, Fraction]
    worn: bool

    @property
    def differs(self) -> dict[str, int]:
        """What was stated less what the program makes of it, by code, where there is any."""
        return {who: kr for who, kr in less(self.deal.stated, self.computed).items() if kr}


class Counted(NamedTuple):
    """A past year: its cost, how many months count, what is left of them and what counts."""

    year: int
    cost: int
    months: int
    left: Fraction
    counts: Fraction


@dataclass(frozen=True)
class BuyIn:
    """A settlement: who pays and who gets back when those of ``deal`` come in.

    ``earlier`` are those that the file states, ``unsettled`` those who came later than others, and
    when, without any, and ``absent`` those who have bought in and do not take part.
    """

    data: Data
    service: str
    deal: Deal
    years: tuple[Counted, ...]
    earlier: tuple[Earlier, ...]
    unsettled: Mapping[str, dt.date]
    absent: tuple[str, ...]
    settlement: Mapping[str, Settlement]

    @property
    def settled(self) -> tuple[str, ...]:
        """Name those who come in now and whose buy-in the file states already."""
        same = (each.deal for each in self.earlier if each.deal.date == self.deal.date)
        return tuple(code for deal in same for code in deal.codes if code in self.deal.codes)

    @property
    def total(self) -> int:
        """What those who come in pay together (below zero: get), in kronor."""
        return sum(self.settlement[code].pays for code in self.deal.codes)


def buy_in(
    data: Data,
    service: str,
    codes: Sequence[str],
    date: dt.date,
    since: dt.date | None = None,
    life: int | None = None,
    unit: int = 1,
) -> tuple[BuyIn | None, list[Problem]]:
    """Settle as if the municipalities had been in from the start, or from ``since``.

    ``date`` is the first day as a participant; what was paid up to it is settled. A cost is taken
    into use on the first of January of its year, and is worn out after ``life`` years.
    """
    tjanst = data.tjanster[service]
    now = Deal(tuple(codes), date, max(since or tjanst.start, tjanst.start), life)
    deals = (*stated(data, service, now), now)
    if problems := [*_lacking(data, service, deals), *_bought_in(data, service, deals)]:
        return None, problems
    if _each_for_itself(data, service, now):
        text = f"i {service} betalar var och en sin egen taxa, så ingen har betalat för någon annan"
        return None, [Problem("EK009", "", text, "välj en annan tjänst")]
    worlds = Worlds(data, service)
    pasts = [worlds.past(deals[: n + 1]) for n in range(len(deals))]
    past = pasts[-1]
    if problems := worlds.problems or _taking_part(data, service, now, past):
        return None, problems
    if not any(each.counts for each in past):
        from_then = f" efter {now.since}" if now.since > tjanst.start else ""
        text = f"{service} har inga kostnader före {date}{from_then}"
        return None, [Problem("EK009", "", text, "välj ett senare datum, eller en annan tjänst")]
    moved = NOTHING_MOVED
    earlier = []
    for deal, settled in zip(deals[:-1], pasts[:-1], strict=True):
        then, moved = moved, after(settled, deal.stated, moved)
        counts = less(_left(past, moved), _left(past, then))
        worn = not any(each.counts for each in settled)
        earlier.append(Earlier(deal, _computed(settled, deal, then), counts, worn))
    settlement = settle(past, unit, moved)
    if outside := [code for code in codes if code not in settlement]:
        who = data.kommuner.listing(outside)
        text = f"{who} hade inte burit något av det som {service} kostade före {date}"
        return None, [Problem("EK009", "", text, "välj en annan tjänst")]
    told = {code for deal in deals for code in deal.codes}
    bought = BuyIn(
        data,
        service,
        now,
        tuple(_years(past)),
        tuple(earlier),
        {code: first for code, first in _joined(past).items() if code not in told},
        tuple(_absent(deals[:-1], past)),
        settlement,
    )
    return bought, []


def _each_for_itself(data: Data, service: str, deal: Deal) -> bool:
    """Tell whether all that was paid before a buy-in was by rates, which nobody pays for others."""
    years = range(deal.since.year, deal.date.year + 1)
    periods = (data.tjanster[service].known_in(year) for year in years)
    splits = [period.splits for period in periods if period]
    return bool(splits) and all(each and all(split.rated for split in each) for each in splits)


def _lacking(data: Data, service: str, deals: Sequence[Deal]) -> Iterator[Problem]:
    """Tell of years whose figures are missing, for this buy-in or for one that it counts with."""
    tjanst = data.tjanster[service]
    for deal in deals:
        years = dict.fromkeys(year for year, _ in deal.months(tjanst))
        if unknown := [year for year in years if not tjanst.known_in(year)]:
            lacks = f"saknar uppgifter för {listing(map(str, unknown))}"
            text = f"{service} {lacks}"
            remedy = f"räkna från ett senare datum med {ask(Wish.SINCE)}"
            if deal.n is not None:
                text = f"inköpet {deal.date} går inte att räkna om: {service} {lacks}"
                remedy = (
                    "ange i inköpet från vilken dag det avräknades, till exempel "
                    f"fran = {max(unknown) + 1}-01-01"
                )
                yield Problem("EK006", tjanst_file(service), text, remedy, ("inkop", deal.n))
            else:
                yield Problem("EK006", "", text, remedy)


def _bought_in(data: Data, service: str, deals: Sequence[Deal]) -> Iterator[Problem]:
    """Tell of those who have bought in to the same months at an earlier date."""
    for deal in deals[:-1]:
        if deal.date < deals[-1].date:
            for code in deal.codes:
                if code in deals[-1].codes:
                    text = f"{data.kommuner.names[code]} köpte in sig i {service} {deal.date}"
                    yield _already(text)


def _taking_part(data: Data, service: str, deal: Deal, past: Sequence[Past]) -> list[Problem]:
    """Tell of those who took part in what they would buy in to, with the first year of it."""
    years: dict[str, int] = {}
    for each in past:
        for code in each.paying:
            if code in deal.codes:
                years.setdefault(code, each.paid.node.year)
    names = data.kommuner.names
    return [_already(f"{names[code]} deltar redan i {service} {years[code]}") for code in years]


def _already(text: str) -> Problem:
    return Problem("EK010", "", text, f"välj en kommun som inte är med, eller {ask(Wish.SINCE)}")


def _left(past: Sequence[Past], moved: Moved) -> dict[str, Fraction]:
    """Give what counts of what earlier buy-ins moved."""
    return added(
        {who: kr * each.left for who, kr in moved.get(each.when, {}).items()} for each in past
    )


def _computed(past: Sequence[Past], deal: Deal, moved: Moved) -> dict[str, int]:
    """Settle a stated buy-in as the program does: to the unit that was used, if it can be told.

    A unit so large that nobody would pay anything tells nothing.
    """
    made = ({who: each.pays for who, each in settle(past, u, moved).items()} for u in UNITS)
    first = next(made)
    same = (p for p in (first, *made) if any(p.values()) and not any(less(deal.stated, p).values()))
    return next(same, first)


def _joined(past: Sequence[Past]) -> dict[str, dt.date]:
    """Name those who came after something that counts had been paid, and when."""
    first: dict[str, Past] = {}
    for each in past:
        for code in each.paying:
            first.setdefault(code, each)
    start = next(each for each in past if each.counts)
    return {code: _date(each) for code, each in first.items() if _date(each) > _date(start)}


def _absent(deals: Sequence[Deal], past: Sequence[Past]) -> Iterator[str]:
    """Name those who have bought in and have no part in what was then paid."""
    for deal in deals:
        later = [each for each in past if each.counts and _date(each) >= deal.date]
        yield from (c for c in deal.codes if later and not any(c in each.paying for each in later))


def _date(past: Past) -> dt.date:
    return dt.date(past.paid.node.year, past.months.first, 1)


def _years(past: Sequence[Past]) -> Iterator[Counted]:
    for year, found in groupby(past, key=lambda each: each.paid.node.year):
        each, *more = found
        counts = sum((month.counts for month in more), each.counts)
        yield Counted(year, each.paid.total, 1 + len(more), each.left, counts)
