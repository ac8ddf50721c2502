"""Commands run in processes of their own, forked from one that has everything loaded: hundreds."""

import contextlib
import io
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from enamnd_cost.cli.app import main
from enamnd_cost.files.writing import leftovers, locking  # noqa: F401 (once, before the forks)

fdopen = os.fdopen


class Started(NamedTuple):
    """A command that is running."""

    process: int
    told: int

    def ended(self):
        """Wait for it; give its exit code (negative where a signal ended it) and what it said."""
        with fdopen(self.told) as told:
            said = told.read()
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status), said


def start(folder, work, *, delay=0.0, first=lambda: None):
    """Start a command, given by its words, or a function, in a folder; ``first`` is done before."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return Started(process, reading)
    os.close(reading)
    os.chdir(folder)
    time.sleep(delay)
    first()
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = work() if callable(work) else main(work)
    with fdopen(writing, "w") as out:
        out.write(said.buffer.getvalue().decode())
    os._exit(code or 0)


def state(folder):
    """Give everything that a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().hex() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@contextlib.contextmanager
def copied(folder):
    """Give a copy of a folder, to be changed."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(shutil.copytree(folder, Path(made) / "kopia", symlinks=True))


def warm(folder, *commands):
    """Run commands where nobody looks, so that what they load is loaded before the forks."""
    here = Path.cwd()
    with copied(folder) as copy, contextlib.redirect_stderr(io.StringIO()):
        os.chdir(copy)
        with contextlib.redirect_stdout(io.StringIO()):
            for words in commands:
                main(words)
        os.chdir(here)
