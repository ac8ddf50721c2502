"""The projects of a report: what each has earned by the months gone, and what it has cost."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.model.data import Data
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.utfall import Rapport
from enamnd_cost.swedish import rounded


def of_year(projekt: Projekt, year: int) -> int:
    """Give a project's part of a year in whole kronor; its years are together its amount.

    >>> made = Projekt(belopp=1_000, start=dt.date(2022, 12, 1), slut=dt.date(2023, 2, 28))
    >>> of_year(made, 2022), of_year(made, 2023)
    (333, 667)
    """
    last, before = (rounded(projekt.accrued(dt.date(y, 12, 31)), 0) for y in (year, year - 1))
    return int(last) - int(before)


class Followed(NamedTuple):
    """A project in a report: what it has earned in the year until then, and what is reported.

    ``reported`` is the income that the report states, and ``cost`` its cost; None is nothing. They
    are the year's, as all of a report is; so are the months that are ``gone``.
    """

    id: str
    projekt: Projekt
    until: dt.date
    gone: int
    accrued: Fraction
    reported: int | None
    cost: int | None

    @property
    def begun_before(self) -> bool:
        """Tell whether a part of it belongs to earlier years."""
        return self.projekt.start.year < self.until.year

    @property
    def deviation(self) -> Fraction | None:
        """What it has earned less what it has cost."""
        return None if self.cost is None else self.accrued - self.cost

    @property
    def other_income(self) -> bool:
        """Tell whether the report states another income than what it has earned, to the krona."""
        return self.reported is not None and self.reported != int(rounded(self.accrued, 0))


def followed(data: Data, year: int, report: Rapport) -> tuple[Followed, ...]:
    """Follow the year's projects until the last day of a report's outcome; none without one."""
    until = report.utfall_till
    if until is None:
        return ()
    posts = {post.tjanst: post.utfall for post in report.post if post.tjanst and post.utfall}
    made = []
    for name in data.projects(year):
        projekt = data.tjanster[name].projekt
        assert projekt is not None  # the year's projects have one
        before = dt.date(year - 1, 12, 31)
        gone = projekt.gone(until) - projekt.gone(before)
        earned = projekt.accrued(until) - projekt.accrued(before)
        post = posts.get(name)
        income, cost = (post.intakt, post.kostnad) if post else (None, None)
        made.append(Followed(name, projekt, until, gone, earned, income, cost))
    return tuple(made)
