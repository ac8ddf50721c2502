"""A period of a service: what it costs and how it is split, from when and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import chain

from pydantic import Field
from pydantic_core import PydanticCustomError

from enamnd_cost.engine.participation import Months
from enamnd_cost.model import parts
from enamnd_cost.model.base import (
    Derived,
    Errors,
    FileModel,
    Kronor,
    Origin,
    Text,
    YearOrDay,
    mistake,
    optional,
    twice,
)
from enamnd_cost.model.counting import COUNTING, Bound, Factors, bound, crossed_bounds, factors
from enamnd_cost.model.dampning import Dampning
from enamnd_cost.model.fordelning import Fordelning, Split, split_of
from enamnd_cost.model.participation import Participants, last_of_month, months_in
from enamnd_cost.model.parts import Avrundning, Post, Uppraknas
from enamnd_cost.model.splits.used import Avgift

# The keys that a period may have whose figures are missing.
WITHOUT_FIGURES = ("fran", "till", "saknas", "exempel", "kalla", "harledning")


class Period(FileModel):
    """What holds from ``fran`` until the next period, or until ``till``.

    Both are years, or days where the service begins or ends within a year: what it costs is stated
    for a whole year, and a year in which it is there for some months bears their part.
    """

    fran: YearOrDay = Field(
        description="Första året som perioden gäller, eller dagen då tjänsten börjar: en månads "
        "första."
    )
    till: YearOrDay | None = optional(
        "Sista året, om tjänsten upphör, eller dagen då den slutar: en månads sista."
    )
    saknas: Text | None = optional("Varför uppgiften saknas, om den gör det.")
    exempel: bool = Field(False, description="true om talen är påhittade.")
    underlag: Kronor | None = optional(
        "Kostnaden som ska delas, i kronor för ett helt år. Varje andel avrundas för sig."
    )
    belopp: Kronor | None = optional(
        "Beslutad summa i kronor för ett helt år: delas ut exakt, eller kontrolleras mot andelarna."
    )
    fordelning: Fordelning | None = optional("Hur kostnaden delas.")
    folkmangd: dt.date | None = optional("Mätdatum i kommuner.toml, för fördelning efter invånare.")
    deltagare: Participants | None = optional("Vilka som deltar; utan nyckeln alla.")
    faktor: Factors = factors(
        "Hur mycket en kommun räknas: 0.9 av sin vikt, eller av det som den annars betalar."
    )
    lagst: Bound | None = bound("Lägsta belopp för en kommun")
    hogst: Bound | None = bound("Högsta belopp för en kommun")
    avrundning: Avrundning | None = optional(
        "Hur andelarna avrundas; utan nyckeln till hela kronor, efter största rest, men en taxa "
        "eller trappa till närmaste krona."
    )
    uppraknas: Uppraknas | None = optional("Räknar upp ett tidigare års belopp eller underlag.")
    dampning: Dampning | None = optional("Hur mycket var och ens belopp får ändras per år.")
    post: list[Post] = Field([], description="En av flera kostnadsposter med egen fördelning.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        return chain(self._years(), self._one_way_to_pay(), self._items(), self._dates())

    def _years(self) -> Errors:
        if isinstance(self.fran, dt.date) and self.fran.day != 1:
            text = f"fran är {self.fran}, mitt i en månad"
            remedy = f"ange en månads första dag: {self.fran.replace(day=1)}"
            yield mistake("EK119", text, "fran", remedy=remedy)
        if isinstance(self.till, dt.date) and self.till != last_of_month(self.till):
            text = f"till är {self.till}, mitt i en månad"
            remedy = f"ange en månads sista dag: {last_of_month(self.till)}"
            yield mistake("EK119", text, "till", remedy=remedy)
        if self.end is not None and self.end < self.start:
            text = f"till ({self.till}) är före fran ({self.fran})"
            yield mistake("EK115", text, "till", remedy="rätta det ena")
        if self.uppraknas is not None and self.uppraknas.fran >= self.first_year:
            text = "uppraknas.fran är inte före periodens fran"
            remedy = "ange det år som ska räknas upp, till exempel året före"
            yield mistake("EK115", text, "uppraknas", "fran", remedy=remedy)
        start = self.dampning.fran if self.dampning else None
        if start is not None and start >= self.first_year:
            text = "dampning.fran är inte före periodens fran"
            remedy = "ange det år vars belopp dämpningen börjar i, eller ta bort fran"
            yield mistake("EK115", text, "dampning", "fran", remedy=remedy)

    def _one_way_to_pay(self) -> Errors:
        """Exactly one thing must say what is paid: nothing known, items, uprating, or a split."""
        if self.saknas is not None:
            figures = (name for name in type(self).model_fields if name not in WITHOUT_FIGURES)
            yield from self._refuse("saknas säger att uppgiften inte finns", *figures)
        elif self.post:
            yield from self._refuse("varje post har sin egen", "fordelning", "lagst", "hogst")
            if self.uppraknas is not None and self.uppraknas.av == "pris":
                yield from self._prices()
            else:
                yield from self._refuse("varje post har sin egen", "uppraknas")
        elif self.uppraknas is not None:
            yield from self._uprated(self.uppraknas)
        elif self.split is None:
            yield self._no_split()
        elif not self.split.charges and self.underlag is None and self.belopp is None:
            remedy = "ange underlag (en kostnad att dela) eller belopp (en beslutad summa)"
            yield mistake("EK111", "perioden saknar underlag eller belopp", remedy=remedy)

    def _no_split(self) -> PydanticCustomError:
        remedy = 'lägg till fordelning, till exempel "lika", "invanare" eller "50/50"'
        return mistake("EK111", "perioden saknar fordelning", remedy=remedy)

    def _uprated(self, rule: Uppraknas) -> Errors:
        """Let what is uprated say what is paid: amounts alone, a cost with a split, or prices."""
        if rule.av == "pris":
            yield from self._prices()
        elif self.avrundning is None:
            text = "perioden saknar avrundning, och uppräkning ger sällan hela kronor"
            remedy = 'till exempel avrundning = { till = 100, metod = "uppat" }'
            yield mistake("EK111", text, remedy=remedy)
        elif rule.av == "belopp":
            why = "uppräknade belopp följer förra gångens fördelning"
            yield from self._refuse(why, "fordelning", "underlag", *COUNTING)
            why = "uppräknade belopp ändras alla lika mycket, så det finns inget att dämpa"
            yield from self._refuse(why, "dampning")
        elif self.split is None:
            yield self._no_split()
        elif self.split.charges:
            text = "fördelningen ger själv beloppen"
            remedy = 'räkna upp priserna: av = "pris"; eller ta bort uppraknas'
            yield mistake("EK115", text, "uppraknas", remedy=remedy)
        else:
            yield from self._refuse("underlaget räknas upp från ett tidigare år", "underlag")

    def _prices(self) -> Errors:
        """Uprate prices only where there are any."""
        if not any(split.priced for split in self.splits):
            yield parts.no_price(of_items=bool(self.post))

    def _items(self) -> Errors:
        names, text = [post.namn for post in self.post], 'två poster heter "{}"'
        yield from twice(names, "post", "namn", text, "ge dem var sitt namn")
        for key, what in (("deltagare", "deltagare"), ("faktor", "faktorer")):
            if self.post and getattr(self, key) and all(getattr(post, key) for post in self.post):
                text = f"varje post har sina egna {what}"
                yield mistake("EK115", text, key, remedy=f"ta bort periodens {key}")
        yield from crossed_bounds(self.lagst, self.hogst)

    def _dates(self) -> Errors:
        uses = [(post.split.by_population, post.folkmangd) for post in self.post]
        if not self.post:
            uses = [(self.split is not None and self.split.by_population, None)]
        by_head = self.dampning is not None and self.dampning.by_population
        if by_head and self.folkmangd is None:
            text = "dämpning i kronor per invånare behöver ett mätdatum"
            remedy = "lägg till det i perioden, till exempel folkmangd = 2023-12-31"
            yield mistake("EK111", text, remedy=remedy)
        if any(goes and (own or self.folkmangd) is None for goes, own in uses):
            text = "fördelning efter invånare behöver ett mätdatum"
            remedy = "lägg till det, till exempel folkmangd = 2023-12-31"
            yield mistake("EK111", text, remedy=remedy)
        for n, (goes, own) in enumerate(uses):
            if own and not goes:
                text = "folkmangd används inte av postens fördelning"
                yield mistake("EK115", text, "post", n, "folkmangd", remedy="ta bort folkmangd")
        if self.folkmangd and not by_head and not any(goes and not own for goes, own in uses):
            text = "folkmangd används inte av någon fördelning"
            yield mistake("EK115", text, "folkmangd", remedy="ta bort folkmangd")

    @property
    def start(self) -> dt.date:
        """The first day that it holds."""
        return self.fran if isinstance(self.fran, dt.date) else dt.date(self.fran, 1, 1)

    @property
    def end(self) -> dt.date | None:
        """The last day that it holds, if the service then ends; else the next period tells."""
        return dt.date(self.till, 12, 31) if isinstance(self.till, int) else self.till

    @property
    def first_year(self) -> int:
        """The first year that it holds in."""
        return self.start.year

    @property
    def last_year(self) -> int | None:
        """The last year that it holds in, likewise."""
        return self.end.year if self.end else None

    def months(self, year: int) -> Months | None:
        """Give the months of a year that it holds in, if any; the next period may begin before.

        >>> Period(fran=dt.date(2024, 7, 1), belopp=9, fordelning="lika").months(2024)
        Months(first=7, last=12)
        """
        return months_in(year, self.start, self.end)

    @property
    def first_held_to(self) -> int:
        """The first year in which a *belopp* that is a control is compared: the first whole one."""
        part = self.gives_amounts and self.start.month > 1
        return self.first_year + 1 if part else self.first_year

    @property
    def population_dates(self) -> frozenset[dt.date]:
        """The population dates that the period, or an item of it, is shared by."""
        own = [(self.split, self.folkmangd)] if self.split else []
        uses = own + [(post.split, post.folkmangd or self.folkmangd) for post in self.post]
        return frozenset(
            each for split, date in uses if date for each in split.population_dates(date)
        )

    def redated(self, change: Callable[[dt.date], dt.date]) -> Period:
        """Change every population date that it has, its own and its items'; the rest stays."""
        posts = [
            post.model_copy(update={"folkmangd": post.folkmangd and change(post.folkmangd)})
            for post in self.post
        ]
        own = self.folkmangd and change(self.folkmangd)
        return self.model_copy(update={"folkmangd": own, "post": posts})

    @property
    def split(self) -> Split | None:
        """How its cost is split, where it says so for the whole of it."""
        return None if self.fordelning is None else split_of(self.fordelning)

    @property
    def stated(self) -> parts.Stated:
        """How its cost is stated; its figures must not be missing.

        >>> Period(fran=2024, underlag=8, belopp=9, fordelning="lika").stated
        CostGiven(kronor=8, split=Mix(medel_ar=1, lika=1, invanare=0))
        """
        rule, split = self.uppraknas, self.split
        if self.post:
            return parts.InItems(self.post)
        if rule is not None and rule.av == "belopp":
            return parts.EachUprated(rule)
        assert split is not None  # the validator has seen to it, and to the total below
        if split.charges:
            return parts.Charged(split, rule)
        if rule is not None:
            return parts.CostUprated(rule, split)
        if self.underlag is not None:
            return parts.CostGiven(self.underlag, split)
        assert self.belopp is not None
        return parts.TotalGiven(self.belopp, split)

    @property
    def gives_amounts(self) -> bool:
        """Tell whether something else than ``belopp`` gives the amounts, so that it is a control.

        >>> Period(fran=2024, belopp=9, underlag=8, fordelning="lika").gives_amounts
        True
        """
        return not isinstance(self.stated, parts.TotalGiven)

    @property
    def cost_to_share(self) -> int | None:
        """The cost to share that is stated (kronor), or that the items add up to."""
        costs = [post.underlag for post in self.post if post.underlag is not None]
        return sum(costs) if self.underlag is None and costs else self.underlag

    @property
    def rounding(self) -> Avrundning:
        """How its amounts are rounded where it does not say: to kronor, each rate by itself.

        >>> Period(fran=2024, folkmangd=dt.date(2023, 12, 31), fordelning={"per_invanare": 2}
        ... ).rounding.metod
        'narmast'
        """
        yearly = [split for split in self.splits if not isinstance(split, Avgift)]
        by_itself = bool(yearly) and all(split.rated for split in yearly)
        return self.avrundning or Avrundning(metod="narmast" if by_itself else "storsta_rest")

    @property
    def splits(self) -> tuple[Split, ...]:
        """Its own split, or those of its items."""
        own = (self.split,) if self.split is not None else ()
        return (*own, *(post.split for post in self.post))

    def _refuse(self, why: str, *fields: str) -> Errors:
        for field in fields:
            if getattr(self, field) not in (None, [], {}):
                yield mistake("EK115", why, field, remedy=f"ta bort {field}")
