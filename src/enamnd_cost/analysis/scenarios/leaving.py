"""Who leaves, when, and what it does to the cost: what falls away, what remains and who bears it.

All who leave a service leave it together, so the order in which a file names them never matters;
each one's part is what it pays before any of them has left.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.scenarios import costs
from enamnd_cost.analysis.scenarios.joining import code_of, each_membership, let_go, without
from enamnd_cost.analysis.scenarios.overrides import only
from enamnd_cost.analysis.scenarios.services import NOTHING, unknown_service
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.steps import ShareStep
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Procent, Vikter
from enamnd_cost.model.participation import taking_part
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.scenario import Uttrade
from enamnd_cost.model.tjanst import Deltagare, Period, Post, Tjanst
from enamnd_cost.swedish import listing

# The id of the service that holds what those who have left still pay.
REMAINING = "kvarstaende-kostnader"


@dataclass(frozen=True)
class Exit:
    """One municipality's exit, as it is in the year that is asked about.

    ``gone`` is out all year, else it is out after ``last_day`` of it. ``kept`` is the part of its
    share that remains as a cost (0 to 1), and ``pays`` tells that it bears that itself.
    """

    code: str
    gone: bool
    last_day: dt.date
    kept: Fraction
    pays: bool
    at: KeyPath


def leave(bench: Workbench, leaving: Sequence[Uttrade], year: int) -> None:
    """Let municipalities leave, in ``year`` at the base's level of cost.

    Without a date they are out already in the base's year.
    """
    before = bench.services()
    exits: dict[str, list[Exit]] = defaultdict(list)
    for n, each in enumerate(leaving):
        for name, found in _exits(bench, before, each, n, year):
            if any(other.code == found.code for other in exits[name]):
                text = f"{each.kommun} lämnar {name} två gånger"
                bench.problem("EK222", text, "ta bort det ena", found.at)
            exits[name].append(found)
    if bench.problems:
        return
    remaining: dict[str, int] = {}
    for name, leavers in exits.items():
        for code, kr in _Leaving(bench, before[name], leavers).done().items():
            remaining[code] = remaining.get(code, 0) + kr
    if any(remaining.values()):
        _keep_paying(bench, remaining)


def _exits(
    bench: Workbench, before: Mapping[str, Service], leaving: Uttrade, n: int, year: int
) -> list[tuple[str, Exit]]:
    """Say which services somebody leaves that has any effect in the year."""
    at: KeyPath = ("uttrade", n)
    code = code_of(bench, leaving.kommun, at)
    if code is None:
        return []
    last = leaving.last_day or dt.date(bench.year - 1, 12, 31)
    if last.year < bench.year - 1 or (last.year < bench.year and leaving.last_day):
        text = f"{leaving.kommun} lämnar {last}, före basåret {bench.year}"
        remedy = "rätta datumet; utan datum är kommunen ute hela basåret"
        bench.problem("EK222", text, remedy, at)
        return []
    mine = [
        name
        for name, service in before.items()
        if service.in_budget and name != REMAINING and code in service.allocation.rows
    ]
    if not leaving.tjanster and not mine:
        text = f"{leaving.kommun} deltar inte i någon tjänst i budgeten {bench.year}"
        bench.problem("EK222", f"{text}, så ingenting ändras", NOTHING, (*at, "kommun"))
    gone = last.year < year
    kept = Fraction(leaving.remaining(year - last.year - 1)) / 100 if gone else Fraction(1)
    pays = gone and leaving.bars_av == "den_som_lamnar"
    found = []
    for m, name in enumerate(leaving.tjanster or mine):
        where: KeyPath = (*at, "tjanster", m) if leaving.tjanster else at
        if name not in bench.data.tjanster:
            unknown_service(bench, name, where)
        elif name not in before or code not in before[name].allocation.rows:
            text = f"{leaving.kommun} deltar inte i {name} {bench.year}"
            bench.problem("EK222", f"{text}, så ingenting ändras", NOTHING, where)
        elif gone or (last.year == year and last.month < 12):
            found.append((name, Exit(code, gone, last, kept, pays, where)))
    return found


class _Leaving:
    """Some municipalities leaving one service."""

    def __init__(self, bench: Workbench, service: Service, exits: Sequence[Exit]) -> None:
        self.bench, self.service = bench, service
        self.kommuner = bench.data.kommuner
        self.gone = {each.code: each for each in exits if each.gone}
        self.during = [each for each in exits if not each.gone]
        self.at = exits[0].at

    def done(self) -> dict[str, int]:
        """Make the change; give what each goes on paying itself, in kronor, by code."""
        others = set(self.kommuner.codes) - set(self.gone)
        self._unmeasured()
        fields = self._cheaper()
        each_membership(fields, self._parted)
        if not self._anybody_left(fields):
            names = listing(self.kommuner.by_code[code].namn for code in self.gone)
            text = f"ingen är kvar i {self.service.id} när {names} har lämnat"
            remedy = f'låt tjänsten upphöra: upphor = ["{self.service.id}"]'
            self.bench.problem("EK304", text, remedy, self.at)
            return {}
        if fields.get("fordelning") is not None:
            fields["fordelning"] = self._only(fields["fordelning"], others)
        fields["post"] = [
            post.model_copy(update={"fordelning": split})
            for post in fields.get("post") or []
            if (split := self._only(post.fordelning, others)) is not None
        ]
        self.bench.set_period(self.service.id, fields, self.at)
        return {
            code: costs.krona(self._part(code) * each.kept)
            for code, each in self.gone.items()
            if each.pays
        }

    def _only(self, split: Any, others: set[str]) -> Any:
        """Leave those who are gone out of a list; who is there part of the year keeps its row.

        Percentages that somebody leaves in the course of the year no longer add up to 100.
        """
        left = only(split, others, self.kommuner)
        if self.during and isinstance(left, Procent):
            return Vikter(vikter=left.procent)
        return left

    def _anybody_left(self, fields: Mapping[str, Any]) -> bool:
        everyone = set(self.service.allocation.rows) - set(self.gone)
        return bool(everyone) and (
            fields.get("deltagare") is None
            or bool(fields.get("post"))
            or bool(taking_part(self.kommuner, fields["deltagare"]))
        )

    def _parted(self, deltagare: Deltagare) -> Deltagare:
        for code in self.gone:
            deltagare = without(self.kommuner, deltagare, code)
        for each in self.during:
            if each.code not in taking_part(self.kommuner, deltagare):
                continue
            own = self.kommuner.by_code[each.code].id
            till = {
                who: date
                for who, date in deltagare.till.items()
                if self.kommuner.resolve(who) != each.code
            }
            till[own] = _same_month(each.last_day, self.bench.year)
            deltagare = deltagare.model_copy(update={"till": till})
        return deltagare

    def _unmeasured(self) -> None:
        """Take those who are gone out of the measures: who is not there uses nothing."""
        period = self.service.period
        splits = [period.fordelning, *(post.fordelning for post in period.post)]
        for name in {split.matt for split in splits if isinstance(split, Matt)}:
            serie = self.bench.data.matt[name]
            held = serie.in_year(self.bench.year)
            if held is None:
                continue
            left = {
                who: amount
                for who, amount in held.varde.items()
                if self.kommuner.resolve(who) not in self.gone
            }
            changed = held.model_copy(update={"varde": left, "summa": sum(left.values())})
            series = [changed if each is held else each for each in serie.matning]
            measured = serie.model_copy(update={"matning": series})
            self.bench.replace(matt={**self.bench.data.matt, name: measured})

    # What it costs

    def _part(self, code: str) -> Fraction:
        """Give the part that can remain: what is paid, less what is measured or paid once.

        Use and fees end with the one who used.
        """
        row = self.service.allocation.rows[code]
        used = sum(self._used(split, code) for split in self._splits())
        return Fraction(row.amount) - used

    def _splits(self) -> list[Any]:
        period = self.service.period
        return [post.fordelning for post in period.post] or [period.fordelning]

    def _used(self, split: Any, code: str) -> Fraction:
        row = self.service.allocation.rows[code]
        priced = isinstance(split, Avgift) or (isinstance(split, Matt) and split.pris is not None)
        if not priced:
            return Fraction(0)
        mine = {item.name for item in self.service.allocation.plan.items}
        names = {post.namn for post in self.service.period.post if post.fordelning is split} or mine
        return sum((step.exact for step in row.steps if step.item in names), Fraction(0))

    def _drop(self, code: str) -> int:
        """Give what falls away of somebody's part for the others, in kronor."""
        each = self.gone[code]
        return costs.krona(self._part(code) * (1 if each.pays else 1 - each.kept))

    def _cheaper(self) -> dict[str, Any]:
        """Take what falls away off the cost; the others' key then shares what is left.

        Agreed and uprated amounts have no key: they are shared in their own proportions, unless
        every part falls away whole and each of the others pays what it did.
        """
        period = self.service.period
        fields = let_go(period)
        drops = {code: self._drop(code) for code in self.gone}
        split = period.fordelning
        if isinstance(split, Avgift) or (isinstance(split, Matt) and split.pris is not None):
            return fields
        costing = any(post.underlag is not None for post in period.post)
        if isinstance(split, Belopp) or (period.post and not costing):
            whole = all(drop == self._part(code) for code, drop in drops.items())
            return fields if whole and not self.during else self._frozen(fields, drops)
        if period.post:
            return {**fields, "post": self._cheaper_posts(period, drops)}
        if period.uppraknas and period.uppraknas.av == "belopp":
            return self._frozen(fields, drops)
        drop = sum(drops.values())
        if period.uppraknas:
            cost = costs.krona(self.service.allocation.cost) - drop
            return {**fields, "uppraknas": None, "underlag": cost}
        if fields.get("underlag") is not None:
            return {**fields, "underlag": fields["underlag"] - drop}
        unit = costs.unit_of_total(self.bench, self.service)
        total = fields["belopp"] - costs.krona(Fraction(drop), unit)
        return {**fields, "belopp": total, "avrundning": costs.handed_out(total, period.avrundning)}

    def _frozen(self, fields: dict[str, Any], drops: Mapping[str, int]) -> dict[str, Any]:
        """Share what is left in the proportions of the amounts themselves."""
        frozen = costs.frozen(self.service, self.kommuner)
        if frozen is None:
            text = f"{self.service.id} har belopp under noll, som inte går att dela efter"
            remedy = f"ange hur de andra delar: [tjanst.{self.service.id}] fordelning = …"
            self.bench.problem("EK227", text, remedy, self.at)
            return fields
        key = "underlag" if "underlag" in frozen else "belopp"
        frozen[key] -= sum(drops.values())
        if key == "belopp":
            frozen["avrundning"] = costs.handed_out(frozen[key], frozen["avrundning"])
        return {**fields, **dict.fromkeys(("uppraknas", "post", "folkmangd")), **frozen}

    def _cheaper_posts(self, period: Period, drops: Mapping[str, int]) -> list[Post]:
        """Take a drop off the items that it comes from, and let the others carry what is agreed.

        What somebody has agreed to pay for itself goes with it; what remains of that as a cost is
        shared by the items that share a cost, in proportion to theirs.
        """
        less: dict[str, Fraction] = defaultdict(Fraction)
        for code, drop in drops.items():
            agreed = sum(_agreed(post, self.kommuner.resolve, code) for post in period.post)
            part = self._part(code)
            falls = Fraction(drop, 1) / part if part else Fraction(0)
            row = self.service.allocation.rows[code]
            shares: dict[str, Fraction] = defaultdict(Fraction)
            for step in row.steps:
                if isinstance(step, ShareStep):
                    shares[step.item] += step.exact
            # The shared items answer for all of the part that is not agreed, rounding included.
            shared = sum(shares.values(), Fraction(0))
            for name, share in shares.items():
                less[name] += falls * (part - agreed) * share / shared if shared else 0
            costing = {post.namn: post.underlag for post in period.post if post.underlag}
            for name, cost in costing.items():
                less[name] -= (1 - falls) * agreed * Fraction(cost, sum(costing.values()))
        return [
            post.model_copy(update={"underlag": post.underlag - costs.krona(less[post.namn])})
            if post.underlag is not None
            else post
            for post in period.post
        ]


def _agreed(post: Post, resolve: Any, code: str) -> int:
    """Give the amount that an item has agreed with somebody, in kronor."""
    if not isinstance(post.fordelning, Belopp):
        return 0
    return sum(kr for who, kr in post.fordelning.belopp.items() if resolve(who) == code)


def _same_month(date: dt.date, year: int) -> dt.date:
    """Give the last day of the same month of another year."""
    return dt.date(year, date.month, calendar.monthrange(year, date.month)[1])


def _keep_paying(bench: Workbench, amounts: Mapping[str, int]) -> None:
    """Let those who have left pay what remains, as a service of its own.

    A scenario that this one builds on may have left such a service already.
    """
    ids = {kommun.kod: kommun.id for kommun in bench.data.kommuner.kommun}
    held = bench.period(REMAINING) if REMAINING in bench.data.tjanster else None
    paid = dict(held.fordelning.belopp) if held and isinstance(held.fordelning, Belopp) else {}
    for code, kr in amounts.items():
        paid[ids[code]] = paid.get(ids[code], 0) + kr
    period = Period(
        fran=bench.year,
        fordelning=Belopp(belopp=paid),
        deltagare=Deltagare(bara=list(paid)),
    )
    tjanst = Tjanst(namn="Kvarstående kostnader", kort="Kvar-stående", period=[period])
    bench.put(REMAINING, tjanst, ("uttrade",))
