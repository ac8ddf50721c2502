"""Who waits in a phasing-in, for programs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.output.shapes import Kommunkod

Kommuner = list[Kommunkod]


class Infasning(TypedDict):
    """Those who have not come to the new model's amounts in the year, and why."""

    halls_tillbaka: Annotated[Kommuner, Field(description="De som sin egen gräns håller tillbaka.")]
    vantar: Annotated[Kommuner, Field(description="De som väntar på dem.")]
    bar_mer: Annotated[
        Kommuner, Field(description="De som går förbi sitt nya belopp, eller åt fel håll.")
    ]


def phased(alternative: Alternative) -> Infasning:
    """Give them by code; all lists are empty where nothing is phased in, or all is reached."""
    held, waits, carries = map(list, alternative.waits)
    return {"halls_tillbaka": held, "vantar": waits, "bar_mer": carries}
