"""What a period of a service is made of: its rounding, its uprating and its cost items.

A period's cost is stated in one of six ways, which ``Period.stated`` tells apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from enamnd_cost.engine.rounding import Method
from enamnd_cost.model.base import Errors, FileModel, Kronor, Origin, Text, Year, mistake, optional
from enamnd_cost.model.counting import Bound, Factors, bound, crossed_bounds, factors
from enamnd_cost.model.fordelning import Fordelning, Split, split_of
from enamnd_cost.model.participation import Participants

Metod = Literal["uppat", "narmast", "nedat", "storsta_rest"]


def _whole(value: object) -> object:
    """Refuse what Python takes for equal to a whole number: true, and 100.0."""
    if type(value) is not int:
        *others, last = (f"{unit:_}" for unit in UNITS)
        remedy = f"skriv {', '.join(others)} eller {last}"
        raise mistake("EK113", "till ska vara ett heltal", remedy=remedy)
    return value


Unit = Literal[1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 100_000]
UNITS: tuple[int, ...] = get_args(Unit)
Enhet = Annotated[Unit, BeforeValidator(_whole)]


class Avrundning(FileModel):
    """To what unit (kronor) and how shares are rounded, and whether by the month or the year."""

    till: Enhet = Field(1, description="Hela enheter i kronor.")
    metod: Metod = Field("storsta_rest", description="uppat, narmast, nedat eller storsta_rest.")
    per: Literal["ar", "manad"] = Field(
        "ar", description="ar, eller manad: en månads andel avrundas och tas en gång per månad."
    )

    @property
    def method(self) -> Method:
        """The engine's name for the method."""
        return Method(self.metod)


class Uppraknas(FileModel):
    """Uprating from the year ``fran`` by an index: every amount of that year, its cost, or prices.

    Prices that stand in the period are those of the year ``fran``.
    """

    fran: Year = Field(description="Året som räknas upp.")
    index: Text = Field(description="Indexseriens id.")
    av: Literal["belopp", "underlag", "pris"] = Field(
        "belopp",
        description="belopp (varje kommuns belopp), underlag (kostnaden, som delas på nytt) eller "
        "pris (periodens egna priser, som är det årets; mängderna är årets egna).",
    )


def no_price(*, of_items: bool) -> PydanticCustomError:
    """Say that there is no price to uprate, in a period's split or in any of its items."""
    none = "ingen post har priser" if of_items else "fördelningen har inga priser"
    remedy = 'ange en fördelning med pris, eller av = "belopp" eller "underlag"'
    remedy = "ta bort uppraknas" if of_items else remedy
    text = f"inget pris att räkna upp: {none}"
    return mistake("EK115", text, "uppraknas", "av", remedy=remedy)


class Post(FileModel):
    """One of several cost items of a period, with its own split."""

    namn: Text = Field(description="Postens namn.")
    underlag: Kronor | None = optional("Postens kostnad i kronor.")
    fordelning: Fordelning = Field(description="Hur postens kostnad delas.")
    folkmangd: dt.date | None = optional("Mätdatum i kommuner.toml, om ett annat än periodens.")
    deltagare: Participants | None = optional("Vilka som deltar, om andra än periodens.")
    faktor: Factors = factors("Hur mycket en kommun räknas, om annat än periodens.")
    lagst: Bound | None = bound("Lägsta belopp för posten")
    hogst: Bound | None = bound("Högsta belopp för posten")
    kalla: Origin = None

    def _mistakes(self) -> Errors:
        if self.split.charges and self.underlag is not None:
            text = "fördelningen ger själv beloppen"
            yield mistake("EK115", text, "underlag", remedy="ta bort underlag")
        if not self.split.charges and self.underlag is None:
            remedy = "lägg till underlag: det belopp som ska fördelas"
            yield mistake("EK111", "posten saknar underlag", remedy=remedy)
        yield from crossed_bounds(self.lagst, self.hogst)

    @property
    def split(self) -> Split:
        """How its cost is split."""
        return split_of(self.fordelning)


class InItems(NamedTuple):
    """Several cost items, each with a split of its own."""

    posts: Sequence[Post]


class EachUprated(NamedTuple):
    """Every municipality's amount of an earlier year, uprated."""

    rule: Uppraknas


class CostUprated(NamedTuple):
    """The cost of an earlier year, uprated and split anew."""

    rule: Uppraknas
    split: Split


class Charged(NamedTuple):
    """A split that says itself what each pays, by prices that may be those of an earlier year."""

    split: Split
    rule: Uppraknas | None = None


class CostGiven(NamedTuple):
    """A cost to share, in kronor (*underlag*)."""

    kronor: int
    split: Split


class TotalGiven(NamedTuple):
    """A decided total to hand out, in kronor (*belopp*)."""

    kronor: int
    split: Split


Stated = InItems | EachUprated | CostUprated | Charged | CostGiven | TotalGiven
