"""Which services of a year its budget has rounded together, in two ways, instead of one by one."""

from __future__ import annotations

from typing import assert_never

from enamnd_cost.engine.plan import Node
from enamnd_cost.model import stated
from enamnd_cost.model.data import Data
from enamnd_cost.model.tjanst import Period


def unit_together(data: Data, node: Node) -> int | None:
    """Give the unit (kronor) to which a service is rounded together with others, if it is.

    It is if the year's budget says so, the service is within the budget, and there is a cost to
    share: amounts that are agreed, priced or fees are each municipality's own already, and no
    rounding of the others' may change them. Where items of both sorts make up a service they are
    one cell, added up before it is rounded, as it is when a service is rounded on its own.
    """
    budget, tjanst = data.budgetar.get(node.year), data.tjanster[node.service]
    if budget is None or budget.tvavagsavrundning is None or not tjanst.i_budget:
        return None
    period = tjanst.known_in(node.year)
    return budget.tvavagsavrundning.till if period and _shares(period) else None


def rounded_together(data: Data, year: int) -> list[Node]:
    """List a year's services that are rounded together."""
    nodes = (Node(service, year) for service in data.tjanster)
    return [node for node in nodes if unit_together(data, node) is not None]


def _shares(period: Period) -> bool:
    match period.stated:
        case stated.InItems(posts):
            return not all(post.split.charges for post in posts)
        case stated.Charged():
            return False
        case stated.EachUprated() | stated.CostUprated() | stated.CostGiven() | stated.TotalGiven():
            return True
        case never:
            assert_never(never)
