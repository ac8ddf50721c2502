"""What dead runs have left is cleared away, and nothing else, whatever it is called."""

import time

import pytest

from enamnd_cost.files.writing import leftovers, staging

GONE = 2**22 + 1  # more than any process has for its number
OF_ANOTHER = ".enamnd-cost-00c0ffee-12-0123456789ab"


def hours_later(monkeypatch):
    now = time.time() + 3 * leftovers.LONG
    monkeypatch.setattr(leftovers.time, "time", lambda: now)


@pytest.mark.parametrize("name", [".enamnd-cost-data", ".enamnd-cost-kopia-1-x", ".enamnd-cost-"])
def test_what_the_user_has_named_like_the_program_is_never_cleared(tmp_path, name, monkeypatch):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "kommuner.toml").write_bytes(b"viktigt")

    hours_later(monkeypatch)
    assert leftovers.sweep([folder]) == 0

    assert (folder / "kommuner.toml").read_bytes() == b"viktigt"


@pytest.mark.parametrize("name", [OF_ANOTHER, f"{OF_ANOTHER}.fore", OF_ANOTHER[:-4]])
def test_what_another_machines_run_left_is_cleared_when_it_is_old(tmp_path, name, monkeypatch):
    path = tmp_path / name
    path.write_bytes(b"halv")

    assert leftovers.sweep([path]) == 0

    hours_later(monkeypatch)
    assert leftovers.sweep([path]) == 1


def test_what_a_run_stages_is_what_is_cleared_once_it_is_dead(tmp_path, monkeypatch):
    monkeypatch.setattr(staging.os, "getpid", lambda: GONE)
    temporary = staging.whole(tmp_path / "ut.csv", b"ny")

    assert leftovers.sweep([temporary]) == 1

    assert list(tmp_path.iterdir()) == []
