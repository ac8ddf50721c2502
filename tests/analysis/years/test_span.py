"""A plan is what the same years would be if they stood in the files, and says what it assumes."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.years.test_draft import DRIFT, with_index, with_service

from enamnd_cost.analysis.year import compute
from enamnd_cost.analysis.years.assuming import read
from enamnd_cost.analysis.years.report import Shown, cells, choose, report
from enamnd_cost.analysis.years.span import span
from enamnd_cost.cli.spelling import spell
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.index import Index

HUNDRED = 100


def planned(data, first, last, *texts):
    given_, problems = read(texts, data)
    assert problems == []
    made, problems = span(data, first, last, given_)
    assert problems == []
    return made


def refused(data, first, last, *texts):
    given_, problems = read(texts, data)
    assert problems == []
    made, problems = span(data, first, last, given_)
    assert made is None
    return problems


def codes(problems):
    return [problem.code for problem in problems]


def amounts(result):
    return {(s.id, code): kr for s in result.services for code, kr in s.allocation.amounts.items()}


percent = st.decimals(min_value=-20, max_value=50, places=2)


@given(values=st.lists(percent, min_size=3, max_size=3))
def test_every_year_is_the_one_before_uprated_and_rounded_once(data, values):
    texts = [f"PKV:{year}={value}" for year, value in zip((2025, 2026, 2027), values, strict=True)]

    made = planned(data, 2024, 2027, *texts)

    each = 84_100
    for result, value in zip(made.results[1:], values, strict=True):
        exact = each * (1 + Fraction(value) / 100)
        each = -(-exact // HUNDRED) * HUNDRED
        service = next(s for s in result.services if s.id == "grundfinansiering")
        assert set(service.allocation.amounts.values()) == {each}
        assert result.result.result == 0
    assert [a.value for a in made.assumptions] == [
        f"{str(v.normalize().__format__('f')).replace('.', ',').replace('-', '−')} %"
        for v in values
    ]


def test_a_comma_and_a_point_are_the_same_and_one_year_goes_before_all(data):
    one = planned(data, 2024, 2026, "PKV=3,5", "PKV:2026=3.0")
    other = planned(data, 2024, 2026, "pkv = 3.50 %", "PKV:2026=3")

    assert [(a.what, a.value) for a in one.assumptions] == [
        ("PKV 2025", "3,5 %"),
        ("PKV 2026", "3 %"),
    ]
    assert one.assumptions == other.assumptions
    assert list(map(amounts, one.results)) == list(map(amounts, other.results))
    assert report(one, choose(one, (), ())[0]) == report(one, choose(other, (), ())[0])


def test_years_that_exist_are_as_they_are_and_nothing_is_assumed(data, computed):
    made = planned(data, 2022, 2024)

    assert [amounts(r) for r in made.results] == [amounts(computed.year(y)) for y in data.years]
    assert (made.assumptions, made.drafted) == ((), frozenset())
    assert not any(made.is_assumed(year) for year in made.years)


def test_a_plan_may_begin_after_the_last_budget(data):
    whole = planned(data, 2024, 2027, "PKV=3")
    part = planned(data, 2026, 2027, "PKV=3")

    assert list(map(amounts, part.results)) == list(map(amounts, whole.results[2:]))
    assert part.drafted == {2025, 2026, 2027}
    assert "Budget 2025" not in [
        line.label for line in report(part, choose(part, (), ())[0]).tables[0].lines
    ]


def test_what_is_missing_is_named_once_with_its_years_and_services(data):
    (problem,) = refused(data, 2024, 2027)

    assert problem.code == "EK016"
    assert "PKV för 2025, 2026 och 2027 (grundfinansiering)" in problem.text
    assert "--antag PKV=PROCENT" in spell(problem.remedy)


def test_what_is_given_but_not_needed_is_refused(data):
    problems = refused(data, 2024, 2025, "PKV=3", "AKI=2", "PKV:2027=4")

    assert codes(problems) == ["EK018", "EK018"]


@pytest.mark.parametrize(
    "text",
    ["PKX=3", "PKV", "PKV=", "PKV=tre", "PKV=3,5,1", "PKV:25=3", "PKV=-100", "PKV:2024=3", "=3",
     "PKV=nan", "PKV=1e3", "PKV=1000", "folkmangd=2024", "folkmangd:2025=2023-12-31", "matt=x",
     "PKV=3 PKV=4"],
)  # fmt: skip
def test_what_cannot_be_an_assumption_is_refused(data, text):
    given_, problems = read([text], data)

    assert (given_, codes(problems)) == ([], ["EK018"])
    assert text in problems[0].text


def test_the_same_thing_twice_is_refused(data):
    assert codes(read(["PKV=3", "pkv=4"], data)[1]) == ["EK018"]


def test_a_value_in_the_index_file_is_used_and_the_rest_assumed(data):
    made = planned(with_index(data, "PKV", {2025: 2}), 2024, 2026, "PKV=3")

    assert [a.what for a in made.assumptions] == ["PKV 2026"]
    assert made.is_assumed(2025), "there is no budget for it"


def test_a_value_that_is_assumed_in_the_index_file_is_listed_with_its_source(data):
    serie = data.index.by_id["PKV"]
    last = serie.varde[-1].model_copy(
        update={"ar": 2025, "status": "antagen", "harledning": None, "kalla": "Vår bedömning"}
    )
    longer = serie.model_copy(update={"varde": [*serie.varde, last]})
    index = Index(serie=[*data.index.serie[:-1], longer])

    made = planned(replace(data, index=index), 2024, 2025)

    (found,) = made.assumptions
    assert (found.what, found.source) == ("PKV 2025", "Vår bedömning")
    assert found.services == ("grundfinansiering",)


def test_population_that_is_not_there_yet_can_be_that_of_an_earlier_date(data):
    moving = with_service(data, {**DRIFT, "folkmangd": dt.date(2024, 12, 31)}, ny_folkmangd=True)

    (problem,) = refused(moving, 2024, 2025)
    made = planned(moving, 2024, 2025, "folkmangd=2024-12-31")

    assert (problem.code, "2025-12-31" in problem.text) == ("EK016", True)
    assert [(a.what, a.value) for a in made.assumptions] == [
        ("Folkmängd 2025-12-31", "som 2024-12-31")
    ]
    before, after = map(amounts, made.results)
    assert {k: v for k, v in after.items() if k[0] == "prov"} == {
        k: v for k, v in before.items() if k[0] == "prov"
    }


def test_use_that_is_not_measured_yet_can_be_that_of_an_earlier_year(data):
    serie = data.matt["transaktioner"]
    real = serie.matning[0].model_copy(update={"ar": 2024, "exempel": False})
    used = replace(data, matt={"transaktioner": serie.model_copy(update={"matning": [real]})})
    by_use = {"fran": 2024, "fordelning": {"matt": "transaktioner", "pris": 2}}
    measured = with_service(used, by_use, i_budget=False)

    (problem,) = refused(measured, 2024, 2025)
    made = planned(measured, 2024, 2025, "matt=2024")

    assert problem.code == "EK016"
    assert [(a.value, a.services) for a in made.assumptions] == [("som 2024", ("prov",))]


def test_invented_use_is_never_taken_for_real(data):
    by_use = {"fran": 2024, "fordelning": {"matt": "transaktioner", "pris": 2}}
    invented = data.matt["transaktioner"].model_copy(
        update={"matning": [data.matt["transaktioner"].matning[0].model_copy(update={"ar": 2024})]}
    )
    measured = with_service(replace(data, matt={"transaktioner": invented}), by_use, i_budget=False)

    assert codes(refused(measured, 2024, 2025, "matt=2024")) == ["EK016"]


def test_what_cannot_be_uprated_says_so_without_a_place_in_any_file(data):
    half = {**DRIFT, "deltagare": {"fran": {"boden": dt.date(2024, 7, 1)}}}

    (problem,) = refused(with_service(data, half, index="PKV"), 2024, 2025, "PKV=3")

    assert (problem.code, problem.path) == ("EK309", ())


def test_a_hole_among_the_budgets_is_no_year_to_draft(data):
    holed = replace(data, budgetar={y: b for y, b in data.budgetar.items() if y != 2023})

    assert codes(refused(holed, 2022, 2024)) == ["EK004"]
    assert codes(refused(data, 2021, 2022)) == ["EK004"]
    assert codes(refused(replace(data, budgetar={}), 2022, 2024)) == ["EK004"]


def test_a_proposal_with_gaps_takes_part_with_what_is_assumed(data):
    gap = {"saknas": "väntar"}
    lines = {
        name: gap if name == "grundfinansiering" else line.model_dump(exclude_none=True)
        for name, line in data.budgetar[2024].tjanst.items()
    }
    proposal = Budget.model_validate({"ar": 2024, "status": "forslag", "tjanst": lines})
    values = [v for v in data.index.by_id["PKV"].varde if v.ar != 2024]
    serier = [
        s.model_copy(update={"varde": values}) if s.id == "PKV" else s for s in data.index.serie
    ]
    index = type(data.index)(serie=serier)
    without = replace(data, budgetar={**data.budgetar, 2024: proposal}, index=index)

    made = planned(without, 2023, 2024, "PKV=4,4")

    assert made.is_assumed(2024)
    assert amounts(made.results[1]) == amounts(planned(data, 2023, 2024).results[1])
    assert made.results[1].result.result == 0


def test_the_report_adds_up_both_ways_and_marks_every_assumed_year(data):
    made = planned(data, 2023, 2026, "PKV=3")
    shown = report(made, choose(made, (), ())[0])

    per_municipality, per_service, outside, assumed = shown.tables
    assert per_municipality.sums[-1].cells == per_service.sums[-1].cells
    assert outside.title == "Utanför budgeten per tjänst"
    for table in (per_municipality, per_service, outside):
        for column in table.columns:
            later = any(str(year) in column.name for year in (2025, 2026))
            assert ("(antagande)" in column.name) == later == column.short.endswith("*")
    years = [n for n, c in enumerate(per_municipality.columns) if not c.signed]
    for n, result in zip(years, made.results, strict=True):
        assert {line.code: line.cells[n] for line in per_municipality.lines} == dict(
            result.per_municipality
        )
    assert [line.label for line in assumed.lines] == [
        "PKV 2025", "PKV 2026", "Budget 2025", "Budget 2026",
    ]  # fmt: skip
    assert any(note.text.startswith("Antaget: PKV 2026 3 %") for note in shown.notes)


def test_one_chosen_service_has_one_table_and_two_have_their_sum_as_well(data):
    made = planned(data, 2023, 2025, "PKV=3")

    one, problems = choose(made, ["E-arkiv"], ["boden"])
    two, _ = choose(made, ["e-arkiv", "datacenter"], [])

    assert (problems, one) == ([], Shown(("e-arkiv",), ("2582",)))
    assert [t.title for t in report(made, one).tables][:-1] == ["E-arkiv"]
    assert [t.title for t in report(made, two).tables][:-1] == [
        "Valda tjänster per kommun", "E-arkiv", "Datacenter Norrbotten, grundplattform",
    ]  # fmt: skip
    (line,) = report(made, one).tables[0].lines
    assert line.cells[0] == 36_000
    assert codes(choose(made, ["finns-inte"], ["Bodne"])[1]) == ["EK005", "EK005"]


def test_change_is_in_kronor_and_per_cent_and_nothing_of_nothing():
    assert cells([0, 100, None, 50]) == (0, 100, 100, None, None, None, None, 50, None, None)
    assert cells([-200, -100])[1:3] == (-100, 100)
    assert str(cells([-200, -100])[3]) == "50.0"


def test_a_plan_does_not_touch_the_data_it_is_made_from(data):
    before = compute(data, data.years)
    planned(data, 2024, 2027, "PKV=3")

    assert data.years == (2022, 2023, 2024)
    assert compute(data, data.years).outcome == before.outcome
    assert data.index.value("PKV", 2025) is None
