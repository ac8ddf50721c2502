"""A whole data folder, read: what every command starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from enamnd_cost.model.budget import Budget
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.revidering import Reviderad, Revidering
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall

KOMMUNER_FILE = "kommuner.toml"
INDEX_FILE = "index.toml"
# A service's file, a year's budget and so on: each by its id, relative to the data folder.
tjanst_file = "tjanster/{}.toml".format
budget_file = "budget/{}.toml".format
facit_file = "facit/{}.toml".format
matt_file = "matt/{}.toml".format
utfall_file = "utfall/{}.toml".format
revidering_file = "revidering/{}.toml".format


@dataclass(frozen=True)
class Data:
    """Every file of the folder by its id, which is its name without ``.toml``.

    ``digest`` is a hash of all the files' text: two results with the same digest and program
    version come from the same data.

    ``revideringar`` are the later decisions of each year, in order. Where some are laid over what
    the files of services and budgets say, ``first`` is the data as those files have it.
    """

    kommuner: Kommuner
    index: Index
    tjanster: Mapping[str, Tjanst]
    budgetar: Mapping[int, Budget]
    facit: Mapping[str, Facit]
    matt: Mapping[str, Mattserie]
    utfall: Mapping[int, Utfall]
    digest: str
    revideringar: Mapping[int, tuple[Revidering, ...]] = field(default_factory=dict)
    first: Data | None = None

    @property
    def short_digest(self) -> str:
        """The first twelve characters of the hash: enough to tell two folders apart."""
        return self.digest[:12]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a budget file, in order."""
        return tuple(sorted(self.budgetar))

    def projects(self, year: int) -> tuple[str, ...]:
        """Name the services that are projects going on in a year; invented ones are none.

        They are so whether or not it is known who takes part.
        """
        return tuple(
            name
            for name, tjanst in self.tjanster.items()
            if tjanst.projekt
            and tjanst.projekt.start.year <= year <= tjanst.projekt.slut.year
            and not all(period.exempel for period in tjanst.period)
        )

    def projects_together(self, year: int) -> tuple[str, ...]:
        """Name those of the year's projects that no group of its outcome has: one line."""
        utfall = self.utfall.get(year)
        grouped = {each for grupp in utfall.grupp for each in grupp.tjanster} if utfall else ()
        return tuple(name for name in self.projects(year) if name not in grouped)

    def decided(self, year: int) -> tuple[dt.date, ...]:
        """Give the days of the decisions on a year's budget, in order; the first may have none."""
        first = self.as_filed.budgetar[year].beslut
        days = (each.day for each in self.revideringar.get(year, ()))
        return (*((first.datum,) if first and first.datum else ()), *days)

    def lines(self, year: int) -> tuple[str, ...]:
        """Name the services that are a part of a year's budget, by any of its decisions."""
        revisions = (each.budget.tjanst for each in self.revideringar.get(year, ()))
        first = self.as_filed.budgetar[year].tjanst
        every = chain(self.budgetar[year].tjanst, first, *revisions)
        return tuple(dict.fromkeys(every))

    def gone(self, budget: Budget) -> tuple[str, ...]:
        """Name the services that earlier decisions on a budget had in it, and that it has not."""
        if not isinstance(budget, Reviderad):
            return ()
        earlier = (r for r in self.revideringar.get(budget.ar, ()) if r.day < budget.day)
        had = (self.as_filed.budgetar[budget.ar].tjanst, *(r.budget.tjanst for r in earlier))
        every = dict.fromkeys(chain(*had))
        return tuple(name for name in every if name not in {**budget.tjanst, **budget.utanfor})

    @property
    def not_yet(self) -> frozenset[str]:
        """Name the services that later decisions add, where those are not laid over the data."""
        new = (each.ny.items() for of_year in self.revideringar.values() for each in of_year)
        return frozenset(
            name
            for each in new
            for name, tjanst in each
            if self.tjanster.get(name) == tjanst.never()
        )

    def holds(self, budget: Budget, day: dt.date) -> bool:
        """Tell whether a budget is as the last decision on its year by a day made it.

        Before them all it is the first, which may say no day.
        """
        later = [each for each in self.revideringar.get(budget.ar, ()) if each.day <= day]
        if not later:
            return not isinstance(budget, Reviderad)
        return budget.beslut == later[-1].beslut

    @property
    def as_filed(self) -> Data:
        """The data as the files of services and budgets have it: each year as first decided."""
        return self.first or self
