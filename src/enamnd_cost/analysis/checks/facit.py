"""Checks of a year's result against published tables, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.checks.check import Check, Fault, Tried, against, check, compared
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.model.data import facit_file
from enamnd_cost.model.facit import Facit, Tabell
from enamnd_cost.model.problem import KeyPath

AMOUNTS = {"publicerad": "publicerat", "last": "låst", "exempel": "exemplets"}
SUMS = {"publicerad": "publicerad", "last": "låst", "exempel": "exemplets"}


def _facit_tables(year: CheckedYear) -> Iterator[tuple[str, Facit, KeyPath, Tabell]]:
    for name, facit in year.result.data.facit.items():
        for n, tabell in enumerate(facit.tabell if facit.is_of(year.result.budget) else ()):
            if tabell.ar == year.result.year and tabell.tjanst not in year.failed:
                yield facit_file(name), facit, ("tabell", n), tabell


@check(
    "EK419",
    "facit",
    "varje ruta i facit är modellens belopp",
    "jämför med den tryckta tabellen och rätta det som är fel",
)
def _facit_cells(year: CheckedYear) -> Iterator[Tried]:
    kommuner = year.result.data.kommuner
    for file, facit, path, tabell in _facit_tables(year):
        service = year.result.by_id.get(tabell.tjanst)
        what = f"{tabell.tjanst} {tabell.ar}"
        if service is None:
            text = f"{what} finns i facit men saknar uppgifter för året"
            yield Fault(file, path, text, service=tabell.tjanst)
            continue
        amounts, files = service.allocation.amounts, service.files
        printed = {kommuner.resolve(name): (name, kr) for name, kr in tabell.belopp.items()}
        for code, (name, kr) in printed.items():
            assert code is not None  # references are checked on reading
            who, at = kommuner.names[code], (*path, "belopp", name)
            if code not in amounts:
                text = f"{what}: {who} har en rad men deltar inte"
                yield Fault(file, at, text, kr, None, service.id, files)
                continue
            text = f"{what}, {who}: {AMOUNTS[facit.slag]} belopp stämmer inte: "
            text += against(kr, amounts[code])
            yield compared(Fault(file, at, text, kr, amounts[code], service.id, files))
        left_out = {kommuner.resolve(name) for name in tabell.saknas}
        if holes := [code for code in amounts if code not in printed and code not in left_out]:
            names = kommuner.listing(holes)
            text = f"{what}: tabellen har ingen rad för {names} (ange dem i saknas)"
            yield Fault(file, path, text, service=service.id, others=files)


@check(
    "EK420",
    "facitsumma",
    "varje tabells summa är modellens",
    "jämför med den tryckta summan och rätta det som är fel",
)
def _facit_sums(year: CheckedYear) -> Iterator[Tried]:
    for file, facit, path, tabell in _facit_tables(year):
        service = year.result.by_id.get(tabell.tjanst)
        if service:
            stated, total, at = tabell.summa, service.allocation.total, (*path, "summa")
            text = f"{tabell.tjanst} {tabell.ar}: {SUMS[facit.slag]} summa stämmer inte: "
            text += against(stated, total)
            yield compared(Fault(file, at, text, stated, total, service.id, service.files))


CHECKS: tuple[Check[CheckedYear], ...] = (_facit_cells, _facit_sums)
