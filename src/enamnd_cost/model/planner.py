"""One service in one year, from what the files say to a plan for the engine.

Dates, index values and measures are looked up here, so what a certain year lacks is found here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from enamnd_cost.engine.limits import Limits
from enamnd_cost.engine.participation import WHOLE_YEAR, Months, Participation, spans
from enamnd_cost.engine.plan import (
    Charges,
    Factor,
    Item,
    Node,
    Plan,
    SharedCost,
    UpratedAmounts,
    Uprating,
)
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model import parts, wording
from enamnd_cost.model.damped import damping_of
from enamnd_cost.model.data import INDEX_FILE, Data, tjanst_file
from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.index import Gap
from enamnd_cost.model.index.wording import missing
from enamnd_cost.model.inputs import InputKind, Inputs
from enamnd_cost.model.limiting import counted, limits
from enamnd_cost.model.looking_up import LookingUp
from enamnd_cost.model.participation import Deltagare, months_in, taking_part
from enamnd_cost.model.parts import Post, Uppraknas
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.projekt import PARTIES
from enamnd_cost.model.splits.lookup import ForItem
from enamnd_cost.model.tjanst import Tjanst

Dates = Mapping[str, dt.date]


def unit_together(data: Data, node: Node) -> int | None:
    """Give the unit (kronor) to which a service is rounded together with others, if it is.

    It is if the year's budget says so, the service is within the budget, and there is a cost to
    share: amounts that are agreed, priced or fees are each municipality's own already, and no
    rounding of the others' may change them. Where items of both sorts make up a service they are
    one cell, added up before it is rounded, as it is when a service is rounded on its own.
    """
    budget, tjanst = data.budgetar.get(node.year), data.tjanster[node.service]
    period = tjanst.known_in(node.year)
    if not (budget and budget.tvavagsavrundning and tjanst.i_budget and period):
        return None
    each_has_its_own = period.splits and all(split.charges for split in period.splits)
    return None if each_has_its_own else budget.tvavagsavrundning.till


def rounded_together(data: Data, year: int) -> list[Node]:
    """List a year's services that are rounded together."""
    nodes = (Node(service, year) for service in data.tjanster)
    return [node for node in nodes if unit_together(data, node) is not None]


class Planner(LookingUp):
    """Plans one service in one year; gathers its inputs and what is missing on the way.

    ``before`` has planned what the year is uprated from. ``starts`` and ``ends`` are the dates of
    joining and leaving that hold in the year: those of ``before`` where its amounts are uprated and
    the year says nothing of who takes part.
    """

    def __init__(self, data: Data, node: Node, before: Planner | None) -> None:
        super().__init__(data, node)
        self.before = before
        self.made: Plan | None = None
        self.starts: Dates = {}
        self.ends: Dates = {}

    def plan(self) -> None:
        """Make the plan, or leave none, with the reasons among the problems."""
        tjanst = self.data.tjanster[self.node.service]
        period = tjanst.period_in(self.node.year)
        months = period.months(self.node.year) if period else None
        if period is None or months is None or period.saknas:
            why = f": {period.saknas}" if period else ""
            self.problem(
                "EK205",
                f"{self.node.service} saknar uppgifter för {self.node.year}, som en annan tjänst "
                f"eller ett annat år bygger på{why}",
                "lägg till en period som gäller det året, eller bygg på ett annat år",
                (),
            )
            return
        self.at = tjanst.place_in(self.node.year)
        self.period, self.months = period, months
        if self.before and isinstance(period.stated, parts.EachUprated) and not period.deltagare:
            self.starts, self.ends = self.before.starts, self.before.ends
        own = (*(post.deltagare for post in period.post), period.deltagare)
        members = [deltagare for deltagare in own if deltagare is not None]
        # Who is not in all the items is not in all of what is uprated, whatever the others say.
        self.starts = {**self.starts, **self._dates(max, (each.fran for each in members))}
        self.ends = {**self.ends, **self._dates(min, (each.till for each in members))}
        self.inputs = Inputs(tjanst_file(self.node.service), period, self.at)
        unit = unit_together(self.data, self.node)
        # Of shares that are not rounded one by one, or not of a whole year, a control of how that
        # would end says nothing.
        other = unit is not None or months != WHOLE_YEAR
        total = None if other and period.gives_amounts else period.belopp
        if carried := tjanst.overfort:
            source = self.data.tjanster[carried.tjanst].namn
            said = f"{carried.named(period.belopp)} i {source}"
            self.inputs.note(InputKind.CARRIED, said, "overfort", ())
        self.inputs.costs(total)
        self.inputs.months(months, self.node.year)
        items = tuple(self._items(tjanst))
        if tjanst.projekt:
            self._parties(items)
        rounding = self._rounding(unit)
        held = self._limits(tjanst, rounding.year_unit)
        damping = damping_of(tjanst, period, self.at, self, self.inputs)
        if not self.problems:
            cost = period.underlag
            self.made = Plan(self.node, items, rounding, cost, total, months, held, damping)

    def _parties(self, items: Iterable[Item]) -> None:
        """See to it that a project has parties, in one item or another, in all of its months."""
        taking = [item.participation for item in items]
        each = spans(taking, self.months)
        fewest = min(
            len({code for part in taking for code, own in part.items() if own.covers(span)})
            for span in each
        )
        if fewest < PARTIES and not self.problems:
            text = (
                f"bara {_counted(fewest)} deltar i projektet någon del av {self.node.year}; "
                f"ett projekt har minst {PARTIES} parter"
            )
            remedy = (
                "lägg till deltagare, eller ta bort [projekt] om det inte är ett projekt "
                "tillsammans"
            )
            at = (*self.at, "deltagare") if self.period.deltagare else self.at
            self.problem("EK209", text, remedy, at)

    def _rounding(self, together: int | None) -> Rounding:
        """Say how the service is rounded: its own way, or with others to the unit ``together``."""
        rule = self.period.rounding
        monthly = rule.per == "manad"
        if together is not None:
            self.inputs.together(self.data.budgetar[self.node.year], together)
            return Rounding(together, monthly=monthly, together=True)
        own = "avrundning" if self.period.avrundning else None
        self.inputs.note(InputKind.ROUNDING, wording.rounding(rule), own)
        return Rounding(rule.till, rule.method, monthly)

    def _items(self, tjanst: Tjanst) -> Iterator[Item]:
        period, name = self.period, tjanst.namn
        match period.stated:
            case parts.InItems(posts):
                for m, post in enumerate(posts):
                    at = (*self.at, "post", m)
                    cost = period.uppraknas if post.split.priced else post.underlag
                    yield from self._item(post.namn, post, post.split, cost, at)
            case parts.EachUprated(rule):
                yield self._uprated_amounts(name, rule)
            case parts.CostUprated(rule, split) | parts.Charged(split, rule):
                yield from self._item(name, period, split, rule, self.at)
            case parts.CostGiven(kronor, split) | parts.TotalGiven(kronor, split):
                yield from self._item(name, period, split, kronor, self.at)
            case never:
                assert_never(never)

    def _item(
        self,
        name: str,
        where: Period | Post,
        split: Split,
        cost: int | Uppraknas | None,
        at: KeyPath,
    ) -> Iterator[Item]:
        """Make a cost item of a period or of one of its posts, or its charges by several rates.

        ``cost`` is what is shared, or what its prices are uprated by.
        """
        taking = self._participation(where.deltagare or self.period.deltagare, at)
        date = where.folkmangd or self.period.folkmangd
        words = split.spelled(self.data.kommuner.named).words(date)
        self.inputs.note(InputKind.SPLIT, words, "fordelning", at, name)
        dated = at if where.folkmangd else self.at
        made = split.planned(self, ForItem(name, at, (*at, "fordelning"), taking, date, dated))
        stated, place = (where.faktor, at) if where.faktor else (self.period.faktor, self.at)
        counts = counted(self, stated, place, name)
        keys = tuple(each for each in made if not isinstance(each, Charges))
        if not keys:
            factors = self._factors(cost) if isinstance(cost, Uppraknas) else ()
            for each in made:
                assert isinstance(each, Charges)
                yield each._replace(counted=counts, factors=factors)
            return
        assert cost is not None  # the model has seen to it
        if isinstance(cost, int):
            yield SharedCost(name, Fraction(cost), keys, taking, counts)
            return
        uprated = Uprating(Node(self.node.service, cost.fran), self._factors(cost))
        yield SharedCost(name, uprated, keys, taking, counts)

    def _limits(self, tjanst: Tjanst, unit: int) -> dict[str, Limits]:
        """Give the lowest and highest amounts of each item that has any."""
        each: list[tuple[str, Period | Post, KeyPath]] = [
            (post.namn, post, (*self.at, "post", m)) for m, post in enumerate(self.period.post)
        ]
        held = {
            name: limits(self, where, at, name, unit)
            for name, where, at in each or [(tjanst.namn, self.period, self.at)]
        }
        return {name: found for name, found in held.items() if found}

    def _uprated_amounts(self, name: str, uppraknas: Uppraknas) -> Item:
        """Take last time's amounts; those who took part then still do, unless said otherwise."""
        before, own = self.before, self.period.deltagare
        among = None
        if own is None and before and (before.starts or before.ends):
            own = Deltagare(fran=dict(before.starts), till=dict(before.ends))
        if self.period.deltagare is None and before and before.made:
            among = {code for item in before.made.items for code in item.participation}
        participation = self._participation(own, self.at, among)
        source = Node(self.node.service, uppraknas.fran)
        return UpratedAmounts(name, source, self._factors(uppraknas), participation)

    # Looking things up

    def _factors(self, uppraknas: Uppraknas) -> tuple[Factor, ...]:
        """Look up the index value of every year from the one uprated from to this one."""
        factors, series = [], uppraknas.index
        said = f"från {uppraknas.av} {uppraknas.fran} med {series}"
        self.inputs.note(InputKind.UPRATING, said, "uppraknas")
        gaps: dict[Gap, None] = {}
        for year in range(uppraknas.fran + 1, self.node.year + 1):
            found = self.data.index.reckoned(series, year)
            self.inputs.index(found, self.data.index)
            gaps |= dict.fromkeys(found.gaps)
            factors.append(Factor(series, year, found.percent))
        for gap in gaps:
            path = (*self.at, "uppraknas", "index")
            self.problem("EK203", *missing(gap, series, self.data.index, INDEX_FILE), path)
        return tuple(factors)

    def _participation(
        self, deltagare: Deltagare | None, at: KeyPath, among: Collection[str] | None = None
    ) -> Participation:
        """Give each participant the months of the service's in which it takes part.

        Nobody but those ``among`` some, where only they can be.
        """
        kommuner, year = self.data.kommuner, self.node.year
        starts = self.by_code(deltagare.fran) if deltagare else {}
        ends = self.by_code(deltagare.till) if deltagare else {}
        taking = {
            code: months
            for code in taking_part(kommuner, deltagare)
            if (among is None or code in among)
            and (own := months_in(year, starts.get(code), ends.get(code)))
            and (months := own.common(self.months))
        }
        each = spans([taking], self.months)
        fewest = min(sum(part.covers(span) for part in taking.values()) for span in each)
        if deltagare and fewest < deltagare.minst and deltagare.minst > 1:
            text = f"bara {_counted(fewest)} deltar någon del av {year}; "
            text += f"det ska vara minst {deltagare.minst}"
            remedy = "lägg till deltagare eller avsluta tjänsten"
            self.problem("EK209", text, remedy, (*at, "deltagare"))
        names = [self._with_months(kommuner.names[code], part) for code, part in taking.items()]
        everyone = len(self.everyone)
        some = f"{len(names)} av {everyone}: {', '.join(names)}"
        text = some if len(names) < everyone else f"alla {everyone}"
        self.inputs.note(InputKind.PARTICIPANTS, text, "deltagare" if deltagare else None, at)
        return taking

    def _dates(
        self, choose: Callable[[list[dt.date]], dt.date], stated: Iterable[Dates]
    ) -> dict[str, dt.date]:
        """Give each municipality's date, by code; of several, in several items, the one chosen."""
        found: dict[str, list[dt.date]] = defaultdict(list)
        for dates in stated:
            for code, date in self.by_code(dates).items():
                found[code].append(date)
        return {code: choose(dates) for code, dates in found.items()}

    def _with_months(self, name: str, months: Months) -> str:
        if months == self.months:
            return name
        return f"{name} ({months.length} av {self.months.length} månader)"


def _counted(members: int) -> str:
    return "1 kommun" if members == 1 else f"{members} kommuner"
