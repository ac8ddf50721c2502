"""A service explained: what its amounts rest on, and every municipality's steps side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.crossings import since_last_year
from enamnd_cost.analysis.explain.steps import cut, factors_in_words, label, weight
from enamnd_cost.analysis.scenarios.undecided import Undecided
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import CostStep, DampingStep, ServiceAllocation, ShareStep
from enamnd_cost.engine.rounding import Rounded
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
    scenario: Undecided | None = None


def background(computed: Computed, node: Node) -> Background:
    """Gather what is to be known of a service; outside the budget no decision is ours."""
    tjanst, budget = computed.data.tjanster[node.service], computed.data.budgetar.get(node.year)
    period = tjanst.period_in(node.year)
    assert period is not None
    decision = wording.decision(budget.beslut) if budget else ""
    return Background(
        node,
        tjanst.namn,
        _carried(computed, node) or wording.meaning(period),
        period.kalla,
        period.harledning,
        period.exempel,
        decision if tjanst.i_budget else "tjänsten ligger utanför nämndens budget",
        table_of(computed, node),
    )


def _carried(computed: Computed, node: Node) -> str | None:
    """Say what an earlier year's result is, where that is what the service carries."""
    tjanst = computed.data.tjanster[node.service]
    if (carried := tjanst.overfort) is None:
        return None
    total = computed.outcome.done[node].total
    less = "mindre" if total < 0 else "mer"
    return (
        f"Det är ingen kostnad för {node.year}, utan {carried.named(total)} i "
        f"{computed.data.tjanster[carried.tjanst].namn}, som överförs inom nämnden: alla "
        f"tillsammans betalar så mycket {less} i år."
    )


def table_of(computed: Computed, node: Node) -> str:
    """Say whether the amounts per municipality are published, locked, or the model's own."""
    for slag, said in TABLES.items():
        for facit in computed.data.facit.values():
            of = facit.is_of(computed.data.budgetar.get(node.year))
            for tabell in facit.tabell if of else ():
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
    if step.months != WHOLE_YEAR:
        count = f"{step.months.length} av {MONTHS_A_YEAR} månader"
        of_year = f"; {count}: " if step.source else f"{count}: "
        part = f"{cut(step.shared)} av {cut(step.cost)} kr"
        text = f"{text}{of_year}{part}" if step.source else f"{of_year}{part}"
    return Statement("Kostnad", f"{step.item}: {text}", value=step.shared)


def place_of(given: Input) -> KeyPlace | None:
    """Give an input's place; what the service's file leaves to be understood has none."""
    understood = given.path[0] == "period" and isinstance(given.path[-1], int)
    return None if understood else (given.file, given.path)


class Share(NamedTuple):
    """A municipality's share: what it is weighed by, and what became of it in kronor.

    ``damping`` is there where the service is damped, and the share is not a fee paid once.
    """

    code: str
    name: str
    weights: tuple[Fraction | int | None, ...]
    rounded: Rounded
    amount: int
    damping: DampingStep | None = None


class ServiceExplanation(NamedTuple):
    """How a service's cost became amounts: its lines, and the municipalities' steps side by side.

    ``weights`` names what the shares are weighed by, each with its sum where it has one, and
    ``monthly`` tells that a share is of a month. ``damped_from`` is the year whose amounts damping
    holds these to, if the service is damped.
    """

    of: Background
    lines: tuple[Statement, ...]
    weights: tuple[tuple[str, Fraction | None], ...]
    shares: tuple[Share, ...]
    monthly: bool
    total: int
    builds_on: tuple[Node, ...]
    damped_from: int | None = None


def explain_service(computed: Computed, node: Node) -> ServiceExplanation:
    """Explain a service: weights, exact shares, whole units, remainders and extra units."""
    allocation = computed.outcome.done[node]
    totals = {
        (step.item, label(step)): Fraction(step.total) if isinstance(step, ShareStep) else None
        for row in allocation.rows.values()
        for step in row.steps
    }
    several = len(allocation.plan.items) > 1
    return ServiceExplanation(
        background(computed, node),
        (
            *map(told, computed.inputs[node]),
            *map(cost_told, allocation.costs),
            *_other_steps(computed, allocation),
        ),
        tuple((f"{at[0]}: {at[1]}" if several else at[1], total) for at, total in totals.items()),
        tuple(_shares(computed, allocation, totals)),
        allocation.plan.rounding.monthly,
        allocation.total,
        tuple(sorted(allocation.plan.sources())),
        allocation.plan.damping.source.year if allocation.plan.damping else None,
    )


def _other_steps(computed: Computed, allocation: ServiceAllocation) -> Iterator[Statement]:
    """Say who is in another step by size than the year before."""
    year, names = allocation.node.year, computed.data.kommuner.names
    for crossing in since_last_year(computed.data, allocation.plan):
        text = f"{names[crossing.code]}, {crossing.item}: "
        text += crossing.told(str(year - 1), str(year))
        yield Statement("Annat steg än året före", text)


def _shares(
    computed: Computed, allocation: ServiceAllocation, weights: Iterable[tuple[str, str]]
) -> Iterator[Share]:
    """Give each municipality's steps, for each stretch of months that is rounded by itself."""
    for code, row in allocation.rows.items():
        name = computed.data.kommuner.names[code]
        own = {(step.item, label(step)): weight(step) for step in row.steps}
        for turn in row.roundings:
            several = allocation.plan.rounding.monthly and len(row.roundings) > 1
            of_months = f" ({turn.months.name})" if several else ""
            of_months = " (engångsavgift)" if turn.once else of_months
            by = tuple(own.get(each) for each in weights)
            damping = None if turn.once else row.damping
            amount = turn.amount + (damping.adds if damping else 0)
            yield Share(code, name + of_months, by, turn.rounded, amount, damping)
