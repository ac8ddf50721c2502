"""The tables of a year: municipalities as rows, services as columns, sums both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from enamnd_cost.analysis.report import TOTAL as WHOLE
from enamnd_cost.analysis.report import (
    Column,
    Note,
    NoteKind,
    Report,
    Table,
    added,
    part_of,
    summed,
    table_of,
)
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.engine import balance
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.model import wording
from enamnd_cost.swedish import listing, number, units


def report(result: YearResult, selection: Selection) -> Report:
    """Lay out a year: the decision, its tables, income against cost, and what must be known."""
    whole, shown = result.result, selection.services
    proposal = " (förslag)" if result.budget.status == "forslag" else ""
    outside = [s for s in shown if not s.in_budget and not s.example]
    kinds = (
        (result.budget.called, [s for s in shown if s.in_budget], "Hela budgeten"),
        (f"Utanför budgeten {result.year}", outside, ""),
        (
            f"Exempel {result.year} (påhittade tal, utanför budgeten)",
            [s for s in shown if s.example],
            "",
        ),
    )
    return Report(
        result.data,
        f"{result.data.kommuner.namnd}: budget {result.year}{proposal}",
        (f"Beslut: {wording.decision(result.budget.beslut)}",),
        tuple(
            _table(heading, result, selection, services, whole_budget)
            for heading, services, whole_budget in kinds
            if services
        ),
        (("Intäkter", whole.income), ("Kostnader", whole.cost), ("Resultat", whole.result)),
        tuple(_notes(result, selection)),
    )


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
    part = added([line for line in made.lines if line.code in selection.municipalities])
    return part_of(made, selection.municipalities, part)


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


def _notes(result: YearResult, selection: Selection) -> Iterator[Note]:
    """Say what a reader must know beside the figures: what is missing, derived, or left out."""
    yield from standing([result])
    for each in assumptions(selection.services):
        yield Note(f"* Antaget: {each}", NoteKind.ASSUMED)
    for missing in result.missing:
        yield Note(f"Uppgift saknas: {missing.name}. {missing.reason}", NoteKind.MISSING)
    if gaps := [result.data.tjanster[name].namn for _, name in result.budget.gaps]:
        yield Note(
            f"Budgetförslaget anger inte beloppet för {listing(gaps)}; kostnaden är här det som "
            "kommunerna betalar.",
            NoteKind.MISSING,
        )
    together = result.budget.tvavagsavrundning
    if together and any(s.allocation.plan.rounding.together for s in selection.services):
        yield Note(
            "Tjänster som delas är avrundade tillsammans, tvåvägs, till "
            f"{units(together.till)}: både tjänsternas och kommunernas summor är mindre än "
            f"{number(together.till)} kr från de exakta."
        )
    yield from months_notes(selection.services)
    yield from derived_note(selection.services)
    if hidden := [s.id for s in result.services if s.example and s not in selection.services]:
        only = f"Exempel visas bara när de väljs med {ask(Wish.SERVICE)}: {', '.join(hidden)}."
        yield Note(only, NoteKind.UNSEEN)


def months_notes(services: Iterable[Service]) -> Iterator[Note]:
    """Say which of the services are there for part of their year, and so bear part of its cost."""
    for service in services:
        yield from months_note(service, service.allocation.node.year)


def months_note(service: Service, year: int) -> Iterator[Note]:
    """Say it of one service, if it is so, in the ``year`` that it is counted for."""
    if (months := service.part_of_year) and not service.example:
        count = f"{months.length} av {MONTHS_A_YEAR} månader"
        yield Note(f"Del av år: {service.tjanst.namn} {year}, {months.name}, {count}.")


def derived_note(services: Iterable[Service]) -> Iterator[Note]:
    """Say which of the services rest on figures that are not published, if any do."""
    if names := dict.fromkeys(s.tjanst.namn for s in services if s.derived and not s.example):
        how = aside(f" (skälen visas med {ask(Wish.EXPLAIN)})")
        yield Note(f"Bygger på härledda uppgifter{how}: {'; '.join(names)}", NoteKind.DERIVED)
