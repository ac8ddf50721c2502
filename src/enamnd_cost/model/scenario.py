"""Scenario files: a base, and only what is changed in it.

A scenario is a question: what would each municipality pay if this were so? It changes a year's
budget, or another scenario, and never the data folder.
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from enamnd_cost.model.base import (
    Errors,
    Fee,
    FileModel,
    Kronor,
    Number,
    Percent,
    Text,
    Year,
    mistake,
    optional,
)
from enamnd_cost.model.budget import Tvavagsavrundning
from enamnd_cost.model.counting import Bound, Factors
from enamnd_cost.model.dampning import Infasning
from enamnd_cost.model.fordelning import Fordelning, split_of
from enamnd_cost.model.kommuner import Id, Inhabitants, Kommun
from enamnd_cost.model.participation import Participants
from enamnd_cost.model.parts import Avrundning, Post
from enamnd_cost.model.splits.agreed import Procent, Vikter
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.tjanst import Tjanst

# The keys that any cost can be shared by.
FOR_ALL = (Mix, Vikter, Procent)
Remaining = Annotated[
    Annotated[Percent, Tag("tal")] | Annotated[list[Percent], Field(min_length=1), Tag("lista")],
    Discriminator(lambda value: "lista" if isinstance(value, list) else "tal"),
]
TextList = Annotated[list[Text], Field(min_length=1)]
Receivers = Annotated[
    Annotated[Literal["ovriga", "namnden"], Tag("ord")] | Annotated[TextList, Tag("lista")],
    Discriminator(lambda value: "lista" if isinstance(value, list) else "ord"),
]


class Tjanstandring(FileModel):
    """What is changed in one service, in the base's year; the rest stays as it is."""

    underlag: Kronor | None = optional("Ny kostnad att dela, i kronor.")
    belopp: Kronor | None = optional("Ny beslutad summa, i kronor.")
    kostnad_procent: Annotated[Number, Field(ge=-100)] | None = optional(
        "Ändring av kostnaden i procent: 20 är 20 % mer."
    )
    fordelning: Fordelning | None = optional("Ny fördelning.")
    post: Annotated[list[Post], Field(min_length=1)] | None = optional(
        "Nya kostnadsposter, i stället för tjänstens egna."
    )
    folkmangd: dt.date | None = optional("Nytt mätdatum.")
    deltagare: Participants | None = optional("Nya deltagare.")
    avrundning: Avrundning | None = optional("Ny avrundning.")
    faktor: Factors | None = optional("Vad kommuner räknas till, i stället för som förut.")
    lagst: Bound | None = optional("Nytt lägsta belopp för en kommun, i kronor per år.")
    hogst: Bound | None = optional("Nytt högsta belopp för en kommun, i kronor per år.")

    def _mistakes(self) -> Errors:
        if not self.model_fields_set:
            remedy = "ange vad som ändras, till exempel fordelning, eller ta bort tjänsten"
            yield mistake("EK222", "ingenting ändras", remedy=remedy)
        costs = [
            f for f in ("underlag", "belopp", "kostnad_procent") if getattr(self, f) is not None
        ]
        if len(costs) > 1:
            text = f"{costs[0]} och {costs[1]} säger båda vad tjänsten kostar"
            yield mistake("EK115", text, costs[1], remedy="ta bort den ena")
        if self.post and self.fordelning:
            text = "varje post har sin egen fördelning"
            yield mistake("EK115", text, "fordelning", remedy="ta bort fordelning")
        if self.post and costs:
            text = "posterna säger vad tjänsten kostar"
            yield mistake("EK115", text, costs[0], remedy=f"ta bort {costs[0]}")


class NyKommun(Kommun):
    """A municipality that is not in the data folder, with its population at some dates.

    Where the others are counted at a date that it has no figure for, that of its nearest date is
    taken: a newcomer does not force its date on everybody.
    """

    id: Id = Field(description="Kommunens nyckel: namnet med a–z, siffror och bindestreck.")
    invanare: dict[str, Inhabitants] = Field(
        {},
        description="Folkmängd per mätdatum: 2023-12-31 = 5_000. Vid andra mätdatum används den "
        "närmaste.",
    )

    def _mistakes(self) -> Errors:
        yield from super()._mistakes()
        for key in self.invanare:
            try:
                dt.date.fromisoformat(key)
            except ValueError:
                text = f'"{key}" är inget mätdatum'
                remedy = "skriv år-månad-dag: 2023-12-31 = 5_000"
                yield mistake("EK114", text, "invanare", key, remedy=remedy)

    def counted_at(self, date: dt.date) -> tuple[dt.date, int] | None:
        """Give its population at a date, or at the nearest that it has (of two, the later).

        >>> new = NyKommun(
        ...     id="mala", kod="2418", namn="Malå",
        ...     invanare={"2020-12-31": 3_050, "2024-12-31": 2_962},
        ... )
        >>> new.counted_at(dt.date(2023, 12, 31))
        (datetime.date(2024, 12, 31), 2962)
        """
        dates = sorted(map(dt.date.fromisoformat, self.invanare), reverse=True)
        nearest = min(dates, key=lambda each: abs(each - date), default=None)
        return None if nearest is None else (nearest, self.invanare[str(nearest)])


class Intrade(FileModel):
    """A municipality that joins services, from a date on (the first of a month) or all year.

    It may pay a fee to enter: once, in the year it joins, to those who were there already, to some
    of them, or to the board.
    """

    kommun: Text = Field(description="Kommunen som går med.")
    tjanster: TextList = Field(description="Tjänsterna som den går med i.")
    datum: dt.date | None = optional("Första dagen; en månads första. Utan nyckeln hela året.")
    avgift: Fee | None = optional(
        "Inträdesavgift i kronor, som betalas en gång, det år kommunen går med."
    )
    avgift_till: Receivers | None = optional(
        "Vilka som får avgiften: ovriga (de som redan var med, utan nyckeln), namnden, eller en "
        "lista med kommuner."
    )

    def _mistakes(self) -> Errors:
        if self.avgift_till is not None and self.avgift is None:
            remedy = "ange avgiften i kronor, till exempel avgift = 200_000, eller ta bort den"
            yield mistake("EK111", "avgift_till behöver avgift", "avgift_till", remedy=remedy)
        if self.datum and self.datum.day != 1:
            remedy = f"ange en månads första dag: {self.datum.replace(day=1)}"
            yield mistake("EK119", f"{self.datum} är mitt i en månad", "datum", remedy=remedy)


class Uttrade(FileModel):
    """A municipality that leaves services, or all of them, after a date (the last of a month).

    The date is stated, or follows from the notice: ``uppsagd`` and ``uppsagningstid`` in months.
    ``kvar`` is how much of its part remains as a cost, in per cent: always, or a list of one figure
    per year after which nothing remains. ``bars_av`` tells who carries it.
    """

    kommun: Text = Field(description="Kommunen som lämnar.")
    tjanster: TextList | None = optional("Tjänsterna som den lämnar; utan nyckeln alla.")
    datum: dt.date | None = optional(
        "Sista dagen som medlem, en månads sista. Utan nyckeln: ute hela basåret."
    )
    uppsagd: dt.date | None = optional("Dagen för uppsägningen, i stället för datum.")
    uppsagningstid: Annotated[int, Field(ge=0, le=600)] | None = optional(
        "Uppsägningstid i månader."
    )
    kvar: Remaining | None = optional(
        "Procent av kommunens del som återstår som kostnad: alltid, eller en lista per år."
    )
    bars_av: Literal["ovriga", "den_som_lamnar"] = Field(
        "ovriga", description="ovriga (de som är kvar, utan nyckeln) eller den_som_lamnar."
    )

    def _mistakes(self) -> Errors:
        if (self.uppsagd is None) != (self.uppsagningstid is None):
            text = "uppsagd och uppsagningstid hör ihop"
            yield mistake("EK115", text, remedy="ange båda, eller datum")
        if self.datum and self.uppsagd:
            text = "datum och uppsagd säger båda när kommunen lämnar"
            yield mistake("EK115", text, "datum", remedy="ta bort det ena")
        end = self.last_day
        if end and end.day != calendar.monthrange(end.year, end.month)[1]:
            remedy = "ange en månads sista dag, till exempel 2025-12-31"
            yield mistake("EK119", f"{end} är mitt i en månad", "datum", remedy=remedy)
        if end and end.month != 12 and self.kvar is not None:
            text = f"kvar räknas i hela år, men utträdet är {end}"
            yield mistake("EK115", text, "kvar", remedy="låt utträdet vara den 31 december")
        if self.bars_av == "den_som_lamnar" and self.kvar is None:
            text = "bars_av behöver kvar: hur mycket som återstår"
            remedy = "till exempel kvar = [100, 50] för två år"
            yield mistake("EK111", text, "bars_av", remedy=remedy)

    @property
    def last_day(self) -> dt.date | None:
        """The last day as a member: stated, or the end of the month in which the notice ends.

        >>> Uttrade(kommun="Boden", uppsagd=dt.date(2024, 6, 10), uppsagningstid=36).last_day
        datetime.date(2027, 6, 30)
        """
        if self.uppsagd is None or self.uppsagningstid is None:
            return self.datum
        months = self.uppsagd.year * 12 + self.uppsagd.month - 1 + self.uppsagningstid
        year, month = divmod(min(months, dt.MAXYEAR * 12 + 11), 12)
        return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    def remaining(self, year: int) -> Decimal:
        """Give the per cent that remains in the ``year``-th year after leaving, counted from 0.

        >>> leaving = Uttrade(kommun="Boden", kvar=[Decimal(75), Decimal(50)])
        >>> [int(leaving.remaining(year)) for year in range(3)]
        [75, 50, 0]
        """
        if self.kvar is None:
            return Decimal(100)
        if isinstance(self.kvar, list):
            return self.kvar[year] if year < len(self.kvar) else Decimal(0)
        return self.kvar


class Andringar(FileModel):
    """What is changed in a year's budget: as a question in a scenario, or as it was decided."""

    folkmangd: dt.date | None = optional("Mätdatum för alla tjänster som delas efter folkmängd.")
    fordelning: Fordelning | None = optional(
        "Ny fördelning för alla tjänster i budgeten som delar en kostnad efter en nyckel."
    )
    tvavagsavrundning: Tvavagsavrundning | None = optional(
        "Avrunda budgetens tjänster tillsammans."
    )
    tjanst: dict[str, Tjanstandring] = Field({}, description="Vad som ändras i en tjänst.")
    ny: dict[str, Tjanst] = Field({}, description="En ny tjänst, skriven som i tjanster/.")
    upphor: list[Text] = Field([], description="Tjänster som upphör.")
    index: dict[str, Annotated[Number, Field(gt=-100)]] = Field(
        {},
        description="Basårets indexvärde i procent, per serie: seriens egen ändring det året, före "
        "vartannat_ar, golv och tak. I en sammansatt serie står det i stället för blandningen.",
    )
    intrade: list[Intrade] = Field([], description="En kommun som går med i tjänster.")
    uttrade: list[Uttrade] = Field([], description="En kommun som lämnar.")

    def _mistakes(self) -> Errors:
        if self.fordelning is not None and not isinstance(split_of(self.fordelning), FOR_ALL):
            text = "avtalade belopp, mätningar, avgifter och andras proportioner är en tjänsts egna"
            remedy = 'ange "lika", "invanare", "50/50", en blandning, vikter eller procent, eller '
            remedy += "ändra en tjänst i taget: [tjanst.ID] fordelning = …"
            yield mistake("EK115", text, "fordelning", remedy=remedy)

    @property
    def changes(self) -> dict[str, Any]:
        """Everything that is changed, by its key."""
        every = ((key, getattr(self, key)) for key in Andringar.model_fields)
        return {key: value for key, value in every if value}


class Scenario(Andringar):
    """The whole file. ``bas`` is a year, or the file of another scenario beside this one."""

    model_config = ConfigDict(title="Ett scenario: vad som ändras i en budget")

    namn: Text = Field(description="Scenariots namn, som det står i jämförelsens rubrik.")
    motiv: Text = Field(description="Varför scenariot finns: vad det svarar på.")
    bas: Year | Text = Field(description="Året som ändras, eller ett annat scenarios fil.")
    ar: Year | None = optional("Året som räknas, om ett senare än basens. Kostnaderna är basens.")
    kommun: list[NyKommun] = Field([], description="En kommun som inte finns i datamappen.")
    infasning: Infasning | None = optional("Hur mycket en kommuns summa får ändras per år.")

    def _mistakes(self) -> Errors:
        yield from super()._mistakes()
        phased = self.infasning is not None and self.infasning.fran is not None
        if not self.changes and isinstance(self.bas, int) and not phased:
            remedy = "lägg till det som ändras, till exempel [tjanst.e-arkiv]"
            yield mistake("EK222", "scenariot ändrar ingenting", remedy=remedy)
