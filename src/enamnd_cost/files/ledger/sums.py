"""The sums that an export prints, held to its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from enamnd_cost.files.documents import words
from enamnd_cost.files.ledger.columns import SIDES
from enamnd_cost.files.ledger.rows import Row
from enamnd_cost.files.ledger.sides import side_of
from enamnd_cost.swedish import decimal, rounded

Key = tuple[str, str]  # a kind of amounts, and the side whose rows are added up; "" is both
REMEDY = (
    "ta ut tabellen igen, med alla rader och med ören; eller rätta summan om en rad med flit är "
    "borttagen"
)


def off(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Find sums that are not their rows', and say what those are.

    A sum may be of all rows above, or of those since another sum or since a row without amounts;
    one that names a side may be of that side's rows alone. A result may be printed either way.
    Amounts with less than an öre are held to the öre.
    """
    so_far: dict[Key, Fraction] = defaultdict(Fraction)
    starts: dict[Key, set[int]] = defaultdict(lambda: {0})
    near: tuple[int, ...] = (0,)
    for row in rows:
        if not row.total:
            for kind, value in row.amounts.items():
                near = near if 100 % value.denominator == 0 else (-1, 0, 1)
                for side in {"", side_of(row)}:
                    so_far[kind, side] += value
        else:
            for kind, stated in row.amounts.items():
                keys = _read_as(row, kind)
                result = words.is_result(row.label)
                if result and row.columns.sided:
                    continue  # its columns are the sides', and a result is of both
                meant = (stated, -stated) if result else (stated,)
                begun = [(key, _ore(so_far[key] - value)) for key in keys for value in meant]
                if not any(at + n in starts[key] for key, at in begun for n in near):
                    yield row, _told(stated, so_far[keys[-1]])
        if row.total or row.parted:
            for key, value in so_far.items():
                starts[key].add(_ore(value))


def _read_as(row: Row, kind: str) -> list[Key]:
    """Say which rows a sum may be of: both sides', or those of the side that it names."""
    side = SIDES.get(words.kind(row.label), "")
    return [(kind, ""), *([(kind, side)] if side else [])]


def _told(stated: Fraction, rows: Fraction) -> str:
    return f"summan är {decimal(stated)}, men raderna är tillsammans {decimal(rows, 2)}"


def _ore(kronor: Fraction) -> int:
    return int(rounded(kronor * 100, 0))
