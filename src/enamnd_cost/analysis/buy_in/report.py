"""A settlement laid out: who has paid what, who pays now, and what it counts on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from enamnd_cost.analysis.buy_in.run import BuyIn, Earlier
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
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.model.data import tjanst_file
from enamnd_cost.swedish import listing, number, rounded

PAYS = Column(
    "betalar", "Betalar (+) får (−)", "Betalar (+) eller får tillbaka (−), kr", signed=True
)


def report(bought: BuyIn) -> Report:
    """Lay out a settlement: what each has paid, should have paid, and now pays."""
    data, deal = bought.data, bought.deal
    newcomers = listing(data.kommuner.names[code] for code in deal.codes)
    lead = [f"{newcomers} är med från {deal.date}, och avräknas från {deal.since}."]
    if deal.life:
        lead.append(
            f"Kostnaderna skrivs av på {deal.life} år, från den 1 januari det år de betalades"
            + _from_the_start(bought)
        )
    earlier = [_earlier(bought)] if bought.earlier else []
    return Report(
        data,
        f"Inköp i efterhand: {newcomers} i {data.tjanster[bought.service].namn}",
        tuple(lead),
        (_settled(bought), _used(bought), *earlier),
        notes=plain(_notes(bought)),
    )


def _settled(bought: BuyIn) -> Table:
    settled = bought.settlement
    own = Column("egna_ar", "Egna år", "Har betalat egna år, av det som räknas (kr)")
    before = Column("tidigare_inkop", "Tidigare inköp", "Har betalat i tidigare inköp (kr)")
    paid = Column("har_betalat", "Har betalat", "Har betalat av det som räknas (kr)")
    share = Column("skulle_ha_betalat", "Skulle ha betalat", "Skulle ha betalat (kr)")
    parts = (
        in_ore(own, {code: each.own for code, each in settled.items()}),
        in_ore(before, {code: each.earlier for code, each in settled.items()}),
    )
    columns = (
        *(parts if bought.earlier else ()),
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
        lines.append(Line("", str(each.year), (each.cost, each.months, left, counts)))
    return Table("Kostnader som räknas", columns, tuple(lines), corner="År", coded=False)


def _earlier(bought: BuyIn) -> Table:
    columns = (
        Column("kommun", "Kommun", "Kommun som köpte in sig"),
        Column("betalade", "Betalade", "Betalade då, enligt filen (kr)"),
        Column("utraknat", "Uträknat", "Uträknat av programmet (kr)"),
        Column("raknas", "Räknas", "Räknas nu (kr)"),
    )
    lines = []
    for each in bought.earlier:
        for code in each.deal.codes:
            counts = rounded(each.counts.get(code, Fraction(0)), ORE)
            paid, computed = each.deal.stated.get(code, 0), each.computed.get(code, 0)
            cells = (bought.data.kommuner.names[code], paid, computed, counts)
            lines.append(Line("", str(each.deal.date), cells))
    return Table("Tidigare inköp", columns, tuple(lines), corner="Datum", coded=False)


def _notes(bought: BuyIn) -> Iterator[str]:
    yield _result(bought)
    names, file = bought.data.kommuner.names, tjanst_file(bought.service)
    if settled := bought.settled:
        theirs = listing(names[code] for code in settled)
        yield (
            f"{theirs} har redan ett inköp {bought.deal.date} i {file}; beloppen är det som "
            "återstår sedan det är avräknat."
        )
    tjanst = bought.data.tjanster[bought.service]
    known = (tjanst.known_in(each.year) for each in bought.years)
    if any(period and period.dampning for period in known):
        yield "Det som dämpningen har flyttat mellan kommunerna är inte med: det ändras inte."
    for each in bought.earlier:
        if each.differs:
            yield _differs(each, bought)
        if each.deal.life != bought.deal.life:
            yield (
                f"Inköpet {each.deal.date} räknades {_wear(each.deal.life)}, det här "
                f"{_wear(bought.deal.life)}: det tidigare räknas om till sin del av kostnaderna "
                "som nya, och skrivs av som de."
            )
    for code in bought.absent:
        yield (
            f"{names[code]} har köpt in sig men deltar inte efter det enligt {file}; lägg till "
            f"{bought.data.kommuner.ids[code]} i deltagare för att räkna med det."
        )
    for date in sorted(set(bought.unsettled.values())):
        yield _unsettled(bought, date)
    if bought.total and not settled:
        yield (
            f"När det är avräknat: skriv in det i {file}, så räknar nästa inköp med det."
            + aside(f" {ask(Wish.TOML)} ger raderna.")
        )


def _result(bought: BuyIn) -> str:
    """Say what they pay or get, all that come in."""
    names, total = bought.data.kommuner.names, bought.total
    codes = bought.deal.codes
    if not any(each.pays for each in bought.settlement.values()):
        return "Ingen betalar något, och ingen får något tillbaka."
    each = [(names[code], bought.settlement[code].pays) for code in codes]
    if total < 0:
        said = listing(f"{name} får {number(-kr)} kr" for name, kr in each)
        return f"{said}, och det är vad de andra tillsammans betalar."
    said = listing(f"{name} betalar {number(kr)} kr" for name, kr in each)
    together = f", tillsammans {number(total)} kr" if len(each) > 1 else ""
    return f"{said}{together}, och det är vad de andra tillsammans får tillbaka."


def _from_the_start(bought: BuyIn) -> str:
    """Say from when costs are worn out that were paid for a year in which the service began."""
    tjanst = bought.data.tjanster[bought.service]
    begun = [
        year.year for year in bought.years if (own := tjanst.months(year.year)) and own.first > 1
    ]
    period = tjanst.period_in(begun[0]) if begun else None
    return f" ({begun[0]} års från {period.start}, då tjänsten började)." if period else "."


def _differs(each: Earlier, bought: BuyIn) -> str:
    """Say where a stated buy-in is something else than the program makes of it."""
    names = bought.data.kommuner.names
    deal, computed = each.deal, each.computed
    amounts = listing(
        f"{names[code]} {_signed(deal.stated.get(code, 0))} mot uträknat "
        f"{_signed(computed.get(code, 0))} ({_signed(kr)})"
        for code, kr in each.differs.items()
    )
    who = listing(names[code] for code in deal.codes)
    text = f"Inköpet {deal.date} ({who}) är inte vad programmet räknar ut: {amounts} kr."
    if each.worn:
        return f"{text} Inget fanns kvar att köpa in sig i då, så det räknas inte."
    return f"{text} Det som står i filen är det som räknas."


def _unsettled(bought: BuyIn, date: dt.date) -> str:
    """Say that some came later than others without a buy-in, and how to state one."""
    codes = [code for code, first in bought.unsettled.items() if first == date]
    names, ids = bought.data.kommuner.names, bought.data.kommuner.ids
    start = bought.data.tjanster[bought.service].start
    since = bought.deal.since if bought.deal.since > start else ""
    lines = ask(
        Wish.BUY_IN, bought.service, date, since, bought.deal.life or "", *(ids[c] for c in codes)
    )
    who = listing(names[code] for code in codes)
    return (
        f"{who} är med från {date} utan något inköp i filen, och räknas som att inget betalades "
        "för tiden före."
        + aside(
            f" Om det avräknades: {lines} ger raderna att skriva in i "
            f"{tjanst_file(bought.service)}, i datumordning; rätta beloppen till dem som betalades."
        )
    )


def _wear(life: int | None) -> str:
    return f"med avskrivning på {life} år" if life else "utan avskrivning"


def _signed(kronor: int) -> str:
    return f"+{number(kronor)}" if kronor > 0 else number(kronor)
