"""``follow-up`` as a user runs it: every form says the same, and what cannot be asked is told."""

import csv
import io
import json
import re

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from tests.terminal import at_a_terminal, plain

from enamnd_cost.output.schemas import schema

HEADS = {"intakt": "Intäkter", "kostnad": "Kostnader", "resultat": "Skillnad, intäkter minus"}
KEYS = ("budget", "budget_till", "utfall", "prognos", "avvikelse")


def swedish(text):
    """Read a cell back as it is shown; an empty one is nothing."""
    bare = text.replace("\xa0", "").replace("−", "-").replace("+", "").strip()
    return int(bare) if bare else None


@pytest.fixture
def ask(quick, lent):
    def asked(*arguments):
        return quick("follow-up", "2022", *arguments, "--data", str(lent))

    return asked


def wanted(ask, *options):
    """What json says of each side, by row; the sum is that of all."""
    content = json.loads(ask(*options, "--format", "json").stdout)
    rows = {side: {} for side in HEADS}
    for post in content["poster"]:
        rows[post["sida"]][post["post"]] = [post[key] for key in KEYS]
    for post in content["resultat"]:
        rows["resultat"][post["post"]] = [post[key] for key in KEYS]
    for side in HEADS:
        rows[side]["="] = [content["summa"][side][key] for key in KEYS]
    return rows


def called(label):
    return "=" if label in ("Summa", "Hela nämnden") else label


@pytest.mark.parametrize("options", [(), ("--tkr",)], ids=["kr", "tkr"])
def test_every_form_says_the_same_cell_by_cell(ask, tmp_path, options):
    expected = wanted(ask, *options)
    for ending in ("csv", "xlsx"):
        assert ask(*options, "-o", f"ut.{ending}").returncode == 0
    markdown = ask(*options, "--format", "md").stdout
    shown = ask(*options).stdout
    text = (tmp_path / "ut.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = openpyxl.load_workbook(tmp_path / "ut.xlsx")

    for side, head in HEADS.items():
        own = [row for row in rows if re.fullmatch(rf"{head}.* 2022 \(t?kr\)", row[0])]
        assert {called(row[1]): [swedish(c) for c in row[2:7]] for row in own} == expected[side]
        sheet = next(sheet for sheet in book if sheet.title.startswith(head))
        cells = {r[0]: list(r[1:6]) for r in sheet.iter_rows(min_row=5, values_only=True) if r[0]}
        assert {called(name): row for name, row in cells.items()} == expected[side]
        (part,) = re.findall(rf"(?ms)^## {head}[^\n]* 2022[^\n]*\n(.*?)(?=^## |\Z)", markdown)
        table = [re.split(r" ?\| ?", line)[1:-1] for line in part.splitlines() if line[:1] == "|"]
        made = {
            called(r[0].strip("* ")): [swedish(c.strip("* ")) for c in r[1:6]] for r in table[2:]
        }
        assert made == expected[side]
        (block,) = re.findall(rf"(?ms)^{head}[^\n]* 2022 [^\n]*\n(.*?)\n\n(?!Summa|Hela)", shown)
        for line in block.splitlines():
            name = next((n for n in expected[side] if n != "=" and line.startswith(n)), None)
            if name:
                amounts = [swedish(c) for c in re.split(" {2,}", line)[1:]]
                assert amounts == [c for c in expected[side][name] if c is not None]


def test_the_years_figures_are_those_that_the_issue_names(ask):
    content = json.loads(ask("--format", "json").stdout)

    for side in ("intakt", "kostnad"):
        assert content["summa"][side] == {
            "budget": 5_034_600, "budget_till": 2_097_750, "utfall": None,
            "prognos": 6_193_400, "avvikelse": -1_158_800,
        }  # fmt: skip
    projects = content["rapporter"][0]["projekt"]
    assert {each["id"]: (each["upplupet"], each["avvikelse"]) for each in projects} == {
        "projekt-elevhalsan": (306_250, 11_275), "projekt-hr": (153_667, 34_067),
        "projekt-lms": (157_143, 6_493), "projekt-dcbd": (66_667, 10_497),
    }  # fmt: skip
    thousands = json.loads(ask("--tkr", "--format", "json").stdout)
    assert thousands["enhet"] == "tkr"
    assert [thousands["summa"][s]["utfall"] for s in HEADS] == [1_792, 1_673, 120]


def test_a_result_of_120_is_explained_once_and_slips_are_told(ask):
    text = ask("--tkr").stdout.replace("\xa0", " ")

    assert text.count("fast 1 792 minus 1 673 är 119: det är avrundning") == 1
    assert "från 119 500 till 119 999 kr" in text
    assert "13 017" in text
    assert "står två gånger" in text
    assert "5 034 tkr" in text


@pytest.mark.parametrize("options", [(), ("--tkr",)])
def test_json_follows_its_schema(ask, options):
    content = json.loads(ask(*options, "--format", "json").stdout)

    assert list(Draft202012Validator(schema("follow-up")).iter_errors(content)) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--datum", "2021-05-31"), "är före 2022"),
        (("--datum", "31 maj"), "är inget datum"),
        (("--datum", "2022-05-30"), "ingen rapport för 2022 är från 2022-05-30 eller tidigare"),
    ],
)
def test_a_day_that_cannot_be_asked_for_is_told(ask, options, said):
    ran = ask(*options)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


def test_a_year_without_outcome_says_where_it_is_written(quick, lent):
    ran = quick("follow-up", "2023", "--data", str(lent))

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "fel[EK004]: det finns inget utfall för 2023" in ran.stderr
    assert "utfall/2023.toml" in ran.stderr


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_every_amount_stands_whole_at_every_width(width):
    text = plain(at_a_terminal(width, "follow-up", "2022"))

    words = re.split(r"[ \n]+", text)
    for amount in ("5\xa0034\xa0600", "6\xa0193\xa0400", "−1\xa0158\xa0800", "+34\xa0067"):
        assert amount in words
    assert max(map(len, text.splitlines())) <= width
