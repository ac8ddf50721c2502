"""What was invoiced: the lines of an invoice basis that was written, and its number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

ORE = 2  # decimals of a krona
ID_LENGTH = 16
Rate = Decimal | None  # of VAT, in per cent; None where the service has none stated


class Key(NamedTuple):
    """What is invoiced once: a municipality (code), a service (id) and a part of the year."""

    code: str
    service: str
    period: str


class Earlier(NamedTuple):
    """A line that was invoiced: ``amount`` in whole kronor before VAT, ``vat`` to the öre."""

    key: Key
    name: str
    service: str
    amount: int
    rate: Rate
    vat: Decimal


class Basis(NamedTuple):
    """An invoice basis that was written before, as its ``file`` has it.

    ``digest`` is the beginning of the hash of the data that it was made of, ``counted`` the numbers
    of the bases that it counted off.
    """

    file: str
    board: str
    year: int
    digest: str
    id: str
    counted: tuple[str, ...]
    lines: tuple[Earlier, ...]


def id_of(
    board: str,
    year: int,
    digest: str,
    counted: Sequence[str],
    lines: Iterable[tuple[Key, int, Rate, Decimal]],
) -> str:
    """Give the number of a basis: a hash of all that says who pays what, so that a change shows.

    Codes stand without leading zeros, which spreadsheets take away.

    >>> line = (Key("2582", "e-arkiv", "2024"), 5, None, Decimal(0))
    >>> numbers = {id_of("N", 2024, "a", (), [line, other]) for other in (line, line)}
    >>> len(numbers), len(numbers.pop())
    (1, 16)
    """
    rows = sorted(
        f"{key.code.lstrip('0')}|{key.service}|{key.period}|{amount}|"
        f"{'' if rate is None else f'{rate.normalize():f}'}|{vat:.2f}"
        for key, amount, rate, vat in lines
    )
    head = f"{board}|{year}|{digest}|{','.join(counted)}"
    return hashlib.sha256("\n".join([head, *rows]).encode()).hexdigest()[:ID_LENGTH]
