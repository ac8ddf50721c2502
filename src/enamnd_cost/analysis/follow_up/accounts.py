"""Accounts, projects and other codes of a finance system, and what is booked on each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from enamnd_cost.model.data import Data, utfall_file
from enamnd_cost.swedish import fold

_BETWEEN = re.compile(r"[\s,.;:/–-]+")


@dataclass(frozen=True)
class Account:
    """One code, or several together, and the service or group that has what is booked on them.

    ``level`` tells whose word it is: 0 of ``[konton]``, 1 of a service's own file.
    """

    level: int
    codes: str
    owner: str

    @cached_property
    def parts(self) -> frozenset[str]:
        """The codes one by one."""
        return frozenset(_parts(self.whole))

    @cached_property
    def whole(self) -> str:
        """The codes as one cell may have them."""
        return fold(self.codes)

    def is_in(self, said: AbstractSet[str]) -> bool:
        """Tell whether a row's cells say the codes: one of them all, or each in some cell.

        >>> each = Account(0, "3110 1001", "projekt-hr")
        >>> rows = (["3110-19-1001"], ["3110 Avgifter", "1001"], ["3110"])
        >>> [each.is_in(said_by(row)) for row in rows]
        [True, True, False]
        """
        return self.whole in said or self.parts <= said


def together(codes: Iterable[str]) -> str:
    """Put the codes of several accounts together, each once.

    >>> together(["3110 19", "3110-200"])
    '3110 19 200'
    """
    return " ".join(dict.fromkeys(part for each in codes for part in _parts(each)))


def is_code(name: str) -> bool:
    """Tell a cell that has a code, or a string of them, and nothing else.

    >>> is_code("3110-19-P1001"), is_code("3110 Avgifter")
    (True, False)
    """
    parts = _parts(name)
    return bool(parts) and all(re.search(r"\d", each) for each in parts)


def _parts(codes: str) -> list[str]:
    return [each for each in _BETWEEN.split(codes) if each]


def said_by(names: Iterable[str]) -> set[str]:
    """Give what a row's cells say: each whole, the code before a name, the codes of a string."""
    said: set[str] = set()
    for name in map(fold, names):
        first, *_ = name.split() or [""]
        said |= {name, first} if re.search(r"\d", first) else {name}
        if is_code(name):
            said |= set(_parts(name))
    return said


def accounts(data: Data, year: int, services: Collection[str]) -> tuple[Account, ...]:
    """Give the accounts of a year: what its file says, and files of years before; then services'.

    What a later year says of a code goes before what an earlier one does.
    """
    told: dict[frozenset[str], Account] = {}
    for each in sorted(each for each in data.utfall if each <= year):
        for codes, owner in data.utfall[each].konton.items():
            account = Account(0, codes, owner)
            told[account.parts] = account
    own = (Account(1, str(data.tjanster[name].konto), name)
           for name in services if data.tjanster[name].konto)  # fmt: skip
    return (*told.values(), *own)


def told_in(data: Data, year: int) -> str:
    """Say where ``[konton]`` is to be written: the year's file, else the last before it, or new."""
    before = max((each for each in data.utfall if each <= year), default=None)
    if before is None:
        return f"[konton] i en ny fil, {utfall_file(year)}, som börjar med raden ar = {year}"
    return f"[konton] i {utfall_file(before)}"
