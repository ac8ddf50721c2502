"""Whatever form a table comes in, all that says what it counts is read before it is believed."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.files.test_counted import OTHER, WHOLE

from enamnd_cost.files import scb

HERE = Path(__file__).parent
CASES = HERE / "scb" / "annat"
PEOPLE = {"2582 Boden": 28_010, "0127 Botkyrka": 96_000, "2514 Kalix": 15_300}


def text_of(rows):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue()


def table(title="", heading="2025", note="", kind="", said=""):
    rows = [[title], []] if title else []
    rows.append(["region", *([kind] if kind else []), heading])
    rows += [[who, *([said] if kind else []), number] for who, number in PEOPLE.items()]
    return rows + ([[], [note]] if note else [])


def as_csv(path, **said):
    path = path / "tabell.csv"
    path.write_text(text_of(table(**said)), encoding="utf-8")
    return path


def as_xlsx(path, sheet_name="Blad1", **said):
    path = path / "tabell.xlsx"
    book = openpyxl.Workbook()
    book.active.title = re.sub(r"[/:*?\[\]\\]", "-", sheet_name)[:31]
    for row in table(**said):
        book.active.append(row)
    book.save(path)
    return path


def as_json(path, label="Folkmängd", contents="Folkmängd", unit="antal", note="", sex=None):
    codes = {who.partition(" ")[0]: who.partition(" ")[2] for who in PEOPLE}
    made = {
        "class": "dataset",
        "label": label,
        "note": [note],
        "id": ["Region", "ContentsCode", *(["Kon"] if sex else []), "Tid"],
        "size": [len(codes), 1, *([1] if sex else []), 1],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": {c: n for n, c in enumerate(codes)}, "label": codes},
            },
            "ContentsCode": {
                "label": "tabellinnehåll",
                "category": {
                    "index": {"X": 0},
                    "label": {"X": contents},
                    "unit": {"X": {"base": unit, "decimals": 0}},
                },
            },
            "Kon": {"label": "kön", "category": {"index": {"K": 0}, "label": {"K": sex}}},
            "Tid": {"label": "år", "category": {"index": {"2025": 0}, "label": {"2025": "2025"}}},
        },
        "role": {"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]},
        "value": list(PEOPLE.values()),
    }
    path = path / "tabell.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


# Where a file says what it counts; some say it only together with a word for population.
PLACES = {
    "csv title": lambda path, said: as_csv(path, title=said),
    "csv heading": lambda path, said: as_csv(path, heading=f"{said} 2025"),
    "csv column": lambda path, said: as_csv(path, kind="tabellinnehåll", said=said),
    "csv note": lambda path, said: as_csv(path, note=f"Uppgifterna avser: {said}"),
    "xlsx title": lambda path, said: as_xlsx(path, title=said),
    "xlsx heading": lambda path, said: as_xlsx(path, heading=f"{said} 2025"),
    "xlsx note": lambda path, said: as_xlsx(path, note=f"Uppgifterna avser: {said}"),
    "sheet name": lambda path, said: as_xlsx(path, sheet_name=said),
    "json label": lambda path, said: as_json(path, label=said),
    "json contents": lambda path, said: as_json(path, contents=said),
    "json unit": lambda path, said: as_json(path, unit=said),
    "json note": lambda path, said: as_json(path, note=f"Uppgifterna avser: {said}"),
    "json sex": lambda path, said: as_json(path, sex=said),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", OTHER)
def test_what_counts_something_else_is_refused_wherever_it_says_so(tmp_path, place, kind):
    said = OTHER[kind][0]

    with pytest.raises(scb.NotPopulationError):
        scb.read(PLACES[place](tmp_path, said))


@pytest.mark.parametrize("place", PLACES)
def test_a_whole_population_is_taken_wherever_it_says_so(tmp_path, place):
    said = {
        "csv heading": "Folkmängd",
        "xlsx heading": "Folkmängd",
        "csv column": "Folkmängd, totalt",
        "json contents": "Folkmängd den 31 december",
        "json unit": "antal",
        "json sex": "totalt",
    }
    found = scb.read(PLACES[place](tmp_path, said.get(place, "Folkmängd den 31 december")))

    assert found == {(who, 2025): number for who, number in PEOPLE.items()}


@pytest.mark.parametrize("said", [text for text in WHOLE if text not in ("", "region")])
def test_what_stands_above_and_below_a_sound_table_does_not_stop_it(tmp_path, said):
    assert len(scb.read(as_csv(tmp_path, title=said, note=said))) == len(PEOPLE)


@pytest.fixture
def members(run, tmp_path):
    """A folder of some municipalities, one of which has a code that begins with a zero."""
    chosen = [word for name in ("Boden", "Botkyrka", "Kalix", "Piteå") for word in ("-k", name)]
    assert run("init", "data", *chosen, "--ar", "2025").returncode == 0
    return tmp_path / "data"


def taken(run, members, file, *options):
    ran = run("population", str(file), "--data", str(members), *options)
    return ran, (members / "kommuner.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nov.xlsx", '31 december ("1 november")'),
        ("nov-rubrik.csv", '31 december ("1 november")'),
        ("labelnov.json", '31 december ("1 november")'),
        ("medel.xlsx", 'ett medeltal ("Medelfolkmängd")'),
        ("man.xlsx", 'ett kön ("män")'),
    ],
)
def test_a_file_of_something_else_is_refused_with_what_it_says(run, members, name, why):
    before = (members / "kommuner.toml").read_text(encoding="utf-8")

    ran, after = taken(run, members, CASES / name)

    assert ran.returncode == 2
    assert ran.stderr.startswith("fel[EK212]")
    assert why in ran.stderr
    assert after == before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("dup-index.json", "numren i en dimension är inte 0, 1, 2"),
        ("labels-swapped.json", '"2513 Övertorneå": koden och namnet hör inte ihop'),
    ],
)
def test_a_cube_that_gives_somebody_anothers_figure_is_refused(run, copied, name, why):
    before = (copied / "kommuner.toml").read_text(encoding="utf-8")

    ran, after = taken(run, copied, CASES / name)

    assert ran.returncode == 2
    assert ran.stderr.startswith("fel[EK212]")
    assert why in ran.stderr
    assert after == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"2582": 0', '"2582": 1'),
        ('"2582": 0', '"2582": 7'),
        ('"2582": 0', '"2582": -1'),
        ('"value": [28010,', '"value": ['),
        ('"value": [28010,', '"value": [1, 28010,'),
        ('"size": [3', '"size": [4'),
        ('"size": [3', '"size": [2'),
    ],
)
def test_a_cube_that_does_not_add_up_is_refused(tmp_path, before, after):
    path = as_json(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")

    with pytest.raises(scb.NotPopulationError):
        scb.read(path)


def test_a_lost_zero_is_known_by_the_name(run, members):
    ran, after = taken(run, members, CASES / "nolla-tappad.csv")

    assert ran.returncode == 0, ran.stderr
    assert "botkyrka = 96_000" in after


@pytest.mark.parametrize("split", [False, True], ids=["one column", "two columns"])
def test_a_lost_zero_without_a_name_is_told_and_the_remedy_helps(run, members, tmp_path, split):
    text = (CASES / "nolla-tappad.csv").read_text(encoding="utf-8")
    bare = tmp_path / "utan-namn.csv"
    bare.write_text(text.replace("127 Botkyrka", "127"), encoding="utf-8")

    ran, _ = taken(run, members, bare)

    assert ran.returncode == 2
    assert "127 kan vara 0127 utan sin första nolla" in ran.stderr

    bare.write_text(text.replace("127 Botkyrka", "0127"), encoding="utf-8")
    if split:
        rows = [["", "", "2025"]]
        for line in text.splitlines()[1:]:
            who, _, number = line.partition(";")
            rows.append([*who.split(" ", 1), number])
        bare.write_text(text_of(rows), encoding="utf-8")
    assert taken(run, members, bare)[0].returncode == 0


@pytest.mark.parametrize(
    "quoted",
    [
        '"""\\\n    SCB, folkmängd \\\n    per kommun"""',
        "'''SCB, folkmängd'''",
        '"""\nSCB, folkmängd"""',
        "'SCB, \"folkmängd\"'",
    ],
)
def test_a_source_on_several_lines_is_replaced_whole(run, members, quoted):
    assert taken(run, members, CASES / "nolla-tappad.csv")[0].returncode == 0
    path = members / "kommuner.toml"
    text = path.read_text(encoding="utf-8")
    at = text.rindex("kalla = ")
    end = text.index("\n", at)
    path.write_text(f"{text[:at]}kalla = {quoted}  # så\n{text[end + 1 :]}", encoding="utf-8")

    ran, after = taken(run, members, CASES / "nolla-tappad.csv", "--ersatt", "--kalla", "Ny källa")

    assert ran.returncode == 0, ran.stderr
    assert after == f'{text[:at]}kalla = "Ny källa"  # så\n{text[end + 1 :]}'


@pytest.mark.parametrize("name", ["nolla-tappad.csv", "nov-rubrik.csv"])
def test_utf_16_says_what_it_counts_as_well(run, members, tmp_path, name):
    copy = shutil.copy(CASES / name, tmp_path)
    raw = Path(copy).read_bytes()
    encoding = "utf-8" if name == "nolla-tappad.csv" else "cp1252"
    Path(copy).write_text(raw.decode(encoding), encoding="utf-16")

    ran, _ = taken(run, members, copy)

    assert ran.returncode == (0 if name == "nolla-tappad.csv" else 2)
