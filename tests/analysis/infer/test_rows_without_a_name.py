"""An amount that no row names is told, wherever it stands; no sheet is hidden from the user."""

from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.analysis.infer import reading

HERE = Path(__file__).parent
ROWS = [("Arjeplog", 21_000), ("Boden", 46_800), ("Övertorneå", 22_500)]


def read(tmp_path, data, rows):
    path = tmp_path / "tabell.csv"
    text = "\n".join(f"{name};{amount}" for name, amount in [("Kommun", "Belopp"), *rows])
    path.write_text(text, encoding="utf-8")
    return reading.read(path, data.kommuner)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_amount_that_no_row_names_is_told_at_its_row(tmp_path, data, after):
    rows = [*ROWS[:after], ("", 6_800), *ROWS[after:]]

    table, (problem,) = read(tmp_path, data, rows)

    assert table is None
    assert problem.code == "EK024"
    assert problem.text == f"rad {after + 2}: beloppet 6800 har ingen kommun"


def test_the_sum_of_the_rows_above_is_a_sum_though_no_word_says_so(tmp_path, data):
    table, problems = read(tmp_path, data, [*ROWS, ("", 90_300)])

    assert problems == []
    assert table.total == 90_300


def test_a_year_or_a_number_above_the_table_is_no_amount(tmp_path, data):
    table, problems = read(tmp_path, data, [("", 2023), ("", 1), *ROWS])

    assert problems == []
    assert list(table.amounts.values()) == [kr for _, kr in ROWS]


def test_cells_that_are_merged_hide_no_amount(run, tmp_path):
    ran = run("infer", str(HERE / "sammanslagna-celler.xlsx"))

    assert ran.returncode == 2
    assert "rad 5: beloppet 6800 har ingen kommun" in ran.stderr

    book = openpyxl.load_workbook(HERE / "sammanslagna-celler.xlsx")  # the remedy, to the letter
    book.active.unmerge_cells("A4:A5")
    book.active["B4"] = 46_800
    book.active["B5"] = None
    book.save(tmp_path / "rattad.xlsx")
    assert run("infer", "rattad.xlsx").returncode == 0


def test_a_hidden_sheet_is_said_to_be_hidden(run):
    ran = run("infer", str(HERE / "dolt-blad.xlsx"))

    assert ran.returncode == 2
    assert "arbetsboken har 2 blad: Blad1 och Dolt (dolt)" in ran.stderr
    assert run("infer", str(HERE / "dolt-blad.xlsx"), "--blad", "Blad1").returncode == 0
