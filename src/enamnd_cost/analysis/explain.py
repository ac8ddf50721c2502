"""Why a municipality pays what it pays: the steps recorded while allocating, put in words.

Nothing is computed anew. A line carries the kronor that it adds, exactly as its step has them, so
that the lines of an explanation add up to the amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.steps_in_words import (
    cost_in_words,
    cut,
    in_short,
    rounding_in_words,
    share_in_words,
)
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.allocation import ServiceAllocation
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.steps import CostStep, RoundingStep, ShareStep, Step, UprateStep
from enamnd_cost.model import wording
from enamnd_cost.model.inputs import Input
from enamnd_cost.model.meaning import meaning
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import listing, number

Place = tuple[str, KeyPath]


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
    finder = _Finder(computed, node, code)
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
        decision_of(computed, node.year),
        tuple(
            explain(computed, source, code)
            for source in sorted(allocation.plan.sources())
            if code in computed.outcome.done[source].rows
        ),
    )


class _Finder:
    """Finds the place and the source of each step among the inputs of its plan."""

    def __init__(self, computed: Computed, node: Node, code: str) -> None:
        self._code = code
        self._inputs = computed.inputs[node]
        self._kommuner = computed.data.kommuner

    def stated(self) -> list[Line]:
        """Show what the files state: cost, total, who takes part, index values and measures."""
        lines: dict[tuple[str, str], Line] = {}
        for given in self._inputs:
            if given.what.split(" ")[0] in ("Underlag", "Belopp", "Deltagare", "Index", "Mätning"):
                text = value_of(given)
                if given.derived and given.what.startswith("Index"):
                    text += f". {given.derived}"
                place = (given.file, given.path)
                # Items of one period with the same participants say so once.
                lines.setdefault((given.what, text), Line(given.what, text, place, given.source))
        return list(lines.values())

    def cost(self, step: CostStep) -> Line:
        """Show what an item costs."""
        return Line("Kostnad", cost_in_words(step), *self._at(f"Fördelning, {step.item}"))

    def share(self, step: Step, allocation: ServiceAllocation) -> Line:
        """Show one step of the exact share."""
        if isinstance(step, UprateStep):
            place, source = self._at("Uppräkning")
        else:
            key = step.key if isinstance(step, ShareStep) else ""
            place, source = self._weight(key) or self._at(f"Fördelning, {step.item}")
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

    def _weight(self, key: str) -> tuple[Place, str | None] | None:
        """Place a population at the municipality's own line."""
        for given in self._inputs:
            if given.what.lower() == key:
                n = given.path[1]
                assert isinstance(n, int)
                names = self._kommuner.folkmangd[n].invanare
                name = next(name for name in names if self._kommuner.resolve(name) == self._code)
                return (given.file, (*given.path, "invanare", name)), given.source
        return None

    def _at(self, what: str) -> tuple[Place | None, str | None]:
        given = next((given for given in self._inputs if given.what == what), None)
        return ((given.file, given.path), given.source) if given else (None, None)


def value_of(given: Input) -> str:
    """Write an input's value with its unit."""
    if not isinstance(given.value, int):
        return given.value
    unit = "invånare" if given.what.startswith("Folkmängd") else "kr"
    return f"{number(given.value)} {unit}"


def decision_of(computed: Computed, year: int) -> str:
    """Say which decision a year rests on; a year that others build on may have none here."""
    budget = computed.data.budgetar.get(year)
    return wording.decision(budget.beslut) if budget else ""


@dataclass(frozen=True)
class Reason:
    """One of the amounts that a municipality pays, with its reason in a sentence."""

    service: str
    name: str
    amount: int
    in_budget: bool
    example: bool
    text: str


def explain_municipality(computed: Computed, year: int, code: str) -> tuple[Reason, ...]:
    """List all that one municipality pays in a year, examples last."""
    reasons = []
    for service in computed.year(year).services:
        row = service.allocation.rows.get(code)
        if row is None:
            continue
        parts = [in_short(step) for step in row.steps]
        rule = wording.rounding(service.period.avrundning)
        text = f"{listing(dict.fromkeys(parts))}; {rule}"
        reasons.append(
            Reason(
                service.id,
                service.tjanst.namn,
                row.amount,
                service.in_budget,
                service.example,
                text,
            )
        )
    return tuple(reasons)
