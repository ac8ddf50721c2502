"""What ``check`` found, for people at a screen, for forges and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.checks.certificate import Places, untried
from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.run import Checkup, known_checks
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import spell_path
from enamnd_cost.output import sarif
from enamnd_cost.output.problems import entry
from enamnd_cost.output.shapes import Ar, TjanstId, known
from enamnd_cost.signs import visible


def as_text(checkup: Checkup, places: Places) -> str:
    """Write every finding, then what was skipped because of them, then how many there are."""
    parts = [_finding(fault, places) for fault in checkup.findings]
    parts += [f"hoppade över {skipped}" for skipped in checkup.skipped]
    parts.append(f"{len(checkup.findings)} fynd")
    return "\n\n".join(parts) + "\n"


def _finding(fault: Fault, places: Places) -> str:
    head = f"{fault.level}[{fault.code}]: {fault.text}"
    others = ", ".join(map(places.shown, fault.others))
    notes = [f"beräknat ur: {others}" if others else "", fault.remedy]
    return entry(head, places.shown(fault.file), fault.path, places.spot(fault), notes)


def as_github(checkup: Checkup, places: Places) -> bytes:
    """Write workflow commands, so that a pull request shows each finding on its line."""
    lines = []
    for fault in checkup.findings:
        spot = places.spot(fault)
        place = f",line={spot.line},col={spot.column}" if spot else ""
        level = "error" if fault.level == "fel" else "warning"
        remedy = f". {fault.remedy}" if fault.remedy else ""
        message = _escaped(fault.text + remedy)
        file = _escaped(places.shown(fault.file)).replace(",", "%2C").replace(":", "%3A")
        lines.append(f"::{level} file={file}{place},title={fault.code}::{message}\n")
    lines += [f"::notice::hoppade över {_escaped(skipped)}\n" for skipped in checkup.skipped]
    lines += [f"::notice::{_escaped(told)}\n" for told in checkup.told]
    return "".join(lines).encode()


def _escaped(text: str) -> str:
    """Escape what ends a command, as forges read it; a line end has been made visible."""
    return visible(text).replace("%", "%25")


def as_sarif(checkup: Checkup, places: Places) -> bytes:
    """Write what code scanning takes in."""
    results = []
    for fault in checkup.findings:
        region = None
        if spot := places.spot(fault):
            end = spot.column + spot.length
            region = {"startLine": spot.line, "startColumn": spot.column, "endColumn": end}
        text, file = f"{fault.text}. {fault.remedy}", places.shown(fault.file)
        results.append(sarif.result(fault.code, fault.level, text, file, region))
    return sarif.render(results, {code: check.name for code, check in known_checks().items()})


# For programs


class Plats(TypedDict):
    """Where a finding is."""

    fil: str
    nyckel: str
    rad: NotRequired[int]
    kolumn: NotRequired[int]


class Fynd(TypedDict):
    """Something that does not add up."""

    kod: str
    niva: Literal["fel", "varning"]
    plats: Plats
    text: str
    atgard: NotRequired[str]
    tjanst: NotRequired[TjanstId]
    publicerat: NotRequired[Annotated[int, Field(description="Kronor, invånare eller enheter.")]]
    beraknat: NotRequired[int]
    skillnad: NotRequired[Annotated[int, Field(description="Beräknat minus publicerat.")]]


class Provning(TypedDict):
    """A check's turn on a year, or on all the data."""

    ar: Annotated[Ar | None, Field(description="Null: alla år, eller datamappen som den är.")]
    provat: Annotated[
        int | None, Field(description="Antal saker som prövades; null: överhoppad, se overhoppat.")
    ]
    fynd: int


class Utelamnad(TypedDict):
    """A check that was not run."""

    kod: str
    namn: str


class Kontroll(Utelamnad):
    """A check that was run."""

    haller: Annotated[str, Field(description="Vad som ska stämma.")]
    provningar: list[Provning]


class Content(TypedDict):
    """What was checked, what was found, and what was not checked."""

    data: Annotated[
        str | None,
        Field(
            description="SHA-256 av datamappens filer; null: de gick inte att läsa, och inget mer "
            "än det är prövat."
        ),
    ]
    ar: list[Ar]
    kontroller: list[Kontroll]
    utelamnade: Annotated[list[Utelamnad], Field(description="Kontroller som inte kördes.")]
    fynd: list[Fynd]
    overhoppat: list[str]
    upplysningar: NotRequired[
        Annotated[
            list[str], Field(description="Vilka som har kommit i ett annat steg i en trappa.")
        ]
    ]


def content(checkup: Checkup, data: Data | None, years: Sequence[int], places: Places) -> Content:
    """Give what was tried and what was found."""
    checks = known_checks()
    made: Content = {
        "data": data.digest if data else None,
        "ar": list(years),
        "kontroller": [
            {
                "kod": code,
                "namn": check.name,
                "haller": check.holds,
                "provningar": [
                    {"ar": year, "provat": tried, "fynd": found}
                    for year, (tried, found) in checkup.turns[code].items()
                ],
            }
            for code, check in checks.items()
            if code in checkup.turns
        ],
        "utelamnade": [{"kod": code, "namn": checks[code].name} for code in untried(checkup)],
        "fynd": [_found(fault, places) for fault in checkup.findings],
        "overhoppat": list(checkup.skipped),
    }
    if checkup.told:
        made["upplysningar"] = list(checkup.told)
    return made


def _found(fault: Fault, places: Places) -> Fynd:
    spot = places.spot(fault)
    place = {
        "fil": places.shown(fault.file),
        "nyckel": spell_path(fault.path),
        "rad": spot and spot.line,
        "kolumn": spot and spot.column,
    }
    entry = {
        "kod": fault.code,
        "niva": fault.level,
        "plats": known(Plats, place),
        "text": fault.text,
        "atgard": fault.remedy or None,
        "tjanst": fault.service,
        "publicerat": fault.published,
        "beraknat": fault.computed,
        "skillnad": fault.difference,
    }
    return known(Fynd, entry)
