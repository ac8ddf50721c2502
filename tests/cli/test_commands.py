"""The commands as a user runs them: arguments, streams, exit codes, files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from enamnd_cost import __version__

ROOT = Path(__file__).parents[2]
FORMATS = ["xlsx", "csv", "json", "md", "toml"]


def test_check_is_silent_when_all_is_well(run):
    ran = run("check", cwd=ROOT)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("year", ["2022", "2023", "2024"])
def test_check_takes_the_years_it_is_given(run, year):
    assert run("check", year, cwd=ROOT).returncode == 0


def test_check_of_one_year_says_nothing_of_another(run, copied):
    budget = copied / "budget" / "2022.toml"
    budget.write_text(budget.read_text(encoding="utf-8").replace("5_034_600", "5_034_601"))

    assert run("check", "2023", "2024", cwd=copied.parent).returncode == 0
    assert run("check", "2022", cwd=copied.parent).returncode == 1
    assert run("check", cwd=copied.parent).returncode == 1


def test_check_gives_its_findings_as_json(run, copied):
    facit = copied / "facit" / "budget-2023.toml"
    text = facit.read_text(encoding="utf-8").replace("boden = 265_500", "boden = 265_600")
    facit.write_text(text, encoding="utf-8")

    ran = run("check", "--format", "json", cwd=copied.parent)
    content = json.loads(ran.stdout)

    assert ran.returncode == 1
    assert content["schema"] == "enamnd-cost/check/1"
    (found,) = content["fynd"]
    assert (found["kod"], found["niva"], found["tjanst"]) == ("EK419", "fel", "soc-forvaltning")
    assert found["plats"]["fil"] == "data/facit/budget-2023.toml"
    assert found["plats"]["nyckel"].endswith("belopp.boden")
    assert (found["publicerat"], found["beraknat"], found["skillnad"]) == (265_600, 265_500, -100)


def test_check_gives_empty_json_when_all_is_well(run):
    ran = run("check", "--format", "json", cwd=ROOT)

    assert (ran.returncode, json.loads(ran.stdout)["fynd"]) == (0, [])


@pytest.mark.parametrize("form", FORMATS)
def test_allocate_writes_every_format_and_says_so_on_stderr(run, tmp_path, form):
    out = tmp_path / f"Budget 2024 åäö.{form}"

    ran = run("allocate", "2024", "-o", out.name, cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (0, "")
    assert out.name in ran.stderr
    assert out.stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir()] == [out.name], "no temporary file is left"


@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_a_format_printed_is_the_same_bytes_as_written(run, tmp_path, form):
    run("allocate", "2023", "-o", f"ut.{form}", cwd=tmp_path)

    printed = run("allocate", "2023", "--format", form, cwd=tmp_path, text=False).stdout

    assert printed == (tmp_path / f"ut.{form}").read_bytes()


def test_an_existing_file_is_kept_unless_the_user_asks(run, tmp_path):
    out = tmp_path / "ut.csv"
    out.write_text("mitt arbete", encoding="utf-8")

    assert run("allocate", "2024", "-o", "ut.csv", cwd=tmp_path).returncode == 2
    assert out.read_text(encoding="utf-8") == "mitt arbete"
    assert run("allocate", "2024", "-o", "ut.csv", "--ersatt", cwd=tmp_path).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(run, tmp_path):
    locked = tmp_path / "last"
    locked.mkdir(mode=0o500)

    ran = run("allocate", "2024", "-o", "last/ut.csv", cwd=tmp_path)

    assert (ran.returncode, "EK003" in ran.stderr) == (2, True)


def test_an_output_that_is_a_folder_is_told(run, tmp_path):
    (tmp_path / "ut.csv").mkdir()

    ran = run("allocate", "2024", "-o", "ut.csv", "--ersatt", cwd=tmp_path)

    assert (ran.returncode, "EK003" in ran.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["allocate"], ["Användning: enamnd-cost allocate"]),
        ([], ["Användning: enamnd-cost", "allocate", "check"]),
        (["allocate", "2024", "2023"], ["för många argument: 2023"]),
        (["allocate", "2024", "--tjänst", "e-arkiv"], ["valet --tjänst finns inte", "--tjanst"]),
        (["allocate", "2024", "-o"], ["valet -o behöver ett värde"]),
        (["allocate", "2024", "--bred=ja"], ["valet --bred tar inget värde"]),
        (["allocate", "2024", "--bred"], ["--bred gäller bara csv"]),
        (["allocate", "2024", "-o", "ut.pdf"], ['formatet "pdf" finns inte', "xlsx"]),
        (["allocate", "2024", "-o", "ut"], ["har ingen ändelse"]),
        (["allocate", "2024", "--format", "xlsx"], ['formatet "xlsx" finns inte']),
        (["allocate", "2024", "--format", "csv", "-o", "ut.md"], ['slutar på ".md"']),
        (["check", "x"], ["ÅR ska vara ett heltal"]),
        (["check", "--format", "xml"], ['formatet "xml" finns inte']),
        (["chek"], ['menade du "check"?']),
    ],
    ids=str,
)
def test_wrong_arguments_are_told_in_swedish_and_exit_2(run, tmp_path, arguments, words):
    ran = run(*arguments, cwd=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, "")
    for word in words:
        assert word in ran.stderr
    for english in ("Usage", "Error", "Try", "No such", "Options", "Missing"):
        assert english not in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [[], ["allocate"], ["check"]], ids=str)
def test_help_is_in_swedish(run, command):
    ran = run(*command, "--help")

    assert ran.returncode == 0
    assert ran.stdout.startswith("Användning: enamnd-cost")
    for english in ("Usage", "Options", "Arguments", "Commands", "Show this", "[required]", "TEXT"):
        assert english not in ran.stdout


def test_version(run):
    assert run("--version").stdout == f"enamnd-cost {__version__}\n"


def test_a_choice_filters_what_is_shown_and_never_what_is_computed(run):
    whole = json.loads(run("allocate", "2024", "--format", "json", cwd=ROOT).stdout)
    part = json.loads(
        run(
            "allocate", "2024", "--format", "json", "-t", "E-arkiv", "-k", "ÖVERTORNEÅ", cwd=ROOT
        ).stdout
    )

    (service,) = part["tjanster"]
    (row,) = service["fordelning"]
    same = next(s for s in whole["tjanster"] if s["id"] == "e-arkiv")
    assert row in same["fordelning"]
    assert service["belopp"] == same["belopp"] == 313_000
    assert part["summa"] == whole["summa"] == 7_830_800
    assert part["summa_per_kommun"] == {"2518": whole["summa_per_kommun"]["2518"]}


def test_decomposed_letters_name_the_same_municipality(run):
    ran = run("allocate", "2024", "-k", "O\u0308vertornea\u030a", cwd=ROOT)

    assert ran.returncode == 0
    assert "Övertorneå" in ran.stdout


def test_the_folder_asked_for_goes_before_the_environment_and_the_nearest(run, copied, tmp_path):
    kommuner = copied / "kommuner.toml"
    text = kommuner.read_text(encoding="utf-8")
    kommuner.write_text(text.replace("Norrbottens e-nämnd", "Provnämnden"), encoding="utf-8")
    elsewhere = tmp_path / "annan"
    elsewhere.mkdir()

    found = {"ENAMND_COST_DATA": ""}
    shipped = run("allocate", "2024", cwd=elsewhere.parent.parent, env=found)
    nearest = run("allocate", "2024", cwd=elsewhere, env=found)
    environment = run(
        "allocate", "2024", env={"ENAMND_COST_DATA": str(ROOT / "data")}, cwd=tmp_path
    )
    asked = run(
        "allocate", "2024", "--data", "data", env={"ENAMND_COST_DATA": "/borta"}, cwd=tmp_path
    )

    assert "Norrbottens e-nämnd" in shipped.stdout
    assert "Provnämnden" in nearest.stdout
    assert "Norrbottens e-nämnd" in environment.stdout
    assert "Provnämnden" in asked.stdout


@pytest.mark.parametrize("arguments", [["allocate", "2024"], ["check"], ["--help"]], ids=" ".join)
def test_what_is_not_needed_is_not_loaded(arguments):
    program = (
        "import sys; from enamnd_cost.cli.app import main; "
        f"code = main({arguments}); "
        "print(code, [m for m in ('openpyxl', 'tree_sitter', 'tomli_w') if m in sys.modules])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, encoding="utf-8"
    )

    assert ran.stdout.splitlines()[-1] == "0 []"


def test_an_empty_environment_variable_counts_as_none(run, copied):
    assert run("check", env={"ENAMND_COST_DATA": ""}, cwd=copied.parent).returncode == 0


def test_a_bug_is_told_without_a_traceback_unless_asked_for(tmp_path):
    program = (
        "import enamnd_cost.cli.console as c\n"
        "def broken(asked): raise RuntimeError('hemligt')\n"
        "c.located = broken\n"
        "from enamnd_cost.cli.app import entry; entry()"
    )

    def crash(**env):
        return subprocess.run(
            [sys.executable, "-c", program, "check"],
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            env={**os.environ, **env},
        )

    quiet, loud = crash(), crash(ENAMND_COST_DEBUG="1")

    assert quiet.returncode == 70
    assert "internt fel" in quiet.stderr
    assert "Traceback" not in quiet.stderr
    assert "Traceback" in loud.stderr


def test_output_is_utf_8_whatever_the_locale(run):
    ran = run("allocate", "2024", cwd=ROOT, env={"PYTHONIOENCODING": "", "LC_ALL": "C"})

    assert "Övertorneå" in ran.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "latin-1"])
def test_an_encoding_that_the_user_has_chosen_is_kept_and_no_minus_is_lost(run, encoding):
    env = {"PYTHONIOENCODING": encoding}
    command = "compare", "2024", "2023"

    chosen = run(*command, cwd=ROOT, env=env, text=False).stdout.decode(encoding)

    other = run(*command, cwd=ROOT).stdout
    assert "Övertorneå" in chosen
    assert "?" not in chosen
    assert chosen.count("-10") == other.count("\N{MINUS SIGN}10") > 0


def test_a_file_to_be_read_by_programs_is_utf_8_whatever_is_chosen(run):
    ran = run("allocate", "2024", "--format", "csv", cwd=ROOT, env={"PYTHONIOENCODING": "cp1252"})

    assert "Övertorneå" in ran.stdout


def test_a_reader_that_has_had_enough_is_no_error():
    command = f'{sys.executable} -c "from enamnd_cost.cli.app import entry; entry()" allocate 2024'
    ran = subprocess.run(
        f"set -o pipefail; {command} --format json | head -c 10",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        check=False,
        cwd=ROOT,
    )

    assert ran.stderr == b""
