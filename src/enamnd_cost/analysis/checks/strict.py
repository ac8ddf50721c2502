"""Checks that are asked for: what is no error in itself, but that an auditor would ask about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried
from enamnd_cost.analysis.year import Computed, YearResult, compute
from enamnd_cost.engine.plan import uprating
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    facit_file,
    matt_file,
    tjanst_file,
)
from enamnd_cost.model.inputs import STATUS
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal, listing, number

MOST_CHANGE = Fraction(10)  # per cent a year, where the budget does not say otherwise


class Checked(NamedTuple):
    """The years that are checked, allocated, with the whole of the data behind them."""

    computed: Computed
    years: tuple[int, ...]

    @property
    def data(self) -> Data:
        """The data folder."""
        return self.computed.data


def _full_sources(checked: Checked) -> Iterator[Tried]:
    """Every figure can be found in its source: in which table, in which publication."""
    data = checked.data
    for name, facit in data.facit.items():
        for n, tabell in enumerate(facit.tabell):
            if facit.slag != "publicerad":
                continue
            text = f"{tabell.tjanst} {tabell.ar}: rubrik saknas, så tabellen är svår att hitta"
            fault = Fault(facit_file(name), ("tabell", n), text, service=tabell.tjanst)
            yield HELD if tabell.rubrik else fault
    for n, serie in enumerate(data.index.serie):
        for m, varde in enumerate(serie.varde):
            if varde.status in ("preliminar", "definitiv"):
                text = f"index {serie.id} {varde.ar}: publicerad saknas (index publiceras om)"
                fault = Fault(INDEX_FILE, ("serie", n, "varde", m), text)
                yield HELD if varde.publicerad else fault


def _index_status(checked: Checked) -> Iterator[Tried]:
    """One uprating uses values of one status, and a decided budget no preliminary ones."""
    index = checked.data.index
    for node, allocation in sorted(checked.computed.outcome.done.items()):
        budget = checked.data.budgetar.get(node.year)
        file = tjanst_file(node.service)
        path = (*checked.data.tjanster[node.service].place_in(node.year), "uppraknas")
        for each in filter(None, map(uprating, allocation.plan.items)):
            found = {f.year: index.value(f.series, f.year) for f in each.factors}
            statuses = {year: value.status for year, value in found.items() if value}
            named = listing(f"{year} {STATUS[status]}" for year, status in statuses.items())
            if len(set(statuses.values())) > 1:
                text = f"{node.service} {node.year}: uppräkningen blandar status: {named}"
                yield Fault(file, path, text, service=node.service)
            else:
                yield HELD
            if budget and budget.status == "beslutad" and "preliminar" in statuses.values():
                text = f"{node.service} {node.year}: beslutad budget bygger på preliminärt index"
                others = (INDEX_FILE,)
                yield Fault(file, path, text, service=node.service, others=others)


def _unused(checked: Checked) -> Iterator[Tried]:
    """Nothing is declared that no budget uses, unless ``oanvand`` says why."""
    data = checked.data
    # Of all years: a figure that another year uses is not unused because this one is checked.
    inputs = compute(data, data.years).inputs.values()
    used = {(given.file, given.path) for each in inputs for given in each}
    for file, path, what, key, reason in _declared(data):
        if (file, key) not in used and reason is None:
            text = f"{what} används inte av någon tjänst i något budgetår"
            yield Fault(file, path, text)
        elif (file, key) in used and reason is not None:
            text = f"{what} används, fast oanvand säger något annat"
            yield Fault(file, (*path, "oanvand"), text)
        else:
            yield HELD
    for service, tjanst in data.tjanster.items():
        if not any(tjanst.period_in(year) for year in data.budgetar):
            text = f"{service} har ingen period i något budgetår"
            yield Fault(tjanst_file(service), (), text, service=service)
        else:
            yield HELD


def _declared(data: Data) -> Iterator[tuple[str, KeyPath, str, KeyPath, str | None]]:
    """List what is declared to be looked up: place, name, key among inputs, reason."""
    for n, folkmangd in enumerate(data.kommuner.folkmangd):
        path: KeyPath = ("folkmangd", n)
        yield KOMMUNER_FILE, path, f"folkmängd {folkmangd.datum}", path, folkmangd.oanvand
    for n, serie in enumerate(data.index.serie):
        for m, varde in enumerate(serie.varde):
            path = ("serie", n, "varde", m)
            what = f"index {serie.id} {varde.ar}"
            yield INDEX_FILE, path, what, (*path, "procent"), varde.oanvand
    for name, measures in data.matt.items():
        for n, matning in enumerate(measures.matning):
            path = ("matning", n)
            what = f"mätningen {name} {matning.ar}"
            yield matt_file(name), path, what, (*path, "summa"), matning.oanvand


def _empty_facit(checked: Checked) -> Iterator[Tried]:
    """The tables that the nämnd has published are filled in."""
    for name, facit in checked.data.facit.items():
        if facit.saknas is not None:
            text = f"facit är inte ifyllt: {facit.saknas}"
            yield Fault(facit_file(name), ("saknas",), text)
        else:
            yield HELD


def _changes(checked: Checked) -> Iterator[Tried]:
    """No municipality's amount changes much from the year before without a comment."""
    for year in checked.years:
        if year - 1 in checked.data.budgetar:
            before = checked.computed.year(year - 1)
            yield from _changed(before, checked.computed.year(year))


def _changed(before: YearResult, after: YearResult) -> Iterator[Tried]:
    rule = after.budget.andring
    most = Fraction(rule.hogst_procent) if rule else MOST_CHANGE
    kommuner = after.data.kommuner
    comments = {kommuner.resolve(name) for name in rule.kommentar} if rule else set()
    if rule and rule.alla:
        return
    for code, now in after.per_municipality.items():
        then = before.per_municipality[code]
        if abs(now - then) * 100 > most * abs(then) and code not in comments:
            share = f" ({decimal(Fraction(100 * (now - then), then), 1)} %)" if then else ""
            text = (
                f"{kommuner.by_code[code].namn}: {number(then)} kr {before.year} blir "
                f"{number(now)} kr {after.year}{share}, mer än {decimal(most)} %, utan kommentar"
            )
            yield Fault(budget_file(after.year), ("ar",), text, then, now)
        elif code not in comments:
            yield HELD


CHECKS: tuple[Check[Checked], ...] = (
    Check(
        "EK451",
        "fullstandiga-kallor",
        "publicerade tabeller har en `rubrik`, index ett datum då de publicerades",
        _full_sources,
        "lägg till det som saknas, så att en granskare hittar uppgiften",
        level="varning",
    ),
    Check(
        "EK452",
        "indexstatus",
        "en uppräkning använder värden med samma status, en beslutad budget inga preliminära",
        _index_status,
        "använd värden med samma status, i en beslutad budget definitiva eller avtalade",
        level="varning",
    ),
    Check(
        "EK453",
        "oanvant",
        'inget finns som ingen tjänst använder, utan en `oanvand = "…"` som säger varför',
        _unused,
        'ta bort det, eller säg varför det finns med oanvand = "…"',
        level="varning",
    ),
    Check(
        "EK455",
        "tomt-facit",
        "de facit som finns är ifyllda",
        _empty_facit,
        "skriv av tabellerna när de är publicerade, och ta bort saknas",
        level="varning",
    ),
    Check(
        "EK454",
        "andring",
        "ingen kommuns summa ändras mer än 10 % från året före utan kommentar",
        _changes,
        'kommentera i budgetfilen: [andring] och alla = "…", eller kommentar = { boden = "…" }',
        level="varning",
    ),
)
