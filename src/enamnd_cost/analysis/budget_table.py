"""The tables of a year: municipalities as rows, services as columns, sums both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from enamnd_cost.analysis.report import TOTAL as WHOLE
from enamnd_cost.analysis.report import (
    Column,
    Line,
    Note,
    NoteKind,
    Report,
    Table,
    added,
    part_label,
    rows_of,
    summed,
    table_of,
)
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine import balance
from enamnd_cost.model import wording
from enamnd_cost.swedish import listing


def report(result: YearResult, selection: Selection) -> Report:
    """Lay out a year: the decision, its tables, income against cost, and what must be known."""
    whole = result.result
    return Report(
        result.data,
        title(result),
        (f"Beslut: {wording.decision(result.budget.beslut)}",),
        tuple(tables(result, selection)),
        (("Intäkter", whole.income), ("Kostnader", whole.cost), ("Resultat", whole.result)),
        tuple(notes(result, selection)),
    )


def title(result: YearResult) -> str:
    """Name the year's budget."""
    proposal = " (förslag)" if result.budget.status == "forslag" else ""
    return f"{result.data.kommuner.namnd}: budget {result.year}{proposal}"


def tables(result: YearResult, selection: Selection) -> list[Table]:
    """Make the budget's table, then those of services outside it and of examples, where shown."""
    shown = selection.services
    made = []
    if inside := [service for service in shown if service.in_budget]:
        made.append(_table(f"Budget {result.year}", result, selection, inside, "Hela budgeten"))
    if outside := [s for s in shown if not s.in_budget and not s.example]:
        made.append(_table(f"Utanför budgeten {result.year}", result, selection, outside, ""))
    if examples := [s for s in shown if s.example]:
        heading = f"Exempel {result.year} (påhittade tal, utanför budgeten)"
        made.append(_table(heading, result, selection, examples, ""))
    return made


def _table(
    heading: str, result: YearResult, selection: Selection, services: Sequence[Service], whole: str
) -> Table:
    """Lay out the services; ``whole`` heads the sum of all like them, where some are not shown."""
    kommuner = result.data.kommuner
    columns = [summed(_column(service), service.allocation.amounts) for service in services]
    if len(services) > 1:
        name = WHOLE if selection.all_services else f"{WHOLE} visade"
        shown = balance.per_receiver((s.allocation for s in services), kommuner.codes)
        columns.append(summed(Column("summa", name, name), shown))
    if whole and not selection.all_services:
        columns.append(summed(Column("hela", whole, whole), result.per_municipality))
    made = table_of(heading, kommuner.names, columns)
    if selection.all_municipalities:
        return made
    some = rows_of(made, selection.municipalities)
    part = Line("", part_label(len(some.lines), len(made.lines)), added(some.lines))
    return some._replace(sums=(part, *some.sums))


def _column(service: Service) -> Column:
    """Head a service's column; a star where its amounts rest on an assumed figure."""
    if not service.assumed:
        return Column(service.id, service.tjanst.kort, service.tjanst.namn)
    mark = f" (antaget: {', '.join(assumptions([service]))})"
    return Column(service.id, f"{service.tjanst.kort}*", service.tjanst.namn + mark)


def assumptions(services: Iterable[Service]) -> list[str]:
    """Name every assumed figure that the services rest on, with its value."""
    given = (each for service in services if not service.example for each in service.assumed)
    return [f"{each.named} {each.value}" for each in dict.fromkeys(given)]


def notes(result: YearResult, selection: Selection) -> Iterator[Note]:
    """Say what a reader must know beside the figures: what is missing, derived, or left out."""
    for each in assumptions(selection.services):
        yield Note(f"* Antaget: {each}", NoteKind.ASSUMED)
    for missing in result.missing:
        yield Note(f"Uppgift saknas: {missing.name}. {missing.reason}", NoteKind.MISSING)
    gaps = [result.data.tjanster[name].namn for _, name in result.budget.gaps]
    if gaps:
        yield Note(
            f"Budgetförslaget anger inte beloppet för {listing(gaps)}; kostnaden är här det som "
            "kommunerna betalar.",
            NoteKind.MISSING,
        )
    together = result.budget.tvavagsavrundning
    if together and any(s.allocation.plan.rounding.together for s in selection.services):
        yield Note(
            "Tjänster som delas är avrundade tillsammans, tvåvägs, till "
            f"{wording.units(together.till)}: både tjänsternas och kommunernas summor är mindre än "
            "en enhet från de exakta."
        )
    yield from derived_note(selection.services)
    hidden = [s.id for s in result.services if s.example and s not in selection.services]
    if hidden:
        only = f"Exempel visas bara när de väljs med {ask(Wish.SERVICE)}: {', '.join(hidden)}."
        yield Note(only, NoteKind.UNSEEN)


def derived_note(services: Iterable[Service]) -> Iterator[Note]:
    """Say which of the services rest on figures that are not published, if any do."""
    names = dict.fromkeys(s.tjanst.kort for s in services if s.derived and not s.example)
    if names:
        how = f"skälen visas med {ask(Wish.EXPLAIN)}"
        yield Note(f"Bygger på härledda uppgifter ({how}): {'; '.join(names)}", NoteKind.DERIVED)
