"""``budget/*.toml``: a year's decision, with income and cost per service, to be held to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from enamnd_cost.model.base import FileModel, Kronor, NotNegative, Text, Year, mistake
from enamnd_cost.model.tjanst import Enhet


class Beslut(FileModel):
    """Where the decision is to be found."""

    dokument: Text
    datum: dt.date | None = None
    paragraf: Text | None = None
    arende: Text | None = None


class Budgetpost(FileModel):
    """One service's line in the decided budget, in kronor.

    ``underlag`` repeats the cost that the service file shares: the second place where that figure
    stands, so that a slip of a krona shows even where rounding hides it.
    """

    intakt: Kronor
    kostnad: Kronor
    underlag: Kronor | None = None
    kalla: Text | None = None
    harledning: Text | None = None


class Utanfor(FileModel):
    """A service outside the budget: the total and the cost that were stated for the year."""

    belopp: Kronor
    underlag: Kronor | None = None
    kalla: Text | None = None


class Andring(FileModel):
    """How much a municipality's sum may change from the year before without a comment.

    ``kommentar`` explains single municipalities, ``alla`` the year as a whole.
    """

    hogst_procent: NotNegative = Decimal(10)
    alla: Text | None = None
    kommentar: dict[str, Text] = {}


class Tvavagsavrundning(FileModel):
    """The services of the budget are rounded together, to ``till`` kronor, instead of one by one.

    See :mod:`~enamnd_cost.model.together` for which services those are.
    """

    till: Enhet


class Budget(FileModel):
    """The whole file. ``summa`` is the decided total, of income and of cost alike."""

    ar: Year
    status: Literal["beslutad", "forslag"]
    beslut: Beslut | None = None
    summa: Kronor
    kalla: Text | None = None
    tjanst: dict[str, Budgetpost]
    utanfor: dict[str, Utanfor] = {}
    andring: Andring | None = None
    tvavagsavrundning: Tvavagsavrundning | None = None

    @model_validator(mode="after")
    def _decided(self) -> Budget:
        if self.status == "beslutad" and self.beslut is None:
            remedy = 'lägg till beslut = { dokument = "…", datum = 2023-06-01, paragraf = "§ …" }'
            raise mistake("EK111", "en beslutad budget saknar beslut", "status", remedy=remedy)
        return self

    @model_validator(mode="after")
    def _apart(self) -> Budget:
        for name in sorted(self.tjanst.keys() & self.utanfor.keys()):
            text = f'"{name}" står både i tjanst och i utanfor'
            raise mistake("EK117", text, "utanfor", name, remedy="ta bort den ena")
        return self
