"""One service in one year, from what the files say to a plan for the engine.

Dates, index values and measures are looked up here, so what a certain year lacks is found here.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar, assert_never

from enamnd_cost.engine.participation import WHOLE_YEAR, Months, Participation, spans
from enamnd_cost.engine.plan import (
    Basis,
    Charges,
    Factor,
    Item,
    Node,
    Plan,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
)
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model import parts, wording
from enamnd_cost.model.base import exact
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE, Data, matt_file, tjanst_file
from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.inputs import InputKind, Inputs
from enamnd_cost.model.participation import Deltagare, months_in, taking_part
from enamnd_cost.model.parts import Avrundning, Post, Uppraknas
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.splits.lookup import ForItem
from enamnd_cost.model.splits.mix import population
from enamnd_cost.model.tjanst import Tjanst

T = TypeVar("T")
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


class Planner:
    """Plans one service in one year; gathers its inputs and what is missing on the way.

    ``before`` has planned what the year is uprated from. ``starts`` and ``ends`` are the dates of
    joining and leaving that hold in the year: those of ``before`` where its amounts are uprated and
    the year says nothing of who takes part.
    """

    def __init__(self, data: Data, node: Node, before: Planner | None) -> None:
        self.data = data
        self.node = node
        self.before = before
        self.everyone = data.kommuner.codes
        self.problems: list[Problem] = []
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
        stated = [deltagare for deltagare in own if deltagare is not None]
        # Who is not in all the items is not in all of what is uprated, whatever the others say.
        self.starts = {**self.starts, **self._dates(max, (each.fran for each in stated))}
        self.ends = {**self.ends, **self._dates(min, (each.till for each in stated))}
        self.inputs = Inputs(tjanst_file(self.node.service), period, self.at)
        unit = unit_together(self.data, self.node)
        # Of shares that are not rounded one by one, or not of a whole year, a control of how that
        # would end says nothing.
        other = unit is not None or months != WHOLE_YEAR
        total = None if other and period.gives_amounts else period.belopp
        self.inputs.costs(total)
        self.inputs.months(months, self.node.year)
        items = self._items(tjanst)
        rounding = self._rounding(unit)
        if not self.problems:
            cost = period.underlag
            self.made = Plan(self.node, tuple(items), rounding, cost, total, months)

    def _rounding(self, together: int | None) -> Rounding:
        """Say how the service is rounded: its own way, or with others to the unit ``together``."""
        rule = self.period.avrundning or Avrundning()
        monthly = rule.per == "manad"
        if together is not None:
            self.inputs.together(self.data.budgetar[self.node.year], together)
            return Rounding(together, monthly=monthly, together=True)
        own = "avrundning" if self.period.avrundning else None
        self.inputs.note(InputKind.ROUNDING, wording.rounding(rule), own)
        return Rounding(rule.till, rule.method, monthly)

    def _items(self, tjanst: Tjanst) -> list[Item]:
        period, name = self.period, tjanst.namn
        match period.stated:
            case parts.InItems(posts):
                return [
                    self._item(post.namn, post, post.split, post.underlag, (*self.at, "post", m))
                    for m, post in enumerate(posts)
                ]
            case parts.EachUprated(rule):
                return [self._uprated_amounts(name, rule)]
            case parts.CostUprated(rule, split):
                return [self._item(name, period, split, rule, self.at)]
            case parts.Charged(split):
                return [self._item(name, period, split, None, self.at)]
            case parts.CostGiven(kronor, split) | parts.TotalGiven(kronor, split):
                return [self._item(name, period, split, kronor, self.at)]
            case never:
                assert_never(never)

    def _item(
        self,
        name: str,
        where: Period | Post,
        split: Split,
        cost: int | Uppraknas | None,
        at: KeyPath,
    ) -> Item:
        """Make a cost item of a period or of one of its posts."""
        taking = self._participation(where.deltagare or self.period.deltagare, at)
        date = where.folkmangd or self.period.folkmangd
        self.inputs.note(InputKind.SPLIT, split.words(date), "fordelning", at, name)
        item = ForItem(name, at, taking, date, at if where.folkmangd else self.at)
        made = split.planned(self, item)
        if isinstance(made, Charges):
            return made
        assert cost is not None  # the model has seen to it
        if isinstance(cost, int):
            return SharedCost(name, Fraction(cost), made, taking)
        uprated = Uprating(Node(self.node.service, cost.fran), self._factors(cost))
        return SharedCost(name, uprated, made, taking)

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
        for year in range(uppraknas.fran + 1, self.node.year + 1):
            if place := self.data.index.place(series, year):
                varde = self.inputs.index(*place, self.data.index)
                factors.append(Factor(series, year, Fraction(varde.procent)))
            else:
                text = f"indexvärde saknas: {series} för {year}"
                remedy = f"lägg till [[serie.varde]] med ar = {year} i {INDEX_FILE}"
                self.problem("EK203", text, remedy, (*self.at, "uppraknas", "index"))
        return tuple(factors)

    def population(self, item: ForItem) -> Weights:
        """Look up the population at an item's date."""
        held = self.data.kommuner.folkmangd
        dates = [folkmangd.datum for folkmangd in held]
        people: dict[str, int] = {}
        if item.date in dates:
            n = dates.index(item.date)
            self.inputs.population(n, held[n])
            people = self.by_code(held[n].invanare)
        else:
            known = ", ".join(map(str, sorted(dates))) or "inga datum"
            text = f"folkmängd för mätdatum {item.date} finns inte"
            remedy = f"lägg till den i {KOMMUNER_FILE}; där finns {known}"
            self.problem("EK202", text, remedy, (*item.dated, "folkmangd"))
        return Weights(population(item.date), people, basis=Basis.POPULATION)

    def measures(self, name: str, item: ForItem) -> Weights:
        """Look up the year's measures; use by somebody who takes no part must not vanish."""
        serie, year = self.data.matt[name], self.node.year
        label = f"{serie.namn} ({serie.enhet})"
        matning = serie.in_year(year)
        if matning is None:
            text = f'mätningen "{name}" saknar värden för {year}'
            remedy = f"lägg till [[matning]] med ar = {year} i {matt_file(name)}"
            self.problem("EK206", text, remedy, (*item.at, "fordelning", "matt"))
            return Weights(label, {})
        self.inputs.measure(name, serie, matning)
        used = {code: exact(value) for code, value in self.by_code(matning.varde).items()}
        taking = item.participation
        if outside := [code for code, amount in used.items() if amount and code not in taking]:
            text = f'{self.names(outside)} har värden i mätningen "{name}" {year} men deltar inte'
            remedy = f"ändra deltagare, eller rätta {matt_file(name)}"
            self.problem("EK207", text, remedy, (*item.at, "deltagare"))
        return Weights(label, used)

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
            count = "1 kommun" if fewest == 1 else f"{fewest} kommuner"
            text = f"bara {count} deltar någon del av {year}; det ska vara minst {deltagare.minst}"
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

    def by_code(self, by_name: Mapping[str, T]) -> dict[str, T]:
        """Go from the names used in a file to municipality codes, in the order of kommuner.toml."""
        found = {self.data.kommuner.resolve(name): value for name, value in by_name.items()}
        return {code: found[code] for code in self.everyone if code in found}

    def names(self, codes: Iterable[str]) -> str:
        """List municipalities by name."""
        return self.data.kommuner.listing(codes)

    def problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None:
        """Tell what is missing or wrong, at a key of the service's file."""
        self.problems.append(Problem(code, tjanst_file(self.node.service), text, remedy, path))

    def _with_months(self, name: str, months: Months) -> str:
        if months == self.months:
            return name
        return f"{name} ({months.length} av {self.months.length} månader)"
