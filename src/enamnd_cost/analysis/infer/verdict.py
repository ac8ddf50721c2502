"""The answer in sentences: what the table follows, how firmly, and what is open."""

from __future__ import annotations

from collections.abc import Iterable

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.chance import FIRM
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import listing

MOST_RIVALS = 3  # that a sentence names

NOTHING = "Ingen modell är funnen: det som ger tabellen skulle ge nästan vilken tabell som helst."


def verdict(answer: Answer, data: Data) -> list[str]:
    """Say what the table follows and how firmly, in one sentence each."""
    found = answer.first
    if answer.rather_elsewhen:
        return _elsewhen(answer)
    if found is None:
        return [NOTHING if answer.ranked else "Ingen modell är funnen: ingenting ger ens en ruta."]
    rule, printed = words.rule(found), answer.observed.printed
    if not answer.near:
        part = "; en del av tabellen är nog räknad så" if found.one_in >= FIRM else ""
        none = f"Ingen modell ger tabellen, ens med {answer.observed.most} avvikande rutor."
        if found.contradicted and len(found.deviations) <= answer.observed.most:
            # The cells would do: it is the sum that says no.
            none = "Ingen modell ger både rutorna och summaraden."
            total = words.amount(found.total, printed)
            part = f", men modellens summa är {total} kr och inte tabellens"
            if found.missing:
                lost = words.amount(sum(found.missing.values()), printed)
                part += f": den ger {lost} kr till dem som saknar rad, "
                part += data.kommuner.listing(found.missing)
        nearest = f"Närmast är {words.full_key(found)}, {rule}, som med underlaget"
        hits = f"{words.cost(found)} ger {words.cells(found)} rutor."
        chance = f"Av slumpmässiga tabeller kommer högst {words.chance(found)} så nära{part}."
        return [f"{none} {nearest} {hits}", chance]
    who = data.kommuner.listing(d.code for d in found.deviations)
    cells = f"alla {found.cells} rutor" + (f" utom {who}" if who else "")
    cost = f"underlag {words.span(found)} kr, rundast {words.cost(found)}, ger {cells}."
    if found.charges and found.kind is not Kind.STEPS:
        cost = f"tillsammans {words.cost(found)}; det ger {cells}."
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
            f"{words.rule(found)}: den ger {words.cells(found)} rutor, och av "
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
        return f"Säkert: {chance}, och ingen annan nyckel eller tid som är prövad är så trolig."
    are = "är säker" if known == ["nyckeln"] else "är säkra"
    open_ = "; ".join(not_known)
    text = f"{listing(known).capitalize()} {are}, men inte {open_}; {chance}."
    return f"{text} {_dates_at_hand(answer)}".strip()


def _rivals(answer: Answer) -> str:
    """Name what is about as likely as the first, and shares by another key."""
    known = _a_few(
        f"{words.full_key(r)} ({words.rule(r)}, {words.span(r)} kr)" for r in answer.other_keys
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
        rules = map(words.rule, answer.other_roundings)
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
