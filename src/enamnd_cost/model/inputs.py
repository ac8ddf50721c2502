"""What a plan was made of: every input with its place and source, for those who read the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR, Months
from enamnd_cost.model import wording
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE, budget_file, matt_file
from enamnd_cost.model.index import Index, Reckoned, Serie, Tal, Varde
from enamnd_cost.model.index.reckoned import level
from enamnd_cost.model.kommuner import Folkmangd
from enamnd_cost.model.matt import Matning, Mattserie
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal

STATUS = {
    "avtalad": "avtalad",
    "preliminar": "preliminär",
    "definitiv": "definitiv",
    "harledd": "härledd",
    "antagen": "antagen",
}


class InputKind(Enum):
    """What an input is, with its name in Swedish."""

    CARRIED = "Överfört"
    COST = "Underlag"
    TOTAL = "Belopp"
    MONTHS = "Månader"
    SPLIT = "Fördelning"
    COUNTED = "Faktor"
    LIMITS = "Gränser"
    PARTICIPANTS = "Deltagare"
    ROUNDING = "Avrundning"
    UPRATING = "Uppräkning"
    DAMPING = "Dämpning"
    INDEX = "Index"
    LEVEL = "Indextal"
    POPULATION = "Folkmängd"
    MEASURE = "Mätning"


class Input(NamedTuple):
    """One input to a service's plan: what it is, its value as shown, where it stands, its source.

    ``value`` is an int where it is kronor or inhabitants, so that a spreadsheet gets a number, and
    ``number`` is the number in it where it is a text: a percentage, a level, a measure's sum.
    ``item`` names the cost item that it is of, where it is of one alone. ``which`` tells it from
    others of its kind (a date, a series and year) and ``mark`` says what to know of it, for the
    eye. ``example`` tells of an invented figure, ``assumed`` of one that is assumed.
    """

    kind: InputKind
    value: int | str
    file: str
    path: KeyPath
    source: str | None
    derived: str | None = None
    item: str | None = None
    which: str = ""
    mark: str = ""
    example: bool = False
    assumed: bool = False
    number: Decimal | Fraction | None = None

    @property
    def what(self) -> str:
        """Say what it is, for the eye.

        >>> Input(InputKind.COST, 500, "tjanster/drift.toml", (), None, item="Hyra").what
        'Underlag, Hyra'
        """
        name = f"{self.kind.value} {self.which}" if self.which else self.kind.value
        name += f", {self.item}" if self.item else ""
        return f"{name} ({self.mark})" if self.mark else name

    @property
    def named(self) -> str:
        """Name an assumed figure: of an index value, the series and the year are enough."""
        return self.which if self.kind is InputKind.INDEX else f"{self.kind.value} {self.which}"


@dataclass
class Inputs:
    """Gathers the inputs of one plan as they are used, each once."""

    file: str
    period: Period
    at: KeyPath
    noted: dict[Input, None] = field(default_factory=dict)

    def note(
        self,
        kind: InputKind,
        value: int | str,
        key: str | None,
        at: KeyPath | None = None,
        item: str | None = None,
    ) -> None:
        """Note what the service's own file says at ``key``, or leaves to be understood."""
        path = (*(self.at if at is None else at), *([key] if key else []))
        source, derived = self.period.kalla, self.period.harledning
        self._add(Input(kind, value, self.file, path, source, derived, item))

    def costs(self, total: int | None) -> None:
        """Note the amounts of the period and its items; ``total`` is the *belopp* that counts."""
        if self.period.underlag is not None:
            self.note(InputKind.COST, self.period.underlag, "underlag")
        if total is not None:
            self.note(InputKind.TOTAL, total, "belopp")
        for m, post in enumerate(self.period.post):
            if post.underlag is not None:
                at = (*self.at, "post", m)
                self.note(InputKind.COST, post.underlag, "underlag", at, post.namn)

    def months(self, months: Months, year: int) -> None:
        """Note which months of the year the service is there, where it is not there all year."""
        if months != WHOLE_YEAR:
            value = f"{months.name} ({months.length} av {MONTHS_A_YEAR})"
            begins = self.period.first_year == year and months.first > 1
            self.note(InputKind.MONTHS, value, "fran" if begins else "till")

    def together(self, budget: Budget, unit: int) -> None:
        """Note that the year's budget has the service rounded together with the others."""
        path, value = ("tvavagsavrundning",), wording.rounding_together(unit)
        self._add(Input(InputKind.ROUNDING, value, budget_file(budget.ar), path, budget.kalla))

    def population(self, n: int, of: Folkmangd) -> None:
        """Note the population at a date, the ``n``-th of its file."""
        kind, path, which = InputKind.POPULATION, ("folkmangd", n), str(of.datum)
        given = Input(kind, of.summa, KOMMUNER_FILE, path, of.kalla, of.harledning, which=which)
        self._add(given)

    def index(self, found: Reckoned, index: Index) -> None:
        """Note what a year's uprating was made of: how it came to be, and each figure."""
        for step in found.steps:
            kalla = index.by_id[step.series].kalla
            which = f"{step.series} {step.year}"
            given = Input(InputKind.INDEX, step.text, INDEX_FILE, step.path, kalla, which=which)
            mark = STATUS[step.status] if step.status else ""
            self._add(given._replace(mark=mark, number=step.percent))
        for n, key, m in found.pieces:
            self._figure(index.serie[n], ("serie", n, key, m))

    def _figure(self, serie: Serie, path: tuple[str, int, str, int]) -> None:
        """Note a value or a level of an index, which stands at a place in its file."""
        _, _, key, m = path
        figure: Varde | Tal = serie.varde[m] if key == "varde" else serie.tal[m]
        if isinstance(figure, Varde):
            kind, value, number = InputKind.INDEX, f"{decimal(figure.procent)} %", figure.procent
        else:
            kind, value, number = InputKind.LEVEL, level(Fraction(figure.tal)), figure.tal
            value += f" ({figure.avser})" if figure.avser else ""
        at = (*path, "procent" if key == "varde" else "tal")
        which = f"{serie.id} {figure.ar}"
        given = Input(kind, value, INDEX_FILE, at, figure.kalla, figure.harledning, which=which)
        assumed = figure.status == "antagen"
        self._add(given._replace(mark=STATUS[figure.status], assumed=assumed, number=number))

    def measure(self, name: str, serie: Mattserie, matning: Matning) -> None:
        """Note the measures of a year, or at a date."""
        m = next(m for m, held in enumerate(serie.matning) if held is matning)
        kind, path = InputKind.MEASURE, ("matning", m, "summa")
        value, which = f"{decimal(matning.summa)} {serie.enhet}", f"{serie.namn} {matning.when}"
        source, derived = matning.kalla, matning.harledning
        given = Input(kind, value, matt_file(name), path, source, derived, which=which)
        mark = "exempel" if matning.exempel else ""
        self._add(given._replace(mark=mark, example=matning.exempel, number=matning.summa))

    def _add(self, given: Input) -> None:
        self.noted[given] = None
