"""A comparison as a report: side by side, the causes, service by service, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from statistics import median

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.report import (
    Cell,
    Column,
    Given,
    Line,
    Report,
    Table,
    in_percent,
    one_decimal,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.balance import less
from enamnd_cost.swedish import listing

HEADINGS = {
    cause: Column(cause.value, short, name, signed=True)
    for cause, short, name in (
        (Cause.PARTICIPANTS, "Delt.", "Deltagare"),
        (Cause.SERVICES, "Nya och upphörda", "Nya och upphörda tjänster"),
        (Cause.COST, "Kostnad", "Kostnad"),
        (Cause.INDEX, "Index", "Index"),
        (Cause.POPULATION, "Folk- mängd", "Folkmängd"),
        (Cause.MODEL, "Modell", "Fördelningsmodell"),
        (Cause.ROUNDING, "Avrundn.", "Avrundning"),
        (Cause.REMAINING, "Kvar-stående", "Kvarstående kostnader"),
        (Cause.PHASING, "Infasning", "Infasning"),
    )
}
DIFFERENCE = Column("skillnad", "Skillnad", "Skillnad (kr)", signed=True)
PERCENT = Column("procent", "%", "Skillnad (%)", signed=True)
PER_HEAD = Column("kr_per_invanare", "kr/inv.", "Skillnad (kr per invånare)", signed=True)
Pick = Callable[[Sequence[Fraction]], Fraction]
SPREAD: tuple[tuple[str, Pick], ...] = (("Lägst", min), ("Median", median), ("Högst", max))


def report(
    comparisons: Sequence[Comparison],
    series: Sequence[Sequence[Alternative]],
    *,
    per_service: bool,
) -> Report:
    """Lay out one comparison in full, or several against one base side by side.

    ``series`` holds each alternative's years, where it is shown year by year.
    """
    base = comparisons[0].before
    several = len(comparisons) > 1
    called = names_of([each.after for each in comparisons])
    tables = [_side_by_side(comparisons, called) if several else _in_full(comparisons[0])]
    lead: list[str] = []
    notes: list[str] = []
    for comparison, years, name in zip(comparisons, series, called, strict=True):
        after, before = (f": {name}", f"{name}: ") if several else ("", "")
        if comparison.differs or comparison.causes:
            effects = comparison.causes_in_kronor.items()
            columns = [summed(HEADINGS[cause], effect) for cause, effect in effects]
            tables.append(_differing(comparison, f"Orsaker till skillnaden (kr){after}", columns))
        if per_service:
            tables.append(_services(comparison, f"Skillnad per tjänst (kr){after}"))
        if years:
            tables.append(_years(comparison, years, f"År för år (kr){after}"))
        lead += _lead(comparison, before)
        notes += _notes(comparison, before)
    notes += _measured_on(comparisons[0])
    title = f"{base.name} → {listing(called)}"
    return Report(base.result.data, title, tuple(lead), tuple(tables), notes=plain(notes))


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


def _lead(comparison: Comparison, name: str) -> Iterator[str]:
    after = comparison.after
    if after.motive:
        yield f"{name}{after.motive}"
    if after.at != after.year:
        counted = f"{name.removesuffix(': ')} är räknat" if name else "Räknat"
        yield f"{counted} för {after.at} på {after.year} års kostnader."


def _in_full(comparison: Comparison) -> Table:
    """Before and after, and the difference in three measures."""
    before = Column("fore", "Före", f"Före: {comparison.before.name}")
    after = Column("efter", "Efter", f"Efter: {comparison.after.name}")
    shares = {code: comparison.percent(code) for code in comparison.names}
    heads = {code: comparison.per_head(code) for code in comparison.names}
    everybody = sum(count for _, count in comparison.people.values())
    change = sum(comparison.difference.values())
    head = one_decimal(Fraction(change, everybody) if everybody else None)
    columns = (
        summed(before, comparison.paid_before),
        summed(after, comparison.paid_after),
        summed(DIFFERENCE, comparison.difference),
        in_percent(PERCENT, comparison.difference, comparison.paid_before),
        Given(PER_HEAD, {code: one_decimal(kr) for code, kr in heads.items()}, head),
    )
    spread = []
    for label, pick in SPREAD:
        known = [[kr for kr in each.values() if kr is not None] for each in (shares, heads)]
        picked = [one_decimal(pick(values)) if values else None for values in known]
        spread.append(Line("", label, (None, None, _kronor(pick, comparison), *picked)))
    return table_of("Före och efter (kr)", comparison.names, columns, *spread)


def _side_by_side(comparisons: Sequence[Comparison], called: Sequence[str]) -> Table:
    """One base, and each alternative's amount and difference."""
    first = comparisons[0]
    names = {code: name for each in comparisons for code, name in each.names.items()}
    paid = {code: first.paid_before.get(code, 0) for code in names}
    columns = [summed(Column("bas", first.before.name, first.before.name), paid)]
    for n, (each, name) in enumerate(zip(comparisons, called, strict=True), 1):
        apart = Column(f"skillnad_{n}", "Skillnad", f"Skillnad: {name}", signed=True)
        columns.append(summed(Column(f"alternativ_{n}", name, name), each.paid_after))
        columns.append(summed(apart, each.difference))
    spread = (
        Line("", label, (None, *(c for each in comparisons for c in (None, _kronor(pick, each)))))
        for label, pick in SPREAD
    )
    return table_of("Sida vid sida (kr)", names, columns, *spread)


def _kronor(pick: Pick, comparison: Comparison) -> Cell:
    """Pick one of the differences; a median may lie between two of them."""
    found = pick([Fraction(kr) for kr in comparison.difference.values()])
    return int(found) if found.denominator == 1 else one_decimal(found)


def _services(comparison: Comparison, title: str) -> Table:
    columns = []
    for service, effect in comparison.per_service.items():
        name = comparison.name(service)
        columns.append(summed(Column(f"tjanst:{service}", name, name, signed=True), effect))
    if any(comparison.held.values()) and not comparison.chosen:
        columns.append(summed(HEADINGS[Cause.PHASING], comparison.held))
    return _differing(comparison, title, columns)


def _differing(comparison: Comparison, title: str, columns: Sequence[Given]) -> Table:
    """Lay out what the difference is made of, and the difference itself last."""
    return table_of(title, comparison.names, [*columns, summed(DIFFERENCE, comparison.difference)])


def _years(comparison: Comparison, years: Sequence[Alternative], title: str) -> Table:
    """Show what each pays year by year, at the base's level of cost, and the change in all."""
    before, name = comparison.before.amounts(), comparison.before.name
    change = less(years[-1].amounts(), before)
    paid = [(Column("bas", name, name), before)]
    paid += [(Column(str(year.at), str(year.at), str(year.at)), year.amounts()) for year in years]
    nothing = dict.fromkeys(comparison.names, 0)
    columns = [summed(each, nothing | kr) for each, kr in paid]
    until, key = f"Ändring till {years[-1].at}", f"andring_{years[-1].at}"
    share = Column(f"{key}_procent", "%", f"{until} (%)", signed=True)
    columns.append(summed(Column(key, "Ändring", f"{until} (kr)", signed=True), change))
    columns.append(in_percent(share, change, before))
    return table_of(title, comparison.names, columns)


def _notes(comparison: Comparison, name: str) -> Iterator[str]:
    for word, codes in (
        ("Betalar mer", comparison.losers),
        ("Betalar mindre", comparison.gainers),
        ("Oförändrat", [code for code, kr in comparison.difference.items() if not kr]),
    ):
        if codes:
            who = ", ".join(comparison.names[code] for code in codes)
            yield f"{name}{word} ({len(codes)}): {who}."
    if outside := comparison.outside:
        show = " ".join(ask(Wish.SERVICE, service) for service in outside)
        yield f"{name}Utanför budgeten ändras {listing(outside)}; visa med {show}."
    if later := comparison.after.later:
        span = ask(Wish.YEARS, later[0].year, later[-1].year + 3)
        yield (
            f"{name}Det som ändras {listing(map(str, later))} är inte med i {comparison.after.at}; "
            f"visa det år för år med {span}."
        )


def _measured_on(comparison: Comparison) -> Iterator[str]:
    if not comparison.people:
        return
    date = max(when for when, _ in comparison.people.values())
    others = [
        f"{comparison.names[code]} {when}"
        for code, (when, _) in comparison.people.items()
        if when != date
    ]
    apart = f" ({listing(others)})" if others else ""
    yield f"Kronor per invånare är räknade på folkmängden {date}{apart}."
