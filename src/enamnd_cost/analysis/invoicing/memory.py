"""What has been invoiced before, and what is left to invoice when that is counted off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from enamnd_cost.analysis.invoicing.lines import Kind, Line
from enamnd_cost.model.invoiced import Basis, Key, Rate

CREDIT: Kind = "kredit"
DIFFERENCE: Kind = "skillnad"
# What becomes of a line whose amount has changed: all of it is credited and a new one takes its
# place, or one line has what differs.
WAYS = ("skillnad", "kredit")


class _Sum(NamedTuple):
    amount: int = 0
    vat: Decimal = Decimal(0)


def left(
    right: Iterable[Line],
    bases: Sequence[Basis],
    way: str = "skillnad",
    periods: Collection[str] | None = None,
) -> Iterator[Line]:
    """Give what is to be invoiced now, in the order of the lines; what nobody pays any more last.

    ``right`` is every line of the year. What has not been invoiced is new, where it is of one of
    ``periods`` (None: any); what has been and is no longer right is corrected, whatever the period.
    So all that was invoiced and these lines are together what is right, to the krona.
    """
    invoiced = _sums(bases)
    lines = {line.key: line for line in right}
    for key, line in lines.items():
        if key not in invoiced:
            if periods is None or key.period in periods:
                yield line
        else:
            yield from _corrected(line, invoiced[key], way)
    shown = {each.key: each for basis in bases for each in basis.lines}
    decision = next((line.decision for line in lines.values()), "")
    for key, sums in invoiced.items():
        if key not in lines:
            service = shown[key].service
            gone = Line(key, service, None, None, None, None, 0, None, Decimal(0), decision)
            yield from _credits(gone, sums)


def _sums(bases: Iterable[Basis]) -> Mapping[Key, Mapping[Rate, _Sum]]:
    """Add up what has been invoiced, by rate of VAT; what came to nothing again stays known."""
    found: dict[Key, dict[Rate, _Sum]] = defaultdict(dict)
    for basis in bases:
        for line in basis.lines:
            before = found[line.key].get(line.rate, _Sum())
            found[line.key][line.rate] = _Sum(before.amount + line.amount, before.vat + line.vat)
    return {key: {rate: s for rate, s in of.items() if any(s)} for key, of in found.items()}


def _corrected(line: Line, invoiced: Mapping[Rate, _Sum], way: str) -> Iterator[Line]:
    """Correct a line that has been invoiced, where it is no longer what is right.

    A correction is due at once, whenever what it corrects was.
    """
    if invoiced == {line.rate: _Sum(line.amount, line.vat)}:
        return
    if not invoiced:  # credited before, and to be paid after all
        yield line
    elif way == "skillnad" and list(invoiced) == [line.rate]:
        [before] = invoiced.values()
        amount, vat = line.amount - before.amount, line.vat - before.vat
        yield line._replace(amount=amount, vat=vat, kind=DIFFERENCE, due=None)
    else:
        yield from _credits(line, invoiced)
        yield line._replace(due=None)


def _credits(line: Line, invoiced: Mapping[Rate, _Sum]) -> Iterator[Line]:
    """Take back all that has been invoiced, each rate of VAT by itself."""
    for rate, (amount, vat) in invoiced.items():
        yield line._replace(amount=-amount, vat=-vat, rate=rate, kind=CREDIT, due=None)
