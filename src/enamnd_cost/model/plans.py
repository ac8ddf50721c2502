"""From files to plans: a year's services and all that they build on, for the engine.

Each is planned by :mod:`~enamnd_cost.model.planner`; here the years are gone through, and what the
engine refuses is put at its place in the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.engine.plan import Node, Plan
from enamnd_cost.engine.result import Failure
from enamnd_cost.model import absence
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.inputs import Input
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.planner import Planner, rounded_together
from enamnd_cost.model.problem import KeyPath, Problem


@dataclass
class Plans:
    """The plans for some years with all that they build on, and what was missing for them."""

    plans: dict[Node, Plan] = field(default_factory=dict)
    inputs: dict[Node, list[Input]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def make_plans(data: Data, years: Iterable[int]) -> Plans:
    """Plan every service that has figures in the years, and every allocation they build on.

    ``data`` must be free of unknown references (see :mod:`~enamnd_cost.model.references`).
    """
    made, planners = Plans(), dict[Node, Planner]()
    waiting = [
        Node(service, year)
        for year in years
        for service, tjanst in data.tjanster.items()
        if tjanst.known_in(year)
    ]
    tried = set(waiting)
    while waiting:
        node = waiting.pop()
        maker = _planned(data, node, planners)
        made.problems += maker.problems
        plan = maker.made
        if plan is None:
            continue
        made.plans[node], made.inputs[node] = plan, list(maker.inputs.noted)
        new = plan.sources() - tried
        if plan.rounding.together:
            new |= set(rounded_together(data, node.year)) - tried
        waiting += sorted(new)
        tried |= new
    for year in {node.year for node, plan in made.plans.items() if plan.rounding.together}:
        together = rounded_together(data, year)
        if not made.plans.keys() >= set(together):
            # Without the one that lacks something the others would be rounded to other amounts.
            for node in together:
                made.plans.pop(node, None)
    return made


def _planned(data: Data, node: Node, planners: dict[Node, Planner]) -> Planner:
    """Plan a service and year, once; first the years it is uprated from, however far back."""
    chain: list[tuple[Node, Node | None]] = []
    source: Node | None = node
    while source is not None and source not in planners:
        period = data.tjanster[node.service].period_in(source.year)
        rule = period.uppraknas if period else None
        before = Node(node.service, rule.fran) if rule and rule.av != "pris" else None
        chain.append((source, before))
        source = before
    for each, before in reversed(chain):
        planners[each] = Planner(data, each, planners[before] if before else None)
        planners[each].plan()
    return planners[node]


def problem_of(failure: Failure, data: Data) -> Problem:
    """Put the engine's failure at its place in the service's file, and name the municipalities."""
    (service, year), error = failure
    period = data.tjanster[service].period_in(year)
    place: KeyPath = data.tjanster[service].place_in(year)
    of_post = ""
    for n, post in enumerate(period.post if period else ()):
        if post.namn == error.item:
            place, of_post = (*place, "post", n), f'posten "{post.namn}": '
    path = (*place, *([error.field] if error.field else []))
    text, remedy = f"{service} {year}: {of_post}{said(error, data.kommuner)}", error.remedy
    if error.code == "EK304":
        remedy = absence.remedy(data.tjanster[service], year, data.kommuner)
    if period and error.code == "EK302" and year > period.first_held_to:
        # Whatever the period states was decided for its first year; that is not to be changed.
        remedy = (
            f"perioden från {period.fran} gäller även {year}: lägg till en ny [[period]] med "
            f"fran = {year} i stället för att ändra den"
        )
    return Problem(error.code, tjanst_file(service), text, remedy, path)


def said(error: AllocationError, kommuner: Kommuner) -> str:
    """Say what the engine refuses, with the municipalities' names for their codes."""
    return error.text.replace("{kommuner}", kommuner.listing(error.receivers))
