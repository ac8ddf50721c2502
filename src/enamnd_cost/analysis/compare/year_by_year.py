"""A comparison over several years: which they are, the year in which most is paid, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enamnd_cost.analysis.compare.over_years import OverYears, Peak
from enamnd_cost.analysis.report import Column, Given, Line, Table, in_percent, summed, table_of
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.engine.balance import added, less

PEAK_YEAR = Column("toppar", "Toppår", "År med högst belopp")
PEAK = Column("toppbelopp", "Högst ett år", "Högsta årsbelopp (kr)")


def when(comparison: OverYears) -> str:
    """Name the years that figures are of, where it is not simply that of the budget."""
    years = comparison.years
    if len(years) > 1:
        return f" {years[0]}–{years[-1]} sammanlagt"
    later = comparison.after.at != comparison.after.year
    return f" {years[0]}" if later else ""


def peaks(comparison: OverYears, n: int = 0, name: str = "") -> Iterator[Given]:
    """Tell in which of several years each pays most, and how much.

    There is no sum: what all pay most in a year is not what each pays most in its own.
    """
    if len(comparison.each) == 1:
        return
    own, mark = (f"_{n}", f": {name}") if n else ("", "")
    tops = {code: comparison.peak(code) for code in comparison.names}
    year, kronor = PEAK_YEAR, PEAK
    year = year._replace(key=year.key + own, name=year.name + mark)
    kronor = kronor._replace(key=kronor.key + own, name=kronor.name + mark)
    yield Given(year, {code: _said(peak) for code, peak in tops.items()})
    yield Given(kronor, {code: peak.amount for code, peak in tops.items()})


def _said(peak: Peak) -> str:
    """Name the year in words: a number in its place would be taken for one to count with."""
    return "alla lika" if peak.same else f"år {peak.year}"


def in_all(comparisons: Sequence[OverYears], called: Sequence[str]) -> Iterator[Table]:
    """Set what all pay in some years together side by side: the sum, and the year of most."""
    first = comparisons[0]
    if len(first.each) == 1:
        return
    columns = (Column("summa_aren", "Summa", "Summa över åren (kr)"), PEAK_YEAR, PEAK)
    sides = [
        (first.before.name, sum(first.paid_before.values()), first.peak_before()),
        *(
            (name, sum(each.paid_after.values()), each.peak())
            for each, name in zip(comparisons, called, strict=True)
        ),
    ]
    lines = tuple(Line("", name, (whole, _said(peak), peak.amount)) for name, whole, peak in sides)
    title = f"Alla tillsammans{when(first)} (kr)"
    yield Table(title, columns, lines, corner="Alternativ", coded=False)


def year_by_year(
    comparison: OverYears, until: Sequence[Alternative], name: str, *, base_too: bool
) -> Iterator[Table]:
    """Show what each pays year by year, at the base's level of cost, and the change in all.

    ``name`` tells the alternative from others. A base that differs between the years has a table of
    its own, where it is asked for; ``until`` are years beyond those that are compared.
    """
    title, apart = "År för år (kr)", f": {name}" if name else ""
    if len(comparison.each) == 1:
        if until:
            yield _years(comparison, until, comparison.before, title + apart)
        return
    befores, afters = zip(*(one.sides for one in comparison.each), strict=True)
    if not comparison.before.scenarios:
        yield _years(comparison, afters, befores[0], title + apart)
        return
    if base_too:
        yield _years(comparison, befores, None, f"{title}: {comparison.before.name}")
    yield _years(comparison, afters, None, f"{title}: {name or comparison.after.name}")


def _years(
    comparison: OverYears, years: Sequence[Alternative], base: Alternative | None, title: str
) -> Table:
    """Lay out years beside the ``base``, if there is one; their sum, and the change to the last."""
    nothing = dict.fromkeys(comparison.names, 0)
    paid = [nothing | _amounts(comparison, year) for year in years]
    columns, first, last = [], paid[0], years[-1].at
    if base:
        first = nothing | _amounts(comparison, base)
        columns.append(summed(Column("bas", base.name, base.name), first))
    columns += [
        summed(Column(str(year.at), str(year.at), str(year.at)), kr)
        for year, kr in zip(years, paid, strict=True)
    ]
    if len(years) > 1:
        name = f"Summa {years[0].at}–{last}"
        columns.append(summed(Column("summa", name, f"{name} (kr)"), added(paid)))
    change, until, key = less(paid[-1], first), f"Förändring till {last}", f"andring_{last}"
    share = Column(f"{key}_procent", "%", f"{until} (%)", signed=True)
    columns.append(summed(Column(key, "Förändring", f"{until} (kr)", signed=True), change))
    columns.append(in_percent(share, change, first))
    return table_of(title, comparison.names, columns)


def _amounts(comparison: OverYears, side: Alternative) -> dict[str, int]:
    """Give what each pays on one side: within the budget, or for the chosen services."""
    return side.amounts(comparison.chosen)
