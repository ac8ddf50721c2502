"""A municipality buys in to a service that others have paid for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from enamnd_cost.analysis.report import (
    ORE,
    Column,
    Line,
    Report,
    Table,
    in_ore,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios import joining
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import compute
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.buy_in import Past, Settlement, settle, worth
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.participation import months_in
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.scenario import Intrade
from enamnd_cost.swedish import listing, number, rounded

PAYS = Column(
    "betalar", "Betalar (+) får (−)", "Betalar (+) eller får tillbaka (−), kr", signed=True
)


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
    years: tuple[Past, ...]
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
    start = dt.date(tjanst.period[0].first_year, 1, 1)
    since = max(since or start, start)
    counted = {
        year: months
        for year in range(since.year, date.year + 1)
        if tjanst.period_in(year) and (months := months_in(year, since, date - dt.timedelta(1)))
    }
    if lacking := [year for year in counted if not tjanst.known_in(year)]:
        text = f"{service} saknar uppgifter för {listing(map(str, lacking))}"
        remedy = f"räkna från ett senare datum med {ask(Wish.SINCE)}"
        return None, [Problem("EK006", "", text, remedy)]
    past = []
    for year, months in counted.items():
        paid = compute(data, [year])
        node = Node(service, year)
        if node in paid.outcome.done and code in paid.outcome.done[node].rows:
            text = f"{data.kommuner.names[code]} deltar redan i {service} {year}"
            remedy = f"välj en kommun som inte är med, eller {ask(Wish.SINCE)}"
            return None, [Problem("EK010", "", text, remedy)]
        bench = Workbench(data, year, tjanst_file(service))
        newcomer = Intrade(kommun=data.kommuner.ids[code], tjanster=[service])
        joining.join(bench, newcomer, 0, year)
        bench.judge()
        if problems := [*paid.problems, *bench.problems]:
            # The scenario was never written, so there is no place in it to point at.
            return None, [Problem(p.code, "", p.text, p.remedy) for p in problems]
        age = (date.year - year) * MONTHS_A_YEAR + date.month - 1
        left = worth(age, life * MONTHS_A_YEAR if life else None)
        done = paid.outcome.done[node]
        past.append(Past(done, bench.computed.outcome.done[node], months, left))
    if not any(each.counts for each in past):
        after = f" efter {since}" if since > start else ""
        text = f"{service} har inga kostnader före {date}{after}"
        return None, [Problem("EK009", "", text, "välj ett senare datum, eller en annan tjänst")]
    settled = settle(past, unit)
    return BuyIn(data, service, code, date, since, life, tuple(past), settled), []


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
    paid = Column("har_betalat", "Har betalat", "Har betalat av det som räknas (kr)")
    share = Column("skulle_ha_betalat", "Skulle ha betalat", "Skulle ha betalat (kr)")
    columns = (
        in_ore(paid, {code: each.paid for code, each in settled.items()}),
        in_ore(share, {code: each.share for code, each in settled.items()}),
        summed(PAYS, {code: each.pays for code, each in settled.items()}),
    )
    names = {code: name for code, name in bought.data.kommuner.names.items() if code in settled}
    return table_of("Avräkning (kr)", names, columns)


def _used(bought: BuyIn) -> Table:
    columns = (
        Column("kostnad", "Kostnad", "Kostnad (kr)"),
        Column("manader", "Månader", "Månader som räknas"),
        Column("kvar", "Kvar (%)", "Kvar efter avskrivning (%)"),
        Column("raknas", "Räknas", "Belopp som räknas (kr)"),
    )
    lines = []
    for each in bought.years:
        left, counts = rounded(100 * each.left, 1), rounded(each.counts, ORE)
        cells = (each.paid.total, each.months.length, left, counts)
        lines.append(Line("", str(each.paid.node.year), cells))
    return Table("Kostnader som räknas", columns, tuple(lines), corner="År", coded=False)
