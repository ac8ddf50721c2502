"""Two commands at once, a hundred times: ``python tests/racing.py FOLDER TIMES ONE OTHER``.

Each is a command's words, or "spara PATH": an editor that opened the file at the start and saves it
whole, with a line more. Prints what became of each race as JSON, a line each.
"""

import json
import random
import sys
from pathlib import Path

from forking import copied, start, state, warm

LONGEST = 0.1  # seconds that one of them may start after the other


def editor(path, in_place):
    """Make an editor that has the file open, and saves it in one of the two usual ways."""
    content = path.read_bytes() + b"\n# sparat\n"

    def save():
        if in_place:
            path.write_bytes(content)
        else:
            beside = path.with_name("editor.tmp")
            beside.write_bytes(content)
            beside.replace(path)

    return save


def races(folder, times, *commands):
    chance = random.Random(2024)
    warm(folder, *(words for words in commands if words[0] != "spara"))
    for n in range(times):
        with copied(folder) as copy:
            works = [
                editor(copy / words[1], n % 2) if words[0] == "spara" else words
                for words in commands
            ]
            started = [start(copy, work, delay=chance.uniform(0, LONGEST)) for work in works]
            ended = [each.ended() for each in started]
            yield {"n": n, "ended": ended, "after": state(copy)}


if __name__ == "__main__":
    root, times, *words = sys.argv[1:]
    for told in races(Path(root), int(times), *(each.split() for each in words)):
        print(json.dumps(told), flush=True)  # noqa: T201
