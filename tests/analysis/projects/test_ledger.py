"""The ledger of projects: what is decided, accrued, reported and settled, and what is not known."""

import csv
import datetime as dt
import io
import json

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.projects.ledger import ledger
from enamnd_cost.analysis.year import compute_known
from enamnd_cost.cli.app import main
from enamnd_cost.files.loading import load
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.model.utfall import Utfall

MAY = dt.date(2022, 5, 31)
STUDY = """namn = "Studie"
kort = "Studie"
i_budget = false

[projekt]
belopp = 130_000
start = 2022-07-01
slut = 2024-06-30
beslut = { dokument = "Protokoll", datum = 2022-06-22, paragraf = "§ 9" }
fardigt = 2024-06-15
avslutat = 2024-10-31
kalla = "Påhittat"

[[period]]
fran = 2022-07-01
till = 2023
belopp = 60_000
fordelning = "lika"
deltagare = { bara = ["boden", "kalix", "pitea"], fran = { pitea = 2023-07-01 } }
kalla = "Påhittat"

[[period]]
fran = 2024
till = 2024-06-30
belopp = 80_000
fordelning = "lika"
deltagare = ["boden", "pitea"]
kalla = "Påhittat"

[[inkop]]
kommun = "lulea"
datum = 2024-08-01
belopp = { lulea = 30_000, boden = -20_000, kalix = -6_000, pitea = -4_000 }
kalla = "Påhittat"
"""
REPORT = """ar = {0}

[[rapport]]
namn = "Delår {0}"
utfall_till = {1}
kalla = "Påhittat"

[[rapport.post]]
tjanst = "studie"
utfall = {{ intakt = {2}, kostnad = {2} }}
"""


@pytest.fixture
def studied(copied):
    (copied / "tjanster" / "studie.toml").write_text(STUDY, encoding="utf-8")
    return copied


def of(folder, year=None, day=None, words=()):
    data, problems = load(folder)
    assert problems == []
    made, problems = ledger(*compute_known(data), year, day, words)
    return made, [problem.code for problem in problems]


def study(folder, day=None, year=None):
    made, _ = of(folder, year, day, ["studie"])
    return made.projects[0]


def report(folder, year, until, cost):
    (folder / "utfall").mkdir(exist_ok=True)
    text = REPORT.format(year, until, cost)
    (folder / "utfall" / f"{year}.toml").write_text(text, encoding="utf-8")


def test_the_projects_of_2022_to_the_end_of_may(data):
    made, _ = ledger(*compute_known(data), 2022, MAY)

    assert {each.id: each.accrued for each in made.projects} == {
        "projekt-elevhalsan": 306_250,
        "projekt-hr": 153_667,
        "projekt-lms": 157_143,
        "projekt-dcbd": 66_667,
    }
    known = {each.id: each.parties is not None for each in made.projects}
    assert [name for name, its in known.items() if its] == ["projekt-hr"]
    assert all(each.missing for each in made.projects if not known[each.id])
    assert made.hidden == ()
    assert len(made.months) == 5


def test_examples_are_shown_when_asked_for_only(data):
    every, _ = ledger(*compute_known(data))
    assert every.hidden == ("projekt",)
    assert {each.example for each in every.projects} == {False}

    chosen, _ = ledger(*compute_known(data), words=["Projekt"])
    assert [each.id for each in chosen.projects] == ["projekt"]
    assert chosen.projects[0].example


@pytest.mark.parametrize(
    ("word", "code"), [("e-arkiv", "EK005"), ("finnsinte", "EK005"), ("projekt-hr", "EK006")]
)
def test_what_is_no_project_or_of_another_year_is_told(data, word, code):
    made, problems = ledger(*compute_known(data), 2024, None, [word])

    assert made is None
    assert [problem.code for problem in problems] == [code]


def test_parties_over_the_years_and_what_they_settled(studied):
    project = study(studied)
    codes = project.data.kommuner.resolve
    found = {each.code: each for each in project.parties}
    boden, kalix, pitea, lulea = (found[codes(n)] for n in ("boden", "kalix", "pitea", "lulea"))

    # 30 000 for half of 2022, 60 000 for 2023, 40 000 for half of 2024.
    assert [boden.amount, kalix.amount, pitea.amount, lulea.amount] == [
        15_000 + 15_000 + 10_000 + 20_000, 15_000 + 15_000 + 10_000, 10_000 + 20_000, 0,
    ]  # fmt: skip
    assert pitea.spells == ((dt.date(2023, 7, 1), dt.date(2024, 6, 30)),)
    assert kalix.spells == ((dt.date(2022, 7, 1), dt.date(2023, 12, 31)),)
    assert (lulea.spells, lulea.since, lulea.net) == ((), dt.date(2024, 8, 1), 30_000)
    assert (boden.refunded, boden.net) == (-20_000, 40_000)
    assert sum(each.net for each in project.parties) == project.projekt.belopp == 130_000
    assert project.bought == 30_000
    assert (project.finished, project.closed) == (dt.date(2024, 6, 15), dt.date(2024, 10, 31))


@pytest.mark.parametrize(
    ("day", "count", "bought"),
    [
        (dt.date(2022, 1, 1), 2, None),
        (dt.date(2023, 6, 30), 2, None),
        (dt.date(2023, 7, 1), 3, None),
        (dt.date(2024, 7, 31), 2, None),
        (dt.date(2024, 8, 1), 3, 30_000),
    ],
)
def test_parties_on_a_day(studied, day, count, bought):
    project = study(studied, day)

    assert len(project.taking_part) == count
    assert project.bought == bought
    assert project.closed is None


def test_the_studys_years_come_to_its_amount_and_a_slip_is_told(studied, quick):
    assert quick("check", "--bara", "projektsumma").returncode == 0
    file = studied / "tjanster" / "studie.toml"
    file.write_text(STUDY.replace("130_000", "129_999"), encoding="utf-8")
    told = quick("check", "--bara", "projektsumma")

    assert told.returncode == 1
    assert "EK431" in told.stdout + told.stderr
    assert "2022, 2023 och 2024 ger" in told.stdout + told.stderr
    # More than the whole is wrong before the project's last year as well.
    file.write_text(STUDY.replace("130_000", "80_000"), encoding="utf-8")
    told = quick("check", "2023", "--bara", "projektsumma")
    assert "2022 och 2023 ger mer än hela projektets belopp" in told.stdout + told.stderr


def test_a_cost_is_known_where_every_year_is_reported(studied):
    assert study(studied, MAY).reported is None
    report(studied, 2022, "2022-12-31", 25_000)
    assert study(studied, dt.date(2022, 12, 30)).reported is None
    assert study(studied, dt.date(2023, 3, 1)).reported == (25_000, dt.date(2022, 12, 31))
    report(studied, 2023, "2023-08-31", 30_000)
    assert study(studied, dt.date(2023, 12, 31)).reported == (55_000, dt.date(2023, 8, 31))
    # 2022 was reported to August alone: what came after is not known.
    report(studied, 2022, "2022-08-31", 25_000)
    assert study(studied, dt.date(2023, 12, 31)).reported is None


def test_a_year_that_is_not_shared_out_yet_is_missing_and_its_share_unknown(studied):
    (studied / "budget" / "2024.toml").unlink()
    (studied / "facit" / "last-2024.toml").unlink()
    project = study(studied)

    assert list(project.known) == [2022, 2023]
    assert project.missing == {2024: "2024 är inte fördelat: året har ingen färdig budget."}
    assert sum(each.amount for each in project.parties) == 90_000


@given(st.lists(st.tuples(st.sampled_from(["boden", "kalix", "lulea"]), st.integers(1, 9)),
                max_size=4), st.integers(-3, 12))  # fmt: skip
@settings(max_examples=40)
def test_what_is_settled_moves_money_between_parties_and_makes_none(data, deals, day):
    tjanst = data.tjanster["projekt-hr"]
    inkop = [
        Inkop(kommun=[who], datum=dt.date(2022, n + 2, 1), belopp={who: kr, "pitea": -kr})
        for n, (who, kr) in enumerate(deals)
    ]
    computed, known = compute_known(data)
    changed = {**data.tjanster, "projekt-hr": tjanst.model_copy(update={"inkop": inkop})}
    spoilt = type(data)(**{**vars(data), "tjanster": changed})
    made, _ = ledger(
        type(computed)(spoilt, computed.outcome, computed.inputs, ()),
        known, 2022, dt.date(2022, 3, 1) + dt.timedelta(days=30 * day), ["projekt-hr"],
    )  # fmt: skip
    project = made.projects[0]

    assert sum(each.net for each in project.parties) == 368_800
    assert sum(each.bought for each in project.parties) == (project.bought or 0)
    assert sum(each.bought + each.refunded for each in project.parties) == 0
    assert all(each.bought >= 0 >= each.refunded for each in project.parties)


def test_an_outcome_of_a_group_is_no_projects_own(data):
    grouped = Utfall.model_validate(
        {
            "ar": 2022,
            "grupp": [{"namn": "Projekt", "tjanster": ["projekt-hr", "projekt-lms"]}],
            "rapport": [
                {
                    "namn": "Maj",
                    "utfall_till": MAY,
                    "post": [{"grupp": "Projekt", "utfall": {"kostnad": 500}}],
                }
            ],
        }
    )
    computed, known = compute_known(data)
    changed = type(data)(**{**vars(data), "utfall": {2022: grouped}})
    made, _ = ledger(type(computed)(changed, computed.outcome, computed.inputs, ()), known, 2022)

    assert {each.reported for each in made.projects} == {None}


# Every form


def test_every_form_says_the_same_cell_by_cell(studied, tmp_path, quick):
    report(studied, 2022, "2022-12-31", 25_000)
    asked = ("projects", "2022", "--datum", "2024-12-31")
    said = json.loads(quick(*asked, "--format", "json").stdout)
    rows = list(
        csv.DictReader(
            io.StringIO(quick(*asked, "--format", "csv").stdout.lstrip("\ufeff")), delimiter=";"
        )
    )
    assert main([*asked, "-o", str(tmp_path / "svar.xlsx")]) == 0
    book = openpyxl.load_workbook(tmp_path / "svar.xlsx")
    shown = quick(*asked).stdout.replace("\xa0", " ")
    printed = quick(*asked, "--format", "md").stdout.replace("\xa0", " ")
    corner = "projekt/till och med/kommun"

    for project in said["projekt"]:
        row = next(r for r in rows if (r["tabell"], r[corner]) == ("Projekt", project["namn"]))
        assert (row["Start"], row["Slut enligt beslutet"]) == (project["start"], project["slut"])
        assert int(row["Beslutat belopp (kr)"]) == project["belopp"]
        assert int(row["Upplupet (kr)"]) == project["upplupet_kr"]
        cost = project["utfall"]["kostnad"] if project["utfall"] else ""
        assert row["Utfall, kostnad (kr)"] == str(cost)
        of_sheet = [
            [cell.value for cell in line]
            for sheet in book
            for line in sheet.iter_rows()
            if line[0].value == project["namn"] and line[1].value == project["start"]
        ]
        assert [project["belopp"], project["upplupet_kr"]] == of_sheet[0][5:7]
        for text in (shown, printed):
            assert f"{project['upplupet_kr']:,}".replace(",", " ") in text
        for month in project["per_manad"]:
            row = next(r for r in rows if r[corner] == month["till"])
            assert int(row[project["namn"]]) == month["upplupet_kr"]
        title = f"{project['namn']}: parter"
        own = {r["kommunkod"]: r for r in rows if r["tabell"] == title and r["kommunkod"]}
        assert set(own) == {party["kod"] for party in project["parter"] or ()}
        for party in project["parter"] or ():
            assert int(own[party["kod"]]["Betalar (kr)"]) == party["betalar"]
            if project["inkop"]:
                assert int(own[party["kod"]]["Summa (kr)"]) == party["netto"]
    assert "Studie" in shown
    assert "Köpte in sig" in printed


@pytest.mark.parametrize("words", [(), ("-t", "studie"), ("2024", "--datum", "2024-08-31")])
def test_the_audit_finds_nothing_in_the_workbook(studied, tmp_path, quick, words):
    report(studied, 2022, "2022-12-31", 25_000)
    for form in ("xlsx", "csv"):
        out = str(tmp_path / f"svar.{form}")
        assert quick("projects", *words, "-o", out).returncode == 0
        said = quick("audit", out, "--format", "json")
        told = [f["text"] for f in json.loads(said.stdout)["fynd"] if f["niva"] != "upplysning"]
        assert (said.returncode, told) == (0, [])


@pytest.mark.usefixtures("copied")
def test_a_day_that_is_none_is_refused(quick):
    told = quick("projects", "2022", "--datum", "i maj")

    assert told.returncode == 2
    assert '"i maj" är inget datum; skriv år-månad-dag: 2022-05-31' in told.stderr


@pytest.mark.usefixtures("copied")
def test_a_year_without_projects_says_so(quick):
    shown = quick("projects", "2024")

    assert (shown.returncode, "Inga projekt 2024." in shown.stdout) == (0, True)
