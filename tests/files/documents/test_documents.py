"""Files as people's programs leave them, read as grids; and files that must be refused."""

import io
import time
import tracemalloc
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.grid import DOCUMENT

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(path):
    document, problems = documents.read(path)
    assert problems == []
    return document


def refused(path):
    document, (problem,) = documents.read(path)
    assert document is None
    return problem.code


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.rows]


def raw_book(path, sheet, extra=(), pack=zipfile.ZIP_DEFLATED):
    """Write a workbook part by part, as another program than openpyxl would."""
    parts = {
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships"><Relationship Id="rId1" Type="x" '
        'Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **dict(extra),
    }
    with zipfile.ZipFile(path, "w", pack) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_of_any_encoding_separator_and_line_end_is_the_same_grid(
    encoding, separator, newline, tmp_path
):
    path = tmp_path / "dok.csv"
    lines = [separator.join(row) for row in (["Kommun", "Kr"], [], ["Övertorneå", "1 000"])]
    path.write_bytes(newline.join(lines).encode(encoding))

    (sheet,) = read(path).sheets

    assert values(sheet) == [["Kommun", "Kr"], ["Övertorneå", "1 000"]]
    assert [row[0].place.row for row in sheet.rows] == [1, 3]


def test_a_quoted_field_may_hold_separators_and_lines(tmp_path):
    path = tmp_path / "dok.csv"
    path.write_text('"SOC system; grund";"1\n000"\nE-arkiv;2\n', encoding="utf-8")

    (sheet,) = read(path).sheets

    assert values(sheet) == [["SOC system; grund", "1\n000"], ["E-arkiv", "2"]]


def test_a_workbook_as_people_make_them(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet["A1"] = "Budget 2024"
    sheet.merge_cells("A1:C1")
    sheet["A3"], sheet["B3"] = "Luleå", 1036.1
    sheet["A4"], sheet["B4"] = "Boden", "1 036 100"
    sheet["B5"] = "=SUM(B3:B4)"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("dolt").sheet_state = "hidden"
    book.save(tmp_path / "dok.xlsx")

    first, second = read(tmp_path / "dok.xlsx").sheets

    assert values(first) == [
        ["Budget 2024"], ["Luleå", Decimal("1036.1")], ["Boden", "1 036 100"], [""]
    ]  # fmt: skip
    assert first.rows[3][0].unknown
    assert first.rows[3][0].place.cell == "B5"
    assert (first.hidden_rows, first.hidden_columns) == ({4}, {2})
    assert second.hidden


def test_dates_are_told_from_numbers(tmp_path):
    import datetime as dt

    book = Workbook()
    book.active.append([dt.date(2024, 1, 1), 45292])
    book.save(tmp_path / "dok.xlsx")

    (sheet,) = read(tmp_path / "dok.xlsx").sheets

    assert [cell.date for cell in sheet.rows[0]] == [True, False]


def test_formulas_with_and_without_values_and_errors(tmp_path):
    cells = (
        '<c r="A1"><f>SUM(B1:B9)</f><v>7830800</v></c><c r="B1"><f>A1*2</f></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="D1" t="str"><f>"a"</f><v>text</v></c><c r="E1"><v>1036.0999999999999</v></c>'
        '<c t="inlineStr"><is><r><t>Öv</t></r><r><t>er</t></r></is></c>'
    )
    sheet = f'<worksheet {NS}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    raw_book(tmp_path / "dok.xlsx", sheet)

    ((row,),) = [sheet.rows for sheet in read(tmp_path / "dok.xlsx").sheets]

    assert [cell.value for cell in row] == [
        Decimal(7_830_800), "", "#DIV/0!", "text", Decimal("1036.1"), "Över"
    ]  # fmt: skip
    assert [cell.unknown for cell in row] == [False, True, False, False, False, False]
    assert [cell.error for cell in row] == [False, False, True, False, False, False]
    assert row[-1].place.cell == "F1"


def test_a_cell_far_away_costs_nothing(tmp_path):
    book = Workbook()
    book.active["A1"] = "Boden"
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "dok.xlsx")

    (sheet,) = read(tmp_path / "dok.xlsx").sheets

    assert sheet.rows[-1][0].place.cell == "XFD1048576"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "EK032"),
        (b"PK\x03\x04 rubbish", "EK033"),
        (b"", "EK033"),
        (b"<html><table></table></html>", "EK031"),
        (b"%PDF-1.7", "EK031"),
        (b"Boden;1\n", "EK031"),
        (bytes(100), "EK037"),
        (b"\xff\xfe\x00", "EK037"),
    ],
)
def test_what_only_bears_the_name_of_a_workbook_is_told_for_what_it_is(content, code, tmp_path):
    path = tmp_path / "dok.xlsx"
    path.write_bytes(content)

    assert refused(path) == code


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    assert refused(tmp_path / "borta.csv") == "EK030"
    assert refused(tmp_path) == "EK030"


@pytest.mark.parametrize("cut", [10, 100, 1000, -10])
def test_a_workbook_cut_short_is_damaged(cut, tmp_path):
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["Boden", 1])
    book.save(out)
    path = tmp_path / "dok.xlsx"
    path.write_bytes(out.getvalue()[:cut])

    assert refused(path) == "EK033"


def test_every_byte_that_is_spoilt_is_read_or_refused_and_never_a_crash(tmp_path):
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["Boden", 1])
    book.save(out)
    whole = out.getvalue()
    path = tmp_path / "dok.xlsx"
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        document, problems = documents.read(path)
        assert (document is None) == bool(problems)


def bounded(path):
    """Refuse a file, in little memory and time."""
    tracemalloc.start()
    began = time.monotonic()
    code = refused(path)
    taken = time.monotonic() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 250_000_000
    assert taken < 60
    return code


def test_a_bomb_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "dok.xlsx"
    raw_book(path, "<worksheet/>", {"xl/sharedStrings.xml": b" " * 90_000_000}.items())

    assert bounded(path) == "EK034"


def test_a_million_rows_are_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "dok.xlsx"
    rows = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    raw_book(path, f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>")

    assert bounded(path) == "EK034"


def test_one_row_without_end_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "dok.xlsx"
    cells = "".join(f"<c><v>{n}</v></c>" for n in range(1_000_000))
    raw_book(path, f"<worksheet {NS}><sheetData><row>{cells}</row></sheetData></worksheet>")

    assert bounded(path) == "EK034"


def test_entities_that_grow_without_end_are_refused(tmp_path):
    laughs = "".join(
        f'<!ENTITY a{n} "{"".join(f"&a{n - 1};" for _ in range(10))}">' for n in range(1, 12)
    )
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><worksheet {NS}><sheetData><row><c t="str">'
    raw_book(tmp_path / "dok.xlsx", f"{sheet}<v>&a11;</v></c></row></sheetData></worksheet>")

    assert bounded(tmp_path / "dok.xlsx") in ("EK033", "EK034")


def test_a_csv_of_too_many_rows_is_refused(tmp_path):
    path = tmp_path / "dok.csv"
    path.write_text("Boden;1\n" * (DOCUMENT.rows + 1), encoding="utf-8")

    assert refused(path) == "EK034"


def test_a_document_in_toml_has_the_lines_of_its_figures(tmp_path):
    path = tmp_path / "dok.toml"
    path.write_text(
        'rubrik = "Budget 2024"\n\n[[tabell]]\nrubrik = "Sidor"\nkolumner = ["Kr"]\nrader = [\n'
        '  ["E-arkiv", 313_000],\n  ["Drift", 1.5],\n]\nsumma = 313_001.5\ntext = ["Not."]\n',
        encoding="utf-8",
    )

    (sheet,) = read(path).sheets

    assert values(sheet) == [
        ["Budget 2024"], ["Sidor"], ["Post", "Kr"], ["E-arkiv", Decimal(313_000)],
        ["Drift", Decimal("1.5")], ["Summa", Decimal("313001.5")], ["Not."],
    ]  # fmt: skip
    assert [row[0].place.row for row in sheet.rows] == [1, 4, 5, 7, 8, 10, 11]


@pytest.mark.parametrize(
    "text",
    ["a = ", "[tabell]\nx = 1\n", "tabell = 3\n", '[[tabell]]\nrader = [["Boden", true]]\n',
     "[[tabell]]\nrader = 3\n", "[[tabell]]\nrader = [[2024-01-01]]\n", "ar = 2024\ntjanst = 3\n"],
)  # fmt: skip
def test_toml_of_another_shape_is_told(text, tmp_path):
    path = tmp_path / "dok.toml"
    path.write_text(text, encoding="utf-8")

    assert refused(path) == "EK035"


def row_book(path, cells, extra=()):
    raw_book(path, f"<worksheet {NS}><sheetData><row>{cells}</row></sheetData></worksheet>", extra)


def test_numbers_that_are_no_amounts_are_texts_in_a_workbook(tmp_path):
    path = tmp_path / "dok.xlsx"
    row_book(path, "<c><v>1e9999999</v></c><c><v>1e-9999999</v></c><c><v>1e99</v></c>")

    assert values(read(path).sheets[0]) == [["1e9999999", 0, "1e99"]]


def test_a_yes_or_no_is_no_amount(tmp_path):
    row_book(tmp_path / "dok.xlsx", '<c t="b"><v>1</v></c><c t="b"><v>0</v></c>')

    assert values(read(tmp_path / "dok.xlsx").sheets[0]) == [["SANT", "FALSKT"]]


def test_a_shared_text_before_the_first_is_damage(tmp_path):
    texts = f"<sst {NS}><si><t>Boden</t></si></sst>"
    row_book(tmp_path / "dok.xlsx", '<c t="s"><v>-1</v></c>', [("xl/sharedStrings.xml", texts)])

    assert refused(tmp_path / "dok.xlsx") == "EK033"


@pytest.mark.parametrize("cells", ['<c r="ZZZZZZZ1"><v>1</v></c>', '<c r="XFE1"><v>1</v></c>'])
def test_a_column_beyond_those_of_excel_is_refused(cells, tmp_path):
    row_book(tmp_path / "dok.xlsx", cells)

    assert refused(tmp_path / "dok.xlsx") == "EK034"


def test_a_part_packed_so_that_it_cannot_be_unpacked_is_damage(tmp_path):
    path = tmp_path / "dok.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>" * 50)
    raw = bytearray(path.read_bytes())
    spoilt = set()
    for at in range(30, 90):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        spoilt.add(refused(path))
    assert spoilt <= {"EK033", "EK034"}

    at = raw.index(b"PK\x01\x02")
    raw[8:10] = raw[at + 10 : at + 12] = b"\x62\x00"
    path.write_bytes(raw)
    assert refused(path) == "EK033"


def test_an_encoding_that_nobody_knows_is_damage(tmp_path):
    raw_book(tmp_path / "dok.xlsx", "<?xml version='1.0' encoding='rappakalja'?><worksheet/>")

    assert refused(tmp_path / "dok.xlsx") == "EK033"


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e9999999", "1e99", "1e-9999999"])
def test_a_number_of_toml_that_is_no_amount_is_told(number, tmp_path):
    path = tmp_path / "dok.toml"
    path.write_text(f'[[tabell]]\nrader = [["Boden", {number}]]\n', encoding="utf-8")

    assert refused(path) == "EK035"


@pytest.mark.parametrize("text", ["x = " + "[" * 5000 + "]" * 5000, ".".join("a" * 5000) + " = 1"])
def test_toml_that_is_nested_without_end_is_told(text, tmp_path):
    path = tmp_path / "dok.toml"
    path.write_text(f'{text}\n[[tabell]]\nrader = [["Boden", 1]]\n', encoding="utf-8")

    assert refused(path) == "EK034"


def test_a_cell_longer_than_those_of_excel_is_refused(tmp_path):
    long = "111 " * 30_000
    (tmp_path / "dok.csv").write_text(f"Boden;{long}\n", encoding="utf-8")
    row_book(tmp_path / "dok.xlsx", f'<c t="str"><v>{long}</v></c>')
    (tmp_path / "dok.toml").write_text(f'text = "{long}"\ntabell = []\n', encoding="utf-8")

    for name in ("dok.csv", "dok.xlsx", "dok.toml"):
        assert refused(tmp_path / name) == "EK034"


def test_semicolons_of_a_few_notes_part_no_columns(tmp_path):
    path = tmp_path / "dok.csv"
    lines = [f'"{n} Boden",{n}' for n in range(40)]
    lines += ["Not 1; se bilaga", "Not 2; se bilaga"]
    path.write_text("\n".join(lines), encoding="utf-8")

    (sheet,) = read(path).sheets

    assert values(sheet)[0] == ["0 Boden", "0"]


def test_running_text_between_tables_parts_no_columns(tmp_path):
    path = tmp_path / "dok.csv"
    lines = [f"Not {n}, se bilaga, och avtalet." for n in range(15)]
    path.write_text("\n".join(["Boden;1,5", "Kalix;2", *lines]), encoding="utf-8")

    (sheet,) = read(path).sheets

    assert values(sheet)[0] == ["Boden", "1,5"]
