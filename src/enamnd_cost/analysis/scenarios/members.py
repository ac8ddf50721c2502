"""Who joins and who leaves, when, and what it does to the cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.scenarios import costs
from enamnd_cost.analysis.scenarios.overrides import only
from enamnd_cost.analysis.scenarios.services import NOTHING, unknown_service
from enamnd_cost.analysis.scenarios.workbench import Workbench, fields_of
from enamnd_cost.analysis.year import Service
from enamnd_cost.model.fordelning import Avgift, Belopp, Matt, Procent, Som, Vikter
from enamnd_cost.model.kommuner import Folkmangd, Kommun, Kommuner
from enamnd_cost.model.participation import taking_part
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.references import unknown
from enamnd_cost.model.scenario import Intrade, NyKommun, Scenario, Uttrade
from enamnd_cost.model.tjanst import Deltagare, Period, Post, Tjanst

# The id of the service that holds what those who have left still pay.
REMAINING = "kvarstaende"


def known(bench: Workbench, scenario: Scenario) -> bool:
    """See that everybody who joins or leaves is somebody, and point out who is not."""
    before = len(bench.problems)
    for n, joining in enumerate(scenario.intrade):
        _code(bench, joining.kommun, ("intrade", n))
    for n, leaving in enumerate(scenario.uttrade):
        _code(bench, leaving.kommun, ("uttrade", n))
    return len(bench.problems) == before


def add(bench: Workbench, new: Sequence[NyKommun]) -> None:
    """Put municipalities in that are not in the data; they take part in nothing until they join."""
    kommuner = bench.data.kommuner
    for n, kommun in enumerate(new):
        at: KeyPath = ("kommun", n)
        if any(kommuner.resolve(name) for name in (kommun.id, kommun.namn, kommun.kod)):
            text = f"{kommun.namn} finns redan i datamappen"
            bench.problem("EK117", text, "ta bort den; den kan gå med som den är", at)
            continue
        known = {str(held.datum) for held in kommuner.folkmangd}
        for date in sorted(kommun.invanare.keys() - known):
            text = f"folkmängd för mätdatum {date} finns inte för de andra kommunerna"
            bench.problem("EK202", text, "ange ett mätdatum som finns", (*at, "invanare", date))
        # Made anew, not copied: a copy would remember the names that the old one knows.
        kommuner = Kommuner.model_construct(
            namnd=kommuner.namnd,
            kommun=[*kommuner.kommun, Kommun(id=kommun.id, kod=kommun.kod, namn=kommun.namn)],
            folkmangd=[_with(held, kommun) for held in kommuner.folkmangd],
        )
        left_out = {
            service: tjanst.model_copy(
                update={
                    "period": [
                        _everywhere_but(period, kommuner, kommun.kod) for period in tjanst.period
                    ]
                }
            )
            for service, tjanst in bench.data.tjanster.items()
        }
        bench.replace(kommuner=kommuner, tjanster=left_out)


def _with(held: Folkmangd, kommun: NyKommun) -> Folkmangd:
    count = kommun.invanare.get(str(held.datum))
    if count is None:
        return held
    everyone = {**held.invanare, kommun.id: count}
    return held.model_copy(update={"invanare": everyone, "summa": held.summa + count})


def _everywhere_but(period: Period, kommuner: Kommuner, code: str) -> Period:
    if period.saknas:
        return period
    posts = [
        post.model_copy(update={"deltagare": without(kommuner, post.deltagare, code)})
        if post.deltagare
        else post
        for post in period.post
    ]
    outside = without(kommuner, period.deltagare or Deltagare(), code)
    return period.model_copy(update={"deltagare": outside, "post": posts})


def without(kommuner: Kommuner, deltagare: Deltagare, code: str) -> Deltagare:
    """Take somebody out of those who take part, whatever name it goes by."""

    def others(names: Iterable[str]) -> list[str]:
        return [name for name in names if kommuner.resolve(name) != code]

    bara, own = deltagare.bara, kommuner.by_code[code].id
    return deltagare.model_copy(
        update={
            "bara": None if bara is None else others(bara),
            "utom": [*others(deltagare.utom or []), own] if bara is None else None,
            "fran": {who: deltagare.fran[who] for who in others(deltagare.fran)},
            "till": {who: deltagare.till[who] for who in others(deltagare.till)},
        }
    )


def join(bench: Workbench, joining: Intrade, n: int, year: int) -> None:
    """Let a municipality take part in services, in ``year`` at the base's level of cost."""
    at: KeyPath = ("intrade", n)
    code = _code(bench, joining.kommun, at)
    if code is None or (joining.datum and joining.datum.year > year):
        return
    start = joining.datum if joining.datum and joining.datum.year == year else None
    start = start.replace(year=bench.year) if start and start.month > 1 else None
    for m, name in enumerate(joining.tjanster):
        where: KeyPath = (*at, "tjanster", m)
        service = bench.services().get(name)
        if name not in bench.data.tjanster:
            unknown_service(bench, name, where)
        elif service is None:
            text = f"{name} har inga uppgifter {bench.year}"
            bench.problem("EK221", text, "välj en annan tjänst, eller ett annat basår", where)
        elif code in service.allocation.rows:
            text = f"{joining.kommun} deltar redan i {name}"
            bench.problem("EK222", f"{text}, så ingenting ändras", NOTHING, where)
        elif _listed(service.period):
            text = (
                f"{name} delas efter tidigare eller avtalade belopp, och {joining.kommun} har inga"
            )
            remedy = f"ange hur tjänsten delas med en ny deltagare: [tjanst.{name}] fordelning = …"
            bench.problem("EK224", text, remedy, where)
        else:
            _admit(bench, service, code, start, where)


def _listed(period: Period) -> bool:
    """Tell whether somebody new would have no share of what the period says."""
    splits = [period.fordelning, *(post.fordelning for post in period.post)]
    uprated = period.uppraknas is not None and period.uppraknas.av == "belopp"
    return uprated or any(isinstance(s, Vikter | Procent | Belopp | Som) for s in splits)


def _admit(
    bench: Workbench, service: Service, code: str, start: dt.date | None, at: KeyPath
) -> None:
    kommuner = bench.data.kommuner
    own = kommuner.by_code[code].id

    def admitted(deltagare: Deltagare) -> Deltagare:
        left = without(kommuner, deltagare, code)
        bara, utom = left.bara, [name for name in left.utom or [] if name != own]
        return left.model_copy(
            update={
                "bara": None if bara is None else [*bara, own],
                "utom": None if bara is not None else utom,
                "fran": {**left.fran, own: start} if start else left.fran,
            }
        )

    fields = _let_go(service.period)
    _each_membership(fields, admitted)
    bench.set_period(service.id, fields, at)


def leave(bench: Workbench, leaving: Uttrade, n: int, year: int) -> None:
    """Let a municipality leave, in ``year`` at the base's level of cost.

    Without a date it is out already in the base's year.
    """
    at: KeyPath = ("uttrade", n)
    code = _code(bench, leaving.kommun, at)
    if code is None:
        return
    before = bench.services()
    in_budget = [name for name, service in before.items() if service.in_budget]
    chosen = leaving.tjanster or [name for name in in_budget if _takes_part(before[name], code)]
    if not chosen:
        text = f"{leaving.kommun} deltar inte i någon tjänst i budgeten {bench.year}"
        bench.problem("EK222", f"{text}, så ingenting ändras", NOTHING, (*at, "kommun"))
    kept = 0
    for m, name in enumerate(chosen):
        where: KeyPath = (*at, "tjanster", m) if leaving.tjanster else at
        if name not in bench.data.tjanster:
            unknown_service(bench, name, where)
        elif name not in before or not _takes_part(before[name], code):
            text = f"{leaving.kommun} deltar inte i {name} {bench.year}"
            bench.problem("EK222", f"{text}, så ingenting ändras", NOTHING, where)
        else:
            kept += _Leaving(bench, before[name], leaving, code, year, where).done()
    if kept:
        _keep_paying(bench, code, kept, at)


def _takes_part(service: Service, code: str) -> bool:
    return code in service.allocation.rows


class _Leaving:
    """One municipality leaving one service."""

    def __init__(
        self,
        bench: Workbench,
        service: Service,
        leaving: Uttrade,
        code: str,
        year: int,
        at: KeyPath,
    ) -> None:
        self.bench, self.service, self.leaving, self.code, self.at = (
            bench, service, leaving, code, at,
        )  # fmt: skip
        self.kommuner = bench.data.kommuner
        self.part = service.allocation.rows[code].amount
        last = leaving.last_day or dt.date(bench.year - 1, 12, 31)
        self.gone = last.year < year
        self.during = last.year == year and last.month < 12
        self.last_day = last.replace(year=bench.year) if self.during else None
        percent = leaving.remaining(year - last.year - 1) if self.gone else 100
        self.remains = costs.krona(Fraction(self.part) * Fraction(percent) / 100)

    def done(self) -> int:
        """Make the change; give what the one that leaves goes on paying, in kronor."""
        if not self.gone and not self.during:
            return 0
        pays_itself = self.gone and self.leaving.bars_av == "den_som_lamnar"
        drop = self.part - (0 if pays_itself else self.remains) if self.gone else 0
        fields = self._cheaper(drop)
        _each_membership(fields, self._parted)
        if self.gone:
            everyone = set(self.kommuner.codes) - {self.code}
            if fields.get("fordelning") is not None:
                fields["fordelning"] = only(fields["fordelning"], everyone, self.kommuner)
            fields["post"] = [
                post.model_copy(update={"fordelning": split})
                for post in fields.get("post") or []
                if (split := only(post.fordelning, everyone, self.kommuner)) is not None
            ]
        self.bench.set_period(self.service.id, fields, self.at)
        return self.remains if pays_itself else 0

    def _parted(self, deltagare: Deltagare) -> Deltagare:
        if self.gone:
            return without(self.kommuner, deltagare, self.code)
        if self.code not in taking_part(self.kommuner, deltagare):
            return deltagare
        own = self.kommuner.by_code[self.code].id
        till = {
            who: date
            for who, date in deltagare.till.items()
            if self.kommuner.resolve(who) != self.code
        }
        return deltagare.model_copy(update={"till": {**till, own: self.last_day}})

    def _cheaper(self, drop: int) -> dict[str, Any]:
        """Take what falls away off the cost; the others' key then shares what is left.

        Agreed and uprated amounts have no key: they are shared in their own proportions, unless
        the part falls away whole and each of the others pays what it did.
        """
        period = self.service.period
        fields = _let_go(period)
        split = period.fordelning
        if isinstance(split, Avgift) or (isinstance(split, Matt) and split.pris is not None):
            return fields
        costing = any(post.underlag is not None for post in period.post)
        amounts = isinstance(split, Belopp) or (bool(period.post) and not costing)
        if amounts and drop == self.part and self.gone:
            return fields
        ids = {kommun.kod: kommun.id for kommun in self.kommuner.kommun}
        if amounts or (period.uppraknas and period.uppraknas.av == "belopp"):
            total = self.service.allocation.total - drop
            rule = costs.handed_out(total, period.avrundning)
            frozen = costs.frozen(self.service, ids)
            alone: dict[str, Any] = {
                "uppraknas": None,
                "post": [],
                "belopp": total,
                "avrundning": rule,
            }
            return {**fields, **frozen, **alone}
        if period.post:
            # What it was to pay for itself goes with it, though the cost may not.
            own = sum(self._agreed(post) for post in period.post) if self.gone else 0
            return {**fields, "post": _cheaper_posts(period.post, drop - own)}
        if period.uppraknas:
            cost = costs.krona(self.service.allocation.cost) - drop
            return {**fields, "uppraknas": None, "underlag": cost}
        if fields.get("underlag") is not None:
            return {**fields, "underlag": fields["underlag"] - drop}
        total = fields["belopp"] - drop
        rule = costs.handed_out(total, period.avrundning)
        return {**fields, "belopp": total, "avrundning": rule}

    def _agreed(self, post: Post) -> int:
        """Give the amount that an item has agreed for the one that leaves, in kronor."""
        if not isinstance(post.fordelning, Belopp):
            return 0
        amounts = post.fordelning.belopp.items()
        return sum(kr for who, kr in amounts if self.kommuner.resolve(who) == self.code)


def _cheaper_posts(posts: Sequence[Post], drop: int) -> list[Post]:
    """Take a drop in cost off the items in proportion to what they cost, to the krona."""
    costing = [post.underlag or 0 for post in posts]
    taken, so_far, made = 0, 0, []
    for post, cost in zip(posts, costing, strict=True):
        so_far += cost
        upto = costs.krona(Fraction(drop * so_far, sum(costing))) if sum(costing) else 0
        made.append(post if not cost else post.model_copy(update={"underlag": cost - upto + taken}))
        taken = upto
    return made


def _keep_paying(bench: Workbench, code: str, amount: int, at: KeyPath) -> None:
    """Let the one that has left pay what remains, as a service of its own."""
    kommun = bench.data.kommuner.by_code[code]
    name = f"Kvarstående kostnader, {kommun.namn}"
    period = Period(
        fran=bench.year,
        fordelning=Belopp(belopp={kommun.id: amount}),
        deltagare=Deltagare(bara=[kommun.id]),
    )
    tjanst = Tjanst(namn=name, kort=f"Kvar {kommun.namn}", period=[period])
    bench.put(f"{REMAINING}-{kommun.id}", tjanst, at)


def _let_go(period: Period) -> dict[str, Any]:
    """Give a period's fields without a total that only repeats what they give."""
    fields = fields_of(period)
    if period.gives_amounts:
        fields.pop("belopp", None)
    if period.post:
        fields.pop("underlag", None)
    return fields


def _each_membership(fields: dict[str, Any], change: Callable[[Deltagare], Deltagare]) -> None:
    """Change who takes part: in each item that says so itself, else in the period."""
    posts = [
        post.model_copy(update={"deltagare": change(post.deltagare)}) if post.deltagare else post
        for post in fields.get("post") or []
    ]
    if posts:
        fields["post"] = posts
    if not posts or not all(post.deltagare for post in posts):
        fields["deltagare"] = change(fields.get("deltagare") or Deltagare())


def _code(bench: Workbench, name: str, at: KeyPath) -> str | None:
    code = bench.data.kommuner.resolve(name)
    if code is None:
        known = [kommun.id for kommun in bench.data.kommuner.kommun]
        problem = unknown("kommun", name, known, code="EK221", file=bench.file, path=at)
        bench.problems.append(replace(problem, path=(*at, "kommun"), on_key=False))
    return code
