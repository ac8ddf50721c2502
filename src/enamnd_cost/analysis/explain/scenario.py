"""A scenario explained: of what it changed nothing is claimed to be decided or published."""

from __future__ import annotations

from dataclasses import dataclass

from enamnd_cost.analysis.explain.amount import Bill, Explanation, Reason
from enamnd_cost.analysis.explain.service import Background, ServiceExplanation, Statement
from enamnd_cost.analysis.explain.telling import Explained
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.tracing import origin
from enamnd_cost.analysis.scenarios.undecided import Undecided, undecided
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import Done

UNDECIDED = "inget, scenariot är inte beslutat"
OWN_TABLE = "beräknad i scenariot, inte publicerad"
UNCHANGED = "i det som scenariot inte ändrar"


def in_scenario(explained: Explained, alternative: Alternative) -> Explained:
    """Let an explanation of an alternative say which scenario it is of, and point at its file."""
    scenario = undecided(alternative)
    return explained if scenario is None else _Telling(alternative, scenario).told(explained)


@dataclass(frozen=True)
class _Telling:
    alternative: Alternative
    scenario: Undecided

    @property
    def before(self) -> Done:
        return self.alternative.before.outcome.done

    def told(self, explained: Explained) -> Explained:
        match explained:
            case Explanation():
                return self.amount(explained)
            case ServiceExplanation(of=of, lines=lines):
                return explained._replace(of=self.of(of), lines=self.lines(of, lines))
            case Bill(reasons=reasons):
                held = self.alternative.held.get(explained.code, 0)
                return explained._replace(
                    reasons=tuple(map(self.reason, reasons)),
                    decision=UNDECIDED,
                    held=held,
                    scenario=self.scenario,
                )

    def amount(self, explained: Explanation) -> Explanation:
        return explained._replace(
            of=self.of(explained.of),
            lines=self.lines(explained.of, explained.lines),
            builds_on=tuple(map(self.amount, explained.builds_on)),
        )

    def changed(self, node: Node) -> bool:
        """Tell whether the scenario has given a service other amounts."""
        before, after = self.before.get(node), self.alternative.computed.outcome.done[node]
        return before is None or before.amounts != after.amounts

    def of(self, of: Background) -> Background:
        if not self.changed(of.node):
            return of._replace(scenario=self.scenario)
        new = of.node not in self.before
        return of._replace(
            scenario=self.scenario,
            decision=UNDECIDED,
            table=OWN_TABLE,
            source=of.source if new else _of_the_rest(of.source),
            derived=of.derived if new else _of_the_rest(of.derived),
        )

    def lines(self, of: Background, lines: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Put each line where it was written; what a scenario wrote has no other source."""
        return tuple(self._line(of, line) for line in lines)

    def _line(self, of: Background, line: Statement) -> Statement:
        source = None if line.source == of.source else line.source
        if line.place is None:
            return line._replace(source=source)
        found = origin(self.alternative.layers, *line.place)
        return line._replace(
            place=(found.file, found.path), source=None if found.scenario else source
        )

    def reason(self, reason: Reason) -> Reason:
        node = reason.service.allocation.node
        if not self.changed(node):
            return reason
        source = reason.source if node not in self.before else _of_the_rest(reason.source)
        return reason._replace(source=source, table=OWN_TABLE)


def _of_the_rest(said: str | None) -> str | None:
    return f"{UNCHANGED}: {said}" if said else said
