"""Who is in another step by size on the one side of a comparison than on the other."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.compare.over_years import OverYears
from enamnd_cost.analysis.crossings import between


def notes(comparison: OverYears) -> Iterator[str]:
    """Say who is in another step by size on the one side than on the other."""
    for one in comparison.each:
        before, after = one.sides
        for name in one.services:
            plans = [
                held.allocation.plan if (held := side.result.by_id.get(name)) else None
                for side in one.sides
            ]
            for crossing in between(*plans):
                who = comparison.names[crossing.code]
                said = crossing.told(f"i {before.name}", f"i {after.name}")
                yield f"{who} är i ett annat steg i {crossing.item}: {said}."
