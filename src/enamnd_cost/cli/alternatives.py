"""Reading what is to be compared: a budget year, or a scenario file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_cost.cli import console

if TYPE_CHECKING:
    from enamnd_cost.analysis.scenarios.apply import Alternative
    from enamnd_cost.files.scenarios import Chain
    from enamnd_cost.model.data import Data

MOST_YEARS = 100  # a phasing-in that takes longer than that never ends


def is_year(word: str) -> bool:
    """Tell a year from a file."""
    return word.isascii() and word.isdecimal()


class Reader:
    """Reads alternatives from one data folder; what is wrong with one is told, and ends the run."""

    def __init__(self, data: Data, where: console.Source) -> None:
        self.data = data
        self.where = where

    def read(self, word: str, at: int | None = None) -> Alternative:
        """Read a year or a scenario; a scenario as things are in the year ``at``."""
        from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
        from enamnd_cost.analysis.year import unknown_years

        if is_year(word):
            if unknown := unknown_years(self.data, [int(word)]):
                console.refuse(unknown, self.where.shown)
            found, problems = of_year(self.data, int(word))
        else:
            found, problems = of_scenario(self.data, self.chain(word), at)
        if found is None:
            console.refuse(console.placed(problems, self.where), self.where.shown)
        return found

    def chain(self, word: str) -> Chain:
        """Read a scenario file and those it builds on."""
        from enamnd_cost.analysis.year import compute, unknown_years
        from enamnd_cost.files.scenarios import read_chain
        from enamnd_cost.model.problem import Problem

        path = Path(word)
        if not path.is_file() and path.suffix != ".toml" and path.with_suffix(".toml").is_file():
            path = path.with_suffix(".toml")
        if not path.is_file():
            text = f'"{word}" är varken ett år eller en scenariofil'
            remedy = "skriv ett år, eller sökvägen till en .toml-fil"
            console.refuse([Problem("EK008", "", text, remedy)])
        chain, problems = read_chain(path)
        if chain is None:
            console.refuse(console.placed(problems, self.where), self.where.shown)
        if unknown_years(self.data, [chain.year]):
            known = ", ".join(map(str, self.data.years)) or "inga"
            text = f"basåret {chain.year} har ingen budget"
            bas = [Problem("EK221", chain.files[0].file, text, f"år med budget: {known}", ("bas",))]
            console.refuse(console.placed(bas, self.where), self.where.shown)
        computed = compute(self.data, [chain.year])
        if computed.problems:
            console.refuse(console.placed(computed.problems, self.where), self.where.shown)
        return chain

    def series(self, word: str, years: list[int]) -> list[Alternative]:
        """Read a scenario year by year: the years asked for, or until a phasing-in is over."""
        if is_year(word) or len(years) == 1:
            return []
        from enamnd_cost.analysis.scenarios.apply import of_scenario

        if years:
            return [self.read(word, year) for year in years]
        chain = self.chain(word)
        if not any(file.scenario.infasning for file in chain.files):
            return []
        made: list[Alternative] = []
        for year in range(chain.year + 1, chain.year + 1 + MOST_YEARS):
            found, problems = of_scenario(self.data, chain, year)
            if found is None:
                console.refuse(console.placed(problems, self.where), self.where.shown)
            made.append(found)
            if not any(found.held.values()):
                break
        return made
