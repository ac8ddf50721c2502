"""The data folder while a scenario changes it: periods replaced, mistakes put in the scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from enamnd_cost.analysis.year import Computed, Service, compute
from enamnd_cost.files import translate
from enamnd_cost.model.absence import SOMEBODY
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.references import check_references, unknown
from enamnd_cost.model.tjanst import Tjanst

# What a period says of itself, which a changed one does not inherit.
OWN = {"fran", "till"}
# Keys of a budget that stand by themselves in a revision's file.
BESIDE_LINES = {("ar",), ("beslut",), ("kalla",), ("tvavagsavrundning",)}


class Workbench:
    """One scenario's view of the data: ``data`` is replaced, never changed, as it goes.

    ``at`` holds the key of the scenario that changed a service, by the service's file, and
    ``absent`` are the services that scenarios add, but not for the year that is asked about.
    ``untouched`` why a key for all services left one as it is, by the service's id.
    """

    def __init__(self, data: Data, year: int, file: str, absent: Iterable[str] = ()) -> None:
        self.data = data
        self.year = year
        self.file = file
        self.absent = set(absent)
        self.problems: list[Problem] = []
        self.at: dict[str, KeyPath] = {}
        self.untouched: dict[str, str] = {}

    def problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None:
        """Note a mistake in the scenario."""
        self.problems.append(Problem(code, self.file, text, remedy, path))

    def nothing(self, text: str, path: KeyPath) -> None:
        """Note that a line of the scenario makes no difference."""
        remedy = "ta bort raden, eller ändra den till det som ska prövas"
        if not self.file:  # asked for without a file
            remedy = "pröva något som ändrar"
        self.problem("EK222", text, remedy, path)

    def knows(self, what: str, name: str, known: Iterable[str], path: KeyPath) -> bool:
        """Tell whether the data holds what the scenario names, and note it where it does not."""
        held = list(known)
        if name not in held:
            problem = unknown(what, name, held, code="EK221", file=self.file, path=path)
            self.problems.append(problem)
        return name in held

    def knows_service(self, name: str, path: KeyPath) -> bool:
        """Tell whether there is such a service, and note it where there is none."""
        return self.knows("tjänst", name, sorted(self.data.tjanster), path)

    def knows_municipality(self, name: str, path: KeyPath) -> bool:
        """Tell whether there is such a municipality, by any of its names, likewise."""
        kommuner = self.data.kommuner
        found = kommuner.resolve(name) is not None
        return found or self.knows("kommun", name, kommuner.ids.values(), path)

    # Looking

    @cached_property
    def computed(self) -> Computed:
        """The base's year allocated, as the data now stands."""
        return compute(self.data, [self.year])

    def services(self) -> dict[str, Service]:
        """Every service of the year that could be allocated, by id."""
        return self.computed.year(self.year).by_id

    def period(self, service: str) -> Period | None:
        """Give the period that holds in the base's year, unless its figures are missing."""
        return self.data.tjanster[service].known_in(self.year)

    # Changing

    def replace(self, **parts: Any) -> None:
        """Put other parts in place of the data's own."""
        self.data = replace(self.data, **parts)
        self.__dict__.pop("computed", None)

    def put(self, service: str, tjanst: Tjanst, at: KeyPath) -> None:
        """Put a service in place; what is wrong with it is wrong at ``at`` in the scenario."""
        self.at[tjanst_file(service)] = at
        self.replace(tjanster={**self.data.tjanster, service: tjanst})

    def set_period(self, service: str, wanted: Period, at: KeyPath) -> None:
        """Let a changed period, once it is judged, hold in the base's year."""
        tjanst = self.data.tjanster[service]
        fields = {name: getattr(wanted, name) for name in wanted.model_fields_set - OWN}
        said = {name: value for name, value in fields.items() if value is not None}
        if wanted.dampning and wanted.first_year < self.year:
            said["dampning"] = wanted.dampning.carried()  # it began before
        try:
            period = Period.model_validate({**said, **self._months(service)})
        except ValidationError as error:
            found = translate.problems(error, Period, self.file)
            self.problems += (problem._replace(path=(*at, *problem.path)) for problem in found)
            return
        others = [held for held in tjanst.period if held.first_year != self.year]
        periods = sorted([*others, period], key=lambda held: held.first_year)
        self.put(service, tjanst.model_copy(update={"period": periods}), at)

    def _months(self, service: str) -> dict[str, int | dt.date]:
        """Say that a period holds in the base's year: in the months that the service is there."""
        held = self.data.tjanster[service].period_in(self.year)
        begins = held is not None and held.first_year == self.year
        return {
            "fran": held.fran if held and begins else self.year,
            **({"till": held.till} if held and held.till else {}),
        }

    # Judging

    def judge(self) -> None:
        """See that the changed data refers to what there is, and that it can be allocated."""
        if self.problems:
            return
        # A new municipality need not have a population at dates that nothing of its goes by; the
        # engine refuses where one is needed.
        found = (problem for problem in check_references(self.data) if problem.code != "EK208")
        self.problems += map(self._moved, found)
        if not self.problems:
            self.problems += map(self._moved, self.computed.problems)

    def _moved(self, problem: Problem) -> Problem:
        """Put a mistake found in the changed data where the scenario made the change."""
        at = self.at.get(problem.file)
        if at is None:
            return problem._replace(file=self.file, path=())
        if problem.code == "EK304" and at[0] != "ny":
            # A scenario has no key for when a service begins; it says who takes part.
            problem = problem._replace(remedy=SOMEBODY)
        return problem._replace(file=self.file, path=written(at, problem.path))


def written(at: KeyPath, path: KeyPath) -> KeyPath:
    """Give the key in the file of a scenario, which made its change ``at`` one, of a changed one.

    A new service is written as it is, and so are a revised budget's lines and sum; of another
    service the scenario writes what is in its period.
    """
    if at[0] == "budget":
        return path if path[:1] in BESIDE_LINES else (*at, *path)
    return (*at, *(path if at[0] == "ny" else path[2:]))
