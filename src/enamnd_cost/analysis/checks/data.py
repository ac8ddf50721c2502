"""Checks of the files as they stand, whatever the year: control sums and sources."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against, check, compared
from enamnd_cost.files.riket import everyone
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    facit_file,
    matt_file,
    revidering_file,
    tjanst_file,
    utfall_file,
)
from enamnd_cost.model.index import Serie, Tal, Varde
from enamnd_cost.model.index.doubts import ODD_INDEX, doubts
from enamnd_cost.model.kommuner import Folkmangd
from enamnd_cost.model.matt import Matning
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import decimal, fold


@check(
    "EK405",
    "kommunkoder",
    "varje kommuns kod är SCB:s kod för kommunen med det namnet",
    "rätta koden eller namnet efter SCB:s kommunindelning",
)
def _codes(data: Data) -> Iterator[Tried]:
    known = everyone()
    for n, kommun in enumerate(data.kommuner.kommun):
        if not kommun.scb:
            continue
        listed = known.get(kommun.code)
        its = f"är {listed.name}s kod" if listed else "är ingen svensk kommuns kod"
        text = f"kommunen {kommun.namn} har koden {kommun.code}, som enligt SCB {its}"
        right = listed and fold(listed.name) == fold(kommun.namn)
        yield HELD if right else Fault(KOMMUNER_FILE, ("kommun", n, "kod"), text)


@check(
    "EK406",
    "indexvarden",
    "varje indexvärde är mellan −5 och 15 %, och inte nästan noll, eller säger varför",
    ODD_INDEX,
)
def _index_values(data: Data) -> Iterator[Tried]:
    for path, doubt in doubts(data.index):
        yield Fault(INDEX_FILE, path, f"index {doubt}") if doubt else HELD


@check(
    "EK401",
    "folkmangdssumma",
    "kommunernas folkmängd är tillsammans `summa`",
    "jämför talen med SCB:s och rätta det som är fel",
)
def _population_sums(data: Data) -> Iterator[Tried]:
    for n, folkmangd in enumerate(data.kommuner.folkmangd):
        date, stated, total = folkmangd.datum, folkmangd.summa, sum(folkmangd.invanare.values())
        users = [
            service
            for service, tjanst in data.tjanster.items()
            if any(date in period.population_dates for period in tjanst.period)
        ]
        text = (
            f"folkmängd {date}: kommunernas summa stämmer inte med summa: "
            f"{against(stated, total, 'invånare')}; används av {', '.join(users) or 'ingen tjänst'}"
        )
        yield compared(Fault(KOMMUNER_FILE, ("folkmangd", n, "summa"), text, stated, total))


@check(
    "EK402",
    "mattsumma",
    "uppmätt användning är tillsammans `summa`",
    "jämför med fakturan eller rapporten och rätta det som är fel",
)
def _measure_sums(data: Data) -> Iterator[Tried]:
    for name, serie in data.matt.items():
        for n, matning in enumerate(serie.matning):
            total = sum(map(Fraction, matning.varde.values()), Fraction(0))
            text = (
                f"mätningen {name} {matning.when}: kommunernas summa är {decimal(total)} "
                f"{serie.enhet} men summa är {decimal(matning.summa)}"
            )
            fault = Fault(matt_file(name), ("matning", n, "summa"), text)
            yield HELD if total == matning.summa else fault


@check(
    "EK403",
    "kallor",
    "varje uppgift har en `kalla`",
    "lägg till kalla: handling, avsnitt eller myndighet",
)
def _sources(data: Data) -> Iterator[Tried]:
    for file, path, what, source in _sourced(data):
        text = f"{what} saknar kalla (varifrån uppgifterna kommer)"
        yield Fault(file, path, text) if source is None else HELD


def _sourced(data: Data) -> Iterator[tuple[str, KeyPath, str, str | None]]:
    for file, path, what, figures in looked_up(data):
        yield file, path, what, figures.kalla
    for service, tjanst in data.tjanster.items():
        if service in data.not_yet:
            continue  # what a later decision adds has that decision's source
        if tjanst.projekt:
            yield tjanst_file(service), ("projekt",), f"{service}, projektet,", tjanst.projekt.kalla
        for n, period in enumerate(tjanst.period):
            what = f"{service}, perioden från {period.fran},"
            yield tjanst_file(service), ("period", n), what, period.kalla
        for n, inkop in enumerate(tjanst.inkop):
            what = f"{service}, inköpet {inkop.datum},"
            yield tjanst_file(service), ("inkop", n), what, inkop.kalla
    yield from _sourced_budgets(data)
    for year, utfall in data.utfall.items():
        for n, rapport in enumerate(utfall.rapport):
            yield utfall_file(year), ("rapport", n), f"rapporten {rapport.namn}", rapport.kalla
    for name, facit in data.facit.items():
        # A facit that is yet to be filled in has no source either, and says why.
        yield facit_file(name), (), "facit", facit.kalla or facit.saknas


def _sourced_budgets(data: Data) -> Iterator[tuple[str, KeyPath, str, str | None]]:
    for year, budget in data.budgetar.items():
        yield budget_file(year), (), f"budget {year}", budget.kalla
        for each in data.revideringar.get(year, ()):
            yield revidering_file(each.day), (), f"budget {year}, reviderad,", each.kalla


Looked = Folkmangd | Varde | Tal | Serie | Matning


def looked_up(data: Data) -> Iterator[tuple[str, KeyPath, str, Looked]]:
    """List what services look up: its file, place and name, and the table itself.

    A series made of others is what an agreement says of them, and is looked up as a figure is.
    """
    for n, folkmangd in enumerate(data.kommuner.folkmangd):
        yield KOMMUNER_FILE, ("folkmangd", n), f"folkmängd {folkmangd.datum}", folkmangd
    for n, serie in enumerate(data.index.serie):
        if serie.av is not None:
            yield INDEX_FILE, ("serie", n), f"index {serie.id}", serie
    for n, key, m, figure in data.index.figures():
        what = f"index {data.index.serie[n].id} {figure.ar}"
        yield INDEX_FILE, ("serie", n, key, m), what, figure
    for name, measures in data.matt.items():
        for n, matning in enumerate(measures.matning):
            yield matt_file(name), ("matning", n), f"mätningen {name} {matning.when}", matning


@check(
    "EK404",
    "facitar",
    "varje tabell i facit gäller ett år som har en budget",
    "lägg till årets budgetfil, eller rätta ar",
)
def _facit_years(data: Data) -> Iterator[Tried]:
    for name, facit in data.facit.items():
        for n, tabell in enumerate(facit.tabell):
            text = f"{tabell.tjanst} {tabell.ar}: tabellen jämförs inte; året har ingen budget"
            fault = Fault(facit_file(name), ("tabell", n, "ar"), text, service=tabell.tjanst)
            yield HELD if tabell.ar in data.budgetar else fault


@check(
    "EK445",
    "utfallsar",
    "varje fil i utfall gäller ett år som har en budget",
    "lägg till årets budgetfil, eller rätta ar och filens namn",
)
def _outcome_years(data: Data) -> Iterator[Tried]:
    for year in data.utfall:
        text = f"utfallet {year} går inte att följa upp; året har ingen budget"
        yield HELD if year in data.budgetar else Fault(utfall_file(year), ("ar",), text)


CHECKS: tuple[Check[Data], ...] = (
    _codes,
    _population_sums,
    _measure_sums,
    _index_values,
    _sources,
    _facit_years,
    _outcome_years,
)
