"""Why a municipality pays what it pays: the steps recorded while allocating, put in words.

Nothing is computed anew. A line carries the kronor that it adds, exactly as its step has them, so
that the lines of an explanation add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.explain.steps import (
    cost_in_words,
    cut,
    in_short,
    rounding_in_words,
    share_in_words,
)
from enamnd_cost.analysis.year import Computed, Service, YearResult
from enamnd_cost.engine.plan import Basis, Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.steps import ChargeStep, CostStep, RoundingStep, ShareStep, Step, UprateStep
from enamnd_cost.model import wording
from enamnd_cost.model.data import KOMMUNER_FILE, matt_file
from enamnd_cost.model.inputs import Input, InputKind
from enamnd_cost.model.meaning import meaning
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Period
from enamnd_cost.swedish import listing, number

KeyPlace = tuple[str, KeyPath]

# What the files state, shown first; of an item, its cost is told where it is shared.
STATED = {
    InputKind.COST,
    InputKind.TOTAL,
    InputKind.PARTICIPANTS,
    InputKind.INDEX,
    InputKind.MEASURE,
}

TABLES = {
    "publicerad": "publicerad i {kalla}",
    "last": "beräknad och låst, inte publicerad",
    "exempel": "exempel",
}


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


class Explanation(NamedTuple):
    """Why one municipality pays its amount for one service in one year."""

    node: Node
    name: str
    code: str
    municipality: str
    amount: int
    exact: Fraction
    lines: tuple[Statement, ...]
    meaning: str
    source: str | None
    derived: str | None
    example: bool
    decision: str
    table: str
    builds_on: tuple[Explanation, ...] = ()


def explain(
    computed: Computed, node: Node, code: str, told: set[Node] | None = None
) -> Explanation:
    """Explain one municipality's amount, down to what the service builds on.

    The municipality must take part in the service that year. What several build on is explained
    where it is met first: ``told`` are those that have been.
    """
    told = set() if told is None else told
    allocation = computed.outcome.done[node]
    row = allocation.rows[code]
    tjanst = computed.data.tjanster[node.service]
    period = tjanst.period_in(node.year)
    assert period is not None
    finder = _Finder(computed, node, code, period)
    return Explanation(
        node,
        tjanst.namn,
        code,
        computed.data.kommuner.by_code[code].namn,
        row.amount,
        row.exact,
        (
            *finder.stated(),
            *(finder.cost(step) for step in allocation.costs),
            *(finder.share(step, allocation) for step in row.steps),
            finder.exact(row.exact),
            *(finder.rounding(step, allocation) for step in row.roundings),
        ),
        meaning(period),
        period.kalla,
        period.harledning,
        period.exempel,
        decision_of(computed, node),
        table_of(computed, node),
        tuple(_builds_on(computed, allocation, code, told)),
    )


def _builds_on(
    computed: Computed, allocation: ServiceAllocation, code: str, told: set[Node]
) -> Iterator[Explanation]:
    for source in sorted(allocation.plan.sources()):
        if source not in told and code in computed.outcome.done[source].rows:
            told.add(source)
            yield explain(computed, source, code, told)


class _Finder:
    """Finds the place and the source of each step among the inputs of its plan."""

    def __init__(self, computed: Computed, node: Node, code: str, period: Period) -> None:
        self._data = computed.data
        self._inputs = computed.inputs[node]
        self._year = node.year
        self._code = code
        self._period = period

    def stated(self) -> list[Statement]:
        """Show what the files state: cost, total, who takes part, index values and measures."""
        lines: dict[tuple[str, str], Statement] = {}
        for given in self._inputs:
            if given.kind in STATED and given.item is None:
                text = value_of(given)
                if given.derived and given.kind is InputKind.INDEX:
                    text += f". {given.derived}"
                # Items of one period with the same participants say so once.
                lines.setdefault((given.what, text), told(given)._replace(text=text))
        return list(lines.values())

    def cost(self, step: CostStep) -> Statement:
        """Show what an item costs."""
        own = self._at(InputKind.COST, step.item), self._at(InputKind.COST)
        place, source = next((at for at in own if at[0]), self._at(InputKind.TOTAL))
        return cost_told(step)._replace(place=place, source=source)

    def share(self, step: Step, allocation: ServiceAllocation) -> Statement:
        """Show one step of the exact share."""
        if isinstance(step, UprateStep):
            place, source = self._at(InputKind.UPRATING)
        else:
            place, source = self._own_line(step)
        costs = {cost.item: cost.cost for cost in allocation.costs}
        what, text = share_in_words(step, costs)
        return Statement(what, text, place, source, exact=step.exact)

    def exact(self, exact: Fraction) -> Statement:
        """Show the exact share as a fraction and as a decimal number."""
        text = f"{cut(exact)} kr"
        if exact.denominator != 1:
            text = f"{number(exact.numerator)}/{number(exact.denominator)} = {text}"
        return Statement("Exakt andel", text)

    def rounding(self, step: RoundingStep, allocation: ServiceAllocation) -> Statement:
        """Show what was rounded, which way, and who got what was left over."""
        names = {code: self._data.kommuner.by_code[code].namn for code in allocation.rows}
        text = rounding_in_words(step, self._code, allocation, names)
        place, source = self._at(InputKind.ROUNDING)
        return Statement("Avrundning", text, place, source, amount=step.amount)

    def _own_line(self, step: ShareStep | ChargeStep) -> tuple[KeyPlace | None, str | None]:
        """Place a weight, an amount or a measure at the municipality's own line, if it has one."""
        where = next((post for post in self._period.post if post.namn == step.item), self._period)
        if isinstance(step, ShareStep) and step.basis is Basis.POPULATION:
            date, dated = where.folkmangd or self._period.folkmangd, self._data.kommuner.folkmangd
            n = next(n for n, held in enumerate(dated) if held.datum == date)
            path: KeyPath = ("folkmangd", n, "invanare")
            return self._line(KOMMUNER_FILE, path, dated[n].invanare), dated[n].kalla
        if where.split and (name := where.split.measure) is not None:
            series = self._data.matt[name].matning
            n = next(n for n, held in enumerate(series) if held.ar == self._year)
            path = ("matning", n, "varde")
            return self._line(matt_file(name), path, series[n].varde), series[n].kalla
        place, source = self._at(InputKind.SPLIT, step.item)
        if place and where.split and (listed := where.split.listed):
            place = self._line(place[0], (*place[1], listed.key), listed.values)
        return place, source

    def _line(self, file: str, path: KeyPath, listed: Iterable[str]) -> KeyPlace:
        resolve = self._data.kommuner.resolve
        name = next(name for name in listed if resolve(name) == self._code)
        return file, (*path, name)

    def _at(self, kind: InputKind, item: str | None = None) -> tuple[KeyPlace | None, str | None]:
        alike = (given for given in self._inputs if (given.kind, given.item) == (kind, item))
        given = next(alike, None)
        return (place_of(given), given.source) if given else (None, None)


def told(given: Input) -> Statement:
    """Tell what is given: its value, its place and its source."""
    value = given.number if isinstance(given.value, str) else given.value
    return Statement(
        given.what,
        value_of(given),
        place_of(given),
        given.source,
        value=None if value is None else Fraction(value),
    )


def cost_told(step: CostStep) -> Statement:
    """Tell what an item costs."""
    return Statement("Kostnad", cost_in_words(step), value=step.cost)


def place_of(given: Input) -> KeyPlace | None:
    """Give an input's place; what the service's file leaves to be understood has none."""
    understood = given.path[0] == "period" and isinstance(given.path[-1], int)
    return None if understood else (given.file, given.path)


def value_of(given: Input) -> str:
    """Write an input's value with its unit."""
    if not isinstance(given.value, int):
        return given.value
    unit = "invånare i alla kommuner" if given.kind is InputKind.POPULATION else "kr"
    return f"{number(given.value)} {unit}"


def decision_of(computed: Computed, node: Node) -> str:
    """Say which decision a service rests on that year; outside the budget it is none of ours."""
    tjanst, budget = computed.data.tjanster[node.service], computed.data.budgetar.get(node.year)
    if not tjanst.i_budget:
        return "tjänsten ligger utanför nämndens budget"
    return wording.decision(budget.beslut) if budget else ""


def table_of(computed: Computed, node: Node) -> str:
    """Say whether the amounts per municipality are published, locked, or the model's own."""
    for slag, said in TABLES.items():
        for facit in computed.data.facit.values():
            for tabell in facit.tabell:
                if facit.slag == slag and (tabell.tjanst, tabell.ar) == node:
                    return said.format(kalla=facit.kalla or "facit")
    return "beräknad, inte publicerad"


class Reason(NamedTuple):
    """One of the amounts that a municipality pays, with its reason in a sentence."""

    service: str
    name: str
    amount: int
    in_budget: bool
    text: str
    source: str | None
    table: str


class Bill(NamedTuple):
    """All that one municipality pays in a year, each amount with its reason."""

    result: YearResult
    code: str
    reasons: tuple[Reason, ...]

    @property
    def services(self) -> list[Service]:
        """The services that it takes part in."""
        return [s for s in self.result.services if self.code in s.allocation.rows]


def explain_municipality(computed: Computed, year: int, code: str) -> Bill:
    """List all that one municipality really pays in a year; examples are explained one by one."""
    reasons: list[Reason] = []
    result = computed.year(year)
    for service in result.services:
        row = service.allocation.rows.get(code)
        if row is None or service.example:
            continue
        text = listing(dict.fromkeys(in_short(step) for step in row.steps))
        if row.exact != row.amount:
            rounding = next(
                given.value for given in service.inputs if given.kind is InputKind.ROUNDING
            )
            text += f"; {rounding}"
        reasons.append(
            Reason(
                service.id,
                service.tjanst.namn,
                row.amount,
                service.in_budget,
                text,
                service.period.kalla,
                table_of(computed, service.allocation.node),
            )
        )
    return Bill(result, code, tuple(reasons))
