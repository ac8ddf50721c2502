"""The benches are run by hand; what they measure can be made all the same."""

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    yield __import__("run")
    del sys.modules["run"]


def test_its_folders_are_allocated_and_invoiced(bench, data):
    made = bench.services([["50/50"], [{"som": "t00"}]])

    assert bench.table(bench.folder(14, 2), 50).amounts
    assert bench.spent(made) > 0
    assert bench.spent(bench.chain(3)) > 0
    assert bench.corrected(bench.invoiced(data, "kvartal")) > 0
