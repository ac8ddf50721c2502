"""A service's past years as they were paid, and as they would have been shared with others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from enamnd_cost.analysis.buy_in.deals import Deal, bought_in
from enamnd_cost.analysis.scenarios.joining import (
    admitting,
    each_membership,
    lacks_value,
    without,
)
from enamnd_cost.analysis.scenarios.services import let_go
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import compute
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.buy_in import Past
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.model.damped import undamped
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem

# The changes are never written, so there is no place in a scenario to point at.
NOWHERE = ("intrade", 0)


class Worlds:
    """One service's years, each made once; what stands in the way is among the problems.

    They are as the keys share them: what damping has moved between those who paid stays so, and is
    none of the newcomers'.
    """

    def __init__(self, data: Data, service: str) -> None:
        self.data = undamped(data, service)
        self.service = service
        self.problems: list[Problem] = []
        self.unlisted: set[tuple[str, KeyPath]] = set()  # told once for each period
        self.real = cache(self._real)
        self.paid = cache(self._paid)
        self.shared = cache(self._shared)

    def past(self, deals: Sequence[Deal]) -> list[Past]:
        """Give the months that the last of some buy-ins settles; the others came before it."""
        deal, found = deals[-1], []
        tjanst = self.data.tjanster[self.service]
        for when in deal.months(tjanst):
            year, months = when
            paid = self.paid(year, deal.date)
            shared = self.shared(year, bought_in(deals, when), deal.date) if paid else None
            if paid and shared:
                found.append(Past(paid, shared, months, deal.left(tjanst, year)))
        return found

    def _real(self, year: int) -> ServiceAllocation | None:
        computed = compute(self.data, [year])
        made = computed.outcome.done.get(Node(self.service, year))
        self._note(() if made else computed.problems)
        return made

    def _paid(self, year: int, date: dt.date) -> ServiceAllocation | None:
        """Share a year as before anybody was written in who comes on ``date`` or after.

        So a buy-in is the same before and after it has been decided. Where the year cannot do
        without them, as if they are the only ones left, it is shared as it stands.
        """
        real, bench, kommuner = self.real(year), self._bench(year), self.data.kommuner

        def before(deltagare: Deltagare) -> Deltagare:
            late = [who for who, first in deltagare.fran.items() if first >= date]
            codes = [code for who in late if (code := kommuner.resolve(who))]
            return without(kommuner, deltagare, codes) if codes else deltagare

        period = bench.period(self.service)
        if real is None or period is None or date.year > year:
            return real
        changed = each_membership(period, before)
        if changed == each_membership(period, lambda deltagare: deltagare):
            return real
        bench.set_period(self.service, let_go(changed), NOWHERE)
        return self._made(bench) or real

    def _shared(self, year: int, codes: Collection[str], date: dt.date) -> ServiceAllocation | None:
        """Share a year as if some had taken part in all of it."""
        bench, kommuner = self._bench(year), self.data.kommuner
        real, period = self.real(year), bench.period(self.service)
        if real is None or period is None:
            return None
        for code in sorted(codes):
            if code not in real.rows and lacks_value(period, kommuner, code):
                told = code, self.data.tjanster[self.service].place_in(year)
                if told not in self.unlisted:
                    self._note([self._lacks_value(period, year, code, date)])
                self.unlisted.add(told)
                return None
            period = admitting(period, kommuner, code)
        bench.set_period(self.service, period, NOWHERE)
        made = self._made(bench)
        self._note(Problem(p.code, "", p.text, p.remedy) for p in bench.problems)
        return made

    def _made(self, bench: Workbench) -> ServiceAllocation | None:
        """Give what a changed year comes to; what is wrong with other services does not matter."""
        node, made = Node(self.service, bench.year), None
        if not bench.problems:
            made = bench.computed.outcome.done.get(node)
        if made is None:
            bench.judge()
        return made

    def _bench(self, year: int) -> Workbench:
        return Workbench(self.data, year, tjanst_file(self.service))

    def _note(self, problems: Iterable[Problem]) -> None:
        self.problems += (each for each in problems if each not in self.problems)

    def _lacks_value(self, period: Period, year: int, code: str, date: dt.date) -> Problem:
        """Say that the year is shared by values of which the newcomer has none, and what to do."""
        kommuner, file = self.data.kommuner, tjanst_file(self.service)
        name, own = kommuner.names[code], kommuner.ids[code]
        text = (
            f"{self.service} {year} delas efter tidigare eller avtalade belopp, och {name} har inga"
        )
        listed = {each.path[-1] for split in period.splits for each in split.listed}
        if listed and "procent" not in listed and not any(s.services for s in period.splits):
            remedy = (
                f"skriv in {own} i {file}, i perioden som gäller {year}: ett värde i fordelning, "
                f'och deltagare = {{ bara = […, "{own}"], fran = {{ {own} = {date} }} }}'
            )
        else:
            remedy = (
                f"räkna på en kopia av datamappen, där {year} har ett underlag och en fordelning "
                f"som {name} kan få en andel av"
            )
            if dt.date(year + 1, 1, 1) < date:
                remedy = f"räkna från ett senare år med {ask(Wish.SINCE)}, eller {remedy}"
        return Problem("EK224", "", text, remedy)
