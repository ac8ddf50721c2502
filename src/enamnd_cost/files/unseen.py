"""Signs in a TOML file that nobody sees, or that make it look other than it is.

A name with such a sign is another name than it looks, disturbs a terminal, or makes a workbook that
nothing opens; in a comment one may make a line look like another. So there are none in the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from enamnd_cost.model.base import ONE_LINE
from enamnd_cost.model.problem import KeyPath, Problem, Spot
from enamnd_cost.signs import ODD, ODD_IN_TEXT, called

MOST = 1_000  # lines, keys and texts that are told: nobody reads more


def unseen(text: str, values: dict[str, Any], file: str) -> list[Problem]:
    """Tell of each line, key and text of a file that holds such a sign, the first of each."""
    found = [*islice(_in_lines(text, file), MOST)]
    return found or [*islice(_in_values(values, file), MOST)]


def _in_lines(text: str, file: str) -> Iterator[Problem]:
    """Point at the signs that stand in the file as they are."""
    if not ODD_IN_TEXT.search(text):
        return
    for n, line in enumerate(text.split("\n"), 1):
        source = line.removesuffix("\r")
        if found := ODD_IN_TEXT.search(source):
            remedy = "ta bort tecknet vid markeringen; syns det inte, skriv om raden för hand"
            spot = Spot(n, found.start() + 1, 1, source)
            what = f"raden innehåller {called(found[0])}"
            yield Problem("EK114", file, what, remedy, spot=spot)


def _in_values(values: dict[str, Any], file: str) -> Iterator[Problem]:
    """Point at the keys and texts that say such a sign, most often as an escape."""
    waiting: list[tuple[KeyPath, Any]] = [((), values)]  # however deep they lie in one another
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for key, each in value.items():
                waiting.append(((*path, key), each))
                if found := ODD.search(key):
                    said = f"nyckeln innehåller {called(found[0])}"
                    remedy = "skriv nyckeln utan det"
                    yield Problem("EK114", file, said, remedy, (*path, key), on_key=True)
        elif isinstance(value, list):
            waiting += [((*path, n), each) for n, each in enumerate(value)]
        elif isinstance(value, str) and (found := ODD.search(value)):
            yield Problem("EK114", file, f"texten innehåller {called(found[0])}", ONE_LINE, path)
