"""Trying a mutant: the nearest tests in a process of its own, until the first that fails.

Whoever tries has loaded pytest and the libraries, and what the mutated module imports; so each
process, a fork, begins where the module would be loaded, and finds its changed code instead.
"""

import ast
import contextlib
import importlib
import importlib.machinery
import importlib.util
import os
import pickle
import pkgutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import hypothesis
import openpyxl  # noqa: F401 (loaded once, for all mutants)
import pydantic  # noqa: F401
import pytest
import rich  # noqa: F401
import tomli_w  # noqa: F401
import tree_sitter_toml  # noqa: F401
import typer  # noqa: F401
from changes import Apply
from watching import Watch

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "enamnd_cost"
SECONDS = 20  # of the processor, for one test: one that takes longer hangs
WITHOUT = ["-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist"]
QUIET = ["-x", "-q", *WITHOUT, "--tb=no", "--assert=plain"]
PROGRAM = ["-c", "from enamnd_cost.cli.app import entry; entry()"]
Stage = Sequence[str]

real_run = subprocess.run


def dotted(module: str) -> str:
    """Give the name that a module is imported by.

    >>> dotted("engine/shares.py")
    'enamnd_cost.engine.shares'
    """
    return f"enamnd_cost.{module.removesuffix('.py').replace('/', '.')}"


def prepare(module: str, tree: ast.Module) -> None:
    """Load what a module imports, and nothing that imports it."""
    assert dotted(module) not in sys.modules, f"{module} is to stand before what imports it"
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            importlib.import_module(node.module)
            for name in node.names:
                with contextlib.suppress(ModuleNotFoundError):
                    importlib.import_module(f"{node.module}.{name.name}")


def passes(
    module: str, tree: ast.Module, change: Apply, stages: Sequence[Stage], watch: Path | None = None
) -> bool:
    """Tell if the tests pass when the module's tree is changed; a hang or a crash is no pass.

    What each test runs of the module is written to ``watch`` if that is given, stage by stage.
    """
    with tempfile.TemporaryDirectory() as room:
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] == 0
        code = 1
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nowhere, stream)
            change()
            code = _tested(Trial(module, tree, Path(room), watch), stages)
        finally:
            os._exit(code)


class Trial(NamedTuple):
    """A module as it is to be, where its tests may write, and where to tell what they run of it."""

    module: str
    tree: ast.Module
    room: Path
    watch: Path | None


def _tested(trial: Trial, stages: Sequence[Stage]) -> int:
    limit()
    path = SOURCE / trial.module
    code = compile(ast.fix_missing_locations(trial.tree), path, "exec")
    sys.meta_path.insert(0, Changed(dotted(trial.module), path, code))
    watches = [Watch(path) for _ in stages] if trial.watch else []
    for n, stage in enumerate(stages):
        subprocess.run = partial(forked, trial.room, watches[n] if watches else None)
        if watches:
            watches[n].begin()
        given = [*QUIET, f"--basetemp={trial.room / 'tests'}", *stage]
        ended = pytest.main(given, plugins=[Hasty(), *watches[n : n + 1]])
        if ended not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return 1
    if trial.watch:
        trial.watch.write_bytes(pickle.dumps([dict(watch.lines) for watch in watches]))
    return 0


def limit() -> None:
    """End this process if it is busy for too long from now on."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)


class Changed(importlib.machinery.SourceFileLoader):
    """Finds one module, and gives it the changed code."""

    def __init__(self, name, path, code):
        super().__init__(name, str(path))
        self.code = code

    def find_spec(self, name, path=None, target=None):  # noqa: ARG002 (as importlib calls it)
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def get_code(self, fullname):  # noqa: ARG002
        return self.code


class Hasty:
    """What is only to fail or not looks for no smallest example, and is timed."""

    def pytest_sessionstart(self):
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        steady = hypothesis.settings.default
        hypothesis.settings.register_profile("hasty", steady, phases=phases)
        hypothesis.settings.load_profile("hasty")

    def pytest_runtest_setup(self):
        limit()


@cache
def load_all():
    """Load the whole program, so that its forks need not."""
    import enamnd_cost

    for found in pkgutil.walk_packages(enamnd_cost.__path__, "enamnd_cost."):
        importlib.import_module(found.name)


def forked(room: Path, watch: Watch | None, command: list, **options):
    """Run the program as the tests do, in a fork of this process; anything else as it is run."""
    if [str(each) for each in command[1:3]] != PROGRAM:
        return real_run(command, **options)
    load_all()
    out, err, seen = (room / name for name in ("out", "err", "seen"))
    child = os.fork()
    if child == 0:
        _program(command[3:], {1: out, 2: err}, options, lambda: watch and watch.write(seen))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if watch:
        watch.read(seen)
    told = [stream.read_bytes() for stream in (out, err)]
    if options.get("encoding"):
        told = [each.decode(options["encoding"]) for each in told]
    return subprocess.CompletedProcess(command, status, *told)


def _program(arguments, streams, options, at_end):
    """Be the program: its folder, its environment, its arguments, its streams."""
    code = 1
    try:
        limit()
        os.chdir(options["cwd"])
        os.environ.clear()
        os.environ.update(options["env"])
        sys.argv = ["-c", *map(str, arguments)]
        for number, path in streams.items():
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8") for n in streams)
        from enamnd_cost.cli.app import main

        code = main()
    except BaseException:  # noqa: BLE001 (a test is to see it, as it would see the program's)
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        at_end()
        os._exit(code)
