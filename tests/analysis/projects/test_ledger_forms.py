"""The ledger of projects in every form: json has all that the tables show, cell by cell."""

import csv
import datetime as dt
import io
import json
import re
from fractions import Fraction

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from tests.analysis.projects.test_ledger import STUDY, report

from enamnd_cost.output.schemas import schema
from enamnd_cost.swedish import rounded

YEAR_2022 = ("2022", "--datum", "2022-05-31")
ASKED = {
    "ett projekt": ("-t", "studie"),
    "före inköpet": ("-t", "studie", "--datum", "2024-07-31"),
    "mitt i": ("2023", "--datum", "2023-08-15"),
    "innan det börjar": ("2022", "--datum", "2022-01-15"),
    "efter det slutar": ("2024",),
    "flera": YEAR_2022,
    "alla": (),
    "exempel": ("-t", "projekt", "-t", "studie"),
}


@pytest.fixture
def studied(copied):
    (copied / "tjanster" / "studie.toml").write_text(STUDY, encoding="utf-8")
    report(copied, 2022, "2022-12-31", 25_000)
    return copied


def said(content):
    """What each table should have, row by row, by the table's title: figures, texts, or None."""
    names = {kommun["kod"]: kommun["namn"] for kommun in content["kommuner"]}
    projects, day = content["projekt"], content["datum"]
    tables = {"Projekt": [project_row(each, day) for each in projects]}
    if len(projects) > 1:
        rows = tables["Projekt"]
        sums = [None] * 13
        for n in (5, 6, 7, 10):
            sums[n] = None if any(row[n] is None for row in rows) else sum(row[n] for row in rows)
        tables["Projekt"] = [*rows, ["Summa", *sums[1:]]]
    tables["Upplupet vid månadens slut (kr)"] = accruals(projects)
    for project in projects:
        if project["parter"]:
            tables[f"{project['namn']}: parter"] = parties(project, names)
    settled = [
        [project["namn"], inkop["datum"], names[row["kod"]], row["betalade"]]
        for project in projects
        for inkop in project["inkop"]
        for row in inkop["kommuner"]
    ]
    if settled:
        tables["Inköp i efterhand"] = [*settled, ["Summa", None, None, 0]]
    return {title: rows for title, rows in tables.items() if rows}


def project_row(each, day):
    cost = each["utfall"] or {"kostnad": None, "till": None}
    bought = [row["betalade"] for inkop in each["inkop"] for row in inkop["kommuner"]]
    return [
        each["namn"], each["start"], each["slut"], each["manader"], each["gangna"],
        each["belopp"], each["upplupet_kr"], cost["kostnad"], cost["till"],
        count(each, day),
        sum(kr for kr in bought if kr > 0) if bought else None,
        each["fardigt"], each["avslutat"],
    ]  # fmt: skip


def count(project, day):
    own = project["parter"]
    return None if own is None else sum(is_in(party, project, day) for party in own)


def is_in(party, project, day):
    """Tell whether a party is in on a day, or on the first or last day of the project's turn."""
    turn = min(max(day, project["start"]), project["slut"])
    own = any(spell["fran"] <= turn <= spell["till"] for spell in party["med"])
    return own or bool(party["kopte_in_sig"] and party["kopte_in_sig"] <= day)


def accruals(projects):
    """Each month in which any is shown; one that has not begun has nothing, one past its all."""
    ends = sorted({month["till"] for each in projects for month in each["per_manad"]})
    rows = []
    for end in ends:
        cells = []
        for each in projects:
            own = {month["till"]: month["upplupet_kr"] for month in each["per_manad"]}
            before = 0 if end < each["start"] else each["belopp"]
            cells.append(own.get(end, before))
        rows.append([end, *cells, *([sum(cells)] if len(projects) > 1 else [])])
    return rows


def parties(project, names):
    own = project["parter"]
    whole = sum(party["betalar"] for party in own)
    rows = []
    for party in [*own, None]:
        name = names[party["kod"]] if party else "Summa"
        pay = party["betalar"] if party else whole
        turns = ", ".join(f"{s['fran']}–{s['till']}" for s in party["med"]) if party else None
        row = [name, turns or None]
        if any(each["kopte_in_sig"] for each in own):
            row.append(party["kopte_in_sig"] if party else None)
        row += [rounded(Fraction(100 * pay, whole), 1), pay]
        if project["inkop"]:
            parts = ("inkopt", "ater", "netto")
            row += [party[k] if party else sum(each[k] for each in own) for k in parts]
        rows.append(row)
    return rows


def alike(cell):
    """Write a cell as any form can be made to say it: nothing, a number or a text."""
    if cell is None or cell == "":
        return ""
    bare = str(cell).replace("\xa0", "").replace("−", "-").replace(",", ".").lstrip("+")
    return f"{Fraction(bare)}" if re.fullmatch(r"-?\d+(\.\d+)?", bare) else str(cell)


def in_csv(text, heads):
    """Give the tables of a csv, whose columns are all tables' together, by their own headings."""
    _, *lines = rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert len(set(rows[0])) == len(rows[0])
    tables, corner = {}, next(head for head in rows[0] if head.startswith("projekt"))
    for line in lines:
        row = dict(zip(rows[0], line, strict=True))
        own = [
            row[corner],
            *(row[head] for head in heads[row["tabell"]][1:]),
        ]
        tables.setdefault(row["tabell"], []).append(own)
        named = {*heads[row["tabell"]], "tabell", "kommunkod", "program", "data", "observera"}
        rest = [cell for head, cell in row.items() if head not in named and "/" not in head]
        assert not any(rest)
    return tables


def in_book(path):
    """Give the tables of a workbook, and their headings."""
    tables, heads = {}, {}
    for sheet in openpyxl.load_workbook(path).worksheets[:-1]:
        (title, *_), _, _, named, *rows = sheet.iter_rows(values_only=True)
        coded = named[0] == "Kommunkod"
        tables[title] = [list(row[coded:]) for row in rows]
        heads[title] = named[coded:]
    return tables, heads


def in_markdown(text):
    tables = {}
    for part in re.split(r"(?m)^## ", text)[1:]:
        title, *lines = part.splitlines()
        rows = [re.split(r" ?\| ?", line)[1:-1] for line in lines if line[:1] == "|"][2:]
        tables[title] = [[cell.strip("* ") for cell in row] for row in rows]
    return tables


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("asked", ASKED)
def test_every_table_of_every_form_is_what_json_says(tmp_path, quick, asked):
    words = ("projects", *ASKED[asked])
    content = json.loads(quick(*words, "--format", "json").stdout)
    Draft202012Validator(schema("projects")).validate(content)
    expected = {t: [[alike(c) for c in row] for row in rows] for t, rows in said(content).items()}

    assert quick(*words, "-o", "svar.xlsx").returncode == 0
    book, heads = in_book(tmp_path / "svar.xlsx")
    found = {
        "xlsx": book,
        "md": in_markdown(quick(*words, "--format", "md").stdout),
        "csv": in_csv(quick(*words, "--format", "csv").stdout, heads),
    }
    for form, tables in found.items():
        made = {t: [[alike(c) for c in row] for row in rows] for t, rows in tables.items()}
        assert made == expected, form
    shown = quick(*words).stdout
    lines = [
        [alike(cell) for cell in re.split(r"  +", line.strip())] for line in shown.splitlines()
    ]
    for title, rows in expected.items():
        assert title in shown
        for row in rows:  # on screen an empty cell is spaces
            assert [cell for cell in row if cell] in lines, title


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("asked", ASKED)
def test_json_holds_to_itself(quick, asked):
    content = json.loads(quick("projects", *ASKED[asked], "--format", "json").stdout)

    for each in content["projekt"]:
        exact = Fraction(each["belopp"] * each["gangna"], each["manader"])
        assert Fraction(each["upplupet"]) == exact
        assert each["upplupet_kr"] == rounded(exact, 0)
        ends = [dt.date.fromisoformat(month["till"]) for month in each["per_manad"]]
        assert ends == sorted(set(ends))
        assert all(each["start"] <= str(end) <= each["slut"] for end in ends)
        assert all(str(end) <= content["datum"] for end in ends)
        assert all((end + dt.timedelta(days=1)).day == 1 for end in ends)
        for party in each["parter"] or ():
            assert party["netto"] == party["betalar"] + party["inkopt"] + party["ater"]
            assert party["ater"] <= 0 <= party["inkopt"]
        for inkop in each["inkop"]:
            assert sum(row["betalade"] for row in inkop["kommuner"]) == 0
            assert inkop["datum"] <= content["datum"]
        for day in (each["fardigt"], each["avslutat"]):
            assert day is None or day <= content["datum"]


# On which day


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(
    ("words", "day"),
    [
        (("2022",), "2022-12-31"),  # the end of the year that is asked for
        (("2024",), "2024-12-31"),
        (("2022", "--datum", "2022-05-31"), "2022-05-31"),
        (("--datum", "2022-05-31"), "2022-05-31"),
        ((), "2024-10-31"),  # the last that any of those shown knows of: here when one was closed
        (("-t", "studie"), "2024-10-31"),
        (("-t", "projekt-hr"), "2022-12-31"),  # its own end, since nothing else is known of it
        (("-t", "projekt-dcbd"), "2022-06-30"),
    ],
)
def test_without_a_day_it_is_the_years_end_or_the_last_that_is_known(quick, words, day):
    content = json.loads(quick("projects", *words, "--format", "json").stdout)

    assert content["datum"] == day
    assert f"Per {day}." in quick("projects", *words).stdout


@pytest.mark.parametrize(
    ("change", "day"),
    [
        (("avslutat = 2024-10-31\n", ""), "2024-08-01"),  # the buy-in
        (("datum = 2024-08-01", "datum = 2025-02-01"), "2025-02-01"),
        (("avslutat = 2024-10-31", "avslutat = 2026-01-01"), "2026-01-01"),
        (("fardigt = 2024-06-15\navslutat = 2024-10-31", "fardigt = 2024-12-24"), "2024-12-24"),
    ],
)
def test_the_last_day_that_is_known_is_of_whatever_comes_last(studied, quick, change, day):
    (studied / "tjanster" / "studie.toml").write_text(STUDY.replace(*change), encoding="utf-8")

    content = json.loads(quick("projects", "-t", "studie", "--format", "json").stdout)

    assert content["datum"] == day


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(
    ("day", "fardigt", "avslutat", "told"),
    [
        ("2024-06-14", None, None, ()),  # before its end nothing should have come
        ("2024-06-15", "2024-06-15", None, ()),
        ("2024-06-30", "2024-06-15", None, ("när projektet avslutades",)),
        ("2024-10-30", "2024-06-15", None, ("när projektet avslutades",)),
        ("2024-10-31", "2024-06-15", "2024-10-31", ()),
    ],
)
def test_what_has_come_is_known_from_its_day_and_missed_from_the_end(
    quick, day, fardigt, avslutat, told
):
    words = ("projects", "-t", "studie", "--datum", day)
    (project,) = json.loads(quick(*words, "--format", "json").stdout)["projekt"]

    assert (project["fardigt"], project["avslutat"]) == (fardigt, avslutat)
    shown = quick(*words).stdout
    for what in ("när arbetet blev färdigt", "när projektet avslutades"):
        assert (f"Uppgift saknas om {what}: Studie." in shown) == (what in told)


@pytest.mark.usefixtures("studied")
def test_one_member_is_shown_with_the_sum_of_all(quick):
    shown = quick("projects", "-t", "studie", "-k", "kalix").stdout.replace("\xa0", " ")

    assert re.search(r"(?m)^Kalix +2022-07-01–2023-12-31 .* 34 000$", shown)
    assert "Boden   2022" not in shown
    assert re.search(r"(?m)^Summa alla 4? ?.*130 000$|^Summa alla \d+ +.*130 000$", shown)
