"""The program as it is seen at a terminal of a certain width."""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def at_a_terminal(width, *arguments, env=None, ends=(0,)):
    """Run the program in a terminal of that width and give what it writes there; it ends so.

    A terminal of one's own is to be had on Unix only; elsewhere the test is skipped.
    """
    fcntl, pty = pytest.importorskip("fcntl"), pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}
    program = subprocess.Popen(
        [sys.executable, "-c", "from enamnd_cost.cli.app import entry; entry()", *arguments],
        stdout=child,
        stdin=child,
        stderr=child,
        cwd=ROOT,
        env={**clean, "TERM": "xterm", **(env or {})},
    )
    os.close(child)
    written = b""
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:  # how a terminal says that the program has gone
            break
        if not chunk:
            break
        written += chunk
    os.close(parent)
    assert program.wait() in ends
    return written.decode()


def plain(text):
    return re.sub(r"\x1b\[[\d;]*m", "", text).replace("\r\n", "\n")
