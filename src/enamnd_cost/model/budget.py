"""``budget/*.toml``: a year's decision, with income and cost per service, to be held to."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field

from enamnd_cost.model.base import (
    YEAR,
    Derived,
    Errors,
    FileModel,
    Kronor,
    NotNegative,
    Origin,
    Text,
    Year,
    either,
    mistake,
    optional,
)
from enamnd_cost.model.beslut import Beslut
from enamnd_cost.model.fakturering import DEFAULT, Fakturering
from enamnd_cost.model.parts import Enhet


class Budgetpost(FileModel):
    """One service's line in the decided budget, in kronor.

    In a proposal, ``saknas`` says why the amounts are not known yet, and stands in their place.

    ``underlag`` repeats the cost that the service file shares: the second place where that figure
    stands, so that a slip of a krona shows even where rounding hides it.
    """

    model_config = either(["intakt", "kostnad"], ["saknas"])

    intakt: Kronor | None = optional("Det kommunerna ska betala, i kronor.")
    kostnad: Kronor | None = optional("Beslutad kostnad i kronor.")
    underlag: Kronor | None = optional(
        "Tjänstens underlag en gång till, som kontroll: samma tal som i tjänstens fil."
    )
    saknas: Text | None = optional("I ett förslag: varför intakt och kostnad inte är ifyllda ännu.")
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        return _known_or_not(self, "intakt", "kostnad")


class Utanfor(FileModel):
    """A service outside the budget: the total and the cost that were stated for the year."""

    model_config = either(["belopp"], ["saknas"])

    belopp: Kronor | None = optional("Angiven summa i kronor.")
    underlag: Kronor | None = optional(
        "Tjänstens underlag en gång till, som kontroll: samma tal som i tjänstens fil."
    )
    saknas: Text | None = optional("I ett förslag: varför belopp inte är ifyllt ännu.")
    kalla: Origin = None

    def _mistakes(self) -> Errors:
        return _known_or_not(self, "belopp")


def _known_or_not(line: Budgetpost | Utanfor, *fields: str) -> Errors:
    """See to it that a line has its amounts, or says why not; never both."""
    for field in fields:
        known = getattr(line, field) is not None
        if known and line.saknas is not None:
            text = "saknas säger att beloppen inte är kända"
            yield mistake("EK115", text, field, remedy="ta bort den ena")
        if not known and line.saknas is None:
            yield mistake("EK111", f'nyckeln "{field}" saknas', remedy=f"lägg till {field} = …")


class Andring(FileModel):
    """How much a municipality's sum, or a service, may change in a year without a comment.

    ``kommentar`` explains municipalities one by one, ``alla`` all of them, ``tjanster`` services.
    """

    hogst_procent: NotNegative = Field(
        Decimal(10),
        description="Största ändring av en kommuns summa, eller av en tjänst, utan kommentar.",
    )
    alla: Text | None = optional("Kommentar som gäller alla kommuner.")
    kommentar: dict[str, Text] = Field({}, description="Kommentar per kommun.")
    tjanster: dict[str, Text] = Field({}, description="Kommentar per tjänst.")


class Tvavagsavrundning(FileModel):
    """The services of the budget are rounded together, to ``till`` kronor, instead of one by one.

    See :mod:`~enamnd_cost.model.planner` for which services those are.
    """

    till: Enhet = Field(description="Hela enheter i kronor.")


class Budget(FileModel):
    """The whole file. ``summa`` is the decided total, of income and of cost alike.

    A proposal may have gaps, told by ``saknas``; a sum is then not known either.
    """

    model_config = ConfigDict(title="Ett års budget")

    ar: Year = Field(description=YEAR)
    status: Literal["beslutad", "forslag"] = Field(description="beslutad, eller forslag.")
    beslut: Beslut | None = optional("Var beslutet finns.")
    summa: Kronor | None = optional("Budgetens summa i kronor, av intäkter och av kostnader.")
    kalla: Origin = None
    fakturering: Fakturering = DEFAULT
    tjanst: dict[str, Budgetpost] = Field(description="En rad per tjänst i budgeten.")
    utanfor: dict[str, Utanfor] = Field({}, description="En rad per tjänst utanför budgeten.")
    andring: Andring | None = optional("Vad som gäller för stora ändringar från året före.")
    tvavagsavrundning: Tvavagsavrundning | None = optional(
        "Avrundar tjänsterna tillsammans, så att summorna stämmer åt båda håll; utan "
        "nyckeln var för sig."
    )

    def _mistakes(self) -> Errors:
        decided = self.status == "beslutad"  # a proposal may have gaps
        if decided and self.beslut is None:
            remedy = 'lägg till beslut = { dokument = "…", datum = 2023-06-01, paragraf = "§ …" }'
            yield mistake("EK111", "en beslutad budget saknar beslut", "status", remedy=remedy)
        if decided and self.gaps:
            text = "en beslutad budget kan inte ha okända belopp"
            yield mistake("EK115", text, *self.gaps[0], "saknas", remedy="fyll i beloppen")
        if decided and self.summa is None:
            yield mistake("EK111", 'nyckeln "summa" saknas', remedy="lägg till summa = …")
        for name in sorted(self.tjanst.keys() & self.utanfor.keys()):
            text = f'"{name}" står både i tjanst och i utanfor'
            yield mistake("EK117", text, "utanfor", name, remedy="ta bort den ena")

    @property
    def called(self) -> str:
        """Name the budget in a heading: a proposal is called one.

        >>> Budget(ar=2025, status="forslag", tjanst={}).called
        'Förslag till budget 2025'
        """
        return (
            f"Budget {self.ar}" if self.status == "beslutad" else f"Förslag till budget {self.ar}"
        )

    @property
    def lines(self) -> dict[tuple[str, str], Budgetpost | Utanfor]:
        """Every line, by the table it stands in and the service."""
        return {
            **{("tjanst", name): line for name, line in self.tjanst.items()},
            **{("utanfor", name): line for name, line in self.utanfor.items()},
        }

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The lines without amounts: the table they stand in, and the service."""
        return tuple(at for at, line in self.lines.items() if line.saknas)
