"""invoice as a user runs it: forms, periods, and bases that are counted off."""

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
SERVICE = """namn = "Drift"
kort = "Drift"
fakturering = "kvartal"
konto = "1234 56 789"
moms = 25

[[period]]
fran = 2024
belopp = 100_000
fordelning = "lika"
deltagare = { fran = { pitea = 2024-07-01 } }
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a service that is invoiced by the quarter, with VAT, and a late joiner."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / "tjanster" / "drift.toml").write_text(SERVICE, encoding="utf-8")
    path = tmp_path / "data" / "tjanster" / "drift.toml"
    path.write_text(SERVICE.replace('kort = "Drift"\n', 'kort = "Drift"\ni_budget = false\n'))
    members = tmp_path / "data" / "kommuner.toml"
    text = members.read_text(encoding="utf-8").replace(
        'namn = "Boden"\n',
        'namn = "Boden"\norgnr = "212000-2767"\ngln = "6291041500213"\nreferens = "Ref 7"\n',
        1,
    )
    members.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENAMND_COST_DATA", raising=False)
    return tmp_path


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))


def told(quick, *more):
    ran = quick("invoice", "2024", *more, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_form_has_the_same_lines(place, quick):
    found = told(quick, "-t", "drift")
    lines = rows_of(quick("invoice", "2024", "-t", "drift", "--format", "csv").stdout)
    quick("invoice", "2024", "-t", "drift", "-o", "ut.xlsx")
    sheet = openpyxl.load_workbook(place / "ut.xlsx").worksheets[0]
    book = [[cell.value for cell in row] for row in sheet.iter_rows()]
    shown = quick("invoice", "2024", "-t", "drift").stdout.replace("\xa0", " ")
    said = quick("invoice", "2024", "-t", "drift", "--format", "md").stdout.replace("\xa0", " ")

    assert len(found["rader"]) == 13 * 4 + 2
    for row, line in zip(found["rader"], lines, strict=True):
        same = ("tjanst", "tjanstnamn", "period", "fran", "till", "faktureras", "slag", "beslut")
        assert [line[key] for key in same] == [row[key] for key in same]
        assert (line["kommunkod"], line["belopp"]) == (row["kommun"], str(row["belopp"]))
        assert line["moms"] == f"{row['moms_ore'] // 100},{row['moms_ore'] % 100:02d}"
        assert (line["konto"], line["gln"]) == (row["konto"] or "", row["gln"] or "")
        assert (line["underlag"], line["data"]) == (found["underlag"], row["data"])
        assert any(row["namn"] in cells and row["belopp"] in cells for cells in book)
        kronor = f"{row['belopp']:,}".replace(",", " ")
        for text in (shown, said):
            assert any(
                row["namn"] in each and row["period"] in each and kronor in each
                for each in text.splitlines()
            )
    assert found["summa"]["belopp"] == 100_000
    assert found["summa"]["moms_ore"] == 2_500_000


@pytest.mark.usefixtures("place")
def test_who_joins_in_july_is_invoiced_from_july(quick):
    lines = [row for row in told(quick, "-t", "drift")["rader"] if row["namn"] == "Piteå"]

    assert [(row["period"], row["fran"]) for row in lines] == [
        ("2024-K3", "2024-07-01"),
        ("2024-K4", "2024-10-01"),
    ]


@pytest.mark.usefixtures("place")
def test_what_stands_in_the_files_is_passed_on(quick):
    [row] = told(quick, "-t", "drift", "-k", "boden", "-p", "K1")["rader"]

    assert row["orgnr"] == "212000-2767"
    assert (row["gln"], row["referens"], row["konto"]) == ("6291041500213", "Ref 7", "1234 56 789")
    assert (row["momssats"], row["belopp"], row["moms_ore"]) == ("25", 1922, 48_050)
    assert row["att_betala_ore"] == 240_250


def test_a_period_at_a_time_is_the_year(place, quick):
    files = []
    for period in ("helar", "K1", "k2", "2024-K3", "K4"):
        earlier = [word for file in files for word in ("--fakturerat", file)]
        files.append(f"{period}.json")
        assert quick("invoice", "2024", "-p", period, *earlier, "-o", files[-1]).returncode == 0
    earlier = [word for file in files for word in ("--fakturerat", file)]
    whole = told(quick)
    parts = [json.loads((place / file).read_text(encoding="utf-8")) for file in files]

    assert told(quick, *earlier)["rader"] == []
    assert sum(each["summa"]["belopp"] for each in parts) == whole["summa"]["belopp"]
    assert parts[1]["raknar_av"] == [parts[0]["underlag"]]
    assert "Inget att fakturera" in quick("invoice", "2024", *earlier).stdout


@pytest.mark.parametrize("ending", ["json", "csv"])
@pytest.mark.parametrize("way", ["skillnad", "kredit"])
def test_a_member_that_leaves_is_credited_and_the_others_pay(place, quick, ending, way):
    assert quick("invoice", "2024", "-t", "drift", "-o", f"forst.{ending}").returncode == 0
    service = place / "data" / "tjanster" / "drift.toml"
    text = service.read_text(encoding="utf-8")
    service.write_text(
        text.replace("deltagare = {", 'deltagare = { utom = ["kalix"],'), encoding="utf-8"
    )
    asked = ("-t", "drift", "--fakturerat", f"forst.{ending}", "--rattelse", way)
    found = told(quick, *asked)
    gone = [row for row in found["rader"] if row["namn"] == "Kalix"]

    assert found["summa"]["belopp"] == 0
    assert {row["slag"] for row in gone} == {"kredit"}
    assert len(gone) == 4
    assert {row["slag"] for row in found["rader"]} == (
        {"kredit", "skillnad"} if way == "skillnad" else {"kredit", "ny"}
    )


def test_that_the_data_have_changed_since_is_told(place, quick):
    quick("invoice", "2024", "-t", "drift", "-o", "forst.csv")
    same = quick("invoice", "2024", "-t", "drift", "--fakturerat", "forst.csv").stdout
    path = place / "data" / "tjanster" / "drift.toml"
    path.write_text(path.read_text("utf-8") + "# en rad till\n", encoding="utf-8")

    other = quick("invoice", "2024", "-t", "drift", "--fakturerat", "forst.csv").stdout

    assert "Uppgifterna är andra" not in same
    assert "Uppgifterna är andra än när det avräknade gjordes (forst.csv ur " in other
    assert "Inget att fakturera" in other


def test_a_csv_that_a_spreadsheet_has_saved_is_the_same_basis(place, quick):
    quick("invoice", "2024", "-o", "forst.csv")
    rows = rows_of((place / "forst.csv").read_text(encoding="utf-8-sig"))
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        numbers = {"belopp": int(row["belopp"]), "ar": int(row["ar"]), "moms": row["moms"]}
        book.active.append(list((row | numbers).values()))
    book.save(place / "sparad.xlsx")

    assert told(quick, "--fakturerat", "sparad.xlsx")["rader"] == []


@pytest.mark.parametrize(("was", "then"), [(";1923;", ";1924;"), (";480,75;", ";480,74;")])
def test_a_csv_that_was_edited_is_told(place, quick, was, then):
    quick("invoice", "2024", "-o", "forst.csv")
    path = place / "forst.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert was in text
    path.write_text(text.replace(was, then, 1), encoding="utf-8-sig")

    ran = quick("invoice", "2024", "--fakturerat", "forst.csv", "-o", "sedan.csv")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "EK042" in ran.stderr
    assert not (place / "sedan.csv").exists()


@pytest.mark.parametrize("key", ["namnd", "underlag", "data"])
def test_a_basis_that_says_another_board_number_or_data_is_told(place, quick, key):
    quick("invoice", "2024", "-o", "forst.json")
    path = place / "forst.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    if key == "data":
        for row in found["rader"]:
            row["data"] = "0" * 12
    else:
        found[key] = "En annan nämnd"
    path.write_text(json.dumps(found), encoding="utf-8")

    ran = quick("invoice", "2024", "--fakturerat", "forst.json")

    assert ran.returncode == 2
    assert ("EK041" if key == "namnd" else "EK042") in ran.stderr


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-p", "T1"], "inget faktureras för den perioden; perioder: 2024, K1"),
        (["-p", "\x1b"], "inget faktureras"),
        (["--rattelse", "nej"], "välj skillnad eller kredit"),
        (["-t", "dirft"], "menade du"),
    ],
)
def test_what_cannot_be_asked_for_is_told(quick, arguments, said):
    ran = quick("invoice", "2024", *arguments)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert "\x1b" not in ran.stderr


def test_a_screen_of_sixty_columns_cuts_no_number(place, run):
    shown = run("invoice", "2024", "-k", "boden", env={"COLUMNS": "60"}, cwd=place).stdout

    assert max(map(len, shown.splitlines()[:3])) <= 200
    assert "277 200" in shown.replace("\xa0", " ")


def test_a_proposal_says_that_it_is_one(place, quick):
    budget = place / "data" / "budget" / "2024.toml"
    text = budget.read_text(encoding="utf-8").replace('"beslutad"', '"forslag"')
    budget.write_text(text, encoding="utf-8")

    assert any("förslag" in each for each in told(quick)["observera"])
