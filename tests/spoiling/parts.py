"""Spoiling a workbook's XML parts, so that it is still a sound zip file, and its bytes."""

import functools
import io
import re
import zipfile

ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
ELEMENT = re.compile(rb"<([\w:]+)\b[^<>]*?(/>|>[^<>]*</\1>)")
TEXT = re.compile(rb">([^<>]+)<")
ODD = [
    b"", b"-1", b"0", b"1", b"99999999", b"99999999999999", b"1e400", b"nan", b"x", b"A0", b"A1",
    b"XFE1", b"A1048577", b"ZZZZZZZ1", b"A1:XFD1048576", b"s", b"inlineStr", b"d", b"e", b"b",
    b"&#x1b;", b"&#x9b;31m", b"\xe2\x80\xae", b"\xef\xbf\xbe", b"_x001b_", b"&lt;", b"&bomb;",
    b"../../x", b"http://x/", b"=1+1", b"#REF!", b"Summa", b"12,5", b"0.1", b"\xff",
    b"[" * 200, b"0" * 400, b"#,##0;;;" * 30, b"General", b"45000", b"true",
]  # fmt: skip


def spoil_xlsx(raw, chance):
    """Spoil a workbook in one place or a few; give its bytes then, and the way."""
    if chance.random() < 0.1:
        spoilt = bytearray(raw)
        for _ in range(chance.choice([1, 10])):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        return bytes(spoilt), "bytes of the zip file"
    parts = dict(parts_of(raw))
    told = []
    for _ in range(chance.choice([1, 1, 1, 4])):
        name = chance.choice(_weighed(parts))
        way = chance.choice(WAYS)
        way(parts, name, chance)
        told.append(f"{way.__name__} {name}")
    return _zipped(parts, chance), ", ".join(told)


@functools.lru_cache(maxsize=64)
def parts_of(raw):
    """Give a workbook's parts by name, unpacked once."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def _weighed(parts):
    """Give the parts that hold figures more often than the others."""
    sheets = [name for name in parts if "sheet" in name or "haredStrings" in name]
    return [*parts, *sheets * 3] or [""]


def _zipped(parts, chance):
    packed = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if chance.random() < 0.1 else zipfile.ZIP_STORED
    with zipfile.ZipFile(packed, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def attribute(parts, name, chance):
    _replace(parts, name, chance, ATTRIBUTE, 2)


def attribute_name(parts, name, chance):
    _replace(parts, name, chance, ATTRIBUTE, 1)


def text(parts, name, chance):
    _replace(parts, name, chance, TEXT, 1)


def _replace(parts, name, chance, pattern, group):
    """Put something odd, or what stands in the same place of another, where a pattern matches."""
    found = list(pattern.finditer(parts.get(name, b"")))
    if found:
        start, end = chance.choice(found).span(group)
        new = chance.choice([chance.choice(found)[group], *ODD])
        parts[name] = parts[name][:start] + new + parts[name][end:]


def element(parts, name, chance):
    found = list(ELEMENT.finditer(parts.get(name, b"")))
    if found:
        start, end = chance.choice(found).span()
        times = chance.choice([0, 0, 2, 2, 3_000])
        part = parts[name]
        parts[name] = part[:start] + part[start:end] * times + part[end:]


def byte(parts, name, chance):
    part = parts.get(name)
    if part:
        n = chance.randrange(len(part))
        parts[name] = part[:n] + bytes([chance.randrange(256)]) + part[n + 1 :]


def cut(parts, name, chance):
    if parts.get(name):
        parts[name] = parts[name][: chance.randrange(len(parts[name]))]


def head(parts, name, chance):
    """Give the part another first line: an encoding, or entities."""
    heads = [
        b'<?xml version="1.0" encoding="utf-7"?>',
        b'<?xml version="1.0" encoding="UTF-16"?>',
        b'<?xml version="1.1" encoding="x"?>',
        b'<!DOCTYPE a [<!ENTITY bomb "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>',
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ]
    if name in parts:
        parts[name] = chance.choice(heads) + re.sub(rb"^<\?xml[^>]*>", b"", parts[name])


def lose(parts, name, _):
    parts.pop(name, None)


def other(parts, name, chance):
    if name in parts:
        parts[name] = parts[chance.choice(list(parts))]


WAYS = [*[attribute] * 6, *[text] * 5, *[element] * 3, attribute_name, byte, cut, head, lose, other]
