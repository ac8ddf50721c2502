"""Spoiling csv cells and JSON values, so that the file is still a csv or JSON file."""

import json

from tests.spoiling.lines import OF_ANY, spoil

CELLS = [
    "", " ", "-", "−", "0", "-1", "1e99", "nan", "inf", "12,5", "1.000", "1 000", "1\u00a0000,5 %",
    "=1+1", '=HYPERLINK("x")', "#REF!", "\x1b[2J", "\x9b31m", "\u202e", "\u200b", "\ufffe",
    "2024-12-31", "2024", "Summa", "tkr", "Boden", "0182", '"', ";", "9" * 400, "é" * 40_000,
    "(1)", "1/3", "½", "１２", "٣", "+", "\x00", "'5",
]  # fmt: skip
VALUES = [
    None, True, -1, 0, 10**30, 1.5, 1e308, "", "x", "\x1b[2J", "\u202e", "2018", "2582", [], {},
    [[]], [None], {"a": 1}, [0] * 3, 10**7, "9" * 400, float("inf"), float("nan"),
]  # fmt: skip


def spoil_csv(raw, chance):
    """Spoil a csv file: one cell in half the cases, else a line or a byte."""
    if chance.random() < 0.4:
        return spoil(raw, chance, OF_ANY)
    encoding = "utf-8" if _is_utf8(raw) else "latin-1"
    lines = raw.decode(encoding).split("\n")
    mark = max(";,\t", key=raw.decode(encoding).count)
    for _ in range(chance.choice([1, 1, 1, 3, 10])):
        n = chance.randrange(len(lines))
        cells = lines[n].split(mark)
        other = chance.choice(chance.choice(lines).split(mark))
        cells[chance.randrange(len(cells))] = chance.choice([other, *CELLS])
        lines[n] = mark.join(cells)
    return "\n".join(lines).encode(encoding, "replace"), "change_cell"


def _is_utf8(raw):
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def spoil_json(raw, chance):
    """Spoil a JSON file: one value or key in most cases, else a line or a byte."""
    if chance.random() < 0.3:
        return spoil(raw, chance, OF_ANY)
    root = json.loads(raw)
    places = list(_places(root))
    inside, key = chance.choice(places)
    way = chance.choice([_change, _change, _drop, _other, _grow])
    way(inside, key, chance, places)
    return json.dumps(root, ensure_ascii=chance.random() < 0.5).encode("utf-8"), way.__name__


def _places(value):
    """Give every place of a value: what it is in, and its key there."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _change(inside, key, chance, _):
    inside[key] = chance.choice(VALUES)


def _drop(inside, key, *_):
    del inside[key]


def _other(inside, key, chance, places):
    there, other = chance.choice(places)
    inside[key] = json.loads(json.dumps(there[other]))


def _grow(inside, key, chance, _):
    if isinstance(inside, dict):
        inside[chance.choice(["x", "\x1b[2J", "2582", "value", "2018", ""])] = inside[key]
    else:
        inside += [inside[key]] * chance.choice([1, 2, 5_000])
