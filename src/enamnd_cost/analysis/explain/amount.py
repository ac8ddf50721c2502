"""Why a municipality pays what it pays: the steps recorded while allocating, put in words.

Nothing is computed anew. A line carries the kronor that it adds, exactly as its step has them, so
that the lines of an explanation add up to the amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.explain.steps import (
    cost_in_words,
    cut,
    in_short,
    rounding_in_words,
    share_in_words,
)
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.steps import CostStep, RoundingStep, ShareStep, Step, UprateStep
from enamnd_cost.model import wording
from enamnd_cost.model.data import matt_file
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Procent, Vikter
from enamnd_cost.model.inputs import Input
from enamnd_cost.model.meaning import meaning
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Period, Post
from enamnd_cost.swedish import listing, number

Place = tuple[str, KeyPath]

TABLES = {
    "publicerad": "publicerad i {kalla}",
    "last": "beräknad och låst, inte publicerad",
    "exempel": "exempel",
}


@dataclass(frozen=True)
class Line:
    """One step: what it is, the arithmetic in words, and the kronor that it adds, if any.

    ``exact`` is a part of the exact share; ``amount`` a part of the rounded amount.
    """

    what: str
    text: str
    place: Place | None = None
    source: str | None = None
    exact: Fraction | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Explanation:
    """Why one municipality pays its amount for one service in one year."""

    node: Node
    name: str
    code: str
    municipality: str
    amount: int
    exact: Fraction
    lines: tuple[Line, ...]
    meaning: str
    source: str | None
    derived: str | None
    example: bool
    decision: str
    table: str
    builds_on: tuple[Explanation, ...] = ()


def explain(computed: Computed, node: Node, code: str) -> Explanation:
    """Explain one municipality's amount, down to what the service builds on.

    The municipality must take part in the service that year.
    """
    allocation = computed.outcome.done[node]
    row = allocation.rows[code]
    tjanst = computed.data.tjanster[node.service]
    found = tjanst.period_in(node.year)
    assert found is not None
    period = found[1]
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
        tuple(
            explain(computed, source, code)
            for source in sorted(allocation.plan.sources())
            if code in computed.outcome.done[source].rows
        ),
    )


class _Finder:
    """Finds the place and the source of each step among the inputs of its plan."""

    def __init__(self, computed: Computed, node: Node, code: str, period: Period) -> None:
        self._period = period
        self._code = code
        self._inputs = computed.inputs[node]
        self._kommuner = computed.data.kommuner
        self._matt = computed.data.matt

    def stated(self) -> list[Line]:
        """Show what the files state: cost, total, who takes part, index values and measures."""
        lines: dict[tuple[str, str], Line] = {}
        for given in self._inputs:
            if given.what.split(" ")[0] in ("Underlag", "Belopp", "Deltagare", "Index", "Mätning"):
                text = value_of(given)
                if given.derived and given.what.startswith("Index"):
                    text += f". {given.derived}"
                place = place_of(given)
                # Items of one period with the same participants say so once.
                lines.setdefault((given.what, text), Line(given.what, text, place, given.source))
        return list(lines.values())

    def cost(self, step: CostStep) -> Line:
        """Show what an item costs."""
        place, source = self._at(f"Underlag, {step.item}")
        if place is None:
            place, source = self._at("Underlag")
        if place is None:
            place, source = self._at("Belopp")
        return Line("Kostnad", cost_in_words(step), place, source)

    def share(self, step: Step, allocation: ServiceAllocation) -> Line:
        """Show one step of the exact share."""
        if isinstance(step, UprateStep):
            place, source = self._at("Uppräkning")
        else:
            place, source = self._own_line(step) or self._at(f"Fördelning, {step.item}")
        costs = {cost.item: cost.cost for cost in allocation.costs}
        what, text = share_in_words(step, costs)
        return Line(what, text, place, source, exact=step.exact)

    def exact(self, exact: Fraction) -> Line:
        """Show the exact share as a fraction and as a decimal number."""
        text = f"{cut(exact)} kr"
        if exact.denominator != 1:
            text = f"{number(exact.numerator)}/{number(exact.denominator)} = {text}"
        return Line("Exakt andel", text)

    def rounding(self, step: RoundingStep, allocation: ServiceAllocation) -> Line:
        """Show what was rounded, which way, and who got what was left over."""
        names = {code: self._kommuner.by_code[code].namn for code in allocation.rows}
        text = rounding_in_words(step, self._code, allocation, names)
        return Line("Avrundning", text, *self._at("Avrundning"), amount=step.amount)

    def _own_line(self, step: Step) -> tuple[Place, str | None] | None:
        """Place a weight, an amount or a measure at the municipality's own line."""
        if isinstance(step, ShareStep):
            for given in self._inputs:
                if given.what.lower() == step.key:
                    n = given.path[1]
                    assert isinstance(n, int)
                    listed = self._kommuner.folkmangd[n].invanare
                    path = (*given.path, "invanare", self._name_in(listed))
                    return (given.file, path), given.source
        for given in self._inputs:
            if given.what == f"Fördelning, {step.item}":
                return self._listed(given)
        return None

    def _listed(self, given: Input) -> tuple[Place, str | None] | None:
        """Find the line of a key that lists municipalities, in its file or in its measures."""
        where: Period | Post = self._period
        if "post" in given.path:
            n = given.path[given.path.index("post") + 1]
            assert isinstance(n, int)
            where = self._period.post[n]
        match where.fordelning:
            case Vikter(vikter=listed):
                path: KeyPath = (*given.path, "vikter", self._name_in(listed))
            case Procent(procent=listed):
                path = (*given.path, "procent", self._name_in(listed))
            case Belopp(belopp=listed):
                path = (*given.path, "belopp", self._name_in(listed))
            case Avgift(start=listed):
                path = (*given.path, "start", self._name_in(listed))
            case Matt():
                return self._measured(next(g for g in self._inputs if g.path[0] == "matning"))
            case _:
                return None
        return (given.file, path), given.source

    def _measured(self, measured: Input) -> tuple[Place, str | None]:
        """Find the municipality's own line among a year's measures."""
        serie = next(s for name, s in self._matt.items() if matt_file(name) == measured.file)
        n = measured.path[1]
        assert isinstance(n, int)
        name = self._name_in(serie.matning[n].varde)
        return (measured.file, ("matning", n, "varde", name)), measured.source

    def _name_in(self, listed: Iterable[str]) -> str:
        return next(name for name in listed if self._kommuner.resolve(name) == self._code)

    def _at(self, what: str) -> tuple[Place | None, str | None]:
        given = next((given for given in self._inputs if given.what == what), None)
        return (place_of(given), given.source) if given else (None, None)


def place_of(given: Input) -> Place | None:
    """Give an input's place; what the service's file leaves to be understood has none."""
    understood = given.path[0] == "period" and isinstance(given.path[-1], int)
    return None if understood else (given.file, given.path)


def value_of(given: Input) -> str:
    """Write an input's value with its unit."""
    if not isinstance(given.value, int):
        return given.value
    unit = "invånare i alla kommuner" if given.what.startswith("Folkmängd") else "kr"
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


@dataclass(frozen=True)
class Reason:
    """One of the amounts that a municipality pays, with its reason in a sentence."""

    service: str
    name: str
    amount: int
    in_budget: bool
    text: str
    source: str | None
    table: str


def explain_municipality(computed: Computed, year: int, code: str) -> tuple[Reason, ...]:
    """List all that one municipality really pays in a year; examples are explained one by one."""
    reasons = []
    for service in computed.year(year).services:
        row = service.allocation.rows.get(code)
        if row is None or service.example:
            continue
        text = listing(dict.fromkeys(in_short(step) for step in row.steps))
        if row.exact != row.amount:
            rounding = next(given.value for given in service.inputs if given.what == "Avrundning")
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
    return tuple(reasons)
