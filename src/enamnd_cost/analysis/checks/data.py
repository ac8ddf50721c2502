"""Checks of the files as they stand, whatever the year: control sums and sources."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against
from enamnd_cost.files.riket import everyone
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    facit_file,
    matt_file,
    tjanst_file,
)
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal, fold


def _codes(data: Data) -> Iterator[Tried]:
    """Every code is SCB's code of the municipality with that name."""
    known = everyone()
    for n, kommun in enumerate(data.kommuner.kommun):
        listed = known.get(kommun.kod)
        if listed is None or fold(listed.name) != fold(kommun.namn):
            its = f"är {listed.name}s kod" if listed else "är ingen svensk kommuns kod"
            text = f"kommunen {kommun.namn} har koden {kommun.kod}, som enligt SCB {its}"
            yield Fault(KOMMUNER_FILE, ("kommun", n, "kod"), text)
        else:
            yield HELD


def _population_sums(data: Data) -> Iterator[Tried]:
    for n, folkmangd in enumerate(data.kommuner.folkmangd):
        total = sum(folkmangd.invanare.values())
        if total == folkmangd.summa:
            yield HELD
        else:
            users = [
                service
                for service, tjanst in data.tjanster.items()
                if any(folkmangd.datum in period.population_dates for period in tjanst.period)
            ]
            text = (
                f"folkmängd {folkmangd.datum}: kommunernas summa stämmer inte med summa: "
                f"{against(folkmangd.summa, total, 'invånare')}; "
                f"används av {', '.join(users) or 'ingen tjänst'}"
            )
            path: KeyPath = ("folkmangd", n, "summa")
            yield Fault(KOMMUNER_FILE, path, text, folkmangd.summa, total)


def _measure_sums(data: Data) -> Iterator[Tried]:
    for name, serie in data.matt.items():
        for n, matning in enumerate(serie.matning):
            total = sum(map(Fraction, matning.varde.values()), Fraction(0))
            if total == matning.summa:
                yield HELD
            else:
                text = (
                    f"mätningen {name} {matning.ar}: kommunernas summa är "
                    f"{decimal(total)} {serie.enhet} men summa är "
                    f"{decimal(matning.summa)}"
                )
                yield Fault(matt_file(name), ("matning", n, "summa"), text)


def _sources(data: Data) -> Iterator[Tried]:
    """Every table that holds figures says where they come from."""
    for file, path, what, source in _sourced(data):
        text = f"{what} saknar kalla (varifrån uppgifterna kommer)"
        yield Fault(file, path, text) if source is None else HELD


def _sourced(data: Data) -> Iterator[tuple[str, KeyPath, str, str | None]]:
    for n, folkmangd in enumerate(data.kommuner.folkmangd):
        what = f"folkmängd {folkmangd.datum}"
        yield KOMMUNER_FILE, ("folkmangd", n), what, folkmangd.kalla
    for n, serie in enumerate(data.index.serie):
        for m, varde in enumerate(serie.varde):
            what = f"index {serie.id} {varde.ar}"
            yield INDEX_FILE, ("serie", n, "varde", m), what, varde.kalla
    for service, tjanst in data.tjanster.items():
        for n, period in enumerate(tjanst.period):
            what = f"{service}, perioden från {period.fran},"
            yield tjanst_file(service), ("period", n), what, period.kalla
    for year, budget in data.budgetar.items():
        yield budget_file(year), (), f"budget {year}", budget.kalla
    for name, facit in data.facit.items():
        # A facit that is yet to be filled in has no source either, and says why.
        yield facit_file(name), (), "facit", facit.kalla or facit.saknas
    for name, measures in data.matt.items():
        for n, matning in enumerate(measures.matning):
            what = f"mätningen {name} {matning.ar}"
            yield matt_file(name), ("matning", n), what, matning.kalla


def _facit_years(data: Data) -> Iterator[Tried]:
    """Every table of facit is about a year that has a budget, or it would never be compared."""
    for name, facit in data.facit.items():
        for n, tabell in enumerate(facit.tabell):
            if tabell.ar in data.budgetar:
                yield HELD
            else:
                text = f"{tabell.tjanst} {tabell.ar}: tabellen jämförs inte; året har ingen budget"
                path: KeyPath = ("tabell", n, "ar")
                yield Fault(facit_file(name), path, text, service=tabell.tjanst)


CHECKS: tuple[Check[Data], ...] = (
    Check(
        "EK405",
        "kommunkoder",
        "varje kommuns kod är SCB:s kod för kommunen med det namnet",
        _codes,
        "rätta koden eller namnet efter SCB:s kommunindelning",
    ),
    Check(
        "EK401",
        "folkmangdssumma",
        "kommunernas folkmängd är tillsammans `summa`",
        _population_sums,
        "jämför talen med SCB:s och rätta det som är fel",
    ),
    Check(
        "EK402",
        "mattsumma",
        "uppmätt användning är tillsammans `summa`",
        _measure_sums,
        "jämför med fakturan eller rapporten och rätta det som är fel",
    ),
    Check(
        "EK403",
        "kallor",
        "varje uppgift har en `kalla`",
        _sources,
        "lägg till kalla: handling, avsnitt eller myndighet",
    ),
    Check(
        "EK404",
        "facitar",
        "varje tabell i facit gäller ett år som har en budget",
        _facit_years,
        "lägg till årets budgetfil, eller rätta ar",
    ),
)
