"""A command killed at each of its calls that change the file system, and what the next one says.

``python tests/killing.py FOLDER STEP NEXT COMMAND …`` runs the command in copies of a folder, and
kills it at its first such call, one STEP on, and so on until it lives; after each it runs the words
of NEXT in the copy, and prints what became of it all as JSON, a line each.
"""

import json
import os
import signal
import sys
from itertools import count
from pathlib import Path

from forking import copied, fdopen, start, state, warm

CHANGING = (
    "open", "replace", "rename", "link", "unlink", "remove", "rmdir", "mkdir", "fsync", "chmod",
    "write", "ftruncate",
)  # fmt: skip


class Killed:
    """Counts calls, and kills the process at one of them."""

    def __init__(self, at):
        self.at, self.calls = at, 0

    def everywhere(self):
        """Count every call of this process from now on."""
        for name in CHANGING:
            setattr(os, name, self.counted(getattr(os, name)))
        os.fdopen = self.fdopen

    def count(self, last=lambda: None):
        self.calls += 1
        if self.calls == self.at:
            last()
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
        """Open a file that may come to be written in part."""
        file = fdopen(*arguments, **named)

        def in_part(content):
            self.count(lambda: (file.write(content[: len(content) // 2]), file.flush()))
            return file.write(content)

        return Wrapped(file, in_part)


class Wrapped:
    """A file with another way to write: a buffered file lets nobody put one in its place."""

    def __init__(self, file, write):
        self.file, self.write = file, write

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def series(folder, step, following, words):
    """Kill a command at each call in turn, until there are no more."""
    warm(folder, words, following)
    for at in count(1, step):
        with copied(folder) as copy:
            ended, _ = start(copy, words, first=Killed(at).everywhere).ended()
            dead = state(copy)
            code, said = start(copy, following).ended()
            lived = ended != -signal.SIGKILL
            after = state(copy)
        yield {"at": at, "lived": lived, "dead": dead, "after": after, "code": code, "said": said}
        if lived:
            return


if __name__ == "__main__":
    root, step, following, *words = sys.argv[1:]
    for told in series(Path(root), int(step), following.split(), words):
        print(json.dumps(told), flush=True)  # noqa: T201
