"""compare, sweep, stand-alone and buy-in as a user runs them: forms, widths, exit codes."""

import csv
import io
import json
import os
import re
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.terminal import at_a_terminal, plain

from enamnd_cost.files.scenarios import read_chain

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "examples" / "scenarier"
LEAVING = str(SCENARIOS / "boden-lamnar.toml")
CASE = ["--data", str(ROOT / "examples" / "tvist" / "data")]
COMMANDS = {
    "compare": ["compare", "2023", "2024", "--per-tjanst"],
    "several": ["compare", "2024", LEAVING, str(SCENARIOS / "folkmangd-2023.toml")],
    "phasing": ["compare", "2024", str(SCENARIOS / "infasning-tre-ar.toml")],
    "sweep": ["sweep", "2024", "lika", "e-tjansteplattform"],
    "without": ["sweep", "2024", "utan"],
    "dates": ["sweep", "2024", "folkmangd", "soc-grund"],
    "stand-alone": [
        "stand-alone", str(ROOT / "examples" / "tvist" / "egna-alternativ.toml"), "2024", *CASE,
    ],
    "buy-in": ["buy-in", "projekt", "luleå", "2024-07-01", "--avskrivning", "5"],
    "a later buy-in": ["buy-in", "övningsfält", "rönnby", "2025-07-01", "--till", "1000", *CASE],
}  # fmt: skip


def number(text):
    return int(text.replace("\xa0", "").replace("−", "-").replace("+", ""))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_a_format_printed_is_the_same_bytes_as_written(run, tmp_path, name, form):
    ran = run(*COMMANDS[name], "-o", f"ut.{form}", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")

    printed = run(*COMMANDS[name], "--format", form, cwd=tmp_path, text=False).stdout

    assert printed == (tmp_path / f"ut.{form}").read_bytes()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_workbook_each_time_and_never_over_another(run, tmp_path, name):
    out = tmp_path / "ut.xlsx"
    run(*COMMANDS[name], "-o", out.name, cwd=tmp_path)
    first = out.read_bytes()

    assert run(*COMMANDS[name], "-o", out.name, cwd=tmp_path).returncode == 2
    assert run(*COMMANDS[name], "-o", out.name, "--ersatt", cwd=tmp_path).returncode == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize("name", ["compare", "several", "phasing"])
def test_every_output_of_a_comparison_has_the_same_amounts(run, tmp_path, name):
    def output(form):
        return run(*COMMANDS[name], "--format", form, cwd=tmp_path).stdout

    content = json.loads(output("json"))
    first = content["alternativ"][0]
    expected = {m["namn"]: [m["fore"], m["efter"], m["skillnad"]] for m in first["kommuner"]}

    text = run(*COMMANDS[name], cwd=tmp_path).stdout
    shown = {
        match[1]: [number(cell) for cell in re.split(r" {2,}", match[2].strip())[:3]]
        for line in text.split("\n\n")[1].splitlines()
        if (match := re.match(r"(\w+) {2,}([\d−+].*)", line)) and match[1] in expected
    }
    assert shown == expected

    rows = list(csv.reader(io.StringIO(output("csv").lstrip("\ufeff")), delimiter=";"))
    table = [row for row in rows[1:] if row[0] == rows[1][0] and row[2] in expected]
    assert {row[2]: [int(cell) for cell in row[3:6]] for row in table} == expected

    out = tmp_path / "ut.xlsx"
    run(*COMMANDS[name], "-o", out.name, cwd=tmp_path)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    read = {
        row[1].value: [cell.value for cell in row[2:5]]
        for row in sheet.iter_rows(min_row=5)
        if row[1].value in expected
    }
    assert read == expected

    marked = {
        cells[1]: [number(cell) for cell in cells[2:5]]
        for line in output("md").split("\n## ")[1].splitlines()
        if (cells := [c.strip() for c in line.split("|")])[1:2] and cells[1] in expected
    }
    assert marked == expected


def test_json_has_exact_causes_that_are_the_difference(run):
    content = json.loads(run("compare", "2022", "2024", "--format", "json").stdout)

    assert next(iter(content.items())) == ("schema", "enamnd-cost/comparison/1")
    (after,) = content["alternativ"]
    for kommun in after["kommuner"]:
        causes = kommun["orsaker"].values()
        assert sum(Fraction(cause["exakt"]) for cause in causes) == kommun["skillnad"]
        assert sum(cause["belopp"] for cause in causes) == kommun["skillnad"]
        assert sum(kommun["tjanster"].values()) == kommun["skillnad"]
        assert kommun["efter"] - kommun["fore"] == kommun["skillnad"]
    totals = after["summa"]["orsaker"].values()
    assert sum(cause["belopp"] for cause in totals) == after["summa"]["skillnad"]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_cropped_or_too_wide_in_a_terminal(name, width):
    text = plain(at_a_terminal(width, *COMMANDS[name]))
    wide = plain(at_a_terminal(1_000, *COMMANDS[name]))
    figures = re.compile(r"[+−]?\d[\d\xa0,]*")

    assert max(map(len, text.splitlines())) <= max(width, 48)  # a long name cannot be broken
    assert set(figures.findall(wide)) <= set(figures.findall(text))


def test_exit_code_tells_whether_anything_differs(run):
    same = [str(SCENARIOS / "boden-lamnar-pa-sikt.toml")]

    assert run("compare", "2024", LEAVING, "--exit-code").returncode == 1
    assert run("compare", "2024", LEAVING).returncode == 0
    assert run("compare", "2024", *same, "--exit-code").returncode == 0
    assert run("compare", "2024", *same, "--ar", "2027", "--exit-code").returncode == 1


def test_services_can_be_chosen_also_outside_the_budget(run):
    ran = run("compare", "2022", "2023", "-t", "datacenter", "-t", "E-arkiv", "--format", "json")
    content = json.loads(ran.stdout)

    assert content["tjanster"] == ["datacenter", "e-arkiv"]
    assert content["alternativ"][0]["summa"]["fore"] == 1_208_400 + 322_000
    assert content["alternativ"][0]["skiljer"] is False


@pytest.mark.parametrize("name", ["compare", "sweep"])
def test_chosen_municipalities_are_shown_and_the_sums_are_of_all(run, name):
    whole = run(*COMMANDS[name]).stdout
    some = run(*COMMANDS[name], "-k", "boden", "-k", "Övertorneå").stdout

    def rows(text, label):
        return [line.split()[1:] for line in text.splitlines() if line.startswith(label)]

    assert rows(some, "Boden ") == rows(whole, "Boden ")
    assert not rows(some, "Luleå ")
    assert [row[2:] for row in rows(some, "Summa alla 14")] == rows(whole, "Summa ")
    assert run(*COMMANDS[name], "-k", "Bodne").returncode == 2


def test_year_by_year_stands_beside_the_base(run):
    ran = run(
        "compare",
        "2024",
        str(SCENARIOS / "boden-lamnar-pa-sikt.toml"),
        "--ar",
        "2026..2029",
        "--format",
        "json",
    )
    years = json.loads(ran.stdout)["alternativ"][0]["ar_for_ar"]

    assert [year["ar"] for year in years] == [2026, 2027, 2028, 2029]
    sums = [sum(year["belopp"].values()) for year in years]
    assert sums[0] == 7_830_800
    assert sums == sorted(sums, reverse=True)
    assert [year["belopp"]["2582"] > 0 for year in years] == [True, False, False, False]


def test_the_case_of_the_dispute_moves_what_it_should(run):
    """A founder 600 000 more, two joiners 1 200 000 and 730 000 less, three founders the rest."""
    case = str(ROOT / "examples" / "tvist" / "folkmangd.toml")
    ran = run("compare", "2024", case, "--format", "json", *CASE)
    moved = {m["namn"]: m["skillnad"] for m in json.loads(ran.stdout)["alternativ"][0]["kommuner"]}

    assert moved["Granhamra"] == 600_000
    assert (moved["Lindvik"], moved["Rönnby"]) == (-1_200_000, -730_000)
    assert moved["Tallsjö"] + moved["Björkdal"] + moved["Alsund"] == 1_330_000


def test_a_curve_is_drawn_in_the_workbook(run, tmp_path):
    run("sweep", "2024", "kostnad", "soc-grund", "-o", "ut.xlsx", cwd=tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "ut.xlsx").worksheets[0]

    (chart,) = sheet._charts
    assert len(chart.series) == 14


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "2024"], "minst två"),
        (["compare", "2024", LEAVING, "--ar", "2030..2025"], "2030..2025"),
        (["compare", "2024", LEAVING, "--ar", "snart"], "snart"),
        (["compare", "2024", LEAVING, LEAVING], "två gånger"),
        (["compare", "2024", "2031"], "EK004"),
        (["compare", "2024", LEAVING, "-t", "e-arkvi"], 'menade du "e-arkiv"?'),
        (["compare", "2024", LEAVING, "--format", "pdf"], "pdf"),
        (["sweep", "2024", "lik", "soc-grund"], 'menade du "lika"?'),
        (["sweep", "2024", "lika"], "ange vilken tjänst"),
        (["sweep", "2024", "utan", "soc-grund"], "ta bort tjänsten"),
        (["sweep", "2024", "lika", "soc-grund", "--steg", "0"], "--steg"),
        (["sweep", "2024", "kostnad", "soc-grund", "--till", "200"], "--till"),
        (["buy-in", "projekt", "luleå", "2024-07-15"], "första dag"),
        (["buy-in", "projekt", "luleå", "i juli"], "inget datum"),
        (["buy-in", "projekt", "Lund", "2024-07-01"], "EK005"),
        (["buy-in", "projekt", "luleå", "2024-07-01", "--till", "7"], "--till"),
        (["buy-in", "projekt", "luleå", "2024-07-01", "--avskrivning", "0"], "--avskrivning"),
        (["buy-in", "projekt", "luleå", "2024-07-01", "--fran", "2025-01-01"], "--fran"),
    ],
)
def test_a_mistake_in_the_arguments_is_told(run, arguments, said):
    ran = run(*arguments)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_changes_outside_the_budget_is_called_by_its_name_in_a_file(run, tmp_path):
    text = 'namn = "x"\nmotiv = "x."\nbas = 2024\n[tjanst.datacenter]\nunderlag = 1_300_000\n'
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")

    printed = run("compare", "2024", "a.toml", "--format", "md", cwd=tmp_path).stdout

    assert "Utanför budgeten ändras Datacenter Norrbotten, grundplattform." in printed
    assert "datacenter" not in printed


@pytest.mark.parametrize("word", [".", "/", "..", ""])
def test_what_has_no_name_is_no_scenario(run, word):
    ran = run("compare", "2024", word)

    assert (ran.returncode, "varken ett år eller en scenariofil" in ran.stderr) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="its shells hand over no pipes")
def test_a_scenario_that_a_shell_hands_over_as_a_pipe_is_called_a_queue():
    out, into = os.pipe()
    try:
        chain, (problem,) = read_chain(Path(f"/dev/fd/{out}"))
    finally:
        os.close(out)
        os.close(into)
    assert chain is None
    assert "en kö (FIFO)" in problem.text
