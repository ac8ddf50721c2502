"""What a member counts as, other than it is, and the lowest and highest that it pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import Discriminator, Field, Tag

from enamnd_cost.model.base import Errors, FileModel, Kronor, NotNegative, Year, mistake
from enamnd_cost.swedish import decimal, listing, number

T = TypeVar("T")

# The keys that change what a split gives one member or another.
COUNTING = ("faktor", "lagst", "hogst")


class FaktorAr(FileModel):
    """A factor that holds in one year: half in the first."""

    faktor: NotNegative = Field(description="Hur mycket kommunen räknas: 0.5 är hälften.")
    ar: Year = Field(description="Året som faktorn gäller; andra år räknas kommunen hel.")


Faktor = Annotated[
    Annotated[NotNegative, Tag("tal")] | Annotated[FaktorAr, Tag("tabell")],
    Discriminator(lambda value: "tabell" if isinstance(value, dict | FaktorAr) else "tal"),
]
Factors = dict[str, Faktor]

NotBelow = Annotated[Kronor, Field(ge=0)]
Bound = Annotated[
    Annotated[NotBelow, Tag("tal")] | Annotated[dict[str, NotBelow], Tag("tabell")],
    Discriminator(lambda value: "tabell" if isinstance(value, dict) else "tal"),
]


class Counting(Protocol):
    """A period, or an item of it: what may say what members count as, and between what they pay."""

    @property
    def faktor(self) -> Factors:
        """What members count as."""

    @property
    def lagst(self) -> Bound | None:
        """The least that they pay."""

    @property
    def hogst(self) -> Bound | None:
        """The most that they pay."""


def factors(description: str) -> Any:
    """Declare the factors of members."""
    return Field({}, description=description)


def bound(of_what: str) -> Any:
    """Declare a lowest or a highest amount."""
    text = f"{of_what}, i kronor per år: ett för alla, eller ett per kommun."
    return Field(None, description=text)


def factor_in(faktor: Faktor, year: int) -> Decimal:
    """Give a factor as it is in a year.

    >>> half = FaktorAr(faktor=Decimal("0.5"), ar=2024)
    >>> factor_in(half, 2024), factor_in(half, 2025)
    (Decimal('0.5'), Decimal('1'))
    """
    if isinstance(faktor, FaktorAr):
        return faktor.faktor if year == faktor.ar else Decimal(1)
    return faktor


def still(faktor: Factors, year: int) -> Factors:
    """Give the factors that have any effect from a year on.

    >>> half = FaktorAr(faktor=Decimal("0.5"), ar=2024)
    >>> still({"mora": half}, 2024) == {"mora": half}, still({"mora": half}, 2025)
    (True, {})
    """
    return {
        who: each
        for who, each in faktor.items()
        if not isinstance(each, FaktorAr) or each.ar >= year
    }


def without_effect(faktor: Factors, first: int, *at: str | int) -> Errors:
    """Tell which factors are of a year before their period; ``at`` is where they stand.

    One of a later year may come to stand before a new period, as drafts are written.
    """
    for who, each in faktor.items():
        if isinstance(each, FaktorAr) and each.ar < first:
            text = f"faktorn för {who} gäller {each.ar}, men perioden gäller från {first}"
            remedy = f"rätta ar, eller ta bort raden för {who}"
            yield mistake("EK115", text, *at, "faktor", who, "ar", remedy=remedy)


def of_those(values: dict[str, T], keep: Callable[[str], bool]) -> dict[str, T]:
    """Give what is left of what stands for each member, without those who are not to be kept."""
    return {who: value for who, value in values.items() if keep(who)}


def bound_of_those(bound: Bound | None, keep: Callable[[str], bool]) -> Bound | None:
    """Give what is left of a bound, without those who are not to be kept."""
    return (of_those(bound, keep) or None) if isinstance(bound, dict) else bound


def counting_of_those(where: Counting, keep: Callable[[str], bool]) -> dict[str, Any]:
    """Give the factors and limits of a period or an item, without those who are not to be kept."""
    return {
        "faktor": of_those(where.faktor, keep),
        "lagst": bound_of_those(where.lagst, keep),
        "hogst": bound_of_those(where.hogst, keep),
    }


def by_name(bound: Bound | None) -> Mapping[str, int]:
    """Give the bounds that are stated for one member each."""
    return bound if isinstance(bound, dict) else {}


def for_all(bound: Bound | None) -> int | None:
    """Give the bound that is stated for all, if it is."""
    return bound if isinstance(bound, int) else None


def in_words(factors: Mapping[str, Decimal]) -> str:
    """Say what members count as.

    >>> in_words({"Lahtis": Decimal("0.9")})
    'Lahtis räknas till 0,9'
    """
    return listing(f"{name} räknas till {decimal(factor)}" for name, factor in factors.items())


def stated_in_words(stated: Factors, year: int, named: Callable[[str], str]) -> str:
    """Say what members count as in a year, of those who do not count as they are."""
    each = {named(who): factor_in(faktor, year) for who, faktor in stated.items()}
    return in_words({who: factor for who, factor in each.items() if factor != 1})


def limits_in_words(
    lowest: Bound | None, highest: Bound | None, named: Callable[[str], str]
) -> str:
    r"""Say between what members pay; ``named`` gives the name that a file's name stands for.

    >>> limits_in_words(50_000, {"mora": 900_000}, str.title).replace("\xa0", " ")
    'lägst 50 000 kr; högst 900 000 kr för Mora'
    """
    both = (("lägst", bound_in_words(lowest, named)), ("högst", bound_in_words(highest, named)))
    return "; ".join(f"{word} {said}" for word, said in both if said)


def bound_in_words(bound: Bound | None, named: Callable[[str], str]) -> str:
    """Say a lowest or a highest amount, or nothing where there is none."""
    if isinstance(bound, int):
        return f"{number(bound)} kr"
    return listing(f"{number(kr)} kr för {named(who)}" for who, kr in by_name(bound).items())


def crossed_bounds(lowest: Bound | None, highest: Bound | None) -> Errors:
    """Tell where the lowest amount is above the highest."""
    for who in {**by_name(lowest), **by_name(highest)} or [""]:
        least = by_name(lowest).get(who, for_all(lowest))
        most = by_name(highest).get(who, for_all(highest))
        if least is not None and most is not None and least > most:
            text = f"lagst är över hogst{f' för {who}' if who else ''}"
            yield mistake("EK115", text, "lagst", remedy="rätta det ena")
