"""What is made to exhaust, hang or mislead the program is read or refused at once, in Swedish.

Each runs in a process with a limit on its memory and its time; all of a group from one that has
loaded the program once.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="Windows has no limits to set")
GROUPS = ("INSIDE", "ARCHIVES", "LISTS", "LARGEST", "CUBES", "FOLDERS", "DOCUMENTS", "OTHERS")
PROGRAM = """
import json, sys, tempfile
from pathlib import Path
from tests.files import hostile, hostile_all
hostile.preload()
for case in hostile_all.GROUPS[sys.argv[1]]:
    with tempfile.TemporaryDirectory() as folder:
        most = 3 if case.title.partition(".")[0] in sys.argv[2:] else 2
        ran = hostile.run(case, Path(folder), most)
    print(json.dumps([case.title, list(zip(case.commands, case.answers, ran))]), flush=True)
"""
# These have been answered wrongly by one command and rightly by another; others are read by the
# same readers for infer as for audit.
IN_EVERY_WAY = (
    "formaterade tomma celler", "radnummer", "talformat", "kolumnelement", "okänd kodning",
    "gles kub",
)  # fmt: skip
RAW = re.compile(r"Traceback|internt fel|Error\b|\bat 0x|[\x00-\x08\x0e-\x1f]")


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_hangs_exhausts_the_machine_or_is_met_by_a_crash(group):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, group, *IN_EVERY_WAY],
        capture_output=True, check=False, encoding="utf-8", cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1_000:]

    wrong = []
    for title, commands in map(json.loads, done.stdout.splitlines()):
        for command, (code, word), (ended, said, _, _) in commands:
            if ended != code or word not in said or RAW.search(said) or len(said) > 500_000:
                wrong.append((title, command, code, word, ended, said[:300]))
    assert wrong == []
    assert done.stdout
