"""Which tests run which lines of a module: only they can notice a change of one of them."""

import pickle
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ALL = ""  # what is run while a module loads, or for several tests at once


class Watch:
    """A pytest plugin that notes the lines of one file that each test runs."""

    def __init__(self, path: Path):
        self.path = str(path)
        self.lines: dict[str, set[int]] = defaultdict(set)
        self.test = ALL

    def begin(self) -> None:
        """Watch from now on, in this process and its forks."""
        sys.settrace(self._called)

    def _called(self, frame, *_):
        return self._passed if frame.f_code.co_filename == self.path else None

    def _passed(self, frame, *_):
        self.lines[self.test].add(frame.f_lineno)
        return self._passed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item):
        self.test = item.nodeid
        self.lines[self.test].clear()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self):
        self.test = ALL

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        test = self.test
        self.test = test if fixturedef.scope == "function" else ALL
        try:
            return (yield)
        finally:
            self.test = test

    def write(self, to: Path) -> None:
        """Leave what has been seen to another process."""
        to.write_bytes(pickle.dumps(dict(self.lines)))

    def read(self, given: Path) -> None:
        """Take over what another process has seen."""
        for test, lines in pickle.loads(given.read_bytes()).items():
            self.lines[test] |= lines


def narrowed(stage: list[str], seen: dict[str, set[int]], lines: range | None) -> list[str]:
    """Give the tests of a stage that run some of the lines; all, where it cannot be told by test.

    >>> narrowed(["tests/a.py"], {"": {1}, "tests/a.py::one": {7}}, range(7, 9))
    ['tests/a.py::one']
    >>> narrowed(["tests/a.py"], {"": {1}, "tests/a.py::one": {7}}, range(1, 2))
    ['tests/a.py']
    """
    if lines is None or not seen.get(ALL, set()).isdisjoint(lines):
        return stage
    return [test for test, run in seen.items() if not run.isdisjoint(lines)]
