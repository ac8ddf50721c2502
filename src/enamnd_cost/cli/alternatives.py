"""Reading what is to be compared: a budget year, planned or not, or a scenario file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from enamnd_cost.asking import Wish, ask
from enamnd_cost.cli import console, decisions
from enamnd_cost.cli.decisions import is_year
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.scenarios.apply import Alternative
    from enamnd_cost.analysis.year import Computed
    from enamnd_cost.analysis.years.span import Span
    from enamnd_cost.files.scenarios import Chain
    from enamnd_cost.model.data import Data

MOST_YEARS = 100  # a phasing-in that takes longer than that never ends
FARTHEST = 20  # years after the last budget that can be planned: each builds on the one before


def widest(found: Sequence[Alternative]) -> Data:
    """Give the data with most municipalities: a scenario may have some that the folder has not."""
    return max(found, key=lambda each: len(each.codes)).result.data


class Reader(NamedTuple):
    """Reads alternatives from one data folder; what is wrong with one is told, and ends the run.

    ``plan`` has the years that have no budget file, where any is asked about, and ``laid_on`` such
    a year that the scenarios are laid on whatever their own base is.
    """

    data: Data
    where: console.Source
    plan: Span | None = None
    laid_on: int | None = None

    def read(self, word: str, at: int | None = None) -> Alternative:
        """Read a year or a scenario; a scenario as things are in the year ``at``."""
        from enamnd_cost.analysis.scenarios.apply import of_year
        from enamnd_cost.analysis.year import unknown_years

        if not is_year(word):
            return self.applied(self.chain(word), at)
        asked, reader = decisions.read(word), self.as_decided(word)
        console.refuse_any(unknown_years(reader.data, [asked.year]), reader.where)
        drafted = self.plan is not None and asked.year in self.plan.drafted
        found = of_year(reader.data, asked.year, drafted=drafted)
        return replace(console.settled(found, reader.where), id=asked.word)

    def as_decided(self, word: str) -> Reader:
        """Read from the data as the decision that a word asks for has it; else as it is."""
        if not is_year(word):
            return self
        where, data = decisions.as_decided(decisions.read(word), self.where, self.data)
        return self._replace(where=where, data=data)

    def of_year(
        self, year: int, scenario: str | None, changes: Sequence[str] | None = None
    ) -> tuple[Computed, int, Alternative | None]:
        """Allocate a budget, or a scenario as things are in the year; and say whose costs it has.

        ``changes`` are asked for without a file, of the one or the other. What is computed of a
        scenario is at the costs of the year that it changes.
        """
        if scenario is not None and is_year(scenario):
            raise Mistake(f"--scenario tar en fil, inte ett år; för budget {scenario} räcker året")
        if changes:
            alternative = self.applied(self.asked(scenario or str(year), changes), year)
        elif scenario:
            alternative = self.read(scenario, year)
        else:
            return console.computed(self.data, [year], self.where), year, None
        return alternative.computed, alternative.year, alternative

    def asked(self, base: str, changes: Sequence[str]) -> Chain:
        """Read changes that are asked for without a file, laid over a year or a scenario."""
        from enamnd_cost.analysis.scenarios import asked
        from enamnd_cost.files.scenarios import Chain, ScenarioFile

        under = self.read(base)
        scenario = console.settled(asked.read(changes, under.result))
        files = () if is_year(base) else self.chain(base).files
        return Chain(under.year, (*files, ScenarioFile("", scenario)))

    def chain(self, word: str) -> Chain:
        """Read a scenario file and those it builds on, and see that its base year can be had."""
        from enamnd_cost.model.problem import Problem

        chain = self.file(word)
        if self.laid_on is not None:
            chain = replace(chain, year=self.laid_on)
        if chain.year not in self.data.budgetar:
            known = ", ".join(map(str, self.data.years)) or "inga"
            text = f"basåret {chain.year} har ingen budget"
            bas = Problem("EK221", chain.files[0].file, text, f"år med budget: {known}", ("bas",))
            console.refuse([bas], self.where)
        console.computed(self.data, [chain.year], self.where)
        return chain

    def file(self, word: str) -> Chain:
        """Read a scenario file and those it builds on, as they are."""
        from enamnd_cost.files.scenarios import read_chain
        from enamnd_cost.model.problem import Problem

        path = Path(word)
        if path.name and not path.is_file() and path.suffix != ".toml":  # "." and "/" have no name
            named = path.with_suffix(".toml")
            path = named if named.is_file() else path
        if not path.exists() or path.is_dir():
            text = f'"{word}" är varken ett år eller en scenariofil'
            remedy = "skriv ett år, eller sökvägen till en .toml-fil"
            if path.suffix.lower() == ".toml":
                text, remedy = f'scenariofilen "{word}" finns inte', "rätta sökvägen till filen"
            console.refuse([Problem("EK008", "", text, remedy)])
        return console.settled(read_chain(path), self.where)

    def applied(self, chain: Chain, at: int | None) -> Alternative:
        """Lay a chain over its base, as things are in the year ``at``, or say what is wrong."""
        from enamnd_cost.analysis.scenarios.apply import of_scenario

        return console.settled(of_scenario(self.data, chain, at), self.where)

    def over(self, word: str, years: Sequence[int], *, dated: bool = False) -> list[Alternative]:
        """Read an alternative for each of some years; a budget is the same in them all.

        Without years it is one: a scenario as of the year that it asks about itself. ``dated``
        tells that a budget, too, is asked about in each of them.
        """
        if not is_year(word):
            return self.over_years(self.chain(word), years)
        budget = self.read(word)
        return [replace(budget, at=year) if dated else budget for year in years] or [budget]

    def over_years(self, chain: Chain, years: Sequence[int]) -> list[Alternative]:
        """Lay a chain over its base for each of some years, or for the one that it asks about."""
        asked: Sequence[int | None] = years or [None]
        return [self.applied(chain, year) for year in asked]

    def until_reached(self, word: str) -> list[Alternative]:
        """Read a scenario that is phased in year by year until that is over; else nothing."""
        return [] if is_year(word) else self.phased_in(self.chain(word))

    def phased_in(self, chain: Chain) -> list[Alternative]:
        """Lay a chain over its base year by year, likewise."""
        if not any(file.scenario.infasning for file in chain.files):
            return []
        made: list[Alternative] = []
        for year in range(chain.year + 1, chain.year + 1 + MOST_YEARS):
            made.append(self.applied(chain, year))
            if not any(made[-1].held.values()):
                break
        return made

    def planned(self, words: Sequence[str], assume: Sequence[str]) -> Reader:
        """Draft the years that are asked about and have no budget file yet.

        Where the first of the words is such a year, the scenarios are laid on it. What the years
        lack must be given in ``assume``; without that they are unknown years.
        """
        from enamnd_cost.analysis.year import unknown_years
        from enamnd_cost.analysis.years import assuming
        from enamnd_cost.analysis.years.span import span

        asked = [
            decisions.read(word).year if is_year(word) else self.file(word).year for word in words
        ]
        last = max(self.data.years, default=0)
        ahead = [year for year in asked if last < year <= last + FARTHEST] if last else []
        if not ahead:
            if assume:
                raise Mistake(f"--antag gäller år utan budget, till exempel {last + 1}")
            return self
        given = console.settled(assuming.read(assume, self.data))
        made, problems = span(self.data, min(ahead), max(ahead), given)
        if made is None and not assume:
            also = f"; eller räkna på en plan, med {ask(Wish.ASSUME)} för det som den saknar"
            unknown = unknown_years(self.data, ahead)
            problems = [each._replace(remedy=each.remedy + also) for each in unknown]
        made = console.settled((made, problems), self.where)
        first = asked[0] if is_year(words[0]) and asked[0] in made.drafted else None
        return self._replace(data=made.data, plan=made, laid_on=first)
