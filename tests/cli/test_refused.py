"""What a disk or a folder refuses anywhere in a command is told with its path, and is no bug."""

import errno
import os

import pytest

from enamnd_cost.cli.app import main
from enamnd_cost.files import folder

REFUSED = [
    ("ENOSPC", "disken är full", "frigör plats"),
    ("EDQUOT", "lagringskvot", "ta bort egna filer"),
    ("EROFS", "disken är skrivskyddad", "ta bort skyddet"),
    ("EIO", "läs- eller skrivfel", "kör igen"),
    ("EMFILE", "för många filer är öppna", "nytt terminalfönster"),
    ("ESTALE", "nätverksmappen går inte att nå", "kontrollera nätverket"),
    ("EINVAL", "godtar inte namnet", "bara bokstäver"),
    ("EBADF", "felkod EBADF", "vad koden betyder"),
]


@pytest.fixture
def refusing(monkeypatch, capsys):
    """Run a command whose first look at the disk is refused; give what is then said."""

    def refuse(error):
        def find(*_):
            raise error

        monkeypatch.setattr(folder, "find", find)
        assert main(["allocate", "2024"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return refuse


@pytest.mark.parametrize(("name", "reason", "remedy"), REFUSED)
def test_a_refusal_has_its_path_its_reason_and_its_remedy(name, reason, remedy, refusing, tmp_path):
    path = tmp_path / "mapp med å" / "ut.csv"
    path.parent.mkdir()
    error = OSError(getattr(errno, name), "in English", str(path))

    head, place, advice = refusing(error).splitlines()

    assert head.startswith("fel[EK003]: det går inte att läsa eller skriva: ")
    assert reason in head
    assert place == f"  --> {path}"
    assert remedy in advice
    assert "English" not in head + advice


def test_of_a_move_the_place_that_was_asked_for_is_named(refusing):
    said = refusing(OSError(errno.EROFS, "in English", "a/.tillfällig", None, "a/ut.csv"))

    assert said.splitlines()[1] == "  --> a/ut.csv"


def test_a_path_in_bytes_is_a_path(refusing):
    said = refusing(OSError(errno.EIO, "in English", os.fsencode("ut/å.csv")))

    assert said.splitlines()[1] == "  --> ut/å.csv"


@pytest.mark.parametrize("nameless", [(), (3,)])
def test_output_has_no_name_and_a_number_is_none(nameless, refusing):
    head, advice = refusing(OSError(errno.ENOSPC, "in English", *nameless)).splitlines()

    assert head == "fel[EK003]: det går inte att läsa eller skriva: disken är full"
    assert advice.startswith("   = frigör plats")


def test_what_windows_refuses_is_told_by_its_own_code(refusing, tmp_path):
    error = PermissionError(errno.EACCES, "in English", str(tmp_path / "ut.xlsx"))
    error.winerror = 32

    assert "öppen i ett annat program, till exempel Excel" in refusing(error)
