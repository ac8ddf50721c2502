"""Spoiling a text file of ``key = value`` lines, line by line and sign by sign."""

import contextlib
import re

ODD = [
    b" 0",
    b" -1",
    b" 1e99",
    b" nan",
    b' ""',
    b" []",
    b" {}",
    b" true",
    b" 2023-02-30",
    b' "\x1b[2J"',
    b' "\xc2\x9b31m"',
    b' "\xe2\x80\xae"',
    b" 9" + 400 * b"9",
    b" " + 80 * b"[" + 80 * b"]",
]
# Words that are sound somewhere: what is spoilt with them may be read, and mean something else.
WORDS = [
    b"boden", b"lulea", b"mala", b"2582", b"e-arkiv", b"soc-grund", b"projekt", b"datacenter",
    b"grundfinansiering", b"transaktioner", b"2022", b"2023", b"2024", b"2025", b"2030",
    b"2023-07-01", b"2024-01-01", b"2024-06-30", b"2024-12-31", b"2025-07-01", b"2026-12-31",
    b"PKV", b"AKI", b"lika", b"invanare", b"underlag", b"belopp", b"fran", b"till", b"ar",
    b"manad", b"uppat", b"storsta_rest", b"0", b"1", b"12", b"100", b"1000000", b"true", b"false",
]  # fmt: skip


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
    dotted = key.strip() + 40 * b".a" + b" "
    new = [key[:-2] + b" ", key.replace(b"a", b"\xc3\xa5"), other, dotted]
    lines[n] = chance.choice(new) + b"=" + rest


def change_value(lines, chance):
    keys = [n for n, line in enumerate(lines) if re.match(rb"\s*[\w\"-]+\s*=", line)]
    n = chance.choice(keys)
    key, value = lines[n].split(b"=", 1)
    other = lines[chance.choice(keys)].split(b"=", 1)[1]
    lines[n] = key + b"=" + chance.choice([other, b" 1" + value.strip(), *ODD])


def change_word(lines, chance):
    told = [n for n, line in enumerate(lines) if not line.startswith(b"#")]
    words = [(n, found) for n in told for found in re.finditer(rb"[\w-]+", lines[n])]
    for _ in range(chance.choice([1, 1, 2])):
        n, found = chance.choice(words)
        new = chance.choice([chance.choice(words)[1][0], chance.choice(WORDS)])
        lines[n] = lines[n][: found.start()] + new + lines[n][found.end() :]


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


def cut_off(lines, chance):
    del lines[chance.randrange(1, len(lines)) :]
    lines[-1] = lines[-1][: chance.randrange(len(lines[-1]) + 1)]


OF_ANY = [drop_line, double_line, swap_lines, spoil_sign, spoil_byte, cut_off]
OF_TOML = [*OF_ANY, change_key, change_value, change_word, change_word, change_word]


def spoil(raw, chance, ways):
    """Spoil a file in one of some ways, one that changes it; give what it holds, and the way."""
    for way in chance.sample(ways, len(ways)):
        lines = raw.split(b"\n")
        with contextlib.suppress(IndexError, ValueError):  # the file has nothing for that way
            way(lines, chance)
        if b"\n".join(lines) != raw:
            return b"\n".join(lines), way.__name__
    return raw + b"\xff", "one byte more"


def spoil_toml(raw, chance):
    return spoil(raw, chance, OF_TOML)
