"""``[[inkop]]`` of a service's file: a buy-in that has been settled."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from enamnd_cost.model.base import Derived, Errors, FileModel, Kronor, Origin, mistake, optional
from enamnd_cost.swedish import number


def _names(value: object) -> object:
    """Take one name as short for a list of one."""
    return [value] if isinstance(value, str) else value


Several = Annotated[list[str], Field(min_length=1)]
Newcomers = Annotated[Several, BeforeValidator(_names, json_schema_input_type=str | Several)]


class Inkop(FileModel):
    """What was settled when somebody came in to what others had paid for; the sum is zero.

    It changes nobody's share of any year. A later buy-in counts with it, and to know which costs it
    settled ``avskrivning`` and ``fran`` say how it was counted, as the command's options do.
    """

    kommun: Newcomers = Field(
        description="Kommunen som köpte in sig, eller en lista om flera gjorde det tillsammans."
    )
    datum: dt.date = Field(description="Första dagen som deltagare; en månads första.")
    belopp: dict[str, Kronor] = Field(
        description="Vad var och en betalade (+) eller fick tillbaka (−), i kronor; summan är noll."
    )
    avskrivning: Annotated[int, Field(ge=1, le=100)] | None = optional(
        "På hur många år varje kostnad skrevs av; utan nyckeln skrevs inget av."
    )
    fran: dt.date | None = optional(
        "Från vilken dag det avräknades; utan nyckeln från tjänstens start."
    )
    kalla: Origin = None
    harledning: Derived = None

    def _mistakes(self) -> Errors:
        if total := sum(self.belopp.values()):
            text = f"beloppen är tillsammans {number(total)} kr, inte 0"
            remedy = "rätta beloppen: det som betalas (+) är lika mycket som det som fås (−)"
            yield mistake("EK120", text, "belopp", remedy=remedy)
        for key, date in (("datum", self.datum), ("fran", self.fran)):
            if date and date.day != 1:
                remedy = f"ange en månads första dag: {date.replace(day=1)}"
                yield mistake("EK119", f"{date} är mitt i en månad", key, remedy=remedy)
        if self.fran and self.fran >= self.datum:
            text = f"fran ({self.fran}) är inte före datum ({self.datum})"
            yield mistake("EK115", text, "fran", remedy="rätta det ena datumet")
