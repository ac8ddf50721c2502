"""A comparison as a report: side by side, the causes, service by service, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from enamnd_cost.analysis.budget_table import months_note
from enamnd_cost.analysis.compare import other_steps, untouched, waiting
from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.headings import HEADINGS
from enamnd_cost.analysis.compare.over_years import OverYears
from enamnd_cost.analysis.compare.sentences import in_words
from enamnd_cost.analysis.compare.year_by_year import in_all, peaks, when, year_by_year
from enamnd_cost.analysis.report import (
    Cell,
    Column,
    Given,
    Line,
    Note,
    Report,
    Table,
    in_percent,
    one_decimal,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.stand_ins import stand_ins
from enamnd_cost.analysis.scenarios.told import changes
from enamnd_cost.analysis.standing import standing
from enamnd_cost.analysis.years.report import assumed
from enamnd_cost.analysis.years.span import Span
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.swedish import listing

DIFFERENCE = Column("skillnad", "Skillnad", "Skillnad (kr)", signed=True)
PERCENT = Column("procent", "%", "Skillnad (%)", signed=True)
PER_HEAD = Column("kr_per_invanare", "kr/inv.", "Skillnad (kr per invånare)", signed=True)
Pick = Callable[[Sequence[Fraction]], Fraction]
SPREAD: tuple[tuple[str, Pick], ...] = (("Lägst", min), ("Median", median), ("Högst", max))


class Wanted(NamedTuple):
    """What is shown besides the difference and its causes."""

    per_service: bool = False
    per_year: bool = False
    in_words: bool = False


ONLY_CAUSES = Wanted()


def report(
    comparisons: Sequence[OverYears],
    series: Sequence[Sequence[Alternative]] = (),
    wanted: Wanted = ONLY_CAUSES,
    plan: Span | None = None,
) -> Report:
    """Lay out one comparison in full, or several against one base side by side.

    ``series`` holds each alternative's years, where they are shown though the comparison is of one
    year: a phasing-in until it is over. ``plan`` has the years that are drafted.
    """
    base = comparisons[0].before
    several = len(comparisons) > 1
    called = names_of([each.after for each in comparisons])
    tables = [_side_by_side(comparisons, called) if several else _in_full(comparisons[0])]
    tables += in_all(comparisons, called)
    lead = [f"{base.name}: {base.motive}"] if base.motive else []
    notes: list[Note] = []
    for n, (comparison, name) in enumerate(zip(comparisons, called, strict=True)):
        after, before = (f": {name}", f"{name}: ") if several else ("", "")
        if comparison.differs or comparison.causes:
            title = f"Orsaker till skillnaden{when(comparison)} (kr){after}"
            tables.append(_causes(comparison, title))
        if wanted.per_service:
            tables.append(
                _services(comparison, f"Skillnad per tjänst{when(comparison)} (kr){after}")
            )
            tables += _causes_per_service(comparison, after)
        until = series[n] if series else ()
        tables += year_by_year(comparison, until, name if several else "", base_too=not n)
        if wanted.per_year and len(comparison.each) > 1:
            for one in comparison.each:
                title = f"Orsaker till skillnaden {one.after.at} (kr){after}"
                tables.append(_causes(OverYears((one,)), title))
        if wanted.in_words:
            tables.append(in_words(comparison, name, f"I ord{when(comparison)}{after}"))
        apart = f": {name}" if several or base.scenarios else ""
        afters = [one.after for one in comparison.each]
        tables += _changed(afters, f"Det som ändras{apart}", comparison.before)
        lead += _lead(comparison, before)
        notes += plain(_notes(comparison, before))
        notes += plain(other_steps.notes(comparison))
        notes += plain(untouched.notes(comparison.after, before))
        shown = series[n] if series else [one.after for one in comparison.each]
        notes += plain(waiting.notes(comparison.after, shown, before))
    tables += _changed([one.before for one in comparisons[0].each], f"Det som ändras: {base.name}")
    bases = (side.base for each in comparisons for side in (each.before, each.after))
    notes += standing(bases, plan.drafted if plan else ())
    notes += assumed(plan) if plan else ()
    notes += dict.fromkeys(note for each in comparisons for note in _months(each))
    notes += plain(_measured_on(comparisons[0]))
    title = f"{base.name} → {listing(called)}"
    return Report(base.result.data, title, tuple(lead), tuple(tables), notes=tuple(notes))


def names_of(alternatives: Sequence[Alternative]) -> list[str]:
    """Name alternatives; those that bear the same name are told apart by their files, or by number.

    A name is what a scenario calls itself, and nothing keeps two from having the same.
    """
    names = [each.name for each in alternatives]
    told = [
        f"{each.name} ({each.id})" if names.count(each.name) > 1 else each.name
        for each in alternatives
    ]
    return [
        f"{name} ({told[: n + 1].count(name)})" if told.count(name) > 1 else name
        for n, name in enumerate(told)
    ]


def _lead(comparison: OverYears, name: str) -> Iterator[str]:
    after, years = comparison.after, comparison.years
    if after.motive:
        yield f"{name}{after.motive}"
    written_for = after.scenarios[0].bas if after.scenarios else after.year
    if written_for != after.year:
        yield f"{name}Skrivet för {written_for}, här lagt på {after.year}."
    if len(years) > 1 or after.at != after.year:
        counted = f"{name.removesuffix(': ')} är räknat" if name else "Räknat"
        when = f"{years[0]}–{years[-1]}, år för år," if len(years) > 1 else f"{after.at}"
        yield f"{counted} för {when} på {after.year} års kostnader."


def _in_full(comparison: OverYears) -> Table:
    """Before and after, and the difference in three measures."""
    before = Column("fore", "Före", f"Före: {comparison.before.name}")
    after = Column("efter", "Efter", f"Efter: {comparison.after.name}")
    shares = {code: comparison.percent(code) for code in comparison.names}
    heads = {code: comparison.per_head(code) for code in comparison.names}
    everybody = sum(count for _, count in comparison.people.values())
    change = sum(comparison.difference.values())
    # A sum that those without inhabitants have a part in is no sum per inhabitant.
    apart = not everybody or _without_people(comparison)
    head = one_decimal(None if apart else Fraction(change, everybody))
    columns = (
        summed(before, comparison.paid_before),
        summed(after, comparison.paid_after),
        summed(DIFFERENCE, comparison.difference),
        in_percent(PERCENT, comparison.difference, comparison.paid_before),
        Given(PER_HEAD, {code: one_decimal(kr) for code, kr in heads.items()}, head),
        *peaks(comparison),
    )
    spread = []
    for label, pick in SPREAD:
        known = [[kr for kr in each.values() if kr is not None] for each in (shares, heads)]
        picked = [one_decimal(pick(values)) if values else None for values in known]
        rest = (None,) * (len(columns) - 5)
        spread.append(Line("", label, (None, None, _kronor(pick, comparison), *picked, *rest)))
    title = f"Före och efter{when(comparison)} (kr)"
    return table_of(title, comparison.names, columns, *spread)


def _without_people(comparison: OverYears) -> list[str]:
    """Name those whose amount differs who have no population."""
    names, differs = comparison.names, comparison.difference.items()
    return [names[who] for who, kr in differs if kr and not comparison.per_head(who)]


def _side_by_side(comparisons: Sequence[OverYears], called: Sequence[str]) -> Table:
    """One base, and each alternative's amount and difference."""
    first = comparisons[0]
    names = {code: name for each in comparisons for code, name in each.names.items()}
    paid = {code: first.paid_before.get(code, 0) for code in names}
    columns = [summed(Column("bas", first.before.name, first.before.name), paid)]
    for n, (each, name) in enumerate(zip(comparisons, called, strict=True), 1):
        apart = Column(f"skillnad_{n}", "Skillnad", f"Skillnad: {name}", signed=True)
        columns.append(summed(Column(f"alternativ_{n}", name, name), each.paid_after))
        columns.append(summed(apart, each.difference))
        columns += peaks(each, n, name)
    spread = []
    for label, pick in SPREAD:
        rest = (None,) * (2 if len(first.each) > 1 else 0)
        cells = (cell for each in comparisons for cell in (None, _kronor(pick, each), *rest))
        spread.append(Line("", label, (None, *cells)))
    same = len({when(each) for each in comparisons}) == 1
    title = f"Sida vid sida{when(first) if same else ''} (kr)"
    return table_of(title, names, columns, *spread)


def _kronor(pick: Pick, comparison: OverYears) -> Cell:
    """Pick one of the differences; a median may lie between two of them."""
    found = pick([Fraction(kr) for kr in comparison.difference.values()])
    return int(found) if found.denominator == 1 else one_decimal(found)


def _causes(comparison: OverYears, title: str) -> Table:
    effects = comparison.causes_in_kronor.items()
    return _differing(comparison, title, [summed(HEADINGS[c], effect) for c, effect in effects])


def _services(comparison: OverYears, title: str) -> Table:
    columns = []
    for service, effect in comparison.per_service.items():
        tjanst = comparison.tjanst(service)
        heading = Column(f"tjanst:{service}", tjanst.kort, tjanst.namn, signed=True)
        columns.append(summed(heading, effect))
    if any(comparison.phased.values()):
        columns.append(summed(HEADINGS[Cause.PHASING], comparison.phased))
    return _differing(comparison, title, columns)


def _causes_per_service(comparison: OverYears, after: str) -> Iterator[Table]:
    """Lay out the causes of each service that differs, a table for each."""
    for service in comparison.service_causes:
        effects = comparison.causes_of(service).items()
        columns = [summed(HEADINGS[cause], effect) for cause, effect in effects]
        columns.append(summed(DIFFERENCE, comparison.per_service[service]))
        name = comparison.tjanst(service).kort
        title = f"Orsaker till skillnaden{when(comparison)} (kr): {name}{after}"
        there = comparison.per_service[service]
        names = {code: who for code, who in comparison.names.items() if code in there}
        yield table_of(title, names, columns)


def _differing(comparison: OverYears, title: str, columns: Sequence[Given]) -> Table:
    """Lay out what the difference is made of, and the difference itself last."""
    return table_of(title, comparison.names, [*columns, summed(DIFFERENCE, comparison.difference)])


def _changed(
    years: Sequence[Alternative], title: str, base: Alternative | None = None
) -> Iterator[Table]:
    """List what an alternative's scenarios change, beyond those that the base is made of too."""
    heads = (Column("fran", "Från", "Ändras från"), Column("till", "Till", "Ändras till"))
    told = changes(years, base)
    lines = tuple(Line("", each.what, (each.before, each.after)) for each in told)
    if lines:
        yield Table(title, heads, lines, corner="Vad", coded=False)


def _notes(comparison: OverYears, name: str) -> Iterator[str]:
    years = when(comparison)
    for word, codes in (
        ("Betalar mer", comparison.losers),
        ("Betalar mindre", comparison.gainers),
        ("Oförändrat", [code for code, kr in comparison.difference.items() if not kr]),
    ):
        if codes:
            who = ", ".join(comparison.names[code] for code in codes)
            yield f"{name}{word}{years} ({len(codes)}): {who}."
    if outside := comparison.outside:
        wishes = " ".join(ask(Wish.SERVICE, service) for service in outside)
        show = aside(f"; visa med {wishes}")
        yield f"{name}Utanför budgeten ändras {listing(outside.values())}{show}."
    if len(comparison.each) > 1 and not comparison.before.scenarios:
        yield f"{name}Före är {comparison.before.name}, samma belopp varje år."
    last = comparison.each[-1].after
    told = (said for one in comparison.each for said in stand_ins(one.after))
    yield from (f"{name}{said}." for said in dict.fromkeys(told))
    if later := last.later:
        span = ask(Wish.YEARS, later[0].year, later[-1].year + 3)
        show = aside(f"; visa det år för år med {span}")
        what = f"Det som ändras {listing(map(str, later))}"
        yield f"{name}{what} är inte med i {last.at}{show}."


def _months(comparison: OverYears) -> Iterator[Note]:
    """Say which of the services compared are there for part of a year.

    What a scenario adds has its own years; the rest is the budget's, whatever year is asked about.
    """
    for one in comparison.each:
        for side in one.sides:
            for name in one.services:
                if held := side.result.by_id.get(name):
                    added_later = name not in side.base.by_id
                    yield from months_note(held, side.at if added_later else side.year)


def _measured_on(comparison: OverYears) -> Iterator[str]:
    if not comparison.people:
        return
    date = max(when for when, _ in comparison.people.values())
    others = [
        f"{comparison.names[code]} {when}"
        for code, (when, _) in comparison.people.items()
        if when != date
    ]
    apart = f" ({listing(others)})" if others else ""
    if without := _without_people(comparison):
        apart += f"; {listing(without)} har ingen, så summan har inga"
    yield f"Kronor per invånare är räknade på folkmängden {date}{apart}."
