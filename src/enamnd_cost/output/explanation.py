"""An explanation for programs: json with exact steps."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.explain.amount import Bill, Explanation
from enamnd_cost.analysis.explain.service import ServiceExplanation, Share, Statement
from enamnd_cost.analysis.explain.telling import Explained, Where
from enamnd_cost.engine.result import DampingStep, Standing
from enamnd_cost.output.shapes import Ar, Exakt, Kommunkod, Kronor, TjanstId, known
from enamnd_cost.output.undecided import Scenario, scenario_of


class Steg(TypedDict):
    """A step: what it is, in words, and what it adds."""

    vad: str
    text: str
    varde: NotRequired[Exakt]
    exakt: NotRequired[Exakt]
    belopp: NotRequired[Kronor]
    plats: NotRequired[str]
    kalla: NotRequired[str]


class Vikt(TypedDict):
    """What a municipality is weighed by: a weight, a quantity or last time's amount."""

    vad: str
    vikt: Exakt


class Dampningen(TypedDict):
    """What damping has made of an amount; a limit that there is not is null."""

    fran: Ar
    betalade: Annotated[Kronor, Field(description="Beloppet det året.")]
    utan_dampning: Kronor
    lagst: Kronor | None
    hogst: Kronor | None
    lagger_till: Annotated[Kronor, Field(description="Tillsammans noll.")]
    varfor: Annotated[
        Literal["halls", "vantar", "bar"] | None,
        Field(
            description="halls: av sin gräns. vantar: på dem som hålls. bar: det som de inte gör. "
            "Null där beloppet är nått."
        ),
    ]


class Andel(TypedDict):
    """A municipality's steps from weight to amount."""

    kommun: Kommunkod
    namn: str
    vikter: list[Vikt]
    exakt: Exakt
    hela_enheter: Kronor
    rest: Exakt
    extra: Kronor
    belopp: Kronor
    dampning: NotRequired[Dampningen]


class Skal(TypedDict):
    """A service that a municipality pays for, and why so much."""

    tjanst: TjanstId
    namn: str
    i_budget: bool
    belopp: Kronor
    skal: str
    kalla: str | None
    tabell_per_kommun: str


class Beloppet(TypedDict):
    """Why a municipality pays its amount for a service."""

    ar: Ar
    tjanst: TjanstId
    namn: str
    kommun: Kommunkod
    kommunnamn: str
    belopp: Kronor
    exakt: Exakt
    steg: list[Steg]
    betyder: str
    beslut: str
    kalla: str | None
    harledning: str | None
    tabell_per_kommun: str
    exempel: bool
    bygger_pa: list[Beloppet]
    scenario: Scenario


class Tjansten(TypedDict):
    """How a service's cost became amounts."""

    ar: Ar
    tjanst: TjanstId
    namn: str
    belopp: Kronor
    steg: list[Steg]
    per: Annotated[Literal["ar", "manad"], Field(description="Vad andelarna i tabellen gäller.")]
    tabell: list[Andel]
    betyder: str
    beslut: str
    kalla: str | None
    harledning: str | None
    exempel: bool
    bygger_pa: list[str]
    scenario: Scenario


class Kommunens(TypedDict):
    """All that a municipality pays in a year."""

    ar: Ar
    kommun: Kommunkod
    kommunnamn: str
    beslut: str
    summa: Kronor
    tjanster: list[Skal]
    infasning: NotRequired[Kronor]
    antaget: NotRequired[list[str]]
    scenario: Scenario


Content = Beloppet | Tjansten | Kommunens

STANDING: dict[Standing, Literal["halls", "vantar", "bar"]] = {
    Standing.HELD: "halls",
    Standing.WAITS: "vantar",
    Standing.CARRIES: "bar",
}


def content(explained: Explained, where: Where) -> Content:
    """Give an explanation: of an amount, a service or all that a municipality pays."""
    match explained:
        case Explanation():
            return of_amount(explained, where)
        case ServiceExplanation():
            return of_service(explained, where)
        case Bill():
            return of_municipality(explained)


def of_amount(explanation: Explanation, where: Where) -> Beloppet:
    """Give one amount's explanation, and those that it builds on."""
    return {
        "ar": explanation.of.node.year,
        "tjanst": explanation.of.node.service,
        "namn": explanation.of.name,
        "kommun": explanation.code,
        "kommunnamn": explanation.municipality,
        "belopp": explanation.amount,
        "exakt": explanation.exact,
        "steg": [_step(line, where) for line in explanation.lines],
        "betyder": explanation.of.meaning,
        "beslut": explanation.of.decision,
        "kalla": explanation.of.source,
        "harledning": explanation.of.derived,
        "tabell_per_kommun": explanation.of.table,
        "exempel": explanation.of.example,
        "bygger_pa": [of_amount(source, where) for source in explanation.builds_on],
        "scenario": scenario_of(explanation.of.scenario),
    }


def of_service(explanation: ServiceExplanation, where: Where) -> Tjansten:
    """Give a service's explanation."""
    return {
        "ar": explanation.of.node.year,
        "tjanst": explanation.of.node.service,
        "namn": explanation.of.name,
        "belopp": explanation.total,
        "steg": [_step(line, where) for line in explanation.lines],
        "per": "manad" if explanation.monthly else "ar",
        "tabell": [_share(share, explanation) for share in explanation.shares],
        "betyder": explanation.of.meaning,
        "beslut": explanation.of.decision,
        "kalla": explanation.of.source,
        "harledning": explanation.of.derived,
        "exempel": explanation.of.example,
        "bygger_pa": [f"{s.service} {s.year}" for s in explanation.builds_on],
        "scenario": scenario_of(explanation.of.scenario),
    }


def of_municipality(bill: Bill) -> Kommunens:
    """Give all that a municipality pays."""
    made: Kommunens = {
        "ar": bill.result.year,
        "kommun": bill.code,
        "kommunnamn": bill.result.data.kommuner.names[bill.code],
        "beslut": bill.decision,
        "summa": bill.total,
        "tjanster": [
            {
                "tjanst": reason.service.id,
                "namn": reason.service.tjanst.namn,
                "i_budget": reason.service.in_budget,
                "belopp": reason.amount,
                "skal": reason.text,
                "kalla": reason.source,
                "tabell_per_kommun": reason.table,
            }
            for reason in bill.reasons
        ],
        "scenario": scenario_of(bill.scenario),
    }
    if bill.held:
        made["infasning"] = bill.held
    if bill.assumed:
        made["antaget"] = bill.assumed
    return made


def _share(share: Share, explanation: ServiceExplanation) -> Andel:
    rounded = share.rounded
    weights = zip(explanation.weights, share.weights, strict=True)
    made: Andel = {
        "kommun": share.code,
        "namn": share.name,
        "vikter": [
            {"vad": name, "vikt": Fraction(weight)}
            for (name, _), weight in weights
            if weight is not None
        ],
        "exakt": rounded.exact,
        "hela_enheter": rounded.whole,
        "rest": rounded.remainder,
        "extra": rounded.extra,
        "belopp": share.amount,
    }
    if share.damping:
        made["dampning"] = _damping(share.damping)
    return made


def _damping(step: DampingStep) -> Dampningen:
    return {
        "fran": step.source.year,
        "betalade": step.paid,
        "utan_dampning": step.wanted,
        "lagst": step.limits.least,
        "hogst": step.limits.most,
        "lagger_till": step.adds,
        "varfor": step.standing and STANDING[step.standing],
    }


def _step(line: Statement, where: Where) -> Steg:
    step = {
        "vad": line.what,
        "text": line.text,
        "varde": line.value,
        "exakt": line.exact,
        "belopp": line.amount,
        "plats": where(*line.place) if line.place else None,
        "kalla": line.source or None,
    }
    return known(Steg, step)
