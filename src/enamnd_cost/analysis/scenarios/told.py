"""What scenarios change, as their files say: for those who read an answer without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.later import back
from enamnd_cost.analysis.scenarios.periods_told import dated, keys
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model import counting, wording
from enamnd_cost.model.dampning import Infasning
from enamnd_cost.model.data import Data
from enamnd_cost.model.fordelning import split_of
from enamnd_cost.model.index.reckoned import percents
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.participation import Deltagare, taking_part
from enamnd_cost.model.period import Period
from enamnd_cost.model.scenario import Intrade, Scenario, Tjanstandring, Uttrade
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.swedish import decimal, listing, number


class Changed(NamedTuple):
    """One thing that is changed: what it is, how it was (empty: it was not), and how it is.

    ``was`` and ``now`` are the numbers in that, where it is a number: kronor, or per cent.
    """

    what: str
    before: str
    after: str
    was: Fraction | None = None
    now: Fraction | None = None


class _Step(NamedTuple):
    """One scenario laid over what was there ``before``, as things are in the year ``at``."""

    scenario: Scenario
    before: YearResult
    after: YearResult
    year: int
    at: int
    folder: Data

    @classmethod
    def of(cls, alternative: Alternative, n: int) -> _Step:
        """Take the ``n``-th of an alternative's scenarios."""
        layers, year = alternative.layers, alternative.year
        before = layers[n - 1].computed.year(year) if n else alternative.base
        layer, folder = layers[n], alternative.base.data
        after = layer.computed.year(year)
        return cls(layer.scenario.scenario, before, after, year, alternative.at, folder)


def changes(years: Sequence[Alternative], base: Alternative | None = None) -> list[Changed]:
    """List all that the scenarios change, one after the other; a budget changes nothing.

    ``years`` is the same alternative in each of the years that are asked about. How a service was
    and becomes is told of the first of them in which it is there. Scenarios that a ``base`` is made
    of as well are no difference from it.
    """
    found: dict[Changed, None] = {}
    files = [layer.scenario.file for layer in base.layers] if base else []
    common = [
        layer.scenario.file == file for layer, file in zip(years[0].layers, files, strict=False)
    ]
    begin = len(files) if len(common) == len(files) and all(common) else 0
    for n in range(begin, len(years[0].layers)):
        found |= dict.fromkeys(_of([_Step.of(each, n) for each in years]))
    return list(found)


def _of(steps: Sequence[_Step]) -> Iterator[Changed]:
    first = steps[0]
    scenario, before, after = first.scenario, first.before, first.after
    yield from _new_and_gone(scenario, after)
    for series, percent in scenario.index.items():
        held = before.data.index.change(series, first.year)
        was = "" if held.gaps else percents(held.factor)
        numbers = None if held.gaps else held.percent, Fraction(percent)
        yield Changed(f"Index {series} {first.year}", was, f"{decimal(percent)} %", *numbers)
    if scenario.tvavagsavrundning:
        rule = before.budget.tvavagsavrundning
        yield Changed(
            "Avrundning",
            wording.rounding_together(rule.till) if rule else "var tjänst för sig",
            wording.rounding_together(scenario.tvavagsavrundning.till),
        )
    if scenario.fordelning:
        key = (
            split_of(scenario.fordelning)
            .spelled(after.data.kommuner.named)
            .words(scenario.folkmangd)
        )
        yield Changed("Nyckel för allt som delas efter en nyckel", "var tjänst sin egen", key)
    if scenario.folkmangd:
        what = "Mätdatum för allt som delas efter folkmängd"
        yield Changed(what, _dates(before), str(scenario.folkmangd))
    for name, wanted in scenario.tjanst.items():
        yield from _service(name, wanted, steps)
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


def _service(name: str, wanted: Tjanstandring, steps: Sequence[_Step]) -> Iterator[Changed]:
    """Tell a change of one service: what the file changes, as it was and as it becomes."""
    there = [step for step in steps if step.after.data.tjanster[name].known_in(step.year)]
    if not there:  # a service that scenarios add, but for none of these years
        when = listing(str(step.at) for step in steps)
        said = f"finns inte {when}, så ändringen är inte med"
        yield Changed(_name(steps[0].after, name), "", said)
        return
    step = there[0]
    tjanst, held = (each.data.tjanster[name] for each in (step.after, step.before))
    now, was = (each.known_in(step.year) for each in (tjanst, held))
    named = step.after.data.kommuner.named
    if wanted.post is not None:
        yield Changed(
            f"{tjanst.namn}: poster", keys(was, named, costs=True), keys(now, named, costs=True)
        )
    elif wanted.fordelning is not None:
        yield Changed(f"{tjanst.namn}: nyckel", keys(was, named), keys(now, named))
    elif wanted.folkmangd is not None:
        yield Changed(f"{tjanst.namn}: mätdatum", dated(was), str(wanted.folkmangd))
    yield from _cost(name, wanted, there, was)
    if wanted.deltagare is not None:
        members = _members(step.after.data.kommuner, wanted.deltagare)
        yield Changed(f"{tjanst.namn}: deltagare", _were_members(name, was, step), members)
    if wanted.avrundning is not None:
        earlier = wording.rounding(was.rounding) if was else ""
        new = wording.rounding(wanted.avrundning)
        yield Changed(f"{tjanst.namn}: avrundning", earlier, new)
    yield from _counting(tjanst.namn, wanted, was, step)


def _counting(
    namn: str, wanted: Tjanstandring, was: Period | None, step: _Step
) -> Iterator[Changed]:
    """Tell what members count as, and between what they pay, where the file changes that."""
    named = step.after.data.kommuner.named
    if wanted.faktor is not None:
        held = counting.stated_in_words(was.faktor if was else {}, step.at, named)
        new = counting.stated_in_words(wanted.faktor, step.at, named)
        yield Changed(f"{namn}: faktor", held, new)
    for key, word in (("lagst", "lägsta belopp"), ("hogst", "högsta belopp")):
        if (bound := getattr(wanted, key)) is not None:
            held = counting.bound_in_words(getattr(was, key, None), named)
            yield Changed(f"{namn}: {word}", held, counting.bound_in_words(bound, named))


def _cost(
    name: str, wanted: Tjanstandring, there: Sequence[_Step], was: Period | None
) -> Iterator[Changed]:
    """Tell what a service costs, where the file changes that."""
    totals = [tuple(each.by_id.get(name) for each in (step.before, step.after)) for step in there]
    sums = [
        tuple(f"{number(each.allocation.total)} kr" if each else "" for each in both)
        for both in totals
    ]
    before, after = sums[0]
    numbers = [Fraction(each.allocation.total) if each else None for each in totals[0]]
    namn = _name(there[0].after, name)
    when = "" if len(set(sums)) == 1 else f" {there[0].at}"
    charged = wanted.fordelning is not None and split_of(wanted.fordelning).charges
    if wanted.kostnad_procent is not None:
        percent = decimal(wanted.kostnad_procent)
        said = f"{after} ({'+' if wanted.kostnad_procent > 0 else ''}{percent} % kostnad)"
        yield Changed(f"{namn}: summa{when}", before, said, *numbers)
    elif (wanted.post is not None or charged) and before != after:
        yield Changed(f"{namn}: summa{when}", before, after, *numbers)
    for key, value in (("underlag", wanted.underlag), ("belopp", wanted.belopp)):
        if value is not None:
            stated = getattr(was, key, None)
            old = before if stated is None else f"{number(stated)} kr"
            held = numbers[0] if stated is None else Fraction(stated)
            yield Changed(f"{namn}: {key}", old, f"{number(value)} kr", held, Fraction(value))


def _were_members(name: str, period: Period | None, step: _Step) -> str:
    """Tell who took part, by the dates in the files: a scenario's own are moved to the base."""
    if period is None:
        return ""
    kommuner, deltagare = step.before.data.kommuner, period.deltagare or Deltagare()
    file = step.folder.tjanster.get(name)
    held = file.known_in(step.year) if file else None
    own = (held and held.deltagare) or Deltagare()
    moved = {
        key: {
            who: date if theirs.get(who) == date else back(date, step.year - step.at)
            for who, date in dates.items()
        }
        for key, dates, theirs in (
            ("fran", deltagare.fran, own.fran),
            ("till", deltagare.till, own.till),
        )
    }
    return _members(kommuner, deltagare.model_copy(update=moved))


def _members(kommuner: Kommuner, deltagare: Deltagare) -> str:
    codes = taking_part(kommuner, deltagare)
    everyone = len(codes) == len(kommuner.codes)
    text = f"alla {len(codes)}" if everyone else kommuner.listing(codes)
    dates = [
        f"{_called(kommuner, who)} {word} {date}"
        for word, held in (("från", deltagare.fran), ("till och med", deltagare.till))
        for who, date in held.items()
    ]
    return "; ".join([text, *([listing(dates)] if dates else [])])


def _called(kommuner: Kommuner, who: str) -> str:
    """Name a municipality, whatever a file calls it."""
    code = kommuner.resolve(who)
    return kommuner.names[code] if code else who


def _joining(joining: Intrade, after: YearResult) -> str:
    kommuner = after.data.kommuner
    services = listing(_name(after, name) for name in joining.tjanster)
    text = f"{_called(kommuner, joining.kommun)} i {services}"
    text += f" från {joining.datum}" if joining.datum else ""
    if joining.avgift is None:
        return text
    match joining.avgift_till:
        case "namnden":
            to = "nämnden"
        case None | "ovriga":
            to = "dem som redan var med"
        case names:
            to = listing(_called(kommuner, name) for name in names)
    return f"{text}; inträdesavgift {number(joining.avgift)} kr en gång, till {to}"


def _leaving(leaving: Uttrade, after: YearResult) -> str:
    services = listing(_name(after, name) for name in leaving.tjanster or ())
    who = _called(after.data.kommuner, leaving.kommun)
    text = f"{who}, {services or 'alla sina tjänster'}"
    text += f", sista dag {leaving.last_day}" if leaving.last_day else ""
    if leaving.kvar is None:
        return text
    rates = leaving.kvar if isinstance(leaving.kvar, list) else [leaving.kvar]
    left = ", ".join(f"{decimal(rate)} %" for rate in rates)
    over = "de följande åren" if isinstance(leaving.kvar, list) else "för gott"
    bears = "den som lämnar" if leaving.bars_av == "den_som_lamnar" else "de övriga"
    return f"{text}; {left} av delen finns kvar {over} och bärs av {bears}"


def _phasing(phasing: Infasning) -> str:
    start = f", från budget {phasing.fran}" if phasing.fran else ""
    return f"{phasing.words()}{start}"
