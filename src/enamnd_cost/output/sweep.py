"""A sweep for programs: json."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.compare.sweep import Sweep
from enamnd_cost.output.shapes import Ar, Exakt, Kommunkod, Kronor, TjanstId


class Bas(TypedDict):
    """The budget or scenario that is varied."""

    id: str
    namn: str
    ar: Ar


class Punkt(TypedDict):
    """One setting, its place on the scale if it has one, and what each then pays, by code."""

    namn: str
    varde: Exakt | None
    belopp: dict[str, Kronor]
    summa: Kronor


class Vandning(TypedDict):
    """Where somebody goes from gain to loss or back: at a setting, or between two of them."""

    punkt: Annotated[str | None, Field(description="Punktens namn; null mellan två punkter.")]
    varde: Exakt | None


class Vander(TypedDict):
    """Where a municipality turns."""

    kod: Kommunkod
    namn: str
    vid: list[Vandning]


class Content(TypedDict):
    """One thing varied."""

    bas: Bas
    varierar: str
    tjanst: TjanstId | None
    oforandrat: dict[str, Kronor]
    punkter: list[Punkt]
    vander: list[Vander]


def content(sweep: Sweep) -> Content:
    """Give what programs read: amounts in kronor by municipality code, at each point."""
    names = sweep.base.result.data.kommuner.names
    return {
        "bas": {"id": sweep.base.id, "namn": sweep.base.name, "ar": sweep.base.year},
        "varierar": sweep.kind,
        "tjanst": sweep.service,
        "oforandrat": sweep.unchanged.amounts,
        "punkter": [
            {
                "namn": point.name,
                "varde": point.value,
                "belopp": point.amounts,
                "summa": sum(point.amounts.values()),
            }
            for point in sweep.points
        ],
        "vander": [
            {
                "kod": code,
                "namn": names[code],
                "vid": [{"punkt": turn.point, "varde": turn.value} for turn in sweep.turns(code)],
            }
            for code in sweep.base.codes
        ],
    }
