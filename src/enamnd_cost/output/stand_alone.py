"""The stand-alone test for programs: json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from enamnd_cost.analysis.compare.stand_alone import Coalition
from enamnd_cost.analysis.scenarios.apply import Alternative

SCHEMA = "stand-alone/1"


def content(
    name: str, found: Sequence[Coalition], alternatives: Sequence[Alternative]
) -> dict[str, Any]:
    """Give what programs read, in kronor."""
    return {
        "namn": name,
        "alternativ": [
            {
                "id": each.id,
                "namn": each.name,
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
