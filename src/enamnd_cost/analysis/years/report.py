"""Several years as a report: what each pays year by year, what changes, and what is assumed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from enamnd_cost.analysis.budget_table import derived_note, months_notes
from enamnd_cost.analysis.report import (
    TOTAL,
    Cell,
    Column,
    Line,
    Note,
    NoteKind,
    Report,
    Table,
    one_decimal,
    part_of,
    percent,
)
from enamnd_cost.analysis.selection import municipalities as find_municipalities
from enamnd_cost.analysis.selection import services as find_services
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.year import Missing
from enamnd_cost.analysis.years.span import Assumption, Span
from enamnd_cost.engine.balance import per_receiver
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import listing


class Shown(NamedTuple):
    """What is shown of the years: service ids (empty: the budget's) and municipality codes."""

    services: tuple[str, ...]
    municipalities: tuple[str, ...]


def choose(
    span: Span, services: Sequence[str], municipalities: Sequence[str]
) -> tuple[Shown, list[Problem]]:
    """Choose by the names that ``allocate`` of a year takes; a service need not be in all years."""
    chosen, unknown = find_services(span.results, services)
    codes, strange = find_municipalities(span.data, municipalities)
    everyone = span.data.kommuner.codes
    return Shown(chosen, codes if municipalities else everyone), [*unknown, *strange]


def report(span: Span, shown: Shown) -> Report:
    """Lay out the years: the sums per municipality, then services, then what is assumed."""
    names, tjanster = span.data.kommuner.names, span.data.tjanster
    tables = []
    if len(shown.services) != 1:
        title = "Valda tjänster per kommun" if shown.services else "Budget per kommun"
        tables.append(_table(span, title, paid(span, shown), names, shown.municipalities))
    for service in shown.services:
        found = [result.by_id.get(service) for result in span.results]
        amounts = [each.allocation.amounts if each else {} for each in found]
        title = tjanster[service].namn
        tables.append(_table(span, title, amounts, names, shown.municipalities))
    if not shown.services:
        tables += _per_service(span)
    tables += _assumptions(span)
    assumed = [str(year) for year in span.years if span.is_assumed(year)]
    return Report(
        span.data,
        f"{span.data.kommuner.namnd}: plan {span.years[0]}–{span.years[-1]}",
        (f"* Bygger på antaganden: {listing(assumed)}.",) if assumed else (),
        tuple(tables),
        notes=tuple(_notes(span)),
    )


def paid(span: Span, shown: Shown) -> list[dict[str, int]]:
    """Give what every municipality pays, in kronor by code, for each year.

    It is what they pay for the services that are chosen, or else for the whole budget.
    """
    chosen, codes = shown.services, span.data.kommuner.codes
    counted = [
        [s.allocation for s in result.services if (s.id in chosen if chosen else s.in_budget)]
        for result in span.results
    ]
    return [per_receiver(allocations, codes) for allocations in counted]


def columns(span: Span) -> tuple[Column, ...]:
    """Head a column for each year, and two for the change from the year before.

    A year whose figures are an assumption says so in every heading.
    """
    made: list[Column] = []
    for n, year in enumerate(span.years):
        star, mark = ("*", " (antagande)") if span.is_assumed(year) else ("", "")
        made.append(Column(f"{year}", f"{year}{star}", f"{year}{mark}"))
        if n:
            name = f"Förändring {year}{mark}"
            key = f"andring_{year}"
            made.append(Column(key, f"±kr {year}{star}", f"{name}, kr", signed=True))
            made.append(Column(f"{key}_procent", f"±% {year}{star}", f"{name}, %", signed=True))
    return tuple(made)


def cells(amounts: Sequence[int | None]) -> tuple[Cell, ...]:
    """Put the change from the year before beside each amount, in kronor and per cent.

    >>> cells([100_000, 103_500, None])
    (100000, 103500, 3500, Decimal('3.5'), None, None, None)
    """
    made: list[Cell] = [*amounts[:1]]
    for then, now in pairwise(amounts):
        if then is None or now is None:
            made += [now, None, None]
        else:
            made += [now, now - then, one_decimal(percent(now - then, then))]
    return tuple(made)


def _table(
    span: Span,
    title: str,
    amounts: Sequence[Mapping[str, int]],
    names: Mapping[str, str],
    shown: Sequence[str],
    corner: str = "Kommun",
) -> Table:
    """Lay out kronor by row, for each year; below the rows that are shown, their sum and all's."""
    coded, keys = corner == "Kommun", names.items()
    lines = tuple(Line(k if coded else "", name, _added(amounts, [k])) for k, name in keys)
    whole = Line("", TOTAL, _added(amounts, names), whole=True)
    table = Table(title, columns(span), lines, (whole,), corner, coded=coded)
    return table if len(shown) == len(names) else part_of(table, shown, _added(amounts, shown))


def _added(amounts: Sequence[Mapping[str, int]], rows: Collection[str]) -> tuple[Cell, ...]:
    """Add up some rows year by year; None where none of them has any part."""
    held = [[year[row] for row in rows if row in year] for year in amounts]
    return cells([sum(kronor) if kronor else None for kronor in held])


def _per_service(span: Span) -> Iterator[Table]:
    """Make a table of the budget's services, and one of those outside it."""
    for title, inside in (("Budget per tjänst", True), ("Utanför budgeten per tjänst", False)):
        totals = [
            {
                service.id: service.allocation.total
                for service in result.services
                if service.in_budget == inside and not service.example
            }
            for result in span.results
        ]
        if names := {id_: span.data.tjanster[id_].namn for year in totals for id_ in year}:
            yield _table(span, title, totals, names, tuple(names), "Tjänst")


def _assumptions(span: Span) -> Iterator[Table]:
    """List every assumption, drafted years among them."""
    lines = [Line("", a.what, (a.value, a.source, _names(span, a))) for a in span.assumptions]
    lines += [
        Line("", f"Budget {year}", (f"utkast ur {year - 1}", "ingen budgetfil", "alla"))
        for year in sorted(span.drafted)
    ]
    heads = (
        Column("varde", "Värde", "Värde"),
        Column("kalla", "Varifrån", "Varifrån"),
        Column("tjanster", "Gäller", "Gäller tjänsterna"),
    )
    if lines:
        yield Table("Antaganden", heads, tuple(lines), (), "Antagande", coded=False)


def _names(span: Span, assumption: Assumption) -> str:
    return listing(span.data.tjanster[service].namn for service in assumption.services)


def assumed(span: Span) -> Iterator[Note]:
    """Say what is assumed: figures, and years that have no budget file."""
    for a in span.assumptions:
        text = f"Antaget: {a.what} {a.value} ({a.source}), för {_names(span, a)}."
        yield Note(text, NoteKind.ASSUMED)
    if span.drafted:
        years = listing(map(str, sorted(span.drafted)))
        last = min(span.drafted) - 1
        made = "räknat som" if len(span.drafted) == 1 else "räknade som"
        yield Note(
            f"Antaget: {years} har ingen budgetfil och är {made} utkast ur {last}; tjänster "
            "utan avtalat index är oförändrade.",
            NoteKind.ASSUMED,
        )


def _notes(span: Span) -> Iterator[Note]:
    """Say what a reader must know beside the figures."""
    yield from assumed(span)
    yield from standing(span.results, span.drafted)
    lacking: dict[Missing, list[str]] = {}
    for result in span.results:
        for missing in result.missing:
            lacking.setdefault(missing, []).append(str(result.year))
    for missing, lack in lacking.items():
        text = f"Uppgift saknas {listing(lack)}: {missing.name}. {missing.reason}"
        yield Note(text, NoteKind.MISSING)
    every = [service for result in span.results for service in result.services]
    yield from months_notes(every)
    yield from derived_note(every)
