"""What scenarios change, as their files say: for those who read an answer without them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model import wording
from enamnd_cost.model.fordelning import split_of
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import taking_part
from enamnd_cost.model.parts import Avrundning
from enamnd_cost.model.scenario import Infasning, Intrade, Scenario, Tjanstandring, Uttrade
from enamnd_cost.model.tjanst import Period, Tjanst
from enamnd_cost.swedish import decimal, listing, number


class Changed(NamedTuple):
    """One thing that is changed: what it is, how it was (empty: it was not), and how it is."""

    what: str
    before: str
    after: str


def changes(alternative: Alternative) -> list[Changed]:
    """List all that the scenarios change, in the order of their files; a budget changes nothing."""
    found: dict[Changed, None] = {}
    for scenario in alternative.scenarios:
        found |= dict.fromkeys(_of(scenario, alternative))
    return list(found)


def _of(scenario: Scenario, alternative: Alternative) -> Iterator[Changed]:
    base, after = alternative.base, alternative.result
    yield from _new_and_gone(scenario, after)
    for series, percent in scenario.index.items():
        held = base.data.index.value(series, alternative.year)
        was = f"{decimal(held.procent)} %" if held else ""
        yield Changed(f"Index {series} {alternative.year}", was, f"{decimal(percent)} %")
    if scenario.tvavagsavrundning:
        rule = base.budget.tvavagsavrundning
        yield Changed(
            "Avrundning",
            wording.rounding_together(rule.till) if rule else "var tjänst för sig",
            wording.rounding_together(scenario.tvavagsavrundning.till),
        )
    if scenario.fordelning:
        key = split_of(scenario.fordelning).words(scenario.folkmangd)
        yield Changed("Nyckel för allt som delas efter en nyckel", "var tjänst sin egen", key)
    if scenario.folkmangd:
        what = "Mätdatum för allt som delas efter folkmängd"
        yield Changed(what, _dates(base), str(scenario.folkmangd))
    for name, wanted in scenario.tjanst.items():
        yield from _service(name, wanted, alternative)
    for joining in scenario.intrade:
        yield Changed("Går med", "", _joining(joining, after))
    for leaving in scenario.uttrade:
        yield Changed("Lämnar", _leaving(leaving, after), "")
    if scenario.infasning:
        yield Changed("Infasning", "", _phasing(scenario.infasning))


def _new_and_gone(scenario: Scenario, after: YearResult) -> Iterator[Changed]:
    for kommun in scenario.kommun:
        people = listing(f"{number(n)} ({date})" for date, n in kommun.invanare.items())
        yield Changed("Ny kommun", "", f"{kommun.namn}, folkmängd {people or 'ej angiven'}")
    for name in scenario.upphor:
        yield Changed("Tjänst som upphör", _name(after, name), "")
    for tjanst in scenario.ny.values():
        yield Changed("Ny tjänst", "", _new(tjanst))


def _name(result: YearResult, service: str) -> str:
    return result.data.tjanster[service].namn


def _dates(result: YearResult) -> str:
    dates = {date for s in result.in_budget for date in s.period.population_dates}
    return listing(map(str, sorted(dates)))


def _new(tjanst: Tjanst) -> str:
    first, last = tjanst.period[0].fran, tjanst.period[-1].till
    return f"{tjanst.namn}, från {first}" + (f" till {last}" if last else "")


def _service(name: str, wanted: Tjanstandring, alternative: Alternative) -> Iterator[Changed]:
    """Tell a change of one service: what the file changes, as it was and as it becomes."""
    tjanst = alternative.result.data.tjanster[name]
    now = tjanst.known_in(alternative.year)
    held = alternative.base.data.tjanster.get(name)
    was = held.known_in(alternative.year) if held else None
    if now is None:
        return  # a service that scenarios add, but not for this year
    kommuner = alternative.result.data.kommuner
    if wanted.fordelning is not None or wanted.post is not None:
        yield Changed(f"{tjanst.namn}: nyckel", _keys(was), _keys(now))
    elif wanted.folkmangd is not None:
        yield Changed(f"{tjanst.namn}: mätdatum", _dated(was), str(wanted.folkmangd))
    costs = [service.by_id.get(name) for service in (alternative.base, alternative.result)]
    before, after = (f"{number(each.allocation.total)} kr" if each else "" for each in costs)
    if wanted.kostnad_procent is not None:
        percent = decimal(wanted.kostnad_procent)
        said = f"{after} ({'+' if wanted.kostnad_procent > 0 else ''}{percent} % kostnad)"
        yield Changed(f"{tjanst.namn}: summa", before, said)
    for key, value in (("underlag", wanted.underlag), ("belopp", wanted.belopp)):
        if value is not None:
            stated = getattr(was, key, None)
            old = before if stated is None else f"{number(stated)} kr"
            yield Changed(f"{tjanst.namn}: {key}", old, f"{number(value)} kr")
    if wanted.deltagare is not None:
        yield Changed(f"{tjanst.namn}: deltagare", _members(kommuner, was), _members(kommuner, now))
    if wanted.avrundning is not None:
        rule = (was.avrundning if was else None) or Avrundning()
        new = wording.rounding(wanted.avrundning)
        yield Changed(f"{tjanst.namn}: avrundning", wording.rounding(rule) if was else "", new)


def _keys(period: Period | None) -> str:
    if period is None:
        return ""
    if period.post:
        return "; ".join(
            f"{post.namn}: {post.split.words(post.folkmangd or period.folkmangd)}"
            for post in period.post
        )
    if period.split:
        return period.split.words(period.folkmangd)
    rule = period.uppraknas
    return f"beloppen från {rule.fran} uppräknade med {rule.index}" if rule else ""


def _dated(period: Period | None) -> str:
    return listing(map(str, sorted(period.population_dates))) if period else ""


def _members(kommuner: Kommuner, period: Period | None) -> str:
    if period is None:
        return ""
    codes = taking_part(kommuner, period.deltagare)
    everyone = len(codes) == len(kommuner.codes)
    return f"alla {len(codes)}" if everyone else kommuner.listing(codes)


def _joining(joining: Intrade, after: YearResult) -> str:
    text = f"{joining.kommun} i {listing(_name(after, name) for name in joining.tjanster)}"
    text += f" från {joining.datum}" if joining.datum else ""
    if joining.avgift is None:
        return text
    match joining.avgift_till:
        case "namnden":
            to = "nämnden"
        case None | "ovriga":
            to = "dem som redan var med"
        case names:
            to = listing(names)
    return f"{text}; inträdesavgift {number(joining.avgift)} kr en gång, till {to}"


def _leaving(leaving: Uttrade, after: YearResult) -> str:
    services = listing(_name(after, name) for name in leaving.tjanster or ())
    text = f"{leaving.kommun}, {services or 'alla sina tjänster'}"
    text += f", sista dag {leaving.last_day}" if leaving.last_day else ""
    if leaving.kvar is None:
        return text
    rates = leaving.kvar if isinstance(leaving.kvar, list) else [leaving.kvar]
    left = ", ".join(f"{decimal(rate)} %" for rate in rates)
    over = "de följande åren" if isinstance(leaving.kvar, list) else "för gott"
    who = "den som lämnar" if leaving.bars_av == "den_som_lamnar" else "de övriga"
    return f"{text}; {left} av delen finns kvar {over} och bärs av {who}"


def _phasing(phasing: Infasning) -> str:
    limits = (
        ("högst +", phasing.hogst_procent, " %"),
        ("högst −", phasing.lagst_procent, " %"),
        ("högst +", phasing.hogst_kr_per_invanare, " kr per invånare"),
        ("högst −", phasing.lagst_kr_per_invanare, " kr per invånare"),
    )
    said = [f"{way}{decimal(kr)}{unit}" for way, kr, unit in limits if kr is not None]
    start = f", från budget {phasing.fran}" if phasing.fran else ""
    return f"{listing(said)} om året{start}"


def stand_ins(alternative: Alternative) -> Iterator[str]:
    """Say where a newcomer is counted by another date than the others, for lack of figures."""
    kommuner = alternative.result.data.kommuner
    for kommun in (each for scenario in alternative.scenarios for each in scenario.kommun):
        code = kommuner.resolve(kommun.id)
        dates = {
            date
            for service in alternative.result.in_budget
            if code in service.allocation.rows
            for date in service.period.population_dates
        }
        for date in sorted(dates):
            found = kommun.counted_at(date)
            if found and found[0] != date:
                yield (
                    f"{kommun.namn} har ingen folkmängd för {date}; där räknas den med sin "
                    f"folkmängd {found[0]}, {number(found[1])}"
                )
