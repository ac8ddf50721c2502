"""The example of a whole year is the published one, and what is not says so."""

from pathlib import Path

import pytest

from enamnd_cost.analysis.settling.run import settle
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load

FOLDER = Path(__file__).parents[2] / "examples" / "ar-2022" / "data"
INVENTED = ["Delårsrapport 2", "Bokslut"]


@pytest.fixture(scope="module")
def year():
    found, problems = load(FOLDER)
    assert problems == []
    return found


def test_what_is_published_is_as_in_the_data_that_ship(year, data):
    services = {name for name, each in data.tjanster.items() if each.period_in(2022)}

    assert year.kommuner == data.kommuner
    assert set(year.tjanster) == services
    for name in services:
        mine, its = year.tjanster[name], data.tjanster[name]
        assert mine.period == [each for each in its.period if each.first_year <= 2022]
        assert mine.model_copy(update={"period": its.period}) == its
    assert year.budgetar == {2022: data.budgetar[2022]}
    for name, facit in year.facit.items():
        assert facit == data.facit[name]


def test_the_reports_are_the_published_one_and_two_that_say_they_are_invented(year, data):
    (published,) = data.utfall[2022].rapport

    assert year.utfall[2022].grupp == data.utfall[2022].grupp
    assert year.utfall[2022].rapport[0] == published
    assert not published.exempel
    assert [each.namn for each in year.utfall[2022].rapport if each.exempel] == INVENTED


def test_the_year_closes_to_the_krona_and_is_said_to_be_invented(year):
    settlement, problems = settle(compute(year, [2022]), 2022)

    assert problems == []
    assert settlement.invented
    sums = settlement.sums
    assert sums.invoiced + sums.to_pay - sums.due - sums.carried == 0
    assert sums.carried == 53_000
    assert sums.due == sum(
        post.utfall.kostnad
        for post in year.utfall[2022].rapport[-1].post
        if post.tjanst in {each.id for each in settlement.services}
    )
