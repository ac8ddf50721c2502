"""Checks of projects: what all pay together is what the years come to."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against, check
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.data import budget_file, tjanst_file
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.swedish import listing


@check(
    "EK431",
    "projektsumma",
    "ett projekts `belopp` är vad dess år ger tillsammans, när de är kända",
    "jämför med beslutet och rätta det som är fel; underlag och belopp i en period är ett helt års "
    "kostnad, så en period på några månader bär bara deras del",
)
def _project_sums(year: CheckedYear) -> Iterator[Tried]:
    """Hold each project against its years until now: all of them in its last, no more before."""
    now = year.result.year
    for service, tjanst in year.result.data.tjanster.items():
        projekt = tjanst.projekt
        if projekt is None or now not in projekt.years:
            continue
        amounts = _amounts(year, service, projekt)
        known = [kr for kr in amounts.values() if kr is not None]
        if len(known) < len(amounts):
            continue
        total, last = sum(known), now == projekt.slut.year
        every = listing(map(str, amounts))
        text = f"{service}: projektets belopp är inte vad {every} ger: "
        if not last:
            text = f"{service}: {every} ger mer än hela projektets belopp: "
        text += against(projekt.belopp, total)
        others = tuple(map(budget_file, amounts))
        fault = Fault(
            tjanst_file(service),
            ("projekt", "belopp"),
            text,
            projekt.belopp,
            total,
            service,
            others,
        )
        yield fault if (total != projekt.belopp if last else total > projekt.belopp) else HELD


def _amounts(year: CheckedYear, service: str, projekt: Projekt) -> dict[int, int | None]:
    """Give what each of a project's years until now comes to, in kronor; None if not known.

    Where its participants are not known, it is what the budget says of what lies outside it.
    """
    data, now = year.result.data, year.result.year
    years = [each for each in projekt.years if each <= now]
    found = {now: year.result.by_id[service].allocation} if service in year.result.by_id else {}
    if earlier := [each for each in years if each < now and each in data.budgetar]:
        done = compute(data, earlier).outcome.done
        nodes = {each: done.get(Node(service, each)) for each in earlier}
        found |= {each: allocation for each, allocation in nodes.items() if allocation}
    amounts: dict[int, int | None] = {}
    for each in years:
        budget = data.budgetar.get(each)
        line = budget.utanfor.get(service) if budget else None
        amounts[each] = found[each].total if each in found else line.belopp if line else None
    return amounts


CHECKS: tuple[Check[CheckedYear], ...] = (_project_sums,)
