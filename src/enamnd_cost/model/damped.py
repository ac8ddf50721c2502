"""A period's damping, from what the file says to what the engine holds a year's amounts to."""

from __future__ import annotations

from dataclasses import replace

from enamnd_cost.engine.plan import Damping, Node
from enamnd_cost.model.data import Data
from enamnd_cost.model.inputs import InputKind, Inputs
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.splits.lookup import ForItem, Lookup
from enamnd_cost.model.splits.people import population
from enamnd_cost.model.tjanst import Tjanst


def damping_of(
    tjanst: Tjanst, period: Period, at: KeyPath, lookup: Lookup, inputs: Inputs
) -> Damping | None:
    """Give the damping of the year that ``lookup`` is of, if there is one.

    What is missing for it is told there.
    """
    if (stated := period.dampning) is None:
        return None
    service, year = lookup.node
    source = stated.source(year, period.first_year)
    inputs.note(InputKind.DAMPING, f"{stated.words()}, från {source}", "dampning")
    if tjanst.known_in(source) is None:
        text = f"dämpningen börjar i beloppen för {source}, men tjänsten saknar uppgifter för det"
        remedy = f"låt dämpningen börja i en period från {year + 1}"
        first = tjanst.period[0].first_year
        if earlier := [y for y in range(source - 1, first - 1, -1) if tjanst.known_in(y)]:
            remedy = f"ange fran = {earlier[0]} i dampning, eller {remedy}"
        lookup.problem("EK205", text, remedy, (*at, "dampning"))
    people = {}
    if stated.by_population:
        date = period.folkmangd
        assert date is not None  # the model has seen to it
        everyone = ForItem(tjanst.namn, at, at, {}, date, at)
        people = dict(lookup.population(everyone, (date,), population(date)).weights)
    return Damping(Node(service, source), stated.rule(people))


def undamped(data: Data, service: str) -> Data:
    """Give the same data with one service as its keys share it, whatever was paid before."""
    tjanst = data.tjanster[service]
    periods = [period.model_copy(update={"dampning": None}) for period in tjanst.period]
    changed = tjanst.model_copy(update={"period": periods})
    return replace(data, tjanster={**data.tjanster, service: changed})
