"""From a cost item to every receiver's exact share of it, in one span of months."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar, assert_never

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charges,
    Item,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
    product,
)
from enamnd_cost.engine.result import (
    ChargeStep,
    CostStep,
    Done,
    ServiceAllocation,
    ShareStep,
    Step,
    UprateStep,
)
from enamnd_cost.engine.rounding import Receiver
from enamnd_cost.swedish import decimal

T = TypeVar("T")

# What helps who takes part without a value. Of a value of nothing only the value is promised: a
# fixed amount, the lowest step or a lowest share may have to be paid all the same.
WITHOUT_VALUE = "ange ett värde för var och en, om så 0, eller ändra deltagare"
WITHOUT_PEOPLE = "lägg till folkmängden, eller ändra deltagare till dem som har en"
WITHOUT_AMOUNT = "ändra deltagare till dem som har ett belopp där, eller ange en nyckel här"
WITHOUT_BASE = "ändra deltagare till dem som betalade då, eller ange årets belopp"


def cost_of(item: Item, within: Months, done: Done) -> CostStep | None:
    """Say what a shared item costs in a year (kronor), of which the months ``within`` are shared.

    Charges have no cost to share.
    """
    if not isinstance(item, SharedCost):
        return None
    if isinstance(item.cost, Uprating):
        source = done[item.cost.source]
        _refuse(
            _part_of_year(source, shared=False),
            f"betalade bara för en del av {source.node.year}; kostnaden gäller inte ett helt år",
            "ange ett underlag för året i stället för uppraknas",
        )
        _refuse_fees(source)
        _refuse_use(source)
        base, factors = source.level, item.cost.factors
        cost = base * product(factors)
        return CostStep(item.name, cost, item.cost.source, base, factors, within)
    return CostStep(item.name, item.cost, months=within)


def shares_of(
    item: Item, cost: CostStep | None, months: Months, within: Months, done: Done
) -> Iterator[tuple[Receiver, Step]]:
    """Share one item over one span of months among those who take part in all of it.

    The span is one of the months ``within`` which the service is there.
    """
    active = [who for who, part in item.participation.items() if part.covers(months)]
    match item:
        case SharedCost():
            assert cost is not None
            yield from _shared(item, cost.cost, active, months, done)
        case Charges():
            yield from _charged(item, active, months, within)
        case UpratedAmounts():
            yield from _uprated(item, active, months, within, done)
        case never:
            assert_never(never)


def _shared(
    item: SharedCost, cost: Fraction, active: list[Receiver], months: Months, done: Done
) -> Iterator[tuple[Receiver, Step]]:
    """Divide the span's cost between the parts of the mix, and each part by its key."""
    if not active:
        raise AllocationError(
            "EK304",
            f"ingen kommun deltar i {months.name} och kostnaden har då ingen som betalar",
            remedy="ändra deltagare så att någon deltar också då",
            field="deltagare",
        )
    proportions = sum(part.proportion for part in item.parts)
    for part in item.parts:
        part_cost = cost * Fraction(part.proportion * months.length, proportions * MONTHS_A_YEAR)
        weights = _weights(part.key, active, done)
        if min(weights.values()) < 0 < max(weights.values()):
            raise AllocationError(
                "EK303",
                f'fördelningen "{part.key.label}" har både positiva och negativa vikter',
                remedy="ange en nyckel där alla har samma tecken",
                field="fordelning",
            )
        stated = sum(weights.values())
        if isinstance(part.key, Weights) and part.key.whole not in (None, stated):
            raise AllocationError(
                "EK310",
                f"procenttalen för dem som deltar i {months.name} är tillsammans "
                f"{decimal(stated)}, inte {decimal(part.key.whole)}",
                remedy="lägg till en period med nya procenttal, eller använd vikter",
                field="fordelning",
            )
        counted = {who: weight * item.counted.get(who, 1) for who, weight in weights.items()}
        total = sum(counted.values())
        if total == 0 and stated:
            raise AllocationError(
                "EK303",
                f'alla som har en vikt i fördelningen "{part.key.label}" räknas till noll '
                f"i {months.name}",
                remedy="ändra faktor för minst en av dem till mer än noll",
                field="faktor",
            )
        if total == 0:
            raise AllocationError(
                "EK303",
                f'fördelningen "{part.key.label}" har bara vikter som är noll i {months.name}',
                remedy="ange minst en kommun med en vikt över noll",
                field="fordelning",
            )
        label, basis = part.key.label, part.key.basis
        # Receivers of the same weight have the same share: in equal parts, one division for all.
        exact = {weight: part_cost * weight / total for weight in set(counted.values())}
        for receiver, weight in weights.items():
            share, own = exact[counted[receiver]], item.counted.get(receiver, 1)
            yield (
                receiver,
                ShareStep(item.name, label, basis, months, part_cost, weight, total, share, own),
            )


def _weights(
    key: Weights | ProportionsOf, active: list[Receiver], done: Done
) -> Mapping[Receiver, int | Fraction]:
    """Give the weights of those who take part."""
    if isinstance(key, ProportionsOf):
        source = done[key.source]
        remedy = "ange nyckeln här, i stället för att följa den tjänstens belopp"
        _refuse_part_of_year(source, key.label, "fordelning", remedy)
        return _of_each(active, source.amounts, key.label, WITHOUT_AMOUNT)
    if key.basis is Basis.POPULATION:
        return _of_each(active, key.weights, key.label, WITHOUT_PEOPLE)
    return _of_each(active, key.weights, key.label, WITHOUT_VALUE)


def _of_each(
    active: list[Receiver],
    known: Mapping[Receiver, T],
    label: str,
    remedy: str,
    field: str = "fordelning",
) -> dict[Receiver, T]:
    """Look up what each has; whoever takes part without having anything stated is an error.

    A silent zero here would be a hole in somebody's budget.
    """
    _refuse(
        [receiver for receiver in active if receiver not in known],
        f"deltar men har inget värde ({label})",
        remedy,
        field,
        code="EK308",
    )
    return {receiver: known[receiver] for receiver in active}


def _charged(
    item: Charges, active: list[Receiver], months: Months, within: Months
) -> Iterator[tuple[Receiver, Step]]:
    """Charge each its own amount: a year's amount by the month, anything else in full.

    What does not follow the months is spread evenly over those that the receiver takes part in.
    """
    remedy = WITHOUT_PEOPLE if item.basis is Basis.POPULATION else WITHOUT_VALUE
    charges = _of_each(active, item.charges, item.label, remedy)
    for receiver, (quantity, price, called) in charges.items():
        own = item.participation[receiver].common(within) or within
        of_months = MONTHS_A_YEAR if item.by_month else own.length
        yield (
            receiver,
            ChargeStep(
                item.name,
                item.label,
                months,
                of_months,
                quantity,
                price,
                item.kronor(receiver) * Fraction(months.length, of_months),
                item.basis,
                item.factors,
                item.counted.get(receiver, 1),
                called,
            ),
        )


def _uprated(
    item: UpratedAmounts, active: list[Receiver], months: Months, within: Months, done: Done
) -> Iterator[tuple[Receiver, Step]]:
    """Uprate each receiver's amount of the source year: a whole one, in which all took part in all.

    They are to take part now in all the months that the service is there. Otherwise an amount would
    be lost, or part of a year would be taken for a whole one.
    """
    source = done[item.source]
    name = f"{item.source.service} {item.source.year}"
    by_cost = 'räkna upp kostnaden i stället: av = "underlag" med en fordelning'
    _refuse_fees(source)
    if source.plan.months != WHOLE_YEAR:
        raise AllocationError(
            "EK309",
            f"{name} fanns bara i {source.plan.months.name}; de beloppen gäller inte ett helt år",
            remedy=by_cost,
            field="uppraknas",
        )
    _refuse_part_of_year(source, name, "uppraknas", by_cost)
    whole = {who for who, part in item.participation.items() if part.covers(within)}
    _refuse(
        [who for who in source.rows if who not in whole],
        f"betalade för {name} men deltar inte {_all_of(within)} nu; beloppet skulle försvinna",
        by_cost,
    )
    by = product(item.factors) * Fraction(months.length, MONTHS_A_YEAR)
    amounts = _of_each(active, source.amounts, name, WITHOUT_BASE, "deltagare")
    for receiver, base in amounts.items():
        step = UprateStep(item.name, item.source, base, item.factors, months, base * by)
        yield receiver, step


def _all_of(months: Months) -> str:
    return "hela året" if months == WHOLE_YEAR else f"hela {months.name}"


def _refuse_fees(source: ServiceAllocation) -> None:
    """Refuse to uprate what was paid once: it would be paid again. A fee of nothing is none."""
    paid = [
        who
        for who, row in source.rows.items()
        if any(turn.once and turn.amount for turn in row.roundings)
    ]
    _refuse(
        paid,
        f"betalade en engångsavgift {source.node.year}, som inte ska betalas igen",
        "lägg avgiften i en egen tjänst, eller ange årets belopp i stället för uppraknas",
    )


def _refuse_use(source: ServiceAllocation) -> None:
    """Refuse to take use in a service that was there for part of a year for that of a whole one."""
    months = source.plan.months
    for item in source.plan.items if months != WHOLE_YEAR else ():
        _refuse(
            item.charges if isinstance(item, Charges) and not item.by_month else (),
            f"betalade för sin användning i {months.name} {source.node.year}; kostnaden gäller "
            "inte ett helt år",
            "ange ett underlag för året i stället för uppraknas",
        )


def _refuse_part_of_year(source: ServiceAllocation, name: str, field: str, remedy: str) -> None:
    """Refuse to build on amounts of which somebody's are for part of the service's months only."""
    text = f"deltog bara en del av {name}; de beloppen gäller inte ett helt år"
    _refuse(_part_of_year(source), text, remedy, field)


def _refuse(
    receivers: Collection[Receiver],
    text: str,
    remedy: str,
    field: str = "uppraknas",
    code: str = "EK309",
) -> None:
    """Refuse what some receivers are in the way of, if there are any."""
    if receivers:
        text, who = f"{{kommuner}} {text}", tuple(receivers)
        raise AllocationError(code, text, remedy=remedy, field=field, receivers=who)


def _part_of_year(source: ServiceAllocation, *, shared: bool = True) -> tuple[Receiver, ...]:
    """Name those who took part in some item in part of the months that the service was there.

    Only where that lowers what they pay: measured use and one-off fees are what they are, but a
    year's lowest or highest amount for use is held by the month; a shared cost is whole whoever
    comes and goes, though its shares are not.
    """
    partial: dict[Receiver, None] = {}
    for item in source.plan.items:
        if _follows_months(item, source.plan) and (shared or not isinstance(item, SharedCost)):
            for receiver, months in item.participation.items():
                if not months.covers(source.plan.months):
                    partial[receiver] = None
    return tuple(partial)


def _follows_months(item: Item, plan: Plan) -> bool:
    """Tell whether who takes part in some months pays for those alone."""
    held_by_month = item.name in plan.limits and not (isinstance(item, Charges) and item.once)
    return held_by_month or not isinstance(item, Charges) or item.by_month
