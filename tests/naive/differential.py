"""The program's amounts against the naive ones, cell by cell, for random data folders.

``python tests/naive/differential.py 20000 [seed]`` runs a long series; the suite runs a few
hundred. One folder in four holds what the handbook may say no to: then the program is to say no to
the same.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.naive.allocation import Allocator
from tests.naive.folder import Refused, read
from tests.naive.making import a_world, fill_budgets
from tests.naive.writing import write

from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load


def naive(folder):
    """Give what the handbook gives, rounded and exact, by year, service and code; or its no."""
    tables = read(folder)
    allocator = Allocator(tables)
    answers = {}
    for year in tables.years:
        for service in tables.services:
            if tables.there(service, year):
                try:
                    answers[year, service] = allocator.answer(service, year)
                except Refused as error:
                    answers[year, service] = error
    return answers


def program(folder):
    """Give what the program gives, without what it says no to; and what it says."""
    data, problems = load(Path(folder))
    if data is None or problems:
        return None, problems
    computed = compute(data, data.years)
    amounts = {
        (year, service.id): {
            code: (row.amount, row.exact)
            for code, row in service.allocation.rows.items()
            if row.amount or row.exact
        }
        for year in data.years
        for service in computed.year(year).services
    }
    return amounts, computed.problems


def differences(folder):
    """Give each cell that is not the same, and each refusal that is not both's.

    A folder that cannot be read at all is to hold something that the handbook says no to.
    """
    ours, (theirs, problems) = naive(folder), program(folder)
    said = [f"{each.code} {each.text}" for each in problems]
    if theirs is None:
        return [] if any(isinstance(each, Refused) for each in ours.values()) else said
    found = []
    for at in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(at), theirs.get(at)
        if isinstance(one, Refused) and other is None:
            continue
        if isinstance(one, Refused) or one is None or other is None:
            found.append((at, one, other, said))
            continue
        found += [
            (at, code, one.get(code), other.get(code))
            for code in sorted(one.keys() | other.keys())
            if one.get(code) != other.get(code)
        ]
    return found


def series(seeds, folder):
    """Try a folder for each seed; give the seed and what differs, where something does."""
    for seed in seeds:
        place = Path(folder) / str(seed)
        world = a_world(seed, sound=seed % 4 != 3)
        fill_budgets(world)
        write(world, place)
        found = differences(place)
        if found:
            yield seed, found
        shutil.rmtree(place)


if __name__ == "__main__":
    wanted, start = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    begun, bad = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as temporary:
        for number, differing in series(range(start, start + wanted), temporary):
            bad += 1
            print(number, differing[:4], flush=True)  # noqa: T201
    speed = wanted / (time.monotonic() - begun)
    print(f"{wanted} folders, {bad} differ, {speed:.0f} a second")  # noqa: T201
    sys.exit(bool(bad))
