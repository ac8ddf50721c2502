"""The lock of a folder: one writer at a time, whoever dies; and what is no lock is left alone."""

import os
import subprocess
import sys

import pytest

from enamnd_cost.files.traces import LOCK
from enamnd_cost.files.writing import locking
from enamnd_cost.files.writing.locking import held
from enamnd_cost.files.writing.refusing import RefusedError

HOLD = """
import sys, time
from pathlib import Path
from enamnd_cost.files.writing.locking import held
with held(Path(sys.argv[1])):
    print("holds", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "holds\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_lock_leaves_nothing_behind_and_is_had_again_within(tmp_path):
    with held(tmp_path) as left, held(tmp_path) as again:
        assert (left, again) == ("", "")
        assert str(os.getpid()) in (tmp_path / LOCK).read_text(encoding="utf-8")

    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_lock_is_told_with_who_holds_it(tmp_path, holder, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.2)

    with pytest.raises(RefusedError) as refused, held(tmp_path):
        pass

    problem = refused.value.problem
    assert problem.code == "EK011"
    assert f"process {holder.pid} på " in problem.text
    assert (tmp_path / LOCK).exists()


def test_a_command_says_that_another_writes_and_writes_nothing(small_board, run):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, small_board / "data"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "holds\n"
    before = (small_board / "data" / "kommuner.toml").read_bytes()
    try:
        ran = run("population", "ny.csv")
        read = run("allocate", "2023", "--format", "csv")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

    assert ran.returncode == 2
    assert "fel[EK011]: en annan körning skriver i mappen just nu: process" in ran.stderr
    assert (small_board / "data" / "kommuner.toml").read_bytes() == before
    assert read.returncode == 0  # who only reads need not wait
    assert run("population", "ny.csv").returncode == 0


def test_a_lock_whose_holder_died_is_taken_over_and_said(tmp_path, holder):
    holder.kill()
    holder.wait()

    with held(tmp_path) as left:
        assert f"process {holder.pid} på " in left

    assert list(tmp_path.iterdir()) == []


def test_what_an_old_lock_says_is_shown_with_nothing_that_a_terminal_obeys(tmp_path):
    (tmp_path / LOCK).write_bytes(b"\x1b]0;PWNED\x07\xff")

    with held(tmp_path) as left:
        assert left.isprintable()
        assert "PWNED" in left


def test_a_file_that_only_has_the_locks_name_too_is_not_emptied(tmp_path):
    victim = tmp_path / "min.toml"
    victim.write_text("namn = 1\n", encoding="utf-8")
    (tmp_path / LOCK).hardlink_to(victim)

    with pytest.raises(RefusedError, match="hård länk"), held(tmp_path):
        pass

    assert victim.read_text(encoding="utf-8") == "namn = 1\n"


@pytest.mark.parametrize("kind", ["fifo", "link", "folder"])
def test_what_is_no_lock_file_is_refused_at_once(tmp_path, kind, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    path = tmp_path / LOCK
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")

    with pytest.raises(RefusedError) as refused, held(tmp_path):
        pass

    assert refused.value.problem.remedy == f"ta bort {LOCK} i mappen och kör igen"


def test_where_a_file_system_has_no_locks_what_is_written_is_still_compared(tmp_path, monkeypatch):
    import filelock

    def unable(*_, **__):
        raise OSError(min(locking.UNSUPPORTED), "no locks")

    monkeypatch.setattr(filelock.FileLock, "acquire", unable)

    with held(tmp_path) as left:
        assert left == ""
