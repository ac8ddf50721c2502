"""Sweeps: every point is what a scenario would give, and turns are where they should be."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from enamnd_cost.analysis.compare import sweep
from enamnd_cost.analysis.scenarios.apply import of_year
from enamnd_cost.files.loading import load
from enamnd_cost.swedish import fixed, rounded

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
BASE = of_year(DATA, 2024)[0]


def swept(found):
    result, problems = found
    assert problems == []
    return result


def test_the_equal_part_goes_from_population_to_equal_shares():
    found = swept(sweep.equal_part(BASE, "soc-grund", 25))
    exact = [point.exact for point in found.points]

    assert [point.name for point in found.points] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert set(exact[-1].values()) == {Fraction(508_300, 14)}
    assert exact[0]["2582"] == Fraction(508_300 * 28_060, 249_614)
    for code in found.base.codes:
        assert 2 * exact[2][code] == exact[0][code] + exact[4][code]
    # The base is 50/50, so everybody turns there.
    assert {tuple(turn.shown for turn in found.turns(code)) for code in found.base.codes} == {
        ("50 %",)
    }
    assert found.points[2].amounts == BASE.amounts()


def test_where_the_base_is_no_mix_each_turns_in_a_place_of_its_own():
    found = swept(sweep.equal_part(BASE, "e-tjansteplattform", 50))
    low, _, high = (point.exact["2580"] for point in found.points)
    now = next(s for s in BASE.result.services if s.id == "e-tjansteplattform").allocation
    paid = now.rows["2580"].exact

    # Luleå pays less the more is shared equally; the place is where the line meets what it pays.
    at = 100 * (low - paid) / (low - high)
    assert [turn.shown for turn in found.turns("2580")] == [f"{fixed(rounded(at, 1))} %"]


@pytest.mark.parametrize("name", [service.id for service in BASE.result.in_budget])
def test_a_cost_up_and_down_has_the_base_in_the_middle(name):
    found = swept(sweep.cost(BASE, name, 20, 10))

    assert [point.name for point in found.points] == ["−20 %", "−10 %", "0 %", "+10 %", "+20 %"]
    assert found.points[2].amounts == BASE.amounts()
    for code in found.base.codes:
        assert list(found.turns(code)) == [], "all turn where nothing is changed"
        assert found.points[0].amounts[code] < found.points[4].amounts[code]


def test_every_population_date_there_is():
    found = swept(sweep.population(BASE, None))

    assert len(found.points) == len(DATA.kommuner.folkmangd)
    assert swept(sweep.population(BASE, "e-arkiv")).points[7].amounts == BASE.amounts()


def test_each_left_out_in_turn_and_in_pairs():
    pairs = [*combinations(BASE.codes, 2)]
    found = swept(sweep.without(BASE, [*([code] for code in BASE.codes), *pairs]))

    assert len(found.points) == 14 + 91
    for point, group in zip(found.points[14:], pairs, strict=True):
        assert all(point.amounts[code] == 0 for code in group)
    # Who is left out cannot turn anything.
    assert not any(list(found.turns(code)) for code in found.base.codes)
