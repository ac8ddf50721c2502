"""One service in one year, from what the files say to a plan for the engine.

Dates, index values and measures are looked up here, so what a certain year lacks is found here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from enamnd_cost.engine.participation import (
    MONTHS_A_YEAR,
    WHOLE_YEAR,
    Months,
    Participation,
    spans,
)
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Item,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    UpratedCost,
    Weights,
)
from enamnd_cost.engine.rounding import Rounding
from enamnd_cost.model import wording
from enamnd_cost.model.base import exact
from enamnd_cost.model.data import INDEX_FILE, KOMMUNER_FILE, Data, matt_file, tjanst_file
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Procent, Som, Vikter, mix_of
from enamnd_cost.model.inputs import InputKind, Inputs
from enamnd_cost.model.participation import months_in, taking_part
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.tjanst import Avrundning, Deltagare, Period, Post, Tjanst, Uppraknas
from enamnd_cost.model.together import unit_together
from enamnd_cost.swedish import listing

T = TypeVar("T")


class Planner:
    """Plans one service in one year; gathers its inputs and what is missing on the way."""

    def __init__(self, data: Data, node: Node) -> None:
        self.data = data
        self.node = node
        self.file = tjanst_file(node.service)
        self.problems: list[Problem] = []

    def plan(self) -> Plan | None:
        """Make the plan, or return None with the reasons among the problems."""
        tjanst = self.data.tjanster[self.node.service]
        found = tjanst.period_in(self.node.year)
        if found is None or found[1].saknas:
            why = f": {found[1].saknas}" if found else ""
            self._problem(
                "EK205",
                f"{self.node.service} saknar uppgifter för {self.node.year}, som en annan tjänst "
                f"eller ett annat år bygger på{why}",
                "lägg till en period som gäller det året, eller bygg på ett annat år",
                (),
            )
            return None
        n, period = found
        self.at: KeyPath = ("period", n)
        self.period = period
        self.inputs = Inputs(self.file, period, self.at)
        unit = unit_together(self.data, self.node)
        # Of shares that are not rounded one by one, a control of how that would end says nothing.
        total = None if unit is not None and period.gives_amounts else period.belopp
        self.inputs.costs(total)
        items = self._items(tjanst)
        rounding = self._rounding(unit)
        if self.problems:
            return None
        return Plan(self.node, tuple(items), rounding, period.underlag, total)

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
        period = self.period
        if period.post:
            return [
                self._item(post.namn, post, post.underlag, (*self.at, "post", m))
                for m, post in enumerate(period.post)
            ]
        if period.uppraknas and period.uppraknas.av == "belopp":
            return [self._uprated_amounts(tjanst, period.uppraknas)]
        cost = period.underlag if period.underlag is not None else period.belopp
        return [self._item(tjanst.namn, period, cost, self.at)]

    # Cost items

    def _item(self, name: str, where: Period | Post, cost: int | None, at: KeyPath) -> Item:
        """Make a cost item of a period or of one of its posts."""
        participation = self._participation(where.deltagare or self.period.deltagare, at)
        date = where.folkmangd or self.period.folkmangd
        words = wording.split(where, date)
        self.inputs.note(InputKind.SPLIT, words, "fordelning", at, name)
        match where.fordelning:
            case Belopp(belopp=amounts):
                charges = {code: Charge(1, kr) for code, kr in self._by_code(amounts).items()}
                label = "avtalade belopp"
                return Charges(name, label, charges, participation, by_month=True)
            case Avgift(avgift=fee, start=dates):
                starting = {
                    code: Charge(1, fee)
                    for code, date in self._by_code(dates).items()
                    if date.year == self.node.year
                }
                outside = [code for code in starting if code not in participation]
                if outside:
                    names = listing(self.data.kommuner.by_code[code].namn for code in outside)
                    text = f"{names} startar {self.node.year} men deltar inte då"
                    remedy = "rätta startdatum eller deltagare"
                    self._problem("EK207", text, remedy, (*at, "fordelning", "start"))
                whole = dict.fromkeys(starting, WHOLE_YEAR)
                return Charges(name, "engångsavgift vid start", starting, whole, once=True)
            case Matt(matt=measure, pris=price) if price is not None:
                used = self._measures(measure, at, participation)
                charges = {code: Charge(amount, exact(price)) for code, amount in used.items()}
                label = self._measure_label(measure)
                return Charges(name, label, charges, participation)
        parts = self._parts(where, date, at, participation)
        uppraknas = self.period.uppraknas
        if uppraknas is not None:
            factors = self._factors(uppraknas)
            uprated = UpratedCost(Node(self.node.service, uppraknas.fran), factors)
            return SharedCost(name, uprated, parts, participation)
        assert cost is not None  # the model has seen to it
        return SharedCost(name, Fraction(cost), parts, participation)

    def _parts(
        self, where: Period | Post, date: dt.date | None, at: KeyPath, participation: Participation
    ) -> tuple[Part, ...]:
        """Make the keys that share a cost."""
        mix = mix_of(where.fordelning)
        if mix:
            dated = (*(at if where.folkmangd else self.at), "folkmangd")
            return self._mix(*mix, date, dated)
        match where.fordelning:
            case Vikter(vikter=weights):
                return (Part(Weights("fasta vikter", self._exact(weights))),)
            case Procent(procent=percent):
                return (Part(Weights("procent", self._exact(percent), whole=100)),)
            case Som(som=service, ar=year):
                source = Node(service, year if year is not None else self.node.year)
                if source.year > self.node.year:
                    text = f"{self.node.service} {self.node.year} kan inte följa {source.year}"
                    at = (*at, "fordelning", "ar")
                    self._problem("EK205", f"{text}, som kommer senare", "ange ett tidigare år", at)
                label = f"fördelningen av {service} {source.year}"
                return (Part(ProportionsOf(label, source)),)
            case Matt(matt=measure):
                label = self._measure_label(measure)
                return (Part(Weights(label, self._measures(measure, at, participation))),)
        raise TypeError(where.fordelning)

    def _mix(
        self, equal: int, inhabitants: int, date: dt.date | None, at: KeyPath
    ) -> tuple[Part, ...]:
        parts = []
        if equal:
            ones = dict.fromkeys(self.data.kommuner.codes, 1)
            parts.append(Part(Weights("lika delar", ones, basis=Basis.EQUAL), equal))
        if inhabitants:
            dates = [folkmangd.datum for folkmangd in self.data.kommuner.folkmangd]
            if date not in dates:
                known = ", ".join(map(str, sorted(dates))) or "inga datum"
                self._problem(
                    "EK202",
                    f"folkmängd för mätdatum {date} finns inte",
                    f"lägg till den i {KOMMUNER_FILE}; där finns {known}",
                    at,
                )
                return tuple(parts)
            n = dates.index(date)
            folkmangd = self.data.kommuner.folkmangd[n]
            self.inputs.population(n, folkmangd)
            people = self._by_code(folkmangd.invanare)
            weights = Weights(wording.population(date), people, basis=Basis.POPULATION)
            parts.append(Part(weights, inhabitants))
        return tuple(parts)

    def _uprated_amounts(self, tjanst: Tjanst, uppraknas: Uppraknas) -> Item:
        """Take last time's amounts; those who took part then still do, unless said otherwise."""
        source = Node(self.node.service, uppraknas.fran)
        inherited = self._inherited_dates(tjanst, uppraknas)
        participation = self._participation(self.period.deltagare or inherited, self.at)
        if self.period.deltagare is None and (plan := Planner(self.data, source).plan()):
            before = {code for item in plan.items for code in item.participation}
            participation = {code: part for code, part in participation.items() if code in before}
        return UpratedAmounts(tjanst.namn, source, self._factors(uppraknas), participation)

    @staticmethod
    def _inherited_dates(tjanst: Tjanst, uppraknas: Uppraknas | None) -> Deltagare | None:
        """Give the dates of joining and leaving that held in the years that are uprated from."""
        starts: dict[str, dt.date] = {}
        ends: dict[str, dt.date] = {}
        while uppraknas is not None and (found := tjanst.period_in(uppraknas.fran)):
            before = found[1]
            for deltagare in (before.deltagare, *(post.deltagare for post in before.post)):
                if deltagare is not None:
                    starts, ends = {**deltagare.fran, **starts}, {**deltagare.till, **ends}
            uppraknas = before.uppraknas
        return Deltagare(fran=starts, till=ends) if starts or ends else None

    # Looking things up

    def _factors(self, uppraknas: Uppraknas) -> tuple[Factor, ...]:
        """Look up the index value of every year from the one uprated from to this one."""
        factors = []
        serie = self.data.index.by_id[uppraknas.index]
        self.inputs.note(
            InputKind.UPRATING,
            f"från {uppraknas.av} {uppraknas.fran} med {uppraknas.index}",
            "uppraknas",
        )
        for year in range(uppraknas.fran + 1, self.node.year + 1):
            varde = self.data.index.value(uppraknas.index, year)
            if varde is None:
                self._problem(
                    "EK203",
                    f"indexvärde saknas: {uppraknas.index} för {year}",
                    f"lägg till [[serie.varde]] med ar = {year} i {INDEX_FILE}",
                    (*self.at, "uppraknas", "index"),
                )
                continue
            factors.append(Factor(uppraknas.index, year, Fraction(varde.procent)))
            self.inputs.index(self.data.index.serie.index(serie), serie, varde)
        return tuple(factors)

    def _measures(
        self, name: str, at: KeyPath, participation: Participation
    ) -> dict[str, int | Fraction]:
        """Look up the year's measures; use by somebody who takes no part must not vanish."""
        serie = self.data.matt[name]
        matning = serie.in_year(self.node.year)
        if matning is None:
            self._problem(
                "EK206",
                f'mätningen "{name}" saknar värden för {self.node.year}',
                f"lägg till [[matning]] med ar = {self.node.year} i {matt_file(name)}",
                (*at, "fordelning", "matt"),
            )
            return {}
        self.inputs.measure(name, serie, matning)
        used = self._exact(matning.varde)
        outside = [code for code, amount in used.items() if amount and code not in participation]
        if outside:
            names = listing(self.data.kommuner.by_code[code].namn for code in outside)
            self._problem(
                "EK207",
                f'{names} har värden i mätningen "{name}" {self.node.year} men deltar inte',
                f"ändra deltagare, eller rätta {matt_file(name)}",
                (*at, "deltagare"),
            )
        return used

    def _measure_label(self, name: str) -> str:
        serie = self.data.matt[name]
        return f"{serie.namn} ({serie.enhet})"

    def _participation(self, deltagare: Deltagare | None, at: KeyPath) -> Participation:
        """Give each participant the months of the year in which it takes part."""
        kommuner, year = self.data.kommuner, self.node.year
        taking = {}
        starts = self._by_code(deltagare.fran) if deltagare else {}
        ends = self._by_code(deltagare.till) if deltagare else {}
        for code in taking_part(kommuner, deltagare):
            months = months_in(year, starts.get(code), ends.get(code))
            if months:
                taking[code] = months
        fewest = min(sum(p.covers(m) for p in taking.values()) for m in spans([taking]))
        if deltagare and fewest < deltagare.minst and deltagare.minst > 1:
            count = "1 kommun" if fewest == 1 else f"{fewest} kommuner"
            self._problem(
                "EK209",
                f"bara {count} deltar någon del av {year}; det ska vara minst {deltagare.minst}",
                "lägg till deltagare eller avsluta tjänsten",
                (*at, "deltagare"),
            )
        names = [_with_months(kommuner.by_code[code].namn, part) for code, part in taking.items()]
        text = wording.participants(names, len(kommuner.codes))
        self.inputs.note(InputKind.PARTICIPANTS, text, "deltagare" if deltagare else None, at)
        return taking

    def _by_code(self, by_name: Mapping[str, T]) -> dict[str, T]:
        """Go from the names used in a file to municipality codes, in the order of kommuner.toml."""
        found = {self.data.kommuner.resolve(name): value for name, value in by_name.items()}
        return {code: found[code] for code in self.data.kommuner.codes if code in found}

    def _exact(self, numbers: Mapping[str, Decimal]) -> dict[str, int | Fraction]:
        return {code: exact(value) for code, value in self._by_code(numbers).items()}

    def _problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None:
        self.problems.append(Problem(code, self.file, text, remedy, path))


def _with_months(name: str, months: Months) -> str:
    if months == WHOLE_YEAR:
        return name
    return f"{name} ({months.length} av {MONTHS_A_YEAR} månader)"
