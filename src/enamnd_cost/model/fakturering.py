"""When a service is invoiced: in advance, part by part, when the year has ended, or by others."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months

Fakturering = Annotated[
    Literal["helar", "halvar", "tertial", "kvartal", "manad", "arets_slut", "leverantor"],
    Field(
        description="När det faktureras: helar, halvar, tertial, kvartal eller manad i förskott; "
        "arets_slut när året är slut, som användning; leverantor om leverantören fakturerar "
        "kommunerna direkt."
    ),
]

# How many parts of a year are invoiced, each by itself. What a supplier invoices has none.
PARTS = {
    "helar": 1,
    "halvar": 2,
    "tertial": 3,
    "kvartal": 4,
    "manad": MONTHS_A_YEAR,
    "arets_slut": 1,
    "leverantor": 0,
}
DEFAULT: Final = (
    "helar"  # paid in advance on the budget, as the nämnd does where nothing else is said
)


def parts_of(when: str) -> tuple[Months, ...]:
    """Give the months of each part of the year that is invoiced by itself, in order.

    >>> [f"{part.first}–{part.last}" for part in parts_of("tertial")]
    ['1–4', '5–8', '9–12']
    >>> parts_of("leverantor")
    ()
    """
    number = PARTS[when]
    length = MONTHS_A_YEAR // number if number else 0
    return tuple(Months(n * length + 1, (n + 1) * length) for n in range(number))
