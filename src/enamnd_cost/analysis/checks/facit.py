"""Checks of a year's result against published tables, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against
from enamnd_cost.analysis.checks.subject import CheckedYear
from enamnd_cost.model.data import facit_file
from enamnd_cost.model.facit import Facit, Tabell
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import listing

AMOUNTS = {"publicerad": "publicerat", "last": "låst", "exempel": "exemplets"}
SUMS = {"publicerad": "publicerad", "last": "låst", "exempel": "exemplets"}


def _facit_tables(year: CheckedYear) -> Iterator[tuple[str, Facit, KeyPath, Tabell]]:
    for name, facit in year.result.data.facit.items():
        for n, tabell in enumerate(facit.tabell):
            if tabell.ar == year.result.year and tabell.tjanst not in year.failed:
                yield facit_file(name), facit, ("tabell", n), tabell


def _facit_cells(year: CheckedYear) -> Iterator[Tried]:
    """Every printed cell is the model's amount."""
    kommuner = year.result.data.kommuner
    for file, facit, path, tabell in _facit_tables(year):
        service = year.result.by_id.get(tabell.tjanst)
        what = f"{tabell.tjanst} {tabell.ar}"
        if service is None:
            text = f"{what} finns i facit men saknar uppgifter för året"
            yield Fault(file, path, text, service=tabell.tjanst)
            continue
        amounts = service.allocation.amounts
        printed = {kommuner.resolve(name): (name, kr) for name, kr in tabell.belopp.items()}
        for code, (name, kr) in printed.items():
            assert code is not None  # references are checked on reading
            if code not in amounts:
                text = f"{what}: {kommuner.by_code[code].namn} har en rad men deltar inte"
                at = (*path, "belopp", name)
                yield Fault(file, at, text, kr, None, service.id, service.files)
                continue
            computed = amounts[code]
            if kr == computed:
                yield HELD
            else:
                who = kommuner.by_code[code].namn
                text = f"{what}, {who}: {AMOUNTS[facit.slag]} belopp stämmer inte: "
                text += against(kr, computed)
                yield Fault(
                    file, (*path, "belopp", name), text, kr, computed, service.id, service.files
                )
        left_out = {kommuner.resolve(name) for name in tabell.saknas}
        holes = [code for code in amounts if code not in printed and code not in left_out]
        if holes:
            names = listing(kommuner.by_code[code].namn for code in holes)
            text = f"{what}: tabellen har ingen rad för {names} (ange dem i saknas)"
            yield Fault(file, path, text, service=service.id, others=service.files)


def _facit_sums(year: CheckedYear) -> Iterator[Tried]:
    """The printed sum is the model's total."""
    for file, facit, path, tabell in _facit_tables(year):
        service = year.result.by_id.get(tabell.tjanst)
        if service is None:
            continue
        computed = service.allocation.total
        if computed == tabell.summa:
            yield HELD
        else:
            text = f"{tabell.tjanst} {tabell.ar}: {SUMS[facit.slag]} summa stämmer inte: "
            text += against(tabell.summa, computed)
            at = (*path, "summa")
            yield Fault(file, at, text, tabell.summa, computed, service.id, service.files)


CHECKS: tuple[Check[CheckedYear], ...] = (
    Check(
        "EK419",
        "facit",
        "varje ruta i facit är modellens belopp",
        _facit_cells,
        "jämför med den tryckta tabellen och rätta det som är fel",
    ),
    Check(
        "EK420",
        "facitsumma",
        "varje tabells summa är modellens",
        _facit_sums,
        "jämför med den tryckta summan och rätta det som är fel",
    ),
)
