"""Reading what is to be compared: a budget year, or a scenario file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.cli import console

if TYPE_CHECKING:
    from enamnd_cost.analysis.scenarios.apply import Alternative
    from enamnd_cost.files.scenarios import Chain
    from enamnd_cost.model.data import Data

MOST_YEARS = 100  # a phasing-in that takes longer than that never ends


def is_year(word: str) -> bool:
    """Tell a year from a file."""
    return word.isascii() and word.isdecimal()


def widest(found: Sequence[Alternative]) -> Data:
    """Give the data with most municipalities: a scenario may have some that the folder has not."""
    return max(found, key=lambda each: len(each.codes)).result.data


class Reader(NamedTuple):
    """Reads alternatives from one data folder; what is wrong with one is told, and ends the run."""

    data: Data
    where: console.Source

    def read(self, word: str, at: int | None = None) -> Alternative:
        """Read a year or a scenario; a scenario as things are in the year ``at``."""
        from enamnd_cost.analysis.scenarios.apply import of_year
        from enamnd_cost.analysis.year import unknown_years

        if not is_year(word):
            return self._applied(self.chain(word), at)
        console.refuse_any(unknown_years(self.data, [int(word)]), self.where)
        return console.settled(of_year(self.data, int(word)), self.where)

    def chain(self, word: str) -> Chain:
        """Read a scenario file and those it builds on."""
        from enamnd_cost.files.scenarios import read_chain
        from enamnd_cost.model.problem import Problem

        path = Path(word)
        if not path.is_file() and path.suffix != ".toml" and path.with_suffix(".toml").is_file():
            path = path.with_suffix(".toml")
        if not path.is_file():
            text = f'"{word}" är varken ett år eller en scenariofil'
            remedy = "skriv ett år, eller sökvägen till en .toml-fil"
            console.refuse([Problem("EK008", "", text, remedy)])
        chain = console.settled(read_chain(path), self.where)
        if chain.year not in self.data.budgetar:
            known = ", ".join(map(str, self.data.years)) or "inga"
            text = f"basåret {chain.year} har ingen budget"
            bas = Problem("EK221", chain.files[0].file, text, f"år med budget: {known}", ("bas",))
            console.refuse([bas], self.where)
        console.computed(self.data, [chain.year], self.where)
        return chain

    def _applied(self, chain: Chain, at: int | None) -> Alternative:
        from enamnd_cost.analysis.scenarios.apply import of_scenario

        return console.settled(of_scenario(self.data, chain, at), self.where)

    def series(self, word: str, years: list[int]) -> list[Alternative]:
        """Read a scenario year by year: the years asked for, or until a phasing-in is over."""
        if is_year(word) or len(years) == 1:
            return []
        chain = self.chain(word)
        if years:
            return [self._applied(chain, year) for year in years]
        if not any(file.scenario.infasning for file in chain.files):
            return []
        made: list[Alternative] = []
        for year in range(chain.year + 1, chain.year + 1 + MOST_YEARS):
            made.append(self._applied(chain, year))
            if not any(made[-1].held.values()):
                break
        return made
