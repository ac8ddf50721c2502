"""A data folder for another nämnd: three sizes, one with all of Sweden."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from tests.model.test_schema import kind_of, lint, needs_taplo

from enamnd_cost.analysis.checks.run import Choice
from enamnd_cost.analysis.checks.run import run as run_checks
from enamnd_cost.analysis.explain.amount import explain, explain_municipality
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load
from enamnd_cost.files.riket import everyone

# A terminal of one's own is to be had on Unix only.
fcntl = pytest.importorskip("fcntl")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

NAMES = {
    "two": ["-k", "Habo", "-k", "Håbo"],
    "county": ["-k", "Kiruna", "-k", "2580", "-k", "övertorneå", "-k", "ÅRE", "-k", "Malå"],
    "realm": ["--alla"],
}


@pytest.fixture(params=NAMES, ids=str)
def made(request, run, tmp_path):
    ran = run("init", "data", "--namnd", 'Nämnden "Nord"', "--ar", "2026", *NAMES[request.param])
    assert ran.returncode == 0, ran.stderr
    return tmp_path / "data"


def test_the_realm_adds_up_to_what_scb_published():
    population = [m.population for m in everyone().values()]

    assert len(population) == 290
    assert sum(p["2018-12-31"] for p in population) == 10_230_185
    assert sum(p["2024-12-31"] for p in population) == 10_587_710


def test_a_new_folder_is_silent_in_check_and_works_throughout(made, run):
    data, problems = load(made)
    assert problems == []
    assert data.kommuner.namnd == 'Nämnden "Nord"'
    assert run_checks(data, data.years, Choice(strict=True)).findings == ()

    computed = compute(data, [2026])
    assert computed.problems == ()
    result = computed.year(2026)
    assert len(result.services) == 8
    for service in result.services:
        for code in list(service.allocation.rows)[:5]:
            why = explain(computed, service.allocation.node, code)
            assert sum(li.amount for li in why.lines if li.amount is not None) == why.amount
        assert explain_service(computed, service.allocation.node).total == service.allocation.total
    bill = explain_municipality(computed, 2026, data.kommuner.codes[0])
    assert bill.reasons == (), "examples only"

    for command in (["check"], ["allocate", "2026"], ["explain", "2026", "exempel-50-50"]):
        ran = run(*command)
        assert (ran.returncode, ran.stderr) == (0, "")


@needs_taplo
def test_a_new_folder_passes_its_own_schemas(made):
    files = sorted(made.rglob("*.toml"))
    for path in files:
        directive = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("#:schema ")
        assert (path.parent / directive).resolve().name == f"{kind_of(path)}.schema.json"
        assert (path.parent / directive).is_file()

    ran = lint(*files)

    assert ran.returncode == 0, ran.stderr


def test_never_into_a_folder_that_holds_anything(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mitt.txt").write_text("arbete")

    ran = run("init", "data", "-k", "Boden", "-k", "Kalix")

    assert (ran.returncode, "EK002" in ran.stderr) == (2, True)
    assert [p.name for p in tmp_path.rglob("*")] == ["data", "mitt.txt"]


def test_an_empty_folder_will_do(run, tmp_path):
    (tmp_path / "data").mkdir()

    assert run("init", "data", "-k", "Boden", "-k", "Kalix").returncode == 0
    assert (tmp_path / "data" / "kommuner.toml").is_file()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["data", "-k", "Bodn", "-k", "Kalix"], 'menade du "Boden"?'),
        (["data", "-k", "Boden"], "minst två"),
        (["data", "-k", "Boden", "-k", "2582"], "minst två"),
        ([], "ange en mapp"),
        (["data", "-k", "Boden", "-k", "Kalix", "--ar", "24"], "årtal"),
    ],
    ids=str,
)
def test_wrong_arguments_are_told_and_nothing_is_made(run, tmp_path, arguments, word):
    ran = run("init", *arguments)

    assert (ran.returncode, word in ran.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_it_asks_at_a_terminal_when_nothing_was_given(tmp_path):
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    program = subprocess.Popen(
        [sys.executable, "-c", "from enamnd_cost.cli.app import entry; entry()", "init"],
        stdin=child, stdout=child, stderr=child, cwd=tmp_path, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(child)
    os.write(parent, "min\nNordnämnden\nBoden, Övertorneå\n".encode())

    assert program.wait(timeout=60) == 0
    os.close(parent)
    text = Path(tmp_path / "min" / "kommuner.toml").read_text(encoding="utf-8")
    assert 'namnd = "Nordnämnden"' in text
    assert 'id = "overtornea"' in text
