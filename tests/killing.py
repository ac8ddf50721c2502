"""A command killed at each of its calls that change the file system, and what the next one says.

``python tests/killing.py FOLDER STEP NEXT COMMAND …`` runs the command in copies of a folder, and
kills it at its first such call, one STEP on, and so on until it lives; after each it runs the words
of NEXT in the copy, and prints what became of it all as JSON, a line each.
"""

import contextlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from itertools import count
from pathlib import Path

from enamnd_cost.cli.app import main
from enamnd_cost.files.writing import leftovers, locking  # noqa: F401 (once, before the forks)

CHANGING = (
    "open", "replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "fsync", "chmod",
    "write", "ftruncate",
)  # fmt: skip


class Killed:
    """Counts calls, and kills the process at one of them: as likely before it as after the last."""

    def __init__(self, at):
        self.at, self.calls = at, 0

    def count(self):
        self.calls += 1
        if self.calls == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(self, call):
        def counting(*arguments, **named):
            if self.concerns(call.__name__, arguments, named):
                self.count()
            return call(*arguments, **named)

        return counting

    @staticmethod
    def concerns(name, arguments, named):
        """Leave out files that are only read, and those of a trial that nobody sees."""
        if name == "open" and not (arguments[1:] and arguments[1] & (os.O_WRONLY | os.O_RDWR)):
            return False
        return "dir_fd" not in named and "/enamnd-cost-" not in str(arguments[0])

    def fdopen(self, *arguments, **named):
        """Open a file whose content may come to be written in part."""
        file = opened(*arguments, **named)
        write = file.write

        def in_part(content):
            self.calls += 1
            if self.calls == self.at:
                write(content[: len(content) // 2])
                file.flush()
                os.kill(os.getpid(), signal.SIGKILL)
            return write(content)

        # A buffered file takes no other method of its own.
        return Wrapped(file, in_part)


class Wrapped:
    def __init__(self, file, write):
        self.file, self.write = file, write

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


opened = os.fdopen


def child(folder, words, killed=None):
    """Run a command in a folder in a process of its own; give how it ended, and what it said."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        os.chdir(folder)
        if killed:
            for name in CHANGING:
                setattr(os, name, killed.counted(getattr(os, name)))
            os.fdopen = killed.fdopen
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = main(words)
        with opened(writing, "w") as out:
            out.write(said.getvalue())
        os._exit(code)
    os.close(writing)
    with opened(reading) as told:
        said = told.read()
    _, status = os.waitpid(process, 0)
    return status, said


def state(folder):
    """Give everything that a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().hex() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def warm(folder, *commands):
    """Run commands where nobody looks, so that what they load is loaded before the forks."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as made:
        os.chdir(shutil.copytree(folder, Path(made) / "kopia"))
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            for words in commands:
                main(words)
        os.chdir(here)


def series(folder, step, following, words):
    """Kill a command at each call in turn, until there are no more."""
    warm(folder, following, words)
    for at in count(1, step):
        with tempfile.TemporaryDirectory() as made:
            copy = Path(shutil.copytree(folder, Path(made) / "kopia", symlinks=True))
            ended, _ = child(copy, words, Killed(at))
            lived = not os.WIFSIGNALED(ended)
            dead = state(copy)
            code, said = child(copy, following)
            yield {
                "at": at,
                "lived": lived,
                "dead": dead,
                "after": state(copy),
                "code": os.waitstatus_to_exitcode(code),
                "said": said,
            }
        if lived:
            return


if __name__ == "__main__":
    root, step, following, *words = sys.argv[1:]
    for told in series(Path(root), int(step), following.split(), words):
        print(json.dumps(told), flush=True)  # noqa: T201
