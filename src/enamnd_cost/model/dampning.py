"""How much an amount may change from one year to the next, as files say it.

A service's *dampning* and a scenario's *infasning* state it in the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from pydantic import Field

from enamnd_cost.engine.damping import DAMPING, Bound, Per, Rule
from enamnd_cost.engine.phasing import PHASING, Called
from enamnd_cost.model.base import Errors, FileModel, NotNegative, Year, either, mistake, optional
from enamnd_cost.model.parts import Enhet
from enamnd_cost.swedish import decimal, listing

WAYS = ("hogst", "lagst")
SIGNS = {
    Per.PERCENT: " %",
    Per.A_HEAD: " kr per invånare",
    Per.KRONOR: " kr",
}


class Granser(FileModel):
    """The limits of a year's change, one of each way at most, and how the step is handed out."""

    model_config = either(*([f"{word}_{per.value}"] for word in WAYS for per in Per))

    called: ClassVar[Called]
    the: ClassVar[str]

    hogst_procent: NotNegative | None = optional("Största ökning per år, i procent av året före.")
    lagst_procent: NotNegative | None = optional(
        "Största minskning per år, i procent av året före."
    )
    hogst_kr_per_invanare: NotNegative | None = optional(
        "Största ökning per år, i kronor per invånare."
    )
    lagst_kr_per_invanare: NotNegative | None = optional(
        "Största minskning per år, i kronor per invånare."
    )
    hogst_kr: NotNegative | None = optional("Största ökning per år, i kronor för var och en.")
    lagst_kr: NotNegative | None = optional("Största minskning per år, i kronor för var och en.")
    till: Enhet = Field(1, description="Hela enheter i kronor.")
    aven_at_fel_hall: bool = Field(
        False,
        description="true om de som inte hålls tillbaka bär mellanskillnaden i proportion till "
        "sina nya belopp, även om det för någon åt fel håll. Annars väntar de.",
    )

    def _mistakes(self) -> Errors:
        for word in WAYS:
            stated = [f"{word}_{per.value}" for per, _ in self._stated(word)]
            if len(stated) > 1:
                text = f"{listing(stated)} begränsar samma sak"
                yield mistake("EK115", text, stated[1], remedy="ta bort den ena")
        if not self._stated("hogst") and not self._stated("lagst"):
            remedy = "till exempel hogst_procent = 5"
            yield mistake("EK111", f"{self.the} saknar gräns", remedy=remedy)

    def _stated(self, word: str) -> list[tuple[Per, Decimal]]:
        sizes = [(per, getattr(self, f"{word}_{per.value}")) for per in Per]
        return [(per, size) for per, size in sizes if size is not None]

    @property
    def by_population(self) -> bool:
        """Tell whether a limit is counted per inhabitant."""
        each = (*self._stated("hogst"), *self._stated("lagst"))
        return any(per is Per.A_HEAD for per, _ in each)

    def rule(self, people: Mapping[str, int | Fraction]) -> Rule:
        """Give the limits as the engine has them; ``people`` (by code) is for those per inhabitant.

        >>> Dampning(lagst_procent=Decimal(10)).rule({}).fall.size
        Fraction(10, 1)
        """
        rise, fall = (
            next((Bound(per, Fraction(size), people) for per, size in self._stated(word)), None)
            for word in WAYS
        )
        return Rule(rise, fall, self.till, self.aven_at_fel_hall, self.called)

    def words(self) -> str:
        """Say the limits.

        >>> Dampning(lagst_procent=Decimal(10), hogst_kr=Decimal(500)).words()
        'högst +500 kr och högst −10 % om året'
        """
        ways = [("högst +", each) for each in self._stated("hogst")]
        ways += [("högst −", each) for each in self._stated("lagst")]
        said = [f"{way}{decimal(size)}{SIGNS[per]}" for way, (per, size) in ways]
        return f"{listing(said)} om året"


class Dampning(Granser):
    """How much each one's amount for a service may change from one year to the next.

    It goes from what was paid the year before; in the period's first year from that of ``fran``,
    where it says so.
    """

    called: ClassVar[Called] = DAMPING
    the: ClassVar[str] = "dämpningen"

    fran: Year | None = optional(
        "Året vars belopp dämpningen börjar i. Annars året före periodens första."
    )

    def source(self, year: int, first: int) -> int:
        """Give the year whose amounts those of ``year`` are held to; ``first`` is the period's.

        >>> [Dampning(hogst_kr=Decimal(5), fran=2022).source(year, 2024) for year in (2024, 2025)]
        [2022, 2024]
        """
        return self.fran if self.fran is not None and year == first else year - 1

    def carried(self) -> Dampning:
        """Give it as it goes on in a later period: each year from the one before."""
        return self.model_copy(update={"fran": None})


class Infasning(Granser):
    """How much a municipality's sum may change from one year to the next, until all is reached.

    It starts in the base's amounts, and the first year is the one after; or in those of the budget
    of ``fran``, and the first year is the base's own.
    """

    called: ClassVar[Called] = PHASING
    the: ClassVar[str] = "infasningen"

    fran: Year | None = optional(
        "Budgeten som infasningen börjar i, med basåret som första år. Annars basens."
    )
    inom_ar: int | None = Field(
        None, ge=1, le=100, description="Högst så många år får det ta; annars är det ett fel."
    )
