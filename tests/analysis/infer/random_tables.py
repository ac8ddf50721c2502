"""Random tables with what truly made them: key, date, rounding, rows that were lost, and by chance.

The date may be one that the folder has, one that it lacks, or a time between two of them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR, Printed
from enamnd_cost.analysis.year import Computed, compute
from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.files.loading import load

DATA = Path(__file__).parents[3] / "data"
KEYS = ("lika", "invanare", "50/50", "liten", "fri", "procent", "trappa", "slump", "dominant")
SMALL = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (4, 1), (1, 4), (3, 7), (7, 3))


@cache
def shipped() -> Computed:
    """The project's own data, allocated."""
    data, _ = load(DATA)
    return compute(data, data.years)


def populations() -> dict[dt.date, dict[str, int]]:
    """The population of everyone at each date that is known."""
    kommuner = shipped().data.kommuner
    return {
        each.datum: {kommuner.resolve(name): n for name, n in each.invanare.items()}
        for each in kommuner.folkmangd
    }


def folder(dates: frozenset[dt.date], *, bare: bool) -> Computed:
    """The data as a folder would be that knows the population at these dates only.

    A ``bare`` one has no services of its own.
    """
    known = shipped()
    kept = [each for each in known.data.kommuner.folkmangd if each.datum in dates]
    kommuner = known.data.kommuner.model_copy(update={"folkmangd": kept})
    data = replace(known.data, kommuner=kommuner)
    if bare:
        data = replace(data, tjanster={}, budgetar={}, facit={}, matt={})
        return compute(data, [])
    return replace(known, data=data)


@dataclass(frozen=True)
class Made:
    """A table and what made it; ``date`` is None where the folder has no such date."""

    computed: Computed
    observed: Observed
    key: str
    proportions: tuple[int, int]
    date: dt.date | None
    kind_of_date: str
    unit: int
    lost: int
    people: dict[str, Fraction | int]
    cost: int


def _population(chance: random.Random) -> tuple[str, dt.date | None, dict[str, Fraction | int]]:
    """Choose what people were counted: when, and if the folder is to know it."""
    known = populations()
    dates = sorted(known)
    kind = chance.choice(("finns", "finns", "saknas", "mellan", "medel"))
    if kind in ("finns", "saknas"):
        date = chance.choice(dates)
        return kind, date, dict(known[date])
    n = chance.randrange(len(dates) - 2)
    if kind == "medel" and chance.random() < 0.5:
        three = dates[n : n + 3]
        return (
            kind,
            None,
            {c: Fraction(sum(known[d][c] for d in three), 3) for c in known[dates[0]]},
        )
    part = Fraction(1, 2) if kind == "medel" else Fraction(chance.choice((3, 6, 9, 10)), 12)
    one, other = known[dates[n]], known[dates[n + 1]]
    return kind, None, {c: round(one[c] + part * (other[c] - one[c])) for c in one}


def make(seed: int, printed: Printed = IN_KRONOR) -> Made:
    """Make the table of a seed, and print it in a unit.

    Of öre the shares are not rounded to any other unit; what is printed in thousands or tens of
    kronor was rounded to a unit first, and is large enough to be seen.
    """
    chance = random.Random(seed)
    kind, date, people = _population(chance)
    dates = set(populations())
    if kind == "saknas":
        dates.discard(date)
    few = chance.random() < 0.15
    if few:  # the folder that init makes has two dates
        dates = {dt.date(2018, 12, 31), dt.date(2024, 12, 31)}
        if kind == "finns":
            date = chance.choice(sorted(dates))
            people = dict(populations()[date])
        elif date in dates:
            dates.discard(date)
    key = chance.choice(KEYS)
    unit = chance.choice((1, 10, 50, 100, 100, 500, 1_000, 5_000))
    method = chance.choice(tuple(Method))
    codes = sorted(people)
    if printed.per_krona > 1:
        unit, method = printed.step, Method.NEAREST
    least = max(unit, printed.step)
    cost = round(least * len(codes) * 10 ** chance.uniform(1, 3.5))
    if chance.random() < 0.5:  # costs are often round
        cost = round(cost, 2 - len(str(cost)))
    if method is Method.LARGEST_REMAINDER:
        cost = -(-cost // unit) * unit
    proportions = {
        "lika": (1, 0), "invanare": (0, 1), "50/50": (1, 1), "liten": chance.choice(SMALL),
        "fri": (chance.randrange(100, 900), chance.randrange(100, 900)),
    }.get(key, (0, 0))  # fmt: skip
    of_steps = unit * -(-least // unit)
    amounts = _amounts(chance, key, proportions, people, cost, unit, method, of_steps)
    total = printed.nearest(sum(amounts.values()))
    shared = key not in ("trappa", "slump", "dominant")
    if printed.per_krona > 1 and shared and chance.random() < 0.5:
        total = cost  # that of the shares, before they were shown in öre
    amounts = {code: printed.nearest(amount) for code, amount in amounts.items()}
    lost = chance.choice((0, 0, 0, 0, 1, 1, 2))
    for code in chance.sample(codes, lost):
        del amounts[code]
    rest = sum(amounts.values())
    said = chance.choice((total, rest, rest, None)) if lost else chance.choice((total, None))
    computed = folder(frozenset(dates), bare=few)
    order = computed.data.kommuner.codes
    rows = {code: amounts[code] for code in order if code in amounts}
    observed = Observed("prov", rows, said, lacks_rows=bool(lost), printed=printed)
    known = date if date in dates and key in ("invanare", "50/50", "liten", "fri") else None
    # How far apart the shares may be that are printed alike.
    band = unit if unit % printed.step == 0 else 2 * unit + printed.step
    return Made(computed, observed, key, proportions, known, kind, band, lost, people, cost)


def can_be_told(made: Made) -> bool:
    """Tell whether the rows say which key and date made them, by trying others one by one.

    The sum must be that of all who share. Of a key with a date, nothing may give the rows that is
    the same key sixty days away, at any cost: on the way to a neighbouring date, or at the date
    itself of any year. Of steps, each must have three rows, or it is an exception as well.
    """
    if made.lost and (made.observed.total is None or made.observed.added_up):
        return False
    rows = made.observed.amounts
    if made.key == "lika":
        return sum(rows.values()) > 300 * made.unit * len(rows)
    if made.key == "trappa":
        return min(Counter(rows.values()).values()) >= 3
    if made.key not in ("invanare", "50/50", "liten") or made.date is None:
        return False
    folkmangd = made.computed.data.kommuner
    known = {
        each.datum: {folkmangd.resolve(name): n for name, n in each.invanare.items()}
        for each in folkmangd.folkmangd
    }
    others = [people for date, people in known.items() if date != made.date]
    dates = sorted(known)
    n = dates.index(made.date)
    for near in (dates[n - 1] if n else None, dates[n + 1] if n + 1 < len(dates) else None):
        if near:
            part = Fraction(60, abs((near - made.date).days))
            others.append({c: k + part * (known[near][c] - k) for c, k in made.people.items()})
    return not any(_gives(made, people) for people in others)


def _gives(made: Made, people: dict[str, Fraction | int]) -> bool:
    """Tell whether the key gives the rows at some cost near the true one, by another population."""
    equal, by_population = made.proportions
    total, whole, n = sum(people.values()), equal + by_population, len(people)
    part = {
        code: Fraction(equal, whole * n) + Fraction(by_population, whole) * people[code] / total
        for code in made.observed.amounts
    }
    unit, rows = made.unit, made.observed.amounts.items()
    for below in (Fraction(0), Fraction(unit, 2), Fraction(unit)):  # down, to the nearest, up
        low = max((kr - below) / part[code] for code, kr in rows)
        if low <= min((kr - below + unit) / part[code] for code, kr in rows):
            return True
    return False


def _amounts(chance, key, proportions, people, cost, unit, method, of_steps) -> dict[str, int]:
    codes = sorted(people)
    if key == "trappa":
        steps = sorted(chance.sample(range(10, 2_000), chance.choice((2, 3))))
        order = sorted(codes, key=lambda code: people[code])
        cuts = sorted(chance.sample(range(1, len(codes)), len(steps) - 1))
        return {c: of_steps * steps[sum(n >= cut for cut in cuts)] for n, c in enumerate(order)}
    if key in ("slump", "dominant"):
        most = max(2, 2 * cost // unit // len(codes))
        amounts = {code: unit * chance.randrange(1, most) for code in codes}
        if key == "dominant":
            for code in chance.sample(codes, chance.choice((1, 1, 2))):
                amounts[code] = unit * chance.randrange(8 * most, 30 * most)
        return amounts
    if key == "procent":
        places = chance.choice((0, 0, 1, 2))
        cuts = sorted(chance.sample(range(1, 100 * 10**places), len(codes) - 1))
        steps = [b - a for a, b in zip([0, *cuts], [*cuts, 100 * 10**places], strict=True)]
        weights = dict(zip(codes, map(Decimal, steps), strict=True))
    else:
        equal, by_population = proportions
        total = sum(people.values())
        weights = {
            code: Fraction(equal, len(codes)) + Fraction(by_population) * people[code] / total
            for code in codes
        }
    whole = sum(map(Fraction, weights.values()))
    shares = {code: cost * Fraction(w) / whole for code, w in weights.items()}
    return {code: share.amount for code, share in round_shares(shares, unit, method).items()}
