"""What each should have paid for what a service came to cost, by the service's own model.

The engine shares the outcome as it shared the year's cost: the same keys, those who took part in
their months, the same factors, limits and damping. Only the cost is another, and it is handed out
exactly, in whole kronor after the largest remainder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from enamnd_cost.analysis.year import Computed, Service
from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.balance import added
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.plan import (
    NO_LIMITS,
    Charges,
    Item,
    Part,
    Plan,
    SharedCost,
    UpratedAmounts,
    Weights,
)
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import Receiver, Rounding
from enamnd_cost.model.plans import said
from enamnd_cost.swedish import number

Handed = Mapping[Receiver, int]

BY_KEY = "efter tjänstens nyckel"
BY_ITEMS = "efter posternas nycklar, där varje post räknas ha ändrats lika mycket i procent"
BY_AMOUNTS = "i proportion till årets uppräknade belopp"
BY_CHARGES = "i proportion till vad var och en betalar efter avtal, pris eller användning"
THE_REST = "det som är avtalat eller har ett pris är vad det är, och resten delas "
FEES = "engångsavgifter är vad de är, och resten delas "


def handed_out(computed: Computed, service: Service, kronor: int) -> Handed | str:
    """Share an outcome (kronor) as the service's own model does, or say why that cannot be done."""
    allocation, own = service.allocation, service.allocation.plan
    if not _shared(own) and (why := _no_proportions(allocation)):
        return why
    damping = own.damping
    plan = own._replace(
        items=_items(allocation, kronor),
        rounding=Rounding(),
        stated_cost=None,
        stated_total=None,
        limits=own.limits if _shared(own) else NO_LIMITS,
        damping=damping and damping._replace(rule=damping.rule._replace(unit=1)),
    )
    outcome = allocate([plan], computed.outcome.done)
    if outcome.failures:
        return _why(outcome.failures[0].error, computed)
    found = outcome.done[plan.node].amounts
    if (left := kronor - sum(found.values())) != 0:
        return f"modellen delar inte ut hela utfallet: {number(left)} kr blir över"
    return found


def _no_proportions(allocation: ServiceAllocation) -> str | None:
    """Say why what each paid is no proportion to share by, if it is not."""
    paid = _weights(_exact(allocation), _goes_on(allocation.plan)).values()
    if not any(paid):
        return "ingen har betalat något i år, så det finns inga proportioner att dela utfallet i"
    if min(paid) < 0 < max(paid):
        return "några betalar och andra får pengar, så det finns inga proportioner att dela i"
    return None


def _why(error: AllocationError, computed: Computed) -> str:
    return said(error, computed.data.kommuner)


def rule_of(service: Service) -> str:
    """Say in Swedish by which rule an outcome is shared."""
    plan = service.allocation.plan
    shared, charged = _shared(plan), _charged(plan)
    apart = ""
    if shared:
        rule = BY_ITEMS if len(shared) > 1 else BY_KEY
        apart = THE_REST if charged else ""
    elif any(isinstance(item, UpratedAmounts) for item in plan.items):
        rule = BY_AMOUNTS
    else:
        rule = BY_CHARGES
        apart = FEES if _some_once(plan) else ""
    held = ", inom lägsta och högsta belopp" if shared and plan.limits else ""
    damped = ", och dämpas som årets belopp" if plan.damping else ""
    return f"{apart}{rule}{held}{damped}"


def _shared(plan: Plan) -> list[SharedCost]:
    return [item for item in plan.items if isinstance(item, SharedCost)]


def _charged(plan: Plan) -> list[Charges]:
    return [item for item in plan.items if isinstance(item, Charges)]


def _some_once(plan: Plan) -> bool:
    """Tell whether fees stand apart from what is paid each year."""
    return len({item.once for item in _charged(plan)}) > 1


def _items(allocation: ServiceAllocation, kronor: int) -> tuple[Item, ...]:
    """Give the items of the plan with the outcome for the cost.

    Where a cost is shared, it is what the outcome is less what is charged by agreement or price;
    where nothing is, what each paid stands for its proportion, but for fees beside other charges.
    """
    plan = allocation.plan
    exact = _exact(allocation)
    shared, apart = _shared(plan), _charged(plan)
    if not shared:
        apart = [item for item in apart if item.once and _some_once(plan)]
    names = {item.name for item in apart}
    once = {item.name for item in apart if item.once}
    # Fees are paid in whole kronor, whatever the rest is rounded to.
    fees = sum(s.amount for row in allocation.rows.values() for s in row.roundings if s.once)
    charged = sum((kr for name in names - once for kr in exact[name].values()), Fraction(0))
    left = kronor - charged - (fees if once else 0)
    a_year = left * MONTHS_A_YEAR / plan.months.length
    if not shared:
        weights = _weights(exact, _goes_on(plan))
        parts = (Part(Weights("i proportion till årets belopp", weights)),)
        taking = dict.fromkeys(weights, plan.months)
        return (*apart, SharedCost(plan.node.service, a_year, parts, taking))
    return (*apart, *_scaled(allocation, shared, a_year))


def _exact(allocation: ServiceAllocation) -> dict[str, dict[Receiver, Fraction]]:
    """Add up what each item came to for each, exactly, in kronor."""
    found: dict[str, dict[Receiver, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for who, row in allocation.rows.items():
        for step in row.steps:
            found[step.item][who] += step.exact
    return found


def _goes_on(plan: Plan) -> list[str]:
    """Name the items whose amounts are proportions: all, but for fees beside other charges."""
    apart = _some_once(plan)
    names = (i.name for i in plan.items if not (apart and isinstance(i, Charges) and i.once))
    return list(dict.fromkeys(names))


def _weights(
    exact: Mapping[str, Mapping[Receiver, Fraction]], names: list[str]
) -> dict[Receiver, Fraction]:
    """Add up what some items came to for each."""
    return added(exact[name] for name in names if name in exact)


def _scaled(
    allocation: ServiceAllocation, shared: list[SharedCost], cost: Fraction
) -> Iterator[SharedCost]:
    """Let shared items cost so much together, each in proportion to what it was to cost."""
    costs = {step.item: step.cost for step in allocation.costs}
    whole = sum((costs[item.name] for item in shared), Fraction(0))
    for item in shared:
        part = costs[item.name] / whole if whole else Fraction(1, len(shared))
        yield item._replace(cost=cost * part)
