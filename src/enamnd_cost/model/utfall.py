"""``utfall/*.toml``: a year's income and cost as they became, and as they are expected to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import pairwise
from typing import Final, Literal

from pydantic import Field

from enamnd_cost.model.base import (
    YEAR,
    Day,
    Derived,
    Errors,
    FileModel,
    Kronor,
    Origin,
    Text,
    Year,
    either,
    mistake,
    optional,
    twice,
)
from enamnd_cost.model.beslut import Beslut

# The group that needs no [[grupp]]: the year's projects, which are one line outside the budget.
PROJECTS: Final = "Uppdrag och projekt"


class Sidor(FileModel):
    """Income and cost; a side that is not reported is left out.

    ``resultat`` is the one less the other as it is printed: a second place for the figures.
    """

    model_config = either(["intakt"], ["kostnad"])

    intakt: Kronor | None = optional("Intäkter i kronor.")
    kostnad: Kronor | None = optional("Kostnader i kronor, utan minustecken.")
    resultat: Kronor | None = optional(
        "Intäkter minus kostnader, som det är skrivet i rapporten (kontroll)."
    )

    def _mistakes(self) -> Errors:
        if self.intakt is None and self.kostnad is None:
            remedy = "lägg till intakt = … och kostnad = …, i kronor"
            yield mistake("EK111", "varken intakt eller kostnad är angiven", remedy=remedy)

    def side(self, name: str) -> int | None:
        """Give one side's kronor by its key."""
        found: int | None = getattr(self, name)
        return found


class Rapportpost(FileModel):
    """What a report says of one service, or of a group that is reported as one.

    ``budget`` and ``avvikelse`` are what the report prints of figures that the program computes:
    controls, cell by cell.
    """

    model_config = either(["tjanst"], ["grupp"])

    tjanst: Text | None = optional("Tjänsten eller projektet som raden gäller; eller grupp.")
    grupp: Text | None = optional(
        f"Gruppen av tjänster som raden gäller, ur [[grupp]]; {PROJECTS} är årets projekt."
    )
    budget: Sidor | None = optional("Årets budget som rapporten skriver den (kontroll).")
    utfall: Sidor | None = optional("Utfallet från årets början till och med utfall_till.")
    prognos: Sidor | None = optional("Vad hela året väntas bli.")
    avvikelse: Sidor | None = optional("Budget minus prognos som rapporten skriver det (kontroll).")
    kommentar: Text | None = optional("Kommentar till raden.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        if (self.tjanst is None) == (self.grupp is None):
            both = self.tjanst is not None
            text = "både tjanst och grupp är angivna" if both else "varken tjanst eller grupp finns"
            remedy = "ta bort den ena" if both else 'lägg till tjanst = "…" eller grupp = "…"'
            yield mistake("EK115" if both else "EK111", text, remedy=remedy)
        if not any((self.budget, self.utfall, self.prognos, self.avvikelse, self.kommentar)):
            remedy = "lägg till utfall, prognos eller kommentar, eller ta bort posten"
            yield mistake("EK111", "posten säger ingenting", remedy=remedy)


class Summa(FileModel):
    """The report's own totals, as it has them: a second place for every figure.

    In ``tkr`` they say less than kronor do, and the posts' sums are rounded before they are
    compared. A report that gives its totals in both has one of each.
    """

    model_config = either(["budget"], ["utfall"], ["prognos"])

    enhet: Literal["kr", "tkr"] = Field("kr", description="Vad summorna står i: kr eller tkr.")
    budget: Sidor | None = optional("Budgetens summor.")
    utfall: Sidor | None = optional("Utfallets summor.")
    prognos: Sidor | None = optional("Prognosens summor.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        if not any((self.budget, self.utfall, self.prognos)):
            remedy = "lägg till budget, utfall eller prognos, eller ta bort summa"
            yield mistake("EK111", "summa har inga tal", remedy=remedy)


class Rapport(FileModel):
    """What was reported at one time: the outcome so far, the year's forecast, or both."""

    model_config = either(["utfall_till"], ["prognos_per"])

    namn: Text = Field(description="Rapportens namn, till exempel Delårsrapport 1.")
    utfall_till: Day | None = optional("Sista dagen som utfallet räknas till.")
    prognos_per: Day | None = optional("Dagen som prognosen är gjord, inte före utfall_till.")
    beslut: Beslut | None = optional("Var rapporten finns, när nämnden har godkänt den.")
    summa: list[Summa] = Field(
        [], description="Rapportens egna summor, som kontroll: i kronor, i tkr eller båda."
    )
    post: list[Rapportpost] = Field([], description="En rad per tjänst eller grupp.")
    exempel: bool = Field(False, description="true om talen är påhittade.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        if self.utfall_till is None and self.prognos_per is None:
            remedy = "lägg till utfall_till = ÅÅÅÅ-MM-DD, prognos_per, eller båda"
            yield mistake("EK111", "rapporten har ingen dag", remedy=remedy)
        if self.utfall_till and self.prognos_per and self.prognos_per < self.utfall_till:
            text = f"prognosen är från {self.prognos_per}, äldre än utfallet ({self.utfall_till})"
            remedy = "rätta prognos_per, eller lägg prognosen i en rapport för sig"
            yield mistake("EK115", text, "prognos_per", remedy=remedy)
        units = [summa.enhet for summa in self.summa]
        yield from twice(units, "summa", "enhet", "två summor är i {}", "lägg ihop dem")
        yield from self._without_a_day("utfall", "utfall_till")
        yield from self._without_a_day("prognos", "prognos_per")
        for key in ("tjanst", "grupp"):
            names = [getattr(post, key) for post in self.post]
            text = f'{key} "{{}}" står två gånger i rapporten'
            yield from twice(names, "post", key, text, "lägg ihop dem, eller ta bort den ena")

    def _without_a_day(self, what: str, key: str) -> Errors:
        """Point out figures whose day is not given."""
        places: list[tuple[str | int, ...]] = [
            ("post", n) for n, post in enumerate(self.post) if getattr(post, what)
        ]
        places += [("summa", n) for n, summa in enumerate(self.summa) if getattr(summa, what)]
        for place in places if getattr(self, key) is None else ():
            remedy = f"lägg till {key} = ÅÅÅÅ-MM-DD i rapporten"
            text = f"{what} är angivet, men inte vilken dag det gäller"
            yield mistake("EK111", text, *place, what, remedy=remedy)

    @property
    def day(self) -> dt.date:
        """The day that it is of: the last of its outcome and its forecast."""
        return max(day for day in (self.utfall_till, self.prognos_per) if day)


class Grupp(FileModel):
    """Services that are reported as one line."""

    namn: Text = Field(description="Gruppens namn, som det står i rapporten.")
    tjanster: list[str] = Field(min_length=1, description="Tjänsterna i gruppen.")


class Utfall(FileModel):
    """The whole file: a year's reports in order, and the groups that they are by."""

    model_config = either(["rapport"], ["konton"], title="Ett års utfall och prognoser")

    ar: Year = Field(description=YEAR)
    grupp: list[Grupp] = Field([], description="Tjänster som redovisas som en rad.")
    konton: dict[Text, Text] = Field(
        {},
        description="Tjänsten eller gruppen för det som är bokfört på ett konto, ett projekt eller "
        "flera koder tillsammans, när ekonomisystemets fil läses in. Gäller tills ett senare år "
        "säger annat.",
    )
    rapport: list[Rapport] = Field(
        [], description="Vad som redovisades vid ett tillfälle; i datumordning."
    )

    def _mistakes(self) -> Errors:
        if not self.rapport and not self.konton:
            remedy = "lägg till en [[rapport]] för varje tillfälle, eller [konton]"
            yield mistake("EK111", "filen har varken rapport eller konton", remedy=remedy)
        yield from self._groups()
        for n, rapport in enumerate(self.rapport):
            yield from self._days(n, rapport)
            yield from self._posts(n, rapport)
        names = [rapport.namn for rapport in self.rapport]
        text = 'två rapporter heter "{}"'
        yield from twice(names, "rapport", "namn", text, "ge dem var sitt namn")
        days = [rapport.day for rapport in self.rapport]
        for n, (before, after) in enumerate(pairwise(days), 1):
            if after <= before:
                key = "utfall_till" if self.rapport[n].utfall_till == after else "prognos_per"
                text = f"rapporten per {after} står efter den per {before}"
                remedy = "ordna rapporterna efter dag, en för varje dag"
                yield mistake("EK117", text, "rapport", n, key, remedy=remedy)

    def _groups(self) -> Errors:
        names = [grupp.namn for grupp in self.grupp]
        yield from twice(names, "grupp", "namn", 'två grupper heter "{}"', "ta bort den ena")
        if PROJECTS in names:
            text = f"{PROJECTS} är alltid årets projekt"
            remedy = "ta bort gruppen, eller ge den ett annat namn"
            yield mistake("EK117", text, "grupp", names.index(PROJECTS), "namn", remedy=remedy)
        seen: dict[str, str] = {}
        for n, grupp in enumerate(self.grupp):
            for m, tjanst in enumerate(grupp.tjanster):
                if (owner := seen.setdefault(tjanst, grupp.namn)) is not grupp.namn or (
                    tjanst in grupp.tjanster[:m]
                ):
                    text = f'"{tjanst}" står redan i gruppen {owner}'
                    at = ("grupp", n, "tjanster", m)
                    yield mistake("EK117", text, *at, remedy="ta bort den ena")

    def _days(self, n: int, rapport: Rapport) -> Errors:
        for key in ("utfall_till", "prognos_per"):
            day = getattr(rapport, key)
            if day and day.year != self.ar:
                text = f"{key} är {day}, utanför {self.ar}"
                remedy = (
                    f"rätta datumet, eller ar om filen är utfall/{day.year}.toml; annars flytta "
                    "rapporten dit"
                )
                yield mistake("EK115", text, "rapport", n, key, remedy=remedy)

    def _posts(self, n: int, rapport: Rapport) -> Errors:
        """See to it that groups are known."""
        members = {grupp.namn: grupp.tjanster for grupp in self.grupp}
        for m, post in enumerate(rapport.post):
            at = ("rapport", n, "post", m)
            if post.grupp is not None and post.grupp not in (*members, PROJECTS):
                known = ", ".join((*members, PROJECTS))
                text = f'gruppen "{post.grupp}" finns inte'
                remedy = f"lägg till den som [[grupp]]; grupper: {known}"
                yield mistake("EK115", text, *at, "grupp", remedy=remedy)

    def twice_counted(
        self, rapport: Rapport, projects: Collection[str]
    ) -> dict[tuple[int, str], str]:
        """Find figures of a service that its group has too: the post and key, and the group."""
        return {
            (m, what): str(group.grupp)
            for m, post in enumerate(rapport.post)
            for group in rapport.post
            for what in ("utfall", "prognos")
            if post.tjanst and group.grupp and post.tjanst in self.members(group, projects)
            if getattr(post, what) and getattr(group, what)
        }

    def members(self, post: Rapportpost, projects: Collection[str] = ()) -> tuple[str, ...]:
        """Name the services that a post is of: one, or those of its group.

        Which the year's ``projects`` are, the files of services say.
        """
        if post.tjanst is not None:
            return (post.tjanst,)
        if post.grupp == PROJECTS:
            return tuple(projects)
        return next((tuple(grupp.tjanster) for grupp in self.grupp if grupp.namn == post.grupp), ())
