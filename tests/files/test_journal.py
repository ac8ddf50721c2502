"""What a dead run has left is carried out or taken back; a foreign journal is not obeyed."""

import base64
import json
import os
import subprocess
import sys

import pytest

from enamnd_cost.files.traces import JOURNAL
from enamnd_cost.files.writing import Change, journal
from enamnd_cost.files.writing.locking import held
from enamnd_cost.files.writing.refusing import RefusedError

PROGRAM = "from enamnd_cost.cli.app import entry; entry()"

CHANGES = {
    "a.toml": Change(b"a\n", b"a new\n"),
    "mapp/b.toml": Change(None, b"b new\n"),
    "c.toml": Change(b"c\n", b"c new\n"),
}


@pytest.fixture
def folder(tmp_path):
    """A folder as a run leaves it that dies before it has moved anything."""
    (tmp_path / "a.toml").write_bytes(b"a\n")
    (tmp_path / "c.toml").write_bytes(b"c\n")
    journal.record(tmp_path, CHANGES)
    return tmp_path


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


OLD = {"a.toml": b"a\n", "c.toml": b"c\n"}
NEW = {file: change.after for file, change in CHANGES.items()}


@pytest.mark.parametrize("moved", range(4))
def test_a_run_that_died_after_some_moves_is_carried_out(folder, moved):
    for file, change in list(CHANGES.items())[:moved]:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(change.after)

    told = journal.mend(folder)

    assert content(folder) == NEW
    assert len(told) == 1
    assert told[0].endswith("bröts medan den skrev; det är nu slutfört: " + ", ".join(CHANGES))
    assert journal.mend(folder) == []


def test_where_somebody_has_saved_since_what_was_moved_is_taken_back(folder):
    (folder / "a.toml").write_bytes(b"a new\n")
    (folder / "c.toml").write_bytes(b"c, mine\n")

    (told,) = journal.mend(folder)

    assert content(folder) == {"a.toml": b"a\n", "c.toml": b"c, mine\n"}
    assert "sedan dess har c.toml ändrats: det lämnas som det är" in told


def test_a_write_that_was_finished_is_not_undone_by_what_is_edited_afterwards(folder):
    (folder / "mapp").mkdir()
    for file, content_then in {**NEW, "a.toml": b"a, edited\n"}.items():
        (folder / file).write_bytes(content_then)

    assert journal.mend(folder) == []

    assert content(folder) == {**NEW, "a.toml": b"a, edited\n"}


def test_what_had_not_begun_is_not_begun_over_what_is_edited_afterwards(folder):
    (folder / "c.toml").write_bytes(b"c, edited\n")

    assert journal.mend(folder) == []

    assert content(folder) == {"a.toml": b"a\n", "c.toml": b"c, edited\n"}


def coded(text):
    return base64.b64encode(text.encode()).decode()


def row(file, before=None, after="x"):
    return {"fil": file, "fore": before and coded(before), "efter": coded(after)}


FOREIGN = {
    "above": [row("../a.toml")],
    "absolute": [row("/tmp/a.toml")],
    "a drive": [row("C:a.toml")],
    "backslash": [row("..\\a.toml")],
    "other ending": [row("a.sh")],
    "hidden": [row(".bashrc.toml")],
    "deep": [row("a/b/c.toml")],
    "a device of Windows": [row("CON.toml")],
    "escape": [row("a\x1b[31m.toml")],
    "nul": [row("a\0.toml")],
    "half a sign": [row("\ud800.toml")],
    "no name": [{**row("a.toml"), "fil": 1}],
    "no text": [{**row("a.toml"), "efter": 1}],
    "no base64": [{**row("a.toml"), "efter": "å"}],
    "nothing": [],
    "no list": 1,
}


@pytest.mark.parametrize("rows", FOREIGN.values(), ids=FOREIGN)
def test_a_journal_of_what_this_program_never_writes_is_not_obeyed(tmp_path, rows):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / JOURNAL).write_text(json.dumps({"filer": rows}), encoding="utf-8")
    before = content(tmp_path)

    with pytest.raises(RefusedError) as refused:
        journal.mend(tmp_path / "data")

    assert refused.value.problem.code == "EK012"
    assert content(tmp_path) == before


@pytest.mark.parametrize("raw", [b"", b"[", b"[]", b"\xff", b"[" * 100_000, b"{}"])
def test_a_journal_that_cannot_be_read_is_told(tmp_path, raw):
    (tmp_path / JOURNAL).write_bytes(raw)

    with pytest.raises(RefusedError, match="går inte att följa"):
        journal.mend(tmp_path)

    assert (tmp_path / JOURNAL).read_bytes() == raw


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_journal_reaches_nothing_outside_the_folder(tmp_path, linked):
    data, outside = tmp_path / "data", tmp_path / "outside"
    data.mkdir()
    outside.mkdir()
    if linked == "file":
        (data / "budget").mkdir()
        (data / "budget" / "x.toml").symlink_to(outside / "x.toml")
    else:
        (data / "budget").symlink_to(outside)
    (data / JOURNAL).write_text(json.dumps({"filer": [row("budget/x.toml")]}), encoding="utf-8")

    with pytest.raises(RefusedError):
        journal.mend(data)

    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("where", [JOURNAL, "a.toml"])
def test_a_queue_is_not_waited_for(tmp_path, where):
    if where != JOURNAL:
        (tmp_path / JOURNAL).write_text(json.dumps({"filer": [row("a.toml")]}), encoding="utf-8")
    os.mkfifo(tmp_path / where)

    with pytest.raises(RefusedError):
        journal.mend(tmp_path)


def test_who_reads_waits_for_a_run_that_is_still_moving_files(small_board, monkeypatch):
    """A run that has stopped in the middle is waited for, and then told."""
    data = small_board / "data"
    file = data / "budget" / "2023.toml"
    journal.record(data, {"budget/2023.toml": Change(file.read_bytes(), b"ny = 1\n")})
    locking = "from enamnd_cost.files.writing import locking; locking.PATIENCE = 0.3; "
    monkeypatch.chdir(small_board)
    with held(data):
        ran = subprocess.run(
            [sys.executable, "-c", f"{locking}{PROGRAM}", "allocate", "2023"],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "fel[EK011]: en annan körning skriver i mappen just nu: process" in ran.stderr
    assert "  --> data\n" in ran.stderr


def test_what_stands_where_a_file_was_to_be_is_told_with_what_helps(small_board, run):
    data = small_board / "data"
    file = data / "budget" / "2023.toml"
    held_before = file.read_bytes()
    journal.record(data, {"budget/2023.toml": Change(held_before, held_before + b"# ny\n")})
    file.unlink()
    file.mkdir()

    ran = run("check", cwd=small_board)

    assert ran.returncode == 2
    assert "   = flytta undan den och kör igen\n" in ran.stderr
    file.rename(small_board / "undan")
    assert "EK012" not in run("check", cwd=small_board).stderr
    assert not (data / JOURNAL).exists()
