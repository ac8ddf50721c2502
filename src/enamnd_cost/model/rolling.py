"""From one year to the next: what becomes of every service when a new budget is to be drafted.

A period holds until the next one begins, so most services need none. Those that are uprated do,
since an uprating is of a certain year, and those whose population date moves on each year.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from enamnd_cost.engine.participation import MONTHS_A_YEAR, WHOLE_YEAR
from enamnd_cost.model import parts
from enamnd_cost.model.carrying import carried_on, derived_there
from enamnd_cost.model.counting import still
from enamnd_cost.model.data import Data, tjanst_file
from enamnd_cost.model.dating import by_dates, measure_dates, measured
from enamnd_cost.model.parts import Avrundning, Uppraknas
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.splits.agreed import Belopp
from enamnd_cost.model.splits.used import Avgift
from enamnd_cost.model.tjanst import Tjanst

# A cost that is stated for a whole year, and so can be uprated from part of one.
SHARED = (parts.CostGiven, parts.TotalGiven, parts.CostUprated)


@dataclass(frozen=True)
class Move:
    """What becomes of one service: in Swedish words, and its new period where it needs one."""

    service: str
    words: str
    period: Period | None = None


def moves(data: Data, year: int) -> tuple[list[Move], list[Problem]]:
    """Say what becomes of each service of ``year`` in the year after.

    A service whose new period cannot be drafted is a problem (EK017).
    """
    found = [_move(service, tjanst, year) for service, tjanst in data.tjanster.items()]
    made = [move for move in found if isinstance(move, Move)]
    return made, [problem for problem in found if isinstance(problem, Problem)]


def with_periods(data: Data, new: Mapping[str, Period]) -> Data:
    """Add a period last in each of the services, as if it stood in their files."""
    added = {}
    for service, period in new.items():
        tjanst = data.tjanster[service]
        *earlier, last = tjanst.period
        periods = [*earlier, followed(last, period), period]
        added[service] = tjanst.model_copy(update={"period": periods})
    return replace(data, tjanster={**data.tjanster, **added})


def followed(before: Period, after: Period) -> Period:
    """Let a period end at the turn of the year where another takes over, if it has a later end."""
    if before.end is None or before.end < after.start:
        return before
    return before.model_copy(update={"till": after.first_year - 1})


def standing(tjanst: Tjanst, year: int) -> str | None:
    """Say why a service of ``year`` has no new period drafted the year after, whatever is agreed.

    None where it may have one.
    """
    period, later = tjanst.period_in(year), tjanst.period_in(year + 1)
    if period is None:
        return f"har ingen period som gäller {year}"
    if later is None:
        return f"upphör {period.end if _part(period, year) else year}"
    if later.first_year == year + 1:
        return f"har redan en period från {year + 1}"
    if period.saknas is not None:
        return "uppgift saknas fortfarande"
    return "exempel, oförändrat" if period.exempel else None


def placed_last(service: str, tjanst: Tjanst, year: int) -> Problem | None:
    """Refuse a period from ``year`` where a later one stands, so that it would not be the last."""
    if not any(each.first_year > year for each in tjanst.period):
        return None
    text = f"{service} har redan en period efter {year}, så ingen kan läggas till sist"
    return Problem("EK017", tjanst_file(service), text, f"{by_hand(year)}, före den")


def by_hand(year: int) -> str:
    """Say what is left to do where a period from ``year`` cannot be drafted."""
    return f"skriv perioden från {year} för hand"


def _move(service: str, tjanst: Tjanst, year: int) -> Move | Problem | None:
    """Decide what becomes of a service; None where it has no part in the year."""
    period = tjanst.period_in(year)
    if period is None:
        return None
    if why := standing(tjanst, year):
        return Move(service, why)
    new = _new_period(tjanst, period, year)
    if new is None:
        return Move(service, unchanged(tjanst, year))
    if isinstance(new, str):
        file = tjanst_file(service)
        return Problem("EK017", file, f"{service}: {new}", by_hand(year + 1))
    if problem := placed_last(service, tjanst, year + 1):
        return problem
    words = [uprated(period, new.uppraknas)] if new.uppraknas else []
    if tjanst.ny_folkmangd:
        words += by_dates(new)
    return Move(service, ", ".join(words), new)


def _part(period: Period, year: int) -> bool:
    """Tell whether a period holds in part of a year only."""
    return period.months(year) != WHOLE_YEAR


def uprated(period: Period, rule: Uppraknas) -> str:
    """Say what is uprated of a period, and by what."""
    if rule.av == "pris":
        return f"priserna från {rule.fran} räknas upp med {rule.index}"
    whole = "helårets kostnad " if _part(period, rule.fran) else ""
    return f"{whole}räknas upp från {rule.fran} med {rule.index}"


def unchanged(tjanst: Tjanst, year: int) -> str:
    """Say of a service that goes on as it is how long it is there, where that is another time."""
    period, later = tjanst.period_in(year), tjanst.period_in(year + 1)
    assert period is not None  # it goes on
    assert later is not None
    ends = f", upphör {later.end}" if _part(later, year + 1) else ""
    months = period.months(year)
    if months and months != WHOLE_YEAR and not ends:
        return f"oförändrad, och hela året ({year}: {months.length} av {MONTHS_A_YEAR} månader)"
    # The limits are counted from another year's amounts, so what each pays may be other.
    words = f"samma kostnad och nyckel, dämpat från {year}" if later.dampning else "oförändrad"
    return f"{words}{ends}"


def _new_period(tjanst: Tjanst, period: Period, year: int) -> Period | str | None:
    """Make next year's period; None where it needs none, or why what is agreed cannot be done."""
    rule = period.uppraknas
    index = tjanst.index or (rule.index if rule else None)
    moving = tjanst.ny_folkmangd and bool(period.population_dates or measure_dates(period))
    # Prices that are uprated follow the index from year to year by themselves.
    if index is None or (rule and rule.av == "pris"):
        return _moved(period, year) if moving else None
    if _all_by_price(period):
        rule = Uppraknas(fran=year, index=index, av="pris")
        return by_prices(period, year, rule, moved_on(period) if moving else period)
    if any(split.metered for split in period.splits):
        return f"{index} kan inte räkna upp uppmätt användning och avgifter"
    if _part(period, year) and not isinstance(period.stated, SHARED):
        return f"beloppen för {year} gäller inte ett helt år, så {index} kan inte räkna upp dem"
    if any(where.faktor or where.lagst or where.hogst for where in period.post):
        return f"poster med faktor, lagst eller hogst går inte att räkna upp med {index}"
    damped = period.dampning is not None
    if damped and not isinstance(period.stated, SHARED):
        return f"{index} kan inte räkna upp dämpade belopp utan en gemensam kostnad att dela"
    counting = bool(period.faktor or period.lagst or period.hogst)
    if counting and not isinstance(period.stated, SHARED):
        limits = "faktor, lagst eller hogst utan en gemensam kostnad att dela"
        return f"{index} kan inte räkna upp belopp med {limits}"
    by_cost = moving or damped or counting or _part(period, year)
    by_cost = by_cost or isinstance(period.stated, parts.CostUprated)
    if moving and period.post:
        return f"flera poster på ny folkmängd går inte att räkna upp med {index}"
    moved = moved_on(period) if moving else period
    # Where amounts are uprated, those who paid this year do so next year, from the same dates.
    return Period(
        fran=year + 1,
        till=period.till,
        uppraknas=Uppraknas(fran=year, index=index, av="underlag" if by_cost else "belopp"),
        fordelning=moved.fordelning if by_cost else None,
        folkmangd=moved.folkmangd if by_cost else None,
        deltagare=period.deltagare if by_cost else None,
        faktor=still(period.faktor, year + 1),
        lagst=period.lagst,
        hogst=period.hogst,
        avrundning=_rounding(tjanst, period, year),
        dampning=period.dampning and period.dampning.carried(),
        kalla=f"Utkast till budget {year + 1}: {year} uppräknat med {index}",
        harledning=derived_there(period) if by_cost else None,
    )


def by_prices(period: Period, year: int, rule: Uppraknas, moved: Period) -> Period:
    """Carry a period on to the year after ``year`` with its prices uprated.

    Dates are those of ``moved``. Its total was the result of other prices, and is let go.
    """
    return carried_on(
        period,
        year + 1,
        uppraknas=rule,
        fordelning=moved.fordelning,
        folkmangd=moved.folkmangd,
        post=moved.post,
        belopp=None,
    )


def _all_by_price(period: Period) -> bool:
    """Tell whether all that is paid each year goes by prices that can be uprated."""
    yearly = [split for split in period.splits if not isinstance(split, Avgift)]
    by_price = all(split.priced and not isinstance(split, Belopp) for split in yearly)
    return bool(yearly) and by_price


def _moved(period: Period, year: int) -> Period:
    """Take the period a year on: new dates, and no total that was the result of the old ones."""
    moved = moved_on(period)
    return carried_on(
        period,
        year + 1,
        fordelning=moved.fordelning,
        folkmangd=moved.folkmangd,
        post=moved.post,
        belopp=None if period.gives_amounts else period.belopp,
    )


def moved_on(period: Period) -> Period:
    """Give a period by populations and measures of a year later."""
    return measured_on(period).redated(_a_year_on)


def measured_on(period: Period) -> Period:
    """Give a period by measures of a year later, where they have a date."""
    return measured(period, _a_year_on)


def _rounding(tjanst: Tjanst, period: Period, year: int) -> Avrundning:
    """Round as the service's last uprating did, else upwards to the unit that it has.

    What is uprated is rounded for each municipality on its own; there is no total to hand out.
    """
    for earlier in reversed(tjanst.period):
        if earlier.first_year <= year and earlier.uppraknas and earlier.avrundning:
            return earlier.avrundning
    own = period.rounding
    return own.model_copy(update={"metod": "uppat"}) if own.metod == "storsta_rest" else own


def _a_year_on(date: dt.date) -> dt.date:
    """Give the same day a year later; reference dates are 31 December or 1 November."""
    last = calendar.monthrange(date.year + 1, date.month)[1]
    return dt.date(date.year + 1, date.month, min(date.day, last))
