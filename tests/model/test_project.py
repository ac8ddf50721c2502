"""A project: accrued month by month, as long as its periods, with two parties in every month."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from enamnd_cost.analysis.year import compute
from enamnd_cost.model.participation import last_of_month
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.tjanst import Tjanst

MONTHS = st.tuples(st.integers(2018, 2026), st.integers(1, 12)).map(lambda at: dt.date(*at, 1))


@st.composite
def projects(draw):
    first, last = sorted([draw(MONTHS), draw(MONTHS)])
    return Projekt(belopp=draw(st.integers(0, 10**9)), start=first, slut=last_of_month(last))


@given(projects(), st.lists(st.dates(dt.date(2017, 1, 1), dt.date(2027, 12, 31)), min_size=2))
def test_nothing_is_accrued_before_all_after_and_never_less_later(project, days):
    accrued = [project.accrued(day) for day in sorted(days)]

    assert all(before <= after for before, after in pairwise(accrued))
    assert project.accrued(project.start - dt.timedelta(days=1)) == 0
    assert project.accrued(project.slut) == project.belopp == project.accrued(dt.date(2030, 1, 1))


@given(projects())
def test_each_month_bears_as_much_as_any_other(project):
    ends = [
        last_of_month(dt.date(year, month, 1)) for year in project.years for month in range(1, 13)
    ]
    inside = [end for end in ends if project.start <= end <= project.slut]
    steps = [b - a for a, b in pairwise([0, *map(project.accrued, inside)])]

    assert len(steps) == project.months
    assert len(set(steps)) == 1


def test_the_four_of_2022_are_what_was_reported_to_the_end_of_may(data):
    day = dt.date(2022, 5, 31)
    projects = {name: tjanst.projekt for name, tjanst in data.tjanster.items() if tjanst.projekt}
    own = {name: each for name, each in projects.items() if name.startswith("projekt-")}

    assert {name: round(each.accrued(day)) for name, each in own.items()} == {
        "projekt-elevhalsan": 306_250,
        "projekt-hr": 153_667,
        "projekt-lms": 157_143,
        "projekt-dcbd": 66_667,
    }
    assert sum(each.belopp for each in own.values()) == 1_158_800
    assert all(each.harledning for each in own.values())


def service(period=None, **projekt):
    return {
        "namn": "Studie",
        "kort": "Studie",
        "i_budget": False,
        "projekt": {
            "belopp": 120_000,
            "start": dt.date(2022, 1, 1),
            "slut": dt.date(2023, 12, 31),
            **projekt,
        },
        "period": [
            {"fran": 2022, "till": 2023, "belopp": 60_000, "fordelning": "lika", **(period or {})}
        ],
    }


@pytest.mark.parametrize(
    ("period", "projekt", "said"),
    [
        ({"till": 2022}, {}, "den sista perioden gäller till 2022"),
        ({"till": 2024}, {}, "den sista perioden gäller till 2024"),
        ({"till": None}, {}, "den sista perioden gäller tills vidare"),
        ({"fran": 2023}, {}, "projektet börjar 2022-01-01, men den första perioden 2023"),
        ({"fran": 2021}, {}, "projektet börjar 2022-01-01, men den första perioden 2021"),
        ({"fran": dt.date(2022, 7, 1)}, {}, "men den första perioden 2022-07-01"),
        ({}, {"slut": dt.date(2021, 12, 31)}, "slut (2021-12-31) är före start"),
    ],
)
def test_a_project_lasts_as_long_as_its_periods(period, projekt, said):
    Tjanst.model_validate(service())
    with pytest.raises(ValidationError) as raised:
        Tjanst.model_validate(service(period, **projekt))

    assert said in str(raised.value)


def test_a_period_after_the_project_is_told():
    spoilt = service({"till": 2022}, slut=dt.date(2022, 12, 31))
    spoilt["period"].append({"fran": 2023, "saknas": "Inte känt."})
    with pytest.raises(ValidationError, match="men en period börjar 2023"):
        Tjanst.model_validate(spoilt)


def planned(data, period):
    tjanst = Tjanst.model_validate(service(period))
    return compute(replace(data, tjanster={"studie": tjanst}, budgetar=data.budgetar), [2022])


ITEMS = [
    {"namn": "Gemensamt", "underlag": 50_000, "fordelning": "lika"},
    {"namn": "Bodens", "fordelning": {"belopp": {"boden": 10_000}}, "deltagare": ["boden"]},
]


@pytest.mark.parametrize(
    ("period", "count"),
    [
        ({}, None),
        ({"deltagare": ["boden", "kalix"]}, None),
        ({"deltagare": ["boden"]}, "1 kommun"),
        ({"deltagare": {"bara": ["boden", "kalix"], "till": {"kalix": dt.date(2022, 8, 31)}}},
         "1 kommun"),
        ({"belopp": None, "fordelning": None, "post": ITEMS}, None),
        ({"belopp": None, "fordelning": None, "post": ITEMS[1:]}, "1 kommun"),
    ],
)  # fmt: skip
def test_a_project_has_two_parties_in_every_month_in_one_item_or_another(data, period, count):
    told = [p.text for p in planned(data, period).problems]

    if count is None:
        assert told == []
    else:
        said = f"bara {count} deltar i projektet någon del av 2022; ett projekt har minst 2 parter"
        assert told == [said]
