"""What the user wants otherwise in a draft than it would be: a population date, changed costs.

What a changed cost does to a period is the scenarios' answer (``scenarios/costs``). Here is only
which services can have it, since a draft is written and a scenario is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from enamnd_cost.analysis.scenarios import costs
from enamnd_cost.analysis.scenarios.services import loosened
from enamnd_cost.analysis.selection import any_service
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.files.documents.numbers import KRONOR, number_in
from enamnd_cost.model import parts, rolling
from enamnd_cost.model.carrying import carried_on, differences
from enamnd_cost.model.data import KOMMUNER_FILE, Data, tjanst_file
from enamnd_cost.model.dating import by_dates, measure_dates
from enamnd_cost.model.parts import Avrundning, Uppraknas
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.rolling import Move
from enamnd_cost.swedish import listing

SIGNS = "+-−"
CHANGED = ("underlag", "belopp", "fordelning", "folkmangd", "post", "avrundning")


class Cost(NamedTuple):
    """A service's cost in the draft: whole kronor, or else a change in per cent."""

    service: str
    kronor: int | None
    percent: Fraction
    said: str  # as it was given


class Chosen(NamedTuple):
    """What is chosen: a population date for every service that goes by population, and costs."""

    date: dt.date | None = None
    costs: tuple[Cost, ...] = ()


NOTHING = Chosen()


def read(date: str | None, given: Iterable[str], data: Data) -> tuple[Chosen, list[Problem]]:
    """Read what the user has chosen; what cannot be read, or is not there, is EK019."""
    found, problems = list[Cost](), list[Problem]()
    known = {str(held.datum): held.datum for held in data.kommuner.folkmangd}
    if date is not None and date not in known:
        remedy = f"mätdatum i {KOMMUNER_FILE}: {', '.join(sorted(known)) or 'inga'}"
        said = ask(Wish.DATE, date)
        problems.append(wrong(said, f'"{date}" är inget mätdatum som finns', remedy))
    for text in given:
        one = _read(text, data)
        if isinstance(one, Problem):
            problems.append(one)
        elif any(one.service == other.service for other in found):
            problems.append(wrong(one.said, f"{one.service} anges två gånger", "ta bort det ena"))
        else:
            found.append(one)
    return Chosen(known.get(date or ""), tuple(found)), problems


def _read(text: str, data: Data) -> Cost | Problem:
    word, equals, value = text.rpartition("=")
    said = ask(Wish.COST, text)
    name = (word if equals else text).strip() or "TJÄNST"
    either = listing((ask(Wish.COST, f"{name}={value}") for value in ("320000", "+3%")), "eller")
    how = f"skriv till exempel {either}"
    if not equals or not word.strip() or not value.strip():
        return wrong(said, "går inte att läsa", how)
    service, problems = any_service(data, word.strip())
    if service is None:
        return problems[0]
    value = value.strip().replace("_", "")
    sign = value[0] if value[0] in SIGNS else ""
    read_ = number_in(value.removeprefix(sign))
    if read_ is None or read_.value < 0:
        return wrong(said, f'"{value}" går inte att läsa', how)
    if read_.unit == "%":
        percent = -read_.value if sign and sign != "+" else read_.value
        if not sign or percent <= -100:
            text = "en ändring i procent skrivs med + eller −, och är större än −100"
            return wrong(said, text, how)
        return Cost(service, None, percent, said)
    kronor = read_.value * KRONOR.get(read_.unit, 1)
    if sign or kronor.denominator != 1:
        return wrong(said, "en kostnad skrivs i hela kronor, utan tecken", how)
    return Cost(service, int(kronor), Fraction(0), said)


def wrong(said: str, what: str, remedy: str) -> Problem:
    """Refuse something that is chosen for the draft (EK019)."""
    return Problem("EK019", "", f"{said}: {what}", remedy)


def moves(
    data: Data, year: int, drafted: Sequence[Move], chosen: Chosen
) -> tuple[list[Move], list[Problem]]:
    """Let what is chosen hold in the year after ``year``, in what becomes of each service."""
    wanted = {cost.service: cost for cost in chosen.costs}
    found, problems = list[Move](), list[Problem]()
    for move in drafted:
        made = _changed(data, year, move, chosen.date, wanted.pop(move.service, None))
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.append(made)
    for cost in wanted.values():
        problems.append(_refused(cost, f"har ingen period som gäller {year}", year))
    if chosen.date and not chosen.costs and found == list(drafted):
        text = f"ingen tjänst i utkastet delas efter någon annan folkmängd än {chosen.date}"
        problems.append(wrong(ask(Wish.DATE, chosen.date), text, "ta bort valet"))
    return found, problems


def _changed(
    data: Data, year: int, move: Move, date: dt.date | None, cost: Cost | None
) -> Move | Problem:
    """Change what becomes of one service, or say why its cost cannot be another."""
    if date is None and cost is None:
        return move
    tjanst, drafted = data.tjanster[move.service], move.period
    period = tjanst.period_in(year)
    assert period is not None  # or nothing would become of the service
    if why := rolling.standing(tjanst, year):
        return move if cost is None else _refused(cost, why, year)
    if drafted and drafted.uppraknas:
        if cost is not None:
            what = "priserna" if drafted.uppraknas.av == "pris" else "beloppen"
            return _refused(cost, f"{what} räknas upp från ett tidigare år", year)
        return _uprated(move, period, drafted, drafted.uppraknas, date)
    # Where a date is chosen it does not matter to what date the agreed one would have moved.
    wanted = _redated(period, drafted or period, date) if date else drafted or period
    if cost is not None:
        months = wanted.months(year + 1)
        costing = _costing(wanted, cost, months.length if months else MONTHS_A_YEAR)
        if isinstance(costing, str):
            return _refused(cost, costing, year)
        wanted = loosened(wanted).model_copy(update=costing)
    changes = {
        key: value for key in CHANGED if (value := getattr(wanted, key)) != getattr(period, key)
    }
    if not changes:
        return Move(move.service, rolling.unchanged(tjanst, year))
    if problem := rolling.placed_last(move.service, tjanst, year + 1):
        return problem
    words = ", ".join(differences(period, wanted)[0])
    return Move(move.service, words, carried_on(period, year + 1, **changes))


def _redated(period: Period, drafted: Period, date: dt.date) -> Period:
    """Let a period go by a date; a total that was the result of another is let go.

    Its measures have no such date to choose: they are of the dates that are ``drafted``.
    """
    moved = measure_dates(drafted) != measure_dates(period)
    redated = (rolling.measured_on(period) if moved else period).redated(lambda _: date)
    return period if redated == period else loosened(redated)


def _uprated(
    move: Move, period: Period, drafted: Period, rule: Uppraknas, date: dt.date | None
) -> Move:
    """Let a cost that is uprated and shared anew be shared by the date."""
    if date is None or not drafted.population_dates or drafted.folkmangd == date:
        return move
    new = drafted.model_copy(update={"folkmangd": date})
    if rule.av == "pris":
        moved = drafted.redated(lambda _: date)
        new = rolling.by_prices(period, drafted.first_year - 1, rule, moved)
    words = f"{rolling.uprated(period, rule)}, folkmängd {date}"
    if measure_dates(new) != measure_dates(period):
        words = ", ".join([words, *by_dates(new)[1:]])
    return Move(move.service, words, new)


def _costing(period: Period, cost: Cost, months: int) -> dict[str, Any] | str:
    """Give the keys of a period that another cost changes, or say why it cannot be."""
    changed: dict[str, Any]
    match period.stated:
        case parts.EachUprated() | parts.CostUprated():  # which a draft has with a rule of its own
            return costs.no_cost_of_its_own(period) or ""
        case stated if cost.kronor is None:
            changed = costs.scaled_as_stated(period, stated, 1 + cost.percent / 100, months)
        case parts.CostGiven():
            changed = {"underlag": cost.kronor}
        case parts.TotalGiven():
            changed = {"belopp": cost.kronor}
            rule = costs.handed_out(cost.kronor, period.avrundning, months)
            if rule != period.rounding:
                changed["avrundning"] = None if rule == Avrundning() else rule
        case _:
            how = ask(Wish.COST, f"{cost.service}=+3%")
            return f"{costs.no_cost_of_its_own(period)}, så bara en ändring i procent går: {how}"
    same = all(getattr(period, key) == value for key, value in changed.items())
    return "kostnaden är redan så, så ingenting ändras" if same else changed


def _refused(cost: Cost, why: str, year: int) -> Problem:
    file = tjanst_file(cost.service)
    remedy = f"ta bort valet; perioden från {year + 1} skrivs för hand i {file}"
    return wrong(cost.said, why, remedy)
