"""The text of drafted files: a period to put last in a service's file, a budget, an empty facit.

What stands in a file already is kept, byte for byte.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from enamnd_cost.files.positions import Positions
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Period

ORDER = ("fran", "till", "underlag", "belopp", "uppraknas", "fordelning", "folkmangd", "deltagare")
YEARS = ("fran", "ar")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SCHEMA = re.compile(rb"#:schema [^\r\n]*")


def toml(value: Any) -> str:
    """Write a value as TOML, on one line.

    >>> toml({"till": 1_000, "metod": "uppat", "start": {"boden": dt.date(2024, 3, 1)}})
    '{ till = 1_000, metod = "uppat", start = { boden = 2024-03-01 } }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}" if abs(value) >= 1_000 else str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        pairs = ", ".join(f"{key(name)} = {toml(each)}" for name, each in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    # A text of the model has no control characters, and then TOML escapes as JSON does.
    return json.dumps(str(value), ensure_ascii=False)


def key(name: str) -> str:
    """Write a key, quoted where it must be."""
    return name if BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def period_lines(period: Period) -> list[str]:
    """Write a period as it stands last in a service's file."""
    content = period.model_dump(exclude_none=True, exclude_defaults=True)
    posts: Sequence[Mapping[str, Any]] = content.pop("post", ())
    first = {name: content.pop(name) for name in ORDER if name in content}
    lines = ["[[period]]", *_pairs({**first, **content})]
    for post in posts:
        lines += ["", "[[period.post]]", *_pairs(post)]
    return lines


def _pairs(table: Mapping[str, Any]) -> list[str]:
    """Write the keys of a table; ``till`` is a year here, but an amount in ``avrundning``."""
    return [
        f"{key(name)} = {value if name == 'till' else _plain(name, value)}"
        for name, value in table.items()
    ]


def _plain(name: str, value: Any) -> str:
    """Write a key's value; years are no amounts, and have no underscores."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{key(each)} = {_plain(each, inner)}" for each, inner in value.items())
        return f"{{ {pairs} }}"
    return str(value) if name in YEARS and type(value) is int else toml(value)


def appended(raw: bytes, lines: Sequence[str]) -> bytes:
    r"""Put lines last in a file, after an empty one, with the line ends that it has.

    >>> appended(b"a = 1\r\n", ["b = 2"])
    b'a = 1\r\n\r\nb = 2\r\n'
    """
    newline = _line_end(raw)
    ended = b"" if raw.endswith(b"\n") or not raw else newline
    apart = b"" if raw.endswith((b"\n\n", b"\n\r\n")) or not raw else newline
    block = newline.join(line.encode() for line in lines) + newline
    return raw + ended + apart + block


def _line_end(raw: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in raw else b"\n"


def budget(proposal: Budget, like: bytes, why: Mapping[str, str]) -> bytes:
    """Write a proposal, with the schema line and the line ends of the file ``like`` it.

    ``why`` says in a few words what became of each service.
    """
    lines = [
        f"# Förslag till budget {proposal.ar}. Utkast ur {proposal.ar - 1}: gå igenom varje rad.",
        "# Byt kalla mot handlingen. När nämnden har beslutat: status och beslut.",
        "",
        f"ar = {proposal.ar}",
        'status = "forslag"',
        *([] if proposal.summa is None else [f"summa = {toml(proposal.summa)}"]),
        f"kalla = {toml(proposal.kalla)}",
        *([] if proposal.tjanst else ["", "[tjanst]"]),
    ]
    for name, post in proposal.tjanst.items():
        lines += ["", f"[tjanst.{key(name)}]{_comment(why.get(name))}", *_line(post)]
    for name, outside in proposal.utanfor.items():
        lines += ["", f"[utanfor.{key(name)}]{_comment(why.get(name))}", *_line(outside)]
    return _file(lines, like)


def _comment(words: str | None) -> str:
    return f"  # {words}" if words else ""


def _line(post: Budgetpost | Utanfor) -> list[str]:
    amounts = ("intakt", "kostnad", "belopp", "underlag")
    given = [(name, getattr(post, name, None)) for name in amounts]
    gap = [f"saknas = {toml(post.saknas)}"] if post.saknas else []
    return [*gap, *(f"{name} = {toml(kr)}" for name, kr in given if kr is not None)]


def facit(year: int, service: str, municipality: str, like: bytes) -> bytes:
    """Write a facit that is left empty, with a comment that says how it is filled in."""
    return _file(
        [
            f"# Tabellerna per kommun i budget {year}, som de trycks. check jämför varje ruta med",
            "# modellens belopp. När de är publicerade: ta bort saknas, ange kalla, och lägg till",
            "# en tabell för varje tjänst, så här:",
            "#",
            "# [[tabell]]",
            f'# tjanst = "{service}"',
            f"# ar = {year}",
            '# rubrik = "…"                  # tabellens rubrik i handlingen',
            "# summa = …",
            "#",
            "# [tabell.belopp]",
            f"# {key(municipality)} = …                   # och så vidare: en rad per kommun",
            "",
            'slag = "publicerad"',
            f'saknas = "Tabellerna för {year} är inte publicerade."',
        ],
        like,
    )


def _file(lines: Sequence[str], like: bytes) -> bytes:
    schema = SCHEMA.match(like)
    newline = _line_end(like)
    head = schema[0] + newline if schema else b""
    return head + newline.join(line.encode() for line in lines) + newline


def filled(raw: bytes, amounts: Mapping[tuple[str, str], int], total: int | None) -> bytes | None:
    """Put amounts (kronor) where a budget file says ``saknas``, and nothing else.

    ``amounts`` are by table (``tjanst`` or ``utanfor``) and service. ``total`` becomes ``summa``,
    after ``status``, where it is given. None where something does not have a line of its own.
    """
    text = raw.decode("utf-8")
    places = Positions(text)
    lines = text.split("\n")
    new: dict[int, list[str]] = {}
    for (table, service), kr in amounts.items():
        path: KeyPath = (table, service, "saknas")
        place = places.of(path, key=True)
        if not place or not re.match(r"\s*saknas\s*=", lines[place.line - 1]):
            return None
        names = ("intakt", "kostnad") if table == "tjanst" else ("belopp",)
        new[place.line - 1] = [f"{name} = {toml(kr)}" for name in names]
    if total is not None:
        after = places.of(("status",), key=True)
        if not after:
            return None
        kept = lines[after.line - 1].removesuffix("\r")
        new[after.line - 1] = [kept, f"summa = {toml(total)}"]
    out = []
    for n, line in enumerate(lines):
        ended = "\r" if line.endswith("\r") else ""
        out += [f"{each}{ended}" for each in new[n]] if n in new else [line]
    return "\n".join(out).encode()
