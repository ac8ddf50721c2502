"""``buy-in`` as the economist works: settle, write it in the service's file, settle the next."""

import csv
import io
import json
import re
import shlex
import shutil
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "tvist" / "data"
FIELD = "tjanster/ovningsfalt.toml"
NEXT = ("buy-in", "övningsfält", "rönnby", "2025-01-01", "--avskrivning", "10")


@pytest.fixture
def case(tmp_path):
    return Path(shutil.copytree(CASE, tmp_path / "data"))


def add(folder, text, file=FIELD):
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def answer(run, folder, *arguments):
    """A command's json, less what says which data it rests on."""
    ran = run(*arguments, "--format", "json", "--data", folder)
    assert ran.returncode in (0, 1), ran.stderr
    said = json.loads(ran.stdout)
    return {key: value for key, value in said.items() if key != "data"}


def pays(said):
    return {each["kod"]: each["betalar"] for each in said["kommuner"] if each["betalar"]}


def test_what_is_pasted_in_is_settled_already(run, case):
    assert pays(answer(run, case, *NEXT))["9906"] > 0

    lines = run(*NEXT, "--format", "toml", "--data", case).stdout
    add(case, lines)
    again = answer(run, case, *NEXT)

    assert pays(again) == {}
    assert again["star_i_filen"] == ["9906"]
    told = run(*NEXT, "--data", case).stdout
    assert "Rönnby har redan ett inköp 2025-01-01 i tjanster/ovningsfalt.toml" in told
    assert "Ingen betalar något" in told
    refused = run(*NEXT, "--format", "toml", "--data", case)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "står redan i tjänstens fil" in refused.stderr


def test_several_come_in_together(run, copied):
    asked = ("buy-in", "projekt", "luleå", "2025-01-01", "--med", "jokkmokk", "--med", "Luleå")
    together = answer(run, copied, *asked)
    assert (together["kommun"], together["med"]) == ("2580", ["2510"])
    other = answer(run, copied, "buy-in", "projekt", "jokkmokk", "2025-01-01", "--med", "2580")
    assert pays(other) == pays(together)
    told = run(*asked, "--data", copied).stdout
    assert "Luleå och Jokkmokk är med från 2025-01-01" in told
    assert re.search(r"Luleå betalar .* kr och Jokkmokk betalar .* kr, tillsammans .* kr", told)

    lines = run(*asked, "--format", "toml", "--data", copied).stdout
    (stated,) = tomllib.loads(lines)["inkop"]
    assert stated["kommun"] == ["lulea", "jokkmokk"]
    add(copied, lines, "tjanster/projekt.toml")

    assert pays(answer(run, copied, *asked)) == {}
    assert run("check", "--data", copied).returncode == 0
    unknown = run(*asked, "--med", "Lund", "--data", copied)
    assert (unknown.returncode, "EK005" in unknown.stderr) == (2, True)


def test_every_form_has_the_earlier_buy_ins_and_the_same_numbers(run, tmp_path):
    exact = answer(run, CASE, *NEXT)
    ran = run(*NEXT, "--format", "csv", "--data", CASE)
    rows = list(csv.reader(io.StringIO(ran.stdout.lstrip("\ufeff")), delimiter=";"))
    markdown = run(*NEXT, "--format", "md", "--data", CASE).stdout
    screen = run(*NEXT, "--data", CASE).stdout
    run(*NEXT, "-o", tmp_path / "ut.xlsx", "--data", CASE)
    sheets = openpyxl.load_workbook(tmp_path / "ut.xlsx").worksheets
    cells = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
    flat = [cell for row in rows for cell in row]

    (earlier,) = exact["tidigare"]
    assert (earlier["nya"], earlier["datum"], earlier["avskrivning_ar"]) == (
        ["9905"], "2024-01-01", 10,
    )  # fmt: skip
    assert sum(each["betalade"] for each in earlier["kommuner"]) == 0
    assert sum(Fraction(each["raknas"]) for each in earlier["kommuner"]) == 0
    lindvik = next(each for each in earlier["kommuner"] if each["kod"] == "9905")
    assert (lindvik["betalade"], lindvik["utraknat"] // 1000) == (390_000, 390)
    for each in exact["kommuner"]:
        own, before = Fraction(each["egna_ar"]), Fraction(each["tidigare_inkop"])
        assert own + before == Fraction(each["har_betalat"])
    counts = Decimal(lindvik["raknas_decimal"]).quantize(Decimal("0.01"))
    swedish = f"{counts:,.2f}".replace(",", "\xa0").replace(".", ",")
    for text in (markdown, screen):
        assert "Tidigare inköp" in text
        assert swedish in text
    assert str(counts).replace(".", ",") in flat or str(counts) in flat
    assert any(isinstance(c, int | float) and round(Decimal(str(c)), 2) == counts for c in cells)
    assert {"Lindvik", 390_000} <= set(cells)
    for code, kronor in pays(exact).items():
        assert code in flat
        assert str(kronor) in flat
        assert kronor in cells


def test_the_lines_are_written_to_a_file_but_never_into_the_data(run, case, tmp_path):
    out = tmp_path / "inkop.toml"
    assert run(*NEXT, "-o", out, "--data", case).returncode == 0
    assert out.read_text("utf-8") == run(*NEXT, "--format", "toml", "--data", case).stdout
    assert "EK002" in run(*NEXT, "-o", out, "--data", case).stderr
    inside = case / "tjanster" / "inkop.toml"
    assert run(*NEXT, "-o", inside, "--data", case).returncode == 2
    assert not inside.exists()


def test_the_command_that_is_advised_gives_lines_that_are_taken(run, copied):
    asked = ("buy-in", "projekt", "luleå", "2025-01-01", "--avskrivning", "5")
    told = run(*asked, "--data", copied).stdout
    assert "Piteå är med från 2023-07-01 utan något inköp i filen" in told
    command = re.search(r"enamnd-cost (buy-in .* --format toml) ger raderna att skriva in", told)[1]

    lines = run(*shlex.split(command), "--data", copied)

    assert lines.returncode == 0, lines.stderr
    add(copied, lines.stdout, "tjanster/projekt.toml")
    after = answer(run, copied, *asked)
    assert after["utan_inkop"] == []
    assert [each["nya"] for each in after["tidigare"]] == [["2581"]]
    assert "utan något inköp" not in run(*asked, "--data", copied).stdout
    pitea = next(each for each in after["kommuner"] if each["kod"] == "2581")
    assert Fraction(pitea["tidigare_inkop"]) > 0


UNAFFECTED = [
    ("allocate", "2024"),
    ("allocate", "2024", "-t", "övningsfält"),
    ("check",),
    ("compare", "2024", str(ROOT / "examples" / "tvist" / "folkmangd.toml"), "--per-tjanst"),
    ("explain", "2024", "övningsfält"),
    ("explain", "2024", "lindvik"),
    ("rounding", "2024"),
    ("infer", "övningsfält", "2024"),
    ("sweep", "2024", "kostnad", "räddning"),
]


@pytest.mark.parametrize("command", UNAFFECTED, ids=" ".join)
def test_a_buy_in_changes_no_years_answer(run, case, command):
    stated = answer(run, case, *command)
    file = case / FIELD
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[[inkop]]")], encoding="utf-8")

    without = answer(run, case, *command)
    if command[0] == "check":  # what it found; one source less was looked for
        stated, without = stated["fynd"], without["fynd"]
    assert stated == without


def test_a_draft_of_next_year_stands_beside_the_buy_ins(run, copied):
    service = copied / "tjanster" / "grundfinansiering.toml"
    start = tomllib.loads(service.read_text(encoding="utf-8"))["period"][0]["fran"]
    inkop = (
        f'[[inkop]]\nkommun = "kiruna"\ndatum = {start + 1}-01-01\n'
        'belopp = { kiruna = 500, boden = -500 }\nkalla = "Beslut"\n'
    )
    add(copied, inkop, "tjanster/grundfinansiering.toml")

    ran = run("roll", "2024", "--skriv", "--data", copied)

    assert ran.returncode == 0, ran.stderr
    content = tomllib.loads(service.read_text(encoding="utf-8"))
    assert content["period"][-1]["fran"] == 2025
    assert content["inkop"][0]["belopp"] == {"kiruna": 500, "boden": -500}
    assert run("check", "--data", copied).returncode in (0, 1)
