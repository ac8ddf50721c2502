"""Everything is read through one door, which never waits and never reads more than it may."""

import os
import socket
from pathlib import Path

import pytest

from enamnd_cost.files import loading
from enamnd_cost.files.intake import NotTakenError, any_toml, entries, take

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")


def refused(path, most=100):
    with pytest.raises(NotTakenError) as caught:
        take(path, most)
    return caught.value


def test_a_file_is_read_to_its_last_byte_but_not_beyond_what_may_be(tmp_path):
    path = tmp_path / "fil"
    path.write_bytes(b"x\r\n" * 1_000_000)

    assert take(path, 3_000_000) == b"x\r\n" * 1_000_000
    error = refused(path, 2_999_999)
    assert (error.text, error.large) == ("filen är för stor: över 2 MB", True)


def test_what_is_not_there_is_said_to_be_missing(tmp_path):
    assert refused(tmp_path / "borta").text == "filen finns inte"
    assert "standard in" in refused(Path("-")).text


def test_a_folder_is_no_file(tmp_path):
    assert refused(tmp_path).text == f"{tmp_path.name} är ingen vanlig fil utan en mapp"
    assert refused(Path()).text == ". är ingen vanlig fil utan en mapp"


@posix
def test_a_queue_a_socket_and_a_device_are_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "kö")
    (tmp_path / "länk").symlink_to("kö")
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(tmp_path / "s"))
        assert "en förbindelse (socket)" in refused(tmp_path / "s").text
    assert refused(tmp_path / "kö").text == "kö är ingen vanlig fil utan en kö (FIFO)"
    assert refused(tmp_path / "länk").text == "länk är ingen vanlig fil utan en kö (FIFO)"
    for device in ("/dev/zero", "/dev/tty", "/dev/null"):
        if Path(device).exists():
            assert "utan en enhet" in refused(Path(device)).text


@posix
def test_a_file_that_becomes_a_queue_after_it_was_looked_at_is_refused(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "kö")
    (tmp_path / "fil").write_bytes(b"x")
    was = (tmp_path / "fil").stat()
    monkeypatch.setattr(Path, "stat", lambda _self, **_: was)

    assert "en kö (FIFO)" in refused(tmp_path / "kö").text


@posix
def test_a_file_that_says_it_is_empty_is_read_within_the_bound():
    path = Path("/proc/self/status")
    if path.exists():
        assert take(path, 100_000).startswith(b"Name:")
        assert refused(path, 10).large


@posix
@pytest.mark.parametrize("name", ["a", "x" * 300, "a\0b"])
def test_links_in_a_ring_and_impossible_names_are_no_crash(name, tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    assert refused(tmp_path / name).text == "filen går inte att läsa"


def test_no_more_of_a_folder_is_listed_than_asked_for(tmp_path):
    for n in range(5):
        (tmp_path / f"{n}").touch()

    assert [path.name for path in entries(tmp_path)] == list("01234")
    assert len(entries(tmp_path, 3)) == 3


@posix
def test_folders_in_a_ring_are_looked_through_once_and_large_ones_not_to_the_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "ring").symlink_to(tmp_path)

    assert any_toml(tmp_path, 100) == (False, 2)
    (tmp_path / "a" / "x.toml").touch()
    assert any_toml(tmp_path, 100)[0]
    assert any_toml(tmp_path, 1) == (False, 1)


def told(folder):
    data, problems = loading.load(folder)
    assert data is None
    return [(problem.code, problem.file, problem.text) for problem in problems]


@posix
def test_a_queue_among_the_data_files_is_told_and_not_waited_for(copied):
    os.mkfifo(copied / "tjanster" / "ko.toml")

    assert told(copied) == [
        ("EK101", "tjanster/ko.toml", "ko.toml är ingen vanlig fil utan en kö (FIFO)")
    ]


@posix
def test_a_ring_of_links_among_the_data_files_is_told(copied, run):
    (copied / "tjanster" / "ring.toml").symlink_to("ring.toml")

    assert told(copied) == [("EK101", "tjanster/ring.toml", "filen går inte att läsa")]
    for command in ("check", f"population {copied / 'kommuner.toml'}", "roll 2024 --skriv"):
        assert run(*command.split(), "--data", str(copied)).returncode == 2


def test_a_folder_of_very_many_files_is_refused(copied, monkeypatch):
    monkeypatch.setattr(loading, "MOST_FILES", 100)
    for n in range(101):
        (copied / "matt" / f"{n}.toml").touch()

    assert told(copied)[0] == ("EK106", "matt", "mappen har mer än 100 filer")


def test_files_that_are_large_together_are_refused_once(copied, monkeypatch):
    monkeypatch.setattr(loading, "MOST_ALL", 1_000)

    found = told(copied)
    assert [each for each in found if each[0] == "EK106"] == [
        ("EK106", "", "filerna är tillsammans på över 0 MB")
    ]


def test_a_data_file_that_is_too_large_is_refused_unread(copied):
    with (copied / "index.toml").open("a") as file:
        file.write("#" * 80 + "\n")
        file.truncate(5_000_000_000)

    assert told(copied) == [("EK106", "index.toml", "filen är för stor: över 1 MB")]
