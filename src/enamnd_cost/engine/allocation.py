"""From plans to kronor: services in dependency order, each shared exactly and rounded once.

Services that are rounded together are one step of that order: all are shared exactly, then rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from types import MappingProxyType

from enamnd_cost.engine.damped import damped
from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.exact import Roundings, Shared, round_alone, round_together, share
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.plan import Node, Plan, UpratedAmounts
from enamnd_cost.engine.result import Done, Failure, Outcome, Row, ServiceAllocation
from enamnd_cost.swedish import decimal, listing, number

# The services that are allocated in one step: one, or all those that are rounded together.
Batch = tuple[Node, ...]


def allocate(plans: Iterable[Plan], known: Done = MappingProxyType({})) -> Outcome:
    """Allocate every plan, those that others build on first; failures are collected, not raised.

    A cycle is one failure that names it; what builds on a failure fails too, and says on what.
    Services of a year that are to be rounded together, and to the same unit, are. What is ``known``
    already may be built on, and is not allocated again.

    >>> from enamnd_cost.engine.participation import WHOLE_YEAR
    >>> from enamnd_cost.engine.plan import Part, SharedCost, Weights
    >>> both = {"2582": WHOLE_YEAR, "2580": WHOLE_YEAR}
    >>> equal = Part(Weights("lika delar", {"2582": 1, "2580": 1}))
    >>> item = SharedCost("Drift", Fraction(1001), (equal,), both)
    >>> node = Node("drift", 2024)
    >>> allocate([Plan(node, (item,))]).done[node].amounts
    {'2582': 500, '2580': 501}
    """
    by_node = {plan.node: plan for plan in plans}
    batch_of = _batches(by_node)
    graph = {
        batch: sorted(
            {batch_of[s] for node in batch for s in by_node[node].sources() & by_node.keys()}
        )
        for batch in sorted(set(batch_of.values()))
    }
    done: dict[Node, ServiceAllocation] = dict(known)
    failures: list[Failure] = []
    failed: dict[Node, list[Failure]] = {}  # of each that cannot be done, whose fault it is
    while True:
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as found:
            batch, refused = _cyclic(found.args[1], by_node)
            failures += refused
            failed |= dict.fromkeys(batch, refused)
            graph[batch] = []  # failed already; without its arrows the rest can be ordered
        else:
            break
    for batch in order:
        if batch[0] in failed:
            continue
        made, refused = _build([by_node[node] for node in batch], done, failed)
        if refused:
            failures += refused
            failed |= dict.fromkeys(batch, refused)
        else:
            done |= made
    return Outcome(done, tuple(failures))


def _batches(by_node: Mapping[Node, Plan]) -> dict[Node, Batch]:
    """Say with which others each is allocated, itself included."""
    batches: dict[Node | tuple[int, int], list[Node]] = defaultdict(list)
    for node, plan in sorted(by_node.items()):
        rule = plan.rounding
        batches[(node.year, rule.unit) if rule.together else node].append(node)
    return {node: tuple(batch) for batch in batches.values() for node in batch}


def _cyclic(cycle: list[Batch], by_node: Mapping[Node, Plan]) -> tuple[Batch, list[Failure]]:
    """Say which batch of a cycle fails, and why."""
    # graphlib lists the cycle with its first node repeated last, in the direction of the arrows
    # from source to user; people read it the other way: who builds on whom.
    for source, batch in pairwise(cycle):
        if by_node[batch[0]].rounding.together:
            return batch, list(_within(batch, source, by_node))
    nodes = [node for batch in cycle for node in batch]
    path = " → ".join(f"{node.service} {node.year}" for node in reversed(nodes))
    error = AllocationError(
        "EK305",
        f"tjänster bygger på varandra i en ring: {path}",
        remedy="låt en av tjänsterna i ringen ha ett eget underlag eller belopp",
        field="fordelning",
    )
    return cycle[0], [Failure(nodes[0], error)]


def _within(batch: Batch, source: Batch, by_node: Mapping[Node, Plan]) -> Iterator[Failure]:
    """Refuse those of a batch that build on its own amounts, directly or through ``source``.

    What they build on would be known only when they are rounded themselves.
    """
    for node in batch:
        if used := sorted(by_node[node].sources().intersection(source)):
            through = "" if source == batch else "i sin tur bygger på tjänster som "
            text = (
                f"tjänsten bygger på {_named(used)}, som {through}den ska avrundas tillsammans med"
            )
            remedy = (
                "bygg på ett tidigare år, ange en egen nyckel, eller avrunda budgeten utan "
                "tvavagsavrundning"
            )
            error = AllocationError("EK312", text, remedy=remedy, field="fordelning")
            yield Failure(node, error)


def _build(
    plans: list[Plan], done: Done, failed: Mapping[Node, list[Failure]]
) -> tuple[dict[Node, ServiceAllocation], list[Failure]]:
    """Allocate the plans of a batch, whose sources are done, and hold each to what it states."""
    shared: list[Shared] = []
    made: dict[Node, ServiceAllocation] = {}
    refused: list[Failure] = []
    for plan in plans:
        try:
            _refuse_missing(plan, done, failed)
            shared.append(share(plan, done))
        except AllocationError as error:
            refused.append(Failure(plan.node, error))
    if refused:
        return made, refused
    together = round_together(shared) if plans[0].rounding.together else {}
    for each in shared:
        plan = each.plan
        try:
            roundings = together[plan.node] if together else round_alone(each)
            made[plan.node] = _rounded(each, roundings, done)
            _hold_to(plan, made[plan.node])
        except AllocationError as error:
            refused.append(Failure(plan.node, error))
    return made, refused


def _refuse_missing(plan: Plan, done: Done, failed: Mapping[Node, list[Failure]]) -> None:
    """Refuse to build on what is not done; say whose fault, among what is rounded together."""
    names = []
    for source in sorted(plan.sources() - done.keys()):
        at_fault = [failure.node for failure in failed.get(source, ())]
        together = bool(at_fault) and source not in at_fault
        with_ = f" (avrundas tillsammans med {_named(at_fault)})" if together else ""
        names.append(_named([source]) + with_)
    if names:
        raise AllocationError(
            "EK306",
            f"tjänsten bygger på {', '.join(names)}, som inte kunde beräknas",
            remedy="rätta felet där; den här tjänsten räknas då på nytt",
        )


def _named(nodes: Iterable[Node]) -> str:
    return listing(f"{node.service} {node.year}" for node in nodes)


def _rounded(shared: Shared, roundings: Roundings, done: Done) -> ServiceAllocation:
    """Put shares and roundings together, and hold what is damped near to last year's."""
    rows = {}
    for receiver, taken in shared.steps.items():
        rounded = tuple(roundings[receiver])
        amount = sum(step.amount for step in rounded)
        rows[receiver] = Row(shared.year[receiver], amount, tuple(taken), rounded)
    rows = damped(shared.plan, rows, done)
    cost = sum(shared.year.values(), Fraction(0))
    total = sum(row.amount for row in rows.values())
    return ServiceAllocation(shared.plan, shared.costs, rows, cost, total)


def _hold_to(plan: Plan, result: ServiceAllocation) -> None:
    """Refuse an allocation that is not what its file states, by so much as a krona.

    What is stated is a whole year's; of a total, the months' part is to have been handed out.
    """
    part = Fraction(plan.months.length, MONTHS_A_YEAR)
    if plan.stated_cost is not None and result.level != plan.stated_cost:
        of_year = "" if part == 1 else " för ett helt år"
        raise AllocationError(
            "EK307",
            f"underlag är {number(plan.stated_cost)} kr men kostnaden blir "
            f"{decimal(result.level, 2)} kr{of_year}",
            remedy="rätta underlag, eller det som kostnaden räknas ur, så att de är lika",
            field="underlag",
        )
    if plan.stated_total is not None and result.total != plan.stated_total * part:
        wanted = plan.stated_total * part
        of_months = "" if part == 1 else f", varav {decimal(wanted, 2)} kr för {plan.months.name},"
        raise AllocationError(
            "EK302",
            f"belopp är {number(plan.stated_total)} kr{of_months} men de avrundade andelarna blir "
            f"{number(result.total)} kr (skillnad {decimal(result.total - wanted, 2)} kr)",
            remedy="rätta belopp, eller indexvärdet som uppräkningen använder"
            if any(isinstance(item, UpratedAmounts) for item in plan.items)
            else "rätta belopp eller underlag så att de stämmer, eller ta bort det ena; ska ett "
            'beslutat belopp delas ut exakt används metod = "storsta_rest"',
            field="belopp",
        )
