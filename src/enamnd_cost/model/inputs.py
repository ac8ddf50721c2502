"""What a plan was made of: every input with its place and source, for those who read the result."""

from __future__ import annotations

from dataclasses import dataclass, field

from enamnd_cost.model import wording
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE, budget_file, matt_file
from enamnd_cost.model.index import Serie, Varde
from enamnd_cost.model.kommuner import Folkmangd
from enamnd_cost.model.matt import Matning, Mattserie
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Period
from enamnd_cost.swedish import decimal

STATUS = {
    "avtalad": "avtalad",
    "preliminar": "preliminär",
    "definitiv": "definitiv",
    "harledd": "härledd",
    "antagen": "antagen",
}


@dataclass(frozen=True, slots=True)
class Input:
    """One input to a service's plan: what it is, its value as shown, where it stands, its source.

    ``value`` is an int where it is kronor or inhabitants, so that a spreadsheet gets a number.
    ``example`` marks an invented figure, ``assumed`` one that is assumed for a plan.
    """

    what: str
    value: int | str
    file: str
    path: KeyPath
    source: str | None
    derived: str | None = None
    example: bool = False
    assumed: bool = False

    @property
    def named(self) -> str:
        """Say what it is without what marks it.

        >>> Input("Index PKV 2025 (antagen)", "3,5 %", "index.toml", (), None).named
        'PKV 2025'
        """
        return self.what.removeprefix("Index ").removesuffix(" (antagen)")


@dataclass
class Inputs:
    """Gathers the inputs of one plan as they are used, each once."""

    file: str
    period: Period
    at: KeyPath
    noted: dict[Input, None] = field(default_factory=dict)

    def note(self, what: str, value: int | str, key: str | None, at: KeyPath | None = None) -> None:
        """Note what the service's own file says at ``key``, or leaves to be understood."""
        path = (*(at or self.at), *([key] if key else []))
        source, derived = self.period.kalla, self.period.harledning
        self._add(Input(what, value, self.file, path, source, derived))

    def costs(self, total: int | None) -> None:
        """Note the amounts of the period and its items; ``total`` is the *belopp* that counts."""
        if self.period.underlag is not None:
            self.note("Underlag", self.period.underlag, "underlag")
        if total is not None:
            self.note("Belopp", total, "belopp")
        for m, post in enumerate(self.period.post):
            if post.underlag is not None:
                at = (*self.at, "post", m)
                self.note(f"Underlag, {post.namn}", post.underlag, "underlag", at)

    def together(self, budget: Budget, unit: int) -> None:
        """Note that the year's budget has the service rounded together with the others."""
        path, value = ("tvavagsavrundning",), wording.rounding_together(unit)
        self._add(Input("Avrundning", value, budget_file(budget.ar), path, budget.kalla))

    def population(self, n: int, folkmangd: Folkmangd) -> None:
        """Note the population at a date, the ``n``-th of its file."""
        what, path = f"Folkmängd {folkmangd.datum}", ("folkmangd", n)
        source, derived = folkmangd.kalla, folkmangd.harledning
        self._add(Input(what, folkmangd.summa, KOMMUNER_FILE, path, source, derived))

    def index(self, n: int, serie: Serie, varde: Varde) -> None:
        """Note an index value of the ``n``-th series."""
        what = f"Index {serie.id} {varde.ar} ({STATUS[varde.status]})"
        value = f"{decimal(varde.procent)} %"
        path = ("serie", n, "varde", serie.varde.index(varde), "procent")
        source, derived, assumed = varde.kalla, varde.harledning, varde.status == "antagen"
        self._add(Input(what, value, INDEX_FILE, path, source, derived, assumed=assumed))

    def measure(self, name: str, serie: Mattserie, matning: Matning) -> None:
        """Note a year's measures."""
        mark = " (exempel)" if matning.exempel else ""
        what = f"Mätning {serie.namn} {matning.ar}{mark}"
        value = f"{decimal(matning.summa)} {serie.enhet}"
        path = ("matning", serie.matning.index(matning), "summa")
        example = matning.exempel
        self._add(Input(what, value, matt_file(name), path, matning.kalla, example=example))

    def _add(self, given: Input) -> None:
        self.noted[given] = None
