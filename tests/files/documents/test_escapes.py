"""What programs write to keep a value as it is: read as the value that was meant."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.files.documents.read import read
from enamnd_cost.files.documents.workbook import unescaped

HERE = Path(__file__).parent
CASES = ["s_x000d.xlsx", "excel-likhetstecken.csv", "punkt-och-komma.xlsx"]


@pytest.mark.parametrize("name", CASES)
def test_a_sound_table_is_sound_however_its_values_are_kept(run, tmp_path, name):
    shutil.copy(HERE / name, tmp_path)

    audited = run("audit", name)
    inferred = run("infer", name)

    assert audited.returncode == 0, audited.stdout
    assert "1 tabell, 15 belopp, 16 samband har prövats." in audited.stdout
    assert "Jämfört med modell och budget för 2023." in audited.stdout
    assert inferred.returncode == 0, inferred.stderr


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Boden_x000D_", "Boden\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
        ("_xD83D_ ensam", "\N{REPLACEMENT CHARACTER} ensam"),
        ("_x_", "_x_"),
        ("x000D", "x000D"),
        ("", ""),
    ],
)
def test_a_sign_written_by_number_is_that_sign(written, meant):
    assert unescaped(written) == meant


def test_every_way_that_a_workbook_keeps_texts_is_read(tmp_path):
    path = tmp_path / "dok.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Boden_x000D_", 1])
    book.active.append(['="Kalix"', 2])
    book.save(path)

    document, problems = read(path)

    assert problems == []
    assert document.sheets[0].rows[0][0].value.strip() == "Boden"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ('="21000"', "21000"),
        ('"=""21000"""', "21000"),
        ('="Luleå"', "Luleå"),
        ('=" 0127 "', "0127"),
        ("=SUMMA(B2:B3)", "=SUMMA(B2:B3)"),
        ('="a"&"b"', '="a"&"b"'),
    ],
)
def test_a_value_that_csv_keeps_as_text_is_that_text(tmp_path, field, value):
    path = tmp_path / "dok.csv"
    path.write_text(f"Kommun;Belopp\nBoden;{field}\n", encoding="utf-8")

    document, _ = read(path)

    assert document.sheets[0].rows[1][1].value == value
