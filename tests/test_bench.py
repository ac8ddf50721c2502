"""The benches are run by hand; what they measure can be made all the same."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench" / "run.py"


@pytest.fixture
def bench():
    """The module, under a name that no other has."""
    spec = spec_from_file_location("bench_run", BENCH)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_its_folders_are_allocated_and_invoiced(bench, data):
    made = bench.services([["50/50"], [{"som": "t00"}]])

    assert bench.table(bench.folder(14, 2), 50).amounts
    assert bench.spent(made) > 0
    assert bench.spent(bench.chain(3)) > 0
    assert bench.corrected(bench.invoiced(data, "kvartal")) > 0
