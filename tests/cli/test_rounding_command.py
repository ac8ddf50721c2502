"""``rounding`` as a user runs it, and a budget with the option on through every command."""

import csv
import io
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.swedish import rounded

ROOT = Path(__file__).parents[2]


def swedish(text):
    """Read a number back as it is shown in Swedish."""
    return Decimal(text.replace("\xa0", "").replace("−", "-").replace("+", "").replace(",", "."))


def expected(run):
    """Read what json says of each municipality of the shipped data, now and in two ways."""
    asked = ("rounding", "2024", "--tvavags", "100", "--format", "json")
    content = json.loads(run(*asked, cwd=ROOT).stdout)
    now, other = (
        {row["kommun"]: row for row in content[way]["per_kommun"]} for way in ("nu", "tvavags")
    )
    return {
        code: [
            rounded(Fraction(row["exakt"]), 2),
            row["belopp"],
            rounded(Fraction(row["avrundning"]), 2),
            other[code]["belopp"],
            rounded(Fraction(other[code]["avrundning"]), 2),
            other[code]["belopp"] - row["belopp"],
        ]
        for code, row in now.items()
    }


def test_every_output_says_the_same(run, tmp_path, data):
    wanted = expected(run)
    named = {kommun.kod: kommun.namn for kommun in data.kommuner.kommun}

    run("rounding", "2024", "--tvavags", "100", "-o", "ut.csv")
    run("rounding", "2024", "--tvavags", "100", "-o", "ut.xlsx")
    shown = run("rounding", "2024", "--tvavags", "100").stdout
    markdown = run("rounding", "2024", "--tvavags", "100", "--format", "md").stdout

    rows = list(csv.reader(io.StringIO((tmp_path / "ut.csv").read_bytes().decode("utf-8-sig")),
                           delimiter=";"))  # fmt: skip
    per_code = {row[1]: row[3:9] for row in rows if row[0] == "Per kommun 2024" and row[1]}
    assert {c: [swedish(cell) for cell in cells] for c, cells in per_code.items()} == wanted

    sheet = openpyxl.load_workbook(tmp_path / "ut.xlsx")["Per kommun 2024"]
    cells = {r[0]: r[2:8] for r in sheet.iter_rows(min_row=5, values_only=True) if r[0]}
    assert {c: [rounded(Fraction(str(v)), 2) for v in r] for c, r in cells.items()} == {
        c: [rounded(Fraction(v), 2) for v in r] for c, r in wanted.items()
    }

    lines = shown.split("Avrundning per tjänst")[0].splitlines()
    table = markdown.split("## Avrundning")[0].splitlines()
    for code, name in named.items():
        (line,) = (line for line in lines if line.startswith(f"{name} "))
        assert [swedish(cell) for cell in re.split(" {2,}", line)[1:]] == wanted[code]
        (line,) = (line for line in table if line.startswith(f"| {name} |"))
        assert [swedish(cell) for cell in line.strip("| ").split(" | ")[1:]] == wanted[code]


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
def test_each_year_can_be_asked_for(run, year):
    ran = run("rounding", year)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "tvåvägs" not in ran.stdout.casefold()


@pytest.mark.parametrize("unit", ["7", "0", "-100"])
def test_an_odd_unit_is_a_mistake(run, unit):
    ran = run("rounding", "2024", "--tvavags", unit)

    assert ran.returncode == 2
    assert "EK001" in ran.stderr
    assert "100000" in ran.stderr


def test_what_cannot_be_rounded_so_is_told_at_its_place(run):
    ran = run("rounding", "2024", "--tvavags", "1000")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("fel[EK314]") == 2
    assert "soc-forvaltning.toml" in ran.stderr


def test_an_existing_file_is_kept_unless_the_user_asks(run, tmp_path):
    out = tmp_path / "ut.csv"
    out.write_text("mitt arbete", encoding="utf-8")

    assert run("rounding", "2024", "-o", "ut.csv").returncode == 2
    assert out.read_text(encoding="utf-8") == "mitt arbete"
    assert run("rounding", "2024", "-o", "ut.csv", "--ersatt").returncode == 0


@pytest.fixture
def budget(copied):
    """A copy of the data whose budget of 2024 is rounded in two ways, and states what that gives.

    The amounts locked for 2024 as they were are taken away: they were decided without the option.
    """
    path = copied / "budget" / "2024.toml"
    text = "tvavagsavrundning = { till = 100 }\n" + path.read_text(encoding="utf-8")
    for before, after in {
        "summa = 7_830_800": "summa = 7_827_400",
        "1_177_400": "1_176_600",
        "1_046_900": "1_046_100",
        "732_500": "731_600",
        "509_200": "508_300",
    }.items():
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    (copied / "facit" / "last-2024.toml").unlink()
    return copied


def test_a_budget_with_the_option_balances_and_is_what_rounding_said(run, budget):
    wanted = {code: row[3] for code, row in expected(run).items()}

    checked = run("check", cwd=budget.parent)
    content = json.loads(run("allocate", "2024", "--format", "json", cwd=budget.parent).stdout)
    shown = run("allocate", "2024", cwd=budget.parent)
    said = run("rounding", "2024", "--format", "json", cwd=budget.parent)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert content["summa_per_kommun"] == wanted
    assert (content["summa"], content["resultat"]) == (7_827_400, 0)
    assert "tvåvägs, till jämna 100 kr" in shown.stdout
    now = json.loads(said.stdout)["nu"]
    assert now["tvavags_till"] == 100
    assert {row["kommun"]: row["belopp"] for row in now["per_kommun"]} == wanted


def test_every_output_of_such_a_budget_has_the_same_cells(run, budget, tmp_path, data):
    content = json.loads(run("allocate", "2024", "--format", "json", cwd=budget.parent).stdout)
    wanted = {
        (service["id"], row["kommun"]): row["belopp"]
        for service in content["tjanster"]
        for row in service["fordelning"]
    }

    run("allocate", "2024", "-o", "ut.csv", cwd=budget.parent)
    run("allocate", "2024", "-o", "ut.xlsx", cwd=budget.parent)
    text = (tmp_path / "ut.csv").read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    book = openpyxl.load_workbook(tmp_path / "ut.xlsx")
    names = {data.tjanster[service["id"]].namn: service["id"] for service in content["tjanster"]}
    header, *body = book["Budget 2024"].iter_rows(min_row=4, values_only=True)
    notes = [row[1] for row in book["Källor"].iter_rows(values_only=True) if row[0] == "Anmärkning"]

    assert {(row["tjanst"], row["kommunkod"]): int(row["belopp"]) for row in rows} == wanted
    assert {
        (names[name], row[0]): kr
        for row in body
        if row[0]
        for name, kr in zip(header, row, strict=True)
        if name in names
    } == wanted
    assert any("tvåvägs" in note for note in notes)
    for (service, code), kr in wanted.items():
        if code == "2582":
            told = run("explain", "2024", service, code, "--format", "json", cwd=budget.parent)
            assert json.loads(told.stdout)["belopp"] == kr
