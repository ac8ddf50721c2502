"""Changes to a folder: a patch that applies, and files that are written all or none."""

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from enamnd_cost.files.changes import patch
from enamnd_cost.files.writing import Change, write_all

CASES = {
    "new": Change(None, b"a\nb\n"),
    "appended": Change(b"a\nb\n", b"a\nb\n\nc\n"),
    "crlf": Change(b"a\r\nb\r\n", b"a\r\nb\r\n\r\nc\r\n"),
    "no line end": Change(b"a\nb", b"a\nb\n\nc\n"),
    "no line end after": Change(b"a\nb\n", b"a\nb\nc"),
    "other line ends inside": Change(b"a\x0c\xc2\x85b\nc\n", b"a\x0c\xc2\x85b\nc\nd\n"),
    "letters": Change("å\n".encode(), "å\nä\n".encode()),
}
TOOLS = {
    "git": ["git", "apply", "--whitespace=nowarn"],
    "patch": ["patch", "-p1", "--quiet", "--binary"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_patch_applies(tmp_path, tool):
    if not os.environ.get("CI") and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed; CI has it")
    files = {f"tjanster/{n}.toml": change for n, change in enumerate(CASES.values())}
    (tmp_path / "data" / "tjanster").mkdir(parents=True)
    for file, change in files.items():
        if change.before is not None:
            (tmp_path / "data" / file).write_bytes(change.before)

    subprocess.run(
        TOOLS[tool], input=patch(files, "data/"), cwd=tmp_path, check=True, capture_output=True
    )

    for file, change in files.items():
        assert (tmp_path / "data" / file).read_bytes() == change.after, file
    assert len(list((tmp_path / "data" / "tjanster").iterdir())) == len(files)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "gammal.toml").write_bytes(b"gammal\r\n")
    (tmp_path / "annan.toml").write_bytes(b"annan\n")
    return tmp_path


def content(folder):
    return {path.name: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


def changes():
    return {
        "gammal.toml": Change(b"gammal\r\n", b"gammal\r\nny rad\r\n"),
        "ny/ny.toml": Change(None, b"ny\n"),
        "annan.toml": Change(b"annan\n", b"annan\nny rad\n"),
    }


def test_all_files_are_written_and_nothing_else(folder):
    assert write_all(folder, changes()) is None

    written = {Path(file).name: after for file, (_, after) in changes().items()}
    assert content(folder) == {**written, "ny": False}


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_where_a_move_fails_everything_is_as_it_was(folder, monkeypatch, fails_at):
    before = content(folder)
    moves = []
    replace = Path.replace

    def failing(self, target):
        moves.append(target)
        if len(moves) == fails_at:
            raise OSError(errno.EIO, "broken")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)

    problem = write_all(folder, changes())

    assert problem.code == "EK003"
    assert content(folder) == before


@pytest.mark.parametrize(
    ("breaks_off", "at"),
    [("replace", 1), ("replace", 2), ("replace", 3), ("chmod", 1), ("chmod", 2)],
)
def test_where_the_user_breaks_off_everything_is_as_it_was(folder, monkeypatch, breaks_off, at):
    before = content(folder)
    calls = []
    done = getattr(Path, breaks_off)

    def interrupted(self, *arguments):
        calls.append(self)
        if len(calls) == at:
            raise KeyboardInterrupt
        return done(self, *arguments)

    monkeypatch.setattr(Path, breaks_off, interrupted)

    with pytest.raises(KeyboardInterrupt):
        write_all(folder, changes())

    assert content(folder) == before


@pytest.mark.parametrize(
    ("file", "now", "code"),
    [("ny/ny.toml", b"min egen\n", "EK002"), ("annan.toml", b"ny\n", "EK003")],
)
def test_what_has_come_or_changed_meanwhile_is_left_alone(folder, file, now, code):
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(now)
    before = content(folder)

    problem = write_all(folder, changes())

    assert problem.code == code
    assert content(folder) == before


def test_a_file_that_comes_at_the_last_moment_is_not_written_over(folder, monkeypatch):
    made = folder / "ny" / "ny.toml"
    link = Path.hardlink_to

    def overtaken(self, target):
        if self == made:
            made.write_bytes(b"min egen\n")
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", overtaken)

    problem = write_all(folder, changes())

    assert problem.code == "EK002"
    assert made.read_bytes() == b"min egen\n"
    assert (folder / "gammal.toml").read_bytes() == b"gammal\r\n"
