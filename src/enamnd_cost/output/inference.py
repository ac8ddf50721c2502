"""Inferred models as JSON, and as a period ready for a service file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.factor import factors
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.intervals import Interval
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.printed import Printed
from enamnd_cost.analysis.infer.verdict import verdict
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.output.json import near
from enamnd_cost.output.shapes import Belopp, Datum, Exakt, Kommunkod


class Avrundning(TypedDict):
    """How shares are rounded."""

    till: Annotated[Belopp, Field(description="Enhet i kronor.")]
    metod: Literal["uppat", "narmast", "nedat", "storsta_rest"]
    per: Literal["ar", "manad"]


class Intervall(TypedDict):
    """An exact interval, its ends in it or not."""

    fran: Exakt
    fran_ingar: bool
    till: Exakt
    till_ingar: bool


class Underlag(TypedDict):
    """The costs that give the same cells, in kronor."""

    min: Belopp | None
    max: Belopp | None
    forslag: Belopp | None
    exakt: Intervall | None


class Avvikelse(TypedDict):
    """A cell that does not follow."""

    kommun: Kommunkod
    publicerat: Belopp
    modell: Belopp
    skillnad: Belopp


class Saknad(TypedDict):
    """A row that is missing, as the model has it."""

    kommun: Kommunkod
    modell: Belopp


class Slump(TypedDict):
    """How many random tables would fit as well: one in ten to the power of the first."""

    en_pa_tio_upphojt_till: int
    sager_nagot: bool


class Hypotes(TypedDict):
    """One way to make the table."""

    fordelning: Annotated[
        str | dict[str, Any], Field(description="Som i en tjänsts fil; exakta tal är text.")
    ]
    folkmangd: Datum | None
    avrundning: Avrundning
    underlag: Underlag
    omrade: Annotated[
        list[tuple[Exakt, Exakt]] | None,
        Field(description="Hörnen av blandningarna: kronor lika, kronor efter folkmängd."),
    ]
    faktor: Intervall | None
    deltagare: list[Kommunkod]
    traffar: int
    celler: int
    summa_stammer: bool | None
    avvikelser: list[Avvikelse]
    saknade: list[Saknad]
    slump: Slump


class Tabell(TypedDict):
    """The table in question."""

    namn: str
    rader: int
    summa: Belopp
    summarad: Belopp | None
    enhet: Annotated[Belopp, Field(description="Vad beloppen är tryckta till närmaste av, i kr.")]


class AnnatDatum(TypedDict):
    """A key at a time that the data folder has no population of."""

    lika_del: Annotated[
        tuple[Exakt, Exakt], Field(description="Hur mycket som delas lika, minst och mest.")
    ]
    efter: Datum | None
    fore: Datum | None
    avrundning: Avrundning
    slump: Slump


class Svar(TypedDict):
    """What was found of one table."""

    tabell: Tabell
    funnen: Annotated[bool, Field(description="Om någon modell ger tabellen, eller nästan.")]
    sakert: Annotated[
        bool, Field(description="Om nyckel, mätdatum och deltagare alla är säkra, så långt prövat.")
    ]
    saker_nyckel: bool
    sakert_datum: Annotated[bool, Field(description="Sant också för en nyckel utan mätdatum.")]
    sakra_deltagare: bool
    svar: Annotated[list[str], Field(description="Svaret i ord.")]
    varfor: Annotated[str, Field(description="Varför den första hypotesen står först.")]
    lika_val: Annotated[int, Field(description="Andra hypoteser som ger lika många rutor.")]
    deklarerad: Annotated[
        int | None, Field(description="Numret på den hypotes som är datamappens modell.")
    ]
    matdatum: Annotated[list[Datum], Field(description="Mätdatum som nycklarna prövades med.")]
    andra_datum: Annotated[
        list[AnnatDatum],
        Field(description="Nycklar på tider som datamappen saknar, ungefär lika troliga."),
    ]
    hypoteser: list[Hypotes]


class Faktor(TypedDict):
    """The factors by which one table becomes another."""

    tabell: str
    fran: str
    avrundning: Avrundning
    faktor: Intervall
    procent: Annotated[str, Field(description="Procenttalet med minst decimaler.")]
    procent_decimal: Annotated[int | float, Field(description="Samma tal, ungefär.")]


class Flera(TypedDict):
    """What was found of several tables."""

    tabeller: list[Svar]
    faktorer: list[Faktor]


Content = Svar | Flera


def content(answers: Sequence[Answer], computed: Computed) -> Content:
    """Give every hypothesis of a table, or of each of several."""
    tables = [_answer(answer, computed) for answer in answers]
    if len(tables) == 1:
        return tables[0]
    return {
        "tabeller": tables,
        "faktorer": [
            {
                "tabell": f.name,
                "fran": f.source,
                "avrundning": _rounding(f.rounding, f.printed),
                "faktor": _interval(f.span),
                "procent": str(Decimal(f.percent.numerator) / f.percent.denominator),
                "procent_decimal": near(f.percent),
            }
            for f in factors(answers, computed)
        ],
    }


def _answer(answer: Answer, computed: Computed) -> Svar:
    observed, printed = answer.observed, answer.observed.printed
    return {
        "tabell": {
            "namn": observed.name,
            "rader": len(observed.amounts),
            "summa": printed.kronor(observed.added),
            "summarad": None if observed.total is None else printed.kronor(observed.total),
            "enhet": printed.kronor(printed.step),
        },
        "funnen": answer.near,
        "sakert": answer.firm,
        "saker_nyckel": answer.key_known,
        "sakert_datum": answer.date_known,
        "sakra_deltagare": answer.set_known,
        "svar": verdict(answer, computed.data),
        "varfor": answer.why,
        "lika_val": len(answer.equals),
        "deklarerad": answer.declared,
        "matdatum": [str(date) for date in answer.dates],
        "andra_datum": [
            {
                "lika_del": each.equal_part,
                "efter": str(each.after) if each.after else None,
                "fore": str(each.before) if each.before else None,
                "avrundning": _rounding(each.rounding, printed),
                "slump": {"en_pa_tio_upphojt_till": each.one_in, "sager_nagot": True},
            }
            for each in answer.elsewhen
        ],
        "hypoteser": [_hypothesis(found) for found in answer.ranked],
    }


def _hypothesis(found: Hypothesis) -> Hypotes:
    printed = found.observed.printed
    kronor, times = printed.kronor, printed.per_krona
    low, high, cost = (
        None if each is None else kronor(each) for each in (found.low, found.high, found.cost)
    )
    return {
        "fordelning": _plain(_in_kronor(found)),
        "folkmangd": str(found.key.date) if found.key.date else None,
        "avrundning": _rounding(found.rounding, printed),
        "underlag": {
            "min": low,
            "max": high,
            "forslag": cost,
            "exakt": _interval(found.exact, times) if found.exact else None,
        },
        "omrade": [(x / times, y / times) for x, y in found.corners] or None,
        "faktor": _interval(found.factor) if found.factor else None,
        "deltagare": list(found.amounts),
        "traffar": found.hits,
        "celler": found.cells,
        "summa_stammer": found.sum_follows,
        "avvikelser": [
            {
                "kommun": d.code,
                "publicerat": kronor(d.printed),
                "modell": kronor(d.model),
                "skillnad": kronor(d.difference),
            }
            for d in found.deviations
        ],
        "saknade": [{"kommun": code, "modell": kronor(kr)} for code, kr in found.missing.items()],
        "slump": {"en_pa_tio_upphojt_till": found.one_in, "sager_nagot": found.telling},
    }


def _in_kronor(found: Hypothesis) -> Any:
    """Give the split as a file has it; the amounts of a free mix in kronor."""
    split, kronor = found.key.fordelning, found.observed.printed.kronor
    return {key: kronor(n) for key, n in split.items()} if found.kind is Kind.MIX else split


def _rounding(rule: Rounding, printed: Printed) -> Avrundning:
    per: Literal["ar", "manad"] = "manad" if rule.monthly else "ar"
    return {"till": printed.kronor(rule.unit), "metod": rule.method.value, "per": per}


def _interval(ends: Interval, times: int = 1) -> Intervall:
    (low, low_open), (high, high_open) = ((end / times, is_open) for end, is_open in ends)
    return {"fran": low, "fran_ingar": not low_open, "till": high, "till_ingar": not high_open}


def _plain(value: Any) -> Any:
    """Write exact decimals as text, so that no reader turns them into binary numbers."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return str(value) if isinstance(value, Decimal | Fraction) else value
