"""A name, an option and a way to leave mean the same in every command."""

import csv
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.cli.swedish import BARE, COMMANDS

ROOT = Path(__file__).parents[2]
ALONE = ("--data", "examples/tvist/data")
# Every command that takes a service, with a place for its name.
OF_SERVICE = {
    "allocate": ["allocate", "2024", "-t", "{}"],
    "plan": ["allocate", "2024..2025", "--antag", "PKV=3", "-t", "{}"],
    "explain": ["explain", "2024", "{}"],
    "explain -t": ["explain", "2024", "-t", "{}"],
    "compare": ["compare", "2024", "examples/scenarier/boden-lamnar.toml", "-t", "{}"],
    "sweep": ["sweep", "2024", "lika", "{}"],
    "infer": ["infer", "--ar", "2024", "-t", "{}"],
    "audit": ["audit", "examples/granskning/budget-2023.csv", "-t", "{}"],
    "buy-in": ["buy-in", "{}", "boden", "2024-07-01"],
}
OF_YEAR = [name for name in OF_SERVICE if name not in ("audit", "buy-in")]
# Every command with a report, in a form that is quick to make.
REPORTS = {
    "allocate": ["allocate", "2023"],
    "plan": ["allocate", "2023..2024"],
    "check": ["check"],
    "explain amount": ["explain", "2023", "soc-grund", "kalix"],
    "explain service": ["explain", "2023", "raddningstjansten"],
    "explain municipality": ["explain", "2023", "kalix"],
    "compare": ["compare", "2023", "2024"],
    "sweep": ["sweep", "2024", "lika", "soc-grund"],
    "stand-alone": ["stand-alone", "examples/tvist/egna-alternativ.toml", "2024", *ALONE],
    "buy-in": ["buy-in", "projekt", "luleå", "2024-07-01"],
    "a later buy-in": ["buy-in", "övningsfält", "rönnby", "2025-07-01", *ALONE],
    "projects": ["projects", "2022"],
    "rounding": ["rounding", "2024"],
    "follow-up": ["follow-up", "2022"],
    "infer": ["infer", "-t", "soc-grund", "--ar", "2023"],
    "audit": ["audit", "examples/granskning/budget-2023.csv"],
}


def asked(command, name):
    return [word.format(name) for word in OF_SERVICE[command]]


@pytest.mark.parametrize("command", OF_SERVICE)
def test_a_service_goes_by_the_same_names_in_every_command(run, command):
    answers = {
        run(*asked(command, name), cwd=ROOT).stdout
        for name in ("e-arkiv", "e arkiv", "E-arkiv", "E ARKIV")
    }

    # Of one already in it, a buy-in says so; by whatever name, it is the same service.
    assert len(answers) == 1
    said = {
        run(*asked(command, name), cwd=ROOT).stderr for name in ("e-arkiv", "e arkiv", "E-ARKIV")
    }
    assert len(said) == 1
    assert "EK005" not in said.pop()


@pytest.mark.parametrize("command", OF_SERVICE)
def test_an_unknown_service_is_told_from_one_without_figures(run, command):
    unknown = run(*asked(command, "finnsinte"), cwd=ROOT)

    assert unknown.returncode == 2
    assert unknown.stderr.startswith("fel[EK005]: okänd tjänst")
    if command in OF_YEAR:
        known = run(*asked(command, "datacenter"), cwd=ROOT)
        assert known.returncode == 2
        assert known.stderr.startswith("fel[EK006]: Datacenter Norrbotten, grundplattform saknar")
        assert "Verksamhetsplan 2024 anger inget belopp" in known.stderr


@pytest.mark.parametrize("form", ["csv", "json", "md"])
@pytest.mark.parametrize("command", REPORTS)
def test_a_format_is_named_in_any_case_and_is_the_same_bytes_in_a_file(
    run, tmp_path, command, form
):
    out = tmp_path / f"ut.{form}"
    first = run(*REPORTS[command], "--format", form, cwd=ROOT, text=False)
    loud = run(*REPORTS[command], "--format", form.upper(), cwd=ROOT, text=False)
    written = run(*REPORTS[command], "-o", str(out), cwd=ROOT)

    assert (first.returncode, written.returncode, first.stderr) == (0, 0, b"")
    assert first.stdout == loud.stdout == out.read_bytes()


@pytest.mark.parametrize("command", REPORTS)
def test_a_workbook_has_numbers_and_is_not_written_over_unless_asked(run, tmp_path, command):
    out = tmp_path / "ut.xlsx"
    run(*REPORTS[command], "-o", str(out), cwd=ROOT)
    again = run(*REPORTS[command], "-o", str(out), cwd=ROOT)
    asked_for = run(*REPORTS[command], "-o", str(out), "--ersatt", cwd=ROOT)

    sheets = openpyxl.load_workbook(out).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert any(isinstance(cell.value, int) for cell in cells) or command in ("audit", "infer")
    assert (again.returncode, "EK002" in again.stderr) == (2, True)
    assert asked_for.returncode == 0


@pytest.mark.parametrize("command", REPORTS)
def test_every_sum_of_kronor_in_a_report_is_the_same_in_csv_and_in_the_workbook(
    run, tmp_path, command
):
    out = tmp_path / "ut.xlsx"
    run(*REPORTS[command], "-o", str(out), "--ersatt", cwd=ROOT)
    text = run(*REPORTS[command], "--format", "csv", cwd=ROOT).stdout.lstrip("\ufeff")

    sheets = openpyxl.load_workbook(out).worksheets
    written = {
        str(cell.value)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int) or cell.column == 1  # a row may be named by a number
    }
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    printed = {
        cell
        for row in rows[1:]
        for heading, cell in zip(rows[0], row, strict=True)
        if cell.lstrip("-").isdigit() and heading not in ("kommunkod", "ar", "data")
    }
    assert printed <= written | {""}


def test_an_explanation_is_asked_for_by_arguments_or_options_alike(run):
    said = {
        run("explain", "2023", *words, cwd=ROOT).stdout
        for words in (
            ("soc-grund", "kalix"),
            ("kalix", "soc-grund"),
            ("-t", "soc-grund", "-k", "kalix"),
            ("kalix", "-t", "soc-grund"),
            ("soc-grund", "-k", "Kalix"),
        )
    }

    assert len(said) == 1
    assert said.pop().startswith("Kalix betalar")


@pytest.mark.parametrize(
    "words",
    [[], ["-t", "kalix"], ["-k", "e-arkiv"], ["e-arkiv", "kalix", "-k", "boden"]],
    ids=" ".join,
)
def test_an_explanation_of_nothing_or_of_too_much_is_refused(run, words):
    ran = run("explain", "2023", *words, cwd=ROOT)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("fel[EK00")


# Identity is no display text


def two_of_a_name(folder):
    """Write two scenarios that people have given the same name."""
    text = (ROOT / "examples/scenarier/boden-lamnar.toml").read_text(encoding="utf-8")
    files = folder / "ett.toml", folder / "tva.toml"
    for file, who in zip(files, ("Boden", "Kalix"), strict=True):
        new = text.replace("Boden lämnar nämnden", "Vi lämnar").replace('"Boden"', f'"{who}"')
        file.write_text(new, encoding="utf-8")
    return list(map(str, files))


def test_scenarios_of_the_same_name_are_both_in_a_comparison(run, tmp_path):
    files = two_of_a_name(tmp_path)
    alone = [
        json.loads(run("compare", "2024", file, "--format", "json", cwd=ROOT).stdout)
        for file in files
    ]
    text = run("compare", "2024", *files, "--format", "csv", cwd=ROOT).stdout
    header, *rows = list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=";"))

    named = [n for n, name in enumerate(header) if name.startswith("Vi lämnar")]
    assert len({header[n] for n in named}) == len(named) >= 2
    kalix = next(row for row in rows if "Kalix" in row)
    assert alone[0] != alone[1]
    assert kalix[named[0]] != kalix[named[1]]


def test_alternatives_of_the_same_name_are_both_held_against_the_own_ones(run, tmp_path):
    text = (ROOT / "examples/tvist/lindvik-lamnar.toml").read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("namn = "))
    files = tmp_path / "ett.toml", tmp_path / "tva.toml"
    files[0].write_text(text, encoding="utf-8")
    paying = (ROOT / "examples/tvist/folkmangd.toml").read_text(encoding="utf-8")
    own = next(line for line in paying.splitlines() if line.startswith("namn = "))
    files[1].write_text(paying.replace(own, name), encoding="utf-8")
    arguments = ["stand-alone", "examples/tvist/egna-alternativ.toml", *map(str, files), *ALONE]

    shown = run(*arguments, "--format", "json", cwd=ROOT)
    text = run(*arguments, "--format", "csv", cwd=ROOT).stdout
    header = text.splitlines()[0].split(";")

    assert shown.returncode == 0
    assert len(set(header)) == len(header)
    assert sum(name.removeprefix("namn = ").strip('"') in each for each in header) >= 2


@pytest.mark.parametrize("reason", ["ännu -- inte beslutat", "se --> avsnitt 8", "<!-- nej -->"])
def test_a_reason_with_dashes_in_it_stays_in_markdown(run, copied, reason):
    file = copied / "tjanster" / "datacenter.toml"
    text = file.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("saknas = "))
    file.write_text(text.replace(old, f'saknas = "{reason}"'), encoding="utf-8")

    ran = run("allocate", "2024", "--format", "md", cwd=copied.parent)

    assert reason.replace("<", "\\<") in ran.stdout


def test_infer_as_csv_has_no_number_under_a_municipalitys_code(run):
    text = run("infer", "--ar", "2023", "--format", "csv", cwd=ROOT).stdout.lstrip("\ufeff")
    header, *rows = list(csv.reader(text.splitlines(), delimiter=";"))

    assert len(set(header)) == len(header)
    codes = [row[header.index("kommunkod")] for row in rows] if "kommunkod" in header else []
    assert {code for code in codes if code} <= {str(code) for code in range(2500, 2600)}


# Files and folders


def test_a_draft_is_written_in_an_empty_folder_as_a_new_data_folder_is(run, tmp_path):
    (tmp_path / "tom").mkdir()
    (tmp_path / "ny").mkdir()

    rolled = run("roll", "2024", "-o", ".", "--data", str(ROOT / "data"), cwd=tmp_path / "tom")
    begun = run("init", ".", "-k", "Boden", "-k", "Kalix", cwd=tmp_path / "ny")

    assert (rolled.returncode, begun.returncode) == (0, 0)
    assert (tmp_path / "tom" / "budget" / "2025.toml").is_file()
    assert (tmp_path / "ny" / "kommuner.toml").is_file()


@pytest.mark.parametrize("name", ["utkast.xlsx", "utkast.csv", "utkast.toml", "utkast.XLSX"])
def test_a_folder_is_not_named_as_a_file(run, tmp_path, name):
    ran = run("roll", "2024", "-o", name, cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == []


# Loading and leaving


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_command_says_of_itself(name):
    module = import_module(f"enamnd_cost.cli.commands.{name.replace('-', '_')}")
    described = module.run.__doc__

    assert " ".join(described.split("\n\n")[0].split()) == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_does_nothing_alone_shows_its_help(run, name, tmp_path):
    ran = run(name, cwd=tmp_path)

    assert ("Användning:" in ran.stdout + ran.stderr) == (name not in BARE)


def leave(arguments, **streams):
    program = "from enamnd_cost.cli.app import entry; entry()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, check=False, **streams
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to here")
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["allocate", "2024"], ["explain", "2024", "luleå", "--format", "json"]],
)
def test_a_full_disk_is_told_and_not_taken_for_success(arguments):
    with Path("/dev/full").open("w") as full:
        ran = leave(arguments, stdout=full, stderr=subprocess.PIPE)

    assert ran.returncode not in (0, 1)
    assert b"Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes are closed in another way there")
@pytest.mark.parametrize("arguments", [["--help"], ["allocate", "2024"], ["schema", "tjanst"]])
def test_a_reader_that_leaves_is_no_fault(arguments):
    read, write = os.pipe()
    os.close(read)
    ran = leave(arguments, stdout=write, stderr=subprocess.PIPE)
    os.close(write)

    assert b"Traceback" not in ran.stderr
    assert ran.returncode in (0, 1, 141)


@pytest.mark.skipif(os.name == "nt", reason="a shell's way to close a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_one_that_nobody_reads(closed):
    program = f'{sys.executable} -c "from enamnd_cost.cli.app import entry; entry()" allocate 2024'
    ran = subprocess.run(
        f"{program} {closed}", shell=True, cwd=ROOT, capture_output=True, check=False
    )

    assert ran.returncode == 0
    assert b"Traceback" not in ran.stderr
