"""A comparison as a report: side by side, the causes, service by service, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import median

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.swedish import listing, rounded

HEADINGS = {
    Cause.PARTICIPANTS: Column("Delt.", "Deltagare", signed=True),
    Cause.SERVICES: Column("Nya och upphörda", "Nya och upphörda tjänster", signed=True),
    Cause.COST: Column("Kostnad", "Kostnad", signed=True),
    Cause.INDEX: Column("Index", "Index", signed=True),
    Cause.POPULATION: Column("Folk- mängd", "Folkmängd", signed=True),
    Cause.MODEL: Column("Modell", "Fördelningsmodell", signed=True),
    Cause.ROUNDING: Column("Avrundn.", "Avrundning", signed=True),
    Cause.REMAINING: Column("Kvar-stående", "Kvarstående kostnader", signed=True),
    Cause.PHASING: Column("Infasning", "Infasning", signed=True),
}
DIFFERENCE = Column("Skillnad", "Skillnad (kr)", signed=True)
PERCENT = Column("%", "Skillnad (%)", signed=True)
PER_HEAD = Column("kr/inv.", "Skillnad (kr per invånare)", signed=True)
LEAST, MIDDLE, MOST = "Lägst", "Median", "Högst"


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
    tables = [_side_by_side(comparisons)] if several else [_in_full(comparisons[0])]
    for comparison, years in zip(comparisons, series, strict=True):
        after = f": {comparison.after.name}" if several else ""
        if comparison.differs or comparison.causes:
            tables.append(_causes(comparison, f"Orsaker till skillnaden (kr){after}"))
        if per_service:
            tables.append(_services(comparison, f"Skillnad per tjänst (kr){after}"))
        if years:
            tables.append(_years(comparison, years, f"År för år (kr){after}"))
    names = listing(comparison.after.name for comparison in comparisons)
    return Report(
        base.result.data,
        f"{base.name} → {names}",
        tuple(line for each in comparisons for line in _lead(each, several=several)),
        tuple(tables),
        tuple(note for each in comparisons for note in _notes(each, several=several))
        + _common_notes(comparisons[0]),
    )


def _lead(comparison: Comparison, *, several: bool) -> list[str]:
    after = comparison.after
    lines = []
    if after.motive:
        lines.append(f"{after.name}: {after.motive}" if several else after.motive)
    if after.at != after.year:
        name = f"{after.name} är räknat" if several else "Räknat"
        lines.append(f"{name} för {after.at} på {after.year} års kostnader.")
    return lines


def _in_full(comparison: Comparison) -> Table:
    """Before and after, and the difference in three measures."""
    columns = (
        Column("Före", f"Före: {comparison.before.name}"),
        Column("Efter", f"Efter: {comparison.after.name}"),
        DIFFERENCE,
        PERCENT,
        PER_HEAD,
    )
    lines = [
        _line(
            comparison,
            code,
            comparison.paid_before[code],
            comparison.paid_after[code],
            *_measures(comparison, code),
        )
        for code in comparison.codes
    ]
    was, now = sum(comparison.paid_before.values()), sum(comparison.paid_after.values())
    percent = rounded(Fraction(100 * (now - was), abs(was)), 1) if was else None
    everybody = sum(count for _, count in comparison.people.values())
    head = rounded(Fraction(now - was, everybody), 1) if everybody else None
    sums = [Line("", "Summa", (was, now, now - was, percent, head))]
    for label, pick in _SPREAD:
        cells = (None, None, *(pick(values) for values in _spread(comparison)))
        sums.append(Line("", label, cells))
    return Table("Före och efter (kr)", columns, tuple(lines), tuple(sums))


def _measures(comparison: Comparison, code: str) -> tuple[Cell, ...]:
    percent, head = comparison.percent(code), comparison.per_head(code)
    return (
        comparison.difference[code],
        None if percent is None else rounded(percent, 1),
        None if head is None else rounded(head, 1),
    )


_Pick = Callable[[tuple[Sequence[Fraction], int]], Cell]


def _shown(pick: Callable[[Sequence[Fraction]], Fraction]) -> _Pick:
    def picked(given: tuple[Sequence[Fraction], int]) -> Cell:
        values, places = given
        if not values:
            return None
        found = pick(values)
        whole = not places and found.denominator == 1
        return int(found) if whole else rounded(found, places or 1)

    return picked


_SPREAD: tuple[tuple[str, _Pick], ...] = (
    (LEAST, _shown(min)),
    (MIDDLE, _shown(median)),
    (MOST, _shown(max)),
)


def _spread(comparison: Comparison) -> list[tuple[Sequence[Fraction], int]]:
    """Give the differences in kronor, in per cent and per inhabitant, with their decimals."""
    codes = comparison.codes
    kronor = [Fraction(comparison.difference[code]) for code in codes]
    percent = [p for code in codes if (p := comparison.percent(code)) is not None]
    head = [h for code in codes if (h := comparison.per_head(code)) is not None]
    return [(kronor, 0), (percent, 1), (head, 1)]


def _side_by_side(comparisons: Sequence[Comparison]) -> Table:
    """One base, and each alternative's amount and difference."""
    codes = tuple(dict.fromkeys(code for each in comparisons for code in each.codes))
    first = comparisons[0]
    columns = [Column(first.before.name, first.before.name)]
    for each in comparisons:
        name = each.after.name
        columns.append(Column(name, name))
        columns.append(Column("Skillnad", f"Skillnad: {name}", signed=True))
    lines = []
    for code in codes:
        cells: list[Cell] = [first.paid_before.get(code, 0)]
        for each in comparisons:
            cells += [each.paid_after.get(code), each.difference.get(code)]
        owner = next(each for each in comparisons if code in each.codes)
        lines.append(_line(owner, code, *cells))
    totals: list[Cell] = [sum(first.paid_before.values())]
    for each in comparisons:
        totals += [sum(each.paid_after.values()), sum(each.difference.values())]
    sums = [Line("", "Summa", tuple(totals))]
    for label, pick in _SPREAD:
        row: list[Cell] = [None]
        for each in comparisons:
            row += [None, pick(_spread(each)[0])]
        sums.append(Line("", label, tuple(row)))
    return Table("Sida vid sida (kr)", tuple(columns), tuple(lines), tuple(sums))


def _causes(comparison: Comparison, title: str) -> Table:
    causes = comparison.causes_in_kronor
    columns = (*(HEADINGS[cause] for cause in causes), DIFFERENCE)
    lines = [
        _line(comparison, code, *(c[code] for c in causes.values()), comparison.difference[code])
        for code in comparison.codes
    ]
    totals = [sum(effect.values()) for effect in causes.values()]
    whole = Line("", "Summa", (*totals, sum(comparison.difference.values())))
    return Table(title, columns, tuple(lines), (whole,))


def _services(comparison: Comparison, title: str) -> Table:
    services = comparison.per_service
    columns = [
        Column(comparison.name(name), comparison.name(name), signed=True) for name in services
    ]
    held = {
        code: comparison.after.held.get(code, 0) - comparison.before.held.get(code, 0)
        for code in comparison.codes
    }
    phased = any(held.values()) and not comparison.chosen
    if phased:
        columns.append(HEADINGS[Cause.PHASING])
    columns.append(DIFFERENCE)
    lines = []
    for code in comparison.codes:
        cells: list[Cell] = [effect.get(code) for effect in services.values()]
        cells += [held[code]] if phased else []
        lines.append(_line(comparison, code, *cells, comparison.difference[code]))
    totals: list[Cell] = [sum(effect.values()) for effect in services.values()]
    totals += [sum(held.values())] if phased else []
    whole = Line("", "Summa", (*totals, sum(comparison.difference.values())))
    return Table(title, tuple(columns), tuple(lines), (whole,))


def _years(comparison: Comparison, years: Sequence[Alternative], title: str) -> Table:
    """Show what each pays year by year, at the base's level of cost, and the change in all."""
    paid = [year.amounts() for year in years]
    codes = tuple(dict.fromkeys((*comparison.codes, *(code for each in paid for code in each))))
    columns = (
        Column(comparison.before.name, comparison.before.name),
        *(Column(str(year.at), str(year.at)) for year in years),
        Column("Ändring", f"Ändring till {years[-1].at} (kr)", signed=True),
        Column("%", f"Ändring till {years[-1].at} (%)", signed=True),
    )
    before = comparison.before.amounts()
    lines = []
    for code in codes:
        was, last = before.get(code, 0), paid[-1].get(code, 0)
        percent = rounded(Fraction(100 * (last - was), abs(was)), 1) if was else None
        row = [each.get(code, 0) for each in paid]
        lines.append(_line(comparison, code, was, *row, last - was, percent))
    sums = [sum(before.values()), *(sum(each.values()) for each in paid)]
    change = sums[-1] - sums[0]
    percent = rounded(Fraction(100 * change, abs(sums[0])), 1) if sums[0] else None
    whole = Line("", "Summa", (*sums, change, percent))
    return Table(title, columns, tuple(lines), (whole,))


def _line(comparison: Comparison, code: str, *cells: Cell) -> Line:
    return Line(code, comparison.municipality(code), cells)


def _notes(comparison: Comparison, *, several: bool) -> list[str]:
    said = []
    name = f"{comparison.after.name}: " if several else ""
    for word, codes in (
        ("Betalar mer", comparison.losers),
        ("Betalar mindre", comparison.gainers),
        ("Oförändrat", comparison.unmoved),
    ):
        if codes:
            who = ", ".join(comparison.municipality(code) for code in codes)
            said.append(f"{name}{word} ({len(codes)}): {who}.")
    if outside := comparison.outside:
        words = " ".join(f"-t {service}" for service in outside)
        said.append(f"{name}Utanför budgeten ändras {listing(outside)}; visa med {words}.")
    if later := comparison.after.later:
        first = later[0].year
        said.append(
            f"{name}Det som ändras {listing(map(str, later))} är inte med i {comparison.after.at}; "
            f"visa det år för år med --ar {first}..{later[-1].year + 3}."
        )
    return said


def _common_notes(comparison: Comparison) -> tuple[str, ...]:
    date = comparison.people_at
    if date is None:
        return ()
    others = [
        f"{comparison.municipality(code)} {when}"
        for code, (when, _) in comparison.people.items()
        if when != date
    ]
    apart = f" ({listing(others)})" if others else ""
    return (f"Kronor per invånare är räknade på folkmängden {date}{apart}.",)
