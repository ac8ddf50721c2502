"""The stand-alone test for programs: json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.compare.stand_alone import Coalition
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.output.phasing import Infasning, phased
from enamnd_cost.output.shapes import Kommunkod, Kronor


class Grupp(TypedDict):
    """One municipality or several; ``tjanar`` below zero: better off alone."""

    namn: str
    kommuner: list[Kommunkod]
    ensam: Kronor
    betalar: Kronor
    tjanar: Annotated[int | None, Field(description="Kronor; null där någon inte är med.")]
    battre_ensam: bool


class Prov(TypedDict):
    """An alternative, and what each gains by it."""

    id: str
    namn: str
    infasning: Infasning
    grupper: list[Grupp]


class Content(TypedDict):
    """The test of each alternative."""

    namn: str
    alternativ: list[Prov]


def content(name: str, found: Sequence[Coalition], alternatives: Sequence[Alternative]) -> Content:
    """Give what programs read, in kronor."""
    return {
        "namn": name,
        "alternativ": [
            {
                "id": each.id,
                "namn": each.name,
                "infasning": phased(each),
                "grupper": [
                    {
                        "namn": coalition.name,
                        "kommuner": list(coalition.codes),
                        "ensam": coalition.alone,
                        "betalar": coalition.pays(each),
                        "tjanar": coalition.gains(each),
                        "battre_ensam": (kr := coalition.gains(each)) is not None and kr < 0,
                    }
                    for coalition in found
                ],
            }
            for each in alternatives
        ],
    }
