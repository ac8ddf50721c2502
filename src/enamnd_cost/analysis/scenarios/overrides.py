"""What a scenario changes in one service: its key, cost, total, participants, date or rounding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from enamnd_cost.analysis.scenarios import costs
from enamnd_cost.analysis.scenarios.later import changed_back
from enamnd_cost.analysis.scenarios.services import loosened, redated
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model import parts
from enamnd_cost.model.counting import COUNTING, counting_of_those
from enamnd_cost.model.fordelning import Fordelning, Split, split_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import Deltagare, taking_part
from enamnd_cost.model.parts import Avrundning, Post
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.references import participants
from enamnd_cost.model.scenario import Tjanstandring
from enamnd_cost.model.splits.mix import Mix


def change(
    bench: Workbench, name: str, wanted: Tjanstandring, date: dt.date | None, year: int
) -> None:
    """Change one service as a scenario asks for ``year``; ``date`` is its population date for all.

    A service that the scenarios add, but that is not there that year, has nothing to change.
    """
    at: KeyPath = ("tjanst", name)
    if not bench.knows_service(name, at) or name in bench.absent:
        return
    wanted = changed_back(wanted, year - bench.year)
    before = len(bench.problems)
    if wanted.deltagare:
        where: KeyPath = (*at, "deltagare")
        bench.problems += participants(bench.data.kommuner, wanted.deltagare, bench.file, where)
    service = bench.services().get(name)
    if service is None and bench.period(name):
        bench.judge()  # its figures are there, so what stands in the way is another mistake
    if service is None and len(bench.problems) == before:
        service = _as_last_known(bench, name, wanted, at)
    if service is None or len(bench.problems) > before:
        return
    if not _says_nothing(bench, service, wanted, at):
        put(bench, service, wanted, date)


def _as_last_known(
    bench: Workbench, name: str, wanted: Tjanstandring, at: KeyPath
) -> Service | None:
    """Take a service whose figures are missing as it last was, where the scenario gives a cost."""
    earlier = [
        period
        for period in bench.data.tjanster[name].period
        if period.first_year < bench.year and not period.saknas
    ]
    costs_given = {"underlag", "belopp", "kostnad_procent", "post"} & wanted.model_fields_set
    charged = wanted.fordelning is not None and split_of(wanted.fordelning).charges
    if not earlier or not (costs_given or charged):
        text = f"{name} har inga uppgifter {bench.year}, så det finns inget att ändra"
        remedy = (
            "ange också vad den kostar, till exempel underlag"
            if earlier
            else "välj en annan tjänst, eller ett annat basår"
        )
        bench.problem("EK221", text, remedy, at)
        return None
    bench.set_period(name, loosened(earlier[-1]), at)
    return bench.services().get(name)


def put(
    bench: Workbench,
    service: Service,
    wanted: Tjanstandring,
    date: dt.date | None = None,
    at: KeyPath | None = None,
) -> None:
    """Make the changes, whether or not they make a difference; ``at`` is the key that asks."""
    change = _Change(bench, service, wanted, date, at or ("tjanst", service.id))
    if wanted.post is not None:
        change.posts(wanted.post)
    elif wanted.fordelning is not None:
        change.key(wanted.fordelning)
    if not change.cost() or (wanted.deltagare and not change.members(wanted.deltagare)):
        return  # the mistake is told
    if wanted.avrundning is not None:
        change.rounding(wanted.avrundning)
    if not change.counting():
        return  # the mistake is told
    bench.set_period(service.id, change.period, change.at)


def _says_nothing(bench: Workbench, service: Service, wanted: Tjanstandring, at: KeyPath) -> bool:
    """Point out every key that changes nothing."""
    period, before = service.period, len(bench.problems)
    kommuner = bench.data.kommuner
    split = wanted.fordelning and split_of(wanted.fordelning)
    other_date = wanted.folkmangd not in (None, period.folkmangd)
    deltagare = wanted.deltagare and _members(kommuner, wanted.deltagare)
    both: dict[str, tuple[object, object]] = {
        "underlag": (wanted.underlag, period.underlag),
        "belopp": (wanted.belopp, None if period.gives_amounts else period.belopp),
        "kostnad_procent": (wanted.kostnad_procent, 0),
        "fordelning": (proportions(split), None if other_date else proportions(period.split)),
        "post": (wanted.post, period.post),
        "deltagare": (deltagare, _members(kommuner, period.deltagare or Deltagare())),
        "avrundning": (wanted.avrundning, period.rounding),
        **{key: (getattr(wanted, key), getattr(period, key)) for key in COUNTING},
    }
    for field, (new, held) in both.items():
        if new is not None and new == held:
            bench.nothing(f"{field} är redan så i {service.id} {bench.year}", (*at, field))
    if wanted.folkmangd and not (wanted.fordelning or wanted.post):
        tjanst = bench.data.tjanster[service.id]
        if redated(tjanst, wanted.folkmangd) == tjanst:
            text = f"{service.id} delas inte efter någon annan folkmängd än {wanted.folkmangd}"
            bench.nothing(f"{text}, så ingenting ändras", (*at, "folkmangd"))
    return len(bench.problems) > before


def proportions(split: Split | None) -> object:
    """Give a split in a form in which 50/50 and { lika = 2, invanare = 2 } are the same."""
    return (split.fixed, split.medel_ar) if isinstance(split, Mix) else split


def _members(kommuner: Kommuner, deltagare: Deltagare) -> tuple[object, ...]:
    dates = [
        {kommuner.resolve(name): date for name, date in held.items()}
        for held in (deltagare.fran, deltagare.till)
    ]
    return (taking_part(kommuner, deltagare), *dates, deltagare.minst)


class _Change:
    """A service's ``period`` while one key after another is changed."""

    def __init__(
        self,
        bench: Workbench,
        service: Service,
        wanted: Tjanstandring,
        date: dt.date | None,
        at: KeyPath,
    ) -> None:
        self.bench, self.service, self.wanted, self.date = bench, service, wanted, date
        self.at = at
        period = service.period
        if wanted.folkmangd and not (wanted.fordelning or wanted.post):
            # Earlier years that this one follows are to follow the same date.
            tjanst = redated(bench.data.tjanster[service.id], wanted.folkmangd)
            bench.put(service.id, tjanst, self.at)
            period = bench.period(service.id) or service.period
        self.period, self.rule = loosened(period), period.avrundning

    def posts(self, posts: Sequence[Post]) -> None:
        """Let these items be what the service costs."""
        open_date = any(post.split.by_population and not post.folkmangd for post in posts)
        date = self._population_date() if open_date else None
        self._put(underlag=None, belopp=None, fordelning=None, uppraknas=None)
        self._put(post=posts, folkmangd=date)

    def key(self, fordelning: Fordelning) -> None:
        """Split what the service costs by another key: the same cost, or the same total."""
        split, posts, uprated = split_of(fordelning), self.period.post, self.period.uppraknas
        date = self._population_date() if split.by_population else None
        self._put(uppraknas=None, post=[], fordelning=fordelning, folkmangd=date)
        if split.charges:
            self._put(underlag=None, belopp=None)
            return
        if uprated is not None and costs.own_rule(self.period):
            self._put(underlag=nearest(self.service.allocation.level))
        if posts and all(post.underlag is not None for post in posts):
            self._put(underlag=sum(post.underlag or 0 for post in posts))
        if self.period.underlag is None:
            total = self.period.belopp or costs.of_year(
                self.service.allocation.total,
                costs.unit_of_total(self.bench, self.service),
                costs.months_of(self.service),
            )
            self._put(
                belopp=total,
                avrundning=costs.handed_out(
                    total, self.period.avrundning, costs.months_of(self.service)
                ),
            )

    def cost(self) -> bool:
        """Change the cost or the total, or say why it cannot be."""
        wanted, rule = self.wanted, self.rule
        if wanted.kostnad_procent is not None:
            self.period = costs.scaled(self.period, self.service, wanted.kostnad_procent)
        if wanted.underlag is None and wanted.belopp is None:
            return True
        key = "underlag" if wanted.underlag is not None else "belopp"
        if why := costs.no_cost_of_its_own(self.period):
            text = f"{self.service.id}: {why}, så {key} kan inte bytas ensamt"
            remedy = "ange också fordelning, eller ändra med kostnad_procent"
            self.bench.problem("EK225", text, remedy, (*self.at, key))
            return False
        if wanted.belopp is not None:
            rule = costs.handed_out(wanted.belopp, rule, costs.months_of(self.service))
        self._put(underlag=wanted.underlag, belopp=wanted.belopp, avrundning=rule)
        return True

    def members(self, deltagare: Deltagare) -> bool:
        """Let others take part; of amounts paid before, the proportions are kept."""
        kommuner = self.bench.data.kommuner
        inside = set(taking_part(kommuner, deltagare))
        if isinstance(self.period.stated, parts.EachUprated):
            path = (*self.at, "deltagare")
            frozen = costs.frozen(self.bench, self.service, path, "ange också fordelning")
            if frozen is None:
                return False
            self._put(**frozen, uppraknas=None)
        self._put(deltagare=deltagare)
        if self.wanted.fordelning is None and self.period.split is not None:
            left = self.period.split.kept(lambda who: kommuner.resolve(who) in inside)
            self._put(fordelning=left)
            stays = counting_of_those(self.period, lambda who: kommuner.resolve(who) in inside)
            self._put(**stays)
            if left is None:
                text = f"ingen av dem som delar {self.service.id} deltar"
                remedy = "ange någon som har ett värde i fördelningen, eller en ny fordelning"
                self.bench.problem("EK304", text, remedy, (*self.at, "deltagare"))
                return False
        return True

    def counting(self) -> bool:
        """Let members count as other than they did, or be held within other limits."""
        wanted = {key: getattr(self.wanted, key) for key in COUNTING}
        changed = {key: value for key, value in wanted.items() if value is not None}
        for key in changed:
            why = None
            if isinstance(self.period.stated, parts.EachUprated):
                why = "beloppen räknas upp från ett tidigare år"
            elif self.period.post and key != "faktor":
                why = "varje post har sina egna gränser"
            if why:
                text = f"{self.service.id}: {why}, så {key} kan inte ändras ensamt"
                remedy = "ange också fordelning, eller nya poster"
                self.bench.problem("EK225", text, remedy, (*self.at, key))
                return False
        self._put(**changed)
        return True

    def rounding(self, rule: Avrundning) -> None:
        """Round in another way. A total that is rounded share by share is a cost to share."""
        self._put(avrundning=rule)
        total = self.period.belopp
        if rule.metod != "storsta_rest" and total is not None:
            self._put(underlag=total, belopp=None)

    def _put(self, **fields: Any) -> None:
        self.period = self.period.model_copy(update=fields)

    def _population_date(self) -> dt.date | None:
        """Give the population date that is asked for, or that the service goes by or went by."""
        return self.wanted.folkmangd or self.date or population_date(self.service)


def population_date(service: Service) -> dt.date | None:
    """Give the population date that a service goes by, or last went by."""
    period = service.period
    own = [period.folkmangd, *(post.folkmangd for post in period.post)]
    earlier = [
        held.folkmangd
        for held in reversed(service.tjanst.period)
        if held.first_year < period.first_year
    ]
    return next((date for date in (*own, *earlier) if date), None)
