"""Who leaves, when, and what it does to the cost: what falls away, what remains and who bears it.

All who leave a service leave it together, so the order in which a file names them never matters;
each one's part is what it pays before any of them has left.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from enamnd_cost.analysis.scenarios import beside
from enamnd_cost.analysis.scenarios.costs import agreed_amount, cheaper, of_year, part
from enamnd_cost.analysis.scenarios.joining import each_membership, without
from enamnd_cost.analysis.scenarios.later import back
from enamnd_cost.analysis.scenarios.services import swapped
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.balance import added
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.counting import counting_of_those
from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.participation import Deltagare, taking_part
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.scenario import Uttrade
from enamnd_cost.model.splits.agreed import Procent
from enamnd_cost.model.splits.delar import Delar


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


def leave(bench: Workbench, leaving: Sequence[Uttrade], year: int, since: int) -> None:
    """Let municipalities leave, in ``year`` at the base's level of cost.

    Without a date they are out already in the base's year. ``since`` is the base that the scenario
    was written for: nobody can leave before that.
    """
    before = bench.services()
    exits: dict[str, list[Exit]] = defaultdict(list)
    for n, each in enumerate(leaving):
        for name, found in _exits(bench, before, each, n, year, since):
            if any(other.code == found.code for other in exits[name]):
                text = f"{each.kommun} lämnar {name} två gånger"
                bench.problem("EK222", text, "ta bort det ena", found.at)
            exits[name].append(found)
    if bench.problems:
        return
    remaining = added(_Leaving(bench, before[name], each).done() for name, each in exits.items())
    if any(remaining.values()):
        beside.put(bench, beside.REMAINING, remaining, ("uttrade", 0))


def _exits(
    bench: Workbench, before: Mapping[str, Service], leaving: Uttrade, n: int, year: int, since: int
) -> list[tuple[str, Exit]]:
    """Say which services somebody leaves that has any effect in the year."""
    at: KeyPath = ("uttrade", n)
    code = bench.data.kommuner.resolve(leaving.kommun)
    assert code is not None  # the caller has seen to it
    last = leaving.last_day or dt.date(bench.year - 1, 12, 31)
    if leaving.last_day and last.year < since:
        text = f"{leaving.kommun} lämnar {last}, före basåret {since}"
        remedy = "rätta datumet; utan datum är kommunen ute hela basåret"
        bench.problem("EK222", text, remedy, at)
        return []
    mine = [
        name
        for name, service in before.items()
        if service.in_budget and name not in beside.NAMES and code in service.allocation.rows
    ]
    if not leaving.tjanster and not mine:
        text = f"{leaving.kommun} deltar inte i någon tjänst i budgeten {bench.year}"
        bench.nothing(f"{text}, så ingenting ändras", (*at, "kommun"))
    gone = last.year < year
    kept = Fraction(leaving.remaining(year - last.year - 1)) / 100 if gone else Fraction(1)
    pays = gone and leaving.bars_av == "den_som_lamnar"
    found = []
    for m, name in enumerate(leaving.tjanster or mine):
        where: KeyPath = (*at, "tjanster", m) if leaving.tjanster else at
        if not bench.knows_service(name, where) or name in bench.absent:
            continue
        if name not in before or code not in before[name].allocation.rows:
            text = f"{leaving.kommun} deltar inte i {name} {bench.year}, så ingenting ändras"
            bench.nothing(text, where)
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
        self._unmeasured()
        drops = {
            code: nearest(part(self.service, code) * (1 if each.pays else 1 - each.kept))
            for code, each in self.gone.items()
        }
        left = cheaper(self.bench, self.service, drops, self.at, during=bool(self.during))
        period = each_membership(left, self._parted)
        staying = set(self.service.allocation.rows) - self.gone.keys()
        shares = not all(split.charges for split in period.splits)
        nobody = not (period.post or taking_part(self.kommuner, period.deltagare))
        if nobody or (shares and not staying) or self._unborne(period):
            gone = self.kommuner.listing(self.gone)
            text = f"ingen är kvar i {self.service.id} när {gone} har lämnat"
            if self._unborne(period) and staying:
                text = f"ingen som är kvar i {self.service.id} bär det som bara {gone} har burit"
            remedy = f'låt tjänsten upphöra: upphor = ["{self.service.id}"]'
            if staying:
                remedy += f", eller ange en ny nyckel i [tjanst.{self.service.id}]"
            self.bench.problem("EK304", text, remedy, self.at)
            return {}
        posts = [
            post.model_copy(update={"fordelning": split, **self._counting(post)})
            for post in period.post
            if (split := self._only(post.split)) is not None
        ]
        changed = {
            "fordelning": self._only(period.split) if period.split else None,
            "post": [*posts, *self._agreed_after(left)],
            **self._counting(period),
        }
        self.bench.set_period(self.service.id, period.model_copy(update=changed), self.at)
        return {
            code: nearest(part(self.service, code) * each.kept)
            for code, each in self.gone.items()
            if each.pays
        }

    def _unborne(self, period: Period) -> bool:
        """Tell whether a cost is left whose key names only those who are gone."""
        each: list[tuple[Split, Period | Post]] = [(post.split, post) for post in period.post]
        if period.split:
            each.append((period.split, period))
        return any(
            not split.charges and self._only(split) is None and _cost(where)
            for split, where in each
        )

    def _agreed_after(self, period: Period) -> Iterator[Post]:
        """Give the others what those who leave during the year had agreed to pay, once they have.

        Beside items that share a cost: those share it, each its part, among those who are there
        until the next one leaves. Without such items the amounts are shared whole.
        """
        costing = [(post, post.underlag) for post in period.post if post.underlag]
        whole = sum(cost for _, cost in costing)
        there = self.service.allocation.plan.months
        ends = sorted({each.last_day.month for each in self.during})
        for end, next_end in pairwise([*ends, MONTHS_A_YEAR]):
            left = [each.code for each in self.during if each.last_day.month <= end]
            months = max(min(next_end, there.last) - max(end, there.first - 1), 0)
            agreed = sum((agreed_amount(self.service, code) for code in left), Fraction(0))
            for post, cost in costing:
                share = agreed * Fraction(months, there.length) * Fraction(cost, whole or 1)
                out = {*left, *self.gone}
                who = without(self.kommuner, post.deltagare or period.deltagare or Deltagare(), out)
                staying = set(taking_part(self.kommuner, who))
                split = self._kept(post.split, staying)
                if share and staying and split:
                    yield post.model_copy(
                        update={
                            "namn": f"Kvar efter {self.kommuner.listing(left)}: {post.namn}",
                            "underlag": of_year(share, 1, there.length),
                            "fordelning": split,
                            "deltagare": who,
                        }
                    )

    def _kept(self, split: Split, those: Collection[str]) -> Split | None:
        left = split.kept(lambda who: self.kommuner.resolve(who) in those)
        return left.as_weights() if isinstance(left, Procent | Delar) else left

    def _only(self, split: Split) -> Split | None:
        """Leave those who are gone out of a list; who is there part of the year keeps its row.

        Percentages that somebody leaves in the course of the year no longer add up to 100.
        """
        left = split.kept(self._stays)
        if self.during and isinstance(left, Procent | Delar):
            return left.as_weights()
        return left

    def _counting(self, where: Period | Post) -> dict[str, Any]:
        """Leave those who are gone out of what members count as, and of their limits."""
        return counting_of_those(where, self._stays)

    def _parted(self, deltagare: Deltagare) -> Deltagare:
        left = without(self.kommuner, deltagare, self.gone)
        there = [each for each in self.during if each.code in taking_part(self.kommuner, left)]
        till = dict(without(self.kommuner, left, [each.code for each in there]).till)
        for each in there:
            till[self.kommuner.ids[each.code]] = back(
                each.last_day, each.last_day.year - self.bench.year
            )
        return left.model_copy(update={"till": till})

    def _unmeasured(self) -> None:
        """Take those who are gone out of the measures: who is not there uses nothing.

        What is counted at a date is no use: everybody has it, and other services may go by it.
        """
        named = (each for split in self.service.period.splits for each in split.measures)
        for name in {each.name for each in named if each.date is None}:
            serie = self.bench.data.matt[name]
            if held := serie.at(self.bench.year):
                left = {who: used for who, used in held.varde.items() if self._stays(who)}
                new = held.model_copy(update={"varde": left, "summa": sum(left.values())})
                measured = serie.model_copy(update={"matning": swapped(serie.matning, held, new)})
                self.bench.replace(matt={**self.bench.data.matt, name: measured})

    def _stays(self, who: str) -> bool:
        return self.kommuner.resolve(who) not in self.gone


def _cost(where: Period | Post) -> bool:
    """Tell whether there is a cost to share."""
    if isinstance(where, Post):
        return bool(where.underlag)
    return where.underlag != 0 and where.belopp != 0
