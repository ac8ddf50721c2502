"""The scenario that an answer is of, for programs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.scenarios.undecided import Undecided
from enamnd_cost.output.shapes import Ar


class Scenariot(TypedDict):
    """A scenario; ``raknat_for`` is the year asked about, at the year's costs."""

    namn: str
    motiv: str
    ar: Ar
    raknat_for: Ar


Scenario = Annotated[
    Scenariot | None, Field(description="Scenariot som svaret gäller; null för en budget.")
]


def scenario_of(scenario: Undecided | None) -> Scenario:
    """Say which scenario an answer is of, if it is of one."""
    if scenario is None:
        return None
    return {
        "namn": scenario.name,
        "motiv": scenario.motive,
        "ar": scenario.year,
        "raknat_for": scenario.at,
    }
