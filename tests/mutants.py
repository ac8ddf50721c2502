"""Spoiling at random what the program reads, and judging what it makes of it.

``python tests/mutants.py 20000 [seed]`` runs a long seeded series of everything outside the suite;
``--slag data`` (``dokument``, ``folkmangd``, ``mangder``, ``huvudbok``, ``scenario``, ``ord``)
holds it to some kinds. The suite runs a few hundred. A mutant is bad if the program crashes, hangs,
says something in English, writes what a terminal would obey, or is silent though an amount has
changed.
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.spoiling.judging import reading_once
from tests.spoiling.kinds import KINDS, place_in, series

from enamnd_cost.files import loading

MEMORY = 4 * 1024**3  # bytes; what would take more is a crash


def run(number, start, kinds):
    """Run a series and say what was bad, and how long it took; give how many were bad."""
    bad, seconds = 0, {}
    with tempfile.TemporaryDirectory() as temporary:
        place = place_in(Path(temporary))
        begun = before = time.monotonic()
        for name, tried in series(range(start, start + number), kinds, place):
            now = time.monotonic()
            seconds[name], before = now - before, now
            if tried.bad:
                bad += 1
                say(f"{name}: {tried.what}\n  {tried.command}\n  {tried.bad}")
    slowest = max(seconds, key=seconds.get)
    say(
        f"{number} mutants, {bad} bad, {number / (before - begun):.0f} a second; "
        f"slowest {slowest}: {seconds[slowest]:.1f} s"
    )
    return bad


def say(text):
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("number", type=int)
    asked.add_argument("seed", type=int, nargs="?", default=0)
    asked.add_argument("--slag", choices=KINDS, action="append")
    given = asked.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    loading.read_text = reading_once()
    sys.exit(bool(run(given.number, given.seed, given.slag or list(KINDS))))
