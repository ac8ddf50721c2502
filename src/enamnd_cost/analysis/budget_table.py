"""The tables of a year: municipalities as rows, services as columns, sums both ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enamnd_cost.analysis.report import Column, Line, Table
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.engine import balance
from enamnd_cost.model import wording
from enamnd_cost.swedish import listing


def tables(result: YearResult, selection: Selection) -> list[Table]:
    """Make the budget's table, then those of services outside it and of examples, where shown."""
    shown = selection.services
    made = []
    if inside := [service for service in shown if service.in_budget]:
        made.append(_table(f"Budget {result.year}", result, selection, inside, "Hela budgeten"))
    if outside := [s for s in shown if not s.in_budget and not s.example]:
        made.append(_table(f"Utanför budgeten {result.year}", result, selection, outside, ""))
    if examples := [s for s in shown if s.example]:
        title = f"Exempel {result.year} (påhittade tal, utanför budgeten)"
        made.append(_table(title, result, selection, examples, ""))
    return made


def _table(
    title: str, result: YearResult, selection: Selection, services: Sequence[Service], whole: str
) -> Table:
    """Lay out the services; ``whole`` heads the sum of all like them, where some are not shown."""
    codes = result.data.kommuner.codes
    columns = [_column(service) for service in services]
    amounts: list[dict[str, int]] = [service.allocation.amounts for service in services]
    shown = balance.per_receiver((service.allocation for service in services), codes)
    if len(services) > 1:
        heading = "Summa" if selection.all_services else "Summa visade"
        columns.append(Column(heading, heading))
        amounts.append(shown)
    if whole and not selection.all_services:
        columns.append(Column(whole, whole))
        amounts.append(result.per_municipality)
    lines = tuple(
        Line(code, result.data.kommuner.by_code[code].namn, tuple(a.get(code) for a in amounts))
        for code in selection.municipalities
    )
    sums = []
    if not selection.all_municipalities:
        label = f"Summa visade ({len(lines)} av {len(codes)})"
        picked = tuple(
            sum(amount.get(code, 0) for code in selection.municipalities) for amount in amounts
        )
        sums.append(Line("", label, picked))
    label = "Summa" if selection.all_municipalities else f"Summa alla {len(codes)}"
    sums.append(Line("", label, tuple(sum(amount.values()) for amount in amounts)))
    return Table(title, tuple(columns), lines, tuple(sums))


def _column(service: Service) -> Column:
    """Head a service's column; a star where its amounts rest on an assumed figure."""
    if not service.assumed:
        return Column(service.tjanst.kort, service.tjanst.namn)
    mark = f" (antaget: {', '.join(assumptions([service]))})"
    return Column(f"{service.tjanst.kort}*", service.tjanst.namn + mark)


def assumptions(services: Iterable[Service]) -> list[str]:
    """Name every assumed figure that the services rest on, with its value."""
    given = (each for service in services if not service.example for each in service.assumed)
    return [f"{each.named} {each.value}" for each in dict.fromkeys(given)]


def notes(result: YearResult, selection: Selection) -> list[str]:
    """Say what a reader must know beside the figures: what is missing, derived, or left out."""
    said = [f"* Antaget: {each}" for each in assumptions(selection.services)]
    said += [f"Uppgift saknas: {m.name}. {m.reason}" for m in result.missing]
    gaps = [result.data.tjanster[name].namn for _, name in result.budget.gaps]
    if gaps:
        said.append(
            f"Budgetförslaget anger inte beloppet för {listing(gaps)}; kostnaden är här det som "
            "kommunerna betalar."
        )
    together = result.budget.tvavagsavrundning
    if together and any(s.allocation.plan.rounding.together for s in selection.services):
        said.append(
            "Tjänster som delas är avrundade tillsammans, tvåvägs, till "
            f"{wording.units(together.till)}: både tjänsternas och kommunernas summor är mindre än "
            "en enhet från de exakta."
        )
    derived = [s.tjanst.kort for s in selection.services if s.derived and not s.example]
    if derived:
        said.append(
            f"Bygger på härledda uppgifter (skälen visas med explain): {'; '.join(derived)}"
        )
    hidden = [s.id for s in result.services if s.example and s not in selection.services]
    if hidden:
        said.append(f"Exempel visas bara när de väljs med --tjanst: {', '.join(hidden)}.")
    return said
