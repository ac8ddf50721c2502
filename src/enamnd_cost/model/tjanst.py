"""``tjanster/*.toml``: a service and, period by period, what it costs and how it is split."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from enamnd_cost.engine.rounding import Method
from enamnd_cost.model.base import FileModel, Kronor, Text, Year, mistake, repeated
from enamnd_cost.model.fordelning import Fordelning, charges, mix_of

Metod = Literal["uppat", "narmast", "nedat", "storsta_rest"]


def _whole(value: object) -> object:
    """Refuse what Python takes for equal to a whole number: true, and 100.0."""
    if type(value) is not int:
        remedy = "skriv 1, 10, 100, 1_000, 10_000 eller 100_000"
        raise mistake("EK113", "till ska vara ett heltal", remedy=remedy)
    return value


Unit = Literal[1, 10, 100, 1_000, 10_000, 100_000]
UNITS: tuple[int, ...] = get_args(Unit)
Enhet = Annotated[Unit, BeforeValidator(_whole)]


class Avrundning(FileModel):
    """To what unit (kronor) and how shares are rounded, and whether by the month or the year."""

    till: Enhet = 1
    metod: Metod = "storsta_rest"
    per: Literal["ar", "manad"] = "ar"

    @property
    def method(self) -> Method:
        """The engine's name for the method."""
        return Method(self.metod)


class Deltagare(FileModel):
    """Who takes part, and from or to what date: whole months.

    ``bara`` lists those who do, ``utom`` those who do not; neither means all. ``minst`` is how many
    there must be (a project needs two).
    """

    bara: list[str] | None = None
    utom: list[str] | None = None
    fran: dict[str, dt.date] = {}
    till: dict[str, dt.date] = {}
    minst: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _one_of(self) -> Deltagare:
        if self.bara is not None and self.utom is not None:
            text = "bara och utom kan inte stå tillsammans"
            raise mistake("EK115", text, "utom", remedy="ta bort den ena")
        return self

    @model_validator(mode="after")
    def _whole_months(self) -> Deltagare:
        for name, date in self.fran.items():
            if date.day != 1:
                text = f"{name} börjar {date}, mitt i en månad"
                remedy = f"ange en månads första dag: {date.replace(day=1)}"
                raise mistake("EK119", text, "fran", name, remedy=remedy)
        for name, date in self.till.items():
            if date.day != calendar.monthrange(date.year, date.month)[1]:
                text = f"{name} slutar {date}, mitt i en månad"
                remedy = "ange en månads sista dag, till exempel 2023-06-30"
                raise mistake("EK119", text, "till", name, remedy=remedy)
        return self


def _participants(value: object) -> object:
    """Take a plain list as short for ``{ bara = [...] }``."""
    return {"bara": value} if isinstance(value, list) else value


Participants = Annotated[
    Deltagare, BeforeValidator(_participants, json_schema_input_type=Deltagare | list[str])
]


class Uppraknas(FileModel):
    """Uprating from the year ``fran`` by an index: every amount of that year, or its cost."""

    fran: Year
    index: Text
    av: Literal["belopp", "underlag"] = "belopp"


class Post(FileModel):
    """One of several cost items of a period, with its own split."""

    namn: Text
    underlag: Kronor | None = None
    fordelning: Fordelning
    folkmangd: dt.date | None = None
    deltagare: Participants | None = None
    kalla: Text | None = None

    @model_validator(mode="after")
    def _cost_or_charge(self) -> Post:
        if charges(self.fordelning) and self.underlag is not None:
            text = "fördelningen ger själv beloppen"
            raise mistake("EK115", text, "underlag", remedy="ta bort underlag")
        if not charges(self.fordelning) and self.underlag is None:
            remedy = "lägg till underlag: det belopp som ska fördelas"
            raise mistake("EK111", "posten saknar underlag", remedy=remedy)
        return self


class Period(FileModel):
    """What holds from the year ``fran`` until the next period, or until ``till``."""

    fran: Year
    till: Year | None = None
    saknas: Text | None = None
    exempel: bool = False
    underlag: Kronor | None = None
    belopp: Kronor | None = None
    fordelning: Fordelning | None = None
    folkmangd: dt.date | None = None
    deltagare: Participants | None = None
    avrundning: Avrundning | None = None
    uppraknas: Uppraknas | None = None
    post: list[Post] = []
    kalla: Text | None = None
    harledning: Text | None = None

    @model_validator(mode="after")
    def _years(self) -> Period:
        if self.till is not None and self.till < self.fran:
            text = f"till ({self.till}) är före fran ({self.fran})"
            raise mistake("EK115", text, "till", remedy="rätta det ena året")
        if self.uppraknas is not None and self.uppraknas.fran >= self.fran:
            text = "uppraknas.fran är inte före periodens fran"
            remedy = "ange det år som ska räknas upp, till exempel året före"
            raise mistake("EK115", text, "uppraknas", "fran", remedy=remedy)
        return self

    @model_validator(mode="after")
    def _one_way_to_pay(self) -> Period:
        """Exactly one thing must say what is paid: nothing known, items, uprating, or a split."""
        if self.saknas is not None:
            self._refuse(
                "saknas säger att uppgiften inte finns",
                "underlag",
                "belopp",
                "fordelning",
                "uppraknas",
                "post",
                "folkmangd",
                "deltagare",
                "avrundning",
            )
        elif self.post:
            self._refuse("varje post har sin egen", "fordelning", "uppraknas")
        elif self.uppraknas is not None and self.avrundning is None:
            text = "perioden saknar avrundning, och uppräkning ger sällan hela kronor"
            remedy = 'till exempel avrundning = { till = 100, metod = "uppat" }'
            raise mistake("EK111", text, remedy=remedy)
        elif self.uppraknas is not None and self.uppraknas.av == "belopp":
            self._refuse(
                "uppräknade belopp följer förra gångens fördelning", "fordelning", "underlag"
            )
        elif self.fordelning is None:
            remedy = 'lägg till fordelning, till exempel "lika", "invanare" eller "50/50"'
            raise mistake("EK111", "perioden saknar fordelning", remedy=remedy)
        elif charges(self.fordelning):
            if self.uppraknas is not None:
                text = "fördelningen ger själv beloppen"
                raise mistake("EK115", text, "uppraknas", remedy="ta bort uppraknas")
        elif self.uppraknas is not None:
            self._refuse("underlaget räknas upp från ett tidigare år", "underlag")
        elif self.underlag is None and self.belopp is None:
            remedy = "ange underlag (en kostnad att dela) eller belopp (en beslutad summa)"
            raise mistake("EK111", "perioden saknar underlag eller belopp", remedy=remedy)
        return self

    @model_validator(mode="after")
    def _items(self) -> Period:
        for n, name in repeated([post.namn for post in self.post]):
            text = f'två poster heter "{name}"'
            raise mistake("EK117", text, "post", n, "namn", remedy="ge dem var sitt namn")
        if self.post and self.deltagare and all(post.deltagare for post in self.post):
            text = "varje post har sina egna deltagare"
            raise mistake("EK115", text, "deltagare", remedy="ta bort periodens deltagare")
        return self

    @model_validator(mode="after")
    def _population_date(self) -> Period:
        uses = [
            (mix_of(post.fordelning), post.folkmangd or self.folkmangd) for post in self.post
        ] or [(mix_of(self.fordelning) if self.fordelning else None, self.folkmangd)]
        if any(mix and mix[1] and date is None for mix, date in uses):
            text = "fördelning efter invånare behöver ett mätdatum"
            remedy = "lägg till det, till exempel folkmangd = 2023-12-31"
            raise mistake("EK111", text, remedy=remedy)
        for n, post in enumerate(self.post):
            mix = mix_of(post.fordelning)
            if post.folkmangd and not (mix and mix[1]):
                text = "folkmangd används inte av postens fördelning"
                raise mistake("EK115", text, "post", n, "folkmangd", remedy="ta bort folkmangd")
        own = [post.folkmangd for post in self.post]
        if self.folkmangd and not any(
            mix and mix[1] and not (n < len(own) and own[n]) for n, (mix, _) in enumerate(uses)
        ):
            text = "folkmangd används inte av någon fördelning"
            raise mistake("EK115", text, "folkmangd", remedy="ta bort folkmangd")
        return self

    @property
    def population_dates(self) -> frozenset[dt.date]:
        """The population dates that the period, or an item of it, is shared by."""
        dates = (self.folkmangd, *(post.folkmangd for post in self.post))
        return frozenset(date for date in dates if date is not None)

    @property
    def gives_amounts(self) -> bool:
        """Tell whether something else than ``belopp`` gives the amounts, so that it is a control.

        >>> Period(fran=2024, belopp=9, underlag=8, fordelning="lika").gives_amounts
        True
        """
        own = self.fordelning is not None and charges(self.fordelning)
        return bool(self.underlag is not None or self.post or self.uppraknas or own)

    @property
    def cost_to_share(self) -> int | None:
        """The cost to share that is stated (kronor), or that the items add up to."""
        costs = [post.underlag for post in self.post if post.underlag is not None]
        return sum(costs) if self.underlag is None and costs else self.underlag

    def _refuse(self, why: str, *fields: str) -> None:
        for field in fields:
            if getattr(self, field) not in (None, []):
                raise mistake("EK115", why, field, remedy=f"ta bort {field}")


class Tjanst(FileModel):
    """A shared service. ``kort`` is its column heading.

    ``index`` and ``ny_folkmangd`` say what is agreed to happen each year: the amounts are uprated
    by the series, and the population date moves on. They change nothing by themselves: a draft of
    next year's period is made by them.
    """

    namn: Text
    kort: Text
    i_budget: bool = True
    index: Text | None = None
    ny_folkmangd: bool = False
    period: Annotated[list[Period], Field(min_length=1)]

    @model_validator(mode="after")
    def _no_invented_budget(self) -> Tjanst:
        for n, period in enumerate(self.period):
            if period.exempel and self.i_budget:
                text = "påhittade tal får inte ligga i budgeten"
                remedy = "lägg till i_budget = false före [[period]], eller ta bort exempel"
                raise mistake("EK115", text, "period", n, "exempel", remedy=remedy)
        return self

    @model_validator(mode="after")
    def _date_to_move(self) -> Tjanst:
        if self.ny_folkmangd and not any(period.population_dates for period in self.period):
            text = "ny_folkmangd har ingen verkan: ingen period delas efter folkmängd"
            raise mistake("EK115", text, "ny_folkmangd", remedy="ta bort ny_folkmangd")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Tjanst:
        for n, (before, after) in enumerate(pairwise(self.period), 1):
            if after.fran <= before.fran:
                text = f"perioden från {after.fran} står efter den från {before.fran}"
                remedy = "ordna perioderna efter år, en för varje startår"
                raise mistake("EK117", text, "period", n, "fran", remedy=remedy)
            if before.till is not None and before.till >= after.fran:
                text = f"perioden till {before.till} går in i den från {after.fran}"
                raise mistake("EK117", text, "period", n, "fran", remedy="rätta till eller fran")
        return self

    def period_in(self, year: int) -> tuple[int, Period] | None:
        """Give the period that holds in ``year`` and its place in the file, if there is one."""
        held = [(n, period) for n, period in enumerate(self.period) if period.fran <= year]
        if not held or (held[-1][1].till is not None and held[-1][1].till < year):
            return None
        return held[-1]
