"""The answer as lines and tables: the hypotheses, and which cells do not follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.factor import FactorBounds, factors
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.observed import published
from enamnd_cost.analysis.infer.plane import equal_parts
from enamnd_cost.analysis.infer.verdict import verdict
from enamnd_cost.analysis.report import (
    Column,
    Given,
    Line,
    Note,
    NoteKind,
    Report,
    Table,
    plain,
    table_of,
)
from enamnd_cost.analysis.year import Computed
from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.swedish import decimal, fixed, rounded

T = TypeVar("T")


def report(answers: Sequence[Answer], computed: Computed, most: int) -> Report:
    """Say all of one table, or the main thing of several; ``most`` hypotheses are shown."""
    return _one(answers[0], computed, most) if len(answers) == 1 else _several(answers, computed)


def _one(answer: Answer, computed: Computed, most: int) -> Report:
    data = computed.data
    shown = [(str(n), found) for n, found in enumerate(answer.ranked[:most], 1)]
    tables = [_table("Hypoteser", "Nr", HYPOTHESIS, shown)] if shown else []
    if answer.first:
        tables += _details(answer.first, data.kommuner.names)
    notes = [*_remarks(answer), *_rounded_together(answer, computed)]
    if len(answer.ranked) > most:
        more = aside(f"; {ask(Wish.COUNT)} visar fler, {ask(Wish.JSON)} alla")
        notes.append(f"Visar {most} av {len(answer.ranked)} hypoteser{more}.")
    lead = [_table_in_words(answer), *verdict(answer, data)]
    if answer.first:
        lead.append(answer.why)
    return Report(
        data, f"Vilken modell gav tabellen? {answer.observed.name}", tuple(lead), tuple(tables),
        notes=plain(notes),
    )  # fmt: skip


def _table_in_words(answer: Answer) -> str:
    observed = answer.observed
    added = words.amount(observed.added, observed.printed)
    text = f"Tabellen har {len(observed.amounts)} rader, tillsammans {added} kr"
    unit = words.unit(observed.printed)
    printed = f" Beloppen är kända till {unit}." if unit else ""
    if observed.total is None:
        return f"{text}, och ingen summarad.{printed}"
    if observed.total == observed.added:
        return f"{text}, som summaraden säger.{printed}"
    text += f", men summaraden säger {words.amount(observed.total, observed.printed)} kr"
    if observed.added_up:
        printed += " Så mycket kan summan skilja av avrundningen."
    return f"{text}.{printed}"


def _details(found: Hypothesis, names: Mapping[str, str]) -> list[Table]:
    """Show the cells of the first hypothesis that do not follow, and the rows that are missing."""
    odd, printed = found.deviations, found.observed.printed
    columns = [
        Given(
            Column("tryckt", "Tryckt", "Tryckt"),
            {d.code: words.cell(d.printed, printed) for d in odd},
        ),
        Given(MODEL, {d.code: words.cell(d.model, printed) for d in odd}),
        Given(
            Column("skillnad", "Skillnad", "Skillnad", signed=True),
            {d.code: words.cell(d.difference, printed) for d in odd},
        ),
    ]
    missing = {code: words.cell(kr, printed) for code, kr in found.missing.items()}
    tables = [
        ("Rutor som inte följer hypotes 1", columns),
        ("Rader som saknas, enligt hypotes 1", [Given(MODEL, missing)]),
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
    if observed.total is not None and not observed.added_up and not observed.lacks_rows:
        said.append(
            "Summaraden är summan av modellens belopp, inte radernas: felet är nog i rutorna."
            if found and found.sum_follows
            else "Summaraden är inte radernas summa, fast alla kommuner har en rad."
        )
    if found is None:
        return said
    again = Counter(d.difference for d in found.deviations)
    said += [
        f"{times} rutor avviker lika mycket från hypotes 1: "
        f"{words.amount(difference, observed.printed)} kr."
        for times, difference in sorted(((n, kr) for kr, n in again.items()), reverse=True)
        if times > 1
    ]
    if found.sum_follows is False and observed.lacks_rows:
        total = words.amount(found.total, observed.printed)
        said.append(f"Modellens summa är {total} kr, inte summaradens.")
    if rate := next(iter(answer.as_rates), None):
        other = "en taxa" if rate.charges else "ett underlag som delas"
        said.append(f"Lika gärna kan det vara {other}: {words.key(rate)} ger samma rutor.")
    if found.key.steps:
        said.append(words.limits(found))
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
    more = f"Kör {ask(Wish.INFER)} på en tabell i taget för alla hypoteser, eller {ask(Wish.JSON)}."
    notes = [Note(more, NoteKind.UNSEEN)]
    if any(answer.observed.node for answer in answers):
        model = "Datans modell: numret på den hypotes som är datamappens modell, – om ingen är det."
        notes.insert(0, Note(model))
    return Report(
        computed.data, "Vilka modeller gav tabellerna?", tables=tuple(tables), notes=tuple(notes)
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
    Column("fordelning", "Nyckel", "Nyckel"): words.key,
    Column("folkmangd", "Folkmängd", "Folkmängd"): lambda found: str(found.key.date or ""),
    ROUNDING: words.rule,
    COSTS: words.span,
    Column("rundast", "Rundast", "Rundast"): lambda found: words.cost(found).removesuffix(" kr"),
    CELLS: words.cells,
    Column("slump", "Slump", "Av slumpmässiga tabeller passar högst"): words.chance,
}
ANSWER: Cells[Answer] = {
    Column("forst", "Nyckel", "Nyckel som står först"): lambda answer: (
        words.full_key(answer.first) if answer.first else "ingen modell är funnen"
    ),
    ROUNDING: lambda answer: words.rule(answer.first) if answer.first else "",
    COSTS: lambda answer: words.span(answer.first) if answer.first else "",
    CELLS: lambda answer: words.cells(answer.first) if answer.first else "",
    Column("svar", "Svar", "Svar"): _short,
    Column("deklarerad", "Datans modell", "Datans modell är hypotes nr"): lambda answer: str(
        answer.declared or ("–" if answer.observed.node else "")
    ),
}
FACTOR: Cells[FactorBounds] = {
    Column("fran", "Från", "Från"): lambda factor: factor.source,
    ROUNDING: lambda factor: words.rounding(factor.rounding, factor.printed),
    Column("lagst", "Lägst", "Lägsta faktor"): lambda factor: words.factor(factor.span)[0],
    Column("hogst", "Högst", "Högsta faktor"): lambda factor: words.factor(factor.span)[1],
    Column("procent", "Procent", "Procent med minst decimaler"): lambda factor: (
        f"{decimal(factor.percent)} %"
    ),
}


def _table(title: str, corner: str, columns: Cells[T], rows: Iterable[tuple[str, T]]) -> Table:
    lines = (Line("", label, tuple(cell(of) for cell in columns.values())) for label, of in rows)
    return Table(title, tuple(columns), tuple(lines), corner=corner, coded=False)
