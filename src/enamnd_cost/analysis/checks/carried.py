"""The check of carried results: an earlier year's result is what settling that year gives."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.checks import remedies
from enamnd_cost.analysis.checks.check import Check, Fault, Tried, against, check, compared
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.settling.carrying import carried_in
from enamnd_cost.model.data import tjanst_file, utfall_file
from enamnd_cost.model.splits.agreed import Belopp


@check(
    "EK432",
    "overfort",
    "ett överfört över- eller underskott är det som regleringen ger för året som det är från",
    "jämför med beslutet och rätta det som är fel",
)
def _carried(year: CheckedYear) -> Iterator[Tried]:
    for service, of, amount, result in carried_in(year.result):
        if isinstance(result, str):  # what nobody knows is told, and is no finding
            continue
        what = f"{of.tjanst} {of.fran}"
        text = f"{service} {year.result.year}: resultatet för {what} är inte det som överförs: "
        text += against(amount, result)
        now, its = year.result.year, year.result.by_id[service]
        table = "tjanst" if its.in_budget else "utanfor"
        agreed = isinstance(its.period.split, Belopp)
        remedy = remedies.carried(service, table, of.fran, now, result, agreed=agreed)
        own = ("fordelning", "belopp") if agreed else ("belopp",)
        file, place = tjanst_file(service), (*its.tjanst.place_in(now), *own)
        fault = Fault(file, place, text, amount, result, service, (utfall_file(of.fran),))
        yield compared(fault._replace(remedy=remedy))


CHECKS: tuple[Check[CheckedYear], ...] = (_carried,)
