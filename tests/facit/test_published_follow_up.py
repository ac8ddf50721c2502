"""The published follow-up of May 2022, cell by cell, from a copy independent of ``data/``."""

import csv
from pathlib import Path

import pytest

from enamnd_cost.analysis.follow_up.projects import followed
from enamnd_cost.analysis.follow_up.run import follow_up
from enamnd_cost.analysis.follow_up.units import KR, TKR, of_result, of_side

HERE = Path(__file__).parent
NAMES = {  # as the paper prints what the files call otherwise
    "Räddningstjänsten verksamhetsystem": "Räddningstjänsten verksamhetssystem",
    "Uppdrag och Projekt": "Uppdrag och projekt",
}


def printed(section):
    with (HERE / "publicerad-uppfoljning-2022.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["avsnitt"] == section]
    assert rows
    return [
        [row["post"], *(int(row[key]) if row[key] else None
                        for key in ("intakter", "kostnader", "avvikelse"))]
        for row in rows
    ]  # fmt: skip


@pytest.fixture(scope="module")
def made(computed):
    found, problems = follow_up(computed.year(2022))
    assert problems == []
    return found


def whole(made, unit):
    return {
        "intakt": of_side(made, "intakt", unit),
        "kostnad": of_side(made, "kostnad", unit),
        "resultat": of_result(made, unit),
    }


@pytest.mark.parametrize(
    ("section", "field"), [("Budget helår 2022", "budget"), ("Prognos helår 2022", "forecast")]
)
def test_each_line_and_the_sum_are_as_printed(made, section, field):
    sides = whole(made, KR)
    by_name = {line.name: line for line in made.lines}

    for name, *amounts, deviation in printed(section):
        rows = [sides[side] for side in ("intakt", "kostnad")]
        line = by_name.get(NAMES.get(name, name))
        cells = [each.total if name == "Summa" else each.lines[line] for each in rows]
        assert [getattr(cell, field) for cell in cells] == amounts
        if field == "forecast" and deviation is not None:
            assert [cell.deviation for cell in cells] == [deviation, deviation]


def test_the_sums_deviate_by_the_projects_on_both_sides(made):
    sides = whole(made, KR)

    assert [sides[side].total.deviation for side in ("intakt", "kostnad")] == [-1_158_800] * 2
    assert sides["resultat"].total.forecast == 0


def test_the_projects_forecast_is_what_they_are_decided_to_be(data):
    """No report need say it: their amounts, which were worked out, add up to what it says."""
    belopp = [data.tjanster[name].projekt.belopp for name in data.projects(2022)]

    assert sum(belopp) == 1_158_800


def test_each_project_has_earned_and_cost_what_is_printed(made, data):
    (report,) = made.reports
    found = {data.tjanster[each.id].namn: each for each in followed(data, 2022, report)}

    for name, income, cost, deviation in printed("Projekt utfall per sista maj"):
        each = found.pop(name)
        assert KR.shown(each.accrued) == each.reported == income
        assert (each.cost, KR.shown(each.deviation)) == (cost, deviation)
        assert not each.other_income
    assert found == {}


def test_the_outcome_in_tkr_is_as_printed(made):
    ((_, income, cost, result),) = printed("Utfall per sista maj 2022")
    sides = whole(made, TKR)

    assert [sides[side].total.outcome for side in sides] == [income, cost, result]
    assert income - cost == result - 1  # which rounding explains


def test_the_forecast_in_tkr_is_as_printed_and_the_budget_was_cut(made):
    sides = whole(made, TKR)
    ((_, income, cost, result),) = printed("Prognos 2022 (2022-05)")
    ((_, cut, *_),) = printed("Budget 2022")

    assert [sides[side].total.forecast for side in sides] == [income, cost, result]
    assert (sides["intakt"].total.budget, cut) == (5_035, 5_034)
