"""The schemas: made from the models, current, complete in Swedish, and right about the files."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from enamnd_cost.model.schema import KINDS, schema

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "docs" / "scheman"
FEL = ROOT / "tests" / "fel"
FOLDERS = {"tjanster": "tjanst"}

# What can be told from one file alone, without adding up or knowing dates and names.
CAUGHT = [
    "EK111-belopp-i-budgeten-saknas",
    "EK111-dampning-utan-grans",
    "EK111-kommunkod",
    "EK111-index-utan-varden",
    "EK111-matning-utan-tid",
    "EK111-en-enda-del",
    "EK111-nyckel-saknas",
    "EK111-steg",
    "EK111-varken-rapport-eller-konton",
    "EK112-del-med-egna-belopp",
    "EK112-okand-nyckel-i-delar",
    "EK113-granser-och-steg",
    "EK113-tal-som-text",
    "EK114-granser-och-steg",
    "EK116-delar-och-steg",
    "EK111-tomt-facit-utan-skal",
    "EK112-blandade-nycklar",
    "EK112-citerad-nyckel",
    "EK112-okand-nyckel",
    "EK112-okand-nyckel-i-fordelning",
    "EK112-tabb",
    "EK113-crlf",
    "EK113-en-hakparentes",
    "EK113-fel-typ",
    "EK113-till-ar-true",
    "EK114-aldrar",
    "EK114-inkop-avskrivning",
    "EK114-kommunkod",
    "EK114-for-sent-datum",
    "EK114-okant-varde",
    "EK116-tom-text",
]

# Installed beside the Python that runs the tests, or anywhere on the path.
TAPLO = shutil.which("taplo", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
TAPLO = TAPLO or shutil.which("taplo")

needs_taplo = pytest.mark.skipif(
    not os.environ.get("CI") and TAPLO is None,
    reason="taplo is not installed; CI has it",
)


def kind_of(path):
    folder = path.parent.name
    return path.stem if path.stem in ("kommuner", "index") else FOLDERS.get(folder, folder)


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind):
    path = SCHEMAS / f"{kind}.schema.json"
    made = schema(kind)
    if os.environ.get("ENAMND_COST_REGENERATE"):
        path.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    assert json.loads(path.read_text(encoding="utf-8")) == made
    Draft7Validator.check_schema(made)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described_and_nothing_else_is(kind):
    made = schema(kind)
    tables = {KINDS[kind].__name__: made, **made.get("definitions", {})}

    for name, table in tables.items():
        assert "description" not in table, name
        for field, content in table["properties"].items():
            assert content.get("description"), (name, field)
    assert set(made["properties"]) == set(KINDS[kind].model_fields)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_english_is_left_in_the_schema(kind):
    text = json.dumps(schema(kind), ensure_ascii=False)

    for word in ("The ", "Give ", "whole file", "Known", "``"):
        assert word not in text


@needs_taplo
def test_taplo_finds_nothing_in_the_shipped_files_by_their_directives():
    examples = ("namnder", "e-utbildning/data", "ar-2022/data", "revidering/data")
    folders = (ROOT / "data", *(ROOT / "examples" / name for name in examples))
    files = sorted(path for folder in folders for path in folder.rglob("*.toml"))
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        assert (path.parent / first.removeprefix("#:schema ")).resolve() == (
            SCHEMAS / f"{kind_of(path)}.schema.json"
        )

    ran = lint(*files)

    assert ran.returncode == 0, ran.stderr


def lint(*files, schema=None):
    options = ["--schema", schema.as_uri()] if schema else []
    return subprocess.run(
        [TAPLO or "taplo", "lint", *options, *files],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )


@needs_taplo
def test_taplo_finds_nothing_in_the_example_scenarios():
    examples = ROOT / "examples"
    files = [*(examples / "scenarier").glob("*.toml"), *(examples / "tvist").glob("*.toml")]
    assert len(files) > 12

    for path in files:
        kind = "ensam" if path.stem == "egna-alternativ" else "scenario"
        ran = lint(path, schema=SCHEMAS / f"{kind}.schema.json")
        assert ran.returncode == 0, ran.stderr


@needs_taplo
@pytest.mark.parametrize("name", CAUGHT)
def test_taplo_catches_the_broken_fixture(name):
    (path,) = (FEL / name / "data").rglob("*.toml")

    ran = lint(path, schema=SCHEMAS / f"{kind_of(path)}.schema.json")

    assert ran.returncode != 0


@needs_taplo
def test_taplo_finds_nothing_in_the_sound_folder():
    for path in sorted((FEL / "bas").rglob("*.toml")):
        ran = lint(path, schema=SCHEMAS / f"{kind_of(path)}.schema.json")
        assert ran.returncode == 0, ran.stderr


def test_every_fixture_that_the_model_alone_refuses_is_caught_or_known_not_to_be():
    """Those of EK111–EK118 that no schema can see: they compare keys, or add them up."""
    beyond = {
        path.name
        for path in FEL.iterdir()
        if path.name.startswith(("EK111", "EK112", "EK113", "EK114", "EK116"))
    } - set(CAUGHT)

    assert beyond == {
        "EK111-beslut-saknas",
        "EK111-dampning-utan-folkmangd",
        "EK111-inkop-utan-den-nya",
        "EK111-period-utan-belopp",
        "EK111-post-utan-tal",  # two keys, of which the other is one of five
        "EK111-revidering-utan-dag",
        "EK111-utfall-utan-dag",  # the day stands in another table
        "EK113-ar-eller-datum",  # a date is a text to a schema, with quotes or without
        "EK113-kvar",  # of a scenario, which lies beside the data folder
        "EK113-ore-i-scenario",
        "EK113-ore-och-tkr",  # in several files
        "EK114-aldrar-baklanges",
        "EK114-for-stort-tal",
        "EK114-organisationsnummer",  # a check digit
        "EK114-osynligt-i-nyckel",
        "EK114-osynligt-tecken",
        "EK114-styrtecken",
        "EK114-styrtecken-i-raden",
    }


def test_the_command_writes_what_is_committed(run, tmp_path):
    (tmp_path / "scheman").mkdir()

    ran = run("schema", "-o", "scheman", cwd=tmp_path)

    assert ran.returncode == 0
    for kind in KINDS:
        name = f"{kind}.schema.json"
        assert (tmp_path / "scheman" / name).read_bytes() == (SCHEMAS / name).read_bytes()
    assert json.loads(run("schema", "tjanst").stdout) == schema("tjanst")
    assert run("schema", "-o", "scheman", cwd=tmp_path).returncode == 2
    assert 'menade du "tjanst"?' in run("schema", "tjnst").stderr


def test_toml_read_plainly_agrees_with_the_schema():
    for path in sorted((ROOT / "data").rglob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        plain = json.loads(json.dumps(content, default=str))
        Draft7Validator(schema(kind_of(path))).validate(plain)
