"""A year settled: every krona that was paid is an outcome, is carried, or is paid back."""

import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.conftest import rewrite

from enamnd_cost.analysis.settling.report import report
from enamnd_cost.analysis.settling.run import Invoiced, settle
from enamnd_cost.analysis.year import compute
from enamnd_cost.model.projekt import Projekt
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall
from enamnd_cost.output import json as json_output
from enamnd_cost.output import settlement as output
from enamnd_cost.output.schemas import schema

YEARS = (2022, 2023, 2024)


def outcome(year, costs, **more):
    posts = [{"tjanst": name, "utfall": {"kostnad": kr}} for name, kr in costs.items()]
    day = f"{year}-12-31"
    reports = [{"namn": "Bokslut", "utfall_till": day, "post": posts, **more}]
    return Utfall.model_validate_json(json.dumps({"ar": year, "rapport": reports}))


def with_outcome(data, year, costs, **more):
    return dataclasses.replace(data, utfall={year: outcome(year, costs, **more)})


def settled(data, year, **more):
    computed = compute(data, [year])
    found, problems = settle(computed, year, **more)
    assert problems == []
    return found


def closes(settlement):
    """Hold a settlement to its law: in every row, service and sum."""
    rows = [row for each in settlement.services for row in each.rows.values()]
    sums = [each.sums for each in settlement.services]
    for each in (*rows, *sums, *settlement.by_municipality.values(), settlement.sums):
        assert each.invoiced + each.to_pay - each.due - each.carried == 0
    for each in settlement.services:
        assert each.sums.due == each.cost.kronor
        assert 0 in (each.sums.carried, each.sums.to_pay)


kronor = st.integers(0, 4_000_000)


@given(st.data())
@settings(max_examples=15)
def test_payments_less_outcome_less_what_is_carried_is_nothing_over_the_years(data, chosen):
    names = {year: list(data.budgetar[year].tjanst) for year in YEARS}
    cost = paid = carried = 0
    folder = data
    for year in YEARS:
        costs = {name: chosen.draw(kronor) for name in names[year]}
        if year > YEARS[0]:
            period = {"fran": year, "till": year, "belopp": -carried, "fordelning": "lika"}
            service = {
                "namn": "Överfört",
                "kort": "Överfört",
                "overfort": {"fran": year - 1, "tjanst": "grundfinansiering"},
                "period": [period],
            }
            held = Tjanst.model_validate(service)
            folder = dataclasses.replace(data, tjanster={**data.tjanster, "overfort": held})
        found = settled(with_outcome(folder, year, costs), year)
        closes(found)
        # What is carried into the year is no outcome of it.
        cost += sum(costs.values())
        paid += found.sums.invoiced + found.sums.to_pay
        carried = found.sums.carried
        assert paid - cost - carried == 0
        assert (
            carried
            == found.result.by_id["grundfinansiering"].allocation.total
            - (costs["grundfinansiering"])
        )


@given(st.dictionaries(st.sampled_from(["2582", "2580", "2581"]), st.integers(-9, 10**6)))
@settings(max_examples=15)
def test_what_was_invoiced_may_be_anything(data, amounts):
    folder = with_outcome(data, 2022, {"e-arkiv": 300_001})

    found = settled(folder, 2022, invoiced=Invoiced({"e-arkiv": amounts}, "två filer"))

    closes(found)
    (each,) = found.services
    assert each.sums.invoiced == sum(amounts.values())
    assert each.sums.to_pay == 300_001 - sum(amounts.values())
    assert "Fakturerat: två filer" in report(found).lead


def test_nothing_is_taken_for_zero(data):
    found = settled(with_outcome(data, 2022, {"grundfinansiering": 993_144}), 2022)

    assert found.sums.carried == 72_256
    assert found.sums.to_pay == 0
    left = {each.id: each.why for each in found.left}
    assert left["e-arkiv"] == "utfall saknas, och räknas inte som 0"
    assert "transaktioner" in left  # no figures at all for the year
    assert "grundfinansiering" not in left


def test_what_is_reported_together_is_not_told_apart(data):
    utfall = outcome(2022, {"e-arkiv": 300_000}).model_dump(mode="json", exclude_none=True)
    utfall["grupp"] = [{"namn": "Kontoret", "tjanster": ["grundfinansiering", "soc-forvaltning"]}]
    utfall["grupp"] += [{"namn": "Ensam", "tjanster": ["raddningstjansten"]}]
    group = {"grupp": "Kontoret", "utfall": {"kostnad": 2_000_000}}
    alone = {"grupp": "Ensam", "utfall": {"kostnad": 700_000}}
    utfall["rapport"][0]["post"] += [group, alone]
    made = Utfall.model_validate_json(json.dumps(utfall))

    found = settled(dataclasses.replace(data, utfall={2022: made}), 2022)

    assert [each.id for each in found.services] == ["raddningstjansten", "e-arkiv"]
    why = {each.id: each.why for each in found.left}["soc-forvaltning"]
    assert why == (
        "redovisas tillsammans med andra i Kontoret: grundfinansiering och soc-forvaltning"
    )


def test_what_the_supplier_invoices_and_what_goes_over_years_is_not_settled(data):
    project = data.tjanster["projekt"]
    first, last = dt.date(2023, 1, 1), dt.date(2024, 6, 30)
    held = Projekt(belopp=120_000, start=first, slut=last)
    long = project.model_copy(update={"projekt": held})
    supplier = data.tjanster["datacenter"].model_copy(update={"fakturering": "leverantor"})
    tjanster = {**data.tjanster, "projekt": long, "datacenter": supplier}
    costs = {"projekt": 1, "datacenter": 1, "e-arkiv": 1}
    folder = with_outcome(dataclasses.replace(data, tjanster=tjanster), 2023, costs)

    why = {each.id: each.why for each in settled(folder, 2023).left}

    assert why["projekt"] == "projekt som går över flera år; det slutregleras för sig"
    assert why["datacenter"] == "faktureras av leverantören, inte av nämnden"
    held = held.model_copy(update={"slut": dt.date(2023, 12, 31)})
    short = long.model_copy(update={"projekt": held})
    folder = dataclasses.replace(folder, tjanster={**tjanster, "projekt": short})
    found = settled(folder, 2023)
    assert "projekt" in [each.id for each in found.services]
    assert found.invented  # the project's own figures are


def test_who_was_invoiced_and_has_left_is_settled_too(data):
    folder = with_outcome(data, 2022, {"e-arkiv": 300_000})
    amounts = {"e-arkiv": {"2417": 500}, "gammal": {"2582": 7}}
    names = ({"2417": "Norsjö", "2582": "Boden"}, {"e-arkiv": "E-arkiv", "gammal": "Gammal tjänst"})

    found = settled(folder, 2022, invoiced=Invoiced(amounts, "f.json", *names))

    closes(found)
    assert found.by_municipality["2417"].to_pay == -500
    assert found.names["2417"] == "Norsjö"
    assert [r["kommun"] for r in output.content(found)["rader"]][-1] == "2417"
    why = {each.id: each.why for each in found.left}["gammal"]
    assert why == "fakturerat är 7 kr, men den finns inte i året"


def test_another_income_than_what_was_invoiced_is_told(data):
    posts = [{"tjanst": "e-arkiv", "utfall": {"intakt": 322_001, "kostnad": 300_000}}]
    folder = with_outcome(data, 2022, {}, post=posts)

    notes = [note.text for note in report(settled(folder, 2022)).notes]

    assert any("utfallets intäkt är 322\xa0001 kr" in each for each in notes)
    folder = with_outcome(data, 2022, {"e-arkiv": 300_000})
    notes = [note.text for note in report(settled(folder, 2022)).notes]
    assert not any("utfallets intäkt" in each for each in notes)


@pytest.mark.parametrize("invented", [False, True])
def test_invented_figures_are_marked_in_every_form(data, invented):
    folder = with_outcome(data, 2022, {"e-arkiv": 300_000}, exempel=invented)
    found = settled(folder, 2022)
    shown = report(found)

    written = json.loads(
        json_output.stamped("settlement", folder, output.content(found), shown.status)
    )

    assert written["exempel"] is invented
    assert ("Regleringen bygger på påhittade tal (exempel)." in written["observera"]) is invented


OUTCOME = """ar = 2022

[[rapport]]
namn = "Delår 1"
utfall_till = 2022-05-31

[[rapport.post]]
tjanst = "e-arkiv"
utfall = { kostnad = 1 }

[[rapport]]
namn = "Bokslut"
utfall_till = 2022-12-31
exempel = true

[[rapport.post]]
tjanst = "grundfinansiering"
utfall = { intakt = 1_065_400, kostnad = 993_144 }

[[rapport.post]]
tjanst = "e-arkiv"
utfall = { kostnad = 330_001 }
"""


@pytest.fixture
def folder(copied):
    (copied / "utfall").mkdir(exist_ok=True)
    (copied / "utfall" / "2022.toml").write_text(OUTCOME, encoding="utf-8")
    return copied


@pytest.mark.usefixtures("folder")
def test_every_form_has_the_same_cells(quick, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    answer = json.loads(quick("settle", "2022", "--format", "json").stdout)
    Draft202012Validator(schema("settlement")).validate(answer)
    rows = {(row["kommun"], row["tjanst"]): row for row in answer["rader"]}
    keys = ("bor_betala", "fakturerat", "skillnad", "overfors", "reglering")

    assert answer["summa"]["overfors"] == 72_256
    assert answer["summa"]["reglering"] == 8_001
    assert len(rows) == 28
    for key in keys:
        assert sum(row[key] for row in rows.values()) == answer["summa"][key]
        assert sum(row[key] for row in answer["per_kommun"]) == answer["summa"][key]
        assert sum(row[key] for row in answer["tjanster"]) == answer["summa"][key]

    lines = quick("settle", "2022", "--format", "csv").stdout.lstrip("\ufeff").splitlines()
    table = [dict(zip(lines[0].split(";"), line.split(";"), strict=True)) for line in lines[1:]]
    e_arkiv = {r["kommunkod"]: r for r in table if r["tabell"] == "E-arkiv" and r["kommunkod"]}
    names = lines[0].split(";")[3:8]
    for code, row in e_arkiv.items():
        assert [int(row[name]) for name in names] == [rows[code, "e-arkiv"][k] for k in keys]
    assert {row["observera"] for row in table} == {"Regleringen bygger på påhittade tal (exempel)."}

    quick("settle", "2022", "-o", "reglering.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "reglering.xlsx", data_only=False)
    cells = [[c.value for c in row] for page in sheet for row in page.iter_rows()]
    for code, row in e_arkiv.items():
        wanted = [rows[code, "e-arkiv"][key] for key in keys]
        assert any((code in line and line[-5:] == wanted) or wanted == line[2:7] for line in cells)
        assert row

    page = quick("settle", "2022", "--format", "md").stdout.replace("\xa0", " ")
    shown = quick("settle", "2022").stdout.replace("\xa0", " ")
    for text in (page, shown):
        assert "+72 256" in text
        assert "+8 001" in text
        assert "påhittade tal" in text
        assert "Räddningstjänsten verksamhetssystem regleras inte: utfall saknas" in text


@pytest.mark.usefixtures("folder")
def test_it_is_settled_against_what_was_invoiced(run, tmp_path):
    assert run("invoice", "2022", "-t", "e-arkiv", "-o", "f.json").returncode == 0
    plain = json.loads(run("settle", "2022", "--format", "json").stdout)

    paid = json.loads(run("settle", "2022", "--fakturerat", "f.json", "--format", "json").stdout)

    assert paid["fakturerat_enligt"] == "f.json"
    rows = {(row["kommun"], row["tjanst"]): row for row in plain["rader"]}
    for row in paid["rader"]:
        if row["tjanst"] == "e-arkiv":
            assert row == rows[row["kommun"], "e-arkiv"]
        else:  # of the other nothing has been invoiced
            assert row["fakturerat"] == 0
    text = run("settle", "2022", "--fakturerat", "f.json").stdout.replace("\xa0", " ")
    assert "Grundfinansiering: fakturerat är 0 kr, men årets fördelning är 1 065 400 kr" in text
    assert run("settle", "2022", "--fakturerat", "saknas.json").returncode == 2
    assert tmp_path.is_dir()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("some", [(), ("-k", "boden", "-k", "kiruna")])
@pytest.mark.usefixtures("folder")
def test_an_audit_of_what_is_written_finds_nothing(run, ending, some):
    assert run("settle", "2022", *some, "-o", f"svar.{ending}").returncode == 0

    ran = run("audit", f"svar.{ending}")

    assert (ran.returncode, "Inga fynd" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.usefixtures("folder")
def test_some_municipalities_are_shown_and_all_are_summed(quick):
    shown = quick("settle", "2022", "-k", "Boden").stdout

    assert "Summa alla 14" in shown
    assert "Kiruna" not in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ([("utfall_till = 2022-12-31", "utfall_till = 2022-10-31")], "räknat till 2022-10-31"),
        ([("utfall_till", "prognos_per"), ("utfall = {", "prognos = {")], "bara prognoser"),
        (
            [(", kostnad = 993_144", ""), ("{ kostnad = 330_001 }", "{ intakt = 5 }")],
            "inget av utfallet för 2022 går att reglera",
        ),
    ],
)
def test_only_an_outcome_of_the_whole_year_settles(folder, quick, change, said):
    rewrite(folder / "utfall" / "2022.toml", *change)

    ran = quick("settle", "2022")

    assert ran.returncode == 2
    assert "EK049" in ran.stderr
    assert said in ran.stderr
    assert not ran.stdout
