"""What a year's settlement leaves for a later budget: the result that the agreement carries on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from enamnd_cost.analysis.settling.outcome import whole_year
from enamnd_cost.analysis.settling.run import Settled, Settlement, settle
from enamnd_cost.analysis.year import YearResult, compute
from enamnd_cost.model.data import Data
from enamnd_cost.model.overfort import Overfort
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.agreed import Belopp
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import NBSP, number


class Proposed(NamedTuple):
    """Results that are not carried yet, as services of their own by id, and what is said of them.

    ``words`` says in Swedish of each service what it is; ``told`` of what cannot be carried, why.
    """

    services: dict[str, Tjanst]
    words: dict[str, str]
    told: tuple[str, ...]


def result_of(data: Data, carried: Overfort) -> int | str:
    """Give the result that settling gives a service in a year, or say why nobody knows.

    In kronor: above zero a surplus. It is that against the year's allocation.
    """
    if carried.fran not in data.budgetar:
        return f"det finns ingen budget för {carried.fran}"
    settlement, problems = settle(compute(data, [carried.fran]), carried.fran)
    if settlement is None:
        return problems[0].text
    for each in settlement.services:
        if each.id == carried.tjanst:
            if each.carries:
                return each.sums.carried
            return f"{carried.tjanst} har inte overfors = true, så dess resultat regleras"
    left = {each.id: each.why for each in settlement.left}
    return left.get(carried.tjanst, f"{carried.tjanst} kunde inte beräknas {carried.fran}")


class Carried(NamedTuple):
    """A service that carries a result: what it has (kronor, above zero a surplus), what it is to.

    ``result`` is the reason where nobody knows.
    """

    service: str
    of: Overfort
    amount: int
    result: int | str


def carried_in(year: YearResult) -> Iterator[Carried]:
    """Hold what is carried into a year to the results of the years that it is from."""
    for service in year.services:
        if of := service.tjanst.overfort:
            yield Carried(service.id, of, -service.allocation.total, result_of(year.data, of))


def proposed(data: Data, year: int) -> Proposed:
    """Propose what is to be carried into the budget of the year after ``year``.

    That is the results of ``year`` and of the year before, whose outcome is often known only when
    the next budget is decided already; each once.
    """
    found = Proposed({}, {}, ())
    told: list[str] = []
    done = {(t.overfort.tjanst, t.overfort.fran) for t in data.tjanster.values() if t.overfort}
    by_agreement = {name for name, tjanst in data.tjanster.items() if tjanst.overfors}
    for fran in (year - 1, year):
        if fran not in data.budgetar or whole_year(data, fran)[0] is None:
            continue
        waiting = {name for name in by_agreement if (name, fran) not in done}
        settlement, problems = settle(compute(data, [fran]), fran)
        if settlement is None:
            told += [f"{problems[0].text}; inget överförs till {year + 1}"] if waiting else []
            continue
        told += [
            f"{each.name}: resultatet {fran} överförs inte: {each.why}"
            for each in settlement.left
            if each.id in waiting
        ]
        for each in settlement.services:
            if each.id not in waiting or not each.sums.carried:
                continue
            name = f"overfort-{fran}-{each.id}"
            if why := _in_the_way(settlement, each, name, data):
                who = each.service.tjanst.namn
                told.append(f"{who}: {_result(settlement, each)} överförs inte: {why}")
                continue
            found.services[name] = _service(settlement, each, year + 1)
            found.words[name] = f"{_result(settlement, each)}, som överförs enligt avtalet"
    return found._replace(told=tuple(told))


def _in_the_way(settlement: Settlement, each: Settled, name: str, data: Data) -> str | None:
    """Say why a result is not to be put in a draft, if it is not."""
    if settlement.outcome.report.exempel or each.service.example:
        return "utfallet är påhittat (exempel)"
    return f"det finns redan en tjänst {name}" if name in data.tjanster else None


def _result(settlement: Settlement, each: Settled) -> str:
    kind = "överskott" if each.sums.carried > 0 else "underskott"
    return f"{kind} {settlement.year} på {_kronor(abs(each.sums.carried))}"


def _service(settlement: Settlement, each: Settled, year: int) -> Tjanst:
    """Make the service that carries a result: what each has left, as the year was settled.

    It is invoiced as the service is, with its account and its VAT.
    """
    tjanst, fran = each.service.tjanst, settlement.year
    ids = settlement.result.data.kommuner.ids
    amounts = {ids[code]: -row.carried for code, row in each.rows.items() if row.carried}
    some = None if len(amounts) == len(ids) else Deltagare(bara=list(amounts))
    report = settlement.outcome.report
    kind = "Överskott" if each.sums.carried > 0 else "Underskott"
    period = Period(
        fran=year,
        till=year,
        fordelning=Belopp(belopp=amounts),
        deltagare=some,
        kalla=f"Utkast till budget {year}: {report.namn} {fran}",
        harledning=(
            f"Fördelat {fran}: {_kronor(each.sums.invoiced)}; utfall: {_kronor(each.sums.due)}. "
            "Ett överskott står med minus: så mycket mindre betalar var och en, enligt regleringen."
        ),
    )
    return Tjanst(
        namn=f"{kind} {fran}, {tjanst.namn}",
        kort=f"{kind} {fran} {tjanst.kort}",
        i_budget=tjanst.i_budget,
        fakturering=tjanst.fakturering,
        konto=tjanst.konto,
        moms=tjanst.moms,
        overfort=Overfort(fran=fran, tjanst=each.id),
        period=[period],
    )


def _kronor(kronor: int) -> str:
    """Write kronor as they are typed: what is written here stands in a file."""
    return f"{number(kronor)} kr".replace(NBSP, " ")
