"""What all splits that go by population have in common: at which dates, and what that is called."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from enamnd_cost.engine.plan import Weights
from enamnd_cost.model.splits.lookup import ForItem, Lookup, SplitModel

Years = Annotated[int, Field(ge=1, le=20)]


class ByPeople(SplitModel):
    """A split by population: at the period's date, or the mean of some years up to it."""

    medel_ar: Years = Field(
        1,
        description="Antal år som folkmängden är medelvärdet av: mätdatumet och samma dag åren "
        "före. Utan nyckeln bara mätdatumet.",
    )

    def population_dates(self, date: dt.date) -> tuple[dt.date, ...]:
        """Give the dates whose populations it goes by, the earliest first.

        >>> from enamnd_cost.model.splits.mix import Mix
        >>> [str(date) for date in Mix(invanare=1, medel_ar=2).population_dates(
        ...     dt.date(2023, 12, 31))]
        ['2022-12-31', '2023-12-31']
        """
        if not self.by_population:
            return ()
        return tuple(_years_before(date, years) for years in range(self.medel_ar - 1, -1, -1))

    def inhabitants(self, lookup: Lookup, item: ForItem) -> Weights:
        """Give the population that an item goes by."""
        assert item.date is not None  # the model has seen to it
        return lookup.population(item, self.population_dates(item.date), self.people(item.date))

    def people(self, date: dt.date | None) -> str:
        """Name the population that it goes by."""
        return population(date, self.medel_ar)


def population(date: dt.date | None, years: int = 1) -> str:
    """Name a population, or the mean of some years up to a date.

    >>> population(dt.date(2020, 12, 31)), population(dt.date(2020, 12, 31), 3)
    ('folkmängd 2020-12-31', 'medelfolkmängd 2018-12-31 till 2020-12-31 (3 år)')
    """
    if years == 1 or date is None:
        return f"folkmängd {date}"
    return f"medelfolkmängd {_years_before(date, years - 1)} till {date} ({years} år)"


def _years_before(date: dt.date, years: int) -> dt.date:
    """Give the same day some years before; there is no 29 February in most years."""
    leap_day = (date.month, date.day) == (2, 29)
    return date.replace(year=date.year - years, day=28 if leap_day and years else date.day)
