"""What must hold of any project: accrual by month, who is in when, and what has been reported."""

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.projects.ledger import ledger
from enamnd_cost.analysis.year import compute_known
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.model.participation import last_of_month
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall

NAMES = ("boden", "kalix", "lulea", "pitea")
FIRST = dt.date(2022, 1, 1)


def month(n):
    """The first day of a month, counted from January 2022."""
    return dt.date(2022 + n // 12, n % 12 + 1, 1)


@st.composite
def projects(draw):
    start = draw(st.integers(0, 23))
    length = draw(st.integers(1, 36 - start))
    belopp = draw(st.integers(1, 10**7))
    return Projekt(belopp=belopp, start=month(start), slut=last_of_month(month(start + length - 1)))


# Any day, and as often one on which a month ends, since it is then that something happens.
days = st.integers(-400, 1500).map(lambda n: FIRST + dt.timedelta(days=n)) | st.integers(0, 40).map(
    lambda n: last_of_month(month(n))
)


@given(projects(), days, days)
def test_accrual_is_the_same_each_month_and_comes_to_the_amount(projekt, one, other):
    ends = [last_of_month(month(n)) for n in range(36)]
    own = [end for end in ends if projekt.start <= end <= projekt.slut]

    assert projekt.months == len(own)
    steps = [projekt.accrued(end) - projekt.accrued(end - dt.timedelta(days=1)) for end in own]
    assert set(steps) == {Fraction(projekt.belopp, projekt.months)}
    assert projekt.accrued(projekt.slut) == projekt.belopp
    assert projekt.accrued(projekt.start) == (projekt.belopp if own == [projekt.start] else 0)
    assert projekt.gone(one) == sum(end <= one for end in own)
    earlier, later = sorted((one, other))
    assert 0 <= projekt.accrued(earlier) <= projekt.accrued(later) <= projekt.belopp


@st.composite
def shared(draw):
    """A project that some share in equal parts, each in some of its months, none left empty."""
    projekt = draw(projects())
    years = projekt.years
    begun = {
        name: month(draw(st.integers(0, 35)))
        for name in draw(st.lists(st.sampled_from(NAMES[:2]), unique=True))
    }
    ended = {
        name: last_of_month(month(draw(st.integers(0, 35))))
        for name in draw(st.lists(st.sampled_from(NAMES[:2]), unique=True))
    }
    ended = {name: end for name, end in ended.items() if end >= begun.get(name, FIRST)}
    whole = draw(st.booleans())  # its periods are its own months, or the years that it is in
    deltagare = {"bara": list(NAMES), "fran": begun, "till": ended}
    period = {
        "fran": projekt.start if projekt.start.month > 1 and whole else projekt.start.year,
        "till": projekt.slut if projekt.slut.month < 12 and whole else projekt.slut.year,
        "underlag": 12_000, "fordelning": "lika", "deltagare": deltagare,
        "avrundning": {"till": 1, "metod": "narmast"}, "kalla": "Påhittat",
    }  # fmt: skip
    tjanst = Tjanst.model_validate(
        {
            "namn": "P", "kort": "P", "i_budget": False, "period": [period],
            "projekt": projekt.model_dump(exclude_none=True),
        }
    )  # fmt: skip
    return tjanst, begun, ended, years


def of_one(data, tjanst, *on, utfall=None):
    """Give the ledger's only project on some days, in a folder that has nothing else."""
    budgets = {year: data.budgetar[2022].model_copy(update={"ar": year, "tjanst": {}, "summa": 0})
               for year in (2022, 2023, 2024)}  # fmt: skip
    changed = {"tjanster": {"p": tjanst}, "budgetar": budgets, "utfall": utfall or {}, "facit": {}}
    computed, known = compute_known(type(data)(**{**vars(data), **changed}))
    found = [ledger(computed, known, None, day) for day in on]
    assert not any(problems for _, problems in found)
    return [made.projects[0] for made, _ in found]


@given(shared(), days)
@settings(max_examples=60)
def test_who_is_in_is_told_month_by_month(data, made, day):
    tjanst, begun, ended, years = made
    projekt = tjanst.projekt
    (project,) = of_one(data, tjanst, day)

    # The naive answer: each month of the project by itself.
    inside = defaultdict(set)
    for n in range(36):
        first, last = month(n), last_of_month(month(n))
        if projekt.start <= first <= projekt.slut:
            for name in NAMES:
                if begun.get(name, FIRST) <= first and last <= ended.get(name, last):
                    inside[name].add(first)
    assert list(project.known) == list(years)
    names = {data.kommuner.resolve(name): name for name in NAMES}
    found = {names[party.code]: party for party in project.parties}
    for name in NAMES:
        spells = found[name].spells if name in found else ()
        told = {m for m in map(month, range(36)) if any(a <= m <= b for a, b in spells)}
        assert told == inside[name]
        for (_, before), (after, _) in pairwise(spells):
            assert after > before + dt.timedelta(days=1)  # or they would be one
    turn = min(max(day, projekt.start), projekt.slut).replace(day=1)
    assert {names[p.code] for p in project.taking_part} == {n for n in NAMES if turn in inside[n]}
    assert project.accrued == nearest(projekt.accrued(day))
    assert (project.bought, project.buy_ins) == (None, ())


ends = st.lists(st.integers(0, 35), max_size=6, unique=True).map(sorted)


@given(ends, st.lists(st.none() | st.integers(0, 10**6), min_size=6, max_size=6), days)
@settings(max_examples=60)
def test_a_cost_is_the_last_reported_of_each_year_until_the_day(data, months, costs, day):
    projekt = Projekt(belopp=36, start=FIRST, slut=dt.date(2024, 12, 31))
    period = {"fran": 2022, "till": 2024, "saknas": "Okänt."}
    tjanst = Tjanst.model_validate(
        {
            "namn": "P", "kort": "P", "i_budget": False, "period": [period],
            "projekt": projekt.model_dump(exclude_none=True),
        }
    )  # fmt: skip
    reports = defaultdict(list)
    for n, cost in zip(months, costs, strict=False):
        end = last_of_month(month(n))
        # A report without this project's cost says nothing of it; a forecast is no outcome.
        sides = {"prognos": {"kostnad": 9}} if cost is None else {"utfall": {"kostnad": cost}}
        post = {"tjanst": "p", **sides}
        told = {"namn": f"R{n}", "utfall_till": end, "prognos_per": end, "post": [post]}
        reports[end.year].append(told)
    utfall = {y: Utfall.model_validate({"ar": y, "rapport": r}) for y, r in reports.items()}

    reported = [last_of_month(month(n)) for n in months]
    on = [day, *reported, *(end - dt.timedelta(days=1) for end in reported)]
    for project in of_one(data, tjanst, *on, utfall=utfall):
        assert project.reported == known_on(project.day, zip(months, costs, strict=False))
        assert project.parties is None
        assert project.taking_part is None
        assert project.missing == dict.fromkeys((2022, 2023, 2024), "Okänt.")


def known_on(day, costs):
    """Add up the last of each year until a day, if every year before the newest is whole."""
    last = {}
    for n, cost in costs:
        if cost is not None and last_of_month(month(n)) <= day:
            last[month(n).year] = (n, cost)
    newest = max(last, default=None)
    if newest is None or any(last.get(y, (0,))[0] % 12 != 11 for y in range(2022, newest)):
        return None
    return sum(cost for _, cost in last.values()), last_of_month(month(last[newest][0]))
