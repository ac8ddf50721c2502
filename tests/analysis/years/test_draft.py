"""What becomes of each kind of service when the next year is drafted."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.year import compute
from enamnd_cost.analysis.years.draft import draft, filling
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.index import Index, Varde
from enamnd_cost.model.period import Period
from enamnd_cost.model.tjanst import Tjanst

DATE = dt.date(2023, 12, 31)
UP = {"till": 100, "metod": "uppat"}
DRIFT = {
    "fran": 2024,
    "underlag": 100_000,
    "fordelning": "50/50",
    "folkmangd": DATE,
    "avrundning": UP,
}


def with_service(data, *periods, **keys):
    """The data with one service alone, and a budget for 2024 and none after it."""
    made = {"namn": "Prov", "kort": "Prov", **keys, "period": list(periods)}
    service = Tjanst.model_validate(made)
    budget = Budget(ar=2024, status="forslag", summa=0, tjanst={}, utanfor={})
    tjanster = {"prov": service, "soc-forvaltning": data.tjanster["soc-forvaltning"]}
    return replace(data, tjanster=tjanster, budgetar={2024: budget}, facit={})


def with_index(data, series, values):
    """The data with values for the years after those that the series has."""
    new = [Varde(ar=y, procent=p, status="avtalad", kalla="Prov") for y, p in values.items()]
    serier = [
        serie.model_copy(update={"varde": [*serie.varde, *new]}) if serie.id == series else serie
        for serie in data.index.serie
    ]
    return replace(data, index=Index(serie=serier))


def rolled(data):
    made, problems = draft(data, 2024)
    assert problems == []
    return made


def move(made):
    return next(move for move in made.moves if move.service == "prov")


def test_what_is_uprated_is_so_again_with_the_same_rounding(data):
    made = rolled(with_index(data, "PKV", {2025: 3}))

    assert list(made.periods) == ["grundfinansiering"]
    period = made.periods["grundfinansiering"]
    assert (period.fran, period.belopp) == (2025, None), "next year's sum is not this year's"
    assert (period.uppraknas.fran, period.uppraknas.index) == (2024, "PKV")
    assert period.avrundning == data.tjanster["grundfinansiering"].period[-1].avrundning
    # 84 100 × 1,03 = 86 623, upwards to a whole hundred; fourteen of them.
    assert made.budget.tjanst["grundfinansiering"].intakt == 14 * 86_700
    assert made.budget.summa == 7_830_800 + 14 * (86_700 - 84_100)
    assert made.budget.gaps == ()


def test_what_is_not_uprated_goes_on_and_a_missing_value_is_a_gap(data):
    made = rolled(data)

    assert made.budget.gaps == (("tjanst", "grundfinansiering"),)
    assert made.budget.tjanst["grundfinansiering"].saknas == "indexvärde saknas: PKV för 2025"
    assert made.budget.summa is None
    before = data.budgetar[2024].tjanst
    assert list(made.budget.tjanst) == list(before)
    for name, line in made.budget.tjanst.items():
        if name != "grundfinansiering":
            assert (line.intakt, line.underlag) == (before[name].intakt, before[name].underlag)
    assert made.budget.utanfor == {}, "what has no figures this year has none next year"


def test_an_agreed_index_uprates_what_was_a_decided_sum(data):
    sum_2024 = {"fran": 2024, "belopp": 14_000, "fordelning": "lika"}
    made = rolled(with_index(with_service(data, sum_2024, index="PKV"), "PKV", {2025: 10}))

    assert made.periods["prov"].avrundning.model_dump() == {
        "till": 1,
        "metod": "uppat",
        "per": "ar",
    }
    assert made.budget.tjanst["prov"].intakt == 14 * 1_100


def test_a_cost_that_is_uprated_is_so_again_and_shared_anew(data):
    first = {**DRIFT, "fran": 2023}
    second = {
        "fran": 2024,
        "uppraknas": {"fran": 2023, "index": "PKV", "av": "underlag"},
        "fordelning": "50/50",
        "folkmangd": DATE,
        "avrundning": UP,
    }
    made = rolled(with_index(with_service(data, first, second), "PKV", {2025: 0}))

    period = made.periods["prov"]
    assert (period.uppraknas.av, period.fordelning, period.folkmangd) == ("underlag", "50/50", DATE)
    done = made.computed.outcome.done
    assert done[Node("prov", 2025)].cost == done[Node("prov", 2025)].costs[0].cost == 104_400


def test_a_population_date_that_moves_is_a_gap_until_the_population_is_there(data):
    made = rolled(with_service(data, {**DRIFT, "belopp": 100_700}, ny_folkmangd=True))

    period = made.periods["prov"]
    assert (period.folkmangd, period.underlag) == (dt.date(2024, 12, 31), 100_000)
    assert period.belopp is None, "the sum was that of the old population"
    assert made.budget.gaps == (), "the shipped data has the population of 2024"

    later = {**DRIFT, "folkmangd": dt.date(2024, 12, 31)}
    made = rolled(with_service(data, later, ny_folkmangd=True))

    assert made.budget.tjanst["prov"].saknas == "folkmängd för mätdatum 2025-12-31 finns inte"


def test_a_moving_date_and_an_index_uprate_the_cost_and_share_it_by_the_new_population(data):
    made = rolled(
        with_index(with_service(data, DRIFT, ny_folkmangd=True, index="PKV"), "PKV", {2025: 5})
    )

    period = made.periods["prov"]
    assert (period.uppraknas.av, period.folkmangd) == ("underlag", dt.date(2024, 12, 31))
    assert made.computed.outcome.done[Node("prov", 2025)].cost == 105_000


def test_a_decided_sum_that_is_handed_out_stays_with_a_new_population(data):
    sum_2024 = {"fran": 2024, "belopp": 50_000, "fordelning": "invanare", "folkmangd": DATE}
    made = rolled(with_service(data, sum_2024, ny_folkmangd=True))

    assert made.periods["prov"].belopp == 50_000
    assert made.budget.tjanst["prov"].intakt == 50_000


def test_a_control_sum_that_cannot_hold_another_year_is_left_out(data):
    # From July there are fourteen where there were thirteen: rounded upwards, another sum.
    half = {**DRIFT, "fordelning": "lika", "deltagare": {"fran": {"boden": dt.date(2024, 7, 1)}}}
    del half["folkmangd"]
    alone = with_service(data, half)
    total = compute(alone, [2024]).outcome.done[Node("prov", 2024)].total
    made = rolled(with_service(data, {**half, "belopp": total}))

    assert move(made).words == "som 2024, men summan blir en annan"
    assert (made.periods["prov"].belopp, made.periods["prov"].underlag) == (None, 100_000)
    assert made.budget.tjanst["prov"].intakt == 14 * 7_200 != total


@pytest.mark.parametrize(
    ("period", "keys", "words"),
    [
        ({"fran": 2024, "saknas": "Inte känt."}, {}, "uppgift saknas fortfarande"),
        ({**DRIFT, "exempel": True}, {"i_budget": False}, "exempel, oförändrat"),
        ({**DRIFT, "till": 2024}, {}, "upphör 2024"),
        (DRIFT, {}, "oförändrad"),
        ({"fran": 2024, "fordelning": {"avgift": 100, "start": {}}}, {}, "oförändrad"),
    ],
)
def test_what_needs_no_period_gets_none_and_it_is_said_why(data, period, keys, words):
    made = rolled(with_service(data, period, **keys))

    assert move(made).words == words
    assert "prov" not in made.periods


@pytest.mark.parametrize(
    "period",
    [
        {"fran": 2024, "fordelning": {"avgift": 100, "start": {}}},
        {"fran": 2024, "underlag": 900, "fordelning": {"matt": "transaktioner"}},
        {
            "fran": 2024,
            "folkmangd": DATE,
            "post": [
                {"namn": "Fast", "underlag": 10, "fordelning": "lika"},
                {"namn": "Rörlig", "underlag": 10, "fordelning": "invanare"},
            ],
        },
    ],
)
def test_what_is_agreed_but_cannot_be_done_is_refused_and_never_left_undone(data, period):
    moving = "folkmangd" in period
    made, problems = draft(with_service(data, period, index="PKV", ny_folkmangd=moving), 2024)

    assert (made, [problem.code for problem in problems]) == (None, ["EK017"])


def test_an_example_that_cannot_go_on_is_told_how_to_end(data):
    uprated = {
        "fran": 2024,
        "exempel": True,
        "uppraknas": {"fran": 2023, "index": "PKV"},
        "avrundning": UP,
    }
    made = rolled(with_service(data, {**DRIFT, "fran": 2023}, uprated, i_budget=False))

    assert move(made).words.endswith("avsluta det med till = 2024")
    assert (made.periods, made.budget.utanfor) == ({}, {})


def test_a_period_that_is_there_already_is_left_as_it_is(data):
    made = rolled(
        with_service(data, DRIFT, {**DRIFT, "fran": 2025, "underlag": 200_000}, index="PKV")
    )

    assert move(made).words == "har redan en period från 2025"
    assert made.budget.tjanst["prov"].underlag == 200_000


def test_an_end_that_is_agreed_stays(data):
    made = rolled(with_service(data, {**DRIFT, "till": 2026}, index="PKV"))

    assert made.periods["prov"].till == 2026


def test_who_paid_for_part_of_the_year_makes_a_gap_that_says_so(data):
    half = {**DRIFT, "deltagare": {"fran": {"boden": dt.date(2024, 7, 1)}}}
    made = rolled(with_index(with_service(data, half, index="PKV"), "PKV", {2025: 2}))

    assert made.budget.tjanst["prov"].saknas.startswith("prov 2025: Boden deltog bara en del")


def test_a_leap_day_is_moved_to_the_last_of_february(data):
    leap = {**DRIFT, "folkmangd": dt.date(2024, 2, 29)}

    assert rolled(with_service(data, leap, ny_folkmangd=True)).periods["prov"].folkmangd == dt.date(
        2025, 2, 28
    )


@given(percent=st.decimals(min_value=-50, max_value=200, places=2))
def test_the_drafted_budget_is_what_the_model_gives(data, percent):
    made = rolled(with_index(data, "PKV", {2025: percent}))

    again = compute(made.data, [2025])
    assert again.problems == ()
    result = again.year(2025)
    assert {s.id: s.allocation.total for s in result.in_budget} == {
        name: line.intakt for name, line in made.budget.tjanst.items()
    }
    assert result.result.income == result.result.cost == made.budget.summa
    each = -(-(84_100 * (10_000 + int(percent * 100))) // 1_000_000) * 100
    assert made.budget.tjanst["grundfinansiering"].intakt == 14 * each


def test_what_can_be_filled_in_is_and_the_sum_only_when_all_is_known(data):
    made = rolled(data)

    found = filling(compute(made.data, [2025]), 2025)
    assert (found.amounts, found.total, found.left) == ({}, None, ("grundfinansiering",))

    known = with_index(made.data, "PKV", {2025: 3})
    found = filling(compute(known, [2025]), 2025)
    assert found.amounts == {("tjanst", "grundfinansiering"): 14 * 86_700}
    assert (found.total, found.left) == (7_830_800 + 14 * (86_700 - 84_100), ())


@pytest.mark.parametrize(("year", "code"), [(2021, "EK004"), (2023, "EK015")])
def test_a_year_that_cannot_be_rolled_is_refused(data, year, code):
    made, problems = draft(data, year)

    assert (made, [problem.code for problem in problems]) == (None, [code])


def test_the_last_year_there_is_has_none_after_it(data):
    last = Budget(ar=2999, status="forslag", summa=0, tjanst={})
    _, problems = draft(replace(data, budgetar={2999: last}), 2999)

    assert [problem.code for problem in problems] == ["EK017"]


def test_a_drafted_period_is_a_whole_period(data):
    """What is put together without being validated would be accepted if it were."""
    for keys in ({"index": "PKV"}, {"ny_folkmangd": True}, {"index": "PKV", "ny_folkmangd": True}):
        period = rolled(with_service(data, DRIFT, **keys)).periods["prov"]
        dumped = period.model_dump(exclude_none=True, exclude_defaults=True)
        assert Period.model_validate(dumped) == period
