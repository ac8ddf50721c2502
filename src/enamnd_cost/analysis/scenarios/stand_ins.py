"""Where a newcomer is counted by figures of another date than the others."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.swedish import number


def stand_ins(alternative: Alternative) -> Iterator[str]:
    """Say where a newcomer is counted by another date than the others, for lack of figures."""
    kommuner = alternative.result.data.kommuner
    for kommun in (each for scenario in alternative.scenarios for each in scenario.kommun):
        code = kommuner.resolve(kommun.id)
        dates = {
            date
            for service in alternative.result.in_budget
            if code in service.allocation.rows
            for date in service.period.population_dates
        }
        for date in sorted(dates):
            found = kommun.counted_at(date)
            if found and found[0] != date:
                yield (
                    f"{kommun.namn} har ingen folkmängd för {date}; där räknas den med sin "
                    f"folkmängd {found[0]}, {number(found[1])}"
                )
