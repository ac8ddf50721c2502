"""Whatever a file or folder is called: every command reads and writes it, and shows it as seen."""

import json
import os
import shutil
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from tests.shown import NAME, TABLES, in_forms, linux, nothing_raw

pytestmark = linux
FEL = Path(__file__).parents[1] / "fel"
ODD_ENDS = ("\x1b", "\u202e", "\n::error::x", "\udcff", "%41", "#", "?", " ")
SCENARIO = 'namn = "Boden ut"\nmotiv = "M"\nbas = 2024\n[[uttrade]]\nkommun = "boden"\n'
ALONE = 'namn = "A"\nkalla = "K"\n[ensam]\nboden = 1\nlulea = 2\novertornea = 3\n'


@pytest.fixture
def shop(shop):
    """The sound folder but for one figure."""
    facit = shop / "data/facit/2024.toml"
    facit.write_text(facit.read_text(encoding="utf-8").replace("29_300", "29_301"), "utf-8")
    return shop


@pytest.mark.parametrize(
    ("kind", "like", "code"),
    [
        ("tjanster", "drift", 2),
        ("matt", "trafik", 2),
        ("budget", "2024", 2),
        ("facit", "2024", 1),  # which is called what people call it
    ],
)
def test_a_file_of_the_data_may_be_called_anything(shop, said, kind, like, code):
    folder = shop / "data" / kind
    for n, end in enumerate((NAME, *ODD_ENDS)):
        shutil.copyfile(folder / f"{like}.toml", folder / f"a{n}{end}.toml")

    told = in_forms(said, ["check"], ["github", "sarif", *TABLES], shop)

    assert told[None][0] == code
    lines = told["github"][1].splitlines()
    assert len(lines) > len(ODD_ENDS)
    assert all(line.startswith("::error file=data/") for line in lines)
    if kind != "budget":  # where what is told is that the year stands twice
        assert {folder / f"a0{NAME}.toml"} <= set(files_in(told["sarif"][1], shop))
    assert all(file.exists() for file in files_in(told["sarif"][1], shop))


def files_in(sarif, folder):
    """Give the files that results are about, as the file system has them."""
    for result in json.loads(sarif)["runs"][0]["results"]:
        for place in result["locations"]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            yield folder / os.fsdecode(unquote_to_bytes(uri))


def test_a_data_folder_may_lie_anywhere(shop, said):
    data = shop / NAME / "data"
    data.parent.mkdir()
    (shop / "data").rename(data)
    at = ["--data", data]

    assert in_forms(said, ["check", *at], ["github", "sarif", *TABLES], shop)[None][0] == 1
    assert in_forms(said, ["allocate", "2024", *at], TABLES, shop)[None][0] == 0
    assert in_forms(said, ["explain", "2024", "drift", "boden", *at], TABLES, shop)[None][0] == 0
    assert said("roll", "2024", *at)[0] == 0
    assert said("roll", "2024", *at, "-o", shop / f"{NAME}.patch")[0] == 0
    assert said("roll", "2024", *at, "-o", shop / f"{NAME}2")[0] == 0
    assert said("roll", "2024", *at, "--skriv")[0] == 0
    assert said("roll", "2024", *at, "--skriv")[0] == 2


def test_answers_and_folders_may_be_called_anything(shop, said):
    for form in TABLES:
        out = shop / f"{NAME}.{form}"
        assert said("allocate", "2024", "-o", out)[0] == 0
        assert said("allocate", "2024", "-o", out)[0] == 2
        nothing_raw(out.read_bytes(), form)
    municipalities = ["-k", "Boden", "-k", "Piteå"]
    assert said("schema", "-o", shop / f"{NAME}1")[0] == 0
    assert said("init", shop / f"{NAME}2", *municipalities)[0] == 0
    assert said("init", shop / f"{NAME}2", *municipalities)[0] == 2
    assert said("check", "--data", shop / f"{NAME}2")[0] == 0


@pytest.mark.parametrize(
    "command",
    [
        "compare 2024 S",
        "compare S 2024 --per-tjanst",
        "explain 2024 drift lulea --scenario S",
        "rounding 2024 --scenario S",
        "sweep S utan",
        "stand-alone E S",
    ],
)
def test_scenarios_may_be_called_anything(shop, said, command):
    scenario, alone = shop / f"{NAME}.toml", shop / f"{NAME}2.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    alone.write_text(ALONE, encoding="utf-8")
    words = [{"S": scenario, "E": alone}.get(word, word) for word in command.split()]

    assert in_forms(said, words, TABLES, shop)[None][0] == 0
    for spoilt in (SCENARIO.replace('"boden"', '"bode"'), "namn = ", "x = 1"):
        scenario.write_text(spoilt, encoding="utf-8")
        code, _, told = said(*words)
        assert code == 2
        assert "\\u202e" in told
