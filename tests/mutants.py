"""Spoiling the shipped files at random, and judging what the program makes of it.

``python tests/mutants.py 20000`` runs a long seeded series outside the suite; the suite runs a few
hundred. A mutant is bad if the program crashes, hangs, says something in English, or is silent
though an amount has changed.
"""

import contextlib
import io
import random
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from enamnd_cost.analysis.year import compute
from enamnd_cost.cli.app import main
from enamnd_cost.files.loading import load

DATA = Path(__file__).parents[1] / "data"
ENGLISH = re.compile(
    r"\b(Traceback|Error|[Ee]xpected|[Ii]nvalid|should|[Ii]nput|[Uu]nexpected|[Cc]annot|must|Key|"
    r"value|unterminated|Unclosed|Illegal|Found|line|column|at end|Extra|[Mm]issing)\b"
)
SECONDS = 20


def amounts(folder):
    """Every real amount of every budget year, and the years."""
    data, _ = load(folder)
    computed = compute(data, data.years)
    return {
        (year, service.id, code): row.amount
        for year in data.years
        for service in computed.year(year).services
        if not service.example
        for code, row in service.allocation.rows.items()
    }


def drop_line(lines, chance):
    del lines[chance.randrange(len(lines))]


def double_line(lines, chance):
    n = chance.randrange(len(lines))
    lines.insert(n, lines[n])


def swap_lines(lines, chance):
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def change_key(lines, chance):
    keys = [n for n, line in enumerate(lines) if re.match(rb"\s*[\w-]+\s*=", line)]
    n = chance.choice(keys)
    key, rest = lines[n].split(b"=", 1)
    other = lines[chance.choice(keys)].split(b"=", 1)[0]
    lines[n] = chance.choice([key[:-2] + b" ", key.replace(b"a", b"\xc3\xa5"), other]) + b"=" + rest


def change_value(lines, chance):
    keys = [n for n, line in enumerate(lines) if re.match(rb"\s*[\w\"-]+\s*=", line)]
    n = chance.choice(keys)
    key, value = lines[n].split(b"=", 1)
    other = lines[chance.choice(keys)].split(b"=", 1)[1]
    odd = [b" 0", b" -1", b" 1e99", b" nan", b' ""', b" []", b" {}", b" true", b" 2023-02-30"]
    lines[n] = key + b"=" + chance.choice([other, b" 1" + value.strip(), *odd])


def spoil_sign(lines, chance):
    signs = b"[]{}\"'=,#._-"
    at = [(n, m) for n, line in enumerate(lines) for m, sign in enumerate(line) if sign in signs]
    n, m = chance.choice(at)
    line = lines[n]
    middle = chance.choice([b"", line[m : m + 1] * 2, bytes([chance.choice(signs)])])
    lines[n] = line[:m] + middle + line[m + 1 :]


def spoil_byte(lines, chance):
    full = [n for n, line in enumerate(lines) if line]
    n = chance.choice(full)
    m = chance.randrange(len(lines[n]))
    lines[n] = lines[n][:m] + bytes([chance.randrange(256)]) + lines[n][m + 1 :]


WAYS = [drop_line, double_line, swap_lines, change_key, change_value, spoil_sign, spoil_byte]


def judge(folder, sound):
    """Say what is bad about the program's answer to the folder as it is, or nothing."""
    out, err = io.StringIO(), io.StringIO()

    def late(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["check", "--data", str(folder)])
    except TimeoutError:
        return "hang"
    except BaseException as error:  # noqa: BLE001 (whatever it is, it should not have come out)
        return f"crash: {error!r}"
    finally:
        signal.alarm(0)
    told = out.getvalue() + err.getvalue()
    # What the file itself says is quoted, and may be in any language.
    said = "\n".join(line for line in told.splitlines() if not re.match(r"\s*\d* \|", line))
    said = re.sub(r'"[^"]*"', "", said)
    if code not in (0, 1, 2):
        return f"exit {code}: {told}"
    if found := ENGLISH.search(said):
        return f"English ({found[0]}): {told}"
    if code and not told:
        return f"exit {code} without a word"
    if code == 0 and amounts(folder) != sound:
        return "silent though an amount has changed"
    return None


def series(number, seed, folder):
    """Make mutants one at a time in a copy of the data; give what was bad, with how to see it."""
    chance = random.Random(seed)
    sound = amounts(folder)
    files = sorted(folder.rglob("*.toml"))
    for n in range(number):
        path, way = chance.choice(files), chance.choice(WAYS)
        raw = path.read_bytes()
        lines = raw.split(b"\n")
        way(lines, chance)
        path.write_bytes(b"\n".join(lines))
        bad = judge(folder, sound)
        if bad:
            change = [line for line in lines if line not in raw.split(b"\n")][:3]
            yield f"{seed}/{n} {way.__name__} {path.relative_to(folder)} {change}: {bad}"
        path.write_bytes(raw)


if __name__ == "__main__":
    wanted, start = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(DATA, Path(temporary) / "data"))
        found = list(series(wanted, start, copy))
    print("\n".join(found), f"{wanted} mutants, {len(found)} bad", sep="\n")  # noqa: T201
    sys.exit(bool(found))
