"""What an explanation rests on: what the files state, the decision, and the published table."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.explain.steps import cut, factors_in_words
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import CostStep
from enamnd_cost.model import wording
from enamnd_cost.model.inputs import Input, InputKind
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import number

KeyPlace = tuple[str, KeyPath]

TABLES = {
    "publicerad": "publicerad i {kalla}",
    "last": "beräknad och låst, inte publicerad",
    "exempel": "exempel",
}


class Background(NamedTuple):
    """What is to be known of a service and year, whoever pays for it."""

    node: Node
    name: str
    meaning: str
    source: str | None
    derived: str | None
    example: bool
    decision: str
    table: str


def background(computed: Computed, node: Node) -> Background:
    """Gather what is to be known of a service; outside the budget no decision is ours."""
    tjanst, budget = computed.data.tjanster[node.service], computed.data.budgetar.get(node.year)
    period = tjanst.period_in(node.year)
    assert period is not None
    decision = wording.decision(budget.beslut) if budget else ""
    return Background(
        node,
        tjanst.namn,
        wording.meaning(period),
        period.kalla,
        period.harledning,
        period.exempel,
        decision if tjanst.i_budget else "tjänsten ligger utanför nämndens budget",
        table_of(computed, node),
    )


def table_of(computed: Computed, node: Node) -> str:
    """Say whether the amounts per municipality are published, locked, or the model's own."""
    for slag, said in TABLES.items():
        for facit in computed.data.facit.values():
            for tabell in facit.tabell:
                if facit.slag == slag and (tabell.tjanst, tabell.ar) == node:
                    return said.format(kalla=facit.kalla or "facit")
    return "beräknad, inte publicerad"


class Statement(NamedTuple):
    """One step: what it is, the arithmetic in words, and the kronor that it adds, if any.

    ``exact`` is a part of the exact share; ``amount`` a part of the rounded amount. ``value`` is
    the number that the text says of what is given: kronor or inhabitants.
    """

    what: str
    text: str
    place: KeyPlace | None = None
    source: str | None = None
    exact: Fraction | None = None
    amount: int | None = None
    value: Fraction | None = None


def told(given: Input) -> Statement:
    """Tell what is given: its value with its unit, its place and its source."""
    value = given.number if isinstance(given.value, str) else given.value
    text = given.value
    if isinstance(text, int):
        unit = "invånare i alla kommuner" if given.kind is InputKind.POPULATION else "kr"
        text = f"{number(text)} {unit}"
    return Statement(
        given.what,
        text,
        place_of(given),
        given.source,
        value=None if value is None else Fraction(value),
    )


def cost_told(step: CostStep) -> Statement:
    """Tell what an item costs, and from what it was uprated."""
    text = f"{cut(step.cost)} kr"
    if step.source is not None and step.base is not None:
        by = factors_in_words(step.factors)
        text = f"{cut(step.base)} kr från {step.source.year} {by} = {text}"
    return Statement("Kostnad", f"{step.item}: {text}", value=step.cost)


def place_of(given: Input) -> KeyPlace | None:
    """Give an input's place; what the service's file leaves to be understood has none."""
    understood = given.path[0] == "period" and isinstance(given.path[-1], int)
    return None if understood else (given.file, given.path)
