"""The answer as lines and tables: what was found, how firmly, and which cells do not follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.chance import FIRM
from enamnd_cost.analysis.infer.factor import FactorBounds, factors
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.observed import published
from enamnd_cost.analysis.infer.plane import equal_parts
from enamnd_cost.analysis.report import Column, Given, Line, Report, Table, plain, table_of
from enamnd_cost.analysis.year import Computed
from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import decimal, fixed, listing, number, rounded

T = TypeVar("T")


def report(answers: Sequence[Answer], computed: Computed, most: int) -> Report:
    """Say all of one table, or the main thing of several; ``most`` hypotheses are shown."""
    return _one(answers[0], computed, most) if len(answers) == 1 else _several(answers, computed)


MOST_RIVALS = 3  # that a sentence names

NOTHING = "Ingen modell är funnen: det som ger tabellen skulle ge nästan vilken tabell som helst."


def _one(answer: Answer, computed: Computed, most: int) -> Report:
    data = computed.data
    shown = [(str(n), found) for n, found in enumerate(answer.ranked[:most], 1)]
    tables = [_table("Hypoteser", "Nr", HYPOTHESIS, shown)] if shown else []
    if answer.first:
        tables += _details(answer.first, data.kommuner.names)
    notes = [*_remarks(answer), *_rounded_together(answer, computed)]
    if len(answer.ranked) > most:
        notes.append(
            f"Visar {most} av {len(answer.ranked)} hypoteser; {ask(Wish.COUNT)} visar fler, "
            f"{ask(Wish.JSON)} alla."
        )
    lead = [_table_in_words(answer), *verdict(answer, data)]
    if answer.first:
        lead.append(answer.why)
    return Report(
        data, f"Vilken modell gav tabellen? {answer.observed.name}", tuple(lead), tuple(tables),
        notes=plain(notes),
    )  # fmt: skip


def _table_in_words(answer: Answer) -> str:
    observed = answer.observed
    text = f"Tabellen har {len(observed.amounts)} rader, tillsammans {number(observed.added)} kr"
    if observed.total is None:
        return f"{text}, och ingen summarad."
    if observed.total == observed.added:
        return f"{text}, som summaraden säger."
    return f"{text}, men summaraden säger {number(observed.total)} kr."


def verdict(answer: Answer, data: Data) -> list[str]:
    """Say what the table follows and how firmly, in one sentence each."""
    found = answer.first
    if answer.rather_elsewhen:
        return _elsewhen(answer)
    if found is None:
        return [NOTHING if answer.ranked else "Ingen modell är funnen: ingenting ger ens en ruta."]
    rule = words.rounding(found.rounding)
    if not answer.near:
        part = "; en del av tabellen är nog räknad så" if found.one_in >= FIRM else ""
        none = f"Ingen modell ger tabellen, ens med {answer.observed.most} avvikande rutor."
        if found.contradicted and len(found.deviations) <= answer.observed.most:
            # The cells would do: it is the sum that says no.
            none = "Ingen modell ger både rutorna och summaraden."
            part = f", men modellens summa är {number(found.total)} kr och inte tabellens"
            if found.missing:
                part += f": den ger {number(sum(found.missing.values()))} kr till dem som saknar "
                part += f"rad, {data.kommuner.listing(found.missing)}"
        nearest = f"Närmast är {words.full_key(found)}, {rule}, som med underlaget"
        hits = f"{words.cost(found)} ger {words.cells(found)} rutor."
        chance = f"Av slumpmässiga tabeller kommer högst {words.chance(found)} så nära{part}."
        return [f"{none} {nearest} {hits}", chance]
    who = data.kommuner.listing(d.code for d in found.deviations)
    cells = f"alla {found.cells} rutor" + (f" utom {who}" if who else "")
    cost = f"underlag {words.span(found)} kr, rundast {words.cost(found)}, ger {cells}."
    return [f"Tabellen följer {words.full_key(found)}, {rule}: {cost}", firmness(answer)]


def _elsewhen(answer: Answer) -> list[str]:
    """Say that a time that the folder lacks is likelier than all of its dates."""
    simple = [each for each in answer.elsewhen if each.simple] or answer.elsewhen
    likeliest = list(dict.fromkeys(map(words.absent, simple)))[:MOST_RIVALS]
    first, *others = likeliest
    rather = f" eller {listing(others, 'eller')}" if others else ""
    chance = words.one_in(answer.elsewhen[0].one_in)
    text = f"Troligast är {first}{rather}, som datamappen saknar; "
    said = [f"{text}av slumpmässiga tabeller passar högst {chance} så väl."]
    said.append(_dates_at_hand(answer))
    if found := answer.first:
        said.append(
            f"Av det som går att räkna med mappens folkmängd är {words.full_key(found)} närmast, "
            f"{words.rounding(found.rounding)}: den ger {words.cells(found)} rutor, och av "
            f"slumpmässiga tabeller passar högst {words.chance(found)} så väl."
        )
    return said


def firmness(answer: Answer) -> str:
    """Say how firmly the first stands, against chance and against others, and what is open."""
    first = answer.first
    assert first is not None
    chance = f"av slumpmässiga tabeller passar högst {words.chance(first)} så väl"
    if first.contradicted:
        return f"Osäkert: {chance}, men summaraden säger emot modellen."
    if not answer.sure:
        return f"Osäkert: {chance}."
    if not answer.key_known:
        return f"Inte entydigt: ungefär lika troligt är {_rivals(answer)}; {chance}."
    known = ["nyckeln", *(["mätdatumet"] if answer.date_known and first.date else [])]
    if answer.set_known and answer.observed.lacks_rows:
        known.append("vilka som deltar")
    not_known = _open(answer)
    if answer.firm and not not_known:
        return f"Säkert: {chance}, och ingen annan nyckel eller tid är så trolig."
    are = "är säker" if known == ["nyckeln"] else "är säkra"
    open_ = "; ".join(not_known)
    text = f"{listing(known).capitalize()} {are}, men inte {open_}; {chance}."
    return f"{text} {_dates_at_hand(answer)}".strip()


def _rivals(answer: Answer) -> str:
    """Name what is about as likely as the first, and shares by another key."""
    known = _a_few(
        f"{words.full_key(r)} ({words.rounding(r.rounding)}, {words.span(r)} kr)"
        for r in answer.other_keys
    )
    known += _a_few(f"{words.absent(each)}, som datamappen saknar" for each in answer.unknown_keys)
    if answer.blends:
        known.append(words.blends(answer.blends))
    return listing(known)


def _a_few(texts: Iterable[str]) -> list[str]:
    """Keep the first of some texts, each once, and say how many more there are."""
    each = list(dict.fromkeys(texts))
    more = len(each) - MOST_RIVALS
    return [*each[:MOST_RIVALS], f"{more} till"] if more > 1 else each


def _open(answer: Answer) -> list[str]:
    """Say what of the answer is open, though the key is not."""
    first = answer.first
    assert first is not None
    said = []
    if not answer.date_known and first.date:
        others = _a_few(str(other.date) for other in answer.other_dates)
        others += _a_few(map(words.time, answer.unknown_dates))
        if not others:
            others = ["ett annat, eller ett annat underlag, som ger de rutor som avviker lite"]
        said.append(f"mätdatumet, som lika gärna kan vara {listing(others, 'eller')}")
    if not answer.set_known:
        said.append(f"vilka som deltar: {_participants(answer, first)}")
    if answer.other_roundings:
        rules = [words.rounding(r.rounding) for r in answer.other_roundings]
        said.append(f"avrundningen, som lika gärna kan vara {listing(_a_few(rules), 'eller')}")
    return said


def _participants(answer: Answer, first: Hypothesis) -> str:
    """Say how many share by the first, and by what else may be."""
    sets = sorted({len(other.participants) for other in answer.other_sets})
    counts = listing((f"{n} kommuner" for n in sets), "eller")
    text = f"{len(first.participants)} kommuner"
    if first.off:
        text += ", om rader är borta och summan sedan är räknad på nytt"
    return f"{text}, eller {counts}" if counts else text


def _dates_at_hand(answer: Answer) -> str:
    """Name the dates that the folder has, where a time that it lacks may be the answer."""
    if not answer.elsewhen:
        return ""
    return f"Datamappen har folkmängden {words.dates(answer.dates)}."


def _details(found: Hypothesis, names: Mapping[str, str]) -> list[Table]:
    """Show the cells of the first hypothesis that do not follow, and the rows that are missing."""
    odd = found.deviations
    columns = [
        Given(Column("tryckt", "Tryckt", "Tryckt"), {d.code: d.printed for d in odd}),
        Given(MODEL, {d.code: d.model for d in odd}),
        Given(
            Column("skillnad", "Skillnad", "Skillnad", signed=True),
            {d.code: d.difference for d in odd},
        ),
    ]
    tables = [
        ("Rutor som inte följer hypotes 1", columns),
        ("Rader som saknas, enligt hypotes 1", [Given(MODEL, found.missing)]),
    ]
    return [
        table_of(title, {code: names[code] for code in given[-1].cells}, given, label="")
        for title, given in tables
        if given[-1].cells
    ]


def _remarks(answer: Answer) -> list[str]:
    """Say what else is to be read with the tables."""
    observed, found = answer.observed, answer.first
    said = []
    if observed.total not in (None, observed.added) and not observed.lacks_rows:
        said.append(
            "Summaraden är summan av modellens belopp, inte radernas: felet är nog i rutorna."
            if found and found.sum_follows
            else "Summaraden är inte radernas summa, fast alla kommuner har en rad."
        )
    if found is None:
        return said
    again = Counter(d.difference for d in found.deviations)
    said += [
        f"{times} rutor avviker lika mycket från hypotes 1: {number(difference)} kr."
        for times, difference in sorted(((n, kr) for kr, n in again.items()), reverse=True)
        if times > 1
    ]
    if found.sum_follows is False and observed.lacks_rows:
        said.append(f"Modellens summa är {number(found.total)} kr, inte summaradens.")
    if found.corners:
        low, high = (fixed(rounded(100 * part, 2)) for part in equal_parts(found.corners))
        said.append(
            "Blandningar i ett område ger samma rutor: den lika delen är "
            f"{low}–{high} % av underlaget. Hörnen står i json."
        )
    if found.factor:
        said.append("Faktorn ligger mellan {} och {}.".format(*words.factor(found.factor)))
    return said


def _rounded_together(answer: Answer, computed: Computed) -> list[str]:
    """Say of a table of our own that it was not rounded by itself."""
    node = answer.observed.node
    if node is None or published(computed.data, node):
        return []
    text = f"Budget {node.year} avrundar tjänsterna tillsammans, tvåvägs; "
    text += "ingen avrundning av tabellen för sig behöver ge den."
    return [text] if computed.outcome.done[node].plan.rounding.together else []


def _several(answers: Sequence[Answer], computed: Computed) -> Report:
    """Sum up several tables: a row each, and the factors from the year before."""
    tables = [_table("Tabeller", "Tabell", ANSWER, [(a.observed.name, a) for a in answers])]
    if found := factors(answers, computed):
        rows = [(factor.name, factor) for factor in found]
        tables.append(_table("Uppräkning från året före", "Tabell", FACTOR, rows))
    note = f"Kör {ask(Wish.INFER)} på en tabell i taget för alla hypoteser, eller {ask(Wish.JSON)}."
    model = "Datans modell: numret på den hypotes som är datamappens modell, – om ingen är det."
    notes = (model, note) if any(answer.observed.node for answer in answers) else (note,)
    return Report(
        computed.data, "Vilka modeller gav tabellerna?", tables=tuple(tables), notes=plain(notes)
    )


def _short(answer: Answer) -> str:
    if answer.rather_elsewhen:
        return "ett datum som saknas"
    if answer.first is None or not answer.near:
        return "följer ingen modell"
    if answer.first.odd:
        return "följer, med undantag"
    if answer.firm:
        return "säkert"
    return "nyckeln säker" if answer.key_known else "inte entydigt"


# The tables: each column with what stands in it

Cells = Mapping[Column, Callable[[T], str]]

ROUNDING = Column("avrundning", "Avrundning", "Avrundning")
COSTS = Column("underlag", "Underlag (kr)", "Underlag (kr)")
CELLS = Column("rutor", "Rutor", "Rutor som följer")
MODEL = Column("modell", "Modell", "Modellens belopp")

HYPOTHESIS: Cells[Hypothesis] = {
    Column("fordelning", "Fördelning", "Fördelning"): words.key,
    Column("folkmangd", "Folkmängd", "Folkmängd"): lambda found: str(found.key.date or ""),
    ROUNDING: lambda found: words.rounding(found.rounding),
    COSTS: words.span,
    Column("rundast", "Rundast", "Rundast"): lambda found: words.cost(found).removesuffix(" kr"),
    CELLS: words.cells,
    Column("slump", "Slump", "Av slumpmässiga tabeller passar högst"): words.chance,
}
ANSWER: Cells[Answer] = {
    Column("forst", "Modell", "Modell som står först"): lambda answer: (
        words.full_key(answer.first) if answer.first else "ingen modell är funnen"
    ),
    ROUNDING: lambda answer: words.rounding(answer.first.rounding) if answer.first else "",
    COSTS: lambda answer: words.span(answer.first) if answer.first else "",
    CELLS: lambda answer: words.cells(answer.first) if answer.first else "",
    Column("svar", "Svar", "Svar"): _short,
    Column("deklarerad", "Datans modell", "Datans modell är hypotes nr"): lambda answer: str(
        answer.declared or ("–" if answer.observed.node else "")
    ),
}
FACTOR: Cells[FactorBounds] = {
    Column("fran", "Från", "Från"): lambda factor: factor.source,
    ROUNDING: lambda factor: words.rounding(factor.rounding),
    Column("lagst", "Lägst", "Lägsta faktor"): lambda factor: words.factor(factor.span)[0],
    Column("hogst", "Högst", "Högsta faktor"): lambda factor: words.factor(factor.span)[1],
    Column("procent", "Procent", "Procent med minst decimaler"): lambda factor: (
        f"{decimal(factor.percent)} %"
    ),
}


def _table(title: str, corner: str, columns: Cells[T], rows: Iterable[tuple[str, T]]) -> Table:
    lines = (Line("", label, tuple(cell(of) for cell in columns.values())) for label, of in rows)
    return Table(title, tuple(columns), tuple(lines), corner=corner, coded=False)
