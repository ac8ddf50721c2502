"""A year's invoice lines: for each municipality, service and part of the year what it is to pay."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.engine.instalments import by_month
from enamnd_cost.engine.participation import Months
from enamnd_cost.engine.result import Row
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.fakturering import PARTS, parts_of
from enamnd_cost.model.invoiced import ORE, Key, Rate
from enamnd_cost.model.splits.used import Avgift
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import rounded

BY_SUPPLIER = "leverantor"
AT_YEARS_END = "arets_slut"
AFTER = "slut"
# Half-year, tertial, quarter, month. A month is no number alone: a spreadsheet makes it a date.
LETTERS = {2: "H", 3: "T", 4: "K", 12: "M"}
Kind = Literal["ny", "kredit", "skillnad"]  # what a line does to what has been invoiced


class Line(NamedTuple):
    """One row of an invoice basis. ``amount`` is in whole kronor before VAT.

    ``rate`` is the VAT in per cent, None where the service has none stated, and ``vat`` what it
    comes to, in kronor with öre.
    """

    key: Key
    service: str
    account: str | None
    first: dt.date | None
    last: dt.date | None
    due: dt.date | None
    amount: int
    rate: Rate
    vat: Decimal
    decision: str
    kind: Kind = "ny"

    @property
    def gross(self) -> Decimal:
        """What is to be paid, VAT included, in kronor with öre."""
        return self.amount + self.vat


def vat_of(amount: int, rate: Rate) -> Decimal:
    """Give the VAT of an amount (kronor) at a rate (per cent), to the öre.

    It is not rounded to kronor, and a third decimal of 5 goes up. Source: Skatteverket, Rättslig
    vägledning, "Avrundning av mervärdesskatt", and its position of 2020-01-17 (dnr 8-19049): the
    act (1970:1029) on rounding öre is of what is to be paid, and changes no tax.

    >>> vat_of(76_100, Decimal(25)), vat_of(-10, Decimal("12.25")), vat_of(5, None)
    (Decimal('19025.00'), Decimal('-1.23'), Decimal('0.00'))
    """
    return rounded(amount * Fraction(rate or 0) / 100, ORE)


def when(tjanst: Tjanst, budget: Budget) -> str:
    """Say when a service is invoiced: as it says itself, or as the budget says of all."""
    return tjanst.fakturering or budget.fakturering


def period_id(year: int, invoiced: str, part: int) -> str:
    """Name a part of a year: 2024, 2024-H1, 2024-T2, 2024-K3, 2024-M07 or 2024-slut.

    >>> period_id(2024, "kvartal", 2), period_id(2024, "manad", 6), period_id(2024, "arets_slut", 0)
    ('2024-K3', '2024-M07', '2024-slut')
    """
    if invoiced == AT_YEARS_END:
        return f"{year}-{AFTER}"
    number = PARTS[invoiced]
    if number == 1:
        return f"{year}"
    return f"{year}-{LETTERS[number]}{part + 1:0{len(str(number))}d}"


def lines_of(result: YearResult) -> Iterator[Line]:
    """Give every line of the year, by municipality, service and part; what comes to 0 has none."""
    of_services = [
        (service, when(service.tjanst, result.budget))
        for service in result.services
        if not service.example
    ]
    for code in result.data.kommuner.codes:
        for service, invoiced in of_services:
            yield from _of(result, service, invoiced, code)


def _of(result: YearResult, service: Service, invoiced: str, code: str) -> Iterator[Line]:
    row = service.allocation.rows.get(code)
    if row is None:
        return
    paid_in = _paid_in(result, service, code)
    paid = by_month(row, paid_in, service.allocation.plan.months)
    takes_part = _months(row, paid_in)
    tjanst, year = service.tjanst, result.year
    for n, part in enumerate(parts_of(invoiced)):
        amount = sum(paid[part.first - 1 : part.last])
        if not amount:
            continue
        own = [m for m in range(part.first, part.last + 1) if m in takes_part or paid[m - 1]]
        first, last = days(year, Months(own[0], own[-1]))
        yield Line(
            Key(code, service.id, period_id(year, invoiced, n)),
            tjanst.namn,
            tjanst.konto,
            first,
            last,
            last if invoiced == AT_YEARS_END else first,
            amount,
            tjanst.moms,
            vat_of(amount, tjanst.moms),
            _decision(result, tjanst),
        )


def _decision(result: YearResult, tjanst: Tjanst) -> str:
    """Say what a line rests on: the year's budget, or a project's own decision."""
    if tjanst.projekt is None:
        return wording.decision(result.budget.beslut)
    own = tjanst.projekt.beslut
    return wording.decision(own) if own else "projektets beslut är inte angivet"


def _months(row: Row, paid_in: Mapping[str, int]) -> frozenset[int]:
    """Give the months that a receiver has a share of, or starts in."""
    shares = (step.months for step in row.steps if step.item not in paid_in)
    return frozenset(
        {month for each in shares for month in range(each.first, each.last + 1)}
        | set(paid_in.values())
    )


def days(year: int, months: Months) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of some months.

    >>> [str(day) for day in days(2024, Months(1, 2))]
    ['2024-01-01', '2024-02-29']
    """
    last = calendar.monthrange(year, months.last)[1]
    return dt.date(year, months.first, 1), dt.date(year, months.last, last)


def _paid_in(result: YearResult, service: Service, code: str) -> Mapping[str, int]:
    """Give the month of each item that a municipality pays once: that in which it starts."""
    period, kommuner = service.period, result.data.kommuner
    items = [(post.namn, post.split) for post in period.post]
    if period.split is not None:
        items.append((service.tjanst.namn, period.split))
    return {
        name: date.month
        for name, split in items
        if isinstance(split, Avgift)
        for who, date in split.start.items()
        if kommuner.resolve(who) == code and date.year == result.year
    }
