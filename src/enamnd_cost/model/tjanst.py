"""``tjanster/*.toml``: a service and, period by period, what it costs and how it is split."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from itertools import pairwise
from typing import Any

from pydantic import ConfigDict, Field

from enamnd_cost.engine.participation import Months
from enamnd_cost.model.base import (
    Errors,
    FileModel,
    Percent,
    Text,
    mistake,
    optional,
)
from enamnd_cost.model.counting import without_effect
from enamnd_cost.model.dating import measure_dates
from enamnd_cost.model.fakturering import Fakturering
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.model.overfort import Overfort
from enamnd_cost.model.period import Period
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.swedish import decimal

LONG_AGO = 1900  # a year that no budget is of


class Tjanst(FileModel):
    """A shared service. ``kort`` is its column heading.

    ``index`` and ``ny_folkmangd`` say what is agreed to happen each year: the amounts are uprated
    by the series, and the population date moves on. They change nothing by themselves: a draft of
    next year's period is made by them.
    """

    model_config = ConfigDict(title="En gemensam tjänst")

    namn: Text = Field(description="Tjänstens namn.")
    kort: Text = Field(description="Kolumnrubrik, kort.")
    i_budget: bool = Field(True, description="false om tjänsten ligger utanför nämndens budget.")
    index: Text | None = optional(
        "Indexserien som tjänsten enligt avtal räknas upp med varje år (för roll)."
    )
    ny_folkmangd: bool = Field(
        False,
        description="true om mätdatumet flyttas fram ett år varje år (för roll): folkmängdens, och "
        "de mätningars som har ett.",
    )
    period: list[Period] = Field(
        min_length=1, description="Vad som gäller från ett år tills nästa period börjar."
    )
    fakturering: Fakturering | None = None
    konto: Text | None = optional("Kontosträng som följer med fakturaunderlaget.")
    moms: Percent | None = optional("Moms i procent, som läggs till på fakturan.")
    overfors: bool = Field(
        False,
        description="true om årets över- eller underskott enligt avtalet överförs till nästa år; "
        "annars regleras det mellan kommunerna.",
    )
    overfort: Overfort | None = optional(
        "Om tjänsten är ett tidigare års över- eller underskott, överfört till årets budget."
    )
    projekt: Projekt | None = optional("Om tjänsten är en förstudie eller ett projekt.")
    inkop: list[Inkop] = Field(
        [], description="Ett inköp i efterhand som är avräknat; ett senare räknar med det (buy-in)."
    )

    def never(self) -> Tjanst:
        """Give a service that is there in no year, but can still be named by budgets and others."""
        gone = self.period[0].model_copy(update={"fran": LONG_AGO, "till": LONG_AGO})
        nothing: dict[str, Any] = {"projekt": None, "overfort": None, "inkop": []}
        return self.model_copy(update={"period": [gone], **nothing})

    def _mistakes(self) -> Errors:
        if self.moms and self.moms < 1:
            percent = f"{(self.moms * 100).normalize():f}"
            text = f"moms är i procent: {decimal(self.moms)} är mindre än en procent"
            yield mistake("EK115", text, "moms", remedy=f"skriv moms = {percent}")
        for n, period in enumerate(self.period):
            if period.exempel and self.i_budget:
                text = "påhittade tal får inte ligga i budgeten"
                remedy = "lägg till i_budget = false före [[period]], eller ta bort exempel"
                yield mistake("EK115", text, "period", n, "exempel", remedy=remedy)
        if self.ny_folkmangd and not any(map(_by_date, self.period)):
            text = "ny_folkmangd har ingen verkan: ingen period delas efter folkmängd"
            yield mistake("EK115", text, "ny_folkmangd", remedy="ta bort ny_folkmangd")
        for n, (before, after) in enumerate(pairwise(self.period), 1):
            if found := _clash(before, after):
                text, remedy = found
                yield mistake("EK117", text, "period", n, "fran", remedy=remedy)
        if self.projekt:
            yield from self._as_project(self.projekt)
        if self.overfort:
            yield from self._carried(self.overfort)
        yield from self._factors()
        yield from self._buy_ins()

    def _as_project(self, projekt: Projekt) -> Errors:
        """Hold a project's days against its periods: what is shared is what it lasts, no more."""
        if self.i_budget:
            text = "ett projekt ligger utanför årsbudgeten och redovisas som avvikelse"
            remedy = "lägg till i_budget = false före [[period]], eller ta bort projekt"
            yield mistake("EK115", text, "projekt", remedy=remedy)
        first, last = self.period[0], self.period[-1]
        start, year = projekt.start, projekt.slut.year
        if start < first.start or start.year > first.first_year:
            text = f"projektet börjar {start}, men den första perioden {first.fran}"
            remedy = f"rätta start, eller skriv fran = {start.year} i perioden"
            yield mistake("EK115", text, "projekt", "start", remedy=remedy)
        if last.first_year > year:
            text = f"projektet slutar {projekt.slut}, men en period börjar {last.fran}"
            remedy = "rätta slut, eller ta bort perioden"
            yield mistake("EK115", text, "projekt", "slut", remedy=remedy)
        elif last.end is None or last.end < projekt.slut or last.end.year > year:
            until = f"till {last.till}" if last.till else "tills vidare"
            text = f"projektet slutar {projekt.slut}, men den sista perioden gäller {until}"
            remedy = f"rätta slut, eller skriv till = {year} i perioden"
            yield mistake("EK115", text, "projekt", "slut", remedy=remedy)

    def _carried(self, overfort: Overfort) -> Errors:
        """Let what is carried be a decided total of one later year, and nothing that goes on."""
        for key in ("index", "ny_folkmangd", "overfors", "projekt", "inkop"):
            if getattr(self, key):
                text = f"{key} går inte ihop med overfort: ett överfört resultat är ett års belopp"
                yield mistake("EK115", text, key, remedy=f"ta bort {key}")
        first, *more = self.period
        if more or first.fran != first.till:
            place = ("period", 1) if more else ("period", 0)
            text = "ett överfört resultat läggs på ett helt år, och bara ett"
            remedy = f"ha en enda [[period]], med fran = {first.first_year} och till = "
            yield mistake("EK115", text, *place, remedy=f"{remedy}{first.first_year}")
        if first.first_year <= overfort.fran:
            text = f"resultatet för {overfort.fran} går inte att överföra till {first.first_year}"
            remedy = "rätta overfort.fran, eller periodens fran och till: ett senare år"
            yield mistake("EK115", text, "overfort", "fran", remedy=remedy)
        if first.uppraknas:
            text = "ett överfört resultat är vad det är, och räknas inte upp"
            remedy = "skriv belopp och fordelning: ett överskott med minus, ett underskott utan"
            yield mistake("EK115", text, "period", 0, "uppraknas", remedy=remedy)

    def _factors(self) -> Errors:
        """Tell of factors of a year before their period."""
        for n, period in enumerate(self.period):
            yield from without_effect(period.faktor, period.first_year, "period", n)
            for m, post in enumerate(period.post):
                at = ("period", n, "post", m)
                yield from without_effect(post.faktor, period.first_year, *at)

    def _buy_ins(self) -> Errors:
        """Each is after the service's start, and those before it."""
        for n, inkop in enumerate(self.inkop):
            if inkop.datum <= self.start:
                text = f"inköpet {inkop.datum} är inte efter tjänstens start {self.start}"
                remedy = "rätta datum, eller ta bort inköpet: då fanns inget att köpa in sig i"
                yield mistake("EK115", text, "inkop", n, "datum", remedy=remedy)
            if n and inkop.datum < self.inkop[n - 1].datum:
                text = f"inköpet {inkop.datum} står efter det {self.inkop[n - 1].datum}"
                yield mistake(
                    "EK117", text, "inkop", n, "datum", remedy="ordna inköpen efter datum"
                )

    @property
    def start(self) -> dt.date:
        """The first day of the service."""
        return self.period[0].start

    def period_in(self, year: int) -> Period | None:
        """Give the period that holds in ``year``, if there is one."""
        place = self.place_in(year)
        return self.period[place[1]] if place else None

    def months(self, year: int) -> Months | None:
        """Give the months of ``year`` that the service is there, if it is."""
        period = self.period_in(year)
        return period.months(year) if period else None

    def known_in(self, year: int) -> Period | None:
        """Give the period that holds in ``year``, unless its figures are missing."""
        period = self.period_in(year)
        return None if period is None or period.saknas else period

    def place_in(self, year: int) -> tuple[()] | tuple[str, int]:
        """Say where in the file the period stands that holds in ``year``, if there is one."""
        n = bisect_right(self.period, year, key=lambda period: period.first_year) - 1
        return ("period", n) if n >= 0 and self.period[n].months(year) else ()


def _by_date(period: Period) -> bool:
    """Tell whether a period goes by a date that can move on: a population's or a measure's."""
    return bool(period.population_dates or measure_dates(period))


def _clash(before: Period, after: Period) -> tuple[str, str] | None:
    """Say why a period cannot stand after another, and what to do: of a year there is one."""
    year, last = after.first_year, before.last_year
    if after.start <= before.start:
        text = f"perioden från {after.fran} står efter den från {before.fran}"
        return text, "ordna perioderna efter år, en för varje startår"
    if before.end is not None and before.end >= after.start:
        text = f"perioden till {before.till} går in i den från {after.fran}"
        return text, "rätta till eller fran"
    whole = after.start.month == 1
    if last != year and (whole or last is not None):
        return None
    # What is new within the year has a year's cost of its own, and one year bears one cost.
    text = f"perioden från {before.fran} och den från {after.fran} möts i {year}"
    remedy = f"låt den senare börja vid årsskiftet: fran = {year + 1}"
    if last is not None:
        remedy += f" (och till = {year} i den förra)"
    elif before.first_year < year:
        remedy += f"; fanns tjänsten inte dessförinnan: till = {year - 1} i den förra"
    return f"{text}; ett år kan bara ha en period", (
        f"{remedy}; eller skriv den senare delen som en egen tjänst i en egen fil"
    )
