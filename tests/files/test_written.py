"""What is written where: through links, never over what is no file, and never in part."""

import errno
import os
from pathlib import Path

import pytest

from enamnd_cost.files.traces import LOCK
from enamnd_cost.files.writing import staging, write, write_folder, write_several
from enamnd_cost.files.writing.staging import ChangedMeanwhileError


def held(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_new_file_has_the_rights_that_new_files_get(tmp_path, overwrite):
    assert write(tmp_path / "ny.csv", b"ny", overwrite=overwrite) is None

    (tmp_path / "annan.csv").write_bytes(b"annan")
    assert (tmp_path / "ny.csv").stat().st_mode == (tmp_path / "annan.csv").stat().st_mode
    assert (tmp_path / "ny.csv").read_bytes() == b"ny"
    assert held(tmp_path) == ["annan.csv", "ny.csv"]


def test_a_file_that_is_there_keeps_its_rights(tmp_path):
    path = tmp_path / "finns.csv"
    path.write_bytes(b"gammal")
    path.chmod(0o640)

    assert write(path, b"ny", overwrite=True) is None

    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == b"ny"


@pytest.mark.parametrize("there", [True, False])
def test_what_a_link_leads_to_is_written(tmp_path, there):
    (tmp_path / "mapp").mkdir()
    if there:
        (tmp_path / "mapp" / "ut.csv").write_bytes(b"gammal")
    (tmp_path / "ut.csv").symlink_to(Path("mapp", "ut.csv"))

    assert write(tmp_path / "ut.csv", b"ny", overwrite=there) is None

    assert (tmp_path / "ut.csv").is_symlink()
    assert (tmp_path / "mapp" / "ut.csv").read_bytes() == b"ny"


def test_a_link_to_what_is_there_is_not_written_over_unasked(tmp_path):
    (tmp_path / "mitt.csv").write_bytes(b"mitt")
    (tmp_path / "ut.csv").symlink_to("mitt.csv")

    assert write(tmp_path / "ut.csv", b"ny", overwrite=False).code == "EK002"

    assert (tmp_path / "mitt.csv").read_bytes() == b"mitt"


def fifo(path):
    os.mkfifo(path)


def ring(path):
    path.symlink_to(path.name)


def device(path):
    path.symlink_to("/dev/null")


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (fifo, "ingen vanlig fil utan en enhet eller en kö"),
        (device, "ingen vanlig fil utan en enhet eller en kö"),
        (ring, "länken leder i en ring"),
        (Path.mkdir, "utfilen är en mapp"),
    ],
)
def test_what_is_no_file_is_never_written_or_replaced(tmp_path, make, said, overwrite, run):
    path = tmp_path / "ut.csv"
    make(path)
    before = path.lstat()

    problem = write(path, b"ny", overwrite=overwrite)

    assert problem.code == "EK003"
    assert said in problem.text
    ran = run("allocate", "2024", "-o", "ut.csv", *["--ersatt"] * overwrite)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert os.path.samestat(path.lstat(), before)
    assert held(tmp_path) == ["ut.csv"]
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(os.name == "nt", reason="it has no /dev/fd")
def test_a_pipe_that_has_no_path_of_its_own_is_called_a_queue():
    out, into = os.pipe()
    try:
        problem = write(Path(f"/dev/fd/{into}"), b"ny", overwrite=False)
    finally:
        os.close(out)
        os.close(into)
    assert "ingen vanlig fil utan en enhet eller en kö" in problem.text


def test_a_lock_that_a_dead_run_left_does_not_fill_a_folder(tmp_path):
    (tmp_path / LOCK).write_text("process 1 på en dator som dog")

    assert write_folder(tmp_path, {"tjanster/a.toml": b"a"}) is None

    assert held(tmp_path) == ["tjanster"]


@pytest.fixture
def without_links(monkeypatch):
    """A file system that has no hard links, as a network share may."""

    def unable(*_):
        raise OSError(errno.EOPNOTSUPP, "no links")

    monkeypatch.setattr(Path, "hardlink_to", unable)


@pytest.mark.usefixtures("without_links")
def test_without_links_a_new_name_is_taken_and_one_that_is_there_is_not(tmp_path):
    assert write(tmp_path / "ny.csv", b"ny", overwrite=False) is None
    assert write(tmp_path / "ny.csv", b"nyare", overwrite=False).code == "EK002"

    assert (tmp_path / "ny.csv").read_bytes() == b"ny"
    assert held(tmp_path) == ["ny.csv"]


@pytest.mark.usefixtures("without_links")
def test_without_links_what_is_changed_is_compared_before_the_move(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"mitt")
    with (
        staging.staged(path, b"ny") as temporary,
        pytest.raises(ChangedMeanwhileError),
    ):
        staging.exchange(temporary, path, b"gammalt")

    assert path.read_bytes() == b"mitt"


@pytest.mark.parametrize("way", ["in place", "by another file"])
def test_who_saves_at_the_last_moment_has_it_back(tmp_path, monkeypatch, way):
    path = tmp_path / "a.toml"
    path.write_bytes(b"gammalt")
    look, put = Path.samefile, staging.put

    def in_place(temporary, at):
        if at == path and temporary.read_bytes() == b"ny":
            path.write_bytes(b"mitt")
        put(temporary, at)

    def by_another_file(self, other):
        (tmp_path / "editor").write_bytes(b"mitt")
        (tmp_path / "editor").replace(path)
        return look(self, other)

    if way == "in place":
        monkeypatch.setattr(staging, "put", in_place)
    else:
        monkeypatch.setattr(Path, "samefile", by_another_file)
    with (
        staging.staged(path, b"ny") as temporary,
        pytest.raises(ChangedMeanwhileError),
    ):
        staging.exchange(temporary, path, b"gammalt")

    assert path.read_bytes() == b"mitt"
    assert held(tmp_path) == ["a.toml"]


WRITERS = {
    "one": lambda folder: write(folder / "ut.csv", b"ny", overwrite=True),
    "new folder": lambda folder: write_folder(folder / "mapp", {"a/b.toml": b"ny"}),
    "several": lambda folder: write_several(
        folder, {"a.toml": b"ny", "mapp/b.toml": b"ny"}, overwrite=True
    ),
}


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "disken är full"), (errno.EDQUOT, "lagringskvot"), (errno.EROFS, "skydd")],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_full_disk_is_called_that_by_every_writer(
    tmp_path, monkeypatch, writer, call, code, said
):
    def refuse(*_, **__):
        raise OSError(code, os.strerror(code), str(tmp_path / "x"))

    monkeypatch.setattr(os, call, refuse)

    problem = WRITERS[writer](tmp_path)

    assert problem.code == "EK003"
    assert said in problem.text
    assert held(tmp_path) == []


@pytest.mark.parametrize("arguments", [["init", "ny", "--alla"], ["schema", "-o", "ny"]])
def test_a_full_disk_is_called_that_by_the_commands_that_make_folders(
    tmp_path, monkeypatch, arguments, capsys
):
    from enamnd_cost.cli.app import main

    def refuse(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "fsync", refuse)

    assert main(arguments) == 2

    assert "disken är full" in capsys.readouterr().err
    assert held(tmp_path) == []


def test_a_move_is_tried_again_while_a_scanner_holds_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "PAUSE", 0)
    tries = []
    replace = os.replace

    def held_twice(*arguments):
        tries.append(arguments)
        if len(tries) < 3:
            raise OSError(errno.EBUSY, "held")
        replace(*arguments)

    monkeypatch.setattr(os, "replace", held_twice)

    assert write(tmp_path / "ut.csv", b"ny", overwrite=True) is None
    assert len(tries) == 3
