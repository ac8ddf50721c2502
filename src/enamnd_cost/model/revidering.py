"""``revidering/*.toml``: a later decision on a year's budget, which holds from its date.

A revision is a decided scenario: it says what is changed in the words of one, and then how the
budget's own lines and sum are decided.
"""

from __future__ import annotations

import datetime as dt

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import YEAR, Errors, FileModel, Kronor, Origin, Year, mistake
from enamnd_cost.model.beslut import Beslut
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.scenario import Andringar, Scenario

FARTHEST = 2  # years between a budget's year and a decision on it


class Reviderad(Budget):
    """A year's budget as a later decision made it; ``beslut`` is that decision."""

    @property
    def called(self) -> str:
        """Name it in a heading, with the decision.

        >>> decided = Beslut(dokument="Protokoll", datum=dt.date(2024, 9, 18), paragraf="§ 12")
        >>> Reviderad(ar=2024, status="beslutad", beslut=decided, summa=0, tjanst={}).called
        'Reviderad budget 2024 (2024-09-18, § 12)'
        """
        return f"Reviderad budget {self.ar} ({self.when})"

    @property
    def day(self) -> dt.date:
        """The day of the decision."""
        assert self.beslut is not None
        assert self.beslut.datum is not None  # a revision's decision has one
        return self.beslut.datum

    @property
    def when(self) -> str:
        """Say when it was decided, and in which paragraph."""
        paragraph = self.beslut.paragraf if self.beslut else None
        return f"{self.day}, {paragraph}" if paragraph else str(self.day)


class Budgetandring(FileModel):
    """The decided lines that are other than before, each whole, and the budget's new sum."""

    summa: Kronor = Field(description="Den reviderade budgetens summa i kronor.")
    tjanst: dict[str, Budgetpost] = Field(
        {}, description="En ny rad för en tjänst i budgeten; de andra raderna gäller som förut."
    )
    utanfor: dict[str, Utanfor] = Field({}, description="En ny rad för en tjänst utanför budgeten.")

    def _mistakes(self) -> Errors:
        for name in sorted(self.tjanst.keys() & self.utanfor.keys()):
            text = f'"{name}" står både i tjanst och i utanfor'
            yield mistake("EK117", text, "utanfor", name, remedy="ta bort den ena")
        for table in ("tjanst", "utanfor"):
            for name, line in getattr(self, table).items():
                if line.saknas is not None:
                    text = "en beslutad budget kan inte ha okända belopp"
                    at = (table, name, "saknas")
                    yield mistake("EK115", text, *at, remedy="fyll i beloppen")


class Revidering(Andringar):
    """The whole file. What is not in it is as the decision before it has it.

    A cost is the whole year's, as everywhere: a year has one level.
    """

    model_config = ConfigDict(title="En reviderad budget: vad ett senare beslut ändrade")

    ar: Year = Field(description=YEAR)
    beslut: Beslut = Field(description="Var beslutet finns; datum är filens namn.")
    kalla: Origin = None
    budget: Budgetandring = Field(description="Budgetens rader och summa efter beslutet.")

    def _mistakes(self) -> Errors:
        yield from super()._mistakes()
        if self.beslut.datum is None:
            remedy = "lägg till datum = ÅÅÅÅ-MM-DD, samma som filens namn"
            yield mistake("EK111", 'nyckeln "datum" saknas', "beslut", remedy=remedy)
        elif abs(self.beslut.datum.year - self.ar) > FARTHEST:
            text = f"beslutet är av {self.beslut.datum}, men budgeten gäller {self.ar}"
            remedy = "rätta datum och filens namn, eller ar"
            yield mistake("EK115", text, "beslut", "datum", remedy=remedy)
        if not (self.changes or self.budget.tjanst or self.budget.utanfor):
            remedy = "lägg till det som ändras, till exempel [tjanst.e-arkiv], eller ta bort filen"
            yield mistake("EK222", "revideringen ändrar ingenting", remedy=remedy)
        for n, joins in enumerate(self.intrade):
            yield from self._within(joins.datum, "intrade", n)
        for n, leaves in enumerate(self.uttrade):
            yield from self._within(leaves.last_day, "uttrade", n)

    def _within(self, day: dt.date | None, table: str, n: int) -> Errors:
        """Point out a day that is not in the year: the revision is of that year alone."""
        if day is not None and day.year != self.ar:
            text = f"{day} är utanför {self.ar}, som revideringen gäller"
            remedy = "rätta datumet, eller skriv ändringen i det årets period i tjänstens fil"
            yield mistake("EK115", text, table, n, remedy=remedy)

    @property
    def day(self) -> dt.date:
        """The day of the decision, from which it holds."""
        assert self.beslut.datum is not None  # the file has been judged
        return self.beslut.datum

    @property
    def as_scenario(self) -> Scenario:
        """What it changes, as a scenario of its year, which is laid over the decision before."""
        name = f"Revidering {self.day}"
        return Scenario.model_construct(namn=name, motiv="", bas=self.ar, **self.changes)

    def revised(self, budget: Budget) -> Reviderad:
        """Give the budget as this decision makes it, from what it was just before."""
        kept = {key: getattr(budget, key) for key in Budget.model_fields}
        gone = set(self.upphor)
        lines = {
            table: {
                name: line
                for name, line in {**kept[table], **getattr(self.budget, table)}.items()
                if name not in gone
                and (name in getattr(self.budget, table) or name not in self._moved(table))
            }
            for table in ("tjanst", "utanfor")
        }
        own = {"summa": self.budget.summa, "beslut": self.beslut, "kalla": self.kalla}
        return Reviderad.model_construct(**{**kept, **lines, **own})

    def _moved(self, table: str) -> set[str]:
        """Name the services whose line this decision has in the other table."""
        return set(self.budget.utanfor if table == "tjanst" else self.budget.tjanst)
