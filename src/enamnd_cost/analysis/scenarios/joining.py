"""Who joins and who leaves, when, and what it does to the cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from enamnd_cost.analysis.scenarios import beside
from enamnd_cost.analysis.scenarios.services import let_go
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.engine.balance import added, per_receiver
from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.model import parts
from enamnd_cost.model.data import Data
from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.kommuner import Folkmangd, Kommun, Kommuner
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.scenario import Intrade, NyKommun


def add(bench: Workbench, new: Sequence[NyKommun]) -> None:
    """Put municipalities in that are not in the data; they take part in nothing until they join."""
    kommuner = bench.data.kommuner
    for n, kommun in enumerate(new):
        at: KeyPath = ("kommun", n)
        if any(kommuner.resolve(name) for name in (kommun.id, kommun.namn, kommun.code)):
            text = f"{kommun.namn} finns redan i datamappen"
            bench.problem("EK117", text, "ta bort den; den kan gå med som den är", at)
            continue
        member = Kommun(**kommun.model_dump(include=set(Kommun.model_fields)))
        # Made anew, not copied: a copy would remember the names that the old one knows.
        kommuner = Kommuner.model_construct(
            namnd=kommuner.namnd,
            kallas=kommuner.kallas,
            kommun=[*kommuner.kommun, member],
            folkmangd=[_with(held, kommun) for held in kommuner.folkmangd],
        )
        left_out = {}
        for service, tjanst in bench.data.tjanster.items():
            periods = [_everywhere_but(period, kommuner, kommun.code) for period in tjanst.period]
            left_out[service] = tjanst.model_copy(update={"period": periods})
        bench.replace(kommuner=kommuner, tjanster=left_out)


def _with(held: Folkmangd, kommun: NyKommun) -> Folkmangd:
    counted = kommun.counted_at(held.datum)
    if counted is None:
        return held
    count = counted[1]
    everyone = {**held.invanare, kommun.id: count}
    return held.model_copy(update={"invanare": everyone, "summa": held.summa + count})


def _everywhere_but(period: Period, kommuner: Kommuner, code: str) -> Period:
    if period.saknas:
        return period
    return each_membership(period, lambda deltagare: without(kommuner, deltagare, [code]))


def without(kommuner: Kommuner, deltagare: Deltagare, codes: Collection[str]) -> Deltagare:
    """Take some out of those who take part, whatever names they go by."""

    def others(names: Iterable[str]) -> list[str]:
        return [name for name in names if kommuner.resolve(name) not in codes]

    bara, own = deltagare.bara, [kommuner.ids[code] for code in codes]
    return deltagare.model_copy(
        update={
            "bara": None if bara is None else others(bara),
            "utom": [*others(deltagare.utom or []), *own] if bara is None else None,
            "fran": {who: deltagare.fran[who] for who in others(deltagare.fran)},
            "till": {who: deltagare.till[who] for who in others(deltagare.till)},
        }
    )


def pay_to_enter(bench: Workbench, joining: Sequence[Intrade], year: int) -> None:
    """Let those who join in ``year`` pay their fees, once, to those who are to have them.

    Who were there already share a fee in proportion to what they paid for the services that are
    joined, before anybody joined; equally where they paid nothing.
    """
    fees: dict[str, int] = {}
    kommuner, before = bench.data.kommuner, bench.services()
    for n, new in enumerate(joining):
        if new.avgift is None or (new.datum.year if new.datum else bench.year) != year:
            continue
        code = kommuner.resolve(new.kommun)
        assert code is not None  # the caller has seen to it
        joined = [before[name].allocation for name in new.tjanster if name in before]
        paid = per_receiver(joined, kommuner.codes)
        if isinstance(new.avgift_till, list):
            those = {who for name in new.avgift_till if (who := kommuner.resolve(name))}
        else:
            those = {who for each in joined for who in each.rows}
        those.discard(code)
        if not those and joined and new.avgift_till != "namnden":
            text = f"ingen annan än {new.kommun} kan få inträdesavgiften"
            remedy = 'låt nämnden få den: avgift_till = "namnden"'
            bench.problem("EK222", text, remedy, ("intrade", n, "avgift"))
        shared = {} if new.avgift_till == "namnden" else _shared(new.avgift, paid, those)
        fees = added([fees, {code: new.avgift}, shared])
    if fees and not bench.problems:
        beside.put(bench, beside.FEES, fees, ("intrade", 0))


def _shared(fee: int, paid: Mapping[str, int], those: Collection[str]) -> dict[str, int]:
    """Give each its part of a fee as an amount to get: below zero."""
    weights = {who: max(kr, 0) for who, kr in paid.items() if who in those}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    exact = {who: -Fraction(fee * weight, whole) for who, weight in weights.items()}
    rounded = round_shares(exact, 1, Method.LARGEST_REMAINDER)
    return {who: each.amount for who, each in rounded.items()}


def join(bench: Workbench, joining: Intrade, n: int, year: int) -> None:
    """Let a municipality take part in services, in ``year`` at the base's level of cost."""
    code = bench.data.kommuner.resolve(joining.kommun)
    assert code is not None  # the caller has seen to it
    date = joining.datum
    if date and date.year > year:
        return
    during = date if date and date.year == year and date.month > 1 else None
    start = during and during.replace(year=bench.year)
    for m, name in enumerate(joining.tjanster):
        where: KeyPath = ("intrade", n, "tjanster", m)
        if name in bench.absent:
            continue
        service = bench.services().get(name)
        if service is None:
            text = f"{name} har inga uppgifter {bench.year}"
            bench.problem("EK221", text, "välj en annan tjänst, eller ett annat basår", where)
        elif code in service.allocation.rows:
            bench.nothing(f"{joining.kommun} deltar redan i {name}, så ingenting ändras", where)
        elif lacks_value(service.period, bench.data.kommuner, code):
            text = (
                f"{name} delas efter tidigare eller avtalade belopp, och {joining.kommun} har inga"
            )
            bench.problem("EK224", text, _with_a_newcomer(name), where)
        elif measure := _uncounted(service.period, bench.data, code):
            text = f"{name} går efter {measure}, och {joining.kommun} har inget värde i den"
            bench.problem("EK224", text, _with_a_newcomer(name), where)
        else:
            _admit(bench, service, code, start, where)


def _with_a_newcomer(name: str) -> str:
    return f"ange hur tjänsten delas med en ny deltagare: [tjanst.{name}] fordelning = …"


def _uncounted(period: Period, data: Data, code: str) -> str | None:
    """Name a measure at a date that a period goes by, and that somebody new is not in."""
    for named in (each for split in period.splits for each in split.measures if each.date):
        matning = data.matt[named.name].at(named.when(0))
        if matning and code not in map(data.kommuner.resolve, matning.varde):
            return f"mätningen {named.called}"
    return None


def lacks_value(period: Period, kommuner: Kommuner, code: str) -> bool:
    """Tell whether somebody new would have no share of what the period says.

    A list of who starts when is none that everybody must stand in.
    """

    def unlisted(split: Split) -> bool:
        lists = () if split.metered and split.charges else split.listed
        return any(code not in map(kommuner.resolve, listed.values) for listed in lists)

    return isinstance(period.stated, parts.EachUprated) or any(
        split.services or unlisted(split) for split in period.splits
    )


def _admit(
    bench: Workbench, service: Service, code: str, start: dt.date | None, at: KeyPath
) -> None:
    wanted = admitting(service.period, bench.data.kommuner, code, start)
    bench.set_period(service.id, wanted, at)


def admitting(
    period: Period, kommuner: Kommuner, code: str, start: dt.date | None = None
) -> Period:
    """Let somebody take part in a period, in all its items, from a date or all the time."""
    own = kommuner.ids[code]

    def admitted(deltagare: Deltagare) -> Deltagare:
        left = without(kommuner, deltagare, [code])
        fran = {**left.fran, own: start} if start else left.fran
        if left.bara is not None:
            return left.model_copy(update={"bara": [*left.bara, own], "fran": fran})
        utom = [name for name in left.utom or [] if name != own]
        return left.model_copy(update={"utom": utom, "fran": fran})

    return each_membership(let_go(period), admitted)


def each_membership(period: Period, change: Callable[[Deltagare], Deltagare]) -> Period:
    """Change who takes part: in each item that says so itself, else in the period."""
    posts = [
        post.model_copy(update={"deltagare": change(post.deltagare)}) if post.deltagare else post
        for post in period.post
    ]
    apart = bool(posts) and all(post.deltagare for post in posts)
    whole = period.deltagare if apart else change(period.deltagare or Deltagare())
    return period.model_copy(update={"post": posts, "deltagare": whole})
