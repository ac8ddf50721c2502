"""The mutation run is honest: it sees what it must, and its list is of what is there."""

import ast
import subprocess
import sys
from collections import Counter

import pytest
from changes import mutants
from listed import KINDS, survivors
from nearest import STAGES, stages
from trial import ROOT, SOURCE

FOLDERS = ("engine", "analysis/checks")
TRIED = """
import sys
sys.path.insert(0, "tests/mutation")
from changes import mutants
from trial import SOURCE, passes, prepare
module, tests, change = sys.argv[1:]
tree, every = mutants(module, SOURCE / module)
prepare(module, tree)
(mutant,) = [each for each in every if each.change == change]
print(passes(module, tree, mutant.apply, [[tests]]))
"""
MONTHS = ("engine/participation.py", "tests/engine/test_participation.py")
PLANNER = ("model/planner.py", "tests/model/test_planner.py")
NO_PERIOD = "period is None or months is None or period.saknas"


@pytest.fixture(scope="module")
def every():
    """Every mutant of every module, by module."""
    return {module: mutants(module, SOURCE / module)[1] for module in STAGES}


@pytest.mark.parametrize(
    ("of", "change", "survives"),
    [
        (MONTHS, "other.last <= self.last → other.last < self.last", False),
        (MONTHS, "dropped: starts |= {months.first, months.last + 1}", False),
        (PLANNER, f"{NO_PERIOD} → period is None or months is None", False),
        # A year without a period has no months either.
        (PLANNER, f"{NO_PERIOD} → months is None or period.saknas", True),
    ],
)
def test_a_change_that_matters_is_noticed_and_no_other(of, change, survives):
    command = [sys.executable, "-c", TRIED, *of, change]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == (f"{survives}\n", "")


def test_what_is_listed_is_there_once_and_has_a_reason(every):
    made = {mutant.key for found in every.values() for mutant in found}
    listed = survivors()

    assert [each.key for each in listed if each.key not in made] == []
    assert max(Counter(each.key for each in listed).values(), default=1) == 1
    assert {each.slag for each in listed} <= set(KINDS)
    assert all(each.skal for each in listed)


def test_every_mutant_is_another_program_and_is_told_apart(every):
    for module, found in every.items():
        path = SOURCE / module
        same = ast.dump(ast.parse(path.read_text(encoding="utf-8")))
        assert len({mutant.key for mutant in found}) == len(found)
        for mutant in found[:: len(found) // 5 + 1]:
            tree, again = mutants(module, path)
            next(each for each in again if each.key == mutant.key).apply()
            assert ast.dump(tree) != same, mutant


def test_every_module_is_tried_and_every_test_that_is_named_is_there(every):
    modules = {f"{at}/{path.name}" for at in FOLDERS for path in (SOURCE / at).glob("*.py")}

    assert [each for each in modules - STAGES.keys() if mutants(each, SOURCE / each)[1]] == []
    assert all(every.values())
    for module in STAGES:
        named = [word for stage in stages(module) for word in stage if word.endswith(".py")]
        assert all((ROOT / name).exists() for name in named)
