"""Small files that would exhaust the machine are read or refused, in bounded memory and time.

Each is tried in a process of its own with a limit on its memory; the time limit is a backstop.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.files.documents.test_documents import NS, OFFICE, raw_book

HERE = Path(__file__).parent
MOST_MEMORY = 1_500_000_000
PROGRAM = """
import sys
from pathlib import Path
from enamnd_cost.files import scb
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents.layout import page
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
except ImportError:
    pass
path = Path(sys.argv[1])
try:
    print("population", len(scb.read(path)))
except scb.NotPopulationError as error:
    print("population", "refused")
document, problems = documents.read(path)
for sheet in document.sheets if document else ():
    page(sheet)
print("document", problems[0].code if problems else "read")
"""
CELL = '<c t="s"><v>0</v></c>'
TABLE = (
    '<row><c t="inlineStr"><is><t>Region</t></is></c><c><v>2024</v></c></row>'
    '<row><c t="inlineStr"><is><t>Boden</t></is></c><c><v>28000</v></c></row>'
)


def answers(path):
    """Give what a file is to population, and to audit and infer."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(MOST_MEMORY)],
        capture_output=True, check=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    population, document = ran.stdout.splitlines()
    return population.split()[1], document.split()[1]


def sheet(rows, before="", prologue=""):
    return f"{prologue}<worksheet {NS}>{before}<sheetData>{rows}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("formaterade-tomma-celler", ("14", "read")),
        ("radnummer", ("refused", "EK034")),
        ("talformat", ("refused", "read")),
        ("kolumnelement", ("refused", "read")),
        ("okand-kodning", ("refused", "EK033")),
    ],
)
def test_the_workbooks_that_once_exhausted_the_machine(name, answer):
    assert answers(HERE / f"{name}.xlsx") == answer


def same_sheet(n):
    entries = "".join(f'<sheet name="B{i}" sheetId="{i}" r:id="rId1"/>' for i in range(n))
    book = f'<workbook {NS} xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>'
    return sheet(TABLE), {"xl/workbook.xml": book}


def long_name():
    entry = f'<sheet name="{"Budget " * 100_000}" sheetId="1" r:id="rId1"/>'
    book = f'<workbook {NS} xmlns:r="{OFFICE}"><sheets>{entry}</sheets></workbook>'
    return sheet(TABLE), {"xl/workbook.xml": book}


def repeated_text():
    rows = f"<row>{CELL * 20}</row>" * 4_000
    texts = f"<sst {NS}><si><t>{'Medel ' * 5_000}</t></si></sst>"
    return sheet(TABLE + rows), {"xl/sharedStrings.xml": texts}


def formats():
    code = "[&quot;" * 100_000
    styles = f'<styleSheet {NS}><numFmt numFmtId="200" formatCode="{code}"/></styleSheet>'
    return sheet(TABLE), {"xl/styles.xml": styles}


LINE = '["Bodö", 1],'
HIDDEN = '<col min="1" max="16384" hidden="1"/>' * 40_000
WHOLE = '<mergeCell ref="A1:XFD1048576"/>' * 20_000
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "{"x" * 30_000}">]>'
WORKBOOKS = {
    "hidden columns": (sheet(TABLE, f"<cols>{HIDDEN}</cols>"), {}, ("1", "read")),
    "merged": (sheet(TABLE).replace("</sheetData>", f"</sheetData>{WHOLE}"), {}, ("1", "read")),
    "dimension": (sheet(TABLE, '<dimension ref="A1:XFD99999999999"/>'), {}, ("1", "read")),
    "letters": (sheet(f'<row><c r="{"A" * 1_000_000}1"><v>1</v></c></row>'), {},
                ("refused", "EK034")),
    "row below Excel's": (sheet('<row r="1048577"/>'), {}, ("refused", "EK034")),
    "row above the first": (sheet('<row r="-1"/>'), {}, ("refused", "EK033")),
    "entities": (sheet('<row><c t="str"><v>&a;</v></c></row>', prologue=ENTITIES), {},
                 ("refused", "EK033")),
    "same sheet": (*same_sheet(20_000), ("refused", "EK033")),
    "name": (*long_name(), ("refused", "EK034")),
    "repeated text": (*repeated_text(), ("refused", "EK034")),
    "format": (*formats(), ("1", "read")),
    "formatted rows": (sheet(TABLE + '<row s="1" customFormat="1"/>' * 60_000), {}, ("1", "read")),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_small_workbooks_that_say_much_of_themselves(kind, tmp_path):
    content, extra, answer = WORKBOOKS[kind]
    raw_book(tmp_path / "dok.xlsx", content, extra.items())

    assert answers(tmp_path / "dok.xlsx") == answer


TEXTS = {
    "one line.csv": ("a" * 5_000_000, ("refused", "EK034")),
    "line ends.csv": ("\n" * 5_000_000, ("refused", "EK034")),
    "separators.csv": (";" * 2_000_000, ("refused", "read")),
    "empty rows.csv": ("Region;2024\nBoden;28000\n" + ";\n" * 60_000, ("1", "read")),
    "exponent.csv": ("Region;2024\nBoden;1e999999999\n", ("refused", "read")),
    "digits.csv": (f"Region;2024\nBoden;{'9' * 5_000}\n", ("refused", "read")),
    "nul.csv": ("Region;2024\nBoden;1\0\n", ("refused", "EK037")),
    "brackets.csv": ("[" * 500_000, ("refused", "EK034")),
    "digits.toml": (f'[[tabell]]\nrader = [["Boden", 0x{"F" * 900_000}]]\n', ("refused", "EK034")),
    "key.toml": (f"{'.'.join('a' * 100_000)} = 1\n", ("refused", "EK034")),
    "quoted key.toml": ('"a b" . ' * 100_000 + "x = 1\n", ("refused", "EK034")),
    "word.toml": (f"x = '{'a' * 900_000}'\n", ("refused", "EK034")),
    "one line.toml": (f"[[tabell]]\nrader = [{LINE * 40_000}]\n", ("refused", "EK034")),
    "comments.toml": ("#x\n" * 400_000, ("refused", "EK034")),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_are_long_in_some_way(name, tmp_path):
    text, answer = TEXTS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert answers(tmp_path / name) == answer


def cube(region=None, **changed):
    dimension = {
        "Region": {"category": region or {"index": ["2582", "2514"]}},
        "Tid": {"category": {"index": ["2024"]}},
    }
    whole = {"id": ["Region", "Tid"], "size": [2, 1], "dimension": dimension, "value": [1, 2]}
    return json.dumps({**whole, **changed})


CUBES = {
    "exponent": cube(size=["?", 1]).replace('"?"', "1e999999999"),
    "infinite": cube(size=["?", 1]).replace('"?"', "Infinity"),
    "text": cube(size=["x" * 1_000, 10**9]),
    "list": cube(size=[[0], 10**9]),
    "sparse": cube(size=[20_000, 20_000], value={"0": 1}),
    "value": cube(value=["?", 1]).replace('"?"', "1e999999999"),
    "digits": cube(value=["?", 1]).replace('"?"', "9" * 5_000),
    "nested": '{"id":' * 100_000,
    "same dimension": cube(id=["Region", "Tid", *["D"] * 50_000], size=[2, 1, *[1] * 50_000]),
    "note": cube(note="Medel " * 500_000),
    "label": cube({"index": ["2582", "2514"], "label": {"2582": "Boden " * 500_000}}),
    "value as text": cube(value="12"),
}


@pytest.mark.parametrize("kind", CUBES)
def test_cubes_that_say_much_of_themselves(kind, tmp_path):
    (tmp_path / "kub.json").write_text(CUBES[kind], encoding="utf-8")

    assert answers(tmp_path / "kub.json") == ("refused", "EK031")
