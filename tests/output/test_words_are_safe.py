"""Whatever a document holds or a user types: it is read as it is seen, and shown as it is."""

import json
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

import openpyxl
import pytest
from tests.shown import NAME, SIGNS, TABLES, in_forms, linux

from enamnd_cost.signs import ODD, visible

FEL = Path(__file__).parents[1] / "fel"
FIGURES = [["Boden", 29_300], ["Luleå", 52_300], ["Övertorneå", 18_600]]
TABLE = [["Kommun", "Drift"], *FIGURES, ["Summa", 100_200]]
ODD_TEXT = NAME.removesuffix("\n\t\r\udce9")  # what every form of a document can hold
FORMULA = "=1+" + "".join(sign for sign in ODD_TEXT if "\xa0" < sign < "\ufffe")  # which is XML


# Documents


def as_csv(path, rows):
    quoted = ([str(cell).replace('"', '""') for cell in row] for row in rows)
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in quoted), "utf-8")


def as_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([_by_number(cell) if isinstance(cell, str) else cell for cell in row])
    book.active["D9"] = FORMULA
    book.active.title = "B\u202e\u200b\ufdd0"
    book.save(path)


def _by_number(text):
    """Write odd signs as Excel does, which lets a workbook hold any of them."""
    signs = (f"_x{ord(s):04X}_" if ODD.pattern.match(s) and ord(s) <= 0xFFFF else s for s in text)
    return "".join(signs)


def as_toml(path, rows):
    odd = "".join(f"\\U{ord(sign):08x}" for sign in ODD_TEXT)
    table = f'[[tabell]]\nrubrik = "Drift {odd}"\nkolumner = ["{odd}"]\ntext = ["{odd}"]\n'
    told = [row for row in rows if len(row) == 2 and row[0] != ODD_TEXT]
    listed = ", ".join(json.dumps(row, ensure_ascii=False) for row in told if ODD_TEXT not in row)
    facit = f'[[tabell]]\ntjanst = "drift"\nar = 2024\nsumma = 30\n[tabell.belopp]\n"{odd}" = 3\n'
    path.write_text(f'rubrik = "{odd}"\n{table}rader = [{listed}, ["{odd}", 5]]\n{facit}', "utf-8")


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "toml": as_toml}


@linux
@pytest.mark.parametrize("form", FORMS)
def test_a_document_of_any_words_is_audited_and_inferred(shop, said, form):
    path = shop / f"{NAME}.{form}"
    wrong = [*TABLE[:-1], ["Summa", 99]]
    FORMS[form](path, [[f"Budget 2024 {ODD_TEXT}"], *wrong, [ODD_TEXT, 5], ["Not", ODD_TEXT]])

    told = in_forms(said, ["audit", path], ["sarif", *TABLES], shop)

    assert told[None][0] == 1
    assert "\\u202e" in json.dumps(json.loads(told["json"][1])["fynd"])
    found = json.loads(told["sarif"][1])["runs"][0]["results"][0]["locations"][0]
    uri = found["physicalLocation"]["artifactLocation"]["uri"]
    assert Path(os.fsdecode(unquote_to_bytes(uri))) == path
    in_forms(said, ["infer", path], TABLES, shop)
    in_forms(said, ["infer", path, "--kolumn", ODD_TEXT, "--blad", ODD_TEXT], ["json"], shop)
    assert said("population", path)[0] == 2


@linux
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_model_of_a_table_is_found_whatever_its_file_is_called(shop, said, form):
    path = shop / f"{NAME}.{form}"
    FORMS[form](path, TABLE)

    assert in_forms(said, ["infer", path], TABLES, shop)[None][0] == 0
    code, period, _ = said("infer", path, "--toml", "1", "--fran", "2025")
    assert code == 0
    file = shop / "data/tjanster/drift.toml"
    file.write_text(f"{file.read_text('utf-8')}\n{period}", encoding="utf-8")
    assert said("check")[0] == 0


@pytest.mark.parametrize(
    "unseen", ["\xad", "\u200b", "\u200e", "\u202a", "\u2060", "\u2068", "\ufeff"]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_not_seen_in_a_document_is_left_out(shop, said, form, unseen):
    path = shop / f"a.{form}"
    rows = [["Drift 2024", ""], *TABLE]
    FORMS[form](path, [[unseen.join(str(cell)) for cell in row] for row in rows])

    code, told, _ = said("audit", path, "--format", "json", form="json")

    assert code == 0
    assert json.loads(told)["jamforda_belopp"] == 4


@pytest.mark.parametrize("turning", ["\u202b", "\u202d", "\u202e", "\u2067"])
def test_a_number_that_is_read_the_other_way_is_no_number(shop, said, turning):
    path = shop / "a.csv"
    as_csv(path, [["Drift 2024", ""], *TABLE[:2], ["Luleå", f"{turning}00325"], *TABLE[3:]])

    code, told, _ = said("audit", path)

    assert code == 0
    assert "EK522" in told
    assert f'"\\u{ord(turning):04x}00325"' in told


@linux
def test_population_of_any_words_is_read_or_refused(shop, said):
    codes = {"2582": "Bo\xadden", "2580": "Luleå\u200b", "2518": "\ufeffÖvertorneå"}
    cube = {
        "version": "2.0", "class": "dataset", "label": "Folkmängd", "id": ["Region", "Tid"],
        "size": [3, 1], "value": [27_900, 79_300, 4_000],
        "role": {"geo": ["Region"], "time": ["Tid"]},
        "dimension": {
            "Region": {"category": {"index": list(codes), "label": codes}},
            "Tid": {"category": {"index": ["2024"]}},
        },
    }  # fmt: skip
    path = shop / f"{NAME}.json"
    path.write_text(json.dumps(cube), encoding="utf-8")

    assert said("population", path, "--kalla", "".join(SIGNS))[0] == 2
    assert said("population", path)[0] == 0
    written = (shop / "data/kommuner.toml").read_text(encoding="utf-8")
    assert visible(path.name) in written.replace(r"\\", "\\").replace(r"\"", '"')
    assert said("check")[0] == 0

    cube["label"] = cube["dimension"]["Region"]["label"] = f"Kön {''.join(SIGNS)}\ud800"
    path.write_text(json.dumps(cube), encoding="utf-8")
    assert said("population", path)[0] == 2


# Words that are typed


TYPED = """
    N | --N | allocate N | allocate 2024 N | allocate 2024 -t N | allocate 2024 -k N
    allocate 2024 --format N | allocate 2024 --data N
    allocate 2024 -o N | allocate 2024 -o N/x.csv
    allocate 2024..2026 --antag N | allocate 2024..2026 --antag N=3
    check N | check --bara N | check --utom N | check --data N
    compare 2024 N | compare 2024 N.toml | compare N 2024 | compare 2024 --ar N
    compare 2024 --andra N | compare 2024 --andra N=lika | compare 2024 --andra drift=N
    explain 2024 N | explain 2024 drift N | explain 2024 drift boden --scenario N
    explain 2024 drift boden --andra drift=@N
    rounding 2024 --andra N | rounding 2024 --tvavags N
    sweep 2024 N | sweep 2024 lika N | sweep N utan
    stand-alone N 2024 | stand-alone data/kommuner.toml N
    buy-in N boden 2024-07-01 | buy-in drift N 2024-07-01 | buy-in drift boden N
    buy-in drift boden 2024-07-01 --med N | buy-in drift boden 2024-07-01 --fran N
    roll N | roll 2024 --folkmangd N | roll 2024 --kostnad N | roll 2024 --kostnad N=3
    roll 2024 --kostnad drift=N | roll 2024 -o N/a.patch
    infer N | infer -t N | infer drift N | infer N 2024 | audit N | audit N -t N
    population N | population x.csv --kalla N | population x.csv --datum N
    init ny --namnd N -k Boden -k Piteå | init ny -k N
    schema N | explain-error N | completion N
"""


@pytest.mark.parametrize(
    "command", [each.strip() for each in TYPED.replace("|", "\n").split("\n") if each.strip()]
)
def test_a_word_is_shown_as_it_is_and_never_taken_for_advice(said, command):
    code, out, told = said(*(word.replace("N", NAME) for word in command.split()))

    assert code == 2
    assert "--antal" not in out + told
