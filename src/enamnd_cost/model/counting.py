"""What a member counts as, other than it is, and the lowest and highest that it pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from enamnd_cost.model.base import Errors, FileModel, Kronor, NotNegative, Year, mistake
from enamnd_cost.swedish import decimal, listing, number


class FaktorTill(FileModel):
    """A factor that holds up to a year: half in the first."""

    faktor: NotNegative = Field(description="Hur mycket kommunen räknas: 0.5 är hälften.")
    till: Year = Field(description="Sista året som faktorn gäller; sedan räknas kommunen hel.")


Faktor = Annotated[
    Annotated[NotNegative, Tag("tal")] | Annotated[FaktorTill, Tag("tabell")],
    Discriminator(lambda value: "tabell" if isinstance(value, dict | FaktorTill) else "tal"),
]
Factors = dict[str, Faktor]

NotBelow = Annotated[Kronor, Field(ge=0)]
Bound = Annotated[
    Annotated[NotBelow, Tag("tal")] | Annotated[dict[str, NotBelow], Tag("tabell")],
    Discriminator(lambda value: "tabell" if isinstance(value, dict) else "tal"),
]


def factors(description: str) -> Any:
    """Declare the factors of members."""
    return Field({}, description=description)


def bound(of_what: str) -> Any:
    """Declare a lowest or a highest amount."""
    text = f"{of_what}, i kronor per år: ett för alla, eller ett per kommun."
    return Field(None, description=text)


def factor_in(faktor: Faktor, year: int) -> Decimal:
    """Give a factor as it is in a year.

    >>> half = FaktorTill(faktor=Decimal("0.5"), till=2024)
    >>> factor_in(half, 2024), factor_in(half, 2025)
    (Decimal('0.5'), Decimal('1'))
    """
    if isinstance(faktor, FaktorTill):
        return faktor.faktor if year <= faktor.till else Decimal(1)
    return faktor


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


def limits_in_words(
    lowest: Bound | None, highest: Bound | None, named: Callable[[str], str]
) -> str:
    r"""Say between what members pay; ``named`` gives the name that a file's name stands for.

    >>> limits_in_words(50_000, {"mora": 900_000}, str.title).replace("\xa0", " ")
    'lägst 50 000 kr; högst 900 000 kr för Mora'
    """
    said = []
    for word, bound in (("lägst", lowest), ("högst", highest)):
        if isinstance(bound, int):
            said.append(f"{word} {number(bound)} kr")
        elif bound:
            each = (f"{number(kr)} kr för {named(who)}" for who, kr in bound.items())
            said.append(f"{word} {listing(each)}")
    return "; ".join(said)


def crossed_bounds(lowest: Bound | None, highest: Bound | None) -> Errors:
    """Tell where the lowest amount is above the highest."""
    for who in {**by_name(lowest), **by_name(highest)} or [""]:
        least = by_name(lowest).get(who, for_all(lowest))
        most = by_name(highest).get(who, for_all(highest))
        if least is not None and most is not None and least > most:
            text = f"lagst är över hogst{f' för {who}' if who else ''}"
            yield mistake("EK115", text, "lagst", remedy="rätta det ena")
