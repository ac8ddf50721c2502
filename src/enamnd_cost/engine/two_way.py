"""Two-way (controlled) rounding: a whole table at once, so that its sums both ways are right too.

Rounding service by service may charge the same receiver each time. Here every exact value of the
table (a cell, a receiver's total, a service's total, the grand total) becomes one of the two whole
numbers of units next to it, or stays where it is one already, and the table still adds up. That can
always be done. The table is a flow: each receiver's total goes out to its cells, each service's
total comes in from them, and what comes in and goes out is equal everywhere. Between whole-number
bounds a flow that exists at all exists in whole numbers (Bacharach 1966; Cox and Ernst 1982).

Among all such tables one is chosen, by a rule that does not depend on any order, and whose answer
for a table of refunds is the mirror of that for the costs:

1. the totals, together, are as near their exact values as they can be;
2. then the cells are, together;
3. of those that are equally near, the extra units go to larger shares rather than smaller ones;
4. then to the lowest receiver code, and the service id first in the alphabet.

For a single service with a decided total, all costs or all refunds, this is the largest remainder.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from heapq import heappop, heappush
from math import floor, lcm

from enamnd_cost.engine.balance import added
from enamnd_cost.engine.rounding import Receiver, Rounded

Arc = tuple[int, int]
Residual = list[dict[int, int]]


def round_table(
    table: Mapping[str, Mapping[Receiver, Fraction]], unit: int
) -> dict[str, dict[Receiver, Rounded]]:
    """Round exact shares (kronor), by service and receiver, to whole units in two ways at once.

    A receiver that has no share of a service has none afterwards. There are no errors: every table
    can be rounded. The order of services and receivers never matters.

    >>> half = Fraction(50)
    >>> both = round_table({"arkiv": {"2580": half, "2582": half},
    ...                     "drift": {"2580": half, "2582": half}}, 100)
    >>> {service: {who: r.amount for who, r in shares.items()} for service, shares in both.items()}
    {'arkiv': {'2580': 100, '2582': 0}, 'drift': {'2580': 0, '2582': 100}}
    """
    receivers = sorted({receiver for shares in table.values() for receiver in shares})
    row = {receiver: n for n, receiver in enumerate(receivers)}
    column = {service: n for n, service in enumerate(sorted(table), len(receivers))}
    cells = {
        (row[receiver], column[service]): table[service][receiver] / unit
        for receiver in receivers
        for service in column
        if receiver in table[service]
    }
    raised = _raised(cells, _totals(cells, len(receivers) + len(column)))
    return {
        service: {
            receiver: _rounded(exact, unit, raised=(row[receiver], column[service]) in raised)
            for receiver, exact in shares.items()
        }
        for service, shares in table.items()
    }


def _rounded(exact: Fraction, unit: int, *, raised: bool) -> Rounded:
    """Say how a share was rounded, as every other method does: cut towards zero, then an extra."""
    whole = int(exact / unit) * unit
    return Rounded(exact, whole, (floor(exact / unit) + raised) * unit - whole)


def _totals(cells: Mapping[Arc, Fraction], outside: int) -> dict[Arc, Fraction]:
    """Give the totals as arcs that close the flow: in to a row, out of a column, and around."""
    return added(
        dict.fromkeys(((outside, row), (column, outside + 1), (outside + 1, outside)), exact)
        for (row, column), exact in cells.items()
    )


def _raised(cells: Mapping[Arc, Fraction], totals: Mapping[Arc, Fraction]) -> set[Arc]:
    """Choose which values go up to the next whole number; the others go down, or stay.

    A value that is no whole number has one unit to move: an arc of capacity one. So the network
    needs no capacities and no flows. Every such arc stands in ``residual`` once, in the direction
    in which it may still move (its own while it is down, backwards while it is up), with what the
    move costs; to move it is to turn it around.
    """
    costs = _costs(cells, totals)
    nodes = 1 + max((max(arc) for arc in totals), default=-1)
    residual: Residual = [{} for _ in range(nodes)]
    for (tail, head), cost in costs.items():
        # Each where it costs least, whether or not the sums are right: there they are put right.
        if cost >= 0:
            residual[tail][head] = cost
        else:
            residual[head][tail] = -cost
    excess = [0] * nodes
    for (tail, head), exact in (*cells.items(), *totals.items()):
        flow = floor(exact) + (tail in residual[head])
        excess[tail] -= flow
        excess[head] += flow
    potential = _settle(residual, excess)
    _prefer(cells, residual, potential)
    return {(tail, head) for tail, head in costs if tail in residual[head]}


def _costs(cells: Mapping[Arc, Fraction], totals: Mapping[Arc, Fraction]) -> dict[Arc, int]:
    """Say what it costs to raise each value that is no whole number, by the first three rules.

    To raise a value instead of lowering it takes it ``1 - 2 * fraction`` further from its exact
    value. For rule three a raised cost, and a lowered refund, counts as much as its share. Integers
    over one denominator, a rule's weight above all that the next ones can come to together: one
    number then compares as the rules do, one after the other.
    """
    scale = lcm(*(exact.denominator for exact in cells.values()))
    nearness = 1 + sum(abs(int(exact * scale)) for exact in cells.values())
    total = nearness * (1 + scale * len(cells))
    costs = {}
    for arc, exact in (*cells.items(), *totals.items()):
        if exact.denominator != 1:
            further = scale - 2 * int(exact % 1 * scale)
            costs[arc] = (
                nearness * further - int(exact * scale) if arc in cells else total * further
            )
    return costs


def _settle(residual: Residual, excess: list[int]) -> list[int]:
    """Make every sum right at the least cost; give potentials that prove that it is the least.

    Successive shortest paths: a unit of excess is sent to the nearest node that lacks one. There is
    always a way there, or the exact table itself would not add up. It ends, since each path leaves
    one unit less of excess. With the potentials no arc of ``residual`` has a negative cost, before
    and after each path; so no cycle has, and nothing cheaper is left.
    """
    potential = [0] * len(residual)
    for source in range(len(residual)):
        while excess[source] > 0:
            before, settled, target = _nearest(residual, potential, excess, source)
            for node, distance in settled.items():
                potential[node] += distance - settled[target]
            excess[source] -= 1
            excess[target] += 1
            while target != source:
                _turn(residual, before[target], target)
                target = before[target]
    return potential


def _nearest(
    residual: Residual, potential: list[int], excess: list[int], source: int
) -> tuple[dict[int, int], dict[int, int], int]:
    """Find the nearest node that lacks a unit (Dijkstra): the way back, distances, and the node."""
    best, before, settled = {source: 0}, {source: source}, dict[int, int]()
    queue = [(0, 0, source)]  # where equally near, those that lack most first: it saves time
    while True:
        distance, _, node = heappop(queue)
        if node in settled:
            continue
        settled[node] = distance
        if excess[node] < 0:
            return before, settled, node
        here = distance + potential[node]
        for head, cost in residual[node].items():
            there = here + cost - potential[head]
            if head not in best or there < best[head]:
                best[head], before[head] = there, node
                heappush(queue, (there, excess[head], head))


def _turn(residual: Residual, tail: int, head: int) -> None:
    """Move one arc: up if it was down, down if it was up."""
    residual[head][tail] = -residual[tail].pop(head)


def _prefer(cells: Mapping[Arc, Fraction], residual: Residual, potential: list[int]) -> None:
    """Settle what is left open by rule four, cell by cell, in the order of codes and ids.

    Arcs with no reduced cost are all that differ between the tables that are equally good, and to
    turn a cycle of them leads from one such table to another. Each cell is given its extra unit if
    there is such a cycle through it, and then left as it is. Where there is none, no later one can
    cross between what is reached from the cell and the rest, so those arcs are done with; that
    happens once for every node at most, which is what keeps this fast.
    """
    free = [
        {head for head, cost in arcs.items() if cost + potential[tail] == potential[head]}
        for tail, arcs in enumerate(residual)
    ]
    for (row, column), exact in cells.items():
        up = row in residual[column]
        tail, head = (column, row) if up else (row, column)
        if head not in free[tail]:
            continue
        free[tail].remove(head)
        if up == (exact > 0):
            continue  # it has its extra unit
        before = _reached(free, head, tail)
        if tail in before:
            _turn(residual, tail, head)
            while tail != head:
                _turn(residual, before[tail], tail)
                free[before[tail]].remove(tail)
                free[tail].add(before[tail])
                tail = before[tail]
        else:
            for node, heads in enumerate(free):
                if node not in before:
                    heads.difference_update(before)


def _reached(free: list[set[int]], source: int, target: int) -> dict[int, int]:
    """Give all that can be reached, each with the node before it; stop at the target."""
    before = {source: source}
    unseen = set(range(len(free))) - {source}
    queue = [source]
    for node in queue:
        new = free[node] & unseen
        before.update(dict.fromkeys(new, node))
        if target in new:
            break
        unseen -= new
        queue += new
    return before
