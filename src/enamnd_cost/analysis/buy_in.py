"""A municipality buys in to a service that others have paid for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from enamnd_cost.analysis.report import (
    Column,
    Given,
    Line,
    Report,
    Table,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios import joining
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import compute
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.buy_in import Past, Settlement, settle, worth
from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Intrade
from enamnd_cost.swedish import listing, number, rounded

PAYS = Column(
    "betalar", "Betalar (+) får (−)", "Betalar (+) eller får tillbaka (−), kr", signed=True
)


@dataclass(frozen=True)
class PastYear:
    """One past year of the service: its cost (kronor), the months and the part that count."""

    year: int
    cost: int
    months: Months
    left: Fraction
    counts: Fraction


@dataclass(frozen=True)
class BuyIn:
    """A settlement: who pays and who gets back when ``code`` comes in on ``date``.

    ``life`` is in years; ``since`` is the first day that is bought in to.
    """

    data: Data
    service: str
    code: str
    date: dt.date
    since: dt.date
    life: int | None
    years: tuple[PastYear, ...]
    settlement: dict[str, Settlement]


def buy_in(
    data: Data,
    service: str,
    code: str,
    date: dt.date,
    since: dt.date | None = None,
    life: int | None = None,
    unit: int = 1,
) -> tuple[BuyIn | None, list[Problem]]:
    """Settle as if the municipality had been in from the start, or from ``since``.

    ``date`` is the first day as a participant; what was paid up to it is settled. A cost is taken
    into use on the first of January of its year, and is worn out after ``life`` years.
    """
    tjanst = data.tjanster[service]
    start = dt.date(tjanst.period[0].fran, 1, 1)
    since = max(since or start, start)
    wanted = [year for year in range(since.year, date.year + 1) if _months(year, since, date)]
    held = [(year, period) for year in wanted if (period := tjanst.period_in(year))]
    lacking = [year for year, period in held if period.saknas]
    if lacking:
        text = f"{service} saknar uppgifter för {listing(map(str, lacking))}"
        remedy = f"räkna från ett senare datum med {ask(Wish.SINCE)}"
        return None, [Problem("EK006", "", text, remedy)]
    past, years = [], []
    for year, _ in held:
        paid = compute(data, [year])
        node = Node(service, year)
        if node in paid.outcome.done and code in paid.outcome.done[node].rows:
            text = f"{data.kommuner.by_code[code].namn} deltar redan i {service} {year}"
            remedy = f"välj en kommun som inte är med, eller {ask(Wish.SINCE)}"
            return None, [Problem("EK010", "", text, remedy)]
        bench = Workbench(data, year, tjanst_file(service))
        kommun = data.kommuner.by_code[code]
        joining.join(bench, Intrade(kommun=kommun.id, tjanster=[service]), 0, year)
        bench.judge()
        if paid.problems or bench.problems:
            return None, [_plainly(p) for p in (*paid.problems, *bench.problems)]
        age = max(0, (date.year - year) * MONTHS_A_YEAR + date.month - 1)
        left = worth(age, life * MONTHS_A_YEAR if life else None)
        months = _months(year, since, date)
        assert months is not None  # no other years are held
        done = paid.outcome.done[node]
        past.append(Past(done, bench.computed.outcome.done[node], months, left))
        counts = sum(past[-1].payments().values(), Fraction(0))
        years.append(PastYear(year, done.total, months, left, counts))
    if not past or not any(year.counts for year in years):
        after = f" efter {since}" if since > start else ""
        text = f"{service} har inga kostnader före {date}{after}"
        return None, [Problem("EK009", "", text, "välj ett senare datum, eller en annan tjänst")]
    settled = settle(past, unit)
    return BuyIn(data, service, code, date, since, life, tuple(years), settled), []


def _months(year: int, since: dt.date, date: dt.date) -> Months | None:
    """Give the months of a year from one date up to another."""
    first = since.month if year == since.year else 1
    last = date.month - 1 if year == date.year else MONTHS_A_YEAR
    return Months(first, last) if first <= last else None


def _plainly(problem: Problem) -> Problem:
    """Take a mistake in a scenario that was never written as one in the question."""
    return Problem(problem.code, "", problem.text, problem.remedy)


def report(bought: BuyIn) -> Report:
    """Lay out a settlement: what each has paid, should have paid, and now pays."""
    data, names = bought.data, bought.data.kommuner.names
    newcomer = names[bought.code]
    lead = [f"{newcomer} är med från {bought.date}, och avräknas från {bought.since}."]
    if bought.life:
        lead.append(
            f"Kostnaderna skrivs av på {bought.life} år, från den 1 januari det år de betalades."
        )
    pays = number(bought.settlement[bought.code].pays)
    note = f"{newcomer} betalar {pays} kr, och det är vad de andra tillsammans får tillbaka."
    return Report(
        data,
        f"Inköp i efterhand: {newcomer} i {data.tjanster[bought.service].namn}",
        tuple(lead),
        (_settled(bought), _used(bought)),
        notes=plain([note]),
    )


def _settled(bought: BuyIn) -> Table:
    settled = bought.settlement
    exact = {
        Column("har_betalat", "Har betalat", "Har betalat av det som räknas (kr)"): {
            code: each.paid for code, each in settled.items()
        },
        Column("skulle_ha_betalat", "Skulle ha betalat", "Skulle ha betalat (kr)"): {
            code: each.share for code, each in settled.items()
        },
    }
    columns = [
        Given(
            column,
            {code: rounded(kr, 2) for code, kr in cells.items()},
            rounded(sum(cells.values(), Fraction(0)), 2),
        )
        for column, cells in exact.items()
    ]
    columns.append(summed(PAYS, {code: each.pays for code, each in settled.items()}))
    names = {code: name for code, name in bought.data.kommuner.names.items() if code in settled}
    return table_of("Avräkning (kr)", names, columns)


def _used(bought: BuyIn) -> Table:
    columns = (
        Column("kostnad", "Kostnad", "Kostnad (kr)"),
        Column("manader", "Månader", "Månader som räknas"),
        Column("kvar", "Kvar (%)", "Kvar efter avskrivning (%)"),
        Column("raknas", "Räknas", "Belopp som räknas (kr)"),
    )
    lines = tuple(
        Line(
            "",
            str(y.year),
            (y.cost, y.months.length, rounded(100 * y.left, 1), rounded(y.counts, 2)),
        )
        for y in bought.years
    )
    return Table("Kostnader som räknas", columns, lines, corner="År", coded=False)
