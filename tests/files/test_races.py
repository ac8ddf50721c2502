"""Writers at once, and a writer beside an editor or a reader: nothing is lost without a word."""

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT

from enamnd_cost.files.traces import PREFIX

TIMES = 100


def race(folder, *commands, times=TIMES):
    racing = subprocess.run(
        [sys.executable, ROOT / "tests" / "racing.py", folder, str(times), *commands],
        capture_output=True,
        check=True,
        text=True,
    )
    rows = [json.loads(line) for line in racing.stdout.splitlines()]
    assert len(rows) == times
    for row in rows:
        assert not [name for name in row["after"] if PREFIX in name], row["n"]
        assert not any("observera: " in said for _, said in row["ended"]), row["ended"]
    return rows


def text(row, file):
    return bytes.fromhex(row["after"][file]).decode()


def test_two_that_read_in_population_both_have_it(small_board):
    (small_board / "tidig.csv").write_text("region;2020\n2582 Boden;28000\n2514 Kalix;15500\n")

    for row in race(small_board, "population ny.csv", "population tidig.csv"):
        assert [code for code, _ in row["ended"]] == [0, 0], row["ended"]
        written = text(row, "data/kommuner.toml")
        assert "2025-12-31" in written
        assert "2020-12-31" in written


def test_of_two_that_make_the_same_draft_one_is_told_that_it_is_there(small_board):
    drafts = set()
    for row in race(small_board, "roll 2025 --skriv", "roll 2025 --skriv"):
        assert sorted(code for code, _ in row["ended"]) == [0, 2]
        assert any("EK015" in said for _, said in row["ended"])
        drafts.add(json.dumps(row["after"]))
    assert len(drafts) == 1


def test_an_editor_that_saves_meanwhile_keeps_what_it_saved(small_board):
    outcomes = set()
    for row in race(small_board, "population ny.csv", "spara data/kommuner.toml"):
        code, said = row["ended"][0]
        written = text(row, "data/kommuner.toml")
        assert "# sparat" in written, row["n"]
        if code:
            assert "filen ändrades under tiden" in said or "filen följer inte" in said, said
        outcomes.add((code, "2025-12-31" in written))
    assert len(outcomes) > 1  # the editor came in time now and then, and now and then not


@pytest.mark.parametrize("writer", ["roll 2025 --skriv", "roll 2024 --uppdatera --skriv"])
def test_a_reader_sees_the_folder_before_or_after_a_write(small_board, writer):
    seen = set()
    for row in race(small_board, writer, "check --format json"):
        assert row["ended"][0][0] == 0, row["ended"]
        assert row["ended"][1][0] in (0, 1), row["ended"]
        seen.add(row["ended"][1][1])

    assert 1 <= len(seen) <= 2, [each[:300] for each in seen]
