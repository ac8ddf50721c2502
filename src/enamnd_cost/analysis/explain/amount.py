"""Why a municipality pays what it pays: the steps recorded while allocating, put in words.

Either all that it pays in a year, each amount with its reason in a sentence, or one amount in full.
Nothing is computed anew. A line carries the kronor that it adds, exactly as its step has them, so
that the lines of an explanation add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.crossings import since_last_year
from enamnd_cost.analysis.explain.in_full import charged_in_full
from enamnd_cost.analysis.explain.service import (
    Background,
    KeyPlace,
    Statement,
    background,
    cost_told,
    place_of,
    table_of,
    told,
)
from enamnd_cost.analysis.explain.steps import (
    cut,
    damping_in_short,
    damping_in_words,
    in_short,
    rounding_in_words,
    share_in_words,
)
from enamnd_cost.analysis.scenarios.undecided import Undecided
from enamnd_cost.analysis.year import Computed, Service, YearResult
from enamnd_cost.engine.plan import Basis, Charges, Node
from enamnd_cost.engine.result import (
    ChargeStep,
    CostStep,
    DampingStep,
    LimitStep,
    RoundingStep,
    ServiceAllocation,
    ShareStep,
    Step,
    UprateStep,
)
from enamnd_cost.model import wording
from enamnd_cost.model.data import KOMMUNER_FILE, matt_file
from enamnd_cost.model.inputs import Input, InputKind
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import listing, number

# What the files state, shown first; of an item, its cost is told where it is shared.
STATED = {
    InputKind.CARRIED,
    InputKind.COST,
    InputKind.TOTAL,
    InputKind.MONTHS,
    InputKind.PARTICIPANTS,
    InputKind.INDEX,
    InputKind.LEVEL,
    InputKind.MEASURE,
}


class Explanation(NamedTuple):
    """Why one municipality pays its amount for one service in one year."""

    of: Background
    code: str
    municipality: str
    amount: int
    exact: Fraction
    lines: tuple[Statement, ...]
    builds_on: tuple[Explanation, ...]


def explain(computed: Computed, node: Node, code: str, met: set[Node] | None = None) -> Explanation:
    """Explain one municipality's amount, down to what the service builds on.

    The municipality must take part in the service that year. What several build on is explained
    where it is first ``met``.
    """
    met = set() if met is None else met
    allocation = computed.outcome.done[node]
    row = allocation.rows[code]
    builds_on = []
    for source in sorted(allocation.plan.sources()):
        if source not in met and code in computed.outcome.done[source].rows:
            met.add(source)
            builds_on.append(explain(computed, source, code, met))
    finder = _Finder(computed, allocation, code)
    return Explanation(
        background(computed, node),
        code,
        computed.data.kommuner.names[code],
        row.amount,
        row.exact,
        (
            *finder.stated(),
            *map(finder.cost, allocation.costs),
            *map(finder.share, charged_in_full(row.steps, allocation.plan)),
            *finder.other_step(),
            _exact(row.exact),
            *map(finder.rounding, row.roundings),
            *([finder.damping(row.damping)] if row.damping else []),
        ),
        tuple(builds_on),
    )


def _exact(exact: Fraction) -> Statement:
    """Show the exact share as a fraction and as a decimal number."""
    text = f"{cut(exact)} kr"
    if exact.denominator != 1:
        text = f"{number(exact.numerator)}/{number(exact.denominator)} = {text}"
    return Statement("Exakt andel", text)


class _Finder:
    """Finds the place and the source of each step among the inputs of its plan."""

    def __init__(self, computed: Computed, allocation: ServiceAllocation, code: str) -> None:
        self._data = computed.data
        self._allocation = allocation
        self._code = code
        service, self._year = allocation.node
        period = self._data.tjanster[service].period_in(self._year)
        assert period is not None
        self._period = period
        self._inputs = computed.inputs[allocation.node]

    def stated(self) -> Iterable[Statement]:
        """Show what the files state: cost, total, who takes part, index values and measures.

        A decided rate is stated as well: it is a figure of its own, with a place and a source.
        """
        items = self._allocation.plan.items
        rated = {item.name for item in items if isinstance(item, Charges) and item.rule is not None}
        lines: dict[tuple[str, str], Statement] = {}
        for given in self._inputs:
            a_rate = given.kind is InputKind.SPLIT and given.item in rated
            if a_rate or (given.kind in STATED and given.item is None):
                line = told(given)
                if given.derived and given.kind in (InputKind.INDEX, InputKind.LEVEL):
                    line = line._replace(text=f"{line.text}. {given.derived}")
                # Items of one period with the same participants say so once.
                lines.setdefault((line.what, line.text), line)
        return lines.values()

    def cost(self, step: CostStep) -> Statement:
        own, whole = (InputKind.COST, step.item), (InputKind.COST, None)
        place, source = self._at(own, whole, (InputKind.TOTAL, None))
        return cost_told(step)._replace(place=place, source=source)

    def share(self, step: Step) -> Statement:
        if isinstance(step, UprateStep):
            place, source = self._at((InputKind.UPRATING, None))
        elif isinstance(step, LimitStep):
            place, source = self._at((InputKind.LIMITS, step.item))
        else:
            place, source = self._own_line(step)
        costs = {cost.item: cost.cost for cost in self._allocation.costs}
        what, text = share_in_words(step, costs)
        return Statement(what, text, place, source, exact=step.exact)

    def other_step(self) -> Iterable[Statement]:
        """Say in which step by size it was the year before, where that was another."""
        year = self._year
        for crossing in since_last_year(self._data, self._allocation.plan):
            if crossing.code == self._code:
                text = f"{crossing.item}: {crossing.told(str(year - 1), str(year))}"
                yield Statement("Annat steg än året före", text)

    def rounding(self, step: RoundingStep) -> Statement:
        """Show what was rounded, which way, and who got what was left over."""
        names = self._data.kommuner.names
        text = rounding_in_words(step, self._code, self._allocation, names)
        place, source = self._at((InputKind.ROUNDING, None))
        return Statement("Avrundning", text, place, source, amount=step.amount)

    def damping(self, step: DampingStep) -> Statement:
        """Show what last year's amount and the limits have made of what was rounded."""
        text = damping_in_words(step, self._allocation, self._data.kommuner.names)
        place, source = self._at((InputKind.DAMPING, None))
        return Statement("Dämpning", text, place, source, amount=step.adds)

    def _own_line(self, step: ShareStep | ChargeStep) -> tuple[KeyPlace | None, str | None]:
        """Place a weight, an amount or a measure at the municipality's own line, if it has one."""
        where = next((post for post in self._period.post if post.namn == step.item), self._period)
        if step.basis is Basis.POPULATION:
            date, dated = where.folkmangd or self._period.folkmangd, self._data.kommuner.folkmangd
            n = next(n for n, held in enumerate(dated) if held.datum == date)
            path: KeyPath = ("folkmangd", n, "invanare")
            return self._line(KOMMUNER_FILE, path, dated[n].invanare), dated[n].kalla
        for named in where.split.measures if where.split else ():
            series = self._data.matt[named.name]
            when = named.when(self._year)
            another = isinstance(step, ShareStep) and step.label != series.called(when)
            if another or step.basis is Basis.EQUAL:
                continue  # another part of the cost, or a fixed amount
            n = next(n for n, held in enumerate(series.matning) if held.when == when)
            path = ("matning", n, "varde")
            varde = series.matning[n].varde
            return self._line(matt_file(named.name), path, varde), series.matning[n].kalla
        place, source = self._at((InputKind.SPLIT, step.item))
        lists = where.split.listed if where.split else ()
        if place and len(lists) == 1:
            place = self._line(place[0], (*place[1], *lists[0].path), lists[0].values)
        return place, source

    def _line(self, file: str, path: KeyPath, listed: Iterable[str]) -> KeyPlace:
        resolve = self._data.kommuner.resolve
        name = next(name for name in listed if resolve(name) == self._code)
        return file, (*path, name)

    def _at(self, *wanted: tuple[InputKind, str | None]) -> tuple[KeyPlace | None, str | None]:
        """Give place and source of the first input that there is of some kinds and items."""
        held: dict[tuple[InputKind, str | None], Input] = {}
        for given in self._inputs:
            held.setdefault((given.kind, given.item), given)
        found = next((held[each] for each in wanted if each in held), None)
        return (place_of(found), found.source) if found else (None, None)


class Reason(NamedTuple):
    """One of the amounts (kronor) that a municipality pays, and why it is so much."""

    service: Service
    amount: int
    text: str
    source: str | None
    table: str


class Bill(NamedTuple):
    """All that one municipality pays in a year, and the assumed figures that it rests on.

    ``held`` is what a phasing-in adds to it, in kronor.
    """

    result: YearResult
    code: str
    reasons: tuple[Reason, ...]
    assumed: list[str]
    decision: str
    held: int = 0
    scenario: Undecided | None = None

    @property
    def total(self) -> int:
        """What it pays within the budget, in kronor."""
        return self.result.per_municipality[self.code] + self.held


def explain_municipality(computed: Computed, year: int, code: str) -> Bill:
    """List all that one municipality really pays in a year; examples are explained one by one."""
    result = computed.year(year)
    services = [s for s in result.services if code in s.allocation.rows and not s.example]
    reasons: list[Reason] = []
    for service in services:
        row = service.allocation.rows[code]
        text = listing(dict.fromkeys(map(in_short, row.steps)))
        if row.exact + row.damped != row.amount:
            roundings = (g.value for g in service.inputs if g.kind is InputKind.ROUNDING)
            text += f"; {next(roundings)}"
        if row.damping and row.damped:
            text += f"; {damping_in_short(row.damping)}"
        if carried := service.tjanst.overfort:
            text = f"{carried.named(service.allocation.total)}; {text}"
        table = table_of(computed, service.allocation.node)
        reasons.append(Reason(service, row.amount, text, service.period.kalla, table))
    decision = wording.decision(result.budget.beslut)
    return Bill(result, code, tuple(reasons), assumptions(services), decision)
