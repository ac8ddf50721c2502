"""Every error code has a small broken fixture; what the program says of it is pinned, whole.

A fixture is a folder under ``tests/fel``: ``data/`` lies over the sound folder ``bas`` and
``bredvid/`` beside it, ``fixtur.toml`` says which command to run and which files to take away, and
``forvantat.txt`` is what the user sees, exit code first. ``ENAMND_COST_REGENERATE=1`` writes it
anew, to be read before it is committed.
"""

import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest

FEL = Path(__file__).parents[1] / "fel"
FIXTURES = sorted(path for path in FEL.iterdir() if path.is_dir() and path.name != "bas")
SOURCE = Path(__file__).parents[2] / "src"

# Codes that no file can provoke: the checks that would catch the program itself.
INTERNAL = {"EK411", "EK412"}
# What takes two runs at once: tests/files/test_locking.py has it.
OF_TWO = {"EK011"}


@pytest.fixture
def workshop(tmp_path):
    """A folder as a user has it: the sound data, and a file that is already there."""
    shutil.copytree(FEL / "bas", tmp_path / "data")
    (tmp_path / "finns.csv").write_text("mitt arbete\n", encoding="utf-8")
    return tmp_path


def spoil(workshop, fixture):
    """Lay a fixture over the sound data and give its command."""
    for source, target in (("data", workshop / "data"), ("bredvid", workshop)):
        if (fixture / source).is_dir():
            shutil.copytree(fixture / source, target, dirs_exist_ok=True)
    manifest = tomllib.loads((fixture / "fixtur.toml").read_text(encoding="utf-8"))
    for name in manifest.get("ta_bort", ()):
        (workshop / "data" / name).unlink()
    return manifest["kommando"].split()


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_a_mistake_is_told_as_pinned_and_nothing_is_written(fixture, workshop, run):
    command = spoil(workshop, fixture)
    before = everything(workshop)

    ran = run(*command, cwd=workshop)

    told = f"{ran.returncode}\n{ran.stdout}{ran.stderr}"
    expected = fixture / "forvantat.txt"
    if os.environ.get("ENAMND_COST_REGENERATE"):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")
    assert fixture.name.split("-")[0] in told
    assert everything(workshop) == before


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_nothing_english_and_no_traceback_reaches_the_user(fixture):
    told = (fixture / "forvantat.txt").read_text(encoding="utf-8")

    for word in ("Traceback", "Error", "should be", "valid", "expected", "Input", "line ", "at "):
        assert not re.search(rf"\b{word}", told), word


def test_the_sound_folder_is_sound(workshop, run):
    ran = run("check", cwd=workshop)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_every_code_in_the_program_has_a_fixture_and_the_other_way_round():
    used = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'"(EK\d{3})"', path.read_text(encoding="utf-8"))
    } | set(re.findall(r"\[(EK\d{3})\]", (SOURCE / "enamnd_cost/cli/swedish.py").read_text()))
    titled = set(tomllib.loads((FEL / "koder.toml").read_text(encoding="utf-8")))
    pinned = {path.name.split("-")[0] for path in FIXTURES}

    assert used - INTERNAL - OF_TWO == pinned
    assert titled == used


def test_mistakes_by_the_hundred_are_capped_with_a_count_and_none_is_told_twice(workshop, run):
    path = workshop / "data" / "kommuner.toml"
    path.write_text(
        path.read_text(encoding="utf-8") + "".join(f"ort{n} = 1\n" for n in range(100)),
        encoding="utf-8",
    )

    ran = run("allocate", "2024", cwd=workshop)

    assert ran.stderr.count("fel[EK201]") == 40
    assert ran.stderr.rstrip().endswith("… och 60 fel till")
    assert len(set(re.findall(r'okänd kommun "(.*)"', ran.stderr))) == 40


def test_all_mistakes_in_all_files_are_told_at_once(workshop, run):
    for name in ("EK112-okand-nyckel", "EK104-decimalkomma", "EK117-tva-ganger"):
        spoil(workshop, FEL / name)

    ran = run("allocate", "2024", cwd=workshop)

    assert ran.returncode == 2
    assert re.findall(r"fel\[(EK\d+)\]", ran.stderr) == ["EK104", "EK117", "EK112"]
