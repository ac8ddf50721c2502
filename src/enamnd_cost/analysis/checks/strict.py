"""Checks that are asked for: what is no error in itself, but that an auditor would ask about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, check
from enamnd_cost.analysis.checks.data import looked_up
from enamnd_cost.analysis.checks.decided import decisions
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import factors_of
from enamnd_cost.engine.result import ServiceAllocation
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.budget import Andring
from enamnd_cost.model.data import INDEX_FILE, Data, budget_file, facit_file, tjanst_file
from enamnd_cost.model.index import Tal, Varde
from enamnd_cost.model.index.reckoned import figures as made_of
from enamnd_cost.model.inputs import STATUS
from enamnd_cost.swedish import decimal, listing, number


class Checked(NamedTuple):
    """The years that are checked, allocated, with the whole of the data behind them."""

    computed: Computed
    years: tuple[int, ...]

    @property
    def data(self) -> Data:
        """The data folder."""
        return self.computed.data


@check(
    "EK451",
    "fullstandiga-kallor",
    "publicerade tabeller har en `rubrik`, index ett datum då de publicerades",
    "lägg till det som saknas, så att en granskare hittar uppgiften",
    level="varning",
)
def _full_sources(checked: Checked) -> Iterator[Tried]:
    data = checked.data
    for name, facit in data.facit.items():
        for n, tabell in enumerate(facit.tabell if facit.slag == "publicerad" else ()):
            text = f"{tabell.tjanst} {tabell.ar}: rubrik saknas, så tabellen är svår att hitta"
            fault = Fault(facit_file(name), ("tabell", n), text, service=tabell.tjanst)
            yield HELD if tabell.rubrik else fault
    for file, path, what, figures in looked_up(data):
        if isinstance(figures, Varde | Tal) and figures.status in ("preliminar", "definitiv"):
            text = f"{what}: publicerad saknas (index publiceras om)"
            yield HELD if figures.publicerad else Fault(file, path, text)


@check(
    "EK452",
    "indexstatus",
    "en uppräkning använder värden med samma status, en beslutad budget inga preliminära",
    "använd värden med samma status, i en beslutad budget definitiva eller avtalade",
    level="varning",
)
def _index_status(checked: Checked) -> Iterator[Tried]:
    index = checked.data.index
    for node, allocation in sorted(checked.computed.outcome.done.items()):
        budget = checked.data.budgetar.get(node.year)
        file = tjanst_file(node.service)
        path = (*checked.data.tjanster[node.service].place_in(node.year), "uppraknas")
        for factors in dict.fromkeys(filter(None, map(factors_of, allocation.plan.items))):
            statuses: dict[str, dict[int, str]] = {}
            for factor in factors:
                found = index.reckoned(factor.series, factor.year)
                for serie, figure in made_of(index.serie, found.pieces):
                    statuses.setdefault(serie.id, {})[figure.ar] = figure.status
            mixes = {name: held for name, held in statuses.items() if len({*held.values()}) > 1}
            of_one = len(statuses) == 1
            named = listing(
                f"{year if of_one else f'{name} {year}'} {STATUS[status]}"
                for name, held in sorted(mixes.items())
                for year, status in sorted(held.items())
            )
            text = f"{node.service} {node.year}: uppräkningen blandar status: {named}"
            mixed = Fault(file, path, text, service=node.service)
            yield mixed if mixes else HELD
            every = {status for held in statuses.values() for status in held.values()}
            if budget and budget.status == "beslutad" and "preliminar" in every:
                text = f"{node.service} {node.year}: beslutad budget bygger på preliminärt index"
                yield Fault(file, path, text, service=node.service, others=(INDEX_FILE,))


@check(
    "EK453",
    "oanvant",
    'inget finns som ingen tjänst använder, utan en `oanvand = "…"` som säger varför',
    'ta bort det, eller säg varför det finns med oanvand = "…"',
    level="varning",
)
def _unused(checked: Checked) -> Iterator[Tried]:
    data = checked.data
    # Of all years: a figure that another year uses is not unused because this one is checked; nor
    # is one that another decision uses.
    last, decided, _ = decisions(data, data.years)
    inputs = [of for each in (last, *(d.computed for d in decided)) for of in each.inputs.values()]
    given = {(each.file, each.path) for of_plan in inputs for each in of_plan}
    used = given | {(file, path[:-1]) for file, path in given}  # by the figure, or its table
    for file, path, what, figures in looked_up(data):
        if figures.oanvand is None:
            text = f"{what} används inte av någon tjänst i något budgetår"
            remedy = (
                f'ta bort det ur {file}, eller skriv oanvand = "varför det finns" i samma tabell'
            )
            fault = Fault(file, path, text, remedy=remedy)
            yield HELD if (file, path) in used else fault
        else:
            text = f"{what} används, fast oanvand säger något annat"
            fault = Fault(file, (*path, "oanvand"), text, remedy="ta bort raden oanvand")
            yield fault if (file, path) in used else HELD
    # A service that a later decision ends is there by the ones before it.
    folders = [data, *(each.held.data for each in decided)]
    for service in data.tjanster:
        text = f"{service} har ingen period i något budgetår"
        years = listing(map(str, data.years), "eller")
        remedy = f"ta bort filen, eller lägg till en [[period]] som gäller {years}"
        fault = Fault(tjanst_file(service), (), text, service=service, remedy=remedy)
        periods = (of.tjanster[service].period_in(year) for of in folders for year in data.budgetar)
        yield HELD if any(periods) else fault


@check(
    "EK455",
    "tomt-facit",
    "de facit som finns är ifyllda",
    "skriv av tabellerna när de är publicerade, och ta bort saknas",
    level="varning",
)
def _empty_facit(checked: Checked) -> Iterator[Tried]:
    for name, facit in checked.data.facit.items():
        fault = Fault(facit_file(name), ("saknas",), f"facit är inte ifyllt: {facit.saknas}")
        yield fault if facit.saknas else HELD


@check(
    "EK454",
    "andring",
    "ingen kommuns summa, och ingen tjänst, ändras mer än 10 % från året före utan kommentar",
    'kommentera i budgetfilen under [andring]: alla = "…" eller kommentar = { boden = "…" } för '
    'kommuner, tjanster = { e-arkiv = "…" } för tjänster',
    level="varning",
)
def _changes(checked: Checked) -> Iterator[Tried]:
    kommuner = checked.data.kommuner
    for year in checked.years:
        if year - 1 not in checked.data.budgetar:
            continue
        before, after = checked.computed.year(year - 1), checked.computed.year(year)
        rule = after.budget.andring or Andring()
        told = set(map(kommuner.resolve, rule.kommentar))
        changes = [
            (kommuner.names[code], before.per_municipality[code], now)
            for code, now in after.per_municipality.items()
            if not rule.alla and code not in told
        ]
        # What is new, or has ended, is no change of a service.
        changes += [
            _of_service(service.id, then.allocation, service.allocation)
            for service in after.services
            if service.id not in rule.tjanster
            and not service.example
            and (then := before.by_id.get(service.id))
        ]
        most = Fraction(rule.hogst_procent)
        for who, was, now in changes:
            share = f" ({decimal(Fraction(100 * (now - was), was), 1)} %)" if was else ""
            text = (
                f"{who}: {number(was)} kr {year - 1} blir {number(now)} kr {year}{share}, "
                f"mer än {decimal(most)} %, utan kommentar"
            )
            fault = Fault(budget_file(year), ("ar",), text, was, now)
            yield fault if abs(now - was) * 100 > most * abs(was) else HELD


def _of_service(name: str, then: ServiceAllocation, now: ServiceAllocation) -> tuple[str, int, int]:
    """Give what a service came to; one that was there longer than before costs no more for that."""
    if then.plan.months == now.plan.months:
        return name, then.total, now.total
    return f"{name}, räknad på hela år", nearest(then.level), nearest(now.level)


CHECKS: tuple[Check[Checked], ...] = (_full_sources, _index_status, _unused, _empty_facit, _changes)
