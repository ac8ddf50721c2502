"""An index series is read from any form that a statistical database exports it in, or refused."""

import json

import openpyxl
import pytest

from enamnd_cost.files.index_forms import read
from enamnd_cost.files.index_table import NotIndexError

WIDE = """KPI fastställda tal, 1980=100

;2023M09;2023M10;2024M10*
KPI;407,50;409,10;415,51
"""
LONG = """"Konsumentprisindex, 1980=100"
"månad","index"
"2023M09",407.50
"2023M10",409.10
"2024M10*",415.51
"""
APART = """Konsumentprisindex, 1980=100
år;månad;KPI
2023;september;407,50
2023;oktober;409,10
2024;oktober;415,51 p
"""
GRID = """KPI, 1980=100
År;Sep;Okt
2023;407,50;409,10
2024;..;415,51*
"""
CUBE = {
    "version": "2.0",
    "class": "dataset",
    "label": "KPI, fastställda tal, 1980=100",
    "id": ["ContentsCode", "Tid"],
    "size": [1, 4],
    "role": {"time": ["Tid"]},
    "dimension": {
        "ContentsCode": {"category": {"index": ["x"], "label": {"x": "KPI, index"}}},
        "Tid": {"category": {"index": ["2023M09", "2023M10", "2024M10", "2024M11"]}},
    },
    "value": [407.50, 409.10, 415.51, None],
    "status": {"2": "p"},
}
READ = [("2023M09", "407.5", False), ("2023M10", "409.1", False), ("2024M10", "415.51", True)]


def told(table):
    return [(str(p), f"{value.normalize():f}", marked) for p, value, marked in table.readings]


def written(tmp_path, content, name="kpi.csv"):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [WIDE, LONG, APART, GRID], ids=["wide", "long", "apart", "grid"])
def test_a_text_is_read_with_what_it_marks_as_preliminary(tmp_path, form):
    table = read(written(tmp_path, form))

    assert told(table) == READ
    assert (table.kind, table.tells_status) == ("tal", True)


def test_a_cube_is_read_with_the_status_of_its_cells(tmp_path):
    table = read(written(tmp_path, json.dumps(CUBE), "kpi.json"))

    assert told(table) == READ
    assert table.kind == "tal"


@pytest.mark.parametrize("form", [WIDE, LONG, GRID], ids=["wide", "long", "grid"])
def test_a_workbook_is_read_as_its_text_is(tmp_path, form):
    book = openpyxl.Workbook()
    sign = "," if form is LONG else ";"
    for line in form.splitlines():
        cells = [cell.strip('"') for cell in line.split(sign)]
        book.active.append([_number(cell) for cell in cells])
    book.save(tmp_path / "kpi.xlsx")

    assert told(read(tmp_path / "kpi.xlsx")) == READ


def _number(cell):
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("KPI, 2020=100", "tal"),
        ("Arbetskostnadsindex", "tal"),
        ("AKI, årsförändring i procent", "varde"),
        ("AKI, förändring från samma kvartal föregående år, %", "varde"),
        ("Elpris i öre", None),
        ("AKI, förändring från föregående kvartal, procent", None),
        ("KPI, förändring i procent", None),
    ],
)
def test_what_the_figures_are_is_told_by_the_table_or_not_known(tmp_path, title, kind):
    table = read(written(tmp_path, f"{title}\nkvartal;tal\n2023K3;3,1\n2024K3;4,4\n"))

    if kind:
        assert table.kind == kind
    else:
        with pytest.raises(NotIndexError):
            assert table.kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("index\nBoden;12\n", "hittar ingen rad eller kolumn"),
        ("KPI index\n;2023;2024\nMat;1;2\nEl;3;4\n", "flera rader"),
        ("år;KPI index;AKI index\n2023;400;300\n2024;410;310\n", "flera kolumner"),
        ("slag;år;index\nMat;2023;400\nMat;2024;410\nEl;2023;300\n", "flera serier"),
        ("år;index\n2023;400\n2023;410\n", "flera gånger"),
        ("år;index\n2023;400\n2024;okänt\n", "inget tal"),
        ('{"a": 1}', "ingen JSON-stat"),
        (json.dumps({**CUBE, "value": [1, 2]}), "ett värde för varje"),
        (json.dumps({**CUBE, "value": [1, 2, "x", None]}), "inget tal"),
        (json.dumps({**CUBE, "size": [2, 2]}), "har flera värden"),
        (json.dumps({**CUBE, "value": [1, 2, 3, 777]}).replace(" 777]", " 1e999999]"), "för stort"),
        ("år;KPI index\n2023;400\n2024;-410\n", "inget indextal"),
        ("år;ändring, %\n2023;4\n2024;-100\n", "ingen ändring"),
    ],
)
def test_what_is_no_single_series_is_refused_with_the_reason(tmp_path, content, why):
    with pytest.raises(NotIndexError, match=why):
        assert read(written(tmp_path, content)).kind


def test_a_note_of_preliminary_figures_marks_none_of_them(tmp_path):
    table = read(written(tmp_path, "år;KPI index\n2023;400\n2024;410\n\nTalen är preliminära.\n"))

    assert (table.tells_status, table.speaks_of_preliminary) == (False, True)
