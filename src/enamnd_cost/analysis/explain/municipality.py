"""All that one municipality pays in a year, each amount with its reason in a sentence."""

from __future__ import annotations

from typing import NamedTuple

from enamnd_cost.analysis.explain.background import table_of
from enamnd_cost.analysis.explain.steps import in_short
from enamnd_cost.analysis.year import Computed, Service, YearResult
from enamnd_cost.model.inputs import InputKind
from enamnd_cost.swedish import listing


class Reason(NamedTuple):
    """One of the amounts (kronor) that a municipality pays, and why it is so much."""

    service: Service
    amount: int
    text: str
    table: str


class Bill(NamedTuple):
    """All that one municipality pays in a year."""

    result: YearResult
    code: str
    reasons: tuple[Reason, ...]

    @property
    def services(self) -> list[Service]:
        """The services that it takes part in."""
        return [s for s in self.result.services if self.code in s.allocation.rows]


def explain_municipality(computed: Computed, year: int, code: str) -> Bill:
    """List all that one municipality really pays in a year; examples are explained one by one."""
    bill = Bill(computed.year(year), code, ())
    reasons: list[Reason] = []
    for service in bill.services:
        if service.example:
            continue
        row = service.allocation.rows[code]
        text = listing(dict.fromkeys(map(in_short, row.steps)))
        if row.exact != row.amount:
            roundings = (g.value for g in service.inputs if g.kind is InputKind.ROUNDING)
            text += f"; {next(roundings)}"
        table = table_of(computed, service.allocation.node)
        reasons.append(Reason(service, row.amount, text, table))
    return bill._replace(reasons=tuple(reasons))
