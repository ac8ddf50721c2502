"""What rounding has cost or given, for programs: exact fractions, kronor as integers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.rounding_cost import Paid, Way, total
from enamnd_cost.output.shapes import Ar, Exakt, Kommun, Kommunkod, Kronor, TjanstId, kommuner_of
from enamnd_cost.output.undecided import Scenario, scenario_of


class Avrundat(TypedDict):
    """Something exact and as it is paid; what rounding costs is the one less the other."""

    exakt: Exakt
    belopp: Kronor
    avrundning: Exakt


class Kommunens(Avrundat):
    """The same of one municipality."""

    kommun: Kommunkod


class Tjanstens(Avrundat):
    """The same of a service, in all and for each municipality."""

    id: TjanstId
    namn: str
    per_kommun: list[Kommunens]


class Satt(TypedDict):
    """The budget as it is rounded in one way."""

    tvavags_till: Annotated[int | None, Field(description="Enhet i kronor, om tvåvägs.")]
    per_kommun: list[Kommunens]
    tjanster: list[Tjanstens]
    summa: Avrundat


class Content(TypedDict):
    """The budget as it is rounded and, where asked for, as it would be in two ways."""

    namnd: str
    ar: Ar
    scenario: Scenario
    kommuner: list[Kommun]
    nu: Satt
    tvavags: Satt | None


def content(now: Way, other: Way | None) -> Content:
    """Give the budget as it is rounded and, where asked for, as it would be in two ways."""
    result = now.result
    kommuner = result.data.kommuner
    return {
        "namnd": kommuner.namnd,
        "ar": result.year,
        "scenario": scenario_of(now.scenario),
        "kommuner": kommuner_of(kommuner, kommuner.codes),
        "nu": _way(now),
        "tvavags": _way(other) if other else None,
    }


def _way(way: Way) -> Satt:
    return {
        "tvavags_till": way.unit,
        "per_kommun": _by_code(way.municipalities),
        "tjanster": [
            {
                "id": service.id,
                "namn": service.tjanst.namn,
                **_rounded(total(way.services[service.id].values())),
                "per_kommun": _by_code(way.services[service.id]),
            }
            for service in way.result.in_budget
        ],
        "summa": _rounded(total(way.municipalities.values())),
    }


def _by_code(cells: Mapping[str, Paid]) -> list[Kommunens]:
    return [{"kommun": code, **_rounded(cell)} for code, cell in cells.items()]


def _rounded(cell: Paid) -> Avrundat:
    return {"exakt": cell.exact, "belopp": cell.amount, "avrundning": cell.cost}
