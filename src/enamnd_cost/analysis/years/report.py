"""Several years as a report: what each pays year by year, what changes, and what is assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.budget_table import derived_note
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
    part_label,
    percent,
    whole_label,
)
from enamnd_cost.analysis.selection import municipalities as find_municipalities
from enamnd_cost.analysis.selection import services as find_services
from enamnd_cost.analysis.year import Missing, Service
from enamnd_cost.analysis.years.span import Span
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import listing

Amounts = Sequence[int | None]  # kronor, one for each year; None where there is no part


@dataclass(frozen=True)
class Shown:
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
    namnd = span.data.kommuner.namnd
    tables = [_of_service(span, shown, service) for service in shown.services]
    if len(shown.services) != 1:
        tables.insert(0, _per_municipality(span, shown))
    if not shown.services:
        tables += _per_service(span)
    if assumed := _assumptions(span):
        tables.append(assumed)
    return Report(
        span.data,
        f"{namnd}: plan {span.years[0]}–{span.years[-1]}",
        _lead(span),
        tuple(tables),
        notes=tuple(_notes(span)),
    )


def counted_in(shown: Shown) -> Callable[[Service], bool]:
    """Tell which services the sums are of: those chosen, or the whole budget."""
    return lambda s: s.id in shown.services if shown.services else s.in_budget


def sums(span: Span, code: str, counted: Callable[[Service], bool]) -> list[int]:
    """Give what a municipality pays each year, in kronor, for the services that are counted."""
    return [
        sum(s.allocation.amounts.get(code, 0) for s in result.services if counted(s))
        for result in span.results
    ]


def columns(span: Span) -> tuple[Column, ...]:
    """Head a column for each year, and two for the change from the year before.

    A year whose figures are an assumption says so in every heading.
    """
    made: list[Column] = []
    for n, year in enumerate(span.years):
        star, mark = ("*", " (antagande)") if span.is_assumed(year) else ("", "")
        made.append(Column(f"{year}", f"{year}{star}", f"{year}{mark}"))
        if n:
            name = f"Ändring {year}{mark}"
            key = f"andring_{year}"
            made.append(Column(key, f"±kr {year}{star}", f"{name}, kr", signed=True))
            made.append(Column(f"{key}_procent", f"±% {year}{star}", f"{name}, %", signed=True))
    return tuple(made)


def cells(amounts: Amounts) -> tuple[Cell, ...]:
    """Put the change from the year before beside each amount, in kronor and per cent.

    >>> cells([100_000, 103_500, None])
    (100000, 103500, 3500, Decimal('3.5'), None, None, None)
    """
    made: list[Cell] = []
    for n, now in enumerate(amounts):
        made.append(now)
        if n:
            made += _change(amounts[n - 1], now)
    return tuple(made)


def _change(then: int | None, now: int | None) -> tuple[Cell, Cell]:
    """Give the change in kronor and per cent; no per cent of nothing."""
    if then is None or now is None:
        return None, None
    return now - then, one_decimal(percent(now - then, then))


def _per_municipality(span: Span, shown: Shown) -> Table:
    kommuner, counted = span.data.kommuner, counted_in(shown)
    by_code = {code: sums(span, code, counted) for code in kommuner.codes}
    lines = tuple(
        Line(code, kommuner.by_code[code].namn, cells(by_code[code]))
        for code in shown.municipalities
    )
    title = "Valda tjänster per kommun" if shown.services else "Budget per kommun"
    return Table(title, columns(span), lines, _sums(by_code, shown.municipalities))


def _sums(by_code: Mapping[str, Amounts], municipalities: tuple[str, ...]) -> tuple[Line, ...]:
    """Add up the rows that are shown, if not all are, and those of all municipalities."""
    everyone = tuple(by_code)
    whole = cells(_added(by_code, everyone))
    if municipalities == everyone:
        return (Line("", TOTAL, whole, whole=True),)
    part = cells(_added(by_code, municipalities))
    return (
        Line("", part_label(len(municipalities), len(everyone)), part),
        Line("", whole_label(len(everyone)), whole, whole=True),
    )


def _added(by_code: Mapping[str, Amounts], codes: Sequence[str]) -> Amounts:
    """Add up the codes' amounts year by year; None where nobody has any part."""
    years = zip(*(by_code[code] for code in codes), strict=True)
    return [
        sum(kr for kr in amounts if kr is not None)
        if any(kr is not None for kr in amounts)
        else None
        for amounts in years
    ]


def _per_service(span: Span) -> list[Table]:
    """Make a table of the budget's services, and one of those outside it."""
    made = []
    for title, inside in (("Budget per tjänst", True), ("Utanför budgeten per tjänst", False)):
        totals: dict[str, list[int | None]] = {}
        for n, result in enumerate(span.results):
            for service in result.services:
                if service.in_budget == inside and not service.example:
                    totals.setdefault(service.id, [None] * len(span.results))
                    totals[service.id][n] = service.allocation.total
        if totals:
            names = span.data.tjanster
            lines = tuple(Line("", names[s].namn, cells(kr)) for s, kr in totals.items())
            below = _sums(totals, tuple(totals))
            made.append(Table(title, columns(span), lines, below, "Tjänst", coded=False))
    return made


def _of_service(span: Span, shown: Shown, service: str) -> Table:
    """Make one service's table: a row per municipality, a column per year."""
    by_code: dict[str, list[int | None]] = {}
    for code in span.data.kommuner.codes:
        found = [result.by_id.get(service) for result in span.results]
        by_code[code] = [s.allocation.amounts.get(code) if s else None for s in found]
    lines = tuple(
        Line(code, span.data.kommuner.by_code[code].namn, cells(by_code[code]))
        for code in shown.municipalities
    )
    return Table(
        span.data.tjanster[service].namn, columns(span), lines, _sums(by_code, shown.municipalities)
    )


def _assumptions(span: Span) -> Table | None:
    """List every assumption, drafted years among them."""
    names = span.data.tjanster
    lines = [
        Line("", a.what, (a.value, a.source, listing(names[s].namn for s in a.services)))
        for a in span.assumptions
    ]
    lines += [
        Line("", f"Budget {year}", (f"utkast ur {year - 1}", "ingen budgetfil", "alla"))
        for year in sorted(span.drafted)
    ]
    if not lines:
        return None
    heads = (
        Column("varde", "Värde", "Värde"),
        Column("kalla", "Varifrån", "Varifrån"),
        Column("tjanster", "Gäller", "Gäller tjänsterna"),
    )
    return Table("Antaganden", heads, tuple(lines), (), "Antagande", coded=False)


def _lead(span: Span) -> tuple[str, ...]:
    assumed = [str(year) for year in span.years if span.is_assumed(year)]
    return (f"* Bygger på antaganden: {listing(assumed)}.",) if assumed else ()


def _notes(span: Span) -> Iterator[Note]:
    """Say what a reader must know beside the figures."""
    names = span.data.tjanster
    for a in span.assumptions:
        who = listing(names[s].namn for s in a.services)
        yield Note(f"Antaget: {a.what} {a.value} ({a.source}), för {who}.", NoteKind.ASSUMED)
    if span.drafted:
        years = listing(map(str, sorted(span.drafted)))
        last = min(span.drafted) - 1
        made = "räknat som" if len(span.drafted) == 1 else "räknade som"
        yield Note(
            f"Antaget: {years} har ingen budgetfil och är {made} utkast ur {last}; tjänster "
            "utan avtalat index är oförändrade.",
            NoteKind.ASSUMED,
        )
    proposals = [
        str(result.year)
        for result in span.results
        if result.budget.status == "forslag" and result.year not in span.drafted
    ]
    if proposals:
        yield Note(f"Förslag, inte beslutat: {listing(proposals)}.")
    lacking: dict[Missing, list[str]] = {}
    for result in span.results:
        for missing in result.missing:
            lacking.setdefault(missing, []).append(str(result.year))
    for missing, lack in lacking.items():
        text = f"Uppgift saknas {listing(lack)}: {missing.name}. {missing.reason}"
        yield Note(text, NoteKind.MISSING)
    yield from derived_note(service for result in span.results for service in result.services)
