"""Completion as a shell asks for it, from the data folder in use."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def offered(run):
    def ask(line, cwd=ROOT):
        words = line.split(" ")
        ran = run(
            env={
                "_ENAMND_COST_COMPLETE": "complete_bash",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words) - 1),
            },
            cwd=cwd,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout.split()

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("enamnd-cost al", ["allocate"]),
        ("enamnd-cost allocate 202", ["2022", "2023", "2024"]),
        ("enamnd-cost check 2023 2024", ["2024"]),
        ("enamnd-cost allocate 2024 -t soc", ["soc-forvaltning", "soc-grund"]),
        ("enamnd-cost allocate 2024 -k over", ["overkalix", "overtornea"]),
        ("enamnd-cost explain 2024 e-a", ["e-arkiv", "e-arkiv-tillagg"]),
        ("enamnd-cost explain 2024 e-arkiv ki", ["kiruna"]),
    ],
)
def test_what_is_offered(offered, line, expected):
    assert offered(line) == expected


def test_the_data_folder_in_use_decides(offered, copied):
    (copied / "budget" / "2022.toml").unlink()

    assert offered("enamnd-cost allocate 202", cwd=copied.parent) == ["2023", "2024"]


def test_broken_data_offers_nothing_and_says_nothing(offered, copied):
    (copied / "kommuner.toml").write_text("= trasig")

    assert offered("enamnd-cost allocate 202", cwd=copied.parent) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_its_script(run, shell):
    ran = run("completion", shell)

    assert ran.returncode == 0
    assert "_ENAMND_COST_COMPLETE" in ran.stdout


def test_an_unknown_shell_is_told(run):
    ran = run("completion", "tcsh")

    assert (ran.returncode, 'skalet "tcsh" finns inte' in ran.stderr) == (2, True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_script_works_in_a_real_bash(run, tmp_path):
    script = run("completion", "bash").stdout
    (tmp_path / "enamnd-cost").write_text(
        f"#!/bin/sh\nexec {sys.executable} -c "
        '"from enamnd_cost.cli.app import entry; entry()" "$@"\n'
    )
    (tmp_path / "enamnd-cost").chmod(0o755)
    ask = (
        f"{script}\nCOMP_WORDS=(enamnd-cost allocate 2024 -k bo); COMP_CWORD=4\n"
        'f=$(complete -p enamnd-cost | sed "s/.*-F \\([^ ]*\\).*/\\1/"); $f enamnd-cost bo 2024\n'
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )

    ran = subprocess.run(
        ["bash", "-c", ask],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )

    assert ran.stdout.split() == ["boden"], ran.stderr
