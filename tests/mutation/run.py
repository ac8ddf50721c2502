"""Does a test notice it? Small changes of engine/, model/planner and analysis/checks, one by one.

    python tests/mutation/run.py                       every mutant: an hour or two
    python tests/mutation/run.py engine/shares.py      those of some modules, or of a folder
    python tests/mutation/run.py --sample 25 --seed 1  some, less those that are listed
    python tests/mutation/run.py --listed              those that ``overlevare.toml`` says survive

Each survivor that is not listed there is told as ``file:line  change``, and makes the exit code 1;
so does a listed one that no longer is there. A listed one that is noticed after all is told.
"""

import argparse
import ast
import os
import pickle
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from changes import Mutant, mutants
from listed import survivors
from nearest import STAGES, stages
from trial import SOURCE, passes, prepare
from watching import ALL, narrowed

FEW = 10  # mutants of a module: for more, it pays to look first which tests run which lines


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants that are asked for; 1 if the list and the truth are not the same."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", default=[""], metavar="module")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--listed", action="store_true")
    asked = parser.parse_args(arguments)
    chosen = [name for name in STAGES if name.startswith(tuple(asked.modules))]
    made = {name: mutants(name, SOURCE / name) for name in chosen}
    every = [mutant for _, found in made.values() for mutant in found]
    known = {each.key: each.slag for each in survivors() if each.modul in chosen}
    tried = [mutant for mutant in every if not asked.listed or mutant.key in known]
    if asked.sample:
        drawn = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
        tried = [mutant for mutant in drawn if mutant.key not in known]
    with tempfile.TemporaryDirectory() as compiled:
        # Tests and modules are compiled once, for all the processes, and nowhere in the tree.
        sys.pycache_prefix, sys.dont_write_bytecode = compiled, False
        bad = sum(_module(name, made[name], tried, known) for name in chosen)
    keys = {mutant.key for mutant in every}
    for key in sorted(known.keys() - keys):
        _say(f"listed, but not there: {' | '.join(key)}")
    return int(bool(bad or known.keys() - keys))


def _module(name: str, made: tuple, tried: list[Mutant], known: dict) -> int:
    """Try a module's mutants, tell what is not as it is listed, and give how many are new."""
    tree, every = made
    mine = {mutant.key: mutant for mutant in tried if mutant.module == name}
    if not mine:
        return 0
    prepare(name, tree)
    seen = _seen(name, tree) if len(mine) > FEW else None
    alive = set()
    for key, mutant in mine.items():
        if passes(name, tree, mutant.apply, list(_stages(mutant, seen))):
            alive.add(key)
            if key not in known:
                _say(str(mutant))
        elif key in known:
            _say(f"{mutant}: listed, but noticed")
    kinds = [known.get(key, "new") for key in alive]
    told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    _say(
        f"== {name}: {len(mine)} of {len(every)} tried, {len(mine) - len(alive)} noticed"
        + (f", left: {told}" if told else "")
    )
    return kinds.count("new")


def _seen(name: str, tree: ast.Module) -> list[dict[str, set[int]]]:
    """Say which lines the tests run of a module, as it is."""
    with tempfile.TemporaryDirectory() as room:
        watch = Path(room) / "seen"
        if not passes(name, tree, lambda: None, stages(name), watch):
            raise SystemExit(f"{name}: its tests fail as it is")
        return pickle.loads(watch.read_bytes())


def _stages(mutant: Mutant, seen: list[dict[str, set[int]]] | None) -> Iterator[list[str]]:
    """Give the tests that may notice a mutant: all, if it is not known which run its line."""
    # What is run while a module loads is run in the first stage that loads it, for all of them.
    loading = set().union(*(of_stage.get(ALL, ()) for of_stage in seen or ()))
    for n, stage in enumerate(stages(mutant.module)):
        kept = narrowed(stage, {**seen[n], ALL: loading}, mutant.lines) if seen and n else stage
        if kept:
            yield kept


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's own output)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # The order of a set of words is to be the same in every run, so that its answer is.
        os.execve(
            sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"}
        )
    sys.exit(main())
