"""``allocate ÅR..ÅR``: every output holds the same figures, and marks what is assumed."""

import csv
import io
import json
import re

import openpyxl
import pytest
from tests.cli.test_roll import VALUE, add

PLAN = ["allocate", "2024..2026", "--antag", "PKV=3,5"]


@pytest.fixture
def known(run):
    """The plan as JSON: each municipality's amounts, and the sums, by year."""
    return json.loads(run(*PLAN, "--format", "json").stdout)


def number(text):
    return int(re.sub(r"[\s*]", "", text).replace("−", "-"))


def test_json_has_the_schema_first_and_adds_up(known):
    assert next(iter(known)) == "schema"
    assert known["schema"] == "enamnd-cost/plan/1"
    assert [(y["ar"], y["status"], y["antagande"]) for y in known["ar"]] == [
        (2024, "beslutad", False), (2025, "utkast", True), (2026, "utkast", True),
    ]  # fmt: skip
    assert [a["vad"] for a in known["antaganden"]] == ["PKV 2025", "PKV 2026"]
    for n, year in enumerate(known["ar"]):
        key = str(year["ar"])
        assert sum(k["belopp"][key] for k in known["kommuner"]) == year["summa"]
        inside = [s for s in known["tjanster"] if s["i_budget"]]
        assert sum(s["ar"][n]["belopp"] for s in inside) == year["summa"]
        for service in inside:
            rows = service["ar"][n]["fordelning"]
            assert sum(row["belopp"] for row in rows) == service["ar"][n]["belopp"]


def test_the_screen_marks_every_year_and_lists_every_value(run, known):
    shown = run(*PLAN).stdout

    assert "2025*" in shown
    assert "2024*" not in shown
    assert "Antaget: PKV 2025 3,5\xa0%" in shown or "Antaget: PKV 2025 3,5 %" in shown
    table = shown[shown.index("Budget per kommun") : shown.index("Budget per tjänst")]
    for kommun in known["kommuner"]:
        line = next(li for li in table.split("\n") if li.startswith(f"{kommun['namn']} "))
        figures = [number(each) for each in re.findall(r"  ([\d\xa0]{5,})(?=  |$)", line)]
        assert figures == list(kommun["belopp"].values())


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ("2024..2025", "2025 har ingen budgetfil och är räknat som utkast ur 2024"),
        ("2024..2026", "2025 och 2026 har ingen budgetfil och är räknade som utkast ur 2024"),
    ],
)
def test_a_note_on_drafts_agrees_in_number(run, years, said):
    assert said in run("allocate", years, "--antag", "PKV=3,5").stdout


def test_csv_marks_every_assumed_year_and_lists_every_value(run, known):
    raw = run(*PLAN, "--format", "csv", text=False).stdout.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw, newline=""), delimiter=";"))

    heads = [head for head in rows[0] if "2025" in head or "2026" in head]
    assert len(heads) == 6
    assert all("(antagande)" in head for head in heads)
    by_code = {r["kommunkod"]: r for r in rows if r["kommunkod"]}
    for kommun in known["kommuner"]:
        row = by_code[kommun["kod"]]
        assert [int(row[h]) for h in ("2024", "2025 (antagande)", "2026 (antagande)")] == list(
            kommun["belopp"].values()
        )
    listed = [list(r.values()) for r in rows if r["tabell"] == "Antaganden"]
    assert sum("3,5 %" in cells for cells in listed) == 2
    assert sum("ingen budgetfil" in cells for cells in listed) == 2


def test_markdown_marks_every_assumed_year_and_lists_every_value(run, known):
    text = run(*PLAN, "--format", "md").stdout

    assert "| 2025 (antagande) |" in text
    assert text.count("Antaget: PKV 202") == 2
    for kommun in known["kommuner"]:
        line = next(li for li in text.split("\n") if li.startswith(f"| {kommun['namn']} |"))
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert [number(cells[n]) for n in (1, 2, 5)] == list(kommun["belopp"].values())


def test_the_workbook_marks_every_assumed_year_and_lists_every_value(run, known, tmp_path):
    assert run(*PLAN, "-o", "plan.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")

    rows = list(book["Budget per kommun"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Kommunkod")
    at = [head.index(h) for h in ("2024", "2025 (antagande)", "2026 (antagande)")]
    amounts = {row[0]: [row[n] for n in at] for row in rows if str(row[0]).isdigit()}
    assert amounts == {k["kod"]: list(k["belopp"].values()) for k in known["kommuner"]}
    values = [row[:2] for row in book["Antaganden"].iter_rows(values_only=True)]
    assert ("PKV 2025", "3,5 %") in values
    about = [str(row[1]) for row in book["Om"].iter_rows(values_only=True)]
    assert sum(each.startswith("Antaget: PKV") for each in about) == 2


@pytest.mark.parametrize("form", ["json", "csv", "md", "xlsx"])
def test_the_same_plan_is_the_same_file(run, tmp_path, form):
    for name in ("a", "b"):
        assert run(*PLAN, "-o", f"{name}.{form}").returncode == 0

    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


@pytest.mark.parametrize("form", ["json", "csv", "md", "xlsx", "toml", None])
def test_a_year_that_rests_on_an_assumed_value_says_so_in_every_output(run, copied, tmp_path, form):
    run("roll", "2024", "--skriv")
    add(copied / "index.toml", VALUE.replace("avtalad", "antagen"))

    if form is None:
        told = run("allocate", "2025").stdout
        assert "fin.*" in told
    else:
        assert run("allocate", "2025", "-o", f"ut.{form}").returncode == 0
        raw = (tmp_path / f"ut.{form}").read_bytes()
        if form == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(raw))
            cells = [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row]
            told = "\n".join(map(str, cells))
            assert "Grundfinansiering (antaget: PKV 2025 3,1 %)" in told
        else:
            told = raw.decode()
    assert "PKV 2025 3,1 %" in told.replace("\xa0", " ")
    assert "ntaget" in told
    wide = run("allocate", "2025", "--format", "csv", "--bred").stdout
    assert "Grundfinansiering (antaget: PKV 2025 3,1 %)" in wide.split("\n", 1)[0]
    assert "Antaget: PKV 2025 3,1" in run("explain", "2025", "boden").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2024..20x7"], "inga år"),
        (["2027..2024"], "2024..2027"),
        (["2024..2050"], "högst 20 år"),
        (["1800..2024"], "1900"),
        (["2024", "--antag", "PKV=3"], "2024..2027"),
        (["2024..2025", "--bred", "--format", "csv"], "enda år"),
        (["2024..2025", "-o", "x.toml"], "toml"),
        (["tjugo"], "heltal"),
    ],
)
def test_arguments_that_cannot_be_are_told(run, arguments, said):
    ran = run("allocate", *arguments)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "fel[EK001]" in ran.stderr
    assert said in ran.stderr


def test_a_budget_that_does_not_balance_is_told_of(run, copied):
    path = copied / "budget" / "2023.toml"
    text = path.read_text(encoding="utf-8").replace("kostnad = 322_000", "kostnad = 322_001")
    path.write_text(text, encoding="utf-8")

    assert "budget 2023 går inte ihop" in run("allocate", "2022..2024").stderr
