"""A few hundred random mistakes in the shipped files; ``tests/mutants.py`` runs many more."""

import pytest
from tests.mutants import series


@pytest.mark.parametrize("seed", [101, 102, 103, 104])
def test_no_random_mistake_is_met_by_a_crash_a_hang_english_or_silence(seed, copied):
    assert list(series(100, seed, copied)) == []
