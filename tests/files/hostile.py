"""Files made to exhaust, hang or mislead the program, and a run of each within limits.

Each case is a file that a function writes, or a data folder that it spoils; what the program shall
answer stands beside it. ``bench/hostile.py`` prints what each costs, the tests hold it to that.
"""

import contextlib
import importlib
import os
import resource
import shutil
import signal
import sys
from pathlib import Path
from typing import NamedTuple

MOST_MEMORY = 1_000_000_000  # bytes of address space, with the interpreter
MOST_SECONDS = 20
DATA = Path(__file__).parents[2] / "data"
DOCUMENT_COMMANDS = (("population",), ("audit",), ("infer",))


class Case(NamedTuple):
    """What to write, under which name, and for each command the exit code and a word said."""

    name: str
    write: object
    answers: tuple[tuple[int, str], ...]
    commands: tuple[tuple[str, ...], ...] = DOCUMENT_COMMANDS
    called: str = ""

    @property
    def title(self):
        return self.called or self.name


class Ran(NamedTuple):
    """How a command went: exit code, or the signal below zero; what it said; what it cost.

    Seconds are those of the processor, which does not depend on what else the machine does.
    """

    code: int
    said: str
    seconds: float
    megabytes: float


def run(case, folder, most=3):
    """Run so many of a case's commands in its own folder, each in a process with limits."""
    data = shutil.copytree(DATA, folder / "data")
    path = folder / case.name
    _apart(lambda: case.write(path))  # what it took to write is no part of what it takes to read
    named = [] if path.name == "data" else [str(path)]
    return [
        _limited([*command, *named, "--data", str(data)], folder)
        for command in case.commands[:most]
    ]


def preload():
    """Import what the commands need once, before each of them has a process of its own."""
    for name in ("population", "audit", "infer", "check", "compare"):
        importlib.import_module(f"enamnd_cost.cli.commands.{name}")
    for name in (
        "analysis.audit.run", "analysis.infer.run", "analysis.infer.report", "files.population",
        "files.documents.workbook", "files.positions", "output.problems", "output.audit",
    ):  # fmt: skip
        importlib.import_module(f"enamnd_cost.{name}")


def _apart(do):
    """Do something in a process of its own."""
    child = os.fork()
    if not child:
        try:
            do()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0, "the case could not be written"


def _limited(arguments, folder):
    said = folder / "said"
    child = os.fork()
    if not child:
        _become(arguments, said)
    _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    text = said.read_text(encoding="utf-8", errors="replace")
    return Ran(os.waitstatus_to_exitcode(status), text, seconds, used.ru_maxrss / 1024)


def _become(arguments, said):
    """Be the program with some arguments, never to return."""
    with contextlib.suppress(BaseException):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        signal.alarm(3 * MOST_SECONDS)  # for whoever waits and computes nothing
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        from enamnd_cost.cli.app import entry

        sys.argv = ["enamnd-cost", *arguments]
        entry()
    os._exit(99)
