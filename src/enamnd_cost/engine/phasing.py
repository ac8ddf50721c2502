"""Phasing in: one year's step from what is paid to what a new model asks for, within limits.

Nobody is moved past its old amount in the wrong direction: each pays something between what it paid
last and what it is to pay. All go as far as their limits let them. Where what some are to pay more
does not meet what others are to pay less, those who could go further wait, each with the same part
of its own change. Only where the sum changes by more than the limits let through are those who go
its way asked to go on beyond their new amounts for a while, in proportion to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.limits import Bounds, Line, met
from enamnd_cost.engine.rounding import Method, Receiver, round_shares
from enamnd_cost.swedish import number, units

Kronor = Mapping[Receiver, int]


class Called(NamedTuple):
    """What the one who reads a refusal calls this: the code, the key, and words for it."""

    code: str
    key: str
    the: str
    do: str
    unless: str

    @property
    def smaller(self) -> str:
        """Advise a smaller unit."""
        return f"välj en mindre enhet i {self.key}.till"


PHASING = Called(
    "EK311", "infasning", "infasningen", "fasa in", "fasa in en budget där alla betalar"
)


class Waiting(NamedTuple):
    """Who has not come to its new amount in a year, and why.

    ``held`` by its own limit; ``waits`` for others, who are held; ``carries`` more than its change,
    or a change in the wrong direction, in place of those who are held.
    """

    held: tuple[Receiver, ...] = ()
    waits: tuple[Receiver, ...] = ()
    carries: tuple[Receiver, ...] = ()


NOBODY = Waiting()


def step(
    paid: Kronor,
    target: Kronor,
    limits: Mapping[Receiver, Bounds],
    unit: int = 1,
    *,
    either_way: bool = False,
    called: Called = PHASING,
) -> dict[Receiver, int]:
    """Give this year's amounts: the sum of ``target`` (kronor), each within its limits.

    ``paid`` is last year's; who paid nothing comes from nothing. The limits are multiples of
    ``unit``, and so is the sum of what changes. Whoever has no amount under the new model pays
    nothing. ``either_way`` lets those who are not held carry the others' part in proportion to
    their new amounts, whichever way that moves them. Raises ``AllocationError`` (EK311, or as it is
    ``called``) where there are no such amounts.

    >>> up, down, limits = {"2582": 100, "2580": 100}, {"2582": 150, "2580": 50}, Bounds(most=110)
    >>> step(up, down, {"2582": limits})
    {'2582': 110, '2580': 90}
    """
    if refunded := tuple(who for who, amount in target.items() if amount < 0):
        text = f"{{kommuner}} har ett negativt belopp, som inte går att {called.do}"
        raise _refused(called, text, called.unless, refunded)
    moving = {
        who: kr for who, kr in target.items() if kr and (either_way or kr != paid.get(who, 0))
    }
    asked = {who: limits.get(who, Bounds()) for who in moving}
    if all(asked[who].hold(kr) for who, kr in moving.items()):
        return dict(target)  # reached: the new amounts as they are, whatever their unit
    total = sum(moving.values())
    if total % unit:
        raise _refused(
            called,
            f"kommunerna ska betala {number(total)} kr tillsammans, som inte går att dela ut i "
            f"{units(unit)}",
            called.smaller,
        )
    if either_way:
        free = {who: Line(0, kr, asked[who].floor, asked[who].most) for who, kr in moving.items()}
        exact = _met(called, free, total)
    else:
        ways = [_Way(who, paid.get(who, 0), kr, asked[who]) for who, kr in moving.items()]
        exact = _towards(called, ways, unit)
    rounded = round_shares(exact, unit, Method.LARGEST_REMAINDER)
    return {who: rounded[who].amount if who in rounded else kr for who, kr in target.items()}


def waiting(
    paid: Kronor, target: Kronor, limits: Mapping[Receiver, Bounds], amounts: Kronor
) -> Waiting:
    """Tell who has not come to its new amount with the step to ``amounts``, and why.

    >>> who = {"2582": 100, "2580": 100}, {"2582": 150, "2580": 50}, {"2582": Bounds(most=110)}
    >>> waiting(*who, {"2582": 110, "2580": 90})
    Waiting(held=('2582',), waits=('2580',), carries=())
    """
    found: dict[str, list[Receiver]] = {"held": [], "waits": [], "carries": []}
    for who, wanted in target.items():
        before, now, own = paid.get(who, 0), amounts[who], limits.get(who, Bounds())
        if now == wanted:
            continue
        limit, past = (own.most, now < before) if now < wanted else (own.least, now > before)
        found["held" if now == limit else "carries" if past else "waits"].append(who)
    return Waiting(**{why: tuple(codes) for why, codes in found.items()})


class _Way(NamedTuple):
    """A receiver's way from its old amount to its new, which is another, and its limits."""

    who: Receiver
    old: int
    new: int
    limits: Bounds

    @property
    def up(self) -> bool:
        return self.new > self.old

    def span(self, unit: int) -> tuple[int, int]:
        """Give the least and the most that it may pay on its way, in whole units."""
        floor, most = self.limits.floor, self.limits.most
        high = self.new if most is None else min(self.new, most)
        low, high = (self.old, high) if self.up else (max(self.new, floor), self.old)
        return -(-low // unit) * unit, high // unit * unit

    def beyond(self, end: int) -> Line:
        """Give its way on from the end of its span, past its new amount and within its limits."""
        low, high = (end, self.limits.most) if self.up else (self.limits.floor, end)
        return Line(0, self.new, low, high)


def _towards(called: Called, ways: Sequence[_Way], unit: int) -> dict[Receiver, Fraction]:
    """Let all go as far towards their new amounts as their limits and the sum allow."""
    total = sum(way.new for way in ways)
    spans = {way.who: way.span(unit) for way in ways}
    if stuck := tuple(who for who, (low, high) in spans.items() if low > high):
        text = "{kommuner} kan inte betala hela "
        text += f"{number(unit)} kr mellan det gamla beloppet och det nya"
        raise _refused(called, text, called.smaller, stuck)
    # Either those who are to pay more go as far as they may, and the others as far as that pays
    # for; or the other way round.
    furthest = sum(spans[way.who][way.up] for way in ways)
    up_first = furthest <= total
    first = {way.who: spans[way.who][way.up] for way in ways if way.up is up_first}
    second = [way for way in ways if way.up is not up_first]
    at_rest = {way.who: spans[way.who][up_first] for way in second}
    rest = total - sum(first.values())
    if rest > sum(at_rest.values()) if up_first else rest < sum(at_rest.values()):
        beyond = {way.who: way.beyond(first[way.who]) for way in ways if way.who in first}
        return _exactly(at_rest) | _met(called, beyond, total, sum(at_rest.values()))
    waits = {way.who: Line(way.new, way.old - way.new, *spans[way.who]) for way in second}
    return _exactly(first) | _met(called, waits, total, sum(first.values()))


def _exactly(amounts: Kronor) -> dict[Receiver, Fraction]:
    return {who: Fraction(kr) for who, kr in amounts.items()}


def _refused(
    called: Called, text: str, remedy: str, who: tuple[Receiver, ...] = ()
) -> AllocationError:
    return AllocationError(called.code, text, remedy=remedy, field=called.key, receivers=who)


def _met(
    called: Called, lines: Mapping[Receiver, Line], total: int, others: int = 0
) -> dict[Receiver, Fraction]:
    """Find the amounts that add up to the total less what the others pay."""
    if not lines:
        return {}
    highs = [line.high for line in lines.values() if line.high is not None]
    lows = [line.low for line in lines.values() if line.low is not None]
    least, most = (int(others + sum(ends)) for ends in (lows, highs))  # whole kronor
    if total < least or (total > most and len(highs) == len(lines)):
        reach = f"minst {number(least)}" if total < least else f"högst {number(most)}"
        raise _refused(
            called,
            f"{called.the}s gränser går inte att hålla: kommunerna ska betala {number(total)} kr "
            f"tillsammans, men gränserna medger {reach} kr",
            "vidga gränserna; när summan växer måste taken ligga över ökningen",
        )
    amounts = met(lines, total - others)
    assert amounts is not None  # between the least and the most there is always such a part
    return amounts
