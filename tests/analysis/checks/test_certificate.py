"""The certificate says what was tried, against what, and what was not; in every form the same."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[3]


def written(run, folder, form, *arguments):
    """Write a certificate of the data folder in ``folder`` and give what the run said of it."""
    file = folder / f"intyg.{form}"
    ran = run("check", *arguments, "-o", str(file), cwd=folder)
    return ran, file


def spoil(data):
    path = data / "facit" / "budget-2023.toml"
    text = path.read_text(encoding="utf-8").replace("boden = 265_500", "boden = 265_600")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("form", ["md", "xlsx", "csv", "json", "sarif"])
def test_a_certificate_of_sound_data_is_written_and_nothing_is_said(run, copied, form):
    ran, file = written(run, copied.parent, form)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", f"Skrev {file}\n")
    assert file.stat().st_size > 100


def test_it_names_program_data_years_checks_and_what_was_left_out(run, copied):
    _, file = written(run, copied.parent, "md")
    _, exact = written(run, copied.parent, "json")
    text = file.read_text(encoding="utf-8")
    content = json.loads(exact.read_bytes())

    assert content["program"] in text
    assert f"Data (sha256): {content['data']}" in text
    assert "2022, 2023 och 2024" in text
    tried = sum(t["provat"] for k in content["kontroller"] for t in k["provningar"])
    assert f"{len(content['kontroller'])} kontroller, {tried} prövningar: inga fynd." in text
    assert "Ingick inte i kontrollen: EK451 fullstandiga-kallor" in text
    assert [each["kod"] for each in content["utelamnade"]] == [f"EK45{n}" for n in (1, 2, 3, 5, 4)]


def test_the_published_cells_that_were_compared_are_told_from_those_that_only_are_locked(run):
    ran = run("check", "--format", "csv", cwd=ROOT)
    rows = list(csv.DictReader(ran.stdout.lstrip("\ufeff").splitlines(), delimiter=";"))

    cells = {}
    for row in rows:
        if row["tabell"] == "Facit för åren":
            cells[row["Slag"]] = cells.get(row["Slag"], 0) + int(row["Rutor"])
    assert cells == {"publicerat": 180, "beräknat av programmet och låst": 140, "exempel": 21}


def test_what_was_left_out_by_choice_is_not_among_what_was_tried(run):
    ran = run("check", "2024", "--utom", "facit", "--format", "json", cwd=ROOT)
    content = json.loads(ran.stdout)
    shown = run("check", "2024", "--utom", "facit", "--format", "md", cwd=ROOT).stdout

    assert content["ar"] == [2024]
    assert "EK419" not in {k["kod"] for k in content["kontroller"]}
    assert "EK419" in {k["kod"] for k in content["utelamnade"]}
    assert "Facit för åren" not in shown
    assert "EK419 facit" in shown.rpartition("Ingick inte")[2]


def test_a_check_that_had_nothing_to_try_says_so(run, copied):
    for name in ("budget-2022", "last-2022", "projekt-2022", "exempel"):
        (copied / "facit" / f"{name}.toml").unlink()

    shown = run("check", "2022", "--format", "md", cwd=copied.parent).stdout

    assert "Hade inget att pröva: EK419 facit, EK420 facitsumma och EK432 overfort." in shown


def test_findings_are_on_screen_and_in_the_file_and_the_exit_code_is_theirs(run, copied):
    spoil(copied)

    ran, file = written(run, copied.parent, "xlsx")

    assert ran.returncode == 1
    assert "fel[EK419]" in ran.stdout
    assert ran.stdout == run("check", cwd=copied.parent).stdout
    (row,) = list(openpyxl.load_workbook(file)["Fynd"].iter_rows(min_row=5, values_only=True))
    assert (row[0], row[1], row[5], row[6], row[7]) == ("EK419", "fel", 265_600, 265_500, -100)


@pytest.mark.parametrize("form", ["md", "csv"])
def test_what_was_skipped_because_of_a_finding_is_told_and_not_counted(run, copied, form):
    budget = copied / "budget" / "2024.toml"
    text = budget.read_text(encoding="utf-8").replace("intakt = 313_000", "intakt = 313_100")
    budget.write_text(text, encoding="utf-8")

    content = json.loads(run("check", "2024", "--format", "json", cwd=copied.parent).stdout)
    ran = run("check", "2024", "--format", form, cwd=copied.parent)

    (turn,) = next(k for k in content["kontroller"] if k["kod"] == "EK416")["provningar"]
    assert turn == {"ar": 2024, "provat": None, "fynd": 0}
    assert ran.returncode == 1
    assert "1 fynd" in ran.stdout or form == "csv"
    assert ("Hoppades över: 2024: budgetsumma" in ran.stdout) == (form == "md")


def test_unreadable_data_get_no_certificate_but_programs_get_the_reason(run, copied):
    (copied / "index.toml").write_text("procent = 5,75\n", encoding="utf-8")

    ran, file = written(run, copied.parent, "md")
    told, exact = written(run, copied.parent, "json")

    assert (ran.returncode, file.exists()) == (2, False)
    assert "EK104" in ran.stderr
    assert told.returncode == 2
    content = json.loads(exact.read_bytes())
    assert (content["data"], content["kontroller"]) == (None, [])
    assert content["fynd"][0]["kod"] == "EK104"


def test_an_old_certificate_is_not_written_over(run, copied):
    written(run, copied.parent, "md")
    ran, file = written(run, copied.parent, "md")
    again, _ = written(run, copied.parent, "md", "--ersatt")

    assert (ran.returncode, "EK002" in ran.stderr) == (2, True)
    assert (again.returncode, again.stderr) == (0, f"Skrev {file}\n")
