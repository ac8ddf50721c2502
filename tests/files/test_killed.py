"""Every writer, killed at each call that changes the file system: the old state or the new one.

What the killed run left is told by the next command and cleared away, whatever that is to do.
"""

import json
import subprocess
import sys

import pytest
from tests.conftest import ROOT

from enamnd_cost.files.traces import JOURNAL, LOCK, PREFIX

KILLING = ROOT / "tests" / "killing.py"
CHECK = "check"
# Where many files are written in the same way, one call in so many is enough for the suite; the
# steps have no factor in common with the calls that a file takes.
STEPS = {"new folder": 11, "empty folder": 11, "schemas again": 13, "copy": 3}
# Each writer, and what is run after it.
CASES = {
    "population": ("population ny.csv", CHECK),
    "population again": ("population gammal.csv --ersatt", CHECK),
    "index": ("index kpi.csv --serie KPI --namn KPI --status definitiv --skriv", CHECK),
    "series": ("population ny.csv --matt alder --datum 2025-11-01 --skriv", CHECK),
    "series again": ("population gammal.csv --matt alla --ersatt --skriv", CHECK),
    "draft": ("roll 2025 --skriv", CHECK),
    "draft, then another writer": ("roll 2025 --skriv", "population ny.csv"),
    "filled": ("roll 2023 --fyll --skriv", CHECK),
    "updated": ("roll 2024 --uppdatera --skriv", CHECK),
    "new table": ("allocate 2023 -o ny.xlsx", "allocate 2023 -o annan.csv"),
    "table again": ("allocate 2023 -o gammal.csv --ersatt", "allocate 2023 -o annan.csv"),
    "facit": ("allocate 2023 -o data/facit/tabell.csv", CHECK),
    "patch": ("roll 2025 -o utkast.patch", "allocate 2023 -o annan.csv"),
    "copy": ("roll 2025 -o kopia", "roll 2025 -o annan.patch"),
    "new folder": ("init egen --kommun Boden --kommun Kalix --ar 2024", "init annan --alla"),
    "empty folder": ("init tom --kommun Boden --kommun Kalix --ar 2024", "check --data tom"),
    "schemas": ("schema tjanst -o scheman", "schema index -o scheman"),
    "schemas again": ("schema -o gamla --ersatt", "schema -o gamla"),
}


def kept(state):
    """A folder's files and folders, without an old lock: nobody is kept out by it."""
    return {name: held for name, held in state.items() if not name.endswith(LOCK)}


@pytest.mark.parametrize("case", CASES)
def test_a_kill_leaves_the_old_or_the_new_and_the_next_run_clears_up(small_board, case):
    command, following = CASES[case]
    killing = subprocess.run(
        [
            sys.executable,
            KILLING,
            small_board,
            str(STEPS.get(case, 1)),
            following,
            *command.split(),
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    rows = [json.loads(line) for line in killing.stdout.splitlines()]
    first, last = rows[0], rows[-1]
    old, new = kept(first["after"]), kept(last["after"])

    assert last["lived"]
    assert first["dead"] != last["dead"]
    assert len(rows) > 6  # killed at something
    for row in rows:
        assert row["code"] in (0, 1, 2), row["said"]
        assert kept(row["after"]) in (old, new), row["at"]
        assert all(held != "" for name, held in row["dead"].items() if PREFIX not in name)
        traces = [name for name in row["dead"] if PREFIX in name and not name.endswith(LOCK)]
        told = "tog bort" in row["said"] or "bröts medan" in row["said"]
        assert bool(traces) == told, row["said"]
        if any(name.endswith(JOURNAL) for name in traces):
            assert "bröts medan den skrev; det är nu slutfört" in row["said"]
            assert kept(row["after"]) == new
    assert LOCK not in last["after"]
