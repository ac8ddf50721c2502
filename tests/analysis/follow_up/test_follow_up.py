"""Which report a year is followed up by, what is missing, and what rounding does to the figures."""

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.follow_up.figures import Figures, whole
from enamnd_cost.analysis.follow_up.lines import SIDES
from enamnd_cost.analysis.follow_up.projects import followed, of_year
from enamnd_cost.analysis.follow_up.report import report
from enamnd_cost.analysis.follow_up.run import follow_up
from enamnd_cost.analysis.follow_up.units import (
    KR,
    TKR,
    kronor_of,
    of_result,
    of_side,
    result_within,
)
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.utfall import PROJECTS, Utfall

KRONOR = st.integers(-(10**9), 10**9)
SPRING, AUTUMN = dt.date(2022, 5, 31), dt.date(2022, 8, 31)
ALONE = ["e-tjansteplattform", "raddningstjansten", "e-arkiv"]
GROUP = {
    "namn": "E-kontor",
    "tjanster": ["grundfinansiering", "verksamhetsutvecklare", "soc-forvaltning"],
}


def both(kronor):
    return {"intakt": kronor, "kostnad": kronor}


def full(what, kronor=100):
    """Posts that say the same of every line of 2022 but the projects."""
    posts = [{"tjanst": name, what: both(kronor)} for name in ALONE]
    return [{"grupp": "E-kontor", what: both(kronor)}, *posts]


@pytest.fixture(scope="module")
def made(computed):
    """Follow 2022 up by reports that are made up."""
    year = computed.year(2022)

    def make(reports, day=None, when=None):
        utfall = Utfall.model_validate({"ar": 2022, "grupp": [GROUP], "rapport": reports})
        budget = year.budget.model_copy(update={"fakturering": when or year.budget.fakturering})
        budgetar = {**computed.data.budgetar, 2022: budget}
        changed = dataclasses.replace(computed.data, utfall={2022: utfall}, budgetar=budgetar)
        result = dataclasses.replace(year, data=changed, budget=budget)
        found, problems = follow_up(result, day, as_invoiced=when is not None)
        assert problems == []
        return found

    return make


def notes(found, unit=KR):
    return " ".join(note.text for note in report(found, unit).notes).replace("\xa0", " ")


TWO = [
    {"namn": "Vår", "utfall_till": SPRING, "prognos_per": SPRING, "post": [
        *({**post, "prognos": both(200)} for post in full("utfall")),
        {"grupp": PROJECTS, "utfall": both(50), "prognos": both(60)},
    ]},
    {"namn": "Höst", "utfall_till": AUTUMN, "post": full("utfall", 300)},
]  # fmt: skip


def test_the_latest_report_until_the_day_is_taken(made):
    assert [r.namn for r in made(TWO).reports] == ["Vår", "Höst"]
    assert made(TWO, dt.date(2022, 8, 30)).until == SPRING
    assert made(TWO, AUTUMN).until == AUTUMN


def test_a_forecast_older_than_the_outcome_is_not_shown_beside_it(made):
    found = made(TWO)

    assert found.forecast is None
    assert {f.forecast for f in found.sides["kostnad"].values()} == {None}
    assert found.total("kostnad").deviation is None
    assert "Prognosen per 2022-05-31 är äldre än utfallet till och med 2022-08-31" in notes(found)
    # but it stands among the reports
    beside = next(t for t in report(found, KR).tables if "rapport för rapport" in t.title)
    assert [column.key for column in beside.columns] == [
        "utfall_2022-05-31", "prognos_2022-05-31", "utfall_2022-08-31",
    ]  # fmt: skip
    assert beside.lines[0].cells == (100, 200, 300)
    assert beside.sums[0].cells == (450, 860, None)


def test_a_newer_forecast_stands_beside_the_latest_outcome(made):
    later = {"namn": "Ny prognos", "prognos_per": AUTUMN, "post": full("prognos", 400)}
    found = made([TWO[0], later])

    assert (found.until, found.forecast.namn) == (SPRING, "Ny prognos")
    line = found.lines[0]
    assert found.sides["intakt"][line][2:] == (100, 400)
    assert [each.namn for each in found.chosen] == ["Vår", "Ny prognos"]


def test_what_is_not_reported_is_empty_and_named_and_so_is_its_sum(made):
    found = made([{"namn": "Vår", "utfall_till": SPRING, "post": [
        {"tjanst": "e-arkiv", "utfall": {"intakt": 0}},
    ]}])  # fmt: skip

    by_name = {line.name: figures for line, figures in found.sides["intakt"].items()}
    assert by_name["E-arkiv"].outcome == 0
    assert by_name["E-kontor"].outcome is None
    assert {f.outcome for f in found.sides["kostnad"].values()} == {None}
    assert found.total("intakt").outcome is None
    said = notes(found)
    assert "Vår har inget utfall på kostnadssidan för E-kontor" in said
    assert "rutorna är tomma, inte 0" in said
    assert "Ingen rapport har någon prognos" in said


def test_a_group_is_the_sum_of_its_services_where_all_are_reported(made):
    posts = [{"tjanst": name, "utfall": both(7)} for name in GROUP["tjanster"]]
    one = {"namn": "Vår", "utfall_till": SPRING, "post": posts}

    whole_group = made([one])
    assert whole_group.sides["kostnad"][whole_group.lines[0]].outcome == 21
    part = made([{**one, "post": posts[:2]}])
    assert part.sides["kostnad"][part.lines[0]].outcome is None


def test_a_project_that_no_report_speaks_of_is_forecast_as_decided(made):
    posts = [*full("prognos"), {"tjanst": "projekt-hr", "prognos": both(1_000)}]
    found = made([{"namn": "Vår", "prognos_per": SPRING, "post": posts}])

    line = next(line for line in found.lines if line.name == PROJECTS)
    figures = found.sides["intakt"][line]
    assert figures.forecast == 1_158_800 - 368_800 + 1_000
    assert (figures.budget, figures.deviation) == (0, -figures.forecast)


def test_another_income_of_a_project_than_it_has_earned_is_told(made, data):
    posts = [{"tjanst": "projekt-hr", "utfall": {"intakt": 153_668, "kostnad": 5}}]
    found = made([{"namn": "Vår", "utfall_till": SPRING, "post": posts}])

    assert "Projekt HR har intäkten 153 668 kr; upplupet är 153 667 kr" in notes(found)
    project = next(p for p in followed(data, 2022, found.outcome) if p.id == "projekt-hr")
    assert project.deviation == Fraction(368_800 * 5, 12) - 5


def test_comments_stand_at_their_line(made, data):
    posts = [
        {"grupp": "E-kontor", "kommentar": "Vakans."},
        {"tjanst": "soc-forvaltning", "kommentar": "Byter leverantör."},
        {"tjanst": "e-arkiv", "kommentar": "Enligt plan."},
    ]
    found = made([{"namn": "Vår", "utfall_till": SPRING, "post": posts}])
    table = next(t for t in report(found, KR).tables if t.columns[-1].key == "kommentar")

    told = {line.label: line.cells[-1] for line in table.lines}
    soc = data.tjanster["soc-forvaltning"].namn
    assert told["E-kontor"] == f"Vakans. {soc}: Byter leverantör."
    assert told["E-arkiv"] == "Enligt plan."
    assert told[PROJECTS] is None


def test_a_service_outside_the_budget_is_told_and_not_counted(made):
    posts = [{"tjanst": "datacenter", "utfall": both(9)}, *full("utfall")]
    found = made([{"namn": "Vår", "utfall_till": SPRING, "post": posts}])

    assert found.outside() == ("datacenter",)
    assert "Utanför budgeten 2022" in notes(found)


def test_invented_figures_are_said_to_be_so_in_every_form(made):
    found = made([{**TWO[0], "exempel": True}])

    assert "Vår: talen är påhittade." in report(found, KR).status


def test_the_budget_beside_the_outcome_is_that_of_the_whole_months_gone(made):
    for day, months in ((SPRING, 5), (dt.date(2022, 5, 30), 4), (dt.date(2022, 12, 31), 12)):
        found = made([{"namn": "R", "utfall_till": day, "post": full("utfall")}])
        for side in SIDES:
            for figures in found.sides[side].values():
                assert figures.so_far == Fraction(figures.budget * months, 12)


@pytest.mark.parametrize(
    ("when", "day", "due"),
    [
        ("manad", SPRING, Fraction(5, 12)),
        ("manad", dt.date(2022, 6, 1), Fraction(6, 12)),
        ("kvartal", SPRING, Fraction(2, 4)),
        ("tertial", AUTUMN, Fraction(2, 3)),
        ("halvar", AUTUMN, 1),
        ("helar", dt.date(2022, 1, 31), 1),
        ("arets_slut", AUTUMN, 0),
        ("arets_slut", dt.date(2022, 12, 31), 1),
    ],
)
def test_the_income_of_the_budget_may_be_counted_as_it_is_invoiced(made, when, day, due):
    reports = [{"namn": "R", "utfall_till": day, "post": full("utfall")}]
    found, by_months = made(reports, when=when), made(reports)

    for line, figures in found.sides["intakt"].items():
        if line.name not in ("E-kontor", PROJECTS):  # Grundfinansiering says when by itself
            assert 0 <= figures.budget * due - figures.so_far < 14, "cut for each of fourteen"
    assert found.sides["intakt"][found.lines[-1]].so_far == 0, "projects are a deviation"
    assert found.sides["kostnad"] == by_months.sides["kostnad"]
    assert "det som ska vara fakturerat" in notes(found)


def test_when_a_supplier_invoices_is_not_known(made):
    reports = [{"namn": "R", "utfall_till": SPRING, "post": full("utfall")}]

    found = made(reports, when="leverantor")

    assert found.total("intakt").so_far is None
    assert "E-arkiv faktureras är inte känt: leverantören fakturerar" in notes(found)


def test_a_year_without_reports_or_a_day_before_them_is_refused(computed):
    none, (problem,) = follow_up(computed.year(2023))
    assert none is None
    assert (problem.code, problem.file) == ("EK004", "utfall/2023.toml")
    none, (problem,) = follow_up(computed.year(2022), dt.date(2022, 5, 30))
    assert none is None
    assert "den första är Delårsrapport 1, per 2022-05-31" in problem.remedy


# Laws


@given(st.integers(0, 10**7))
def test_a_number_is_shown_as_what_it_may_be_of(tkr):
    for shown in (tkr, -tkr):
        least, most = kronor_of(shown, TKR)
        assert TKR.shown(least) == TKR.shown(most) == shown
        assert TKR.shown(least - 1) != shown != TKR.shown(most + 1)


@given(KRONOR, KRONOR)
def test_what_was_rounded_from_kronor_is_always_explained(income, cost):
    printed = [TKR.shown(kr) for kr in (income, cost, income - cost)]

    least, most = result_within(*printed, TKR)

    assert least <= income - cost <= most
    assert abs(printed[0] - printed[1] - printed[2]) <= 1


@given(st.lists(st.tuples(KRONOR, KRONOR, KRONOR, KRONOR), min_size=1, max_size=9))
def test_sums_results_and_deviations_close_in_kronor(rows):
    income = [Figures(budget, None, outcome, None) for budget, outcome, _, _ in rows]
    cost = [Figures(budget, None, outcome, None) for _, _, budget, outcome in rows]

    results = [one.less(other) for one, other in zip(income, cost, strict=True)]

    assert whole(results) == whole(income).less(whole(cost))


@given(st.integers(-(10**9), 10**9), st.integers(1, 60), st.integers(0, 11))
def test_the_years_of_a_project_are_together_its_amount(belopp, months, before):
    start = dt.date(2022, before + 1, 1)
    last = start.month + months - 2
    slut = dt.date(2022 + (last + 1) // 12, (last + 1) % 12 + 1, 1) - dt.timedelta(days=1)
    projekt = Projekt(belopp=belopp, start=start, slut=slut)

    assert projekt.months == months
    assert sum(of_year(projekt, year) for year in range(2021, 2029)) == belopp


@pytest.mark.parametrize("unit", [KR, TKR])
@given(st.lists(st.integers(-(10**8), 10**8), min_size=5, max_size=5))
def test_what_is_shown_is_rounded_from_kronor_and_a_gap_is_told_once(unit, made, kronor):
    posts = [{"tjanst": n, "prognos": both(kr)} for n, kr in zip(ALONE, kronor, strict=False)]
    posts += [{"grupp": "E-kontor", "prognos": both(kronor[3])}]
    posts += [{"grupp": PROJECTS, "prognos": both(kronor[4])}]
    found = made([{"namn": "Vår", "prognos_per": SPRING, "post": posts}])
    rows = of_side(found, "intakt", unit)
    said = notes(found, unit).count("går de inte alltid ihop")

    assert rows.total.forecast == unit.shown(sum(kronor))
    assert rows.total.deviation == unit.shown(5_034_600 - sum(kronor))
    apart = sum(row.forecast for row in rows.lines.values()) != rows.total.forecast
    assert said <= 1
    assert said or not apart
    assert {row.forecast for row in of_result(found, unit).lines.values()} == {0}
